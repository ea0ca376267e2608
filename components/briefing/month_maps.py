"""Months side by side: one small map a month, on one scale, with what was documented in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import pandas as pd

from components.briefing.canvas import Canvas, lines_of
from components.briefing.frame import Frame
from components.briefing.map_shapes import draw_marks, ground
from components.lines.stacks import points_drawn
from components.pictures.palette import palette
from components.view import View
from components.words.numbers import month, said
from data.counting.figure import of_row
from data.counting.periods import bins
from data.counting.placing import place

CELL_PIXELS: Final = 250.0  # at least, where the page has so much
TALL: Final = {"tripoli": 0.72, "libya": 0.92}  # of a map, by its width
GAP: Final = 14.0
LINE: Final = 17.0
MOST_MONTHS: Final = 24


@dataclass(frozen=True)
class Months:
    """Small maps of months.

    Attributes:
        picture: all of them, oldest first.
        said: what each says, in words.
        rows: the same as rows: ``month``, ``start``, ``end``, ``low``, ``best``, ``high``, ``incidents``, ``unreported``,
            ``not_on_map`` (incidents).
        left_out: how many earlier months with incidents found no room.
    """

    picture: Canvas
    said: tuple[str, ...]
    rows: pd.DataFrame
    left_out: int


def month_maps(view: View, region: str, colour_by: str) -> Months:
    """One map for each month of a view in which something was documented, the latest 24 of them.

    Args:
        view: the view; its measure sizes the marks, and all months share the scale.
        region: ``tripoli`` or ``libya``.
        colour_by: one of ``lines.map.COLOUR_BY``.
    """
    words, colours, measure = view.words, palette(view.theme), view.selection.measure
    rows = bins(view.answer, view.record, measure, "month")
    rows = rows[rows["incidents"] + rows["unreported"] > 0]
    shown = rows.tail(MOST_MONTHS)
    columns = max(int(view.pixels // (CELL_PIXELS + GAP)), 1)
    wide = (view.pixels - GAP * (columns - 1)) / columns
    frame = Frame(region, wide, wide * TALL[region])
    below = ground(frame, colours, {})
    cells, texts, away = [], [], []
    for row in shown.itertuples():
        own = view.selection.replace(date_from=row.start.date(), date_to=row.end.date())
        found = place(view.record, own)
        n = int(row.incidents + row.unreported)
        drawn = sum(frame.holds(one.longitude, one.latitude) for one in found.points.itertuples())
        told = words(
            "map.month",
            figure=said(of_row(row), words),
            incidents=words("trends.in_incidents", n=n),
            elsewhere=words("map.month_elsewhere", n=n - drawn) if n > drawn else "",
        )
        cells.append(
            (month(row.key, words), told, points_drawn(view, own, colour_by, region, frame.zoom))
        )
        away.append(n - drawn)
        texts.append(f"{month(row.key, words)}: {told}")
    heads = [lines_of(told, 12, wide) for _, told, _ in cells]
    tall = LINE * (1 + max(map(len, heads), default=1)) + 6 + frame.height + GAP
    canvas = Canvas(view.pixels, tall * -(-len(cells) // columns), rtl=words.right_to_left)
    for n, ((name, _, points), lines) in enumerate(zip(cells, heads, strict=True)):
        column = columns - 1 - n % columns if words.right_to_left else n % columns
        x, y = column * (wide + GAP), (n // columns) * tall
        at, anchor = (x + wide, "end") if words.right_to_left else (x, "start")
        canvas.text(at, y + 14, name, size=14, weight=600, anchor=anchor, fill=colours.ink)
        for k, line in enumerate(lines):
            canvas.text(at, y + 14 + LINE * (k + 1), line, size=12, anchor=anchor, fill=colours.quiet)  # fmt: skip
        top = y + tall - GAP - frame.height
        canvas.repeated(below, "ground", x, top)
        marks = Canvas(wide, frame.height)
        draw_marks(marks, points, frame, colours)
        canvas.clipped(marks, x, top)
        canvas.shape("rect", x=x, y=top, width=wide, height=frame.height, fill="none", stroke=colours.border)  # fmt: skip
    columns_kept = ["start", "end", "low", "best", "high", "open", "incidents", "unreported"]
    table = shown[columns_kept].assign(
        month=[month(key, words) for key in shown["key"]], not_on_map=away
    )
    return Months(canvas, tuple(texts), table, len(rows) - len(shown))
