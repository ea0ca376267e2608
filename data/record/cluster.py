"""Records of one incident as one incident: it counts once, whatever datasets are chosen."""

from __future__ import annotations

import dataclasses

import numpy as np
import pandas as pd

from data.record import spread
from data.record.ids import among
from data.record.kept import kept
from data.record.record import Record, known_since

BETWEEN = "|"


def clustered(record: Record, heads: dict[str, str]) -> Record:
    """A record in which the members of a cluster are one incident.

    Args:
        record: the record with every row apart.
        heads: by incident id the id of its cluster.

    Returns:
        The record with one row a cluster, described by its first member, with the reports, observations
        and claims of all of them; ``apart`` holds the rows as they were. Nothing is deleted.
    """
    if not heads:
        return record
    frames = {}
    for name in ("incidents", "observations", "claims"):
        rows = record.table(name)
        own = rows["incident_id"]
        frames[name] = rows.assign(incident_id=own.map(heads).fillna(own))
    every = frames["incidents"]
    datasets = every.groupby("incident_id")["dataset"].agg(
        lambda names: BETWEEN.join(dict.fromkeys(names))
    )
    frames["incidents"] = every.drop_duplicates("incident_id").reset_index(drop=True)
    frames["incidents"]["dataset"] = frames["incidents"]["incident_id"].map(datasets)
    links = [every[["incident_id", "report_id"]], frames["observations"][["incident_id", "report_id"]], frames["claims"][["incident_id", "report_id"]]]  # fmt: skip
    return dataclasses.replace(
        record,
        **frames,
        known_since=known_since(links, record.reports),
        heads=heads,
        apart=record,
    )


def of_datasets(record: Record, chosen: tuple[str, ...]) -> Record:
    """The record as some datasets alone tell it: a cluster keeps its id and only their rows.

    Args:
        record: the record.
        chosen: their names; none is all.
    """
    if not chosen or not set(datasets(record)) - set(chosen):
        return record
    return _of_datasets(record, chosen)


@kept
def _of_datasets(record: Record, datasets: tuple[str, ...]) -> Record:
    whole = record.apart or record
    incidents = whole.incidents[whole.incidents["dataset"].isin(datasets)]
    kept = {
        name: rows[among(rows["incident_id"], incidents["incident_id"])].reset_index(drop=True)
        for name, rows in (("observations", whole.observations), ("claims", whole.claims))
    }
    narrowed = dataclasses.replace(
        whole, incidents=incidents.reset_index(drop=True), **kept, apart=None, heads={}
    )
    found = clustered(narrowed, record.heads)
    spread.narrowed(found, record, datasets)
    return found


def of_incidents(record: Record, rows: np.ndarray) -> Record:
    """Some incidents of a record, with all that is told of them.

    Args:
        record: the record.
        rows: where they stand in its frame of incidents.
    """
    incidents = record.incidents.iloc[rows].reset_index(drop=True)
    ids = incidents["incident_id"]
    told = {
        name: rows[among(rows["incident_id"], ids)].reset_index(drop=True)
        for name, rows in (("observations", record.observations), ("claims", record.claims))
    }
    apart = record.apart
    if apart is not None:
        own = apart.incidents["incident_id"]
        heads = own.map(record.heads).fillna(own)
        apart = of_incidents(apart, np.flatnonzero(among(heads, ids)))
    return dataclasses.replace(record, incidents=incidents, **told, apart=apart)


def members(record: Record, incident_id: str) -> pd.DataFrame:
    """The rows of one incident as each dataset has it, oldest dataset first."""
    whole = record.apart or record
    ids = whole.incidents["incident_id"]
    return whole.incidents[ids.map(record.heads).fillna(ids) == incident_id]


@kept
def datasets(record: Record) -> tuple[str, ...]:
    """The datasets a record is made of, the record's own first."""
    return tuple((record.apart or record).incidents["dataset"].unique())


def overlap(record: Record, ids: list[str]) -> pd.DataFrame:
    """Which datasets have which incidents.

    Args:
        record: the record.
        ids: incidents that count.

    Returns:
        A square table: incidents that both datasets have; on the diagonal, all that one has. The
        column ``alone`` counts those that no other dataset has.
    """
    rows = record.incidents[among(record.incidents["incident_id"], ids)]
    names = list(datasets(record))
    table = pd.DataFrame(0, index=names, columns=[*names, "alone"])
    for label in rows["dataset"]:
        own = label.split(BETWEEN)
        for one in own:
            table.loc[one, own] += 1
        if len(own) == 1:
            table.loc[own[0], "alone"] += 1
    return table
