"""How many, where, since when, who says so: on one screen."""

from collections.abc import Callable

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from components.lines.answer import answer
from components.lines.changes import (
    ATTACKS_ON_CARE,
    ROWS,
    compared_periods,
    incidents_said,
    reason_said,
    row_selection,
)
from components.lines.map import summary
from components.lines.trend import (
    bar_labels,
    finding,
    labelled_milestones,
    trend_words,
    with_months,
)
from components.parts import incident_map
from components.parts.coverage_strip import coverage_strip
from components.parts.exhibit import chart, empty, heading
from components.parts.filters import view
from components.parts.opened_figure import number
from components.parts.signal_strip import signal_strip
from components.pictures.charts import trend
from components.view import furniture, once
from components.words.language import literal
from components.words.names import publisher_name
from components.words.numbers import day, days, said
from components.words.sentences import incident_title
from data.counting.coverage import toll_figure
from data.counting.covered import gaps, telling
from data.counting.figure import of_row
from data.counting.periods import axis_for, bins, extent, stock_on
from data.counting.placing import placed, placed_rows
from data.counting.selection import Selection

LATEST = 6
WIDTHS = (1.1, 1.5, 1.2, 1.2)  # of the change table: what, now, before, a year before

v = view()
words, record, selection = v.words, v.record, v.selection
heading(v, "overview", " ".join(answer(v)) if v.answer.ids else "")
if not v.answer.ids:
    empty(v)
    st.stop()

start, end = extent(selection, record)
every = compared_periods(v)[:3]  # the average of twelve months has room in the briefing only
periods = [one for one in every if one.selection is not None]
left, right = st.columns([1.25, 1], gap="medium")


def count_row(row: str, narrowed: Callable[[Selection], Selection]) -> None:
    """A row of counts of incidents, each a way to them."""
    cells = st.columns(WIDTHS[: 1 + len(periods)], vertical_alignment="center")
    cells[0].markdown(words(f"overview.row.{row}"))
    for cell, one in zip(cells[1:], periods, strict=True):
        counted = narrowed(one.selection or selection)
        count = incidents_said(v, counted)
        cell.page_link(
            "components/pages/incidents.py", label=literal(count), query_params=counted.to_params()
        )


with left, st.container(key="change-table", gap=None):
    heads = st.columns(WIDTHS[: 1 + len(periods)])
    heads[0].caption(words("overview.counted"))
    for column, one in zip(heads[1:], periods, strict=True):
        when = days(*extent(one.selection or selection, record), words)
        column.caption(f"{words(f'overview.{one.name}')}: {literal(when)}")
    for measure, group in ROWS:
        cells = st.columns(WIDTHS[: 1 + len(periods)], vertical_alignment="center")
        cells[0].markdown(words(f"overview.row.{measure}_{group}"))
        for cell, one in zip(cells[1:], periods, strict=True):
            counted = row_selection(one, group)
            if counted is not None:
                with cell:
                    number(v, counted, measure, f"{one.name}-{measure}-{group}")
    if not selection.care:  # a reader's own choice of care is counted in the row below
        count_row("care", lambda one: one.replace(care=ATTACKS_ON_CARE))
    count_row("incidents", lambda one: one)
    cells = st.columns(WIDTHS[: 1 + len(periods)])
    cells[0].markdown(words("overview.row.stock"))
    for cell, one in zip(cells[1:], periods, strict=True):
        then = one.selection or selection
        stock = stock_on(record, extent(then, record)[1], selection.as_known_on)
        if stock is None:
            cell.text(words("numbers.not_reported"))
            continue
        label = literal(said(toll_figure(stock), words))
        cell.page_link(
            "components/pages/coverage.py", label=literal(label), query_params=then.to_params()
        )
        said_by = words(
            "overview.stock",
            publisher=publisher_name(record, stock["publisher"], words),
            day=day(stock["day"], words),
        )
        cell.caption(literal(said_by))
    said_above = {"previous"} if answer(v) else set()
    left_out = [one for one in every if one.selection is None and one.name not in said_above]
    notes = [words(f"overview.without.{one.name}", reason=reason_said(v, one.reason, one.days)) for one in left_out]  # fmt: skip
    st.caption(literal(" ".join([words("overview.footnote"), *notes])))

signal_strip(v)

# The map is the heaviest thing a browser has to start, so the rest is sent before it.
map_place = right.container()
opened: list[str] = []


def drawn_trend() -> tuple[go.Figure, str, pd.DataFrame]:
    """The trend, what it shows in words, and its table."""
    axis = axis_for(selection, record)
    rows = bins(v.answer, record, selection.measure, axis)
    rows["label"] = bar_labels(v, rows, selection.measure, axis)
    said_so = finding(v, rows, selection.measure, axis)
    subtitle = words(f"trends.subtitle.{axis}", measure=words.term("measure", selection.measure))
    around = furniture(v, said_so, subtitle, share=0.57)
    named = labelled_milestones(v, start, end, most=3)
    figure = trend(
        rows,
        selection.measure,
        around,
        trend_words(v, selection.measure),
        milestones=named,
        provisional_from=pd.Timestamp(record.provisional_from),
        known_until=pd.Timestamp(v.answer.as_known_on),
        uncovered=gaps(telling(v.answer.covered, selection.measure), start, end),
        height=380,
    )
    twin = rows[["key", "low", "best", "high", "open", "incidents", "unreported"]]
    return with_months(figure, start, end, v, 0.57), said_so, twin


def latest_lines() -> list[tuple[str, str]]:
    """The latest incidents: id, and the line that says it."""
    latest = placed_rows(record, selection, v.answer.kept[-LATEST:])
    latest = latest.sort_values(["date_low", "incident_id"], ascending=False)
    return [
        (
            row.incident_id,
            words(
                "overview.one",
                day=day(row.date_low, words),
                title=incident_title(record, row, words),
                figure=said(of_row(row), words),
            ),
        )
        for row in latest.itertuples()
    ]


left, right = st.columns([1.45, 1], gap="medium")
with left:
    figure, said_so, twin = once(v, "overview-trend", drawn_trend)
    chart(v, figure, "overview-trend", said_so, twin)
with right:
    st.markdown(f"**{words('overview.latest')}**")
    latest_list = st.container(key="latest", gap=None)
    for incident_id, line in once(v, "latest", latest_lines):
        if latest_list.button(literal(line), key=f"latest-{incident_id}", type="tertiary"):
            opened = [incident_id]
    coverage_strip(v)

with map_place:
    clicked = incident_map.draw(v, selection, "event_type", "overview-map", height=318, share=0.43)
    st.caption(literal(summary(v, placed(record, selection))))

if opened or clicked:
    incident_map.open_incidents(v, opened or clicked)
