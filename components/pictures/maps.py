"""Frame in, pydeck Deck out; one function a map; the bundled basemap, no outbound request."""

from __future__ import annotations

import json
import math
from typing import Any, Final

import pandas as pd
import pydeck as pdk

from components.pictures.basemap import basemap
from components.pictures.furniture import FONT
from components.pictures.palette import Palette, Theme, palette, rgb
from data.record.places import GEOGRAPHY, TRIPOLI
from data.record.vocabulary import PRECISION_RADIUS_M

VIEWS: Final[dict[str, tuple[float, float, float]]] = {
    "tripoli": (TRIPOLI[0] - 0.075, TRIPOLI[1] + 0.03, 9.6),
    "libya": (28.6, 17.3, 4.75),
}
MARK_PIXELS: Final = 2.6  # radius of a mark for one person; area grows with people
AREA_RADIUS_M: Final = PRECISION_RADIUS_M["municipality"] or 0
HEXAGON_RADIUS_M: Final = 577  # circumradius of a hexagon of about 1 km from side to side


def harmless(text: str) -> str:
    """Text that pydeck's interpreter will not take for an expression (it runs values beginning with @@)."""
    return f"\u200b{text}" if text.startswith("@@") else text


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
    view: str = "tripoli",
    language: str = "en",
    style: str = "",
    root: str = "",
    height: int = 620,
) -> pdk.Deck:
    """Incidents as marks where the place is known to 5 km, as areas where it is known less well.

    Args:
        points: ``ids`` (of all incidents at the very point), ``longitude``, ``latitude``, ``precision_m``, ``best``, ``high`` (people,
            blank unknown), ``colour`` (#rrggbb), ``tip`` (text under the pointer).
        areas: one row a municipality: ``longitude``, ``latitude``, ``ids``, ``tip``; more incidents, stronger line.
        districts: ``name_en`` of districts with incidents known no better, ``ids``, ``tip``.
        theme: light or dark.
        beside: areas of deaths at sea, a layer of their own; None is none.
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
    conflict, sea = colours.measure["killed"], colours.event["migration"]
    layers[2:2] = [
        district_layer(districts, colours),
        *([] if beside is None else [zone_layer("at-sea", beside, sea)]),
        zone_layer("areas", areas, conflict),
    ]
    layers += [
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
    ]
    return deck_of(layers, view, style, height)


def _mark(row: Any) -> dict[str, Any]:
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
    }


def zone_layer(name: str, areas: pd.DataFrame, hue: str) -> pdk.Layer:
    """Circles of a municipality's radius; more incidents, stronger line; many circles, fainter fill."""
    most = min(30, 600 // max(len(areas), 1))
    zones = [
        {
            "at": [row.longitude, row.latitude],
            "ids": row.ids,
            "tip": harmless(row.tip),
            "weight": round(min(0.7 + 0.55 * math.sqrt(len(row.ids)), 5), 1),
            "fill": rgb(hue, min(7 + len(row.ids), most)),
        }
        for row in areas.itertuples()
    ]
    return pdk.Layer(
        "ScatterplotLayer",
        zones,
        id=name,
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
    )


def district_layer(districts: pd.DataFrame, colours: Palette) -> pdk.Layer:
    """Districts with incidents known no better; see ``incidents_map``."""
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
    columns = (points[name].tolist() for name in ("longitude", "latitude", "best"))
    rows = [{"at": [x, y], "people": people} for x, y, people in zip(*columns, strict=True)]
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
    return deck_of(layers, view, style, height, pitch=45)


def deck_of(
    layers: list[pdk.Layer], view: str, style: str, height: int, pitch: float = 0
) -> pdk.Deck:
    """Layers as a deck that looks at one of ``VIEWS``, with the tips of its marks."""
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
