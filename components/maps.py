"""Frame in, pydeck Deck out; one function a map; the bundled basemap, no outbound request."""

from __future__ import annotations

import functools
import json
import math
from typing import Any, Final

import arabic_reshaper
import pandas as pd
import pydeck as pdk
from bidi.algorithm import get_display

from components.furniture import FONT
from components.palette import Palette, Theme, palette, rgb
from data.places import GEOGRAPHY, TRIPOLI
from data.vocabulary import PRECISION_RADIUS_M

VIEWS: Final[dict[str, tuple[float, float, float]]] = {
    "tripoli": (TRIPOLI[0] - 0.075, TRIPOLI[1] + 0.03, 9.6),
    "libya": (28.6, 17.3, 4.75),
}
METRES_PER_PIXEL_AT_ZOOM_0: Final = 78_271.517 * math.cos(
    math.radians(32)
)  # 512-pixel tiles, Tripoli
MARK_PIXELS: Final = 2.6  # radius of a mark for one person; area grows with people
# Flat layers lie in one plane: drawn in order, whatever the tilt of the view.
FLAT: Final = {"depthCompare": "always", "depthWriteEnabled": False}
LABEL_PIXELS: Final = {"country": 15, "sea": 14, "city": 15, "town": 13}
AREA_RADIUS_M: Final = PRECISION_RADIUS_M["municipality"]
FAR_LABELS_ZOOM: Final = 5
HEXAGON_RADIUS_M: Final = 577  # circumradius of a hexagon of about 1 km from side to side


def shaped(text: str) -> str:
    """Text as deck.gl can draw it: it joins no letters and knows no right-to-left."""
    return get_display(arabic_reshaper.reshape(text))


def harmless(text: str) -> str:
    """Text that pydeck's interpreter will not take for an expression (it runs values beginning with @@)."""
    return f"\u200b{text}" if text.startswith("@@") else text


def mark_pixels(people: float) -> float:
    """Radius of the mark for a number of people; its area, not its width, grows with them."""
    return MARK_PIXELS * math.sqrt(people) + 2.4 if people > 0 else 3.2


def basemap(theme: Theme, language: str, root: str = "", view: str = "tripoli") -> list[pdk.Layer]:
    """Sea, land, coast, borders, districts and place labels, from files the app itself serves.

    Args:
        theme: light or dark.
        language: script of the labels, ``ar`` or another.
        root: path the app is served under, without a slash at its end.
        view: one of ``VIEWS``; seen from afar only larger places are named.
    """
    colours = palette(theme)
    sea = [[-20, 0], [60, 0], [60, 60], [-20, 60]]
    return [
        pdk.Layer(
            "PolygonLayer",
            [{"ring": sea}],
            id="sea",
            get_polygon="ring",
            get_fill_color=rgb(colours.sea),
            parameters=FLAT,
        ),
        pdk.Layer(
            "GeoJsonLayer",
            f"{root}/bundled/geography/land.geojson",
            id="land",
            filled=True,
            get_fill_color=f"properties.iso3 === 'LBY' ? {rgb(colours.land)} : {rgb(colours.abroad)}",
            stroked=True,
            get_line_color=rgb(colours.border),
            get_line_width=0.8,
            line_width_units=pdk.types.String("pixels"),
            parameters=FLAT,
        ),
        _outline(
            "districts",
            f"{root}/bundled/geography/districts.geojson",
            None,
            colours.border,
            0.6,
            110,
        ),
        _outline(
            "borders", f"{root}/bundled/geography/borders.geojson", None, colours.quiet, 1.1, 170
        ),
        *_labels(colours, language, view),
    ]


def _outline(
    name: str, url: str, fill: str | None, line: str, width: float = 0.8, alpha: int = 255
) -> pdk.Layer:
    return pdk.Layer(
        "GeoJsonLayer",
        url,
        id=name,
        filled=fill is not None,
        get_fill_color=rgb(fill or line),
        stroked=True,
        get_line_color=rgb(line, alpha),
        get_line_width=width,
        line_width_units=pdk.types.String("pixels"),
        parameters=FLAT,
    )


@functools.cache
def _label_rows(language: str) -> list[dict[str, Any]]:
    rows = pd.read_csv(GEOGRAPHY / "labels.csv")
    rows = rows[rows["kind"] != "district"]
    named = (
        rows["name_ar"].fillna(rows["name_en"]).map(shaped) if language == "ar" else rows["name_en"]
    )
    # A label is sized in metres so that it reaches its reading size at its own zoom and is nothing
    # before: deck.gl has no zoom filter for text.
    size = [
        LABEL_PIXELS.get(kind, 12) * METRES_PER_PIXEL_AT_ZOOM_0 / 2 ** (zoom - 0.7)
        for kind, zoom in zip(rows["kind"], rows["min_zoom"], strict=True)
    ]
    place = rows[["longitude", "latitude"]].to_numpy().tolist()
    return [
        {"text": text, "at": at, "metres": round(metres), "kind": kind, "zoom": zoom}
        for text, at, metres, kind, zoom in zip(
            named, place, size, rows["kind"], rows["min_zoom"].tolist(), strict=True
        )
    ]


def _labels(colours: Palette, language: str, view: str) -> list[pdk.Layer]:
    rows = [
        row for row in _label_rows(language) if view == "tripoli" or row["zoom"] <= FAR_LABELS_ZOOM
    ]
    layers = []
    for kinds, weight, colour, most in (
        (("sea", "country"), 400, colours.quiet, 15),
        (("city",), 600, colours.ink, 16),
        (("town", "neighbourhood", "airport"), 400, colours.ink, 13),
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
                font_settings={"sdf": True, "fontSize": 34, "buffer": 6, "radius": 7},
                outline_width=2.2,
                outline_color=rgb(colours.land, 230),
                character_set=pdk.types.String("auto"),
                get_text_anchor=pdk.types.String("middle"),
                get_alignment_baseline=pdk.types.String(
                    "bottom" if kinds[0] != "sea" else "center"
                ),
                get_pixel_offset=[0, -7] if kinds[0] not in ("sea", "city") else [0, 0],
            )
        )
    return layers


