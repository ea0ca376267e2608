"""Holdings made: the record and what a store holds joined, and the rows of one incident found and counted once."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib

import pandas as pd

from data.matching.grouping import clusters
from data.matching.match import COLUMNS, RULE, pairs
from data.record.cluster import clustered
from data.record.load import joined, load_chosen
from data.record.record import Record
from data.sources.producers import SOURCES
from data.store.holdings import Holdings
from data.store.store import Contents, Store


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
    live = store.ledger.entries().until(until).imports()
    days = {str(row.source): dt.datetime.fromisoformat(row.at).date() for row in live.itertuples()}
    held = held_together(record, store.contents(until))
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
