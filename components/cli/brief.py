"""The briefing pack at the command line: ``brief`` makes one, ``reopen`` reads its stamp back."""

from __future__ import annotations

import datetime as dt
import json
import os
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import click
from rich.console import Console
from rich.progress import Progress

from components.briefing.model import PARTS
from components.briefing.pack import FORMATS, pack
from components.briefing.parts import brief_of
from components.briefing.reopen import NotStamped, stamp_in
from components.briefing.stamp import told
from components.cli.formats import asked_for_excel, excel_option
from components.cli.options import (
    NOT_COVERED,
    WORDS,
    Refused,
    day_given,
    option_sentence,
    selected_to_pass_on,
    selecting,
    with_holdings,
)
from components.view import ADDRESS_VARIABLE, view_of
from components.words.language import LANGUAGES, strings
from data.counting.asked import parse
from data.record.record import Record
from data.record.team_geography import readable_geography
from data.store.holdings import Holdings
from data.store.store import Store


@click.command()
@click.option(
    "--out", "out", required=True, type=click.Path(path_type=Path), help="folder of the pack"
)
@click.option("--formats", default=",".join(FORMATS), show_default=True, metavar="LIST")
@click.option("--parts", default=",".join(PARTS), show_default=True, metavar="LIST")
@click.option("--language", type=click.Choice(LANGUAGES), default="en", show_default=True)
@click.option("--title", default="", help="title of the pack")
@click.option(
    "--since", default="", metavar="DAY|FILE", help="day of an earlier briefing, or a file of it"
)
@click.option("--address", default="", metavar="URL", help="where the app is served")
@excel_option
@selecting("format")
@with_holdings
def brief(
    _store: Store,
    holdings: Holdings,
    out: Path,
    formats: str,
    parts: str,
    language: str,
    title: str,
    since: str,
    address: str,
    **picks: Any,
) -> None:
    """Make a briefing pack: slides, document, pictures, a page that needs no network, and the data annex."""
    record = holdings.record
    made, chosen = _listed(formats, FORMATS, "--formats"), _listed(parts, PARTS, "--parts")
    selection = selected_to_pass_on(record, picks)
    words = strings(language)
    if unread := readable_geography()[1]:
        raise Refused(unread)
    view = view_of(holdings, selection, words, "light")
    if not view.answer.ids:
        if not view.answer.share:
            click.echo(f"casualty-monitor: {words('empty.not_covered')}", err=True)
            raise click.exceptions.Exit(NOT_COVERED)
        raise Refused(words("empty.nothing"))
    served = address or os.environ.get(ADDRESS_VARIABLE, "")
    day = _since(since, record) if since else None
    if day is not None and day >= view.answer.as_known_on:
        raise Refused(WORDS("briefing.since_order", since=day, known=view.answer.as_known_on))
    if set(chosen) == {"changes"} and day is None:
        raise Refused(WORDS("briefing.missing", list=WORDS("briefing.changes_missing")))
    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as progress:
        bar = progress.add_task(words("briefing.making", what=""), total=1.0)

        def step(name: str, share: float) -> None:
            progress.update(bar, completed=share, description=words("briefing.making", what=name))

        whole = brief_of(view, parts=chosen, title=title, address=served, since=day, excel=asked_for_excel())  # fmt: skip
        files = pack(whole, view, made, step)
    try:
        for name, content in files.items():
            (out / name).parent.mkdir(parents=True, exist_ok=True)
            (out / name).write_bytes(content)
    except OSError as error:
        reason = error.strerror or str(error)
        raise Refused(WORDS("errors.folder", folder=out, reason=reason)) from None
    click.echo(words("briefing.made", n=len(files), folder=out))
    missing = [] if served else [words("briefing.address_missing")]
    if "changes" in chosen and day is None:
        missing.append(words("briefing.changes_missing"))
    if {"png", "svg"} & set(made) and not any(part.picture for part in whole.parts):
        missing.append(words("briefing.pictures_missing"))
    if missing:
        click.echo(words("briefing.missing", list="; ".join(missing)), err=True)


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--format", "form", type=click.Choice(["json", "table"]), default="table")
@with_holdings
def reopen(_store: Store, holdings: Holdings, file: Path, form: str) -> None:
    """What a file of a pack shows, and the command and address that show it again."""
    stamp = _stamp(file)
    params = parse_qs(stamp["query"], keep_blank_values=True)
    selection, problems = parse(params, holdings.record)
    if problems:
        raise Refused(" ".join(option_sentence(problem) for problem in problems))
    words = strings(stamp["language"])
    view = view_of(holdings, selection, words, "light")
    same = stamp["record_version"] == holdings.record.version
    if form == "json":
        again = {"selection": selection.to_query(), "same_record": same}
        click.echo(json.dumps(stamp | again, ensure_ascii=False, indent=2))
        return
    click.echo(told(stamp, view))
    options = " ".join(
        f"--{name} {_quoted(value)}"
        for name, values in selection.to_params().items()
        for value in values
    )
    click.echo(f"casualty-monitor figures {options}")
    click.echo(stamp.get("link") or f"?{stamp['query']}")


def _quoted(value: str) -> str:
    return f'"{value}"' if " " in value else value


def _listed(text: str, allowed: tuple[str, ...], option: str) -> list[str]:
    asked = [one.strip() for one in text.split(",") if one.strip()]
    wrong = [one for one in asked if one not in allowed]
    if wrong or not asked:
        value = ", ".join(wrong) or text
        expected = ", ".join(allowed)
        raise Refused(WORDS("errors.some_of", option=option, value=value, expected=expected))
    return list(dict.fromkeys(asked))


def _since(text: str, record: Record) -> dt.date:
    """The day of knowledge of an earlier briefing: a day, or a file of that briefing."""
    file = Path(text)
    if file.exists():
        return dt.date.fromisoformat(_stamp(file)["as_known_on"])
    return day_given(text, "--since", record.date)


def _stamp(file: Path) -> dict[str, Any]:
    try:
        return stamp_in(file)
    except NotStamped as error:
        form = "briefing.unreadable" if error.__cause__ else "briefing.not_stamped"
        raise Refused(WORDS(form, file=file, kind=error)) from None
