"""Marks with what stands in or beside them: the shape of their kind, how many incidents they are."""

from __future__ import annotations

from typing import Any, Final

import pydeck as pdk

from components.pictures.furniture import FONT
from components.pictures.glyphs import LEAST_RADIUS, SHARE, atlas
from components.pictures.palette import Palette, rgb

LITTLE_MARK: Final = 9.0  # radius of a mark that its count would cover


def glyphs_layer(marks: list[dict[str, Any]], colours: Palette) -> pdk.Layer:
    """The shape of what was done, or by whom, in each mark that has room for it and stands alone at its point."""
    picture, where = atlas()
    return pdk.Layer(
        "IconLayer",
        [
            {"at": mark["at"], "icon": mark["glyph"], "size": round(2 * SHARE * mark["pixels"], 1)}
            for mark in marks
            if mark["glyph"] and mark["pixels"] >= LEAST_RADIUS and len(mark["ids"]) == 1
        ],
        id="glyphs",
        icon_atlas=pdk.types.String(picture),
        icon_mapping=where,
        get_icon="icon",
        get_position="at",
        get_size="size",
        get_color=rgb(colours.paper, 235),
    )


def counts_layers(marks: list[dict[str, Any]], colours: Palette) -> list[pdk.Layer]:
    """How many incidents stand at one point: in the middle of their mark, beside a small one."""
    several = {tuple(mark["at"]): mark for mark in marks if len(mark["ids"]) > 1}
    rows = [
        {"at": mark["at"], "text": str(len(mark["ids"])), "offset": beside(mark["pixels"])}
        for mark in several.values()
    ]
    looks = {"counts": (colours.paper, colours.ink), "counts-beside": (colours.ink, colours.land)}
    return [
        pdk.Layer(
            "TextLayer",
            [row for row in rows if any(row["offset"]) == (name != "counts")],
            id=name,
            get_text="text",
            get_position="at",
            get_pixel_offset="offset",
            get_size=10 if name == "counts" else 12,
            get_color=rgb(ink),
            outline_width=3,
            outline_color=rgb(edge, 220),
            font_settings={"sdf": True, "fontSize": 34, "buffer": 6, "radius": 7},
            font_family=pdk.types.String(FONT),
            font_weight=600,
        )
        for name, (ink, edge) in looks.items()
    ]


def square_layer(name: str, address: str) -> pdk.Layer:
    """Marks by address: one for what lies close together at a zoom, with how many, the closer the finer.

    Args:
        name: of the layer.
        address: of its squares, as a template of ``{z}``, ``{x}`` and ``{y}``.
    """
    return pdk.Layer(
        "TileLayer",
        address,
        id=name,
        tile_size=512,
        max_zoom=18,
        point_type=pdk.types.String("circle+text"),
        get_point_radius="pixels",
        point_radius_units=pdk.types.String("pixels"),
        get_fill_color="fill",
        stroked=True,
        get_line_color="rim",
        line_width_units=pdk.types.String("pixels"),
        get_line_width=1.2,
        get_text="count",
        get_text_size=11,
        get_text_color="ink",
        get_text_pixel_offset="offset",
        text_font_settings={"sdf": True, "fontSize": 34, "buffer": 6, "radius": 7},
        text_font_family=pdk.types.String(FONT),
        text_font_weight=600,
        pickable=True,
        auto_highlight=True,
    )


def beside(radius: float) -> list[float]:
    """Where the count of a mark stands, in pixels from its middle: in a large one, beside a small one."""
    away = 0.0 if radius > LITTLE_MARK else 0.7 * radius + 7
    return [round(away, 1), round(-away, 1)]
