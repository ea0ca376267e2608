"""Charts that set two things beside each other: two periods, or tolls and incidents."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import plotly.graph_objects as go

from components.pictures.charts import DAY, STEP, band
from components.pictures.furniture import Furniture, finished, titled


def two_periods(
    rows: pd.DataFrame, measure: str, around: Furniture, along: str, up: str
) -> go.Figure:
    """Two periods beside each other, bin by bin from their first day.

    Args:
        rows: ``which`` (now or then), ``name``, ``position``, ``low``, ``best``, ``high`` (people), ``label``.
        measure: decides the hue; the earlier period is hollow.
        around: title, subtitle and stamp.
        along: words along the horizontal axis.
        up: words along the vertical axis.
    """
    hue = around.colours.measure[measure]
    figure = go.Figure()
    for which in ("then", "now"):
        own = rows[rows["which"] == which]
        best = own["best"].astype("Float64")
        figure.add_bar(
            x=own["position"],
            y=best,
            name=own["name"].iloc[0],
            hovertext=own["label"],
            hoverinfo="text",
            marker={
                "color": hue if which == "now" else around.colours.paper,
                "line": {"color": hue, "width": 1.4},
            },
            error_y={
                "type": "data",
                "symmetric": False,
                "array": (own["high"] - own["best"]).astype("Float64"),
                "arrayminus": (own["best"] - own["low"]).astype("Float64"),
                "thickness": 1.2,
                "width": 3,
                "color": around.colours.quiet,
            },
        )
    figure.update_layout(barmode="group")
    figure.update_xaxes(
        title=titled(along),
        dtick=1 if rows["position"].max() < 20 else None,
    )
    figure.update_yaxes(rangemode="tozero", title=titled(up))
    return finished(figure, around, 360)


def tolls_beside(
    tolls: pd.DataFrame,
    counted: pd.DataFrame,
    measure: str,
    around: Furniture,
    labels: dict[str, str],
    span: tuple[dt.date, dt.date],
    height: int = 520,
) -> go.Figure:
    """Official tolls as one line per publisher, and the incidents' running sum beside them.

    Args:
        tolls: ``day``, ``publisher``, ``period_start``, ``best`` (people), ``open``, ``label``; totals since
            different days are no series and are not joined.
        counted: ``day``, ``low``, ``best``, ``high``: running sums of the incidents.
        measure: decides the hue of the incidents.
        around: title, subtitle and stamp.
        labels: words: ``axis``; with incidents, ``incidents`` and ``band`` too.
        span: first and last day of the axis.
        height: pixels.
    """
    colours = around.colours
    figure = go.Figure()
    if len(counted):
        words = {"best": labels["incidents"], "band": labels["band"]}
        band(figure, counted["day"], counted, colours.measure[measure], words, counted["label"])
    dashes = ["solid", "dash", "dot", "dashdot", "longdash", "longdashdot"]
    symbols = ["square", "diamond", "circle", "x", "cross", "triangle-up", "star", "hexagon"]
    for i, (publisher, own) in enumerate(tolls.groupby("publisher", sort=False)):
        own = _parted(own)
        fill = [colours.paper if is_open else colours.quiet for is_open in own["open"]]
        figure.add_scatter(
            x=own["day"],
            y=own["best"].astype(float),
            mode="lines+markers",
            name=around.worded(str(publisher), 26),
            line=STEP | {"color": colours.quiet, "width": 1.1, "dash": dashes[i % len(dashes)]},
            marker={
                "symbol": symbols[i % len(symbols)],
                "size": 9,
                "color": fill,
                "line": {"width": 1.6, "color": colours.quiet},
            },
            hovertext=own["label"],
            hoverinfo="text",
        )
    figure.update_xaxes(range=[pd.Timestamp(span[0]) - DAY, pd.Timestamp(span[1]) + DAY])
    figure.update_yaxes(rangemode="tozero", title=titled(labels["axis"]))
    beside = 0 if around.small else 190  # on a phone it would leave the lines no room
    return finished(figure, around, height, beside=beside)


def _parted(own: pd.DataFrame) -> pd.DataFrame:
    """A publisher's tolls with a blank row between those since different days, where a line breaks."""
    since = own["period_start"].fillna("").astype("str")
    pieces = [piece for _, piece in own.groupby(since, sort=False)]
    blank = own.iloc[:1].assign(best=float("nan"), day=pd.NaT, label="", open=False)
    return pd.concat([one for piece in pieces for one in (piece, blank)][:-1])
