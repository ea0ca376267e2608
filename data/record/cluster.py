"""Records of one incident as one incident: it counts once, whatever datasets are chosen."""

from __future__ import annotations

import dataclasses
import weakref
from typing import Final
from weakref import WeakKeyDictionary

import numpy as np
import pandas as pd

from data.record.ids import among
from data.record.kept import kept
from data.record.record import Record

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
    frames = {name: _under_heads(record.table(name), heads) for name in ("incidents", "observations", "claims")}  # fmt: skip
    every, known = frames["incidents"], record.known_since
    at = np.flatnonzero(among(every["incident_id"], set(heads.values())))
    rows = every.iloc[at]
    names = rows.groupby("incident_id")["dataset"].agg(lambda own: BETWEEN.join(dict.fromkeys(own)))
    every = every.assign(dataset=_with(every["dataset"], at, rows["incident_id"].map(names)))
    own = record.incidents["incident_id"].iloc[at]
    first = known.reindex(own).groupby(rows["incident_id"].to_numpy()).min()
    others = known[~among(known.index, [*heads, *first.index])]
    again = at[rows["incident_id"].duplicated().to_numpy(bool)]
    if len(again):
        every = every.drop(index=every.index[again]).reset_index(drop=True)
    first.index = first.index.astype(known.index.dtype)
    known_since = pd.concat([others, first]).rename_axis(known.index.name)
    return dataclasses.replace(
        record, **{**frames, "incidents": every}, known_since=known_since, heads=heads, apart=record
    )


def _under_heads(rows: pd.DataFrame, heads: dict[str, str]) -> pd.DataFrame:
    """Rows of members under the id of their cluster: they are few, so that the other columns stay as they are."""
    own = rows["incident_id"]
    at = np.flatnonzero(among(own, heads.keys()))
    return rows.assign(incident_id=_with(own, at, own.iloc[at].map(heads)))


def _with(cells: pd.Series, at: np.ndarray, others: pd.Series) -> pd.Series:
    if not len(at):
        return cells
    changed = cells.copy()
    changed.iloc[at] = others.to_numpy()
    return changed


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
    incidents = _only(whole.incidents, among(whole.incidents["dataset"], datasets))
    ids = incidents["incident_id"]
    kept = {
        name: _only(rows, among(rows["incident_id"], ids))
        for name, rows in (("observations", whole.observations), ("claims", whole.claims))
    }
    narrowed = dataclasses.replace(whole, incidents=incidents, **kept, apart=None, heads={})
    found = clustered(narrowed, record.heads)
    _WHOLE[found] = weakref.ref(record), datasets
    return found


_WHOLE: Final[WeakKeyDictionary[Record, tuple[weakref.ref[Record], tuple[str, ...]]]] = (
    WeakKeyDictionary()
)


def whole_of(record: Record) -> tuple[Record, tuple[str, ...]] | None:
    """The record that one is some datasets of, and which; None where it is of none, or that one is gone."""
    of, datasets = _WHOLE.get(record, (None, ()))
    whole = of() if of else None
    return (whole, datasets) if whole else None


def _only(rows: pd.DataFrame, those: np.ndarray) -> pd.DataFrame:
    """Some rows. Those of one dataset stand together, and of one stretch nothing is copied."""
    at = np.flatnonzero(those)
    if len(at) and at[-1] - at[0] + 1 == len(at):
        return rows.iloc[at[0] : at[-1] + 1].reset_index(drop=True)
    return rows[those].reset_index(drop=True)


def of_incidents(record: Record, rows: np.ndarray) -> Record:
    """Some incidents of a record, with all that is told of them.

    Args:
        record: the record.
        rows: where they stand in its frame of incidents.
    """
    incidents = record.incidents.iloc[rows].reset_index(drop=True)
    ids = incidents["incident_id"]
    told = {
        name: _only(rows, among(rows["incident_id"], ids))
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
