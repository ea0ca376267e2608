"""The record at the command line: the same selection as the address of a page, the same numbers."""

from __future__ import annotations

import datetime as dt
import difflib
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NoReturn

import click
import pandas as pd

from components import cli_output
from components.sentences import selection_sentence
from components.strings import strings
from data.coverage import coverage, tolls_known
from data.intake import SOURCES, TEMPLATES, DayOrder, read_batch
from data.lineage import SHOWN, changes, incident_figures, lineage
from data.query import query, several_datasets
from data.record import Record, load_chosen
from data.selection import EARLIEST, Selection, day_from, parse
from data.store import Store, load_with_imports
from data.tables import RecordError

WORDS = strings("en")

_OPTIONS: dict[str, tuple[str, str]] = {
    "from": ("first day", "YYYY-MM-DD"),
    "to": ("last day", "YYYY-MM-DD"),
    "as-known-on": ("only reports published by this day count", "YYYY-MM-DD"),
    "actor": ("a claim names this actor", "ID"),
    "side": ("a claim names an actor of this side", "lna|gna|none"),
    "claims": ("which attributions count", "any|uncontested|acknowledged"),
    "claimant": ("who says so", "ID or NAME"),
    "rank": ("rank of the report that a claim stands in", "1-7"),
    "affiliation": ("side of the publisher that a claim stands in", "SIDE"),
    "event-type": ("what was done", "TYPE"),
    "target-type": ("what was hit", "TYPE"),
    "district": ("district", "NAME"),
    "near": ("a point; needs --within", "LAT,LON"),
    "within": ("distance from that point", "KM"),
    "precision": ("place known to this or better", "PRECISION"),
    "grade": ("verification grade", "GRADE"),
    "group": ("of whom", "GROUP"),
    "cause": ("conflict, or migration", "conflict|at sea|on a route"),
    "measure": ("which tolls; which measure ranks", "MEASURE"),
    "dataset": ("dataset", "NAME"),
    "country": ("country", "CODE"),
}


class Refused(click.ClickException):
    """One sentence on stderr, exit status 2."""

    exit_code = 2


def _selecting(*without: str) -> Callable[[Callable], Callable]:
    """Give a command the options of a Selection, but those it has no use for, and ``--format``."""

    def add(command: Callable) -> Callable:
        formats = click.Choice(["json", "csv", "table"])
        command = click.option(
            "--format", "form", type=formats, default="table", show_default=True
        )(command)
        for name, (meaning, metavar) in reversed(_OPTIONS.items()):
            if name not in without:
                picked = f"pick_{name.replace('-', '_')}"
                command = click.option(
                    f"--{name}", picked, multiple=True, metavar=metavar, help=meaning
                )(command)
        return command

    return add


def _selection(record: Record, picks: dict[str, Any]) -> Selection:
    params = {
        name.removeprefix("pick_").replace("_", "-"): list(values) for name, values in picks.items()
    }
    selection, problems = parse(params, record)
    if problems:
        raise Refused(" ".join(f"--{problem}" for problem in problems))
    return selection


def _day(text: str, option: str, latest: dt.date) -> dt.date:
    try:
        return day_from(text, EARLIEST, latest)
    except ValueError as error:
        raise Refused(f"{option} = {text!r} cannot be; expected {error}.") from None


@click.group(context_settings={"max_content_width": 100})
@click.pass_context
def app(context: click.Context) -> None:
    """Figures on harm to people in the Libyan conflict, each open to its sources."""
    try:
        context.obj, damaged = load_with_imports()
    except RecordError as error:
        raise Refused(str(error)) from None
    if damaged:
        click.echo(
            f"casualty-monitor: note: {WORDS('link.damaged', batches=', '.join(damaged))}", err=True
        )


