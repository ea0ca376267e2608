"""The record as arrays, as known on one day: what the kernel works on.

Categories are small integer codes and people are floats with NaN for unknown.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from data.counting.attribution import attribution, claims_known
from data.counting.estimate import as_of, estimates_from, votes
from data.counting.selection import NOT_GRADED
from data.record.cluster import of_datasets
from data.record.kept import kept
from data.record.record import Record
from data.record.vocabulary import GROUPS, MEASURES, PRECISIONS

AXES: Final = (
    "week",
    "month",
    "event_type",
    "target_type",
    "district",
    "attribution_status",
    "actor",
    "side",
    "actor_status",
    "side_status",
    "dataset",
)
NOT_PLACED: Final = "no district"


@dataclass(frozen=True, eq=False)
class Shard:
    """Incidents as arrays in date order, as known on one day.

    Attributes:
        ids: incident ids.
        days: day numbers since 1970-01-01 of the first day each may have happened; it decides the bin.
        last_days: of the last day each may have happened.
        longest: days from first to last of the one known least well.
        codes: integer code per incident for each axis and filter column; -1 is no value.
        labels: what the codes stand for.
        latitude: degrees, NaN unknown.
        longitude: degrees, NaN unknown.
        people: (measure, group) -> array of shape (3, n): low, best, high; NaN unknown.
        open: (measure, group) -> whether the top of the range is "at least".
        tells: (measure, group) -> whether any incident has a figure of it.
        claims: one row per claim that names an actor for the harm; ``incident`` is the position.
    """

    ids: np.ndarray
    days: np.ndarray
    last_days: np.ndarray
    longest: int
    codes: dict[str, np.ndarray]
    labels: dict[str, list[str]]
    latitude: np.ndarray
    longitude: np.ndarray
    people: dict[tuple[str, str], np.ndarray]
    open: dict[tuple[str, str], np.ndarray]
    tells: dict[tuple[str, str], bool]
    claims: pd.DataFrame


def shard(
    record: Record, as_known_on: dt.date | None = None, datasets: tuple[str, ...] = ()
) -> Shard:
    """The record's incidents as arrays, as known on a day.

    Args:
        record: the record.
        datasets: what these alone tell; none is all. An incident of several is estimated from theirs.
        as_known_on: only reports published by this day count; None is now. The result is kept for the
            last few days asked for, so a changed filter costs no new estimate.
    """
    return _shard(of_datasets(record, datasets), as_known_on or record.date)


@kept
def _shard(record: Record, day: dt.date) -> Shard:
    return build(record, record.incidents, day)


def build(record: Record, incidents: pd.DataFrame, day: dt.date) -> Shard:
    """Some incidents of a record as one shard.

    Args:
        record: gives reports, observations and claims.
        incidents: the rows to take; those that no report spoke of by ``day`` are left out.
        day: the day of knowledge.
    """
    since = record.known_since.reindex(incidents["incident_id"]).to_numpy()
    frame = incidents[since <= as_of(record, day).to_numpy()]
    frame = frame.sort_values(["date_low", "incident_id"], ignore_index=True)
    claims = claims_known(record, day)
    said = attribution(frame, claims)
    for column in said.columns:
        frame[column] = said[column].reindex(frame["incident_id"]).to_numpy()
    frame["actor_status"] = frame["actor"] + "|" + frame["attribution_status"]
    frame["side_status"] = frame["side"] + "|" + frame["attribution_status"]
    frame["week"] = frame["date_low"].dt.to_period("W-SUN").dt.start_time.dt.strftime("%Y-%m-%d")
    frame["month"] = frame["date_low"].dt.strftime("%Y-%m")
    frame["district"] = frame["district"].fillna(NOT_PLACED)
    frame["verification_grade"] = frame["verification_grade"].fillna(NOT_GRADED)
    codes: dict[str, np.ndarray] = {}
    labels: dict[str, list[str]] = {}
    for column in (*AXES, "verification_grade", "country", "cause"):
        categories = pd.Categorical(frame[column].astype("str"))
        codes[column], labels[column] = (
            categories.codes.astype(np.int64),
            list(categories.categories),
        )
    codes["place_precision"] = pd.Categorical(frame["place_precision"], PRECISIONS).codes.astype(
        np.int64
    )
    people, is_open = _people(record, frame, day)
    naming = claims[claims["names"]].copy()
    naming["incident"] = pd.Index(frame["incident_id"]).get_indexer(naming["incident_id"])
    days, last_days = (
        frame[column].to_numpy("datetime64[D]").astype(np.int64)
        for column in ("date_low", "date_high")
    )
    return Shard(
        ids=frame["incident_id"].to_numpy(object),
        days=days,
        last_days=last_days,
        longest=int((last_days - days).max(initial=0)),
        codes=codes,
        labels=labels,
        latitude=frame["latitude"].to_numpy(float, na_value=np.nan),
        longitude=frame["longitude"].to_numpy(float, na_value=np.nan),
        people=people,
        open=is_open,
        tells={key: not np.isnan(ends).all() for key, ends in people.items()},
        claims=naming[naming["incident"] >= 0],
    )


def _people(record: Record, frame: pd.DataFrame, day: dt.date) -> tuple[dict, dict]:
    """Estimates as arrays; the figure for all serves for the one group the victims were."""
    found = estimates_from(votes(record, day))
    position = pd.Index(frame["incident_id"]).get_indexer(found["incident_id"])
    of_measure = pd.Categorical(found["measure"], MEASURES).codes
    of_group = pd.Categorical(found["group"], GROUPS).codes
    ends = found[["low", "best", "high"]].to_numpy(float, na_value=np.nan).T
    top_is_open = found["open"].to_numpy(bool)
    victims = frame["victims"].to_numpy(object)
    people: dict[tuple[str, str], np.ndarray] = {}
    is_open: dict[tuple[str, str], np.ndarray] = {}
    # of most measures and groups nobody tells anything: one value stands for all of theirs
    nothing = np.broadcast_to(np.float64(np.nan), (3, len(frame)))
    closed = np.broadcast_to(np.False_, len(frame))
    for m, measure in enumerate(MEASURES):
        for g, group in enumerate(GROUPS):
            rows = (of_measure == m) & (of_group == g) & (position >= 0)
            serves = np.zeros(len(frame), dtype=bool)
            whole = people.get((measure, "all"), nothing)
            if group != "all" and whole is not nothing:
                serves = victims == group
            if not rows.any() and not serves.any():
                people[measure, group], is_open[measure, group] = nothing, closed
                continue
            at = position[rows]
            values = np.full((3, len(frame)), np.nan)
            values[:, at] = ends[:, rows]
            opened = np.zeros(len(frame), dtype=bool)
            opened[at] = top_is_open[rows]
            serves &= np.isnan(values).all(axis=0)
            values[:, serves] = whole[:, serves]
            opened[serves] = is_open.get((measure, "all"), closed)[serves]
            people[measure, group], is_open[measure, group] = values, opened
    return people, is_open
