"""A figure as a button, and what one click opens: incidents, reports, observations, citation."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from components.parts.answers import let_stand
from components.parts.exhibit import page_link
from components.parts.tables import number_columns, observation_columns, table
from components.parts.windows import window
from components.view import Part, View, figure_of
from components.words.language import literal
from components.words.numbers import said, unreported
from components.words.sentences import citation, selection_sentence, titled
from data.counting.lineage import incident_figures, lineage
from data.counting.selection import Selection
from data.record.ids import among

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
    if st.button(literal(said(figure, view.words)), key=key, type="tertiary", help=literal(note)):
        open_lineage(view, selection, measure, part)
    if figure.unreported:
        st.caption(view.words.md("exhibit.silent", n=figure.unreported))


def open_lineage(view: View, selection: Selection, measure: str, part: Part | None = None) -> None:
    """Open the lineage of a figure in a dialog."""

    @st.dialog(view.words("exhibit.lineage"), width="large")
    def show() -> None:
        lineage_sheet(view, selection, measure, part)

    let_stand()
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
    st.caption(f"{words('exhibit.bound')} {literal(unreported(figure, words))}")
    shares = incident_figures(record, selection, [measure])
    if part:
        shares = shares[among(shares["incident_id"], part.ids)]
    if shares.empty:
        st.info(words("empty.nothing" if figure.share else "empty.not_covered"))
        return
    every = shares["incident_id"].tolist()
    shares = shares.sort_values("best", ascending=False, na_position="last", kind="stable")
    shares = shares.iloc[window(words, len(shares), f"lineage-{measure}")]
    rows = record.incidents[among(record.incidents["incident_id"], shares["incident_id"])]
    about = titled(record, rows, words)[["incident_id", "date_low", "title"]]
    shares = shares.merge(about, on="incident_id")
    shares["link"] = "incidents?incident=" + shares["incident_id"] + "&" + view.query
    table(
        shares[["date_low", "title", "low", "best", "high", "open", "link"]],
        column_config={
            **number_columns(view, ("low", "best", "high")),
            "date_low": st.column_config.DateColumn(words("column.day"), format="YYYY-MM-DD"),
            "title": words("column.incident"),
            "link": st.column_config.LinkColumn(
                words("column.sheet"), display_text=words("exhibit.open_incident")
            ),
        },
        height=min(38 + 35 * len(shares), 250),
    )
    ids = shares["incident_id"].tolist()
    with st.expander(words("exhibit.observations"), expanded=len(shares) <= 3):
        rows = lineage(record, selection, [measure], ids)[list(LINEAGE_COLUMNS)]
        makes = rows[["gives_low", "gives_best", "gives_high"]].notna().any(axis=1)
        table(pd.concat([rows[makes], rows[~makes]]), column_config=observation_columns(view))
    st.caption(words("exhibit.cite"))
    link = page_link(view, None if selection == view.selection else selection)
    st.code(
        citation(figure, what, selection, record, link, every, words),
        language=None,
        wrap_lines=True,
    )
