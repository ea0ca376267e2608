"""The incident map as a picture: the same marks, areas and legend as on the page, from the bundled basemap."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import pandas as pd

from components.briefing.canvas import Canvas, width_of
from components.briefing.drawings import legend
from components.briefing.frame import Frame
from components.briefing.map_shapes import around, draw_marks, ground
from components.pictures.labels import Context, named_labels
from components.pictures.palette import Palette
from components.pictures.plates import (
    LINE_HEIGHT,
    PADDING,
    Box,
    Plate,
    laid_out,
    overlaps,
    text_box,
)
from components.words.language import Strings

DRAWN_ZOOM: Final = {"tripoli": 10.0, "libya": 5.0}
LEGEND: Final = ("size", "ring", "halo", "zero", "hollow", "count", "area")
LABEL_SIZE: Final = {"country": 13.0, "sea": 12.0, "city": 13.0}


def incident_picture(
    points: pd.DataFrame,
    areas: pd.DataFrame,
    districts: pd.DataFrame,
    extent: str,
    colours: Palette,
    words: Strings,
    size: tuple[float, float],
    context: Sequence[Context] = (),
) -> Canvas:
    """Incidents as marks where the place is known to 5 km, as areas where it is known less well.

    Args:
        points: points of a ``Placing`` with ``colour`` and ``tip``.
        areas: its areas with ``tip``, ``lines`` and ``weight``; told by plates.
        districts: its districts likewise, with the point of their plate.
        extent: one of ``EXTENTS``.
        colours: palette.
        words: the reader's language, for the names of places.
        size: width and height in pixels.
        context: fronts and places of the war.
    """
    frame = Frame(extent, *size)
    canvas = Canvas(*size, rtl=words.right_to_left)
    tips = dict(zip(districts["district"], districts["tip"], strict=True)) if len(districts) else {}
    canvas.shapes += ground(frame, colours, tips).shapes
    taken: list[Box] = []
    there = [one for one in context if frame.holds(one.longitude, one.latitude)]
    for one in there:
        x, y = frame.at(one.longitude, one.latitude)
        canvas.shape("circle", one.tip, cx=x, cy=y, r=3, fill=colours.land, stroke=colours.quiet, stroke_width=1.2)  # fmt: skip
    draw_marks(canvas, points, frame, colours)
    taken += [around(row, frame) for row in points.itertuples() if frame.holds(row.longitude, row.latitude)]  # fmt: skip
    names, left = _plates(canvas, pd.concat([areas, districts]), frame, colours, taken)
    if left:
        told = words("map.plates_left", n=left)
        canvas.text(size[0] - 8, size[1] - 10, told, size=11, anchor="end", fill=colours.ink, halo=colours.paper)  # fmt: skip
    if extent == "tripoli":
        names |= _context(canvas, frame, there, colours, taken, names)
    _labels(canvas, frame, extent, colours, words, taken, names)
    canvas.shape(
        "rect", width=size[0], height=size[1], fill="none", stroke=colours.border, stroke_width=1
    )
    return canvas


def _plates(
    canvas: Canvas, told: pd.DataFrame, frame: Frame, colours: Palette, taken: list[Box]
) -> tuple[set[str], int]:
    """Plates at the names of areas, the gravest first: the names drawn, and how many found no room."""
    rows = {(row.longitude, row.latitude): row for row in told.itertuples() if frame.holds(row.longitude, row.latitude)}  # fmt: skip
    plates = [Plate(tuple(row.lines), row.weight, *at) for at, row in rows.items()]
    drawn, left = set(), 0
    for laid in laid_out(plates, frame, taken, (2.0, 2.0, frame.width - 2, frame.height - 24)):
        if not laid.fits:
            left += 1
            continue
        plate = laid.plate
        row = rows[plate.longitude, plate.latitude]
        wide, high = text_box(plate.lines, laid.size)
        x, y = frame.at(plate.longitude, plate.latitude)
        x, y = x + laid.offset[0], y + laid.offset[1]
        canvas.shape(
            "rect",
            row.tip,
            x=x - wide / 2,
            y=y - high / 2,
            width=wide,
            height=high,
            fill=colours.paper,
            fill_opacity=0.88,
            stroke=colours.quiet,
            stroke_opacity=0.6,
            stroke_width=0.8,
            data_ids=" ".join(row.ids),
        )
        for n, line in enumerate(plate.lines):
            base = y - high / 2 + PADDING[1] + (n + 0.82) * laid.size * LINE_HEIGHT
            canvas.text(
                x, base, line, size=laid.size, weight=600, anchor="middle", fill=colours.ink
            )
        drawn.add(plate.lines[0])
    return drawn, left


def _context(
    canvas: Canvas,
    frame: Frame,
    places: Sequence[Context],
    colours: Palette,
    taken: list[Box],
    told: set[str],
) -> set[str]:
    """Names of places of the war beside their rings, where there is room: the names drawn."""
    drawn = set()
    for one in places:
        x, y = frame.at(one.longitude, one.latitude)
        half = width_of(one.name, 11) / 2
        box = (x - half - 2, y - 18, x + half + 2, y + 4)
        inside = box[0] > 2 and box[2] < frame.width - 2 and box[1] > 2
        if one.name in told or not inside or any(overlaps(box, other) for other in taken):
            continue
        taken.append(box)
        drawn.add(one.name)
        canvas.text(x, y - 7, one.name, size=11, anchor="middle", fill=colours.quiet, halo=colours.land)  # fmt: skip
    return drawn


def _labels(
    canvas: Canvas,
    frame: Frame,
    extent: str,
    colours: Palette,
    words: Strings,
    taken: list[Box],
    told: set[str],
) -> None:
    """Names of places in the reader's script, the larger first, none over another or over a plate."""
    rows = named_labels(words.language)
    rows = rows[rows["min_zoom"] <= DRAWN_ZOOM[extent]]
    for row in rows.sort_values(["min_zoom", "rank"]).itertuples():
        if not frame.holds(row.longitude, row.latitude):
            continue
        name = str(row.name)
        if name in told:
            continue
        size = LABEL_SIZE.get(row.kind, 11.5)
        x, y = frame.at(row.longitude, row.latitude)
        y -= 0 if row.kind in ("sea", "country") else 8
        half = width_of(name, size, 600 if row.kind == "city" else 400) / 2
        box = (x - half - 3, y - size, x + half + 3, y + 4)
        outside = box[0] < 2 or box[2] > frame.width - 2 or box[1] < 2 or box[3] > frame.height
        if outside or any(overlaps(box, other) for other in taken):
            continue
        taken.append(box)
        canvas.text(
            x,
            y,
            name,
            size=size,
            weight=600 if row.kind == "city" else 400,
            anchor="middle",
            fill=colours.quiet if row.kind in ("sea", "country") else colours.ink,
            halo="" if row.kind in ("sea", "country") else colours.land,
        )


