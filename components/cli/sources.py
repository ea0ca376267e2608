"""How the sources of figures are kept: copies, archived addresses, whether an address still answers."""

from __future__ import annotations

from pathlib import Path

import click

from components.cli import output as cli_output
from components.cli.desk_acts import as_option
from components.cli.formats import form_option
from components.cli.options import WORDS, Refused, with_holdings
from data.record.refusal import RecordError
from data.record.reviewed import as_reviewed
from data.store.captures import capture as keep_copy
from data.store.captures import capture_fetched
from data.store.checks import check, preserved
from data.store.holdings import Holdings
from data.store.passed_on import kept_inside
from data.store.store import Store


@click.command()
@click.argument("report")
@click.argument("file", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path))  # fmt: skip
@click.option("--fetch", "fetched", is_flag=True, help="fetch the page of the report's address, this one alone, as a web archive")  # fmt: skip
@click.option("--from", "address", default="", metavar="ADDRESS", help="where the file is from")
@as_option
@with_holdings
def capture(store: Store, holdings: Holdings, report: str, file: Path | None, fetched: bool, address: str, who: str) -> None:  # fmt: skip
    """Keep a copy of a report's document in the store: a PDF, a page, a web archive, a picture."""
    if (file is None) != fetched or (fetched and address):
        raise Refused(WORDS("desk.capture_what"))
    record = as_reviewed(holdings.record, "with", "latest")
    try:
        if file is None:
            kept = capture_fetched(store, record, report, who)
        else:
            kept = keep_copy(store, record, report, file, who, address)
    except RecordError as error:
        raise Refused(str(error)) from None
    click.echo(WORDS("desk.captured", report=report, sha256=kept.sha256, size=kept.size))


@click.command()
@click.option("--check", "checked", is_flag=True, help="ask each address once, and keep what it answers")  # fmt: skip
@click.option("--report", "reports", multiple=True, metavar="ID", help="this report alone; may stand several times")  # fmt: skip
@click.option("--as", "who", default="", metavar="NAME", help="who looks; needed with --check")
@form_option
@with_holdings
def sources(store: Store, holdings: Holdings, checked: bool, reports: tuple[str, ...], who: str, form: str) -> None:  # fmt: skip
    """How each report is kept: an archived address, a copy in the store, or why neither; and whether its address answers."""
    record = as_reviewed(holdings.record, "with", "latest")
    try:
        if checked:
            check(store, record, reports or record.reports["report_id"], who)
    except RecordError as error:
        raise Refused(str(error)) from None
    rows = preserved(record, store.files, store.ledger.entries())
    own = rows["report_id"].isin(kept_inside(record))
    if own.any():
        click.echo(WORDS("sources.kept_inside", n=int(own.sum())), err=True)
    rows = rows[~own]
    unknown = sorted({*reports} - {*rows["report_id"]})
    if unknown:
        raise Refused(WORDS("sources.unknown", report=unknown[0]))
    counts = rows["kept"].value_counts()
    said = {
        name: int(counts.get(name, 0)) for name in ("archived", "copy", "no_address", "not_yet")
    }
    click.echo(WORDS("sources.sum", n=len(rows), archived=said["archived"], copy=said["copy"], none=said["no_address"], left=said["not_yet"]), err=True)  # fmt: skip
    shown = rows[rows["report_id"].isin(reports)] if reports else rows
    if form == "table":
        shown = shown[["report_id", "publisher", "kept", "checked", "found", "status"]]
    cli_output.frame(shown, form)
