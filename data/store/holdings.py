"""The record as a reader gets it: bundled and imported rows together, each incident once."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
from dataclasses import dataclass, field

import pandas as pd

from data.matching.grouping import clusters
from data.matching.match import COLUMNS, RULE, pairs
from data.record.cluster import clustered
from data.record.record import Record, joined, load_chosen
from data.record.tables import RecordError
from data.sources.producers import SOURCES
from data.store.ledger import Decision
from data.store.store import Contents, Store


@dataclass(frozen=True, eq=False)
class Holdings:
    """What there is to read.

    Attributes:
        record: the record; rows of one incident count once.
        damaged: imported batches left out because their files are not as they were written.
        matches: pairs of records that may be one incident, with their score, its parts and ``state``.
        imported: by dataset, the day its newest batch came in.
        state: of the store's ledger when it was read; empty where none was.
        put_aside: by dataset, rows of its files that were put aside, and killed that they print (None: no number).
    """

    record: Record
    damaged: tuple[str, ...]
    matches: pd.DataFrame
    imported: dict[str, dt.date]
    state: str = ""
    put_aside: dict[str, tuple[int, int | None]] = field(default_factory=dict)


def load_holdings(store: Store | None = None, until: str | None = None) -> Holdings:
    """The chosen record together with the live rows of a store.

    Args:
        store: the store; None is the chosen one.
        until: name of the last entry of the store's ledger to take; None is all.

    Raises:
        RecordError: the record or the store cannot be read.
    """
    record, own = load_chosen(), store or Store()
    if not own.ledger.state():
        return Holdings(record, (), pd.DataFrame(columns=[*COLUMNS, "state"]), {})
    state = own.ledger.state()
    live = own.ledger.entries().until(until).imports()
    days = {str(row.source): dt.datetime.fromisoformat(row.at).date() for row in live.itertuples()}
    held = held_together(record, own.contents(until))
    return dataclasses.replace(held, imported=days, state=state)


def held_together(record: Record, held: Contents) -> Holdings:
    """A record and the contents of a store, with the records of one incident found and counted once."""
    apart = joined(record, held.tables, with_rule(held.version), held.bands)
    datasets = apart.incidents.set_index("incident_id")["dataset"]
    # the first of a group names it: one whose producer forbids passing rows on is the last that does
    forbids = [name for name, source in SOURCES.items() if not source.redistributable]
    datasets = datasets[datasets.isin(forbids).sort_values(kind="stable").index]
    heads, matches = clusters(pairs(apart), datasets, held.decided)
    return Holdings(clustered(apart, heads), held.damaged, matches, {}, put_aside=held.put_aside)


def with_rule(version: str) -> str:
    """A store's version, and that of the rule by which records are matched; empty stays empty."""
    return hashlib.sha256(f"{version}|{RULE}".encode()).hexdigest()[:6] if version else ""


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