@app.command()
@_selecting("measure")
@click.pass_obj
def figures(record: Record, form: str, **picks: Any) -> None:
    """How many were killed, injured and displaced, as ranges, with what is not reported."""
    selection = _selection(record, picks)
    together = several_datasets(record, selection)
    if together:
        click.echo(WORDS("errors.several_datasets", datasets=", ".join(together)), err=True)
    answer = query(record, selection)
    sentence = selection_sentence(selection, record, WORDS)
    cli_output.figures(answer, sentence, form, WORDS)


@app.command(name="lineage")
@_selecting()
@click.pass_obj
def lineage_command(record: Record, form: str, **picks: Any) -> None:
    """The observations behind figures; the columns gives_low, gives_best, gives_high add up to them."""
    selection = _selection(record, picks)
    cli_output.frame(lineage(record, selection, _measures(selection, picks)), form)


@app.command()
@click.argument("incident_id")
@click.option(
    "--as-known-on", "known", metavar="YYYY-MM-DD", help="only reports published by this day count"
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["json", "csv", "table"]),
    default="table",
    show_default=True,
)
@click.pass_obj
def incident(record: Record, incident_id: str, known: str | None, form: str) -> None:
    """One incident with its estimates, reports, observations and claims."""
    ids = record.incidents["incident_id"].tolist()
    if incident_id not in ids:
        near = difflib.get_close_matches(incident_id, ids, 1, 0) or ids[:1]
        raise Refused(WORDS("errors.no_incident", id=incident_id, example="".join(near)))
    day = None if known is None else _day(known, "--as-known-on", record.date)
    first = record.known_since[incident_id].date()
    if day and first > day:
        raise Refused(WORDS("errors.not_yet", id=incident_id, day=day, first=first))
    cli_output.incident(record, incident_id, day, form, WORDS)


@app.command(name="coverage")
@_selecting()
@click.pass_obj
def coverage_command(record: Record, form: str, **picks: Any) -> None:
    """Official tolls beside the incidents of their scope: the gap as a range, or why there is none."""
    selection = _selection(record, picks)
    measure = selection.measure if picks["pick_measure"] else None
    group = selection.group if picks["pick_group"] else None
    tolls = tolls_known(record, selection, measure, group)
    cli_output.coverage(tolls, coverage(record, tolls, selection), form, WORDS)


@app.command(name="changes")
@click.option("--known-from", required=True, metavar="YYYY-MM-DD", help="earlier day of knowledge")
@click.option("--known-to", required=True, metavar="YYYY-MM-DD", help="later day of knowledge")
@_selecting("measure", "as-known-on")
@click.pass_obj
def changes_command(
    record: Record, known_from: str, known_to: str, form: str, **picks: Any
) -> None:
    """What was learned between two days: new, revised and withdrawn figures, with the reports."""
    start = _day(known_from, "--known-from", record.date)
    end = _day(known_to, "--known-to", record.date)
    if start >= end:
        raise Refused(WORDS("errors.order", known_from=start, known_to=end))
    cli_output.frame(changes(record, _selection(record, picks), start, end), form)


@app.command()
@_selecting()
@click.pass_obj
def export(record: Record, form: str, **picks: Any) -> None:
    """The selected incidents, one row each, with low, best, high of killed, injured and displaced."""
    selection = _selection(record, picks)
    measures = _measures(selection, picks)
    parts = incident_figures(record, selection, measures)
    ends = ("low", "best", "high", "open")
    wide = parts.pivot(index="incident_id", columns="measure", values=list(ends))
    wide = wide.reindex(columns=[(end, measure) for measure in measures for end in ends])
    wide.columns = pd.Index([f"{measure}_{end}" for end, measure in wide.columns])
    rows = record.incidents.merge(wide.reset_index(), on="incident_id")
    allowed = os.environ.get("CASUALTY_REDISTRIBUTE", "").split(",")
    for source in SOURCES.values():
        kept_back = rows["dataset"] == source.name
        if kept_back.any() and not source.redistributable and source.name not in allowed:
            rows = rows[~kept_back]
            click.echo(
                WORDS("store.kept_back", n=int(kept_back.sum()), dataset=source.name), err=True
            )
    cli_output.frame(rows.sort_values(["date_low", "incident_id"], ignore_index=True), form)


