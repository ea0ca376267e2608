"""Bars over time: in three tones of certainty, what may lie in another bin, stretches nobody covers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final

import pandas as pd
import plotly.graph_objects as go

from components.pictures.palette import Palette

DAY: Final = pd.Timedelta(days=1)


def faded(hue: str, opacity: float) -> str:
    """A colour ``#rrggbb`` as plotly's rgba text."""
    return f"rgba({', '.join(str(int(hue[i : i + 2], 16)) for i in (1, 3, 5))}, {opacity})"


def ranges(
    figure: go.Figure,
    bins: pd.DataFrame,
    middle: pd.Series,
    width: pd.Series,
    hue: str,
    labels: dict[str, str],
) -> None:
    """Bars in three tones, up to low, best and high, so that no end of the range hides another."""
    ends = bins[["low", "best", "high"]].astype("Float64")
    steps = (
        ("best", 1.0, pd.Series(0.0, bins.index), ends["low"]),
        ("to_best", 0.62, ends["low"], ends["best"] - ends["low"]),
        ("to_high", 0.3, ends["best"], ends["high"] - ends["best"]),
    )
    for name, opacity, base, size in steps:
        shown = size.where(size > 0) if name != "best" else size
        if name != "best" and shown.isna().all():
            continue
        figure.add_bar(
            x=middle,
            width=width,
            base=base,
            y=shown,
            marker={"color": faded(hue, opacity), "line": {"color": hue, "width": 1}},
            name=labels[name]
            if name != "best" or ends["low"].ne(ends["best"]).any()
            else labels["only"],
            customdata=bins["key"],
            hovertext=bins["label"],
            hoverinfo="text",
        )
    opened = bins[bins["open"]]
    if len(opened):
        figure.add_scatter(
            x=middle[opened.index],
            y=ends.loc[opened.index, "high"],
            mode="markers",
            marker={"symbol": "triangle-up", "size": 8, "color": hue},
            name=labels["or_more"],
            hovertext=opened["label"],
            hoverinfo="text",
        )
    figure.update_layout(barmode="overlay")


def unsure(
    figure: go.Figure,
    bins: pd.DataFrame,
    middle: pd.Series,
    width: pd.Series,
    colours: Palette,
    hue: str,
    labels: dict[str, str],
) -> None:
    """A veil from what lies surely in a bin to what may lie in it: lighter than a bar, dotted, and no sum."""
    rows = bins[bins["possible"] > bins["sure"]]
    if rows.empty:
        return
    figure.add_bar(
        x=middle[rows.index],
        width=width[rows.index],
        base=rows["sure"],
        y=rows["possible"] - rows["sure"],
        marker={
            "color": faded(colours.paper, 0.6),
            "line": {"color": hue, "width": 0.6},
            "pattern": {"shape": ".", "size": 5, "solidity": 0.25, "fgcolor": hue, "fgopacity": 0.7, "bgcolor": faded(colours.paper, 0.6)},
        },
        name=labels["unsure"],
        hovertext=rows["label"],
        hoverinfo="text",
    )  # fmt: skip


def uncovered_stretches(
    figure: go.Figure, stretches: Sequence[tuple[dt.date, dt.date]], colours: Palette, name: str
) -> None:
    """Stretches over the whole height of a chart, hatched: shapes of plotly know no pattern, bars do."""
    starts = pd.to_datetime([first for first, _ in stretches])
    ends = pd.to_datetime([last for _, last in stretches]) + DAY
    figure.add_bar(
        x=starts + (ends - starts) / 2,
        width=(ends - starts) / pd.Timedelta(milliseconds=1),
        y=[1.0] * len(stretches),
        yaxis="y4",
        marker={
            "color": "rgba(0,0,0,0)",
            "line": {"width": 0},
            "pattern": {
                "shape": "/",
                "size": 11,
                "solidity": 0.1,
                "fgcolor": colours.quiet,
                "fgopacity": 0.4,
            },
        },
        name=name,
        hovertext=[name] * len(stretches),
        hoverinfo="text",
    )
    figure.update_layout(
        yaxis4={"overlaying": "y", "visible": False, "range": [0, 1], "fixedrange": True}
    )
