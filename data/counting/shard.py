"""The record as arrays, as known on one day: what the kernel works on.

Categories are small integer codes and people are floats with NaN for unknown.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Final

import numpy as np
import pandas as pd

from data.counting.arrays import Shard, Told, few, together
from data.counting.asked import NOT_GRADED, NOT_JUDGED
from data.counting.attribution import attribution, claims_known
from data.counting.estimate import Estimated, as_of, estimated
from data.counting.selection import Selection
from data.record.cluster import BETWEEN, of_datasets, of_incidents, whole_of
from data.record.ids import coded, positions, sorted_by
from data.record.kept import KEPT, kept
from data.record.record import Record
from data.record.reviewed import as_reviewed
from data.record.vocabulary import GROUPS, MEASURES, PRECISIONS

AXES: Final = (
    "week",
    "month",
    "event_type",
    "target_type",
    "care",
    "district",
    "attribution_status",
    "actor",
    "side",
    "actor_status",
    "side_status",
    "dataset",
)
NOT_PLACED: Final = "no district"


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


def of_selection(record: Record, selection: Selection) -> Record:
    """The record that a selection is asked of: some datasets of it, with what waits, or as last accepted."""
    asked = as_reviewed(record, selection.pending, selection.review)
    return of_datasets(asked, selection.dataset)


def shard_of(record: Record, selection: Selection) -> Shard:
    """The arrays that a selection is asked of; see ``shard``."""
    return _shard(of_selection(record, selection), selection.as_known_on or record.date)


def know(record: Record, arrays: Shard) -> None:
    """Take arrays that were made before for the record's own as known now."""
    KEPT.know(record, _shard.question(record.date), arrays)  # type: ignore[attr-defined]


@kept
def _shard(record: Record, day: dt.date) -> Shard:
    of = whole_of(record)
    if of is None:
        return build(record, record.incidents, day)
    return _narrowed(_shard(of[0], day), set(of[1]), record, day)


def _narrowed(whole: Shard, chosen: set[str], record: Record, day: dt.date) -> Shard:
    """A record that is some datasets of another: only what an incident of others too is is estimated anew."""
    named = [set(label.split(BETWEEN)) for label in whole.labels["dataset"]]
    own = whole.codes["dataset"]
    alone = np.array([names <= chosen for names in named], dtype=bool)[own]
    arrays = whole.taken(np.flatnonzero(alone))
    place = positions(arrays.ids, record.incidents["incident_id"])
    arrays = dataclasses.replace(arrays, rows=place)
    shared = np.array([bool(names & chosen) and not names <= chosen for names in named], dtype=bool)[own]  # fmt: skip
    at = positions(whole.ids[shared], record.incidents["incident_id"])
    if not len(at):
        return arrays
    at = np.sort(at)
    anew = build(of_incidents(record, at), record.incidents.iloc[at].reset_index(drop=True), day)
    return together(arrays, dataclasses.replace(anew, rows=at[anew.rows]))


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
        "care": frame["care"].fillna(NOT_JUDGED),
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
            if not np.isnan(values).all():
                people[measure, group] = few(values, opened)
    return people


def _filled(
    found: Estimated, position: np.ndarray, rows: np.ndarray, size: int
) -> tuple[np.ndarray, np.ndarray]:
    """Some estimates laid out over all incidents."""
    values, opened = np.full((3, size), np.nan), np.zeros(size, dtype=bool)
    values[:, position[rows]], opened[position[rows]] = found.ends[:, rows], found.open[rows]
    return values, opened
