"""The record as a reader gets it: bundled and imported rows together, each incident once."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

import pandas as pd

from data.record.record import Record
from data.record.refusal import RecordError
from data.store.ledger import Decision
from data.store.store import Store


@dataclass(frozen=True, eq=False)
class Holdings:
    """What there is to read.

    Attributes:
        record: the record; rows of one incident count once.
        damaged: imported batches left out because their files are not as they were written.
        matches: pairs of records that may be one incident, with their score, its parts and ``state``.
        imported: by dataset, the day its newest batch came in.
        state: of the store's ledger when it was read; empty where none was.
        entries: names of the ledger's entries when it was read.
        put_aside: by dataset, rows of its files that were put aside, and killed that they print (None: no number).
    """

    record: Record
    damaged: tuple[str, ...]
    matches: pd.DataFrame
    imported: dict[str, dt.date]
    state: str = ""
    put_aside: dict[str, tuple[int, int | None]] = field(default_factory=dict)
    entries: frozenset[str] = frozenset()


def decide(
    store: Store, holdings: Holdings, a: str, b: str, verdict: Decision, reason: str
) -> None:
    """Keep a person's word on whether two records are one incident.

    Args:
        store: where it is kept.
        holdings: the records it speaks of.
        a: an incident id as its own dataset has it.
        b: another.
        verdict: accept, reject, or undo an earlier word.
        reason: why.

    Raises:
        RecordError: an id is unknown, the two are one, the reason is empty, or the store has changed since.
    """
    rows = (holdings.record.apart or holdings.record).incidents
    datasets = rows.set_index("incident_id")["dataset"]
    for one in (a, b):
        if one not in datasets.index:
            raise RecordError(
                f"there is no incident {one!r}; expected an id as its dataset has it."
            )
    if not reason.strip():
        raise RecordError("reason = '' says nothing; expected why.")
    if a == b:
        raise RecordError(f"{a} is one record; expected two.")
    with store.files.held(alone=False):
        if holdings.state and holdings.state != store.ledger.state():
            raise RecordError(
                "the store has changed since it was read; look again and decide then."
            )
        store.ledger.decide(a, b, verdict, reason.strip())
