"""Holdings made: the record and what a store holds joined, and the rows of one incident found and counted once."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib

import pandas as pd

from data.desk.kept import kept_record
from data.matching.grouping import clusters
from data.matching.match import COLUMNS, RULE, pairs
from data.record.cluster import clustered
from data.record.decided import Decided
from data.record.load import joined, load_chosen
from data.record.record import Record
from data.record.reviewed import as_reviewed
from data.sources.producers import SOURCES
from data.store.contents import Contents
from data.store.holdings import Holdings
from data.store.store import Store


def make(store: Store, until: str | None = None) -> Holdings:
    """The chosen record together with the live rows of a store.

    Args:
        store: the store.
        until: name of the last entry of the store's ledger to take; None is all.

    Raises:
        RecordError: the record or the store cannot be read.
    """
    record, state = load_chosen(), store.ledger.state()
    if not state:
        return Holdings(record, (), pd.DataFrame(columns=[*COLUMNS, "state"], dtype="str"), {})
    every = store.ledger.entries()
    live = every.until(until).imports()
    days = {str(row.source): dt.datetime.fromisoformat(row.at).date() for row in live.itertuples()}
    held = held_together(record, store.contents(until))
    names = frozenset(row["batch"] for row in every.rows)
    return dataclasses.replace(held, imported=days, state=state, entries=names)


def held_together(record: Record, held: Contents) -> Holdings:
    """A record and the contents of a store, with the records of one incident found and counted once."""
    apart = joined(record, held.tables, with_rule(held.version), held.bands, held.until)
    apart = kept_record(apart, held.acts)
    every = _with_what_waits(apart)
    datasets = every.incidents.set_index("incident_id")["dataset"]
    # the first of a group names it: one whose producer forbids passing rows on is the last that does
    forbids = [name for name, source in SOURCES.items() if not source.redistributable]
    datasets = datasets[datasets.isin(forbids).sort_values(kind="stable").index]
    heads, matches = clusters(pairs(every), datasets, held.decided)
    if apart.decided is not None:
        heads |= _merged(apart.decided, heads)
        apart = dataclasses.replace(apart, decided=dataclasses.replace(apart.decided, heads=heads))
    whole = clustered(apart, heads)
    return Holdings(whole, held.damaged, matches, {}, put_aside=held.put_aside)


def _merged(decided: Decided, heads: dict[str, str]) -> dict[str, str]:
    """Where incidents stand that a person merged into others, or into those that were merged themselves."""
    rows = decided.states[decided.states["state"] == "merged"]
    into = dict(zip(rows["id"], rows["into"], strict=True))
    found = {}
    for one, to in into.items():
        seen = {one}
        while to in into and to not in seen:
            seen.add(to)
            to = into[to]
        found[one] = heads.get(to, to)
    return {one: to for one, to in found.items() if to}


def _with_what_waits(record: Record) -> Record:
    """With incidents that wait for review, which are last: whoever else tells of one is beside it already."""
    if record.decided is None or record.decided.pending["incidents"].empty:
        return record
    return as_reviewed(record, "with", "latest")


def with_rule(version: str) -> str:
    """A store's version, and that of the rule by which records are matched; empty stays empty."""
    return hashlib.sha256(f"{version}|{RULE}".encode()).hexdigest()[:6] if version else ""
