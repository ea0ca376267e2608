"""Squares of the map by address: the marks of one, in the colours and words of the reader who asked for it.

An address cannot be guessed and is not kept by browsers; it is forgotten when many others came since.
"""

from __future__ import annotations

import functools
import json
import math
import re
import secrets
import threading
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
from starlette.requests import Request
from starlette.responses import Response

from components.pictures.on_marks import beside
from components.pictures.palette import Palette, Theme, palette, rgb
from components.words.language import Strings
from components.words.sentences import stack_tip
from data.counting.figure import Figure
from data.counting.tiles import Tiling, marks, marks_of_zoom, usual_most
from data.record.vocabulary import EVENT_FAMILY

PATH: Final = "/squares"
MOST: Final = 300  # addresses that are remembered
LEAST_PIXELS, WIDEST_PIXELS = 3.2, 15.0  # radius of a mark
MOST_RING: Final = 2.5  # times the people of the largest mark, for which a ring is drawn
_NUMBER: Final = re.compile("[0-9]{1,9}")


@dataclass(frozen=True, eq=False)
class Drawn:
    """What is drawn of some incidents.

    Attributes:
        tiling: the incidents.
        axis: by which marks are coloured; empty for areas, which have one colour.
        measure: whose people their size says.
        theme: light or dark.
        words: the reader's language.
        version: of the record.
        name: what its address is known by.
        scales: by zoom, the people that the largest mark is drawn for.
    """

    tiling: Tiling
    axis: str
    measure: str
    theme: Theme
    words: Strings
    version: str
    name: str = field(default_factory=functools.partial(secrets.token_urlsafe, 16))

    scales: dict[int, float] = field(default_factory=dict)

    def pixels(self, people: float, zoom: int, most: float = 1.0) -> float:
        """Radius of a mark: its area grows with its people, the largest of a zoom being as large as those of another.

        Args:
            people: how many.
            zoom: of the squares.
            most: times the people of the largest mark, beyond which nothing grows.
        """
        if zoom not in self.scales:
            self.scales[zoom] = usual_most(self.tiling, zoom)
        share = min(people / self.scales[zoom], most)
        return LEAST_PIXELS + (WIDEST_PIXELS - LEAST_PIXELS) * math.sqrt(share)

    @property
    def address(self) -> str:
        """Of its squares, as a template of zoom, column and row."""
        return f"{PATH}/{self.name}/{{z}}/{{x}}/{{y}}"


_ADDRESSES: Final[OrderedDict[str, Drawn]] = OrderedDict()
_LOCK: Final = threading.Lock()


def remember(drawn: Drawn) -> None:
    """Let an address be answered from now on."""
    with _LOCK:
        _ADDRESSES[drawn.name] = drawn
        _ADDRESSES.move_to_end(drawn.name)
        while len(_ADDRESSES) > MOST:
            _ADDRESSES.popitem(last=False)


def forget_other_records(version: str) -> None:
    """Squares of a record that is no longer read are answered no more: what was purged may be among them."""
    with _LOCK:
        for name in [name for name, drawn in _ADDRESSES.items() if drawn.version != version]:
            del _ADDRESSES[name]


def square(request: Request) -> Response:
    """The marks of one square as GeoJSON; 404 where the address is not known (any more)."""
    given = request.path_params
    with _LOCK:
        drawn = _ADDRESSES.get(str(given["name"]))
        if drawn is not None:
            _ADDRESSES.move_to_end(str(given["name"]))
    numbers = [str(given[part]) for part in ("z", "x", "y")]
    if drawn is None or not all(map(_NUMBER.fullmatch, numbers)):
        return Response(status_code=404)
    zoom, x, y = map(int, numbers)
    if zoom > 20 or max(x, y) >= 2**zoom:
        return Response(status_code=404)
    content = json.dumps({"type": "FeatureCollection", "features": features(drawn, zoom, x, y)})
    return Response(content, media_type="application/geo+json", headers={"cache-control": "no-store"})  # fmt: skip


def discs(drawn: Drawn, zoom: int) -> list[tuple[float, float, float]]:
    """Where the marks of a zoom stand and how far they reach: longitude, latitude, radius in pixels of all of them."""
    found = marks_of_zoom(drawn.tiling, zoom, drawn.axis or "event_type")
    highest = np.nan_to_num(found.ends[1:]).max(axis=0)
    radii = [drawn.pixels(people, zoom, MOST_RING) for people in highest.tolist()]
    return list(zip(found.longitude.tolist(), found.latitude.tolist(), radii, strict=True))


def features(drawn: Drawn, zoom: int, x: int, y: int) -> list[dict[str, Any]]:
    """The marks of a square: where, how large, which colour, which cell, how many, and nothing else of an incident."""
    found = marks(drawn.tiling, zoom, x, y, drawn.axis or "event_type")
    colours, words = palette(drawn.theme), drawn.words
    hues = _hues(drawn)
    made = []
    columns = (found.cells, found.longitude, found.latitude, found.incidents, found.kinds, *found.ends, found.open, found.known)  # fmt: skip
    for cell, longitude, latitude, n, kind, *ends, opened, given in zip(*(one.tolist() for one in columns), strict=True):  # fmt: skip
        low, best, high = (None if math.isnan(end) else round(end) for end in ends)
        figure = Figure("incidents", low, best, high, opened, given, n - given)
        known = best is not None
        hue = hues[kind] if drawn.axis else colours.measure["killed"]
        pixels = round(drawn.pixels(best or 0, zoom), 1)
        mark: dict[str, Any] = {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [round(longitude, 5), round(latitude, 5)]},
            "properties": {},
            "cell": f"{zoom}/{cell}",
            "pixels": pixels,
            "fill": rgb(hue, (215 if known else 0) if drawn.axis else 24),
            "rim": ([255, 255, 255, 190] if known else rgb(hue, 255)) if drawn.axis else rgb(hue, 120),
            "tip": stack_tip(figure, n, drawn.measure, words),
            "count": str(n) if n > 1 and drawn.axis else "",
        }  # fmt: skip
        ring = round(drawn.pixels(high or 0, zoom, MOST_RING), 1)
        if drawn.axis and ring > pixels:
            made.append(mark | {"pixels": ring, "fill": rgb(hue, 0), "rim": rgb(hue, 230), "count": ""})  # fmt: skip
        made.append(mark | _count_of(mark, colours))
    return sorted(made, key=lambda mark: -mark["pixels"])  # the small ones above


def _count_of(mark: dict[str, Any], colours: Palette) -> dict[str, Any]:
    """Where the number of a mark's incidents stands: in its middle, beside a small one."""
    offset = beside(mark["pixels"])
    return {"offset": offset, "ink": rgb(colours.ink if any(offset) else colours.paper)}


def _hues(drawn: Drawn) -> list[str]:
    """The colour of each code of the axis."""
    colours, labels = palette(drawn.theme), drawn.tiling.arrays.labels.get(drawn.axis, [])
    if drawn.axis == "event_type":
        return [colours.event[EVENT_FAMILY[label]] for label in labels]
    if drawn.axis == "side":
        return [colours.of_side(label) for label in labels]
    return [colours.status[label] for label in labels]
