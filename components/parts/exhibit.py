"""A figure or chart with what makes it defensible: its lineage, its table, its words, its citation."""

from __future__ import annotations

import functools
import operator
import os
from typing import Any
from urllib.parse import urlsplit

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from components.lines.near import more_sentence, near_sentence
from components.parts.filters import reset
from components.parts.tables import table
from components.pictures.furniture import config
from components.view import ADDRESS_VARIABLE, View, address_of, once
from components.words.covered import age_sentence, aside_sentence, covered_sentence
from components.words.language import literal
from components.words.numbers import day, said
from components.words.sentences import elsewhere, titled
from components.words.time_known import time_sentence
from data.counting.figure import of_row
from data.counting.near import undecided
from data.counting.query import query
from data.counting.selection import Selection
from data.counting.time_known import certainly_and_possibly
from data.record.ids import among


def _time_known(view: View) -> str:
    both = certainly_and_possibly(view.holdings.record, view.selection)
    return time_sentence(both, view.selection.measure, view.words)


def heading(view: View, page: str, lead: str = "") -> None:
    """Title of a page, its answer where it has one, what is selected, and as of when."""
    where = elsewhere(view.record, view.selection, view.words) if page == "overview" else ""
    if where:
        st.header(view.words.md("overview.title_elsewhere", place=where), anchor=False)
    else:
        st.header(view.words(f"{page}.title"), anchor=False)
    if page == "overview":
        _what_this_is(view)
    if lead:
        st.markdown(literal(lead))
    st.text(view.sentence)
    answer = view.answer
    cover = covered_sentence(answer.covered, view.words)
    record = view.record
    age = age_sentence(record.gathered or record.date, answer.covered, view.holdings.imported, view.words)  # fmt: skip
    age = f"{age} {aside_sentence(view.holdings.put_aside, answer.covered, view.words)}".strip()
    if answer.share < 1:
        st.warning(literal(f"{cover} {view.words('covered.not_none')} {age}"))
    else:
        st.caption(literal(f"{cover} {age}"))
    known = once(view, "time_known", lambda: _time_known(view))
    if known:
        st.caption(literal(known))
    left = left_out(view)
    if left:
        st.warning(literal(left))
    near = near_sentence(view.record, view.selection, view.words)
    if near:
        st.info(literal(near))
        _may_lie_within(view)


def _may_lie_within(view: View) -> None:
    """The incidents that a distance cannot decide, behind one click."""
    words, record, found = view.words, view.record, undecided(view.record, view.selection)
    more = more_sentence(found, words) if found else ""
    if not found or not more:
        return
    opened = st.expander(literal(more), on_change="rerun", key="may-lie-within")
    if opened.open:
        rows = record.incidents[among(record.incidents["incident_id"], found.may_lie_within)]
        rows = titled(record, rows, words)
        rows = rows.assign(link="incidents?incident=" + rows["incident_id"] + "&" + view.query)
        with opened:
            table(
                rows[["date_low", "title", "place", "place_precision", "district", "link"]],
                key="may-lie-within-table",
                column_config={
                    "date_low": st.column_config.DateColumn(
                        words("column.day"), format="YYYY-MM-DD"
                    ),
                    "link": st.column_config.LinkColumn(
                        words("column.sheet"), display_text=words("exhibit.open_incident")
                    ),
                },
            )


def _what_this_is(view: View) -> None:
    """What the program tells, who counts, up to when, how to begin, and the way to what must be read first."""
    words = view.words
    ends = [one.date_to for one in view.record.bands]
    last = day(max(ends), words) if ends else words("numbers.not_reported")
    line = st.container(horizontal=True, vertical_alignment="top", key="what-this-is")
    line.caption(words.md("app.what", day=last))
    line.page_link("components/pages/method.py", label=words("app.read_first"), query_params=view.selection.to_params())  # fmt: skip


def left_out(view: View) -> str:
    """What a choice of attributions takes out of the total, as a sentence; empty when nothing."""
    selection, words = view.selection, view.words
    if selection.claims == "any":
        return ""
    everything = query(view.record, selection.replace(claims="any"))
    gone = len(everything.kept) - len(view.answer.kept)
    if not gone:
        return ""
    statuses = everything.by("attribution_status").xs(selection.measure, level="measure")
    kept = view.answer.sums("attribution_status")
    away = [of_row(row) for status, row in statuses.iterrows() if status not in kept]
    return words(
        "exhibit.left",
        n=gone,
        claims=words.term("claims", selection.claims),
        figure=said(functools.reduce(operator.add, away), words),
        measure=words.term("measure", selection.measure),
        everyone=said(of_row(everything.figures().loc[selection.measure]), words),
        here=said(of_row(view.answer.figures().loc[selection.measure]), words),
    )


def page_link(view: View, selection: Selection | None = None) -> str:
    """Address of the page shown, with a selection; the bare query where the address is not known."""
    asked = address_of(selection or view.selection, view.holdings.record, view.words)
    return f"{page_address()}?{asked}"


def served_at() -> str:
    """Where the app is served, as the reader's browser or the deployment says; blank if neither does."""
    return page_address().rpartition("/")[0] or os.environ.get(ADDRESS_VARIABLE, "")


def page_address() -> str:
    """Address of the page shown, without its query; blank where it is dead on another computer."""
    parts = urlsplit(st.context.url or "")
    if parts.hostname in (None, "localhost", "127.0.0.1"):
        return ""
    return f"{parts.scheme}://{parts.netloc}{parts.path}"


def chart(
    view: View, figure: go.Figure, name: str, finding: str, twin: pd.DataFrame, **events: Any
) -> Any:
    """A chart with its text alternative and table twin; it saves as a picture with its stamp.

    Args:
        view: the view.
        figure: the chart, with its furniture.
        name: file name of the picture, and key of the element.
        finding: what the chart shows, in words.
        twin: the same numbers as rows.
        **events: passed on to ``st.plotly_chart`` (``on_select``, ``selection_mode``).

    Returns:
        What the reader selected in the chart, if it listens.
    """
    form = st.session_state.get("pick_picture") or "png"
    state = st.plotly_chart(
        figure,
        theme=None,
        config=config(f"libya-casualty-monitor-{name}", form),
        key=f"chart-{name}",
        alt=finding,
        **events,
    )
    with st.expander(view.words("exhibit.twin")):
        st.text(finding)
        table(twin, key=f"table-{name}")
        # set here and not as the default: a default that follows the choice would be another widget
        st.session_state[f"picture-{name}"] = form
        st.segmented_control(
            view.words("exhibit.picture"),
            ["png", "svg"],
            key=f"picture-{name}",
            required=True,
            on_change=_picture,
            args=(name,),
        )
    return state


def _picture(name: str) -> None:
    st.session_state["pick_picture"] = st.session_state[f"picture-{name}"]


def empty(view: View) -> None:
    """Why nothing is shown, and one click to undo each filter that may have caused it."""
    words = view.words
    st.info(words("empty.nothing" if view.answer.share else "empty.not_covered"))
    for field, _ in view.selection.clauses():
        undone = (
            {"near": None, "within_km": None}
            if field in ("near", "within_km")
            else {field: getattr(Selection(), field)}
        )
        count = len(query(view.holdings.record, view.selection.replace(**undone)).kept)
        if count and field != "within_km":
            label = words("empty.without", filter=words(f"filters.{field}"), n=count)
            st.button(literal(label), key=f"undo-{field}", on_click=reset, kwargs=undone)
