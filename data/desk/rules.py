"""What may be done to a document in which state, by whom, and what is asked of it before it is kept."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Final

from data.desk.acts import NAMES_AT_ONCE, Act, Document
from data.desk.folding import Folded, dossier
from data.desk.remarks import parts_of, with_marks
from data.desk.rows import TABLES_OWN, Rows, typed
from data.record.decided import COUNTING, REVIEWED
from data.record.ids import among
from data.record.possible import impossible_dates, impossible_incidents, latest_day
from data.record.record import Record
from data.record.references import REFERENCES
from data.record.refusal import PUT_ASIDE_COLUMNS, RecordError
from data.record.schema import TABLES

# act -> the states it may be done in, and the state after it; "" is no document yet, None is as before
MOVES: Final[dict[str, dict[str, str | None]]] = {
    "enter": {"": "waiting"},
    "submit": {"draft": "waiting", "returned": "waiting"},
    "correct": {"draft": None, "waiting": None, "returned": "waiting", "accepted": None, "disputed": None},
    "accept": {"waiting": "accepted", "accepted": "accepted", "disputed": "accepted"},
    "return": {"waiting": "returned"},
    "dispute": {"accepted": "disputed"},
    "withdraw": {"draft": "withdrawn", "waiting": "withdrawn", "returned": "withdrawn", "accepted": "withdrawn", "disputed": "withdrawn"},
    "merge": {"draft": None, "waiting": None, "returned": None, "accepted": None, "disputed": None},
    "split": {"draft": None, "waiting": None, "returned": None, "accepted": None, "disputed": None},
    "move": {"draft": None, "waiting": None, "returned": None, "accepted": None, "disputed": None},
    "remark": {"draft": None, "waiting": None, "returned": None, "accepted": None, "disputed": None},
    "assign": {"draft": None, "waiting": None, "returned": None, "accepted": None, "disputed": None},
}  # fmt: skip
WITH_REASON: Final = (
    "correct",
    "return",
    "dispute",
    "withdraw",
    "merge",
    "split",
    "move",
    "remark",
    "undo",
)
NAME_MOST: Final = 80  # letters of a person's name


class Conflict(RecordError):
    """Somebody else has done something to a document since it was looked at.

    Attributes:
        about: the document.
        now: how its rows are by now.
        last: name of the act that came in between.
    """

    def __init__(self, about: Document, now: Rows, last: str) -> None:
        """What was met."""
        super().__init__(
            f"{about} was changed by somebody else since you looked at it; expected that you look at both versions and save again. Nothing of yours is lost."
        )
        self.about, self.now, self.last = about, now, last


def may(person: str, act: str, what: Document) -> bool:
    """Whether a person may do something to a document: on one's own machine everything, for anybody with a name.

    Args:
        person: as they named themselves.
        act: one of ``acts.KINDS``, or the name of another command.
        what: the document.
    """
    del act, what  # until there are roles, who it is decides
    return bool(person.strip())


def settled(act: Act, record: Record, after: Folded, *, alone: bool = False) -> Act:
    """An act as it may be kept, with the states that follow from it.

    Args:
        act: what a person asks for; a state it names already stays.
        record: every row apart, with what was done before.
        after: the documents it concerns, as they are now.
        alone: who entered may accept; it is marked.

    Raises:
        Conflict: somebody else was there meanwhile.
        RecordError: it may not be done, says too little, or its rows do not fit the record.
    """
    who = " ".join(act.who.split())
    if not who or len(who) > NAME_MOST:
        raise RecordError(
            f"who = {act.who!r}; expected the name of a person, at most {NAME_MOST} letters."
        )
    if act.kind in WITH_REASON and not act.reason.strip():
        raise RecordError("reason = '' says nothing; expected why.")
    for one in act.about:
        if not may(who, act.kind, one):
            raise RecordError(f"{who} may not {act.kind} {one}.")
        if one in act.seen and after.last(one) != act.seen[one]:
            raise Conflict(one, dossier(one, after.rows), after.last(one))
    act = dataclasses.replace(act, who=who, reason=act.reason.strip())
    if act.kind == "undo":
        return act
    _fits(act, record, after)
    if act.kind in ("merge", "move", "split"):
        _of_one_dataset(act, record, after)
    if (
        act.kind in ("merge", "move")
        and counts(after, act.about[0])
        and not counts(after, act.about[1])
    ):
        raise RecordError(f"{act.about[1].id} is {after.state(act.about[1])}; expected one that counts, as {act.about[0].id} does.")  # fmt: skip
    states = {one: state for one in act.about if (state := _state(act, one, after))}
    _answered(act, after)
    if act.remarks:
        act = with_marks(act, dossier(act.about[0], after.rows))
    by_self = act.kind == "accept" and any(who in after.editors(one) for one in act.about)
    if by_self and not alone:
        raise RecordError(
            f"{who} entered or changed this; expected another person to accept it, or the setting for one-person use."
        )
    return dataclasses.replace(act, states={**states, **act.states}, alone=by_self)


def _answered(act: Act, after: Folded) -> None:
    """Nothing, where a remark names a value that is there, and no accepted document holds one that is to be corrected.

    Raises:
        RecordError: it does not, or does; or a due day is none.
    """
    for name in act.remarks:
        table, row, _ = parts_of(name)
        if not any(row in dossier(one, after.rows).get(table, {}) for one in act.about):
            raise RecordError(f"value = {name!r}; expected one of {act.about[0]}.")
        for one in act.about:
            there = after.standing[one].said.get(name) if one in after.standing else None
            if there is not None and there.colour == "red" and there.who != act.who:
                raise RecordError(f"{name} was marked red by {there.who}; expected that it is corrected, or that they take it back.")  # fmt: skip
    if act.kind == "accept":
        red = [name for one in act.about for name in (after.standing[one].red if one in after.standing else [])]  # fmt: skip
        if red:
            raise RecordError(f"{red[0]} is marked red, to be corrected ({len(red)} in all); expected that it is corrected, or that who marked it takes it back.")  # fmt: skip
    if len(act.to) > NAME_MOST:
        raise RecordError(f"to = {act.to!r}; expected the name of a person, at most {NAME_MOST} letters.")  # fmt: skip
    if act.due and not act.to:
        raise RecordError(f"due = {act.due!r} is nobody's; expected whose work it is.")
    if act.due:
        try:
            dt.date.fromisoformat(act.due)
        except ValueError:
            raise RecordError(f"due = {act.due!r}; expected a day as YYYY-MM-DD.") from None


def _state(act: Act, one: Document, after: Folded) -> str:
    """The state of a document after an act.

    Raises:
        RecordError: it cannot be done in the state it is in.
    """
    if one.table in NAMES_AT_ONCE:
        return "accepted"
    now = after.state(one)
    if act.kind == "split" and not now:
        return after.state(act.about[0])
    moves = MOVES[act.kind]
    if now not in moves:
        said = f"{one} is {now}" if now else f"there is no {one}"
        raise RecordError(f"{said}; expected one that is {' or '.join(moves) or 'new'}.")
    if act.kind == "accept" and now == "accepted" and not after.changed(one):
        raise RecordError(f"{one} is accepted as it is; expected one that waits or has changed.")
    after_it = moves[now]
    return now if after_it is None else after_it


def _fits(act: Act, record: Record, after: Folded) -> None:
    """Nothing, where every row is one that the record would accept.

    Raises:
        RecordError: the first that is not: its table, id, column and value, and what was expected.
    """
    frames, refused = {}, []
    for table in TABLES:
        rows = act.rows.get(table, {})
        frames[table], wrong = typed(rows, table, table)
        refused += [(file, list(rows)[row - 1], *rest) for file, row, *rest in wrong]
    refused += _names_nothing(act, record, after)
    if not refused:
        own = {table: rows.copy() for table, rows in frames.items()}
        latest = latest_day(record.date)
        for found in (impossible_incidents(own, latest), impossible_dates(own, latest)):
            for file, row, *rest in found[PUT_ASIDE_COLUMNS].itertuples(index=False, name=None):
                table = file.removesuffix(".csv")
                refused.append((table, list(act.rows[table])[row - 1], *rest))
    if refused:
        table, own_id, column, value, expected = refused[0]
        raise RecordError(f"{table} {own_id}, {column} = {value!r}; expected {expected}.")


def first_misfit(rows: Rows) -> str:
    """The first cell of some rows that is none of its table's, and what was expected; empty where all are."""
    for table, own in rows.items():
        _, wrong = typed(own, table, table)
        for _, row, column, value, expected in wrong:
            return f"{table} {list(own)[row - 1]}, {column} = {value!r}; expected {expected}."
    return ""


