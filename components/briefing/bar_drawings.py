"""Charts of a briefing with one line a name: parts of the total, and tolls beside incidents."""

from __future__ import annotations

import pandas as pd

from components.briefing.canvas import LINE, Canvas, lines_of, width_of
from components.briefing.drawings import SMALL, legend, steps_to
from components.pictures.palette import Palette
from components.words.language import Strings
from components.words.numbers import whole


def status_fill(canvas: Canvas, status: str, colours: Palette) -> tuple[str, str]:
    """Fill and outline of a part of the total: contested is hatched, unattributed hollow."""
    colour = colours.status[status]
    if status == "contested":
        return canvas.hatched(colour, colours.ink), colour
    return (colours.paper if status == "unattributed" else colour), colour


def parts(
    rows: pd.DataFrame,
    colours: Palette,
    labels: dict[str, str],
    words: Strings,
    width: float,
) -> Canvas:
    """People by side or actor, one bar each, acknowledged, uncontested and contested apart.

    Args:
        rows: result of ``claim_rows``.
        colours: palette.
        labels: words for each attribution status.
        words: the reader's language; where it runs from right to left, so do the bars.
        width: pixels.
    """
    names = rows.drop_duplicates("name")
    wrapped = {name: lines_of(name, 13, width * 0.26) for name in names["name"]}
    tall = [max(34.0, 17 * len(wrapped[name]) + 10) for name in names["name"]]
    canvas = Canvas(width, 0, rtl=words.right_to_left)
    keys = [
        ("rect", *status_fill(canvas, status, colours), said)
        for status, said in labels.items()
        if status in set(rows["status"])
    ]
    y = legend(canvas, keys, colours) + 4
    canvas.height = y + sum(tall)
    left = min(
        max(width_of(line, 13) for name in wrapped.values() for line in name) + 14, width / 3
    )
    said_room = max(width_of(total, 12.5) for total in names["total"]) + 16
    reach = max(float(names["reach"].max()), 1.0)
    scale = (width - left - said_room) / reach

    def rect(x: float, wide: float, **more: object) -> None:
        canvas.shape("rect", x=width - x - wide if canvas.rtl else x, width=wide, **more)  # type: ignore[arg-type]

    def say(x: float, y: float, text: str, size: float, *, ends: bool, fill: str) -> None:
        anchor = "start" if ends == canvas.rtl else "end"
        canvas.text(width - x if canvas.rtl else x, y, text, size=size, anchor=anchor, fill=fill)

    for name, height in zip(names.itertuples(), tall, strict=True):
        lines = wrapped[str(name.name)]
        first = y + height / 2 - 17 * (len(lines) - 1) / 2 + 4.5
        for n, line in enumerate(lines):
            say(left - 10, first + 17 * n, line, 13, ends=True, fill=colours.ink)
        x = left
        for row in rows[rows["name"] == name.name].itertuples():
            if pd.isna(row.best) or not row.best:
                continue
            fill, line = status_fill(canvas, str(row.status), colours)
            spoken = str(row.label).replace("<br>", "\n").replace("<b>", "").replace("</b>", "")
            wide = float(row.best) * scale
            rect(x, wide, y=y + 5, height=height - 10, fill=fill, stroke=line, tip=spoken)
            x += wide
        say(x + 8, y + height / 2 + 4.5, str(name.total), 12.5, ends=False, fill=colours.quiet)
        y += height
    return canvas


def gaps(
    rows: pd.DataFrame, measure: str, colours: Palette, words: Strings, width: float
) -> Canvas:
    """Tolls beside the incidents of their own scope: two ranges a line, and the gap in words.

    Args:
        rows: ``name`` (publisher, measure, day), ``toll_low`` .. ``toll_high``, ``low`` .. ``high`` (people),
            ``gap`` (words).
        measure: decides the hue of the incidents.
        colours: palette.
        words: the reader's language.
        width: pixels.
    """
    canvas = Canvas(width, 0, rtl=words.right_to_left)
    keys = [
        ("circle", colours.paper, colours.quiet, words("column.toll")),
        (
            "circle",
            colours.measure[measure],
            colours.measure[measure],
            words("coverage.incidents_short"),
        ),
    ]
    y = legend(canvas, keys, colours) + 4
    told = max(width_of(text, 12.5) for text in (words("column.gap"), *map(str, rows["gap"])))
    left, right = width * 0.36, max(width * 0.2, told + 12)
    high = rows[["toll_high", "high"]].astype("Float64").max().max()
    steps = steps_to(float(high))
    scale = (width - left - right - 10) / steps[-1]
    line_high = 17 * LINE
    tops = []
    for row in rows.itertuples():
        lines = lines_of(str(row.name), 12.5, left - 16)
        tops.append((y, lines))
        y += max(38.0, line_high * len(lines) + 8)
    canvas.height = y + 24

    def flip(x: float) -> float:
        return width - x if canvas.rtl else x

    for step in steps:
        x = flip(left + step * scale)
        canvas.shape("line", x1=x, x2=x, y1=tops[0][0], y2=y, stroke=colours.grid)
        canvas.text(
            x, y + 16, whole(int(step), words), size=SMALL, anchor="middle", fill=colours.quiet
        )
    end, start = ("start", "end") if canvas.rtl else ("end", "start")
    head = words("column.gap")
    canvas.text(
        flip(width - right + 8), tops[0][0] - 10, head, size=12, anchor=start, fill=colours.quiet
    )
    for (top, lines), row in zip(tops, rows.itertuples(), strict=True):
        for n, line in enumerate(lines):
            canvas.text(
                flip(left - 12), top + 16 + 17 * n, line, size=12.5, anchor=end, fill=colours.ink
            )
        for offset, (a, b, c), fill, edge in (
            (10, (row.toll_low, row.toll_best, row.toll_high), colours.paper, colours.quiet),
            (23, (row.low, row.best, row.high), *(2 * (colours.measure[measure],))),
        ):
            least = b if pd.isna(a) else a
            most = b if pd.isna(c) else c
            canvas.shape(
                "line",
                x1=flip(left + float(least) * scale),
                x2=flip(left + float(most) * scale),
                y1=top + offset,
                y2=top + offset,
                stroke=edge,
                stroke_width=5,
                opacity=0.4,
            )
            canvas.shape(
                "circle",
                cx=flip(left + float(b) * scale),
                cy=top + offset,
                r=5,
                fill=fill,
                stroke=edge,
                stroke_width=1.6,
            )
        canvas.text(
            flip(width - right + 8),
            top + 20,
            str(row.gap),
            size=12.5,
            anchor=start,
            fill=colours.quiet,
        )
    return canvas
