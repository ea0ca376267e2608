"""How far an area reaches over land: a circle around its middle, cut at the coast."""

from __future__ import annotations

import functools
import json
import math
from typing import Final

import shapely
from shapely.geometry import shape

from data.record.places import GEOGRAPHY

METRES_A_DEGREE: Final = 111_200
Ring = list[list[float]]


@functools.cache
def bundled_land() -> shapely.Geometry:
    """The land of Libya and around it, from the bundled basemap."""
    features = json.loads((GEOGRAPHY / "land.geojson").read_text("utf-8"))["features"]
    return shapely.union_all([shape(feature["geometry"]) for feature in features])


@functools.cache
def district_middles() -> dict[str, tuple[float, float]]:
    """Longitude and latitude of a point well inside each district that a map has, where its plate may stand."""
    features = json.loads((GEOGRAPHY / "districts.geojson").read_text("utf-8"))["features"]
    inside = {one["properties"]["name_en"]: shape(one["geometry"]).representative_point() for one in features}  # fmt: skip
    return {name: (round(point.x, 3), round(point.y, 3)) for name, point in inside.items()}


@functools.cache
def over_land(longitude: float, latitude: float, radius_m: float) -> tuple[Ring, ...]:
    """The outlines of a circle's part over land; sea is never inside an area.

    Args:
        longitude: of its middle, degrees.
        latitude: of its middle, degrees.
        radius_m: of the circle.

    Returns:
        Rings of longitude and latitude; none where no bundled land lies within the circle.
    """
    high = radius_m / METRES_A_DEGREE
    wide = high / math.cos(math.radians(latitude))
    circle = shapely.Polygon(
        [
            (longitude + wide * math.cos(turn), latitude + high * math.sin(turn))
            for turn in (2 * math.pi * n / 64 for n in range(64))
        ]
    )
    part = circle.intersection(bundled_land())
    pieces = [
        one for one in shapely.get_parts(part) if one.geom_type == "Polygon" and not one.is_empty
    ]
    return tuple([[round(x, 5), round(y, 5)] for x, y in one.exterior.coords] for one in pieces)
