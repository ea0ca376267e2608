"""Since when: weeks and months, running sums, two periods beside each other."""

import functools

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from components.lines.splits import Split, split_of
from components.lines.trend import (
    bar_labels,
    bin_name,
    finding,
    labelled_milestones,
    something_to_draw,
    trend_words,
    with_months,
)
from components.parts.address import asked, tell
from components.parts.compared import compared_periods
from components.parts.exhibit import chart, empty, heading
from components.parts.filters import reset, view
from components.parts.opened_figure import number
from components.pictures.charts import trend
from components.pictures.comparison_charts import tolls_beside
from components.pictures.multiples import multiples
from components.view import furniture, once
from components.words.language import literal
from components.words.names import source_names
from components.words.numbers import day, days, said
from data.counting.coverage import toll_figure
from data.counting.covered import gaps, telling
from data.counting.crossed import SPLITS
from data.counting.periods import (
    Axis,
    axis_for,
    bins,
    extent,
    known_to_lie,
    stocks_between,
)

BINS, FORMS = ("week", "month"), ("each", "cumulative")
UNSPLIT = "none"

v = view()
words, record, selection = v.words, v.record, v.selection
heading(v, "trends")
if not v.answer.ids:
    empty(v)
    st.stop()

start, end = extent(selection, record)
bar = st.container(horizontal=True, vertical_alignment="bottom", gap="medium")
by = bar.segmented_control(
    words("trends.bins"),
    BINS,
    default=asked("bins", BINS, axis_for(selection, record), words),
    required=True,
    format_func=lambda a: words(f"trends.{a}"),
    key="trend-axis",
)
axis: Axis = "month" if by == "month" else "week"
form = bar.segmented_control(
    words("trends.form"),
    FORMS,
    default=asked("curve", FORMS, FORMS[0], words),
    required=True,
    format_func=lambda f: words(f"trends.{f}"),
    key="trend-form",
)
split = bar.segmented_control(
    words("trends.split"),
    (UNSPLIT, *SPLITS),
    default=asked("split", (UNSPLIT, *SPLITS), UNSPLIT, words),
    required=True,
    format_func=lambda one: words(
        "trends.unsplit" if one == UNSPLIT else f"trends.split_name.{one}"
    ),
    key="trend-split",
)
tell("split", split, UNSPLIT)
tell("bins", by, axis_for(selection, record))
tell("curve", form, FORMS[0])
bar.caption(words("trends.how_to_brush"))

measures = [
    selection.measure,
    *[m for m in ("killed", "injured", "displaced") if m != selection.measure],
]


def drawn_trend(measure: str) -> tuple[go.Figure, str, pd.DataFrame, pd.DataFrame]:
    """The trend of a measure, what it shows in words, its table, and its bins."""
    rows = bins(v.answer, record, measure, axis)
    rows["label"] = bar_labels(v, rows, measure, axis)
    said_so = finding(v, rows, measure, axis)
    around = furniture(
        v, said_so, words(f"trends.subtitle.{axis}", measure=words.term("measure", measure))
    )
    figure = trend(
        rows,
        measure,
        around,
        trend_words(v, measure),
        milestones=labelled_milestones(
            v, start, end, most=6 if measure == selection.measure else 0
        ),
        provisional_from=pd.Timestamp(record.provisional_from),
        known_until=pd.Timestamp(v.answer.as_known_on),
        uncovered=gaps(telling(v.answer.covered, measure), start, end),
        cumulative=form == "cumulative",
        height=470 if measure == selection.measure else 330,
    )
    rows["bin"] = [bin_name(v, row, axis) for _, row in rows.iterrows()]
    shown = ["bin", "start", "end", "low", "best", "high", "open", "incidents", "unreported"]
    unsure = ["sure", "possible"] if (rows["possible"] > rows["sure"]).any() else []
    return with_months(figure, start, end, v), said_so, rows[[*shown, *unsure]], rows


def drawn_parts(split: str) -> tuple[go.Figure, Split, pd.DataFrame]:
    """The measure's parts one under the other, what they are, and their table."""
    measure = selection.measure
    told = split_of(v, measure, axis, split)
    subtitle = words(f"trends.split_subtitle.{split}", measure=words.term("measure", measure))
    labels = trend_words(v, measure)
    figure = multiples(
        told.rows, told.bins, told.names, measure, furniture(v, told.title, subtitle), labels
    )
    when = told.rows.merge(told.bins[["key", "bin", "start"]], on="key").sort_values("start")
    twin = when[["bin", "name", "low", "best", "high", "open", "incidents", "unreported"]]
    return with_months(figure, start, end, v), told, twin


