"""What stands around every chart, inside its picture: the finding, the selection, the stamp."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from components.pictures.palette import Palette, Theme, palette

FONT: Final = "IBM Plex Sans, IBM Plex Sans Arabic, Noto Sans, sans-serif"
WIDTH, HEIGHT = 1200, 675
LEGEND_ROW: Final = 18  # pixels
PIXELS: Final = (340, 540, 780, 1040, 1400)  # what a page may have for its contents, in steps
PAGE_PIXELS: Final = 1040  # on a desk
SHARED_PIXELS: Final = 640  # a chart narrower than this has smaller type
MOST_FOR_NUMBERS: Final = 60  # pixels beside an axis of numbers; names need more
ISOLATE_MARKS: Final = ("\u2068", "\u2069")
RIGHT_TO_LEFT_MARKS: Final = ("\u202b", "\u202c")  # begin and end of an embedding

_TAG: Final = re.compile(r"<(?!/?b>|br>)")  # any tag but our own bold type and line breaks


@dataclass(frozen=True)
class Furniture:
    """What stands around a chart, inside its picture.

    Attributes:
        title: the finding.
        subtitle: measure, unit, period and filter.
        footer: sources, as known on, record version and date.
        theme: light or dark.
        pixels: width of the chart, which its lines are broken for.
        rtl: its words run from right to left.
    """

    title: str
    subtitle: str
    footer: str
    theme: Theme = "light"
    pixels: int = PAGE_PIXELS
    rtl: bool = False

    def worded(self, text: str, width: int) -> str:
        """Text broken into lines, each held together in its own direction: plotly knows none."""
        lines = wrapped(text, width).split("<br>")
        if not self.rtl:
            return "<br>".join(lines)
        begin, end = ISOLATE_MARKS
        kept, inside = [], 0
        for (
            line
        ) in lines:  # what is held together across a break is held together on both sides of it
            opened = inside
            inside += line.count(begin) - line.count(end)
            kept.append(f"{begin * opened}{line}{end * inside}".join(RIGHT_TO_LEFT_MARKS))
        return "<br>".join(kept)

    @property
    def small(self) -> bool:
        """Whether the chart is so narrow that its type is smaller."""
        return self.pixels < SHARED_PIXELS

    @property
    def colours(self) -> Palette:
        """The palette of the theme."""
        return palette(self.theme)


def config(name: str, form: str = "png") -> dict[str, Any]:
    """Plotly's settings for a chart that saves as a picture with everything around it."""
    return {
        "displaylogo": False,
        "modeBarButtonsToRemove": ["lasso2d", "autoScale2d", "zoomIn2d", "zoomOut2d"],
        "toImageButtonOptions": {
            "format": form,
            "filename": name,
            "width": WIDTH,
            "height": HEIGHT,
            "scale": 1 if form == "svg" else 2,
        },
    }


def wrapped(text: str, width: int) -> str:
    """Text broken into lines of at most ``width`` characters at spaces."""
    lines: list[str] = [""]
    for word in text.split(" "):
        if lines[-1] and len(lines[-1]) + len(word) + 1 > width:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    return "<br>".join(lines)


def row_pixels(names: Sequence[str], least: int) -> int:
    """Height of each row of a chart whose names along the vertical axis may take several lines."""
    return max([least, *(17 * (name.count("<br>") + 1) + 6 for name in names)])


def titled(text: str) -> dict[str, Any]:
    """What stands along an axis."""
    return {"text": text, "font": {"size": 12}}


