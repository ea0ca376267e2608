"""A figure or chart with what makes it defensible: its lineage, its table, its words, its citation."""

from __future__ import annotations

import functools
import operator
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from components.filters import VERSION_PARAMETER, View, reset
from components.furniture import Furniture, config
from components.numbers import day, said, unreported
from components.sentences import citation, publishers, selection_sentence
from data.figure import Figure, of_row
from data.lineage import incident_figures, lineage
from data.query import ids_at, query
from data.selection import Selection
from data.vocabulary import POINT_PRECISIONS

_MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+!|<>~$:])")
LINEAGE_COLUMNS = (
    "publisher",
    "published",
    "gives_low",
    "gives_best",
    "gives_high",
    "url",
    "role",
    "qualifier",
    "low",
    "value",
    "high",
    "words",
    "group",
    "incident_id",
)


@dataclass(frozen=True)
class Part:
    """One part of a total: its name in the reader's words, its figure, its incidents."""

    name: str
    figure: Figure
    ids: tuple[str, ...]


def literal(text: str) -> str:
    """Text from data as Markdown that shows it letter by letter: no image, link or colour comes alive."""
    return _MARKDOWN.sub(r"\\\1", text)


def heading(view: View, page: str) -> None:
    """Title of a page, what is selected, and as of when."""
    st.header(view.words(f"{page}.title"), anchor=False)
    st.text(view.sentence)
    left = left_out(view)
    if left:
        st.warning(literal(left))
    if view.selection.near:
        shown = view.record.incidents[view.record.incidents["incident_id"].isin(view.answer.ids)]
        coarse = (~shown["place_precision"].isin(POINT_PRECISIONS)).sum()
        st.info(view.words("exhibit.near", coarse=int(coarse), n=len(shown)))


def left_out(view: View) -> str:
    """What a choice of attributions takes out of the total, as a sentence; empty when nothing."""
    selection, words = view.selection, view.words
    if selection.claims == "any":
        return ""
    everything = query(view.record, selection.replace(claims="any"))
    gone = [one for one in everything.ids if one not in set(view.answer.ids)]
    if not gone:
        return ""
    statuses = everything.by("attribution_status").xs(selection.measure, level="measure")
    kept = view.answer.partial.sums["attribution_status"]
    away = [of_row(row) for status, row in statuses.iterrows() if status not in kept]
    return words(
        "exhibit.left",
        n=len(gone),
        claims=words.term("claims", selection.claims),
        figure=said(functools.reduce(operator.add, away), words),
        measure=words.term("measure", selection.measure),
        everyone=said(of_row(everything.figures().loc[selection.measure]), words),
        here=said(of_row(view.answer.figures().loc[selection.measure]), words),
    )


def furniture(
    view: View, title: str, subtitle: str, ids: Sequence[str] | None = None, *, narrow: bool = False
) -> Furniture:
    """What stands around a chart of this view: the finding and the stamp.

    Args:
        view: the view.
        title: the finding.
        subtitle: measure, unit and period.
        ids: incidents drawn; None is all of the selection.
        narrow: the chart shares its row with something else.
    """
    counted = list(view.answer.ids if ids is None else ids)
    return Furniture(
        title, f"{subtitle}. {view.sentence}", stamp(view, counted), view.theme, narrow
    )


def stamp(view: View, ids: Sequence[str]) -> str:
    """Number of incidents, sources, day of knowledge, record date and version, as one line."""
    words, record = view.words, view.record
    return words(
        "exhibit.stamp",
        n=len(ids),
        sources=", ".join(publishers(record, list(ids))) or words("numbers.not_reported"),
        title=record.title,
        known=day(view.answer.as_known_on, words),
        date=day(record.date, words),
        version=record.version,
    )


def page_link(view: View, selection: Selection | None = None) -> str:
    """Address of the page shown, with a selection; the bare query where the address is not known."""
    version = f"{VERSION_PARAMETER}={view.record.version}"
    asked = view.query if selection is None else f"{selection.to_query()}&{version}"
    url = st.context.url
    parts = urlsplit(url or "")
    if parts.hostname in (None, "localhost", "127.0.0.1"):  # an address that is dead elsewhere
        return f"?{asked}"
    return f"{parts.scheme}://{parts.netloc}{parts.path}?{asked}"


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
        st.segmented_control(
            view.words("exhibit.picture"),
            ["png", "svg"],
            key=f"picture-{name}",
            default=form,
            on_change=_picture,
            args=(name,),
        )
    return state


def table(rows: pd.DataFrame, **settings: Any) -> Any:
    """A table of rows as the record has them; an empty text cell is empty, not the word None.

    Args:
        rows: the rows.
        **settings: passed on to ``st.dataframe``.
    """
    texts = rows.select_dtypes(["str", "object"]).columns
    return st.dataframe(
        rows.fillna(dict.fromkeys(texts, "")), hide_index=True, placeholder="", **settings
    )


def _picture(name: str) -> None:
    st.session_state["pick_picture"] = st.session_state[f"picture-{name}"] or "png"