def _names_nothing(act: Act, record: Record, after: Folded) -> list[tuple]:
    """Rows that name a row of another table which is not there."""
    found = []
    for child, references in REFERENCES.items():
        for own_id, cells in act.rows.get(child, {}).items():
            for column, parent in references.items():
                named = cells.get(column)
                if not named or named in act.rows.get(parent, {}):
                    continue
                if named in act.gone.get(parent, []) or not _there(named, parent, record, after):
                    found.append((child, own_id, column, named, f"an id of {parent}"))
    return found


def _there(own_id: str, table: str, record: Record, after: Folded) -> bool:
    if own_id in after.rows.get(table, {}):
        return True
    known = record.table(table)[TABLES_OWN[table]]
    return bool((known == own_id).any())


def _of_one_dataset(act: Act, record: Record, after: Folded) -> None:
    """Nothing, where what is joined or parted is of one dataset.

    Raises:
        RecordError: it is of two: their terms differ, and each stays what its producer said.
    """
    rows = {**after.rows.get("incidents", {}), **act.rows.get("incidents", {})}
    whole = record.incidents.set_index("incident_id")["dataset"]
    found = {rows[one.id]["dataset"] if one.id in rows else str(whole.get(one.id, "")) for one in act.about if one.table == "incidents"}  # fmt: skip
    if len(found) > 1:
        raise RecordError(f"{act.about[0].id} and {act.about[1].id} are of the datasets {', '.join(sorted(found))}; expected one, or a decision that the two records are one incident (match).")  # fmt: skip


def concerned(act: Act, record: Record) -> list[Document]:
    """Incidents beside those an act names whose reports it changes: they are not as they were accepted any more."""
    reports = sorted({*act.rows.get("reports", {}), *act.gone.get("reports", [])})
    if not reports:
        return []
    named = (record.table(table) for table in ("incidents", "observations", "claims"))
    found = {one for rows in named for one in rows.loc[among(rows["report_id"], reports), "incident_id"]}  # fmt: skip
    return [Document("incidents", one) for one in sorted(found)]


def counts(after: Folded, one: Document) -> bool:
    """Whether a document counts as the record opens."""
    return one.table not in REVIEWED or after.state(one) in COUNTING
