"""What every map of a briefing is drawn of: the ground, and the marks of incidents."""

from __future__ import annotations

from typing import Any, Final

import pandas as pd

from components.briefing.canvas import Canvas
from components.briefing.frame import Frame, features, own_boundaries, path_of
from components.pictures.glyphs import LEAST_RADIUS, shapes_of, svg_points
from components.pictures.maps import mark_pixels
from components.pictures.on_marks import beside
from components.pictures.palette import Palette
from components.pictures.plates import Box

LEAST_PIXELS: Final = 3.0  # radius below which a mark is a speck


def ground(frame: Frame, colours: Palette, tips: dict[str, str]) -> Canvas:
    """Sea, land, districts and borders of a frame; districts that are told of are tinted, with their tip.

    Args:
        frame: what is seen.
        colours: palette.
        tips: district -> what is told of it.
    """
    size = (frame.width, frame.height)
    canvas = Canvas(*size)
    canvas.shape("rect", width=size[0], height=size[1], fill=colours.sea)
    for _, geometry in features("world"):
        path = path_of(geometry, frame)
        if path:
            canvas.shape("path", d=path, fill=colours.abroad)
    for about, geometry in features("land"):
        path, own = path_of(geometry, frame), about["iso3"] == "LBY"
        if path:  # land abroad ends at the edge of its file, where a line would be no coast
            line = colours.border if own else colours.abroad
            fill = colours.land if own else colours.abroad
            canvas.shape("path", d=path, fill=fill, stroke=line, stroke_width=0.8)
    ink = colours.measure["killed"]
    for about, geometry in features("districts"):
        path, own = path_of(geometry, frame), about["name_en"] in tips
        if path:
            canvas.shape(
                "path",
                tips.get(about["name_en"], ""),
                d=path,
                fill=ink if own else "none",
                fill_opacity=0.04 if own else None,
                stroke=ink if own else colours.border,
                stroke_opacity=0.6,
                stroke_width=1.2 if own else 0.6,
            )
    for geometry in own_boundaries():
        path = path_of(geometry, frame)
        if path:
            canvas.shape("path", d=path, fill="none", stroke=colours.quiet, stroke_width=0.7)
    for _, geometry in features("borders"):
        path = path_of(geometry, frame)
        if path:
            canvas.shape("path", d=path, fill="none", stroke=colours.quiet, stroke_width=1)
    return canvas


def draw_marks(canvas: Canvas, points: pd.DataFrame, frame: Frame, colours: Palette) -> None:
    """The marks of incidents over how well their places are known, the gravest below.

    Args:
        canvas: is drawn on.
        points: points of a ``Placing`` with ``colour``, ``tip`` and ``scale``, by which sizes are drawn smaller.
        frame: what is seen.
        colours: palette.
    """
    if points.empty:
        return
    here = [frame.holds(*at) for at in zip(points["longitude"], points["latitude"], strict=True)]
    seen = points[here]
    for row in seen.drop_duplicates(["longitude", "latitude", "precision_m"]).itertuples():
        _halo(canvas, row, frame)
    shapes = shapes_of(colours)
    for row in seen.sort_values("best", ascending=False, na_position="first").itertuples():
        _mark(canvas, row, frame, colours, shapes)
    for row in (
        seen[seen["ids"].map(len) > 1].drop_duplicates(["longitude", "latitude"]).itertuples()
    ):
        _count(canvas, row, frame, colours)


def _count(canvas: Canvas, row: Any, frame: Frame, colours: Palette) -> None:
    """How many incidents a point stands for: in the middle of its mark, beside a small one."""
    x, y = frame.at(row.longitude, row.latitude)
    right, down = beside(_radius(row, row.best))
    aside = bool(right or down)
    canvas.text(
        x + right,
        y + down + 3.5,
        str(len(row.ids)),
        size=10,
        weight=600,
        anchor="middle",
        fill=colours.ink if aside else "#ffffff",
        halo=colours.land if aside else "",
    )


def around(row: Any, frame: Frame) -> Box:
    """The pixels that a mark takes: left, top, right, bottom."""
    x, y = frame.at(row.longitude, row.latitude)
    r = max(_radius(row, row.best), _radius(row, row.high))
    return x - r, y - r, x + r, y + r


def _radius(row: Any, people: Any) -> float:
    return max(row.scale * mark_pixels(0.0 if pd.isna(people) else float(people)), LEAST_PIXELS)


def _halo(canvas: Canvas, row: Any, frame: Frame) -> None:
    """How well the place is known: once for all marks at one point, where many would hide the map."""
    x, y = frame.at(row.longitude, row.latitude)
    if not row.precision_m:
        return
    canvas.shape(
        "circle",
        cx=x,
        cy=y,
        r=frame.pixels(row.precision_m),
        fill=row.colour,
        fill_opacity=0.07,
        stroke=row.colour,
        stroke_opacity=0.28,
        stroke_width=0.7,
        data_ids=" ".join(row.ids),
    )


def _mark(canvas: Canvas, row: Any, frame: Frame, colours: Palette, shapes: dict[str, str]) -> None:
    x, y = frame.at(row.longitude, row.latitude)
    known = not pd.isna(row.best)
    own, ring = _radius(row, row.best), _radius(row, row.high)
    colour, tip, name = row.colour, row.tip, row.incident_id
    if ring > own:
        canvas.shape(
            "circle",
            cx=x,
            cy=y,
            r=ring,
            fill="none",
            stroke=colour,
            stroke_width=1.3,
            data_ids=name,
        )
    canvas.shape(
        "circle",
        tip,
        cx=x,
        cy=y,
        r=own,
        fill=colour if known else colours.paper,
        fill_opacity=0.85 if known else 0.35,
        stroke="#ffffff" if known else colour,
        stroke_width=1.2,
        data_ids=name,
    )
    glyph = shapes.get(colour, "") if known and own >= LEAST_RADIUS and len(row.ids) == 1 else ""
    if glyph:
        canvas.shape("polygon", points=svg_points(glyph, x, y, own), fill="#ffffff", data_ids=name)  # fmt: skip
