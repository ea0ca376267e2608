"""Files at the command line: fetched from producers, brought in beside the record, empty sheets."""

from __future__ import annotations

import contextlib
import dataclasses
import functools
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import click
import pandas as pd
from rich.console import Console
from rich.progress import Progress

from components.cli import output as cli_output
from components.cli.formats import form_option
from components.cli.options import (
    NOTHING_ACCEPTED,
    WORDS,
    Refused,
    with_name,
    with_store,
)
from data.record.bands import KINDS
from data.record.load import load_chosen
from data.record.refusal import RecordError
from data.sources.apart import read_in_a_copy
from data.sources.asked import Answers, Release
from data.sources.cells import DayOrder
from data.sources.content import sha256_of
from data.sources.fetch import INTERFACES, fetch
from data.sources.intake import read_batch
from data.sources.mapping import Mapping
from data.sources.producers import SOURCES, TEMPLATES
from data.store.mappings import mapping_names, saved_mapping
from data.store.passed_on import may_not_leave
from data.store.store import Store


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
@click.option(
    "--name", default="", metavar="NAME", help="of a team's sheet; its rows are known by it"
)
@click.option(
    "--replaces",
    "release",
    flag_value="replaces",
    help="what the store has and the file lacks was left out, or is corrected by it",
)
@click.option(
    "--beside", "release", flag_value="beside", help="what the store has and the file lacks stays"
)
@click.option(
    "--as-is",
    "as_is",
    multiple=True,
    type=int,
    metavar="ROW",
    help="the number in this row is no placeholder",
)
@click.option(
    "--as-unknown",
    "as_unknown",
    multiple=True,
    type=int,
    metavar="ROW",
    help="the number in this row stands for unknown",
)
@click.option("--sheet", default="", metavar="NAME", help="which sheet of a workbook")
@click.option(
    "--delimiter", default="", metavar="SIGN", help="what parts the cells: comma, semicolon or tab"
)
@click.option(
    "--coverage",
    type=click.Choice(KINDS),
    default=None,
    help="how a sheet's keeper covers its days; else partial",
)
@click.option("--dry-run", is_flag=True, help="check everything, write nothing")
@click.option(
    "--put-aside",
    "put_aside",
    type=click.Path(path_type=Path),
    help="write the refused rows to this CSV",
)
@form_option
@with_store
@with_name
def import_command(
    store: Store,
    files: tuple[Path, ...],
    source: str | None,
    encoding: str | None,
    dates: DayOrder | None,
    mapped: str | None,
    name: str,
    release: Release | None,
    coverage: str | None,
    sheet: str,
    delimiter: str,
    as_is: tuple[int, ...],
    as_unknown: tuple[int, ...],
    dry_run: bool,
    put_aside: Path | None,
    form: str,
) -> None:
    """Bring producers' files in, beside the bundled record; nothing is written before all is checked."""
    try:
        record = load_chosen()
        mapping = _mapping(store, mapped)
        said = Answers(name, release or "", coverage or "", sheet, delimiter, as_is, as_unknown)
        with _progress(len(files)) as step:
            batches = []
            for path in files:
                answers = said.or_as(store.answered(sha256_of(path)))
                read = functools.partial(
                    read_batch, path, record, source, encoding=encoding, dates=dates, mapping=mapping, answers=answers
                )  # fmt: skip
                batches.append(read_in_a_copy(path, read))
                step()
        # a question about one of them is asked before any of them is written
        weighed = [store.weigh(batch).batch for batch in batches]
        refused = pd.concat([batch.put_aside for batch in weighed], ignore_index=True)
        if put_aside:
            _write_refused(refused, put_aside)
        verdicts = [store.add(batch, dry_run=dry_run) for batch in batches]
    except RecordError as error:
        raise Refused(str(error)) from None
    for batch in batches:
        for line in batch.told:
            click.echo(f"casualty-monitor: note: {batch.file}: {line}", err=True)
    for batch, verdict in zip(batches, verdicts, strict=True):
        if verdict.left_out:
            n = len(verdict.left_out)
            click.echo(
                WORDS("store.left_out", n=n, file=batch.file, source=batch.source.name), err=True
            )
    shown = [
        dataclasses.replace(verdict, left_out=()) if may_not_leave(batch.source.name) else verdict
        for batch, verdict in zip(batches, verdicts, strict=True)
    ]
    cli_output.verdicts(shown, refused, form, WORDS)
    if not any(verdict.accepted or verdict.duplicates for verdict in verdicts):
        raise click.exceptions.Exit(NOTHING_ACCEPTED)


def _write_refused(refused: pd.DataFrame, path: Path) -> None:
    try:
        text = cli_output.csv_text(refused).removeprefix("\ufeff")
        path.write_text(text, "utf-8-sig", newline="")
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
