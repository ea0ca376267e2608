"""Figures by a team's own boundaries: an incident is in an area only if wherever on land it may lie is in it."""

from __future__ import annotations

import numpy as np
import pandas as pd
import shapely

from data.counting.lineage import incident_figures
from data.counting.selection import Selection
from data.counting.shard import of_selection
from data.record.extents import METRES_A_DEGREE, bundled_land
from data.record.ids import among
from data.record.record import Record
from data.record.vocabulary import PRECISION_RADIUS_M

CORNERS = 24  # of a circle around a place
# A coast is drawn differently in each file: so much of a circle's land may lie beside an area at the sea.
COAST = 0.02


def by_boundaries(
    record: Record, selection: Selection, areas: pd.DataFrame
) -> tuple[pd.DataFrame, list[str]]:
    """What a selection counts in each area, and what is known too coarsely to tell.

    Args:
        record: the record.
        selection: what was asked; its measure is counted.
        areas: ``name``, ``name_ar``, ``pcode``, ``geometry`` of a ``Boundaries``.

    Returns:
        One row an area with incidents: ``name``, ``name_ar``, ``pcode``, ``low``, ``best``, ``high``
        (people; blank where no incident gave a figure), ``open``, ``incidents``, ``unreported``, ``ids``; the
        gravest first. And the ids of the incidents that are in no area for certain: outside of all, over a
        boundary, or without a point.
    """
    figures = incident_figures(record, selection, [selection.measure])
    incidents = of_selection(record, selection).incidents  # as they are counted
    rows = incidents[among(incidents["incident_id"], figures["incident_id"])]
    rows = rows[["incident_id", "latitude", "longitude", "place_precision"]].merge(figures, on="incident_id")  # fmt: skip
    radius = rows["place_precision"].map(PRECISION_RADIUS_M).astype("float64").to_numpy()
    placed = rows[["latitude", "longitude"]].notna().all(axis=1).to_numpy() & ~np.isnan(radius)
    circles = _circles(rows[placed], radius[placed])
    circle, at = _contained(circles, areas["geometry"].to_numpy())
    inside = rows[placed].iloc[circle].assign(area=areas.index[at])
    # where areas overlap an incident is in each of them: such areas do not add up
    left = sorted(set(rows["incident_id"]) - set(inside["incident_id"]))
    known = inside["best"].notna() | inside["high"].notna()
    inside = inside.assign(unreported=~known)
    told = inside.groupby("area").agg(
        low=("low", _sum),
        best=("best", _sum),
        high=("high", _sum),
        open=("open", "any"),
        incidents=("incident_id", "size"),
        unreported=("unreported", "sum"),
        ids=("incident_id", lambda ids: sorted(ids)),
    )
    named = areas.drop(columns="geometry").join(told, how="inner")
    return named.sort_values(["best", "incidents"], ascending=False, na_position="last"), left


def _contained(circles: np.ndarray, areas: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Which circles lie in which areas with all of their land: the place of each pair in both."""
    circle, at = shapely.STRtree(areas).query(circles, predicate="intersects")
    whole = shapely.contains(areas[at], circles[circle])
    over = np.flatnonzero(~whole)  # over a boundary, or over a coast
    land = shapely.intersection(circles[circle[over]], bundled_land())
    beside = shapely.area(shapely.difference(land, areas[at[over]]))
    whole[over] = (shapely.area(land) > 0) & (beside <= COAST * shapely.area(land))
    return circle[whole], at[whole]


def _sum(values: pd.Series) -> float:
    return float(values.astype("Float64").sum(min_count=1)) if values.notna().any() else np.nan


def _circles(rows: pd.DataFrame, radius_m: np.ndarray) -> np.ndarray:
    """Where each incident may lie, as polygons in degrees."""
    if rows.empty:
        return np.array([], dtype=object)
    turns = np.linspace(0, 2 * np.pi, CORNERS, endpoint=False)
    latitude, longitude = (
        rows[axis].to_numpy(float)[:, None] for axis in ("latitude", "longitude")
    )
    reach = radius_m[:, None] / METRES_A_DEGREE
    x = longitude + reach / np.cos(np.radians(latitude)) * np.cos(turns)
    y = latitude + reach * np.sin(turns)
    return shapely.polygons(np.stack([x, y], axis=-1))
