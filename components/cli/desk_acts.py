"""What a person does at the command line to what is there already: judge, correct, merge, split, move, undo."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from components.cli.options import WORDS, Refused, with_holdings
from data.desk.acts import Act, Document, Kind
from data.desk.remarks import ASPECTS, COLOURS, on_values, value_name
from data.desk.reshaping import corrected, entered_row, merged, moved, split
from data.record.record import Record
from data.record.refusal import RecordError
from data.record.reviewed import as_reviewed
from data.record.schema import TABLES
from data.store.desk import write
from data.store.holdings import Holdings
from data.store.store import Store

as_option = click.option("--as", "who", required=True, metavar="NAME", help="who does it; it is kept")  # fmt: skip
set_option = click.option("--set", "values", multiple=True, metavar="COLUMN=VALUE", help="a value; blank takes it out")  # fmt: skip
reason_option = click.option("--reason", required=True, help="why; it is kept")
table_option = click.option(
    "--of", "table", type=click.Choice(["incidents", "tolls", "milestones"]), default="incidents", show_default=True, help="what it is",
)  # fmt: skip


@click.group()
def desk() -> None:
    """Keep the record: enter, review, correct, undo; every act has a name and a reason."""


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
    about, decided = Document(table, own_id), holdings.record.decided
    seen = {about: decided.last(table, own_id) if decided else ""}
    _kept(store, holdings, lambda _: Act("", kind, who, "", (about,), reason, seen=seen))


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
@judging
@click.option("--on", "value", metavar="WHAT:ID", help="of this value alone: figure, claim, source, day, place or what, with the id of its row")  # fmt: skip
@click.option("--colour", type=click.Choice([*COLOURS, "none"]), help="green: agreed, grey: noted, red: to be corrected, none: taken back")  # fmt: skip
@click.option("--reason", default="", help="the words of the remark")
def remark(store: Store, holdings: Holdings, own_id: str, table: str, who: str, value: str | None, colour: str | None, reason: str) -> None:  # fmt: skip
    """Say that something is wrong, or what one value is worth; it stands until the value moves."""
    if (value is None) != (colour is None) or (value and table != "incidents"):
        raise Refused(WORDS("desk.remark_what"))
    if value is None:
        _judged("remark", store, holdings, own_id, table, who, reason)
        return
    aspect, _, row = value.partition(":")
    if aspect not in ASPECTS or not row:
        raise Refused(WORDS("desk.remark_on", value=value))
    said = {value_name(aspect, row): ("" if colour == "none" else str(colour), reason)}
    _kept(store, holdings, lambda _: on_values(own_id, said, who))


@desk.command()
@judging
@click.option("--to", "to", default="", metavar="NAME", help="whose work it is; without it nobody's")  # fmt: skip
@click.option("--due", default="", metavar="YYYY-MM-DD", help="day by which")
@click.option("--reason", default="", help="why")
def assign(store: Store, holdings: Holdings, own_id: str, table: str, who: str, to: str, due: str, reason: str) -> None:  # fmt: skip
    """Make a document somebody's work."""
    _kept(store, holdings, lambda _: Act("", "assign", who, "", (Document(table, own_id),), reason, to=" ".join(to.split()), due=due))  # fmt: skip


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
