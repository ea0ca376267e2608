"""To be told: watches on selections, and what they told."""

from __future__ import annotations

import dataclasses
import os
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, get_args

import click
import pandas as pd
import platformdirs

from components.cli import output as cli_output
from components.cli.formats import form_option
from components.cli.options import WORDS, Refused, selected, selecting, with_holdings, with_store
from components.delivery import delivered
from components.lines.notices import worded
from components.view import ADDRESS_VARIABLE
from components.words.language import LANGUAGES, strings
from data.record.refusal import RecordError
from data.store.holdings import Holdings
from data.store.snapshot import alone, place_of
from data.store.store import Store
from data.watching.things import things
from data.watching.told import acknowledge, keep_notice, notice_of, notices, start, to_tell
from data.watching.watch import (
    DIGESTS,
    RULES,
    Digest,
    Rule,
    Watch,
    drop_watch,
    watches,
)

NOTICES_VARIABLE = "CASUALTY_NOTICES"
out_option = click.option("--out", type=click.Path(file_okay=False, path_type=Path), help="folder for the feeds and letters; else CASUALTY_NOTICES")  # fmt: skip


@click.group()
def watch() -> None:
    """Be told once of what a saved selection finds: a signal, something new, a revision."""


@watch.command()
@click.argument("name")
@click.option("--owner", required=True, metavar="NAME", help="whom it tells")
@click.option("--rule", type=click.Choice(RULES), required=True, help="what it tells of")
@click.option("--number", type=int, default=0, help="per cent, people or days, where the rule needs one")  # fmt: skip
@click.option("--language", type=click.Choice(LANGUAGES), default="en", help="of the notices")
@click.option("--digest", type=click.Choice(DIGESTS[1:]), help="its notices together, once a day or week; else each at once")  # fmt: skip
@selecting("format")
@with_holdings
def add(store: Store, holdings: Holdings, name: str, owner: str, rule: str, number: int, language: str, digest: str | None, **picks: Any) -> None:  # fmt: skip
    """Watch a selection under a name; a watch of the same name is replaced."""
    selection = selected(holdings.record, picks)
    rules, digests = {one: one for one in get_args(Rule)}, {one: one for one in get_args(Digest)}
    made = Watch(name, owner, selection.to_query(), rules[rule], number, language, digests[digest or ""])  # fmt: skip
    try:
        start(store.files, holdings, made)
    except RecordError as error:
        raise Refused(str(error)) from None
    click.echo(WORDS("watch.kept", name=name))


@watch.command(name="list")
@form_option
@with_store
def list_command(store: Store, form: str) -> None:
    """The watches, and how many notices of each nobody has acknowledged."""
    try:
        rows = [
            dataclasses.asdict(one)
            | {"open": sum(not told.acknowledged for told in notices(store.files, one.name))}
            for one in watches(store.files)
        ]
    except RecordError as error:
        raise Refused(str(error)) from None
    cli_output.frame(pd.DataFrame(rows), form)


@watch.command()
@click.argument("name")
@with_store
def drop(store: Store, name: str) -> None:
    """Watch no more; what was told stays."""
    try:
        drop_watch(store.files, name)
    except RecordError as error:
        raise Refused(str(error)) from None
    click.echo(WORDS("watch.dropped", name=name))


@watch.command()
@click.argument("name")
@click.argument("notice")
@click.option("--as", "who", required=True, metavar="NAME", help="who has seen it")
@with_store
def ack(store: Store, name: str, notice: str, who: str) -> None:
    """Acknowledge a notice: what changes in it from then on is told."""
    try:
        acknowledge(store.files, name, notice, who)
    except RecordError as error:
        raise Refused(str(error)) from None
    click.echo(WORDS("watch.acknowledged", notice=notice))


@watch.command(name="run")
@out_option
@with_holdings
def run_command(store: Store, holdings: Holdings, out: Path | None) -> None:
    """Look whether there is something to tell, and tell it once."""
    with running_alone(store):
        failed = run_watches(store, holdings, folder_of(out))
    if failed:
        raise Refused(" ".join(failed))


def running_alone(store: Store) -> AbstractContextManager[None]:
    """One run at a time; who comes second waits, so that nothing is sent twice."""
    place = place_of(store)
    return alone(place.with_name(f"{place.name}-keep"))


def folder_of(out: Path | None) -> Path:
    """Where feeds and letters go."""
    named = os.environ.get(NOTICES_VARIABLE)
    usual = Path(platformdirs.user_data_dir("casualty-monitor")) / "notices"
    return out or (Path(named) if named else usual)


def run_watches(store: Store, holdings: Holdings, folder: Path) -> list[str]:
    """Run every watch; what failed of one stops no other.

    Args:
        store: keeps the watches and what was told.
        holdings: the record.
        folder: of feeds and letters.

    Returns:
        What failed, a sentence each.
    """
    failed = []
    try:
        every = watches(store.files)
    except RecordError as error:
        return [str(error)]
    for one in every:
        try:
            fresh, was = to_tell(store.files, one, things(holdings, one))
            if fresh:
                made = notice_of(store.files, one, fresh, was)
                address = os.environ.get(ADDRESS_VARIABLE, "").rstrip("/")
                keep_notice(store.files, worded(made, fresh, one, holdings.record, strings(one.language), address))  # fmt: skip
            sent, lost = delivered(store.files, one, notices(store.files, one.name), folder)
            failed += lost
            click.echo(WORDS("watch.ran", name=one.name, n=len(fresh), sent=sent))
        except RecordError as error:
            failed.append(str(error))
        except OSError as error:
            failed.append(WORDS("watch.not_written", name=one.name, error=error.strerror or error))
        except (
            ValueError,
            LookupError,
            TypeError,
            AttributeError,
        ) as error:  # of a watch or notice that is damaged
            failed.append(WORDS("watch.damaged", name=one.name, error=type(error).__name__))
    return failed