def number(
    view: View, selection: Selection, measure: str, key: str, part: Part | None = None
) -> None:
    """A figure as a button: one click opens the incidents, reports and observations behind it.

    Args:
        view: the view.
        selection: what the figure was asked for with.
        measure: which figure.
        key: a key of the element.
        part: one part of the total instead of the total.
    """
    figure = part.figure if part else figure_of(view, selection, measure)
    note = unreported(figure, view.words) or view.words("exhibit.open")
    if st.button(literal(said(figure, view.words)), key=key, type="tertiary", help=note):
        open_lineage(view, selection, measure, part)
    if figure.unreported:
        st.caption(view.words("exhibit.silent", n=figure.unreported))


def figure_of(view: View, selection: Selection, measure: str) -> Figure:
    """The figure of a selection and measure."""
    answer = view.answer if selection == view.selection else query(view.record, selection)
    return of_row(answer.figures().loc[measure])


def part_of(view: View, axis: str, key: str, name: str) -> Part:
    """One part of the view's total: the incidents that stand at a key of an axis.

    Args:
        view: the view.
        axis: one of ``shard.AXES``.
        key: the key.
        name: what the part is, in the reader's words.
    """
    found = view.answer.by(axis)
    at = (key, view.selection.measure)
    nobody = Figure("incidents", None, None, None, incidents=0, unreported=0)
    figure = of_row(found.loc[at]) if at in found.index else nobody
    return Part(name, figure, tuple(ids_at(view.record, view.selection, axis, key)))


def open_lineage(view: View, selection: Selection, measure: str, part: Part | None = None) -> None:
    """Open the lineage of a figure in a dialog."""

    @st.dialog(view.words("exhibit.lineage"), width="large")
    def show() -> None:
        lineage_sheet(view, selection, measure, part)

    show()


def lineage_sheet(view: View, selection: Selection, measure: str, part: Part | None = None) -> None:
    """What a figure is made of: incidents, observations, the rule, and the citation to copy."""
    words, record = view.words, view.record
    figure = part.figure if part else figure_of(view, selection, measure)
    what = words(
        "exhibit.what",
        measure=words.term("measure", measure),
        group=words.term("group", selection.group),
    )
    if part:
        what = f"{what}; {part.name}"
    st.subheader(literal(f"{said(figure, words)} {what}"), anchor=False)
    st.text(selection_sentence(selection, record, words))
    st.caption(f"{words('exhibit.bound')} {unreported(figure, words)}")
    shares = incident_figures(record, selection, [measure])
    if part:
        shares = shares[shares["incident_id"].isin(part.ids)]
    about = record.incidents[["incident_id", "date_low", "title"]]
    shares = shares.merge(about, on="incident_id")
    shares = shares.sort_values("best", ascending=False, na_position="last")
    if shares.empty:
        st.info(words("empty.nothing"))
        return
    shares["link"] = "incidents?incident=" + shares["incident_id"] + "&" + view.query
    table(
        shares[["date_low", "title", "low", "best", "high", "link"]],
        column_config={
            **number_columns(view, ("low", "best", "high")),
            "date_low": st.column_config.DateColumn(words("column.day"), format="YYYY-MM-DD"),
            "title": words("column.incident"),
            "link": st.column_config.LinkColumn(
                words("column.open"), display_text=words("exhibit.open_incident")
            ),
        },
        height=min(38 + 35 * len(shares), 250),
    )
    ids = shares["incident_id"].tolist()
    with st.expander(words("exhibit.observations"), expanded=len(shares) <= 3):
        rows = lineage(record, selection, [measure])
        rows = rows.loc[rows["incident_id"].isin(ids), list(LINEAGE_COLUMNS)]
        table(rows, column_config=observation_columns(view))
    st.caption(words("exhibit.cite"))
    link = page_link(view, None if selection == view.selection else selection)
    st.code(
        citation(figure, what, selection, record, link, ids, words),
        language=None,
        wrap_lines=True,
    )


def number_columns(view: View, names: Sequence[str]) -> dict[str, Any]:
    """Column settings for people: whole numbers, blank where unknown."""
    return {
        name: st.column_config.NumberColumn(view.words(f"column.{name}"), format="localized")
        for name in names
    }


def observation_columns(view: View) -> dict[str, Any]:
    """Column settings for a table of observations."""
    words = view.words
    numbers = number_columns(
        view, ("low", "value", "high", "gives_low", "gives_best", "gives_high")
    )
    texts = (
        "incident_id",
        "measure",
        "group",
        "publisher",
        "published",
        "qualifier",
        "words",
        "role",
    )
    return {
        **numbers,
        **{name: words(f"column.{name}") for name in texts},
        "url": st.column_config.LinkColumn(
            words("column.url"), display_text=words("exhibit.source")
        ),
    }


def empty(view: View) -> None:
    """Why nothing is shown, and one click to undo each filter that may have caused it."""
    words = view.words
    st.info(words("empty.nothing"))
    for field, _ in view.selection.clauses():
        undone = (
            {"near": None, "within_km": None}
            if field in ("near", "within_km")
            else {field: getattr(Selection(), field)}
        )
        count = len(query(view.record, view.selection.replace(**undone)).ids)
        if count and field != "within_km":
            label = words("empty.without", filter=words(f"filters.{field}"), n=count)
            st.button(label, key=f"undo-{field}", on_click=reset, kwargs=undone)
