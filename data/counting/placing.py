"""Incidents by how well their place is known: marks, areas, districts, and those not placed at all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from data.counting.figure import of_row
from data.counting.kernel import matched
from data.counting.selection import Selection
from data.counting.shard import of_selection, shard_of
from data.record.extents import district_middles
from data.record.kept import kept
from data.record.record import Record
from data.record.vocabulary import POINT_PRECISIONS, PRECISION_RADIUS_M, PRECISIONS

MOST_AREAS: Final = 60
MOST_MARKS: Final = (
    3_000  # incidents of which a map draws each; of more it shows what lies in a square
)
COLUMNS: Final = ["incident_id", "title", "place", "place_id", "date_low", "date_high", "district", "latitude", "longitude", "place_precision", "event_type", "target_type"]  # fmt: skip
CELL_DEG: Final = 0.15  # some 15 km, about as well as a municipality is known


@dataclass(frozen=True, eq=False)
class Placing:
    """The incidents of a selection, each in exactly one of four.

    Attributes:
        points: known to 5 km or better: ``longitude``, ``latitude``, ``precision_m`` and the figure.
        areas: known to a municipality, one row a point: ``ids``, ``place``, ``figure``.
        districts: known to a district of the map only, one row a district: ``district``, ``ids``, ``figure``.
        unplaced: known no better than a region, or without a point and a district of the map.
    """

    points: pd.DataFrame
    areas: pd.DataFrame
    districts: pd.DataFrame
    unplaced: pd.DataFrame


@dataclass(frozen=True, eq=False)
class Placed:
    """Positions in the shard of the incidents of a selection, each in exactly one of four; see ``Placing``."""

    points: np.ndarray
    areas: np.ndarray
    districts: np.ndarray
    unplaced: np.ndarray


@kept
def placed(record: Record, selection: Selection) -> Placed:
    """How well the place of each selected incident is known."""
    arrays = shard_of(record, selection)
    at = matched(arrays, selection)
    precision, labels = arrays.codes["place_precision"][at], arrays.labels["district"]
    located = ~np.isnan(arrays.latitude[at]) & ~np.isnan(arrays.longitude[at])
    fine = np.isin(precision, [PRECISIONS.index(one) for one in POINT_PRECISIONS]) & located
    municipal = (precision == PRECISIONS.index("municipality")) & located
    drawn = district_middles()
    # a stranger's file calls districts as it likes: of those no map has an outline
    named = np.array([label in drawn for label in labels], dtype=bool)
    coarse = [PRECISIONS.index(one) for one in ("region", "country")]
    district = ~fine & ~municipal & named[arrays.codes["district"][at]] & ~np.isin(precision, coarse)  # fmt: skip
    return Placed(at[fine], at[municipal], at[district], at[~fine & ~municipal & ~district])


@kept
def place(record: Record, selection: Selection) -> Placing:
    """Sort the selected incidents by how well their place is known.

    Args:
        record: the record.
        selection: its ``measure`` and ``group`` decide the figures.

    Returns:
        Every selected incident once. No coordinate is given for a place known less well than 5 km
        other than as the middle of an area.
    """
    found = placed(record, selection)
    points = placed_rows(record, selection, found.points)
    points["precision_m"] = points["place_precision"].map(PRECISION_RADIUS_M).astype(int)
    at = [points["longitude"].round(5), points["latitude"].round(5)]
    here = points.sort_values("date_low").groupby(at)["incident_id"].agg(list)
    points["ids"] = here.reindex(pd.MultiIndex.from_arrays(at)).tolist()
    areas = placed_rows(record, selection, found.areas)
    return Placing(
        points=points,
        areas=_together(_in_cells(areas), ["longitude", "latitude"]),
        districts=in_districts(record, selection),
        unplaced=placed_rows(record, selection, found.unplaced),
    )


@kept
def at_points(record: Record, selection: Selection, within_m: int) -> tuple[pd.DataFrame, int]:
    """People by point, of incidents whose place is known to some metres.

    Args:
        record: the record.
        selection: its ``measure`` and ``group`` decide the people.
        within_m: how well a place must be known.

    Returns:
        ``longitude``, ``latitude``, ``best`` of each point with a number; and how many selected incidents are
        known less well.
    """
    arrays = shard_of(record, selection)
    at = placed(record, selection).points
    fine = [n for n, one in enumerate(PRECISIONS) if (PRECISION_RADIUS_M[one] or within_m + 1) <= within_m]  # fmt: skip
    own = at[np.isin(arrays.codes["place_precision"][at], fine)]
    rows = pd.DataFrame({"longitude": arrays.longitude[own], "latitude": arrays.latitude[own], "best": arrays.told(selection.measure, selection.group).of(own)[0][1]})  # fmt: skip
    together = rows.dropna().groupby(["longitude", "latitude"], as_index=False)["best"].sum()
    return together, len(matched(arrays, selection)) - len(own)


@kept
def in_districts(record: Record, selection: Selection) -> pd.DataFrame:
    """Incidents known to a district only, one row a district; see ``Placing``."""
    found = placed(record, selection)
    return _together(placed_rows(record, selection, found.districts), ["district"])


@kept
def from_afar(record: Record, selection: Selection) -> tuple[pd.DataFrame, pd.DataFrame]:
    """What a map of the whole country tells of areas: by district all that is known to a municipality or less.

    Returns:
        Areas that lie in no district, as in ``Placing``; and districts, one row each.
    """
    found = placed(record, selection)
    rows = placed_rows(record, selection, np.concatenate([found.areas, found.districts]))
    inside = rows["district"].isin(list(district_middles()))
    outside = _in_cells(rows[~inside])
    return _together(outside, ["longitude", "latitude"]), _together(rows[inside], ["district"])


def placed_rows(record: Record, selection: Selection, at: np.ndarray) -> pd.DataFrame:
    """Some incidents with what a map says of them.

    Args:
        record: the record.
        selection: its ``measure`` and ``group`` decide the figures.
        at: their positions in the shard.
    """
    arrays = shard_of(record, selection)
    incidents = of_selection(record, selection).incidents[COLUMNS]
    at = at[np.argsort(arrays.rows[at], kind="stable")]
    rows = incidents.iloc[arrays.rows[at]].reset_index(drop=True)
    (low, best, high), opened = arrays.told(selection.measure, selection.group).of(at)
    for name, numbers in (("low", low), ("best", best), ("high", high)):
        rows[name] = pd.array(numbers, dtype="Int64")
    rows["open"] = opened
    for axis in ("attribution_status", "side"):
        labels = np.array(arrays.labels[axis], dtype=object)
        rows[axis] = pd.array(labels[arrays.codes[axis][at]], dtype="str")
    return rows


def _in_cells(rows: pd.DataFrame) -> pd.DataFrame:
    """Areas by their own middle; where there are too many to tell apart, by the middle of their cell."""
    points = rows[["longitude", "latitude"]]
    if len(points.drop_duplicates()) <= MOST_AREAS:
        return rows
    cells = (points / CELL_DEG).round().astype(int)
    by = [cells["longitude"], cells["latitude"]]
    middle = points.astype(float).groupby(by).transform("mean").round(4)
    return rows.assign(longitude=middle["longitude"], latitude=middle["latitude"])


def _together(rows: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    known = rows["best"].notna()
    counted = rows.assign(incidents=known.astype(int), unreported=(~known).astype(int))
    groups = counted.groupby(by, sort=True)
    sums = groups[["low", "best", "high"]].sum(min_count=1).join(groups["open"].any())
    sums = sums.join(groups[["incidents", "unreported"]].sum())
    in_time = counted.sort_values("date_low", kind="stable").groupby(by, sort=True)
    together = sums.assign(
        ids=in_time["incident_id"].agg(list),
        places=groups["place"].agg(list),
        figure=[of_row(row) for row in sums.itertuples()],
    )
    return together.reset_index()[[*by, "ids", "places", "figure"]]
