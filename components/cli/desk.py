"""The desk at the command line: enter, review, correct and undo, each act with the name of who did it."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from components.cli import output as cli_output
from components.cli.formats import form_option
from components.cli.options import WORDS, Refused, with_holdings
from components.words.numbers import said
from data.counting.figure import of_row
from data.desk.acts import Act, Document, Kind
from data.desk.duplicates import known_documents, near_incidents
from data.desk.form import entered
from data.desk.history import feed
from data.desk.preview import preview
from data.desk.reshaping import corrected, entered_row, merged, moved, split
from data.desk.rows import Rows
from data.record.record import Record
from data.record.refusal import RecordError
from data.record.reviewed import as_reviewed
from data.record.schema import TABLES
from data.store.desk import write
from data.store.holdings import Holdings
from data.store.passed_on import kept_inside
from data.store.store import Store

TEMPLATE = Path(__file__).with_name("incident_form.toml")
as_option = click.option("--as", "who", required=True, metavar="NAME", help="who does it; it is kept")  # fmt: skip
set_option = click.option("--set", "values", multiple=True, metavar="COLUMN=VALUE", help="a value; blank takes it out")  # fmt: skip
reason_option = click.option("--reason", required=True, help="why; it is kept")
table_option = click.option(
    "--of", "table", type=click.Choice(["incidents", "tolls", "milestones"]), default="incidents", show_default=True, help="what it is",
)  # fmt: skip


@click.group()
def desk() -> None:
    """Keep the record: enter, review, correct, undo; every act has a name and a reason."""


@desk.command()
def template() -> None:
    """An empty form of an incident as TOML, with what each field means."""
    click.echo(TEMPLATE.read_text("utf-8"), nl=False)


@desk.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@as_option
@click.option("--draft", is_flag=True, help="keep it as a draft, not yet for review")
@click.option("--reason", default="", help="why, where it is added to an incident that is there")
@click.option("--another", metavar="REASON", help="why it is none of those that are there")
@click.option("--dry-run", is_flag=True, help="say what it comes to and keep nothing")
@with_holdings
def add(
    store: Store, holdings: Holdings, file: Path, who: str, draft: bool, reason: str, another: str | None, dry_run: bool,
) -> None:  # fmt: skip
    """Enter an incident, or further reports of one that is there, from a form as TOML."""
    record = as_reviewed(holdings.record, "with", "latest")  # what waits is there already
    try:
        form = tomllib.loads(file.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Refused(WORDS("desk.no_toml", file=file.name, error=error)) from None
    try:
        own, rows = entered(form, record, file.name)
        about = Document("incidents", own)
        new = own in rows["incidents"]
        kind: Kind = "enter" if new else "correct"
        states = {about: "draft"} if new and draft else {}
        same = duplicates(record, own, rows)
        for line in same:
            click.echo(line, err=True)
        if same and new and not another and not dry_run:
            raise Refused(WORDS("desk.ask_duplicate"))
        why = another or reason or ("" if new else WORDS("desk.adds", n=len(rows["reports"])))
        act = Act("", kind, who, "", (about, *_names(rows)), why, _filled(rows), states=states)
        for line in _comes_to(record, rows):
            click.echo(line)
        if dry_run:
            return
        act = write(store, holdings, act)
    except RecordError as error:
        raise Refused(str(error)) from None
    click.echo(WORDS("desk.kept", id=own, state=WORDS.term("state", act.states[about]), act=act.name))  # fmt: skip


def duplicates(record: Record, own: str, rows: Rows) -> list[str]:
    """What is there already of what is entered, a line each: documents, then incidents with the evidence in bits."""
    documents = known_documents(record, rows)
    told = [
        WORDS("desk.same_document", incident=row.incident_id, same=WORDS.term("same", row.same), publisher=row.publisher, published=row.published, report=row.report_id)
        for row in documents.fillna({"published": WORDS("desk.undated"), "incident_id": ""}).itertuples()
        if row.incident_id != own
    ]  # fmt: skip
    return told + [
        WORDS("desk.near_incident", incident=row.incident_id, title=row.title, day=f"{row.date_low:%Y-%m-%d}", km=f"{row.km:g}", days=row.days, bits=f"{row.score:.1f}")
        for row in near_incidents(record, own, rows).itertuples()
    ]  # fmt: skip


def _names(rows: Rows) -> list[Document]:
    return [Document("sources", own) for own in rows["sources"]]


def _filled(rows: Rows) -> Rows:
    return {table: own for table, own in rows.items() if own}


def _comes_to(record: Record, rows: Rows) -> list[str]:
    """What the figures of a form come to, a line each."""
    return [
        WORDS(
            "desk.comes_to",
            measure=WORDS.term("measure", row["measure"]),
            group=WORDS.term("group", row["group"]),
            figure=said(of_row(row), WORDS),
            votes=int(row["votes"]),
        )
        for _, row in preview(record, rows).iterrows()
    ]


def _kept(store: Store, holdings: Holdings, make: Callable[[Record], Act]) -> None:
    """Keep the act that is made of the record with what waits, and say so of each document it is about."""
    try:
        act = write(store, holdings, make(as_reviewed(holdings.record, "with", "latest")))
    except RecordError as error:
        raise Refused(str(error)) from None
    for one in act.about:
        state = WORDS.term("state", act.states.get(one, "accepted"))
        click.echo(WORDS("desk.kept", id=one.id, state=state, act=act.name))


def _judged(kind: Kind, store: Store, holdings: Holdings, own_id: str, table: str, who: str, reason: str = "") -> None:  # fmt: skip
    _kept(store, holdings, lambda _: Act("", kind, who, "", (Document(table, own_id),), reason))


def judging(command: Callable) -> Callable:
    """Give a command one document and who judges it."""
    return as_option(table_option(click.argument("own_id", metavar="ID")(with_holdings(command))))


@desk.command()
@judging
def submit(*given: Any, **named: Any) -> None:
    """Hand a draft, or what was returned, in for review."""
    _judged("submit", *given, **named)


@desk.command()
@judging
def accept(*given: Any, **named: Any) -> None:
    """Accept what another person entered or changed; it counts."""
    _judged("accept", *given, **named)


@desk.command(name="return")
@judging
@reason_option
def return_command(*given: Any, **named: Any) -> None:
    """Give it back to whoever entered it."""
    _judged("return", *given, **named)


@desk.command()
@judging
@reason_option
def dispute(*given: Any, **named: Any) -> None:
    """Count it, and say beside it that it is disputed."""
    _judged("dispute", *given, **named)


@desk.command(name="withdraw")
@judging
@reason_option
def withdraw_document(*given: Any, **named: Any) -> None:
    """Take it out of every figure; it stays, with the reason."""
    _judged("withdraw", *given, **named)


@desk.command()
@click.argument("table", type=click.Choice(list(TABLES)))
@click.argument("row")
@set_option
@as_option
@reason_option
@with_holdings
def correct(store: Store, holdings: Holdings, table: str, row: str, values: tuple[str, ...], who: str, reason: str) -> None:  # fmt: skip
    """Correct values of one row: of an incident, a figure, a claim, a report, a toll, an actor, a place."""
    _kept(store, holdings, lambda record: corrected(record, table, row, _values(values), who, reason))  # fmt: skip


@desk.command()
@click.argument("table", type=click.Choice(list(TABLES)))
@set_option
@as_option
@click.option("--reason", default="", help="why")
@with_holdings
def enter(store: Store, holdings: Holdings, table: str, values: tuple[str, ...], who: str, reason: str) -> None:  # fmt: skip
    """Enter a toll, a milestone, an actor, a side, a place or a publisher, value by value."""
    _kept(store, holdings, lambda record: entered_row(record, table, _values(values), who, reason))


@desk.command()
@click.argument("one", metavar="ID")
@click.argument("into", metavar="INTO")
@as_option
@reason_option
@with_holdings
def merge(store: Store, holdings: Holdings, one: str, into: str, who: str, reason: str) -> None:
    """Take one incident into another: its figures stand there, and it counts no more."""
    _kept(store, holdings, lambda record: merged(record, one, into, who, reason))


@desk.command(name="split")
@click.argument("one", metavar="ID")
@click.option("--row", "rows", multiple=True, required=True, help="id of a figure or claim that goes")  # fmt: skip
@set_option
@as_option
@reason_option
@with_holdings
def split_command(store: Store, holdings: Holdings, one: str, rows: tuple[str, ...], values: tuple[str, ...], who: str, reason: str) -> None:  # fmt: skip
    """Make some figures and claims of an incident an incident of their own."""
    _kept(store, holdings, lambda record: split(record, one, rows, _values(values), who, reason))


@desk.command()
@click.argument("report")
@click.argument("one", metavar="FROM")
@click.argument("to", metavar="TO")
@as_option
@reason_option
@with_holdings
def move(store: Store, holdings: Holdings, report: str, one: str, to: str, who: str, reason: str) -> None:  # fmt: skip
    """Move what a report says of one incident to another."""
    _kept(store, holdings, lambda record: moved(record, report, one, to, who, reason))


def _values(given: tuple[str, ...]) -> dict[str, str]:
    """What ``--set COLUMN=VALUE`` says."""
    for one in given:
        if "=" not in one:
            raise Refused(WORDS("desk.no_value", value=one))
    return {name.strip(): value.strip() for name, _, value in (one.partition("=") for one in given)}


@desk.command()
@click.argument("act_name", metavar="ACT")
@as_option
@reason_option
@with_holdings
def undo(store: Store, holdings: Holdings, act_name: str, who: str, reason: str) -> None:
    """Undo one act, by a new one; what was undone stays in the history."""
    try:
        act = write(store, holdings, Act("", "undo", who, "", (), reason, of=act_name))
    except RecordError as error:
        raise Refused(str(error)) from None
    click.echo(WORDS("desk.undone", of=act_name, act=act.name))


@desk.command(name="list")
@click.option("--state", multiple=True, help="only these states")
@form_option
@with_holdings
def list_command(_store: Store, holdings: Holdings, state: tuple[str, ...], form: str) -> None:
    """Every document that a person touched, and the state it is in."""
    decided = holdings.record.decided
    if decided is None:
        raise Refused(WORDS("desk.nothing"))
    rows = decided.states
    cli_output.frame(rows[rows["state"].isin(state)] if state else rows, form)


@desk.command()
@click.option("--about", metavar="ID", help="of this incident, toll or name alone")
@form_option
@with_holdings
def history(store: Store, holdings: Holdings, about: str | None, form: str) -> None:
    """Who did what, when and why: each value that changed, old and new."""
    rows = feed(holdings.record, store.ledger.entries().acts())
    inside = rows["id"].isin(kept_inside(holdings.record))
    if inside.any():  # what was done is told, and not to what
        click.echo(WORDS("desk.kept_inside", n=rows.loc[inside, "id"].nunique()), err=True)
        rows = rows.assign(**{name: rows[name].mask(inside, "") for name in ("column", "old", "new")})  # fmt: skip
    if form == "table":
        rows = rows.assign(at=rows["at"].str.slice(0, 16))[["at", "who", "kind", "id", "state", "column", "old", "new", "reason"]]  # fmt: skip
    cli_output.frame(rows[rows["id"] == about] if about else rows, form)
