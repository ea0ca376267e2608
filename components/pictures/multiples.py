"""Small multiples: the parts of a count over time one under the other, on one scale."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import pandas as pd
import plotly.graph_objects as go

from components.pictures.bars import DAY, faded
from components.pictures.furniture import Furniture, finished, titled

PANEL_PIXELS: Final = 124
NAME_SHARE: Final = 0.22  # of a panel's height, for its name


def multiples(
    rows: pd.DataFrame,
    bins: pd.DataFrame,
    names: Sequence[tuple[str, str]],
    measure: str,
    around: Furniture,
    labels: dict[str, str],
) -> go.Figure:
    """One panel a part: bars of the best figure with low to high, a hollow mark where no incident gave one.

    Args:
        rows: ``key`` (of a bin), ``part``, ``low``, ``best``, ``high``, ``unreported``, ``label`` (hover text).
        bins: every bin: ``key``, ``start``, ``end``.
        names: part and what stands above its panel, in order.
        measure: decides the hue.
        around: title, subtitle and stamp.
        labels: words: ``only``, ``unreported``, ``axis``.
    """
    colours = around.colours
    hue = colours.measure[measure]
    figure = go.Figure()
    middle = bins["start"] + (bins["end"] - bins["start"]) / 2
    width = ((bins["end"] - bins["start"]).dt.days + 1) * 86_400_000 * 0.86
    highest = max(float(rows["high"].astype("Float64").fillna(0).max()), 1.0)
    share = 1 / len(names)
    side = "right" if around.rtl else "left"
    for n, (part, name) in enumerate(names):
        at = "" if n == 0 else str(n + 1)
        own = rows[rows["part"] == part].set_index("key").reindex(bins["key"])
        ends = own[["low", "best", "high"]].astype("Float64")
        figure.add_bar(
            x=middle,
            y=ends["best"],
            width=width,
            yaxis=f"y{at}",
            name=labels["only"],
            showlegend=n == 0,
            marker={"color": faded(hue, 0.75), "line": {"color": hue, "width": 1}},
            error_y={
                "type": "data",
                "symmetric": False,
                "array": (ends["high"] - ends["best"]),
                "arrayminus": (ends["best"] - ends["low"]),
                "thickness": 1,
                "width": 2,
                "color": colours.ink,
            },
            hovertext=own["label"],
            hoverinfo="text",
        )
        silent = ends["best"].isna() & (own["unreported"].fillna(0) > 0)
        figure.add_scatter(
            x=middle[silent.to_numpy()],
            y=[highest * 0.08] * int(silent.sum()),
            yaxis=f"y{at}",
            mode="markers",
            marker={"symbol": "circle-open", "size": 8, "color": colours.unknown},
            name=labels["unreported"],
            showlegend=bool(silent.any())
            and not any(t.name == labels["unreported"] for t in figure.data),
            hovertext=own["label"][silent],
            hoverinfo="text",
        )
        top = 1 - n * share
        figure.update_layout(
            {
                f"yaxis{at}": {
                    "domain": [top - share * (1 - NAME_SHARE), top - share * NAME_SHARE],
                    "range": [0, highest * 1.05],
                    "nticks": 3,
                    "rangemode": "tozero",
                }
            }
        )
        figure.add_annotation(
            text=f"<b>{name}</b>",
            x=1 if around.rtl else 0,
            y=top - share * NAME_SHARE * 0.9,
            xref="paper",
            yref="paper",
            xanchor=side,
            yanchor="bottom",
            showarrow=False,
            font={"size": 12.5},
        )
    figure.update_layout(
        {f"yaxis{(len(names) + 1) // 2}": {"title": titled(labels["axis"])}}, barmode="overlay"
    )
    figure.update_xaxes(
        anchor="y" if len(names) == 1 else f"y{len(names)}",
        range=[bins["start"].min(), bins["end"].max() + DAY],
    )
    return finished(figure, around, 190 + PANEL_PIXELS * len(names))
