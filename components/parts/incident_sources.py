"""Where an incident is known from: its reports, and the gazetteer of its point."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from components.parts.tables import table
from components.view import View
from data.counting.estimate import as_of
from data.record.vocabulary import POINT_PRECISIONS
from data.store.captures import Capture, captures, content_of
from data.store.checks import Check, checks
from data.store.store import Store

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
    store = Store()
    kept = [one for one in captures(store.ledger.entries()) if one.report in used]
    archived = set(reports.loc[reports["archived_url"].notna(), "report_id"])
    preserved = {one.report for one in kept} | archived
    looked_at = checks(store.files)
    reports["preserved"] = [_kept(view, one in archived, one in preserved, looked_at.get(one)) for one in reports["report_id"]]  # fmt: skip
    with st.expander(words.md("incident.sources", n=len(reports))):
        st.caption(words.md("incident.preserved", n=len(preserved & {*reports["report_id"]}), of=len(reports)))  # fmt: skip
        table(
            reports[[*REPORT_COLUMNS, "preserved", "url", "archived_url"]],
            column_config={
                **{name: words(f"column.{name}") for name in REPORT_COLUMNS},
                "basis": words("column.report_basis"),
                "url": st.column_config.LinkColumn(
                    words("column.url"), display_text=words("exhibit.source")
                ),
                "archived_url": st.column_config.LinkColumn(
                    words("column.archived_url"), display_text=words("exhibit.archived")
                ),
            },
        )
        for one in kept:
            _copy(view, store, one)
    point = row["place_precision"] in POINT_PRECISIONS and not pd.isna(row["latitude"])
    if not point:
        st.caption(words("incident.no_point"))
        return
    st.caption(
        f"{words.md('incident.point', lat=row['latitude'], lon=row['longitude'])} {words.md('incident.point_source', source=row['coordinate_source'])}"
    )


def _kept(view: View, archived: bool, preserved: bool, states: list[Check] | None) -> str:
    """How a report is kept, and what its address answered when somebody looked."""
    words = view.words
    told = [words("incident.kept_archived") if archived else words("incident.kept_copy")] if preserved else []  # fmt: skip
    if states:
        last = states[-1]
        told.append(words(f"incident.address.{last.found}", day=last.last, status=last.status or words("incident.no_answer")))  # fmt: skip
    return words("covered.joint").join(told)


def _copy(view: View, store: Store, one: Capture) -> None:
    """A copy to take along; what is in it is never drawn here."""
    words = view.words
    st.download_button(words.md("incident.copy", name=one.name, report=one.report, day=one.at[:10]), lambda: content_of(store, one), one.name, "application/octet-stream", key=f"copy-{one.entry}", on_click="ignore")  # fmt: skip
