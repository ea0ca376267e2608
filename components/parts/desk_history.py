"""Everything that people did to the record: by whom, what, to which, since when; and to undo one act by a new one."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import streamlit as st

from components.parts.answers import refused
from components.parts.kept_here import acts_seen, history_table
from components.parts.windows import window
from components.view import View
from components.words.language import literal
from data.desk.acts import Act
from data.desk.history import feed
from data.record.record import Record
from data.record.refusal import RecordError
from data.store.desk import write
from data.store.store import Store


def desk_history(view: View, record: Record, store: Store, who: str) -> None:
    """The feed of the whole record with filters; an act that is chosen can be undone."""
    words = view.words
    rows = feed(record, acts_seen(view))
    if rows.empty:
        st.info(words("desk.nothing"))
        return
    rows = rows[_asked(view, rows)]
    if rows.empty:
        st.info(words("desk.none_found"))
        return
    newest = rows.iloc[::-1].iloc[window(words, len(rows), "desk-history")].iloc[::-1]
    event = history_table(view, newest, f"desk-history-{hash(tuple(newest['act']))}", on_select="rerun", selection_mode="single-row")  # fmt: skip
    chosen = event.selection.rows
    if chosen and chosen[0] < len(newest):
        _undo(view, store, who, newest.iloc[::-1].iloc[chosen[0]])


def _asked(view: View, rows: pd.DataFrame) -> pd.Series:
    """Which rows are asked for: by whom, what was done, to which, since when."""
    words = view.words
    cells = st.columns(4)
    names = cells[0].multiselect(words("column.who"), sorted(rows["who"].unique()), key="history-who", placeholder="")  # fmt: skip
    kinds = cells[1].multiselect(
        words("column.act"), sorted(rows["kind"].unique()), key="history-kind", placeholder="",
        format_func=lambda kind: words(f"desk.act.{kind}"),
    )  # fmt: skip
    text = cells[2].text_input(words("column.document_id"), key="history-about").strip().casefold()
    since = cells[3].date_input(words("desk.since"), value=None, key="history-since", format="YYYY-MM-DD")  # fmt: skip
    asked = pd.Series(True, index=rows.index)
    if names:
        asked &= rows["who"].isin(names)
    if kinds:
        asked &= rows["kind"].isin(kinds)
    if text:
        asked &= rows["id"].str.casefold().str.contains(text, regex=False)
    if isinstance(since, dt.date):
        asked &= rows["at"].str.slice(0, 10) >= since.isoformat()
    return asked


def _undo(view: View, store: Store, who: str, row: pd.Series) -> None:
    words, act = view.words, str(row["act"])
    st.markdown(f"**{literal(words('desk.chosen_act', kind=words('desk.act.' + row['kind']), id=row['id'], who=row['who'], at=row['at'][:16].replace('T', ' ')))}**")  # fmt: skip
    cells = st.columns([4, 1], vertical_alignment="bottom")
    reason = cells[0].text_input(words("desk.reason"), key=f"history-reason-{act}")
    if not cells[1].button(words("desk.undo"), key=f"history-undo-{act}", disabled=not reason.strip()):  # fmt: skip
        return
    try:
        undo = write(store, view.holdings, Act("", "undo", who, "", (), reason, of=act))
    except RecordError as error:
        refused(error)
        return
    st.session_state["_desk_said"] = words("desk.undone", of=act, act=undo.name)
    st.rerun()