def map_legend(
    colours: Palette,
    words: Strings,
    measure: str,
    keys: list[tuple[str, str]],
    width: float,
    told: Sequence[str] = LEGEND,
) -> Canvas:
    """What size, ring, halo, colour, hollow and area mean, drawn as they look on the map.

    Args:
        colours: palette.
        words: the reader's language.
        measure: what the size counts, in words.
        keys: result of ``colour_keys``.
        width: pixels.
        told: what of it is explained.
    """
    canvas = Canvas(width, 0, rtl=words.right_to_left)
    ink = colours.measure["killed"]
    x, y = 0.0, 12.0
    for name in told:
        said = words(f"map.legend.{name}", measure=measure)
        room = 34 + width_of(said, 12) + 22
        if x and x + room > width:
            x, y = 0.0, y + 21
        at = width - x - 13 if canvas.rtl else x + 13
        if name == "size":
            for dx, r in ((-8, 3), (4, 7)):
                canvas.shape("circle", cx=at + dx, cy=y, r=r, fill=ink)
        elif name == "ring":
            canvas.shape("circle", cx=at, cy=y, r=4, fill=ink)
            canvas.shape("circle", cx=at, cy=y, r=7, fill="none", stroke=ink, stroke_width=1.3)
        elif name == "halo":
            canvas.shape(
                "circle",
                cx=at,
                cy=y,
                r=8,
                fill=ink,
                fill_opacity=0.08,
                stroke=ink,
                stroke_opacity=0.4,
            )
        elif name in ("count", "stack"):
            canvas.shape("circle", cx=at, cy=y, r=8, fill=ink)
            canvas.text(at, y + 3.5, "3", size=10, weight=600, anchor="middle", fill=colours.paper)
        elif name == "war":
            canvas.shape("circle", cx=at, cy=y, r=3.6, fill=colours.land, stroke=colours.quiet, stroke_width=1.3)  # fmt: skip
        elif name == "zero":
            canvas.shape("circle", cx=at, cy=y, r=3.2, fill=ink)
        elif name == "hollow":
            canvas.shape(
                "circle", cx=at, cy=y, r=4, fill=colours.paper, stroke=ink, stroke_width=1.4
            )
        else:
            canvas.shape(
                "rect", x=at - 13, y=y - 7, width=26, height=14, rx=7, fill=ink, fill_opacity=0.12, stroke=ink, stroke_opacity=0.5
            )  # fmt: skip
        anchor = "end" if canvas.rtl else "start"
        canvas.text(
            width - x - 34 if canvas.rtl else x + 34, y + 4, said, anchor=anchor, fill=colours.ink
        )
        x += room
    swatches = [("circle", colour, colour, said) for said, colour in keys]
    canvas.height = y + 24 + (legend(canvas, swatches, colours, y + 24) if swatches else 0) - 12
    return canvas
