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
FEW: Final = 0.25  # share of the incidents up to which figures are kept of those that have one only


@dataclass(frozen=True, eq=False)
class Told:
    """The figures of one measure and group, of every incident or of the few that have one.

    Attributes:
        at: positions of the incidents they are of, in order; None is every incident.
        ends: low, best and high of each, shape (3, k), NaN unknown; single precision holds every whole
            number that ``schema`` allows.
        open: whether the top of the range is "at least", shape (k,).
    """

    at: np.ndarray | None
    ends: np.ndarray
    open: np.ndarray

    def among(self, kept: np.ndarray) -> tuple[np.ndarray | slice, np.ndarray, np.ndarray]:
        """What is told of some incidents: their places in ``kept``, the ends and whether the top is open."""
        if self.at is None:
            here = one_stretch(kept)
            return slice(None), self.ends[:, here], self.open[here]
        found = np.searchsorted(kept, self.at)
        found[found == len(kept)] = 0
        there = kept[found] == self.at if len(kept) else np.zeros(len(self.at), dtype=bool)
        return found[there], self.ends[:, there], self.open[there]

    def of(self, kept: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Ends, shape (3, n), and whether the top is open, shape (n,), of some incidents; NaN where nothing is told."""
        at, ends, opened = self.among(kept)
        every, tops = np.full((3, len(kept)), np.nan), np.zeros(len(kept), dtype=bool)
        every[:, at], tops[at] = ends, opened
        return every, tops


def one_stretch(kept: np.ndarray) -> np.ndarray | slice:
    """Positions in order as a slice, where they are one stretch: nothing is copied then."""
    if len(kept) and kept[-1] - kept[0] + 1 == len(kept):
        return slice(int(kept[0]), int(kept[-1]) + 1)
    return kept


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
        people: (measure, group) -> what is told of it; absent where nobody tells anything.
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
    people: dict[tuple[str, str], Told]
    claims: pd.DataFrame

    def told(self, measure: str, group: str) -> Told:
        """The figures of a measure and group."""
        return self.people.get((measure, group), NOTHING)


NOTHING: Final = Told(np.zeros(0, dtype=np.int64), np.zeros((3, 0), dtype=np.float32), np.zeros(0, dtype=bool))  # fmt: skip


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
        codes[column], labels[column] = categories.codes, list(categories.categories)
    codes["place_precision"] = pd.Categorical(frame["place_precision"], PRECISIONS).codes
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
        people=_people(record, frame, day),
        claims=naming[naming["incident"] >= 0],
    )


def _people(record: Record, frame: pd.DataFrame, day: dt.date) -> dict[tuple[str, str], Told]:
    """Estimates as arrays; the figure for all serves for the one group the victims were."""
    found = estimates_from(votes(record, day))
    position = pd.Index(frame["incident_id"]).get_indexer(found["incident_id"])
    of_measure = pd.Categorical(found["measure"], MEASURES).codes
    of_group = pd.Categorical(found["group"], GROUPS).codes
    ends = found[["low", "best", "high"]].to_numpy(float, na_value=np.nan).T
    top_is_open = found["open"].to_numpy(bool)
    victims = frame["victims"].to_numpy(object)
    people: dict[tuple[str, str], Told] = {}
    for m, measure in enumerate(MEASURES):
        whole = np.full((3, len(frame)), np.nan)
        whole_open = np.zeros(len(frame), dtype=bool)
        for g, group in enumerate(GROUPS):  # all comes first
            rows = (of_measure == m) & (of_group == g) & (position >= 0)
            values, opened = np.full((3, len(frame)), np.nan), np.zeros(len(frame), dtype=bool)
            values[:, position[rows]], opened[position[rows]] = ends[:, rows], top_is_open[rows]
            if group == "all":
                whole, whole_open = values, opened
            else:
                serves = (victims == group) & np.isnan(values).all(axis=0)
                values[:, serves], opened[serves] = whole[:, serves], whole_open[serves]
            told = np.flatnonzero(~np.isnan(values).all(axis=0))
            if not len(told):
                continue
            few = told if len(told) <= FEW * len(frame) else None
            here = slice(None) if few is None else few
            people[measure, group] = Told(few, values[:, here].astype(np.float32), opened[here])
    return people
