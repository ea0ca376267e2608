"""Plates at the names of areas: what is known to a municipality, told beside the marks and never as a pin.

Plates, marks and place labels are laid out together for the zoom a map opens at: the gravest first, none over
another. What finds no room there comes when the reader goes nearer.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Protocol

TILE_PIXELS: Final = 512  # deck.gl's world at zoom 0
PLATE_PIXELS: Final = (11.0, 14.5)  # least and greatest size of its letters
LINE_HEIGHT: Final = 1.25
PADDING: Final = (7, 4)
# where a plate may stand: beside its middle, then farther off, in plate sizes
STEPS: Final = (0.0, 0.62, 1.1)
FARTHEST_PIXELS: Final = 130.0  # beyond which a plate would be read as another place's
TURNS: Final = ((0, -1), (0, 1), (1, 0), (-1, 0), (1, -1), (-1, -1), (1, 1), (-1, 1))

Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Sheet:
    """A map as it opens: places as pixels from its middle.

    Attributes:
        latitude: of its middle.
        longitude: of its middle.
        zoom: of deck.gl.
    """

    latitude: float
    longitude: float
    zoom: float

    def at(self, longitude: float, latitude: float) -> tuple[float, float]:
        """Pixels right of and below the middle."""
        (x, y), (x0, y0) = self._world(longitude, latitude), self._world(self.longitude, self.latitude)  # fmt: skip
        return x - x0, y - y0

    def box(self, wide: float, high: float) -> tuple[float, float, float, float]:
        """West, south, east and north of a map of so many pixels."""
        x0, y0 = self._world(self.longitude, self.latitude)
        across = TILE_PIXELS * 2**self.zoom

        def degrees(x: float, y: float) -> tuple[float, float]:
            turned = (1 - 2 * y / across) * math.pi
            return x / across * 360 - 180, math.degrees(math.atan(math.sinh(turned)))

        west, north = degrees(x0 - wide / 2, y0 - high / 2)
        east, south = degrees(x0 + wide / 2, y0 + high / 2)
        return west, south, east, north

    def _world(self, longitude: float, latitude: float) -> tuple[float, float]:
        wide = TILE_PIXELS * 2**self.zoom
        turned = math.asinh(math.tan(math.radians(latitude)))
        return (longitude + 180) / 360 * wide, (1 - turned / math.pi) / 2 * wide


class Places(Protocol):
    """What says where a place lies in a picture."""

    def at(self, longitude: float, latitude: float) -> tuple[float, float]:
        """Pixels right of and below some origin."""
        ...


@dataclass(frozen=True)
class Plate:
    """What is told of an area.

    Attributes:
        lines: its name, and its figure.
        weight: by which it is sized and comes first: people; least where no figure is known, which its lines say.
        longitude: of the area's middle.
        latitude: of the area's middle.
    """

    lines: tuple[str, ...]
    weight: float
    longitude: float
    latitude: float


@dataclass(frozen=True)
class Laid:
    """A plate with its place: letters' size in pixels, its middle's offset from the area's, and whether there is room."""

    plate: Plate
    size: float
    offset: tuple[float, float]
    fits: bool


def overlaps(one: Box, other: Box) -> bool:
    """Whether two boxes (left, top, right, bottom) share a point."""
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def text_box(lines: Sequence[str], size: float) -> tuple[float, float]:
    """Width and height of lines of text with the padding of a plate; letters are on average half their size wide."""
    wide = max(len(line) for line in lines) * size * 0.5
    return wide + 2 * PADDING[0], len(lines) * size * LINE_HEIGHT + 2 * PADDING[1]


def laid_out(plates: Sequence[Plate], sheet: Places, taken: list[Box], within: Box) -> list[Laid]:
    """Give each plate the nearest free place, the gravest first.

    Args:
        plates: in any order.
        sheet: where places lie in the picture, or the map as it opens.
        taken: what is taken already, such as marks; the plates that find room are added.
        within: the edges of the picture; a plate never reaches over them.

    Returns:
        The plates, gravest first.
    """
    most = max((plate.weight for plate in plates), default=0) or 1
    found = []
    for plate in sorted(plates, key=lambda one: (-one.weight, one.lines)):
        size = PLATE_PIXELS[0] + (PLATE_PIXELS[1] - PLATE_PIXELS[0]) * math.sqrt(
            plate.weight / most
        )
        wide, high = text_box(plate.lines, size)
        x, y = sheet.at(plate.longitude, plate.latitude)
        for dx, dy in _places(x, y, wide, high, within):
            box = (x + dx - wide / 2, y + dy - high / 2, x + dx + wide / 2, y + dy + high / 2)
            if not any(overlaps(box, other) for other in taken):
                taken.append(box)
                found.append(Laid(plate, round(size, 1), (round(dx), round(dy)), True))
                break
        else:
            found.append(Laid(plate, round(size, 1), (0, 0), False))
    return found


def _places(x: float, y: float, wide: float, high: float, within: Box) -> list[tuple[float, float]]:
    """Where a plate may stand, as offsets from its area's middle, the nearest first; none reaches over an edge."""
    left, top, right, bottom = within
    if wide > right - left or high > bottom - top:
        return []
    found = set()
    for turn, step in itertools.product(TURNS, STEPS):
        dx, dy = turn[0] * step * wide, turn[1] * step * high * 1.3
        # what would reach over an edge is moved in by as much
        dx = min(max(x + dx, left + wide / 2), right - wide / 2) - x
        dy = min(max(y + dy, top + high / 2), bottom - high / 2) - y
        if math.hypot(dx, dy) <= FARTHEST_PIXELS:
            found.add((dx, dy))
    return sorted(found, key=lambda at: (math.hypot(*at), at))
