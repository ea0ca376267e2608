"""The piece of the earth that a picture shows, and the shapes of the basemap that lie in it."""

from __future__ import annotations

import functools
import json
import math
from typing import Final

import shapely
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from data.record.places import GEOGRAPHY, TRIPOLI
from data.record.team_geography import readable_geography

METRES_A_DEGREE: Final = 111_195.0
# middle (latitude, longitude), and the degrees of longitude and of latitude that any picture of it shows at least
EXTENTS: Final[dict[str, tuple[float, float, float, float]]] = {
    "tripoli": (TRIPOLI[0] - 0.06, TRIPOLI[1] + 0.03, 1.15, 0.42),
    "libya": (26.9, 17.2, 18.5, 14.4),
}


class Frame:
    """From degrees to pixels of a picture; one scale along both axes at its middle."""

    def __init__(self, extent: str, width: float, height: float) -> None:
        """A frame of a size in pixels around one of ``EXTENTS``."""
        self.latitude, self.longitude, across, up = EXTENTS[extent]
        self.width, self.height = width, height
        self.shrink = math.cos(math.radians(self.latitude))
        self.pixels_a_degree = min(width / across, height * self.shrink / up)
        degrees = width / self.pixels_a_degree
        tall = height / self.pixels_a_degree * self.shrink
        self.box = (
            self.longitude - degrees / 2,
            self.latitude - tall / 2,
            self.longitude + degrees / 2,
            self.latitude + tall / 2,
        )

    def at(self, longitude: float, latitude: float) -> tuple[float, float]:
        """Pixels from the left and top."""
        x = self.width / 2 + (longitude - self.longitude) * self.pixels_a_degree
        y = self.height / 2 - (latitude - self.latitude) * self.pixels_a_degree / self.shrink
        return x, y

    @property
    def zoom(self) -> float:
        """As web maps count it: the world is 512 pixels wide at 0, twice as wide at each next."""
        return math.log2(self.pixels_a_degree * 360 / 512)

    def pixels(self, metres: float) -> float:
        """A length on the ground in pixels."""
        return metres / METRES_A_DEGREE * self.pixels_a_degree / self.shrink

    def holds(self, longitude: float, latitude: float) -> bool:
        """Whether a point lies in the picture."""
        west, south, east, north = self.box
        return west <= longitude <= east and south <= latitude <= north


@functools.cache
def features(name: str) -> list[tuple[dict, BaseGeometry]]:
    """Properties and shape of each thing in a file of the basemap."""
    found = json.loads((GEOGRAPHY / f"{name}.geojson").read_text("utf-8"))["features"]
    return [(one["properties"], shape(one["geometry"])) for one in found]


def own_boundaries() -> list[BaseGeometry]:
    """The areas of a team's own boundaries; none without any."""
    return [one for file in readable_geography()[0].boundaries for one in file.areas["geometry"]]


def path_of(geometry: BaseGeometry, frame: Frame) -> str:
    """SVG path of what lies in the frame, no finer than half a pixel; blank where nothing does."""
    seen = shapely.clip_by_rect(geometry, *frame.box).simplify(0.5 / frame.pixels_a_degree)
    parts = []
    for piece in getattr(seen, "geoms", [seen]):
        lines = [piece.exterior, *piece.interiors] if piece.geom_type == "Polygon" else [piece]
        for line in lines:
            if line.is_empty:
                continue
            points = [frame.at(x, y) for x, y in line.coords]
            drawn = "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
            parts.append(f"M{drawn}" + ("Z" if piece.geom_type == "Polygon" else ""))
    return "".join(parts)