if split and split != UNSPLIT:
    figure, told, table = once(v, ("parts-of", axis, split), functools.partial(drawn_parts, split))
    if something_to_draw(told.rows):
        chart(v, figure, f"trend-by-{split}", told.title, table)
    else:
        st.text(told.title)
    st.caption(words("trends.parts_open"))
    for n, (column, part) in enumerate(zip(st.columns(len(told.parts)), told.parts, strict=True)):
        with column:
            st.caption(literal(part.name))
            number(v, selection, selection.measure, f"part-{split}-{n}", part)

for measure in measures:
    figure, said_so, table, rows = once(
        v, ("trend", measure, axis, form), functools.partial(drawn_trend, measure)
    )
    if not something_to_draw(rows):  # a line says it; a chart would be empty
        st.text(said_so)
        continue
    state = chart(
        v,
        figure,
        f"trend-{measure}",
        said_so,
        table,
        on_select="rerun",
        selection_mode=["box", "points"],
    )
    keys = (
        [point["customdata"] for point in state.selection.points if "customdata" in point]
        if state
        else []
    )
    picked = rows[rows["key"].isin([key[0] if isinstance(key, list) else key for key in keys])]
    if len(picked):
        first, last = picked["start"].min().date(), picked["end"].max().date()
        st.button(
            words.md("trends.narrow", period=days(first, last, words)),
            key=f"narrow-{measure}",
            on_click=reset,
            kwargs={"date_from": first, "date_to": last},
            type="primary",
        )

stocks = stocks_between(record, start, end, selection.as_known_on)


def drawn_stocks() -> tuple[go.Figure, str, pd.DataFrame]:
    """The displaced on a day as published, what that shows in words, and its table."""
    last = stocks.iloc[-1]
    names = source_names(record, words.language)
    title = words(
        "trends.stock_title",
        count=said(toll_figure(last), words),
        publisher=names[last["source_id"]],
        day=day(last["day"], words),
    )
    stocks["best"] = [toll_figure(row).best for _, row in stocks.iterrows()]
    stocks["open"] = [toll_figure(row).open for _, row in stocks.iterrows()]
    stocks["label"] = [
        f"<b>{row.publisher}</b><br>{day(row.day, words)}: {row.best}<br>{row.measure_as_printed}, {row.area}"
        for row in stocks.itertuples()
    ]
    stocks["publisher"] = stocks["source_id"].map(source_names(record, words.language))
    around = furniture(v, title, words("trends.stock_subtitle"))
    nothing = pd.DataFrame(columns=["day", "low", "best", "high", "label"])
    up = {"axis": words("trends.axis", measure=words.term("measure", "displaced"))}
    figure = tolls_beside(
        stocks,
        nothing,
        "displaced",
        around,
        up,
        (start, end),
        height=240 + 26 * max(4, stocks["publisher"].nunique()),
    )
    twin = stocks[["day", "publisher", "best", "qualifier", "area", "document", "url"]]
    return with_months(figure, start, end, v), title, twin


if len(stocks):
    figure, title, twin = once(v, "stocks", drawn_stocks)
    chart(v, figure, "trend-stocks", title, twin)


def drawn_incidents() -> tuple[go.Figure, str, pd.DataFrame]:
    """How many incidents, what that shows in words, and its table."""
    rows = bins(v.answer, record, selection.measure, axis)
    counts = rows.assign(best=rows["incidents"] + rows["unreported"], unreported=0)
    counts = counts.assign(low=counts["best"], high=counts["best"], open=False)
    counts[["sure", "possible"]] = known_to_lie(record, selection, "incidents", counts)
    counts["label"] = [words("trends.in_incidents", n=int(n)) for n in counts["best"]]
    title = words("trends.incident_title", n=int(counts["best"].sum()))
    around = furniture(v, title, words(f"trends.incident_subtitle.{axis}"))
    labels = trend_words(v, "incidents") | {
        "best": words("trends.incidents"),
        "only": words("trends.incidents"),
        "axis": words("trends.incidents"),
    }
    figure = trend(counts, "incidents", around, labels, cumulative=form == "cumulative", height=300)
    return with_months(figure, start, end, v), title, counts[["start", "end", "best"]]


figure, title, twin = once(v, ("incidents", axis, form), drawn_incidents)
chart(v, figure, "trend-incidents", title, twin)


compared_periods(v, axis)
