"""The desk at the command line: enter, review, correct and undo, each act with the name of who did it."""

from __future__ import annotations

import tomllib
from pathlib import Path

import click
import pandas as pd

from components.cli import output as cli_output
from components.cli.desk_acts import as_option, desk
from components.cli.formats import form_option
from components.cli.options import WORDS, Refused, with_holdings
from components.words.numbers import said
from data.counting.figure import of_row
from data.desk.acts import Act, Document, Kind
from data.desk.duplicates import known_documents, near_incidents
from data.desk.form import entered
from data.desk.history import feed
from data.desk.preview import preview
from data.desk.rows import Rows
from data.desk.worklist import KINDS, work
from data.record.record import Record
from data.record.refusal import RecordError
from data.record.reviewed import as_reviewed
from data.store.checks import gone
from data.store.desk import write
from data.store.holdings import Holdings
from data.store.passed_on import kept_inside
from data.store.store import Store

TEMPLATE = Path(__file__).with_name("incident_form.toml")


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
    documents, inside = known_documents(record, rows), kept_inside(record)
    told = [
        WORDS("desk.same_document", incident=row.incident_id, same=WORDS.term("same", row.same), publisher=row.publisher, published=row.published, report=row.report_id)
        for row in documents.fillna({"published": WORDS("desk.undated"), "incident_id": ""}).itertuples()
        if row.incident_id != own
    ]  # fmt: skip
    return told + [
        WORDS("desk.near_incident", incident=row.incident_id, title="" if row.incident_id in inside else row.title, day=f"{row.date_low:%Y-%m-%d}", km=f"{row.km:g}", days=row.days, bits=f"{row.score:.1f}")
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


@desk.command(name="work")
@click.option("--to", default="", metavar="NAME", help="only what is this person's")
@form_option
@with_holdings
def work_command(store: Store, holdings: Holdings, to: str, form: str) -> None:
    """What there is to look at: incidents that wait, were remarked on, rest on one source, have no figure ..."""
    decided = holdings.record.decided
    theirs = {} if decided is None else decided.states.set_index("id")[["to", "due"]].T.to_dict()
    found = work(holdings.record, gone(holdings.record, store.files))
    nobody = {"to": "", "due": ""}
    rows = [{"kind": kind, "incident_id": one, **theirs.get(one, nobody)} for kind in KINDS for one in found[kind]]  # fmt: skip
    own = [row for row in rows if not to or row["to"] == to]
    counts = [{"kind": kind, "incidents": sum(row["kind"] == kind for row in own)} for kind in KINDS]  # fmt: skip
    cli_output.frame(pd.DataFrame(counts if form == "table" else own), form)


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
