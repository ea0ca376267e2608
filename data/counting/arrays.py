"""Incidents as arrays: what the kernel works on, and how some are taken and two sets put together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from data.record.ids import sorted_by

FEW: Final = 0.25  # share of the incidents up to which figures are kept of those that have one only
PLAIN: Final = ("ids", "rows", "days", "last_days", "latitude", "longitude")


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

    def taken(self, kept: np.ndarray) -> Told:
        """What is told of some incidents, as of all there are."""
        at, ends, opened = self.among(kept)
        return Told(None if isinstance(at, slice) else at, ends, opened)


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

    def taken(self, kept: np.ndarray) -> Shard:
        """Some incidents as arrays of their own; of one stretch nothing is copied.

        Args:
            kept: their positions, in order.
        """
        here, place = one_stretch(kept), np.full(len(self.ids) + 1, -1)
        place[kept] = np.arange(len(kept))
        claims = self.claims.assign(incident=place[self.claims["incident"]])
        return Shard(
            **{name: getattr(self, name)[here] for name in PLAIN},
            longest=self.longest,
            codes={axis: codes[here] for axis, codes in self.codes.items()},
            labels=self.labels,
            people={key: told.taken(kept) for key, told in self.people.items()},
            claims=claims[claims["incident"] >= 0],
        )


NOTHING: Final = Told(np.zeros(0, dtype=np.int64), np.zeros((3, 0), dtype=np.float32), np.zeros(0, dtype=bool))  # fmt: skip


def together(one: Shard, other: Shard) -> Shard:
    """Two sets of incidents as one, in date order; none is in both."""
    columns = {name: np.concatenate([getattr(one, name), getattr(other, name)]) for name in PLAIN}
    keys = pd.DataFrame({"day": columns["days"], "id": pd.array(columns["ids"], dtype="str")})
    order = sorted_by(keys, ["day", "id"])
    place = np.empty(len(order), dtype=np.int64)
    place[order] = np.arange(len(order))
    codes, labels = {}, {}
    for axis, own in one.codes.items():
        theirs = other.codes[axis]
        if axis in one.labels:
            labels[axis] = sorted({*one.labels[axis], *other.labels[axis]})
            own, theirs = (_recoded(each, axis, labels[axis]) for each in (one, other))
        codes[axis] = np.concatenate([own, theirs])[order]
    more = other.claims.assign(incident=other.claims["incident"] + len(one.ids))
    claims = pd.concat([one.claims, more])
    return Shard(
        **{name: cells[order] for name, cells in columns.items()},
        longest=max(one.longest, other.longest),
        codes=codes,
        labels=labels,
        people={key: _told(one, other, key, order) for key in {**one.people, **other.people}},
        claims=claims.assign(incident=place[claims["incident"]]),
    )


def _recoded(arrays: Shard, axis: str, labels: list[str]) -> np.ndarray:
    """Codes of an axis as those of other labels, among which its own stand."""
    known = {label: n for n, label in enumerate(labels)}
    table = [known[label] for label in arrays.labels[axis]]
    return np.array([*table, -1], dtype=np.min_scalar_type(-len(labels) - 1))[arrays.codes[axis]]


def _told(one: Shard, other: Shard, key: tuple[str, str], order: np.ndarray) -> Told:
    """What two sets tell of a measure and group, in the order they have together."""
    parts = [arrays.told(*key).of(np.arange(len(arrays.ids))) for arrays in (one, other)]
    ends = np.concatenate([ends for ends, _ in parts], axis=1)[:, order]
    opened = np.concatenate([opened for _, opened in parts])[order]
    return few(ends, opened)


def few(ends: np.ndarray, opened: np.ndarray) -> Told:
    """The figures of every incident; only those that have one are kept, where they are few."""
    told = np.flatnonzero(~np.isnan(ends).all(axis=0))
    if len(told) > FEW * ends.shape[1]:
        return Told(None, ends.astype(np.float32), opened)
    return Told(told, ends[:, told].astype(np.float32), opened[told])