def legend_rows(figure: go.Figure, width: float) -> int:
    """How many rows plotly lays a legend out in: columns as wide as the longest name."""
    names = {
        str(trace.name) for trace in figure.data if trace.name and trace.showlegend is not False
    }
    if not names:
        return 1
    wide = max(len(line) for name in names for line in name.split("<br>")) * 6.6 + 48
    return -(-len(names) // max(int(width // wide), 1))


def tame(value: Any) -> Any:
    """Text of a chart in which no tag is alive but our own bold type and line breaks: plotly reads tags in any text."""
    if isinstance(value, str):
        return _TAG.sub("&lt;", value)
    if isinstance(value, (list, tuple, np.ndarray, pd.Series)):
        return [tame(one) for one in value] if any(isinstance(one, str) for one in value) else value
    return value


def _held(value: Any) -> Any:
    """Hover text whose lines run from right to left: plotly knows no direction."""
    if isinstance(value, str):
        return "<br>".join(line.join(RIGHT_TO_LEFT_MARKS) for line in value.split("<br>"))
    return value if value is None else [_held(one) for one in value]


def _tamed(figure: go.Figure) -> None:
    """Every text of traces and annotations, whatever row of data it came from."""
    for trace in figure.data:
        for name in ("name", "text", "hovertext", "hovertemplate", "x", "y"):
            value = getattr(trace, name, None)
            if value is not None:
                setattr(trace, name, tame(value))
    for note in figure.layout.annotations:
        note.text = tame(note.text)


def finished(
    figure: go.Figure, around: Furniture, height: int, left: int = 56, beside: int = 0
) -> go.Figure:
    """The chart with its title, subtitle and footer inside the picture.

    Args:
        figure: traces and axes.
        around: what to write.
        height: pixels, where each of title, subtitle, legend and footer takes one line.
        left: pixels kept for the names along the vertical axis.
        beside: pixels kept at the right for the list of names; without it, it stands above the axes.
    """
    colours = around.colours
    room = around.pixels - 24
    footer = tame(around.worded(around.footer, int(room / 5.6)))
    title = tame(around.worded(around.title, int(room / (9.2 if around.small else 10.4))))
    subtitle = tame(around.worded(around.subtitle, int(room / 6.7)))
    _tamed(figure)
    if around.rtl:
        for trace in figure.data:
            trace.hovertext = _held(trace.hovertext)
            if trace.name and RIGHT_TO_LEFT_MARKS[0] not in trace.name:
                trace.name = _held(trace.name)
    side = "right" if around.rtl else "left"
    right = 28
    if around.rtl and left > MOST_FOR_NUMBERS:  # names stand on the right there
        left, right = right, left
    right = max(right, beside)
    rows = 1 if beside else legend_rows(figure, around.pixels - left - right)
    above = 24 * title.count("<br>") + 17 * subtitle.count("<br>") + LEGEND_ROW * (rows - 1)
    titled = 18 if figure.layout.xaxis.title.text else 0
    below = 14 * footer.count("<br>") + titled
    height += above + below  # a longer language does not press the chart flat
    top, bottom = 30 + 24 + 17 + 16 + LEGEND_ROW + above, 56 + 14 + below
    figure.update_layout(
        height=height,
        margin={"l": left, "r": right, "t": top, "b": bottom},
        paper_bgcolor=colours.paper,
        plot_bgcolor=colours.paper,
        font={"family": FONT, "size": 13, "color": colours.ink},
        title={
            "text": f"<b>{title}</b>",
            "subtitle": {"text": subtitle, "font": {"size": 13, "color": colours.quiet}},
            "font": {"size": 17 if around.small else 19},
            "x": 1 if around.rtl else 0,
            "xref": "container",
            "xanchor": side,
            "pad": {"r" if around.rtl else "l": 10},
            "y": 0.985,
            "yref": "container",
            "yanchor": "top",
            "automargin": False,
        },
        hoverlabel={"font": {"family": FONT, "size": 13}, "align": side},
        legend={"orientation": "v", "x": 1.01, "y": 1, "xanchor": "left", "yanchor": "top"}
        if beside
        else {
            "orientation": "h",
            "x": 1 if around.rtl else 0,
            "y": 1.0,
            "yanchor": "bottom",
            "xanchor": side,
            "title": None,
            "font": {"size": 12},
        },
        dragmode="select",
        selectdirection="h",
        bargap=0.18,
    )
    figure.update_layout(title_pad_t=16)
    figure.add_annotation(
        text=footer,
        x=1 if around.rtl else 0,
        xref="paper",
        xanchor=side,
        xshift=right - 10 if around.rtl else 10 - left,
        y=0,
        yref="paper",
        yanchor="top",
        yshift=-44 - titled,
        showarrow=False,
        align=side,
        font={"size": 11, "color": colours.quiet},
    )
    figure.update_xaxes(
        showgrid=False,
        linecolor=colours.quiet,
        ticks="outside",
        tickcolor=colours.quiet,
        tickangle=0,
        tickfont={"size": 11 if around.small else 13},
        automargin=False,
    )
    figure.update_yaxes(gridcolor=colours.grid, zerolinecolor=colours.quiet, automargin=False)
    return figure
