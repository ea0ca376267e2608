"""Charts that set two things beside each other: two periods, or tolls and incidents."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from components.pictures.charts import DAY, STEP, band
from components.pictures.furniture import Furniture, finished, wrapped


def two_periods(rows: pd.DataFrame, measure: str, around: Furniture, axis: str) -> go.Figure:
    """Two periods beside each other, bin by bin from their first day.

    Args:
        rows: ``which`` (now or then), ``name``, ``position``, ``low``, ``best``, ``high`` (people), ``label``.
        measure: decides the hue; the earlier period is hollow.
        around: title, subtitle and stamp.
        axis: words along the horizontal axis.
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
        title={"text": axis, "font": {"size": 12}}, dtick=1 if rows["position"].max() < 20 else None
    )
    figure.update_yaxes(rangemode="tozero")
    return finished(figure, around, 360)


def tolls_beside(
    tolls: pd.DataFrame,
    counted: pd.DataFrame,
    measure: str,
    around: Furniture,
    labels: dict[str, str],
    height: int = 520,
) -> go.Figure:
    """Official tolls as one line per publisher, and the incidents' running sum beside them.

    Args:
        tolls: ``day``, ``publisher``, ``period_start``, ``best`` (people), ``open``, ``label``; totals since
            different days are no series and are not joined.
        counted: ``day``, ``low``, ``best``, ``high``: running sums of the incidents.
        measure: decides the hue of the incidents.
        around: title, subtitle and stamp.
        labels: words: ``incidents``, ``band``.
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
            name=wrapped(str(publisher), 26),
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
    if len(tolls) and tolls["day"].nunique() == 1:
        day = tolls["day"].iloc[0]
        figure.update_xaxes(range=[day - 15 * DAY, day + 15 * DAY])
    figure.update_yaxes(rangemode="tozero")
    figure = finished(figure, around, height)
    if around.small:  # a list beside the lines would leave them no room
        return figure
    return figure.update_layout(
        legend={"orientation": "v", "x": 1.01, "y": 1, "xanchor": "left", "yanchor": "top"},
        margin_r=190,
    )


def _parted(own: pd.DataFrame) -> pd.DataFrame:
    """A publisher's tolls with a blank row between those since different days, where a line breaks."""
    since = own["period_start"].fillna("").astype("str")
    pieces = [piece for _, piece in own.groupby(since, sort=False)]
    blank = own.iloc[:1].assign(best=float("nan"), day=pd.NaT, label="", open=False)
    return pd.concat([one for piece in pieces for one in (piece, blank)][:-1])
