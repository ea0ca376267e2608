"""The store at the command line: bring files in, check them, take them out, say what is one incident."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import click
import pandas as pd
from rich.console import Console
from rich.progress import Progress

from components.cli import output as cli_output
from components.cli.options import (
    WORDS,
    Refused,
    selected,
    selecting,
    with_holdings,
    with_record,
    with_store,
)
from data.counting.by_source import by_source
from data.matching.grouping import STATES
from data.record.record import Record, load_chosen
from data.record.tables import RecordError
from data.sources.fetch import INTERFACES, fetch
from data.sources.intake import SOURCES, TEMPLATES, DayOrder, read_batch
from data.sources.mapping import Mapping
from data.store.holdings import Holdings, decide
from data.store.ledger import Decision
from data.store.mappings import mapping_names, saved_mapping
from data.store.purge import purge
from data.store.store import Store
from data.store.versions import history

_FORMAT = click.option(
    "--format",
    "form",
    type=click.Choice(["json", "csv", "table"]),
    default="table",
    show_default=True,
)


@click.command(name="import")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--source",
    type=click.Choice(sorted(SOURCES)),
    help="what to take the files for; else their columns tell",
)
@click.option("--encoding", metavar="NAME", help="of a CSV that is not UTF-8, such as cp1256")
@click.option(
    "--dates",
    type=click.Choice(["day-first", "month-first"]),
    help="how a sheet writes 03/04/2020",
)
@click.option(
    "--mapping", "mapped", metavar="NAME", help="what the columns are, as said on page Data"
)
@click.option("--dry-run", is_flag=True, help="check everything, write nothing")
@click.option(
    "--put-aside",
    "put_aside",
    type=click.Path(path_type=Path),
    help="write the refused rows to this CSV",
)
@_FORMAT
@with_store
def import_command(
    store: Store,
    files: tuple[Path, ...],
    source: str | None,
    encoding: str | None,
    dates: DayOrder | None,
    mapped: str | None,
    dry_run: bool,
    put_aside: Path | None,
    form: str,
) -> None:
    """Bring producers' files in, beside the bundled record; nothing is written before all is checked."""
    try:
        record = load_chosen()
        mapping = _mapping(store, mapped)
        with _progress(len(files)) as step:
            batches = []
            for path in files:
                batches.append(
                    read_batch(
                        path, record, source, encoding=encoding, dates=dates, mapping=mapping
                    )
                )
                step()
        refused = pd.concat([batch.put_aside for batch in batches], ignore_index=True)
        if put_aside:
            _write_refused(refused, put_aside)
        verdicts = [store.add(batch, dry_run=dry_run) for batch in batches]
    except RecordError as error:
        raise Refused(str(error)) from None
    for batch in batches:
        for line in batch.told:
            click.echo(f"casualty-monitor: note: {batch.file}: {line}", err=True)
    cli_output.verdicts(verdicts, refused, form, WORDS)


def _write_refused(refused: pd.DataFrame, path: Path) -> None:
    try:
        refused.to_csv(path, index=False)
    except OSError as error:
        reason = error.strerror or str(error)
        raise Refused(WORDS("errors.file", file=path, reason=reason)) from None


def _mapping(store: Store, name: str | None) -> Mapping | None:
    if not name:
        return None
    found = mapping_names(store.files)
    if name not in found:
        listed = ", ".join(found) or WORDS("errors.no_mapping_yet")
        raise RecordError(WORDS("errors.no_mapping", name=name, list=listed))
    return saved_mapping(store.files, name)


@contextlib.contextmanager
def _progress(total: int) -> Iterator[Callable[[], None]]:
    """A bar on stderr while files are read, where a person is looking."""
    bar = Progress(console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty())
    with bar:
        task = bar.add_task(WORDS("store.reading"), total=total)
        yield lambda: bar.advance(task)


@click.command()
@click.argument("kind", type=click.Choice(sorted(TEMPLATES)), default="team")
def template(kind: str) -> None:
    """An empty sheet as CSV: a header, and under it what each column means (that row is never read)."""
    columns = TEMPLATES[kind]
    meanings = [f"#{meaning}" for meaning in columns.values()]
    click.echo(pd.DataFrame([meanings], columns=list(columns)).to_csv(index=False), nl=False)


@click.command()
@with_store
def verify(store: Store) -> None:
    """Check the hash of every imported file against its manifest."""
    try:
        wrong = store.verify()
    except RecordError as error:
        raise Refused(str(error)) from None
    if wrong:
        listed = "; ".join(f"{batch}: {', '.join(names)}" for batch, names in wrong.items())
        raise Refused(WORDS("store.not_as_written", list=listed))
    count = len(store.batches())
    click.echo(WORDS("store.whole", n=count) if count else WORDS("store.nothing"))


