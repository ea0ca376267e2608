"""Frame in, pydeck Deck out; one function a map; the bundled basemap, no outbound request."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd
import pydeck as pdk

from components.pictures.areas import (
    district_layer,
    extents_layer,
    harmless,
    plates_layers,
    zone_layer,
)
from components.pictures.basemap import BUNDLED, Ground, basemap
from components.pictures.furniture import FONT
from components.pictures.glyphs import shapes_of
from components.pictures.on_marks import counts_layers, glyphs_layer, square_layer
from components.pictures.palette import Palette, Theme, palette, rgb
from components.pictures.plates import Box, Plate, Sheet, laid_out
from data.record.places import TRIPOLI

VIEWS: Final[dict[str, tuple[float, float, float]]] = {
    "tripoli": (TRIPOLI[0] - 0.075, TRIPOLI[1] + 0.03, 9.6),
    "libya": (28.6, 17.3, 4.75),
}
MARK_PIXELS: Final = 2.6  # radius of a mark for one person; area grows with people
FULL_PIXELS: Final = 1040  # a map so wide opens at the zoom of its view, a narrower one sees as far with a little less
HEXAGON_RADIUS_M: Final = 577  # circumradius of a hexagon of about 1 km from side to side


@dataclass(frozen=True)
class Stacks:
    """Marks by address, of which one stands for all that would lie on each other.

    Attributes:
        address: of their squares, as a template of ``{z}``, ``{x}`` and ``{y}``.
        around: longitude, latitude and radius in pixels of each, as the map opens.
    """

    address: str
    around: list[tuple[float, float, float]]


def opening(view: str, wide: int) -> Sheet:
    """How a map opens: on one of ``VIEWS``, from so far that a narrow map is not left with a corner of it."""
    latitude, longitude, zoom = VIEWS[view]
    return Sheet(latitude, longitude, round(zoom + min(math.log2(wide / FULL_PIXELS) / 2, 0), 2))


def mark_pixels(people: float) -> float:
    """Radius of the mark for a number of people; its area, not its width, grows with them."""
    return MARK_PIXELS * math.sqrt(people) + 2.4 if people > 0 else 3.2


def incidents_map(
    points: pd.DataFrame,
    areas: pd.DataFrame,
    districts: pd.DataFrame,
    theme: Theme,
    *,
    beside: pd.DataFrame | None = None,
    stacks: Stacks | None = None,
    view: str = "tripoli",
    language: str = "en",
    ground: Ground = BUNDLED,
    root: str = "",
    height: int = 620,
    wide: int = FULL_PIXELS,
) -> pdk.Deck:
    """Incidents as marks where the place is known to 5 km, as areas where it is known less well.

    Args:
        points: ``ids`` (of all incidents at the very point), ``longitude``, ``latitude``, ``precision_m``, ``best``, ``high`` (people,
            blank unknown), ``colour`` (#rrggbb), ``tip`` (text under the pointer).
        areas: one row a municipality: ``longitude``, ``latitude``, ``ids``, ``tip``, ``lines`` (its plate) and
            ``weight`` (by which plates are sized); told at its name, its extent drawn when pointed at.
        districts: ``name_en`` of districts with incidents known no better, ``ids``, ``tip``.
        theme: light or dark.
        beside: areas of deaths at sea, a layer of their own; None is none.
        stacks: where marks are drawn as one that would lie on each other; None draws the points.
        view: one of ``VIEWS``.
        language: script of the labels.
        ground: what the map stands on.
        root: path the app is served under.
        height: pixels.
        wide: pixels.
    """
    colours = palette(theme)
    shapes = shapes_of(colours)
    marks = [
        _mark(row, shapes)
        for row in points.sort_values("best", ascending=False, na_position="first").itertuples()
    ]
    sheet = opening(view, wide)
    taken = [_around(sheet, mark) for mark in marks]
    if stacks:
        taken = [_disc(sheet, (x, y), radius) for x, y, radius in stacks.around]
    told = pd.concat([areas, districts], ignore_index=True)
    plates = laid_out(
        [
            Plate(tuple(row.lines), row.weight, row.longitude, row.latitude)
            for row in told.itertuples()
        ],
        sheet,
        taken,
        (-0.49 * wide, -0.48 * height, 0.49 * wide, 0.48 * height),
    )
    named = {laid.plate.lines[0] for laid in plates}
    layers = basemap(theme, language, root, view, taken, sheet, named, ground)
    sea = colours.event["migration"]
    layers[ground.below : ground.below] = [
        district_layer(districts, colours),
        *([] if beside is None else [zone_layer("at-sea", beside, sea)]),
        extents_layer(areas, colours),
    ]
    layers += [square_layer("squares", stacks.address)] if stacks else _marks_layers(marks, colours)
    layers += plates_layers(plates, told, colours, language)
    return deck_of(layers, sheet, ground.style, height)


def _marks_layers(marks: list[dict[str, Any]], colours: Palette) -> list[pdk.Layer]:
    """How well each place is known, the high figure as a ring, the marks, and what stands in them."""
    return [
        pdk.Layer(
            "ScatterplotLayer",
            list({(*mark["at"], mark["metres"]): mark for mark in marks}.values()),
            id="halo",
            get_position="at",
            get_radius="metres",
            radius_units=pdk.types.String("meters"),
            get_fill_color="halo",
            stroked=True,
            get_line_color="edge",
            line_width_units=pdk.types.String("pixels"),
            get_line_width=0.7,
        ),
        pdk.Layer(
            "ScatterplotLayer",
            [m for m in marks if m["ring"] > m["pixels"]],
            id="ring",
            get_position="at",
            get_radius="ring",
            radius_units=pdk.types.String("pixels"),
            filled=False,
            stroked=True,
            get_line_color="solid",
            line_width_units=pdk.types.String("pixels"),
            get_line_width=1.3,
        ),
        pdk.Layer(
            "ScatterplotLayer",
            marks,
            id="incidents",
            get_position="at",
            get_radius="pixels",
            radius_units=pdk.types.String("pixels"),
            get_fill_color="fill",
            stroked=True,
            get_line_color="rim",
            line_width_units=pdk.types.String("pixels"),
            get_line_width=1.4,
            pickable=True,
            auto_highlight=True,
        ),
        glyphs_layer(marks, colours),
        *counts_layers(marks, colours),
    ]


def _around(sheet: Sheet, mark: dict[str, Any]) -> Box:
    return _disc(sheet, mark["at"], max(mark["pixels"], mark["ring"]))


def _disc(sheet: Sheet, at: Sequence[float], radius: float) -> Box:
    x, y = sheet.at(*at)
    return x - radius, y - radius, x + radius, y + radius


def _mark(row: Any, shapes: dict[str, str]) -> dict[str, Any]:
    known = not pd.isna(row.best)
    best = float(row.best) if known else 0.0
    high = float(row.high) if not pd.isna(row.high) else best
    return {
        "ids": row.ids,
        "at": [round(row.longitude, 5), round(row.latitude, 5)],
        "metres": row.precision_m,
        "pixels": round(mark_pixels(best), 1),
        "ring": round(mark_pixels(high), 1),
        "fill": rgb(row.colour, 215 if known else 0),
        "rim": [255, 255, 255, 190] if known else rgb(row.colour, 255),
        "solid": rgb(row.colour, 230),
        "halo": rgb(row.colour, 18),
        "edge": rgb(row.colour, 70),
        "tip": harmless(row.tip),
        "glyph": shapes.get(row.colour, "") if known else "",
    }


def hexagon_map(
    points: pd.DataFrame,
    theme: Theme,
    *,
    view: str = "tripoli",
    language: str = "en",
    ground: Ground = BUNDLED,
    root: str = "",
    height: int = 620,
    wide: int = FULL_PIXELS,
) -> pdk.Deck:
    """People killed per hexagon of 1 km as height, for incidents whose place is known that well.

    Args:
        points: ``longitude``, ``latitude``, ``best`` (people).
        theme: light or dark.
        view: one of ``VIEWS``.
        language: script of the labels.
        ground: what the map stands on.
        root: path the app is served under.
        height: pixels.
        wide: pixels.
    """
    colours = palette(theme)
    columns = (points[name].tolist() for name in ("longitude", "latitude", "best"))
    rows = [{"at": [x, y], "people": people} for x, y, people in zip(*columns, strict=True)]
    layers = basemap(theme, language, root, view, ground=ground)
    hue = colours.measure["killed"]
    layers.insert(
        len(layers) - ground.above,
        pdk.Layer(
            "HexagonLayer",
            rows,
            id="hexagons",
            get_position="at",
            radius=HEXAGON_RADIUS_M,
            extruded=True,
            elevation_scale=60,
            get_elevation_weight="people",
            elevation_aggregation=pdk.types.String("SUM"),
            get_color_weight="people",
            color_aggregation=pdk.types.String("SUM"),
            color_range=[rgb(hue, a) for a in (90, 120, 150, 180, 215, 245)],
            elevation_range=[0, 100],
            coverage=0.92,
            pickable=False,
            gpu_aggregation=False,
        ),
    )
    return deck_of(layers, opening(view, wide), ground.style, height, pitch=45)


def deck_of(
    layers: list[pdk.Layer], sheet: Sheet, style: str, height: int, pitch: float = 0
) -> pdk.Deck:
    """Layers as a deck that opens on a sheet, with the tips of its marks."""
    state = pdk.ViewState(
        latitude=sheet.latitude,
        longitude=sheet.longitude,
        zoom=sheet.zoom,
        pitch=pitch,
        min_zoom=3.5,
        max_zoom=16,
    )
    online = {"map_provider": "maplibre", "map_style": style} if style else {"map_provider": None}
    tooltip: Any = {
        "html": "{tip}",
        "style": {
            "fontFamily": FONT,
            "fontSize": "13px",
            "maxWidth": "320px",
            "whiteSpace": "pre-line",
        },
    }
    return pdk.Deck(layers, initial_view_state=state, tooltip=tooltip, height=height, **online)