def incidents_map(
    points: pd.DataFrame,
    areas: pd.DataFrame,
    districts: pd.DataFrame,
    theme: Theme,
    *,
    view: str = "tripoli",
    language: str = "en",
    style: str = "",
    root: str = "",
    height: int = 620,
) -> pdk.Deck:
    """Incidents as marks where the place is known to 5 km, as areas where it is known less well.

    Args:
        points: ``incident_id``, ``longitude``, ``latitude``, ``precision_m``, ``best``, ``high`` (people,
            blank unknown), ``colour`` (#rrggbb), ``tip`` (text under the pointer).
        areas: one row a municipality: ``longitude``, ``latitude``, ``ids``, ``tip``; more incidents, stronger line.
        districts: ``name_en`` of districts with incidents known no better, ``ids``, ``tip``.
        theme: light or dark.
        view: one of ``VIEWS``.
        language: script of the labels.
        style: address of an online map style instead of the bundled basemap; empty by default.
        root: path the app is served under.
        height: pixels.
    """
    colours = palette(theme)
    layers = [] if style else basemap(theme, language, root, view)
    marks = [
        _mark(row)
        for row in points.sort_values("best", ascending=False, na_position="first").itertuples()
    ]
    zones = [_zone(row, colours) for row in areas.itertuples()]
    layers[2:2] = [_district_layer(districts, colours), *_zone_layers(zones, colours)]
    layers += [
        pdk.Layer(
            "ScatterplotLayer",
            marks,
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
    ]
    return _deck(layers, view, style, height)


def _mark(row: Any) -> dict[str, Any]:
    known = not pd.isna(row.best)
    best = float(row.best) if known else 0.0
    high = float(row.high) if not pd.isna(row.high) else best
    return {
        "id": row.incident_id,
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
    }


def _zone(row: Any, colours: Palette) -> dict[str, Any]:
    count = len(row.ids)
    return {
        "at": [row.longitude, row.latitude],
        "ids": row.ids,
        "tip": harmless(row.tip),
        "weight": round(0.7 + 0.55 * math.sqrt(count), 1),
        "fill": rgb(colours.measure["killed"], min(7 + count, 30)),
    }


def _zone_layers(zones: list[dict], colours: Palette) -> list[pdk.Layer]:
    hue = colours.measure["killed"]
    return [
        pdk.Layer(
            "ScatterplotLayer",
            zones,
            id="areas",
            get_position="at",
            get_radius=AREA_RADIUS_M,
            radius_units=pdk.types.String("meters"),
            get_fill_color="fill",
            stroked=True,
            get_line_color=rgb(hue, 95),
            line_width_units=pdk.types.String("pixels"),
            get_line_width="weight",
            pickable=True,
            auto_highlight=True,
        ),
    ]


def _district_layer(districts: pd.DataFrame, colours: Palette) -> pdk.Layer:
    shapes = json.loads((GEOGRAPHY / "districts.geojson").read_text("utf-8"))["features"]
    found = districts.set_index("name_en")
    features = [
        {
            "type": "Feature",
            "geometry": shape["geometry"],
            "properties": {},
            "ids": found.at[shape["properties"]["name_en"], "ids"],
            "tip": harmless(found.at[shape["properties"]["name_en"], "tip"]),
        }
        for shape in shapes
        if shape["properties"]["name_en"] in found.index
    ]
    return pdk.Layer(
        "GeoJsonLayer",
        {"type": "FeatureCollection", "features": features},
        id="district-areas",
        filled=True,
        stroked=True,
        get_fill_color=rgb(colours.measure["killed"], 26),
        get_line_color=rgb(colours.measure["killed"], 150),
        line_width_units=pdk.types.String("pixels"),
        get_line_width=1.4,
        pickable=True,
    )


def hexagon_map(
    points: pd.DataFrame,
    theme: Theme,
    *,
    view: str = "tripoli",
    language: str = "en",
    style: str = "",
    root: str = "",
    height: int = 620,
) -> pdk.Deck:
    """People killed per hexagon of 1 km as height, for incidents whose place is known that well.

    Args:
        points: ``longitude``, ``latitude``, ``best`` (people).
        theme: light or dark.
        view: one of ``VIEWS``.
        language: script of the labels.
        style: address of an online map style; empty is the bundled basemap.
        root: path the app is served under.
        height: pixels.
    """
    colours = palette(theme)
    rows = [
        {"at": [p.longitude, p.latitude], "people": float(p.best)}
        for p in points.itertuples()
        if not pd.isna(p.best)
    ]
    layers = [] if style else basemap(theme, language, root, view)
    hue = colours.measure["killed"]
    layers.insert(
        max(len(layers) - 3, 0),
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
    return _deck(layers, view, style, height, pitch=45)


def _deck(
    layers: list[pdk.Layer], view: str, style: str, height: int, pitch: float = 0
) -> pdk.Deck:
    latitude, longitude, zoom = VIEWS[view]
    state = pdk.ViewState(
        latitude=latitude, longitude=longitude, zoom=zoom, pitch=pitch, min_zoom=4, max_zoom=16
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


def attribution_text() -> str:
    """Who made the bundled geography, as its licences ask to be named."""
    text = (GEOGRAPHY / "ATTRIBUTION.md").read_text("utf-8")
    return text.split("\n", 1)[1].replace("\n## ", "\n##### ").strip()
