"""Where an incident is known from: its reports, and the gazetteer of its point."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from components.parts.tables import table
from components.view import View
from data.counting.estimate import as_of
from data.record.vocabulary import POINT_PRECISIONS

REPORT_COLUMNS = (
    "published",
    "basis",
    "publisher",
    "name",
    "type",
    "affiliation",
    "source_rank",
    "title",
)


def incident_sources(
    view: View, ballot: pd.DataFrame, claims: pd.DataFrame, row: pd.Series
) -> None:
    """The reports on one incident, and how its point is known.

    Args:
        view: the view; its ``as_known_on`` holds here too.
        ballot: its observations, of ``estimate.votes``.
        claims: its claims.
        row: its row of the incidents.
    """
    words, record = view.words, view.record
    used = {*ballot["report_id"], *claims["report_id"], row["report_id"]}
    reports = record.reports[record.reports["report_id"].isin(used)]
    reports = reports[reports["known_on"] <= as_of(record, view.selection.as_known_on)]
    names = record.sources.set_index("source_id")[["name", "type", "affiliation"]]
    reports = reports.join(names, on="source_id").sort_values(["known_on", "report_id"])
    with st.expander(words.md("incident.sources", n=len(reports))):
        table(
            reports[[*REPORT_COLUMNS, "url"]],
            column_config={
                **{name: words(f"column.{name}") for name in REPORT_COLUMNS},
                "basis": words("column.report_basis"),
                "url": st.column_config.LinkColumn(
                    words("column.url"), display_text=words("exhibit.source")
                ),
            },
        )
    point = row["place_precision"] in POINT_PRECISIONS and not pd.isna(row["latitude"])
    if not point:
        st.caption(words("incident.no_point"))
        return
    st.caption(
        f"{words.md('incident.point', lat=row['latitude'], lon=row['longitude'])} {words.md('incident.point_source', source=row['coordinate_source'])}"
    )
