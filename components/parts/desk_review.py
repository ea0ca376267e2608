"""What waits for a second person: each number beside the words that carry it, what changed, and what to say to it."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from components.parts.judging import judge
from components.parts.kept_here import history
from components.parts.remarks import remark_said, remarks, standing_remarks
from components.parts.tables import static_table
from components.view import View
from components.words.language import literal
from components.words.numbers import days, said
from components.words.sentences import titled
from data.counting.figure import of_row
from data.desk.acts import Document
from data.desk.folding import differences
from data.desk.preview import ballot, preview
from data.desk.reshaping import rows_now
from data.desk.rows import Rows, cells_of
from data.record.decided import PENDING
from data.record.record import Record
from data.record.reviewed import as_reviewed
from data.store.store import Store


def work_list(record: Record) -> pd.DataFrame:
    """Incidents that wait for somebody: those in review, those changed since they were accepted, those disputed.

    Args:
        record: as it opens, with ``decided``.

    Returns:
        ``id``, ``state``, ``changed``, what waits first.
    """
    if record.decided is None:
        return pd.DataFrame(columns=["id", "state", "changed"])
    rows = record.decided.states
    rows = rows[rows["table"] == "incidents"]
    waits = rows["state"].isin([*PENDING, "disputed"]) | rows["changed"]
    order = {state: n for n, state in enumerate(("waiting", "returned", "draft", "disputed", "accepted"))}  # fmt: skip
    return rows[waits].sort_values("state", key=lambda state: state.map(order), kind="stable")[["id", "state", "changed"]]  # fmt: skip


def review(view: View, store: Store, who: str) -> None:
    """The list of what waits, one incident opened, and the acts that its state allows."""
    words = view.words
    record = st.session_state["_everything"]
    everything = as_reviewed(record, "with", "latest")
    waits = work_list(record)
    if waits.empty:
        st.info(words("desk.nothing_waits"))
        return
    whole = (
        everything.apart or everything
    )  # one that is matched with another stands for itself here
    rows = whole.incidents.set_index("incident_id")
    shown = titled(whole, rows.loc[[one for one in waits["id"] if one in rows.index]].reset_index(), words).set_index("incident_id")  # fmt: skip
    state = waits.set_index("id")

    def named(one: str) -> str:
        own = shown.loc[one]
        when = days(own["date_low"], own["date_high"], words)
        changed = words("desk.changed") if state.loc[one, "changed"] else ""
        return " · ".join(filter(None, (words.term("state", state.loc[one, "state"]), changed, when, own["title"])))  # fmt: skip

    asked = st.query_params.get("incident", "")
    if asked in shown.index and "desk-review" not in st.session_state:
        st.session_state["desk-review"] = asked
    one = st.selectbox(words.md("desk.waits", n=len(shown)), list(shown.index), format_func=named, key="desk-review")  # fmt: skip
    if one is None:
        return
    about = Document("incidents", one)
    now = rows_now(everything, about)
    st.subheader(literal(shown.loc[one, "title"]), anchor=False)
    _figures(view, everything, now)
    said_so = standing_remarks(record, one)
    _words_beside_numbers(view, everything, now, said_so)
    remarks(view, store, who, record, one, now)
    _changes(view, record, about, now)
    judge(view, store, who, about, str(state.loc[one, "state"]))
    with st.expander(words("desk.tab.history")):
        history(view, record, one)


def _figures(view: View, record: Record, now: Rows) -> None:
    words = view.words
    for _, row in preview(record, now).iterrows():
        rests = words("incident.rests", n=int(row["votes"]), tier=words.term("rests_on", row["tier"]))  # fmt: skip
        told = words("desk.comes", measure=words.term("measure", row["measure"]), group=words.term("group", row["group"]), figure=said(of_row(row), words), rests=rests)  # fmt: skip
        st.markdown(f"**{literal(told)}**")


def _words_beside_numbers(view: View, record: Record, now: Rows, remarked: pd.DataFrame) -> None:
    """Each figure with its report, the words of the report that carry it, and what was said of it."""
    words = view.words
    rows = ballot(record, now)
    told = [
        {
            words("column.publisher"): one.publisher,
            words("column.published"): words("incident.undated") if pd.isna(one.published) else one.published,
            words("column.measure"): f"{words.term('measure', one.measure)}, {words.term('group', one.group)}",
            words("column.qualifier"): words.term("qualifier", one.qualifier),
            words("column.value"): _number(one),
            words("desk.field.excerpt"): now["reports"][one.report_id].get("excerpt", ""),
            words("column.role"): words.term("role", one.role),
            words("column.remark"): remark_said(view, remarked[remarked["row"] == one.observation_id]),
        }
        for one in rows.itertuples()
    ]  # fmt: skip
    static_table(pd.DataFrame(told))


def _number(one: Any) -> str:
    found = [int(n) for n in (one.low, one.value, one.high) if not pd.isna(n)]
    if not found:
        return "" if pd.isna(one.words) else str(one.words)
    return f"{min(found)}" if min(found) == max(found) else f"{min(found)}-{max(found)}"


def _changes(view: View, record: Record, about: Document, now: Rows) -> None:
    """What differs from what was last accepted, value by value."""
    words, decided = view.words, record.decided
    if decided is None or about.id not in set(decided.accepted["incidents"]["incident_id"]):
        return
    old = {table: cells_of(rows, table) for table, rows in decided.accepted.items() if len(rows)}
    own = {t: {k: c for k, c in cells.items() if k in now.get(t, {}) or c.get("incident_id") == about.id} for t, cells in old.items()}  # fmt: skip
    told = differences(own, now)
    if told:
        st.markdown(f"**{literal(words('desk.since_accepted'))}**")
        columns = [words(f"column.{name}") for name in ("row", "column", "was", "now")]
        static_table(pd.DataFrame([[row, column, was, is_now] for _, row, column, was, is_now in told], columns=columns))  # fmt: skip
