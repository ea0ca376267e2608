"""Charts over time: frame in, plotly Figure out; every picture carries its own title and stamp."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final

import pandas as pd
import plotly.graph_objects as go

from components.pictures.bars import DAY, faded, ranges, uncovered_stretches, unsure
from components.pictures.furniture import Furniture, finished, titled, wrapped
from components.pictures.palette import Palette

MILESTONE_PIXELS: Final = 70  # two rows of names above the bars
STEP: Final = {"shape": "hv"}  # a running total holds until the next is known
ROOM_FOR_NUMBERS: Final = 24  # bins; with more, the count without a figure stands in the hover text


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
            ``unreported`` (incidents), ``label`` (hover text); ``sure`` and ``possible`` (people) where not
            every day is known: what may lie in another bin is drawn lighter over all it may lie in.
        measure: decides the hue.
        around: title, subtitle and stamp.
        labels: words: ``unreported``, ``band``, ``best``, ``only``, ``to_best``, ``to_high``, ``or_more``, ``unsure``,
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
        ranges(figure, bins, middle, width, hue, labels)
        unsure(figure, bins, middle, width, around.colours, hue, labels)
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
        uncovered_stretches(figure, uncovered, colours, labels["uncovered"])
    if milestones is not None:
        _milestones(figure, milestones, colours, (bins["start"].min(), bins["end"].max()))
        if milestones["named"].any():
            tops = runs["high"] if cumulative else bins[["high", "possible"]].astype("Float64").max(axis=1)  # fmt: skip
            highest = float(tops.astype("Float64").max())
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
            "title": titled(labels["axis"]),
        },
        yaxis2={"domain": [0, strip], "visible": False, "range": [0, 1], "fixedrange": True},
        xaxis={"anchor": "y2", "range": [bins["start"].min(), bins["end"].max() + DAY]},
    )
    return finished(figure, around, height)


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
        x=x,
        y=runs["high"],
        mode="lines",
        line=STEP | {"width": 0},
        showlegend=False,
        hoverinfo="skip",
    )
    figure.add_scatter(
        x=x,
        y=runs["low"],
        mode="lines",
        line=STEP | {"width": 0},
        fill="tonexty",
        fillcolor=faded(hue, 0.25),
        name=labels["band"],
        hoverinfo="skip",
    )
    figure.add_scatter(
        x=x,
        y=runs["best"],
        mode="lines",
        line=STEP | {"color": hue, "width": 2.4},
        name=labels["best"],
        hovertext=hover,
        hoverinfo="text+y",
    )


def _milestones(
    figure: go.Figure,
    milestones: pd.DataFrame,
    colours: Palette,
    span: tuple[pd.Timestamp, pd.Timestamp],
) -> None:
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
        late = (row.day - span[0]) > 0.66 * (span[1] - span[0])  # to its right it would be cut off
        figure.add_vline(x=row.day, line={"color": colours.quiet, "width": 0.8, "dash": "dot"})
        figure.add_annotation(
            x=row.day,
            y=1,
            yref="paper",
            yshift=-8 - 32 * (level % 2),
            text=wrapped(row.title, 30),
            showarrow=False,
            xanchor="right" if late else "left",
            yanchor="top",
            xshift=-3 if late else 3,
            align="right" if late else "left",
            font={"size": 10.5, "color": colours.quiet},
        )