def _measures(selection: Selection, picks: dict[str, Any]) -> Sequence[str]:
    """The measure asked for, or the three that are always shown."""
    return (selection.measure,) if picks["pick_measure"] else SHOWN


@app.command(name="import")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--source",
    type=click.Choice(sorted(SOURCES)),
    help="what to take the files for; else their columns tell",
)
@click.option("--store", "folder", type=click.Path(path_type=Path), help="folder of the store")
@click.option("--encoding", metavar="NAME", help="of a CSV that is not UTF-8, such as cp1256")
@click.option(
    "--dates",
    type=click.Choice(["day-first", "month-first"]),
    help="how a sheet writes 03/04/2020",
)
@click.option("--dry-run", is_flag=True, help="check everything, write nothing")
@click.option(
    "--put-aside",
    "put_aside",
    type=click.Path(path_type=Path),
    help="write the refused rows to this CSV",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["json", "csv", "table"]),
    default="table",
    show_default=True,
)
def import_command(
    files: tuple[Path, ...],
    source: str | None,
    folder: Path | None,
    encoding: str | None,
    dates: DayOrder | None,
    dry_run: bool,
    put_aside: Path | None,
    form: str,
) -> None:
    """Bring a producer's files in, beside the bundled record; nothing is written before all is checked."""
    try:
        record = load_chosen()
        batches = [
            read_batch(path, record, source, encoding=encoding, dates=dates) for path in files
        ]
        verdicts = [Store(folder).add(batch, dry_run=dry_run) for batch in batches]
    except RecordError as error:
        raise Refused(str(error)) from None
    for batch in batches:
        for line in batch.told:
            click.echo(f"casualty-monitor: note: {batch.file}: {line}", err=True)
    refused = pd.concat([batch.put_aside for batch in batches], ignore_index=True)
    if put_aside:
        refused.to_csv(put_aside, index=False)
    cli_output.verdicts(verdicts, refused, form)


@app.command()
@click.argument("kind", type=click.Choice(sorted(TEMPLATES)), default="team")
def template(kind: str) -> None:
    """An empty sheet as CSV: a header, and under it what each column means (that row is never read)."""
    columns = TEMPLATES[kind]
    meanings = [f"#{meaning}" for meaning in columns.values()]
    click.echo(pd.DataFrame([meanings], columns=list(columns)).to_csv(index=False), nl=False)


@app.command()
@click.option("--store", "folder", type=click.Path(path_type=Path), help="folder of the store")
def verify(folder: Path | None) -> None:
    """Check the hash of every imported file against its manifest."""
    store = Store(folder)
    wrong = store.verify()
    if wrong:
        listed = "; ".join(f"{batch}: {', '.join(names)}" for batch, names in wrong.items())
        raise Refused(f"files not as they were written: {listed}.")
    count = len(store.batches())
    click.echo(WORDS("store.whole", n=count) if count else WORDS("store.nothing"))


@app.command()
@click.argument("batch")
@click.option("--reason", required=True, help="why; it is kept")
@click.option("--store", "folder", type=click.Path(path_type=Path), help="folder of the store")
def withdraw(batch: str, reason: str, folder: Path | None) -> None:
    """Take one import out of everything that is shown."""
    try:
        Store(folder).withdraw(batch, reason)
    except RecordError as error:
        raise Refused(str(error)) from None
    click.echo(WORDS("store.withdrawn", batch=batch))


def main() -> NoReturn:
    """Run the command line; every error is one sentence on stderr with exit status 2."""
    try:
        app.main(standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message())
        sys.exit(2)
    except click.ClickException as error:
        click.echo(f"casualty-monitor: {' '.join(error.format_message().split())}", err=True)
        sys.exit(2)
    except click.Abort:
        sys.exit(130)
    sys.exit(0)
