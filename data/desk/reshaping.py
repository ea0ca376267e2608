"""Acts on what is there already: a value corrected, two incidents merged, one split, a report moved."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from typing import Final

import pandas as pd

from data.desk.acts import NAMES_AT_ONCE, Act, Document
from data.desk.folding import IN_ONE, dossier, put_together
from data.desk.naming import filled_in
from data.desk.rows import MARK, TABLES_OWN, Cells, Rows, before
from data.record.decided import REVIEWED
from data.record.record import Record
from data.record.refusal import RecordError
from data.record.schema import TABLES

# how a figure is put that is one number: each of its ends is that number or open
ONE_NUMBER: Final = ("exact", "about", "at least", "more than", "at most")


def rows_now(record: Record, one: Document) -> Rows:
    """The rows of a document as text, as the record has them; none where it has no such document.

    Args:
        record: every row apart, with what waits.
        one: the document.
    """
    return dossier(one, before(record.apart or record, {one.table: {one.id}}))


def corrected(record: Record, table: str, row_id: str, values: Cells, who: str, reason: str) -> Act:
    """A row with some values changed; a blank one is taken out.

    Args:
        record: every row apart, with what waits.
        table: the row's table.
        row_id: its id; of a membership of an actor its id, ``#`` and a number.
        values: by column.
        who: by whom.
        reason: why.

    Raises:
        RecordError: there is no such row or column, or a value that names the row is changed.
    """
    about, now = _row(record, table, row_id)
    _columns(table, values)
    own = TABLES_OWN[table]
    if values.get(own, now[own]) != now[own]:
        raise RecordError(f"{own} = {values[own]!r}; expected that an id stays as it is: {now[own]}.")  # fmt: skip
    given = with_ends(now, values)
    return Act("", "correct", who, "", (about,), reason, {table: {row_id: _changed(now, given)}})


def with_ends(now: Cells, values: Cells) -> Cells:
    """Changed values of a row with what follows from them: where a figure is one number, its ends go with it.

    Args:
        now: the row as it is.
        values: by column, what is changed.
    """
    if not values.get("value", "").isdigit() or (now | values).get("qualifier") not in ONE_NUMBER:
        return values
    follow = [
        end for end in ("low", "high") if end not in values and now.get(end, "") == now.get("value")
    ]
    return values | dict.fromkeys(follow, values["value"])


def entered_row(record: Record, table: str, values: Cells, who: str, reason: str = "") -> Act:
    """A new toll, milestone, actor, membership, place or publisher.

    Args:
        record: every row apart, with what waits.
        table: its table.
        values: by column; what can be made of them, such as the id, may be left out.
        who: by whom.
        reason: why.

    Raises:
        RecordError: it is of no such table, says too little for an id, or has one that is there.
    """
    allowed = (*REVIEWED[1:], *NAMES_AT_ONCE)
    if table not in allowed:
        raise RecordError(f"table = {table!r}; expected one of {', '.join(allowed)}.")
    _columns(table, values)
    filled = filled_in(record, table, values)
    own = filled.get(TABLES_OWN[table], "")
    if not own:
        raise RecordError(f"{TABLES_OWN[table]} is missing; expected the id that it gets.")
    if table == "sides":
        about = Document("actors", own)
        there = rows_now(record, about).get("sides", {})
        row_id = f"{own}{MARK}{max([int(key.rpartition(MARK)[2]) for key in there], default=-1) + 1}"  # fmt: skip
        return Act("", "correct", who, "", (about,), reason, {table: {row_id: filled}})
    about = Document(table, own)
    if rows_now(record, about).get(table):
        raise RecordError(f"there is a {about} already; expected a new id, or a correction of it.")
    return Act("", "enter", who, "", (about,), reason, {table: {own: filled}})


def merged(record: Record, one: str, into: str, who: str, reason: str) -> Act:
    """One incident taken into another: its figures and claims stand there, and it counts no more.

    Args:
        record: every row apart, with what waits.
        one: the incident that goes.
        into: the incident that stays.
        who: by whom.
        reason: why.

    Raises:
        RecordError: they are one, or one of them is not there.
    """
    gone, stays = _two(record, one, into)
    moved = _of_incident(rows_now(record, gone), into)
    return Act("", "merge", who, "", (gone, stays), reason, moved, states={gone: "merged"}, into={gone: into})  # fmt: skip


def split(
    record: Record, one: str, row_ids: Sequence[str], values: Cells, who: str, reason: str
) -> Act:
    """Some figures and claims of an incident as an incident of their own.

    Args:
        record: every row apart, with what waits.
        one: the incident.
        row_ids: ids of the observations and claims that go.
        values: what of its row differs in the new one.
        who: by whom.
        reason: why.

    Returns:
        The act; the new incident is the second document it is about, in the state of the first.

    Raises:
        RecordError: the incident or one of its rows is not there, or nothing or all of it would go.
    """
    old = _incident(record, one)
    own = rows_now(record, old)
    taken = _chosen(own, row_ids, one)
    _columns("incidents", values)
    row = _changed(own["incidents"][one], values)
    # no part of the other's id: that may be purged one day
    new = Document("incidents", f"{row['date_low']}-{secrets.token_hex(4)}")
    row["incident_id"] = new.id
    report = next(iter(put_together([taken])[next(iter(taken))].values()))["report_id"]
    rows = {"incidents": {new.id: {**row, "report_id": report}}, **_of_incident(taken, new.id)}
    return Act("", "split", who, "", (old, new), reason, rows)


def moved(record: Record, report: str, one: str, to: str, who: str, reason: str) -> Act:
    """What a report says of one incident as said of another.

    Args:
        record: every row apart, with what waits.
        report: its id.
        one: the incident it stands in.
        to: the incident it speaks of.
        who: by whom.
        reason: why.

    Raises:
        RecordError: they are one, or one of them is not there, or says nothing by this report.
    """
    old, new = _two(record, one, to)
    own = rows_now(record, old)
    ids = [key for t in IN_ONE for key, cells in own.get(t, {}).items() if cells["report_id"] == report]  # fmt: skip
    if not ids:
        raise RecordError(f"report = {report!r}; expected one that speaks of {one}.")
    taken = _chosen(own, ids, one, all_of_it=True)
    return Act("", "move", who, "", (old, new), reason, _of_incident(taken, to))


def _incident(record: Record, one: str) -> Document:
    found = Document("incidents", one)
    if not rows_now(record, found).get("incidents"):
        raise RecordError(f"there is no incident {one!r}; expected an id of the record.")
    return found


def _two(record: Record, one: str, other: str) -> tuple[Document, Document]:
    if one == other:
        raise RecordError(f"{one} is one incident; expected two.")
    return _incident(record, one), _incident(record, other)


def _of_incident(rows: Rows, incident: str) -> Rows:
    found = {
        table: {key: {**cells, "incident_id": incident} for key, cells in rows.get(table, {}).items()}
        for table in IN_ONE
    }  # fmt: skip
    return {table: own for table, own in found.items() if own}


def _chosen(own: Rows, ids: Sequence[str], one: str, *, all_of_it: bool = False) -> Rows:
    told = {key for table in IN_ONE for key in own.get(table, {})}
    lost = [key for key in ids if key not in told]
    if lost:
        raise RecordError(f"row = {lost[0]!r}; expected a figure or claim of {one}.")
    if not ids or (told <= set(ids) and not all_of_it):
        raise RecordError(f"rows = {len(ids)} of {len(told)}; expected some of {one}, not all.")
    found = {t: {key: c for key, c in own.get(t, {}).items() if key in set(ids)} for t in IN_ONE}
    return {table: rows for table, rows in found.items() if rows}


def _row(record: Record, table: str, row_id: str) -> tuple[Document, Cells]:
    """The document that a row is part of, and its cells."""
    if table not in TABLES:
        raise RecordError(f"table = {table!r}; expected one of {', '.join(TABLES)}.")
    whole = record.apart or record
    if table == "sides":
        about = Document("actors", row_id.rpartition(MARK)[0])
    elif table in IN_ONE:
        rows = whole.table(table)
        found = rows.loc[rows[TABLES_OWN[table]] == row_id, "incident_id"]
        about = Document("incidents", "" if found.empty else str(found.iloc[0]))
    else:
        about = Document(table, row_id)
    cells = before(whole, {about.table: {about.id}}).get(table, {}).get(row_id)
    if cells is None:
        raise RecordError(f"there is no {table} {row_id!r}; expected the id of a row.")
    return about, cells


def _columns(table: str, values: Cells) -> None:
    odd = [name for name in values if name not in TABLES[table].columns]
    if odd:
        raise RecordError(f"{odd[0]} is no column of {table}; expected one of {', '.join(TABLES[table].columns)}.")  # fmt: skip


def _changed(now: Cells, values: Cells) -> Cells:
    every = {**now, **values}
    return {name: text for name, text in every.items() if text and not pd.isna(text)}
