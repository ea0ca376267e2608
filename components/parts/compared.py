"""Two periods beside each other: the one shown, and the one before, a year before, or another as long."""

from __future__ import annotations

import datetime as dt
import functools

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from components.lines.changes import reason_said
from components.lines.trend import bar_labels
from components.parts.address import asked_day, tell
from components.parts.exhibit import chart
from components.parts.opened_figure import number
from components.pictures.comparison_charts import two_periods
from components.view import View, furniture, once
from components.words.language import literal
from components.words.numbers import days, said
from data.counting.figure import of_row
from data.counting.periods import Axis, as_long_from, bins, days_before, earlier, extent
from data.counting.query import query
from data.counting.selection import Selection

OWN = "own"
WAYS = ("previous", "year_before")


def compared_periods(view: View, axis: Axis) -> None:
    """The choice of the other period, both figures, and both beside each other; or why they do not compare."""
    words, selection = view.words, view.selection
    st.subheader(words("trends.compare"), anchor=False)
    given = asked_day("compared", WAYS, WAYS[0], words)
    bar = st.container(horizontal=True, vertical_alignment="bottom", gap="medium")
    way = bar.segmented_control(
        words("trends.compare_with"),
        (*WAYS, OWN),
        default=given if given in WAYS else OWN,
        required=True,
        format_func=lambda one: words("trends.compare_own" if one == OWN else f"overview.{one}"),
        key="trend-compare",
    )
    if way == OWN:
        first = given if isinstance(given, dt.date) else None
        chosen = bar.date_input(
            words("trends.compare_from"),
            first or extent(selection, view.record)[0],
            max_value=view.record.date,
            key="trend-compare-from",
            format="YYYY-MM-DD",
        )
        day = chosen if isinstance(chosen, dt.date) else extent(selection, view.record)[0]
        tell("compared", day.isoformat(), WAYS[0])
        then, reason = as_long_from(view.record, selection, day)
        start, end = extent(selection, view.record)
        other = day, day + (end - start)
    else:
        tell("compared", str(way), WAYS[0])
        then, reason = earlier(view.record, selection, years=1 if way == "year_before" else 0)
        other = days_before(*extent(selection, view.record), years=1 if way == "year_before" else 0)
    if then is None:
        st.info(literal(reason_said(view, reason, other)))
        return
    columns = st.columns(2)
    for column, one in zip(columns, (selection, then), strict=True):
        with column:
            st.caption(literal(days(*extent(one, view.record), words)))
            number(view, one, selection.measure, f"compare-{one.to_query()}")
    figure, title, twin = once(
        view, ("comparison", axis, then), functools.partial(_drawn, view, then, axis)
    )
    chart(view, figure, "trend-compare", title, twin)


def _drawn(view: View, then: Selection, axis: Axis) -> tuple[go.Figure, str, pd.DataFrame]:
    """Both periods beside each other, what that shows in words, and their table."""
    words, record, measure = view.words, view.record, view.selection.measure
    before = query(record, then)
    series = []
    for name, answer in (("now", view.answer), ("then", before)):
        own = bins(answer, record, measure, axis)
        own["name"] = days(*extent(answer.selection, record), words)
        own["position"] = range(1, len(own) + 1)
        own["label"] = bar_labels(view, own, measure, axis)
        own["which"] = name
        series.append(own)
    title = words(
        "trends.compared",
        Measure=words.term("measure_title", measure),
        now=said(of_row(view.answer.figures().loc[measure]), words),
        then=said(of_row(before.figures().loc[measure]), words),
        now_days=days(*extent(view.selection, record), words),
        then_days=days(*extent(then, record), words),
    )
    ids = [*view.answer.ids, *before.ids]
    around = furniture(
        view,
        title,
        words("trends.compare_subtitle", period=days(*extent(then, record), words)),
        ids,
    )
    both = pd.concat(series, ignore_index=True)
    up = words("trends.axis", measure=words.term("measure", measure))
    figure = two_periods(both, measure, around, words(f"trends.position.{axis}"), up)
    return figure, title, both[["name", "position", "low", "best", "high", "open", "unreported"]]
