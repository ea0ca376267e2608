"""Incidents by how well their place is known: marks, areas, districts, and those not placed at all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import pandas as pd

from data.counting.figure import of_row
from data.counting.lineage import incident_figures
from data.counting.selection import Selection
from data.counting.shard import shard
from data.record.cluster import of_datasets
from data.record.kept import kept
from data.record.record import Record
from data.record.vocabulary import POINT_PRECISIONS, PRECISION_RADIUS_M

MOST_AREAS: Final = 60
CELL_DEG: Final = 0.15  # some 15 km, about as well as a municipality is known


@dataclass(frozen=True, eq=False)
class Placing:
    """The incidents of a selection, each in exactly one of four.

    Attributes:
        points: known to 5 km or better: ``longitude``, ``latitude``, ``precision_m`` and the figure.
        areas: known to a municipality, one row a point: ``ids``, ``place``, ``figure``.
        districts: known to a district only, one row a district: ``district``, ``ids``, ``figure``.
        unplaced: known no better than a region, or without a point and a district.
    """

    points: pd.DataFrame
    areas: pd.DataFrame
    districts: pd.DataFrame
    unplaced: pd.DataFrame


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
    record = of_datasets(record, selection.dataset)
    figures = incident_figures(record, selection, [selection.measure]).drop(columns="measure")
    columns = [
        "incident_id",
        "title",
        "place",
        "place_id",
        "date_low",
        "date_high",
        "district",
        "latitude",
        "longitude",
        "place_precision",
        "event_type",
        "target_type",
    ]
    rows = record.incidents[columns].merge(figures, on="incident_id")
    arrays = shard(record, selection.as_known_on)
    for axis in ("attribution_status", "side"):
        said = pd.Series(
            [arrays.labels[axis][code] for code in arrays.codes[axis]],
            index=arrays.ids,
            dtype="str",
        )
        rows[axis] = rows["incident_id"].map(said)
    located = rows["latitude"].notna() & rows["longitude"].notna()
    fine = rows["place_precision"].isin(POINT_PRECISIONS) & located
    municipal = rows["place_precision"].eq("municipality") & located
    district = (
        ~fine
        & ~municipal
        & rows["district"].notna()
        & ~rows["place_precision"].isin(["region", "country"])
    )
    points = rows[fine].assign(
        precision_m=rows.loc[fine, "place_precision"].map(PRECISION_RADIUS_M).astype(int)
    )
    at = [points["longitude"].round(5), points["latitude"].round(5)]
    here = points.sort_values("date_low").groupby(at)["incident_id"].agg(list)
    points["ids"] = here.reindex(pd.MultiIndex.from_arrays(at)).tolist()
    return Placing(
        points=points.reset_index(drop=True),
        areas=_together(_in_cells(rows[municipal]), ["longitude", "latitude"]),
        districts=_together(rows[district], ["district"]),
        unplaced=rows[~fine & ~municipal & ~district].reset_index(drop=True),
    )


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
