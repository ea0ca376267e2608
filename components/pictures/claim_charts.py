"""Charts of claims: who is said to have done it, and who said how many. Frame in, Figure out."""

from __future__ import annotations

from typing import Any, Final

import pandas as pd
import plotly.graph_objects as go

from components.pictures.furniture import Furniture, finished, row_pixels, titled

CONTESTED_HATCH: Final = "/"
LETTER_PIXELS: Final = 6.8
BESIDE_PIXELS: Final = 28  # on the side where no names stand


def parts(
    rows: pd.DataFrame, around: Furniture, labels: dict[str, str], along: str, height: int = 0
) -> go.Figure:
    """People by actor or side, one bar each, acknowledged, uncontested and contested apart.

    Args:
        rows: ``name``, ``status``, ``best`` (people), ``label`` (hover text), ``total`` (printed at the end).
        around: title, subtitle and stamp.
        labels: words for each status.
        along: words along the axis of people.
        height: pixels; 0 lets the number of bars decide.
    """
    colours = around.colours
    rows = rows.assign(
        name=[around.worded(name, 16 if around.small else 32) for name in rows["name"]]
    )
    if around.small:  # the number of incidents stands in the hover text and the table
        rows = rows.assign(total=[total.split(" · ")[0] for total in rows["total"]])
    order = rows.drop_duplicates("name")["name"].tolist()[::-1]
    figure = go.Figure()
    for status in labels:
        own = rows[rows["status"] == status]
        if own.empty:
            continue
        hollow = status == "unattributed"
        figure.add_bar(
            y=own["name"],
            x=own["best"].astype("Float64"),
            orientation="h",
            name=labels[status],
            customdata=own["key"],
            hovertext=own["label"],
            hoverinfo="text",
            marker={
                "color": colours.paper if hollow else colours.status[status],
                "line": {"color": colours.status[status], "width": 1.5 if hollow else 0},
                "pattern": {
                    "shape": CONTESTED_HATCH if status == "contested" else "",
                    "fgcolor": colours.ink,
                    "bgcolor": colours.status[status],
                    "size": 6,
                    "fgopacity": 0.55,
                },
            },
        )
    totals = rows.drop_duplicates("name")
    figure.add_scatter(
        y=totals["name"],
        x=totals["reach"].astype("Float64"),
        mode="text",
        text=[f"  {around.worded(text, 99)}  " for text in totals["total"]],
        textposition="middle left" if around.rtl else "middle right",
        showlegend=False,
        hoverinfo="skip",
        cliponaxis=False,
    )
    figure.update_layout(
        legend_traceorder="normal",
        barmode="stack",
        yaxis={"categoryorder": "array", "categoryarray": order, "showgrid": False},
    )
    longest = max((len(line) for name in order for line in name.split("<br>")), default=0)
    left = min(24 + 7 * longest if around.small else 40 + 7 * longest, 330)
    wide = around.pixels - left - BESIDE_PIXELS
    room = [  # so much of the axis that bar and text end inside the picture
        float(reach) * wide / max(wide - LETTER_PIXELS * (len(text) + 4), 0.3 * wide)
        for reach, text in zip(totals["reach"], totals["total"], strict=True)
        if not pd.isna(reach)
    ]
    furthest = [0, max([1.4, *room])]
    figure.update_xaxes(range=furthest[::-1] if around.rtl else furthest, title=titled(along))
    if around.rtl:
        figure.update_yaxes(side="right", ticklabelstandoff=8)
    return finished(figure, around, height or 250 + len(order) * row_pixels(order, 40), left=left)


def sayings(rows: pd.DataFrame, around: Furniture, labels: dict[str, str], along: str) -> go.Figure:
    """Who said how many about one incident, in order of publication.

    Args:
        rows: ``line`` (day and publisher), ``least``, ``value``, ``most`` (people), ``role``, ``open``, ``label``.
        around: title, subtitle and stamp.
        labels: words for ``rests``, ``beside`` and ``superseded``.
        along: words along the axis of people.
    """
    colours = around.colours
    rows = rows.assign(
        line=[around.worded(line, max(around.pixels // 18, 18)) for line in rows["line"]]
    )
    hue = {
        "rests": colours.measure["killed"],
        "beside": colours.measure["injured"],
        "superseded": colours.unknown,
    }
    onward = "triangle-left" if around.rtl else "triangle-right"
    figure = go.Figure()
    for kind, colour in hue.items():
        own = rows[rows["kind"] == kind]
        if own.empty:
            continue
        x: list[Any] = []
        y: list[Any] = []
        for row in own.itertuples():
            x += [row.least, row.most, None]
            y += [row.line, row.line, None]
        figure.add_scatter(
            x=x,
            y=y,
            mode="lines",
            line={"color": colour, "width": 5},
            opacity=0.4,
            showlegend=False,
            hoverinfo="skip",
        )
        figure.add_scatter(
            x=own["mark"].astype(float),
            y=own["line"],
            mode="markers",
            showlegend=False,
            hovertext=own["label"],
            hoverinfo="text",
            marker={
                "size": 11,
                "color": colour,
                "symbol": [onward if is_open else "circle" for is_open in own["open"]],
            },
        )
        figure.add_scatter(
            x=[None],
            y=[None],
            mode="markers",
            name=labels[kind],
            marker={"size": 11, "color": colour},
        )
    lines = rows["line"].tolist()[::-1]
    figure.update_layout(yaxis={"categoryorder": "array", "categoryarray": lines, "showgrid": True})
    figure.update_xaxes(
        rangemode="tozero", showgrid=True, gridcolor=colours.grid, title=titled(along)
    )
    if around.rtl:
        figure.update_xaxes(autorange="reversed")
        figure.update_yaxes(side="right", ticklabelstandoff=8)
    longest = max((len(part) for line in lines for part in line.split("<br>")), default=0)
    height = 190 + len(lines) * row_pixels(lines, 27)
    return finished(figure, around, height, left=min(30 + 7 * longest, 360, around.pixels // 2))
