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
from data.counting.estimate import Estimated, as_of, estimated
from data.counting.selection import NOT_GRADED
from data.record.cluster import of_datasets
from data.record.ids import coded, positions, sorted_by
from data.record.kept import KEPT, kept
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

    def stretch(self, start: int, stop: int) -> Told:
        """What is told of the incidents from one position to before another."""
        if self.at is None:
            return Told(None, self.ends[:, start:stop], self.open[start:stop])
        first, last = np.searchsorted(self.at, (start, stop))
        return Told(self.at[first:last] - start, self.ends[:, first:last], self.open[first:last])


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
        rows: where each stands in the frame of incidents it was made from.
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
    rows: np.ndarray
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

    def stretch(self, start: int, stop: int) -> Shard:
        """The incidents from one position to before another, as arrays of their own; nothing is copied."""
        here, naming = slice(start, stop), self.claims["incident"]
        return Shard(
            **{name: getattr(self, name)[here] for name in ("ids", "rows", "days", "last_days", "latitude", "longitude")},
            longest=self.longest,
            codes={axis: codes[here] for axis, codes in self.codes.items()},
            labels=self.labels,
            people={key: told.stretch(start, stop) for key, told in self.people.items()},
            claims=self.claims[naming.between(start, stop - 1)].assign(incident=lambda own: own["incident"] - start),
        )  # fmt: skip


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


def know(record: Record, arrays: Shard) -> None:
    """Take arrays that were made before for the record's own as known now."""
    KEPT.answer(record, _shard.question(record.date), lambda: arrays)  # type: ignore[attr-defined]


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
    known = np.flatnonzero(since <= as_of(record, day).to_numpy())
    rows = known[sorted_by(incidents.iloc[known], ["date_low", "incident_id"])]
    frame = incidents.iloc[rows].reset_index(drop=True)
    claims = claims_known(record, day)
    said = attribution(frame, claims)
    days, last_days = (
        frame[column].to_numpy("datetime64[D]").astype(np.int64)
        for column in ("date_low", "date_high")
    )
    columns = {
        **{axis: frame[axis] for axis in ("event_type", "target_type", "country", "cause", "dataset")},
        "district": frame["district"].fillna(NOT_PLACED),
        "verification_grade": frame["verification_grade"].fillna(NOT_GRADED),
        **{axis: said[axis] for axis in said},
        **{f"{axis}_status": said[axis] + "|" + said["attribution_status"] for axis in ("actor", "side")},
    }  # fmt: skip
    codes: dict[str, np.ndarray] = {}
    labels: dict[str, list[str]] = {}
    for axis, cells in columns.items():
        codes[axis], labels[axis] = coded(cells)
    monday = days - (days + 3) % 7  # the first of January 1970 was a Thursday
    codes["week"], labels["week"] = _dated(monday.astype("datetime64[D]"))
    codes["month"], labels["month"] = _dated(days.astype("datetime64[D]").astype("datetime64[M]"))
    codes["place_precision"] = pd.Categorical(frame["place_precision"], PRECISIONS).codes
    naming = claims[claims["names"]].copy()
    naming["incident"] = positions(naming["incident_id"], frame["incident_id"])
    return Shard(
        ids=frame["incident_id"].to_numpy(object),
        rows=rows,
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


def _dated(bins: np.ndarray) -> tuple[np.ndarray, list[str]]:
    found, codes = np.unique(bins, return_inverse=True)
    return codes.astype(np.min_scalar_type(-len(found) - 1)), [str(one) for one in found]


def _people(record: Record, frame: pd.DataFrame, day: dt.date) -> dict[tuple[str, str], Told]:
    """Estimates as arrays; the figure for all serves for the one group the victims were."""
    found = estimated(record, day)
    place = np.full(len(record.incidents) + 1, -1)  # the last is of an incident that is not there
    place[positions(frame["incident_id"], record.incidents["incident_id"])] = np.arange(len(frame))
    position = place[found.incident]
    victims, of_group = coded(frame["victims"])
    people: dict[tuple[str, str], Told] = {}
    for m, measure in enumerate(MEASURES):
        own = np.flatnonzero((found.measure == m) & (position >= 0))
        if not len(own):
            continue
        whole, whole_open = _filled(found, position, own[found.group[own] == 0], len(frame))
        for g, group in enumerate(GROUPS):  # all comes first
            values, opened = whole, whole_open
            if group != "all":
                values, opened = _filled(found, position, own[found.group[own] == g], len(frame))
                serves = np.isnan(values).all(axis=0)
                serves &= victims == (of_group.index(group) if group in of_group else -2)
                values[:, serves], opened[serves] = whole[:, serves], whole_open[serves]
            told = np.flatnonzero(~np.isnan(values).all(axis=0))
            if not len(told):
                continue
            few = told if len(told) <= FEW * len(frame) else None
            here = slice(None) if few is None else few
            people[measure, group] = Told(few, values[:, here].astype(np.float32), opened[here])
    return people


def _filled(
    found: Estimated, position: np.ndarray, rows: np.ndarray, size: int
) -> tuple[np.ndarray, np.ndarray]:
    """Some estimates laid out over all incidents."""
    values, opened = np.full((3, size), np.nan), np.zeros(size, dtype=bool)
    values[:, position[rows]], opened[position[rows]] = found.ends[:, rows], found.open[rows]
    return values, opened
