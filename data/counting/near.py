"""What a circle on the map cannot decide: incidents whose place is known less well than the circle is drawn."""

from __future__ import annotations

import functools
import json
from dataclasses import dataclass

import numpy as np
import pandas as pd
import shapely
from shapely.geometry import shape

from data.counting.query import query
from data.counting.selection import Selection
from data.counting.shard import shard_of
from data.record.kept import kept
from data.record.places import GEOGRAPHY, KM_A_DEGREE_AT_MOST, distance_km
from data.record.record import Record
from data.record.vocabulary import POINT_PRECISIONS, PRECISION_RADIUS_M, PRECISIONS


@dataclass(frozen=True)
class Undecided:
    """How many incidents are known too coarsely to tell whether they lie within a distance.

    Attributes:
        counted: incidents within the distance, as placed.
        may_lie_outside: of these, known to a municipality or less well.
        may_lie_within: ids of others, not counted, whose area reaches into the circle; without a point that is
            the district, and without one anywhere.
    """

    counted: int
    may_lie_outside: int
    may_lie_within: tuple[str, ...]


@kept
def undecided(record: Record, selection: Selection) -> Undecided | None:
    """What a selection's circle leaves open; None where it has none.

    Args:
        record: the record.
        selection: what was asked.
    """
    if not (selection.near and selection.within_km):
        return None
    arrays = shard_of(record, selection)
    inside = query(record, selection).kept
    others = np.setdiff1d(query(record, selection.replace(near=None, within_km=None)).kept, inside)
    precision = np.array(PRECISIONS, dtype=object)
    coarse = ~np.isin(precision[arrays.codes["place_precision"][inside]], POINT_PRECISIONS)
    rows = pd.DataFrame(
        {
            "precision": precision[arrays.codes["place_precision"][others]],
            "district": np.array([*arrays.labels["district"], ""], dtype=object)[
                arrays.codes["district"][others]
            ],
            "away": distance_km(arrays.latitude[others], arrays.longitude[others], selection.near),
        }
    )
    rows = rows[~rows["precision"].isin(POINT_PRECISIONS)]
    radius_km = rows["precision"].map(PRECISION_RADIUS_M).astype(float) / 1000
    reaches = rows["away"] - radius_km <= selection.within_km
    of_area = rows["away"].isna() | radius_km.isna()
    far = {
        name: _away_km(name, selection.near) > selection.within_km
        for name in rows["district"].unique()
    }
    reaches = reaches.mask(of_area, ~rows["district"].map(far).astype(bool))
    return Undecided(len(inside), int(coarse.sum()), tuple(arrays.ids[others[rows.index[reaches]]]))


def _away_km(district: str, point: tuple[float, float]) -> float:
    """How far a district's edge is from a point, at most; 0 of one that no map has, which may be anywhere."""
    outline = _outlines().get(district)
    if outline is None:
        return 0.0
    return float(shapely.distance(outline, shapely.Point(point[::-1]))) * KM_A_DEGREE_AT_MOST


@functools.cache
def _outlines() -> dict[str, shapely.Geometry]:
    features = json.loads((GEOGRAPHY / "districts.geojson").read_text("utf-8"))["features"]
    return {one["properties"]["name_en"]: shape(one["geometry"]) for one in features}
