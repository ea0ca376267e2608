"""The trend of a briefing, and what its charts share: frame in, picture out, as on the page."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from typing import Final

import pandas as pd

from components.briefing.canvas import Canvas, width_of
from components.pictures.glyphs import shapes_of, svg_points
from components.pictures.palette import Palette
from components.words.language import Strings
from components.words.numbers import day, month, whole

SMALL: Final = 12.0
LEGEND: Final = 24.0
MARGIN_LEFT: Final = 52.0


def steps_to(most: float, about: int = 4) -> list[float]:
    """Round numbers from 0 to a little above ``most``."""
    raw = max(most, 1.0) / about
    power = 10 ** math.floor(math.log10(raw))
    step = max(next(m * power for m in (1, 2, 5, 10) if m * power >= raw), 1)
    return [step * n for n in range(math.ceil(max(most, 1.0) / step) + 1)]


def legend(
    canvas: Canvas, keys: Sequence[tuple[str, str, str, str]], colours: Palette, y: float = 14
) -> float:
    """Swatches with their words in a row; returns the height they take.

    Args:
        canvas: is drawn on.
        keys: (shape, fill, outline, words); a shape is ``rect`` or ``circle``.
        colours: palette.
        y: pixels from the top to the middle of the first row.
    """
    x, first = 0.0, y
    for shape, fill, line, said in keys:
        size = 11
        room = size + 7 + width_of(said, SMALL) + 22
        if x and x + room > canvas.width:
            x, y = 0.0, y + 19
        at = canvas.width - x - size if canvas.rtl else x
        if shape == "circle":
            glyph = shapes_of(colours).get(fill, "")
            r = 6.5 if glyph else 4.5
            canvas.shape("circle", cx=at + size / 2, cy=y, r=r, fill=fill, stroke=line)
            if glyph:
                points = svg_points(glyph, at + size / 2, y, r)
                canvas.shape("polygon", points=points, fill="#ffffff")
        else:
            canvas.shape(
                "rect", x=at, y=y - size / 2, width=size, height=size, fill=fill, stroke=line
            )
        words_at = at - 7 if canvas.rtl else at + size + 7
        anchor = "end" if canvas.rtl else "start"
        canvas.text(words_at, y + 4, said, size=SMALL, anchor=anchor, fill=colours.ink)
        x += room
    return LEGEND + y - first


def trend(
    bins: pd.DataFrame,
    measure: str,
    colours: Palette,
    labels: dict[str, str],
    words: Strings,
    *,
    milestones: pd.DataFrame,
    provisional_from: pd.Timestamp,
    uncovered: Sequence[tuple[dt.date, dt.date]],
    size: tuple[float, float],
) -> Canvas:
    """A count by week or month: bars in three tones to low, best and high, a hollow mark for no figure.

    Args:
        bins: result of ``periods.bins`` with ``label``.
        measure: decides the hue.
        colours: palette.
        labels: result of ``trend_words``.
        words: the reader's language; time runs from left to right in every one.
        milestones: result of ``labelled_milestones``.
        provisional_from: bins from here on are shaded as recent enough to change.
        uncovered: stretches that nobody covers; hatched, since nothing there is not none.
        size: width and height in pixels.
    """
    canvas = Canvas(*size, rtl=words.right_to_left)
    hue = colours.measure[measure]
    ends = bins[["low", "best", "high"]].astype("Float64")
    ranged = bool((ends["low"].ne(ends["best"]) | ends["best"].ne(ends["high"])).any())
    keys = [("rect", hue, hue, labels["best"] if ranged else labels["only"])]
    if ranged:
        keys += [
            ("rect", _mixed(hue, colours.paper, 0.62), hue, labels["to_best"]),
            ("rect", _mixed(hue, colours.paper, 0.3), hue, labels["to_high"]),
        ]
    unsure = bins["possible"] > bins["sure"]
    if unsure.any():
        keys.append(("rect", canvas.dotted(colours.paper, hue), hue, labels["unsure"]))
    if bins["unreported"].any():
        keys.append(("circle", colours.paper, colours.unknown, labels["unreported"]))
    top = legend(canvas, keys, colours) + 20
    at, anchor = (canvas.width - 8, "end") if canvas.rtl else (0.0, "start")
    canvas.text(at, top - 8, labels["axis"], size=SMALL, anchor=anchor, fill=colours.quiet)
    named = milestones[milestones["named"]]
    if len(named):
        top += 46
    base, strip = canvas.height - 24, 20
    floor = base - strip
    start, end = bins["start"].min(), bins["end"].max() + pd.Timedelta(days=1)
    across = canvas.width - MARGIN_LEFT - 8

    def x_of(when: pd.Timestamp) -> float:
        return MARGIN_LEFT + across * ((when - start) / (end - start))

    most = ends.assign(possible=bins["possible"].where(unsure)).max().max()
    steps = steps_to(0.0 if pd.isna(most) else float(most))

    def y_of(people: float) -> float:
        return floor - (floor - top) * people / steps[-1]

    for step in steps:
        y = y_of(step)
        canvas.shape("line", x1=MARGIN_LEFT, x2=canvas.width - 8, y1=y, y2=y, stroke=colours.grid)
        canvas.text(
            MARGIN_LEFT - 8,
            y + 4,
            whole(int(step), words),
            size=SMALL,
            anchor="end",
            fill=colours.quiet,
        )
    if bins["end"].max() >= provisional_from:
        at = max(x_of(provisional_from), MARGIN_LEFT)
        wide = x_of(end) - at
        canvas.shape(
            "rect", x=at, y=top, width=wide, height=floor - top, fill=colours.quiet, opacity=0.12
        )
        canvas.text(at + 4, top + 12, labels["provisional"], size=11, fill=colours.quiet)
    for first, last in uncovered:
        at, until = x_of(pd.Timestamp(first)), x_of(pd.Timestamp(last) + pd.Timedelta(days=1))
        pattern = canvas.hatched(colours.paper, colours.quiet)
        canvas.shape("rect", x=at, y=top, width=until - at, height=floor - top, fill=pattern)
        canvas.text(at + 4, top + 12, labels["uncovered"], size=11, fill=colours.quiet)
    for row in bins.itertuples():
        left, right = (
            x_of(row.start) + 0.8,
            x_of(pd.Timestamp(row.end) + pd.Timedelta(days=1)) - 0.8,
        )
        spoken = str(row.label).replace("<br>", "\n").replace("<b>", "").replace("</b>", "")
        span = {"data_start": f"{row.start:%Y-%m-%d}", "data_end": f"{row.end:%Y-%m-%d}"}
        if not pd.isna(row.best):
            low, best, high = float(row.low), float(row.best), float(row.high)
            for bottom, upper, fill in (
                (0.0, low, hue),
                (low, best, _mixed(hue, colours.paper, 0.62)),
                (best, high, _mixed(hue, colours.paper, 0.3)),
            ):
                if upper > bottom:
                    canvas.shape(
                        "rect",
                        spoken,
                        x=left,
                        width=max(right - left, 0.8),
                        y=y_of(upper),
                        height=y_of(bottom) - y_of(upper),
                        fill=fill,
                        stroke=hue,
                        stroke_width=0.6,
                        **span,
                    )
        if row.possible > row.sure:
            canvas.shape(
                "rect",
                spoken,
                x=left,
                width=max(right - left, 0.8),
                y=y_of(row.possible),
                height=y_of(row.sure) - y_of(row.possible),
                fill=canvas.dotted(colours.paper, hue),
                stroke=hue,
                stroke_width=0.6,
                **span,
            )
        if row.open and not pd.isna(row.high):
            middle, y = (left + right) / 2, y_of(float(row.high)) - 3
            points = f"{middle - 4:.1f},{y:.1f} {middle + 4:.1f},{y:.1f} {middle:.1f},{y - 7:.1f}"
            canvas.shape("polygon", spoken, points=points, fill=hue, **span)
        if row.unreported:
            canvas.shape(
                "circle",
                spoken,
                cx=(left + right) / 2,
                cy=base - strip / 2,
                r=4,
                fill=colours.paper,
                stroke=colours.unknown,
                **span,
            )
    canvas.shape(
        "line", x1=MARGIN_LEFT, x2=canvas.width - 8, y1=floor, y2=floor, stroke=colours.quiet
    )
    _time_axis(canvas, bins["start"], end, across, base, colours, words)
    for level, row in enumerate(named.itertuples()):
        _milestone(canvas, row.title, x_of(row.day), top, floor, level % 2, colours)
    return canvas


def _milestone(
    canvas: Canvas, title: str, x: float, top: float, floor: float, level: int, colours: Palette
) -> None:
    y = top - 40 + 24 * level
    canvas.shape(
        "line", x1=x, x2=x, y1=y - 8, y2=floor, stroke=colours.quiet, stroke_dasharray="2 3"
    )
    left = x + width_of(title, 11) + 4 > canvas.width
    canvas.text(
        x - 4 if left else x + 4,
        y,
        title,
        size=11,
        anchor="end" if left else "start",
        fill=colours.quiet,
        halo=colours.paper,
    )


def _time_axis(
    canvas: Canvas,
    starts: pd.Series,
    end: pd.Timestamp,
    across: float,
    base: float,
    colours: Palette,
    words: Strings,
) -> None:
    start = starts.min()
    firsts = pd.date_range(start, end - pd.Timedelta(days=1), freq="MS")
    if len(firsts) < 2 and len(starts) * 96 <= across:  # a short period: the first day of each bin
        for first in starts:
            x = MARGIN_LEFT + across * ((first - start) / (end - start))
            canvas.shape("line", x1=x, x2=x, y1=base - 3, y2=base + 3, stroke=colours.quiet)
            said = day(first, words)
            if x + width_of(said, SMALL) < canvas.width:
                canvas.text(x, base + 17, said, size=SMALL, fill=colours.quiet)
        return
    if len(firsts) < 2:
        canvas.text(MARGIN_LEFT, base + 16, day(start, words), size=SMALL, fill=colours.quiet)
        last = day(end - pd.Timedelta(days=1), words)
        right = canvas.width - 8
        canvas.text(right, base + 16, last, size=SMALL, anchor="end", fill=colours.quiet)
        return
    every = max(1, math.ceil(len(firsts) * 92 / across))
    for first in firsts[::every]:
        x = MARGIN_LEFT + across * ((first - start) / (end - start))
        canvas.shape("line", x1=x, x2=x, y1=base - 3, y2=base + 3, stroke=colours.quiet)
        said = month(f"{first:%Y-%m}", words)
        if x + width_of(said, SMALL) / 2 < canvas.width:
            canvas.text(x, base + 17, said, size=SMALL, anchor="middle", fill=colours.quiet)


def _mixed(hue: str, paper: str, share: float) -> str:
    """A hue on paper as one colour: print and slides need no transparency."""
    parts = [
        round(int(hue[i : i + 2], 16) * share + int(paper[i : i + 2], 16) * (1 - share))
        for i in (1, 3, 5)
    ]
    return "#" + "".join(f"{part:02x}" for part in parts)
