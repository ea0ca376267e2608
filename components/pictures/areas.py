"""Areas of a map: told by a plate at their name, their extent over land seen when pointed at."""

from __future__ import annotations

import json
import math
from typing import Any, Final

import pandas as pd
import pydeck as pdk

from components.pictures.basemap import FLAT
from components.pictures.furniture import FONT
from components.pictures.labels import METRES_PER_PIXEL_AT_ZOOM_0, shaped
from components.pictures.palette import Palette, rgb
from components.pictures.plates import LINE_HEIGHT, PADDING, PLATE_PIXELS, Laid
from data.record.extents import over_land
from data.record.places import GEOGRAPHY
from data.record.vocabulary import PRECISION_RADIUS_M

LATER_PLATE_ZOOM: Final = (
    13.8  # from which plates that had no room at first are read; before it they are no smudge
)
AREA_RADIUS_M: Final = PRECISION_RADIUS_M["municipality"] or 0


def harmless(text: str) -> str:
    """Text that pydeck's interpreter will not take for an expression (it runs values beginning with @@)."""
    return f"\u200b{text}" if text.startswith("@@") else text


def extents_layer(areas: pd.DataFrame, colours: Palette) -> pdk.Layer:
    """How far each area reaches over land: seen when pointed at, and open to a click."""
    shapes = [
        {"ring": ring, "ids": row.ids, "tip": harmless(row.tip)}
        for row in areas.itertuples()
        for ring in over_land(round(float(row.longitude), 4), round(float(row.latitude), 4), AREA_RADIUS_M)
    ]  # fmt: skip
    return pdk.Layer(
        "PolygonLayer",
        shapes,
        id="areas",
        get_polygon="ring",
        get_fill_color=rgb(colours.measure["killed"], 2),
        get_line_color=rgb(colours.measure["killed"], 0),  # seen when pointed at
        get_line_width=0.6,
        parameters=FLAT,
        **_outlined(colours),
    )


def _outlined(colours: Palette) -> dict[str, Any]:
    """What outlines have in common: a line as wide at every zoom, and a fill that comes when pointed at."""
    return {
        "stroked": True,
        "line_width_units": pdk.types.String("pixels"),
        "pickable": True,
        "auto_highlight": True,
        "highlight_color": rgb(colours.measure["killed"], 46),
    }


def plates_layers(
    plates: list[Laid], areas: pd.DataFrame, colours: Palette, language: str
) -> list[pdk.Layer]:
    """The plates of areas: those with room as the map opens, and the others, which come when one goes nearer."""
    own = {(row.longitude, row.latitude): row for row in areas.itertuples()}
    rows = [
        {
            "at": [laid.plate.longitude, laid.plate.latitude],
            "text": "\n".join(shaped(line) if language == "ar" else harmless(line) for line in laid.plate.lines),
            "size": laid.size,
            "offset": list(laid.offset),
            "ids": own[laid.plate.longitude, laid.plate.latitude].ids,
            "tip": harmless(own[laid.plate.longitude, laid.plate.latitude].tip),
            "metres": round(PLATE_PIXELS[1] * METRES_PER_PIXEL_AT_ZOOM_0 / 2**LATER_PLATE_ZOOM),
            "fits": laid.fits,
        }
        for laid in reversed(plates)  # the gravest last, above the others
    ]  # fmt: skip
    shared: dict[str, Any] = {
        "get_text": "text",
        "get_position": "at",
        "get_color": rgb(colours.ink),
        "font_family": pdk.types.String(FONT),
        "font_weight": 600,
        "line_height": LINE_HEIGHT,
        "character_set": pdk.types.String("auto"),
        "pickable": True,
    }
    return [
        pdk.Layer(
            "TextLayer",
            [row for row in rows if row["fits"]],
            id="plates",
            get_size="size",
            get_pixel_offset="offset",
            background=True,
            get_background_color=rgb(colours.paper, 225),
            background_padding=[*PADDING, *PADDING],
            get_border_color=rgb(colours.quiet, 150),
            get_border_width=0.8,
            **shared,
        ),
        pdk.Layer(
            "TextLayer",
            [row for row in rows if not row["fits"]],
            id="plates-nearer",
            get_size="metres",
            size_units=pdk.types.String("meters"),
            size_max_pixels=PLATE_PIXELS[0],
            **shared,
        ),
    ]


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
        get_fill_color=rgb(colours.measure["killed"], 10),
        get_line_color=rgb(colours.measure["killed"], 70),
        get_line_width=1.0,
        **_outlined(colours),
    )
