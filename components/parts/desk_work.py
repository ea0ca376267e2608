"""What there is to do at the desk: counts that open to their incidents."""

from __future__ import annotations

import streamlit as st

from components.parts.tables import table
from components.parts.windows import window
from components.view import View
from components.words.sentences import titled
from data.desk.worklist import KINDS, work
from data.record.reviewed import as_reviewed


def desk_work(view: View) -> None:
    """Choose what to look at; its incidents, and the way to the one that is chosen."""
    words = view.words
    record = st.session_state["_everything"]
    found = work(record)
    everything = as_reviewed(record, "with", "latest")
    whole = everything.apart or everything
    kind = st.radio(
        words("desk.to_do"), KINDS, key="desk-work", horizontal=True,
        format_func=lambda one: words(f"desk.work.{one}", n=len(found[one])),
    )  # fmt: skip
    waiting = int((view.holdings.matches["state"] == "review").sum())
    if waiting:
        st.page_link("components/pages/data.py", label=words.md("desk.matches", n=waiting), query_params={"tab": "matches"})  # fmt: skip
    ids = found[str(kind)]
    if not ids:
        st.info(words("desk.nothing_to_do"))
        return
    rows = whole.incidents[whole.incidents["incident_id"].isin(ids)].sort_values("date_low", ascending=False)  # fmt: skip
    rows = titled(whole, rows.iloc[window(words, len(rows), f"work-{kind}")], words)
    shown = rows[["incident_id", "date_low", "title", "place", "place_precision"]]
    event = table(shown, key=f"desk-work-{kind}", on_select="rerun", selection_mode="single-row")
    chosen = event.selection.rows
    if chosen:
        one = str(shown["incident_id"].iloc[chosen[0]])
        tab = "review" if kind in ("waiting", "returned", "draft", "changed", "disputed") else "correct"  # fmt: skip
        asked = {"incident": one, **view.selection.to_params()}
        st.page_link("components/pages/desk.py", label=words(f"desk.open.{tab}"), query_params={**asked, "tab": tab})  # fmt: skip
        st.page_link("components/pages/incidents.py", label=words("desk.open.sheet"), query_params=asked)  # fmt: skip
