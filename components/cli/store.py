"""The store at the command line: check it, take out of it, say what is one incident."""

from __future__ import annotations

from typing import Any

import click

from components.cli import output as cli_output
from components.cli.formats import form_option
from components.cli.options import (
    WORDS,
    Refused,
    end_covered,
    selected,
    selecting,
    tell_coverage,
    with_holdings,
    with_name,
    with_record,
    with_store,
)
from data.counting.by_source import by_source
from data.matching.grouping import STATES
from data.matching.near import NEVER_DAYS, NEVER_KM, never_proposed
from data.record.load import load_chosen
from data.record.record import Record
from data.record.refusal import RecordError
from data.store.holdings import Holdings, decide
from data.store.ledger import Decision
from data.store.purge import purge
from data.store.store import Store
from data.store.versions import history


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
    bare = store.without_entry()
    if bare:
        click.echo(WORDS("store.without_entry", n=len(bare), list=", ".join(bare)), err=True)
    count = len(store.batches())
    click.echo(WORDS("store.whole", n=count) if count else WORDS("store.nothing"))


@click.command()
@click.argument("batch")
@click.option("--reason", required=True, help="why; it is kept")
@with_store
@with_name
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
@form_option
@with_holdings
def matches(store: Store, holdings: Holdings, state: str | None, form: str) -> None:
    """Pairs of records that may be one incident, with the evidence in bits and what became of them."""
    whole, found = holdings.record.apart or holdings.record, holdings.matches
    alone = never_proposed(whole, found)["dataset"].value_counts()
    if len(alone):
        told = ", ".join(f"{name}: {count}" for name, count in alone.items())
        click.echo(
            WORDS("store.never_proposed", days=NEVER_DAYS, km=f"{NEVER_KM:g}", list=told), err=True
        )
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
@with_name
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
    selection = selected(record, picks)
    tell_coverage(record, selection)
    cli_output.frame(by_source(record, selection), form)
    end_covered(record, selection)


@click.command()
@form_option
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
@with_name
def purge_command(store: Store, record_id: str, reason: str) -> None:
    """One imported record gone for good from every table, version and file of the store."""
    try:
        lost = purge(store, record_id, reason)
    except RecordError as error:
        raise Refused(str(error)) from None
    click.echo(WORDS("store.purged"))
    if lost:
        click.echo(WORDS("store.purged_with", batches=", ".join(lost)))
