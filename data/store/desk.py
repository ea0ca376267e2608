"""What people do to the record, kept in the ledger of a store: one act, one entry, written whole or not at all."""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Iterable
from typing import Final

from data.desk.acts import Act, Document, standing_acts, undone
from data.desk.folding import Folded, folded, put_together, touched
from data.desk.rows import Rows, before
from data.desk.rules import concerned, settled
from data.record.record import Record
from data.record.references import REFERENCES
from data.record.refusal import RecordError
from data.record.reviewed import as_reviewed
from data.store.holdings import Holdings
from data.store.ledger import Entries, new_name, now
from data.store.store import Store

ALONE_VARIABLE: Final = "CASUALTY_REVIEW"  # ``alone``: who entered may accept, and it is marked


class HandedInAlready(RecordError):
    """A form of this token was handed in, and said something else."""


def looked_up(held: Holdings, entries: Entries, wanted: Iterable[Document]) -> Folded:
    """Documents as they are now, whoever has changed them since the record was read.

    Args:
        held: the record as it was read.
        entries: of the ledger now.
        wanted: the documents.

    Raises:
        RecordError: rows came in or went since it was read, so that nobody knows what they rest on.
    """
    newer = [row for row in entries.rows if row["batch"] not in held.entries]
    if any(row["kind"] not in ("desk", "capture") for row in newer):
        raise RecordError("the store has changed since it was read; look again and do it then.")
    acts = entries.acts()
    every = touched(acts)
    for one in wanted:
        every.setdefault(one.table, set()).add(one.id)
    known = touched(act for act in acts if act.name in held.entries)
    return folded(_base(held.record, every, known), acts)


def _base(record: Record, wanted: dict[str, set[str]], known: dict[str, set[str]]) -> Rows:
    """Rows as they were without anybody's acts: of what was touched they are kept, of the rest they are the record's."""
    decided = record.decided
    whole = record.apart or record
    if decided is None:
        return before(whole, wanted)
    fresh = {table: ids - known.get(table, set()) for table, ids in wanted.items()}
    return put_together([before(whole, fresh), decided.before])


def write(store: Store, held: Holdings, act: Act) -> Act:
    """Keep an act, if it may be done.

    Args:
        store: where it is kept.
        held: the record it speaks of, as it was read.
        act: what a person asks for; name, time and states are given to it here.

    Returns:
        The act as it was kept.

    Raises:
        Conflict: somebody else was there meanwhile.
        RecordError: it may not be done, says too little, or its rows do not fit.
    """
    with store.files.held(alone=True) as hold:
        entries = store.ledger.entries()
        for one in entries.acts():
            if act.token and one.token == act.token:  # a second click
                if _told(one) != _told(act):
                    raise HandedInAlready("this form was handed in already, with something else in it; what you have now is kept: hand it in as another.")  # fmt: skip
                return one
        everything = as_reviewed(held.record, "with", "latest")
        whole = everything.apart or everything
        about = [*act.about, *concerned(act, whole)]
        act = dataclasses.replace(act, about=tuple(dict.fromkeys(about)))
        if act.kind == "undo":
            act = _undoing(act, entries.acts())
        found = looked_up(held, entries, act.about)
        alone = os.environ.get(ALONE_VARIABLE) == "alone"
        act = settled(act, whole, found, alone=alone)
        if act.kind == "undo":
            _rests_on_nothing(act, entries.acts(), looked_up(held, entries, act.about), held)
        act = dataclasses.replace(act, name=f"{new_name()}-desk", at=now().isoformat())
        hold.check()
        store.ledger.write(act.entry())
    return act


def _told(act: Act) -> list[tuple[str, ...]]:
    """What a form says, without the names that were made for its rows."""
    return sorted(
        (
            table,
            *sorted(f"{name}={text}" for name, text in cells.items() if not name.endswith("_id")),
        )
        for table, rows in act.rows.items()
        for cells in rows.values()
    )


def _undoing(act: Act, acts: list[Act]) -> Act:
    """An undoing with the documents it concerns.

    Raises:
        RecordError: there is no such act, or a later one rests on it.
    """
    names = [one.name for one in acts]
    if act.of not in names:
        raise RecordError(f"of = {act.of!r} is no act of the store; expected one that is.")
    own = acts[names.index(act.of)]
    if own.name in undone(acts):
        raise RecordError(f"{own.name} is undone already; expected one that holds.")
    later = {one.name for one in acts[names.index(act.of) + 1 :]}
    rest = [one.name for one in standing_acts(acts) if one.name in later and {*one.about} & {*own.about}]  # fmt: skip
    if rest:
        raise RecordError(f"{rest[-1]} was done after it to the same; undo that first.")
    return dataclasses.replace(act, about=own.about)


def _rests_on_nothing(act: Act, acts: list[Act], now_there: Folded, held: Holdings) -> None:
    """Nothing, where no row that stays names one that an undoing takes away.

    Raises:
        RecordError: one does, so that it would be lost.
    """
    without = _without(held, acts, act)
    gone = {table: rows.keys() - without.rows.get(table, {}).keys() for table, rows in now_there.rows.items()}  # fmt: skip
    for child, references in REFERENCES.items():
        for own, cells in without.rows.get(child, {}).items():
            for column, parent in references.items():
                if cells.get(column, "") in gone.get(parent, ()):
                    raise RecordError(f"{child} {own} rests on {parent} {cells[column]}, which would go; expected that nothing does.")  # fmt: skip


def _without(held: Holdings, acts: list[Act], undo: Act) -> Folded:
    """The documents as they would be with one more undoing."""
    every = touched(acts)
    known = touched(act for act in acts if act.name in held.entries)
    return folded(_base(held.record, every, known), [*acts, undo])
