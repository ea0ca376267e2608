"""The names on a map: of places and of the war, in the reader's script, none over another where the map opens."""

from __future__ import annotations

import functools
import math
from collections.abc import Sequence, Set
from dataclasses import dataclass
from typing import Any, Final

import arabic_reshaper
import pandas as pd
import pydeck as pdk
from bidi.algorithm import get_display

from components.pictures.furniture import FONT
from components.pictures.palette import Palette, rgb
from components.pictures.plates import Box, Sheet, overlaps
from data.record.places import GEOGRAPHY

METRES_PER_PIXEL_AT_ZOOM_0: Final = 78_271.517 * math.cos(
    math.radians(32)
)  # 512-pixel tiles, Tripoli
LABEL_PIXELS: Final = {"country": 15, "sea": 14, "city": 15, "town": 13}
FAR_LABELS_ZOOM: Final = 5
OUTLINED: Final = {"sdf": True, "fontSize": 34, "buffer": 6, "radius": 7}
SOON_ZOOMS: Final = 2.0  # by which a label may come before its zoom where there is room for it
UNSEEN_PIXELS: Final = 0.4  # of a label that comes later


@dataclass(frozen=True)
class Context:
    """A place that stands on a map as context: its name, its point in degrees, and what is told of it."""

    name: str
    longitude: float
    latitude: float
    tip: str


def shaped(text: str) -> str:
    """Text as deck.gl can draw it: it joins no letters and knows no right-to-left."""
    return get_display(arabic_reshaper.reshape(text))


@functools.cache
def named_labels(language: str) -> pd.DataFrame:
    """The labels of the basemap but districts, with ``name``: as a language writes it, else as English does."""
    rows = pd.read_csv(GEOGRAPHY / "labels.csv")
    rows = rows[rows["kind"] != "district"]
    return rows.assign(name=rows[f"name_{language}"].fillna(rows["name_en"]))


@functools.cache
def _label_rows(language: str) -> list[dict[str, Any]]:
    rows = named_labels(language)
    named = rows["name"].map(shaped) if language == "ar" else rows["name"]
    # A label is sized in metres so that it reaches its reading size at its own zoom and is nothing
    # before: deck.gl has no zoom filter for text.
    size = [
        LABEL_PIXELS.get(kind, 12) * METRES_PER_PIXEL_AT_ZOOM_0 / 2 ** (zoom - 0.7)
        for kind, zoom in zip(rows["kind"], rows["min_zoom"], strict=True)
    ]
    place = rows[["longitude", "latitude"]].to_numpy().tolist()
    return [
        {
            "text": text,
            "at": at,
            "metres": round(metres),
            "kind": kind,
            "zoom": zoom,
            "rank": rank,
            "offset": _above(kind),
        }
        for text, at, metres, kind, zoom, rank in zip(
            named,
            place,
            size,
            rows["kind"],
            rows["min_zoom"].tolist(),
            rows["rank"].tolist(),
            strict=True,
        )
    ]


def _above(kind: str) -> list[float]:
    """Pixels by which a name stands above its place."""
    return [0.0, 0.0 if kind in ("sea", "country", "city") else -7.0]


def _with_room(rows: list[dict[str, Any]], sheet: Sheet, taken: list[Box]) -> list[dict[str, Any]]:
    """The labels, larger places first: what finds room is read at once, if it would come soon even before its zoom.

    Above its place, else below, to the right or to the left of it.

    What would lie on another or under a mark comes some zooms later, and until then is too small to be seen:
    at the zoom a map opens at no label is a smudge.
    """
    found = []
    for row in sorted(rows, key=lambda one: (one["zoom"], one["rank"])):
        size = LABEL_PIXELS.get(row["kind"], 12)
        x, y = sheet.at(*row["at"])
        half = len(row["text"]) * size * 0.29
        at_once = METRES_PER_PIXEL_AT_ZOOM_0 / 2**sheet.zoom
        places = [(0.0, 0.0)]
        if row["kind"] not in ("sea", "country"):
            places += [(0.0, size + 16), (half + 14, size / 2 + 5), (-half - 14, size / 2 + 5)]
        boxes = {(dx, dy): (x + dx - half, y + dy - size * 1.6, x + dx + half, y + dy + 2) for dx, dy in places}  # fmt: skip
        free = [at for at, box in boxes.items() if not any(overlaps(box, other) for other in taken)]
        if row["zoom"] <= sheet.zoom + SOON_ZOOMS and free:
            taken.append(boxes[free[0]])
            dx, dy = free[0]
            offset = [round(dx, 1), round(row["offset"][1] + dy, 1)]
            found.append({**row, "metres": round(max(row["metres"], size * at_once)), "offset": offset})  # fmt: skip
        else:
            found.append({**row, "metres": round(min(row["metres"], UNSEEN_PIXELS * at_once), 1)})
    return found


def label_layers(
    colours: Palette,
    language: str,
    view: str,
    taken: Sequence[Box],
    sheet: Sheet | None,
    told: Set[str],
    places: Sequence[Context],
) -> list[pdk.Layer]:
    """Names of the basemap and of places of the war, laid out so that none lies on another where a map opens.

    Args:
        colours: palette.
        language: script of the labels.
        view: one of ``VIEWS``; seen from afar only larger places are named.
        taken: what no label may lie under when the map opens.
        sheet: the map as it opens; None lays nothing out.
        told: names that stand on plates already.
        places: fronts and places of the war.
    """

    def written(name: str) -> str:
        return shaped(name) if language == "ar" else name

    rows = [
        row for row in _label_rows(language) if view == "tripoli" or row["zoom"] <= FAR_LABELS_ZOOM
    ]
    context = [
        {"text": written(one.name), "at": [one.longitude, one.latitude], "metres": 0, "kind": "war", "zoom": 9, "rank": 0, "offset": _above("war")}
        for one in places
        if view == "tripoli" and one.name not in told
    ]  # fmt: skip
    names = {*map(written, told), *(row["text"] for row in context)}
    rows = [*context, *(row for row in rows if row["text"] not in names)]
    if sheet is not None:
        rows = _with_room(rows, sheet, list(taken))
    layers = []
    for kinds, weight, colour, most in (
        (("sea", "country"), 400, colours.quiet, 15),
        (("city",), 600, colours.ink, 16),
        (("town", "neighbourhood", "airport"), 400, colours.ink, 13),
        (("war",), 400, colours.quiet, 12),
    ):
        layers.append(
            pdk.Layer(
                "TextLayer",
                [row for row in rows if row["kind"] in kinds],
                id=f"labels-{kinds[0]}",
                get_text="text",
                get_position="at",
                get_size="metres",
                size_units=pdk.types.String("meters"),
                size_min_pixels=0,
                size_max_pixels=most,
                get_color=rgb(colour, 235),
                font_family=pdk.types.String(FONT),
                font_weight=weight,
                font_settings={} if language == "ar" else OUTLINED,
                # an edge around each letter would cut the joins of Arabic ones
                outline_width=0 if language == "ar" else 2.2,
                outline_color=rgb(colours.land, 230),
                character_set=pdk.types.String("auto"),
                get_text_anchor=pdk.types.String("middle"),
                get_alignment_baseline=pdk.types.String(
                    "bottom" if kinds[0] != "sea" else "center"
                ),
                get_pixel_offset="offset",
            )
        )
    return layers
