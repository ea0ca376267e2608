"""Charts over time: frame in, plotly Figure out; every picture carries its own title and stamp."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final

import pandas as pd
import plotly.graph_objects as go

from components.pictures.furniture import Furniture, finished, wrapped
from components.pictures.palette import Palette

DAY: Final = pd.Timedelta(days=1)
MILESTONE_PIXELS: Final = 70  # two rows of names above the bars
ROOM_FOR_NUMBERS: Final = 24  # bins; with more, the count without a figure stands in the hover text


def faded(hue: str, opacity: float) -> str:
    """A colour ``#rrggbb`` as plotly's rgba text."""
    return f"rgba({', '.join(str(int(hue[i : i + 2], 16)) for i in (1, 3, 5))}, {opacity})"


def trend(
    bins: pd.DataFrame,
    measure: str,
    around: Furniture,
    labels: dict[str, str],
    *,
    milestones: pd.DataFrame | None = None,
    provisional_from: pd.Timestamp | None = None,
    known_until: pd.Timestamp | None = None,
    uncovered: Sequence[tuple[dt.date, dt.date]] = (),
    cumulative: bool = False,
    height: int = 420,
) -> go.Figure:
    """A count by week or month: bars in three tones to low, best and high, a hollow mark for no figure.

    Args:
        bins: one row a bin: ``start``, ``end`` (days), ``low``, ``best``, ``high`` (people),
            ``unreported`` (incidents), ``label`` (hover text).
        measure: decides the hue.
        around: title, subtitle and stamp.
        labels: words: ``unreported``, ``band``, ``best``, ``only``, ``to_best``, ``to_high``, ``or_more``,
            ``provisional``, ``not_known``, ``axis``.
        milestones: ``day``, ``title``, ``named`` (whether the title is written out).
        provisional_from: bins from here on are shaded as recent enough to change.
        known_until: days after this one are shaded: nothing of them could be known.
        uncovered: first and last day of stretches that nobody covers; hatched, since nothing there is not none.
        cumulative: lines of running sums instead of bars.
        height: pixels.
    """
    colours = around.colours
    hue = colours.measure[measure]
    figure = go.Figure()
    middle = bins["start"] + (bins["end"] - bins["start"]) / 2
    width = ((bins["end"] - bins["start"]).dt.days + 1) * 86_400_000 * 0.86
    if cumulative:
        runs = bins[["low", "best", "high"]].astype("Float64").cumsum().ffill()
        band(figure, bins["end"], runs, hue, labels, bins["label"])
    else:
        _ranges(figure, bins, middle, width, hue, labels)
    silent = bins[bins["unreported"] > 0]
    if len(silent) and not cumulative:
        figure.add_scatter(
            x=middle[silent.index],
            y=[0.5] * len(silent),
            yaxis="y2",
            mode="markers+text" if len(bins) <= ROOM_FOR_NUMBERS else "markers",
            text=silent["unreported"].astype(str),
            textposition="middle center",
            textfont={"size": 10, "color": colours.quiet},
            marker={
                "symbol": "circle-open",
                "size": 17 if len(bins) <= ROOM_FOR_NUMBERS else 9,
                "color": colours.unknown,
                "line": {"width": 1.2},
            },
            name=labels["unreported"],
            hovertext=silent["label"],
            hoverinfo="text",
        )
    if uncovered:
        _hatched(figure, uncovered, colours, labels["uncovered"])
    if milestones is not None:
        _milestones(figure, milestones, colours)
        if milestones["named"].any():
            highest = float((runs if cumulative else bins)["high"].astype("Float64").max())
            room = 1 - MILESTONE_PIXELS / max(height - 210, 100)
            figure.update_layout(yaxis_range=[0, max(highest, 1.0) / max(room, 0.4)])
    if provisional_from is not None and len(bins) and bins["end"].max() >= provisional_from:
        figure.add_vrect(
            x0=provisional_from,
            x1=bins["end"].max(),
            fillcolor=colours.quiet,
            opacity=0.12,
            line_width=0,
            annotation_text=labels["provisional"],
            annotation_position="top left",
        )
    if known_until is not None and len(bins) and known_until < bins["end"].max():
        figure.add_vrect(
            x0=known_until + DAY,
            x1=bins["end"].max() + DAY,
            fillcolor=colours.quiet,
            opacity=0.14,
            line_width=0,
            annotation_text=labels["not_known"],
            annotation_position="top left",
        )
    strip = 26 / max(height - 190, 60)
    figure.update_layout(
        yaxis={
            "domain": [strip + 0.03, 1],
            "rangemode": "tozero",
            "title": {"text": labels["axis"], "font": {"size": 12}},
        },
        yaxis2={"domain": [0, strip], "visible": False, "range": [0, 1], "fixedrange": True},
        xaxis={"anchor": "y2", "range": [bins["start"].min(), bins["end"].max() + DAY]},
    )
    return finished(figure, around, height)


def _hatched(
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


def _ranges(
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


def band(
    figure: go.Figure,
    x: pd.Series,
    runs: pd.DataFrame,
    hue: str,
    labels: dict[str, str],
    hover: Sequence[str],
) -> None:
    """Add a line of running sums with the band from low to high around it.

    Args:
        figure: is added to.
        x: days.
        runs: ``low``, ``best``, ``high``.
        hue: colour of line and band.
        labels: words: ``band``, ``best``.
        hover: text of each point.
    """
    figure.add_scatter(
        x=x, y=runs["high"], mode="lines", line={"width": 0}, showlegend=False, hoverinfo="skip"
    )
    figure.add_scatter(
        x=x,
        y=runs["low"],
        mode="lines",
        line={"width": 0},
        fill="tonexty",
        fillcolor=faded(hue, 0.25),
        name=labels["band"],
        hoverinfo="skip",
    )
    figure.add_scatter(
        x=x,
        y=runs["best"],
        mode="lines",
        line={"color": hue, "width": 2.4},
        name=labels["best"],
        hovertext=hover,
        hoverinfo="text+y",
    )


def _milestones(figure: go.Figure, milestones: pd.DataFrame, colours: Palette) -> None:
    figure.add_scatter(
        x=milestones["day"],
        y=[1.0] * len(milestones),
        yaxis="y3",
        mode="markers",
        marker={"symbol": "triangle-down", "size": 8, "color": colours.quiet},
        hovertext=milestones["title"],
        hoverinfo="text",
        showlegend=False,
    )
    figure.update_layout(
        yaxis3={
            "overlaying": "y",
            "visible": False,
            "range": [0, 1],
            "fixedrange": True,
            "domain": [0, 1],
        }
    )
    for level, row in enumerate(milestones[milestones["named"]].itertuples()):
        figure.add_vline(x=row.day, line={"color": colours.quiet, "width": 0.8, "dash": "dot"})
        figure.add_annotation(
            x=row.day,
            y=1,
            yref="paper",
            yshift=-8 - 32 * (level % 2),
            text=wrapped(row.title, 30),
            showarrow=False,
            xanchor="left",
            yanchor="top",
            xshift=3,
            align="left",
            font={"size": 10.5, "color": colours.quiet},
        )