@click.command()
@click.argument("batch")
@click.option("--reason", required=True, help="why; it is kept")
@with_store
def withdraw(store: Store, batch: str, reason: str) -> None:
    """Take one import out of everything that is shown."""
    try:
        store.ledger.withdraw(batch, reason)
    except RecordError as error:
        raise Refused(str(error)) from None
    click.echo(WORDS("store.withdrawn", batch=batch))


@click.command()
@click.option(
    "--state", type=click.Choice(STATES), help="only pairs in this state; else all of them"
)
@_FORMAT
@with_holdings
def matches(store: Store, holdings: Holdings, state: str | None, form: str) -> None:
    """Pairs of records that may be one incident, with the evidence in bits and what became of them."""
    found = holdings.matches
    if state:
        found = found[found["state"] == state]
    said = store.ledger.entries().decisions().drop_duplicates(["a", "b"], keep="last")
    found = found.merge(said[["a", "b", "who", "at", "reason"]], on=["a", "b"], how="left")
    cli_output.frame(found, form)


@click.command()
@click.argument("a")
@click.argument("b")
@click.option("--accept", "verdict", flag_value="accept", help="they are one incident")
@click.option("--reject", "verdict", flag_value="reject", help="they are two")
@click.option("--undo", "verdict", flag_value="undo", help="leave it to the rule again")
@click.option("--reason", required=True, help="why; it is kept")
@with_holdings
def match(
    store: Store, holdings: Holdings, a: str, b: str, verdict: Decision | None, reason: str
) -> None:
    """Decide whether two records are one incident; who, when and why are kept."""
    if verdict is None:
        raise Refused(WORDS("errors.verdict"))
    try:
        decide(store, holdings, a, b, verdict, reason)
    except RecordError as error:
        raise Refused(str(error)) from None
    click.echo(WORDS("store.decided", a=a, b=b, verdict=WORDS.term("verdict", verdict)))


@click.command(name="overlap")
@selecting("dataset")
@with_record
def overlap_command(record: Record, form: str, **picks: Any) -> None:
    """What each dataset alone would say, and how many incidents each two of them share."""
    cli_output.frame(by_source(record, selected(record, picks)), form)


@click.command(name="fetch")
@click.argument("name", type=click.Choice(sorted(INTERFACES)))
@click.option("--out", required=True, type=click.Path(path_type=Path), help="CSV to write")
@click.option("--country", help="as the interface names it; else Libya")
@click.option("--from", "start", metavar="YYYY-MM-DD", help="first day")
@click.option("--to", "end", metavar="YYYY-MM-DD", help="last day")
@click.option("--release", help="of UCDP: 25.1 is yearly, 25.0.9 a candidate month")
@click.option("--base", help="another address of the same interface")
def fetch_command(
    name: str,
    out: Path,
    start: str | None,
    end: str | None,
    country: str | None,
    release: str | None,
    base: str | None,
) -> None:
    """Rows from a producer's interface into a CSV, complete or nothing; then import it.

    Keys: UCDP_TOKEN (if asked for), ACLED_EMAIL and ACLED_PASSWORD, HAPI_APP and HAPI_EMAIL, from the
    environment or the app's secrets.
    """
    given = {"country": country, "from": start, "to": end, "release": release}
    asked = {key: value for key, value in given.items() if value}
    try:
        count = fetch(name, out, asked, base=base)
    except RecordError as error:
        raise Refused(str(error)) from None
    click.echo(WORDS("store.fetched", n=count, file=out.name))


@click.command()
@_FORMAT
@with_store
def versions(store: Store, form: str) -> None:
    """Every version the record has been through: imports, withdrawals, decisions, purges."""
    try:
        cli_output.frame(history(store, load_chosen()), form)
    except RecordError as error:
        raise Refused(str(error)) from None


@click.command(name="purge")
@click.argument("record_id")
@click.option("--reason", required=True, help="why, without naming what; it is kept")
@with_store
def purge_command(store: Store, record_id: str, reason: str) -> None:
    """One imported record gone for good from every table, version and file of the store."""
    try:
        lost = purge(store, record_id, reason)
    except RecordError as error:
        raise Refused(str(error)) from None
    click.echo(WORDS("store.purged"))
    if lost:
        click.echo(WORDS("store.purged_with", batches=", ".join(lost)))


COMMANDS = (
    import_command,
    template,
    verify,
    withdraw,
    matches,
    match,
    overlap_command,
    versions,
    fetch_command,
    purge_command,
)
