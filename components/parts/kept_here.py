"""What people did to an incident: its state, who did what, and the way to the desk."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from components.parts.answers import let_stand, refused
from components.parts.remarks import told_of_values
from components.parts.tables import table
from components.view import View
from components.words.language import literal
from data.desk.acts import Act, Document
from data.desk.history import feed
from data.desk.rules import NAME_MOST
from data.record.record import Record
from data.record.refusal import RecordError
from data.store.desk import write
from data.store.store import Store


def kept_here(view: View, incident_id: str) -> None:
    """The state of an incident, its history, and links to correct it or to add a report.

    Args:
        view: the view.
        incident_id: the incident.
    """
    words, record = view.words, view.holdings.record
    told = state_said(view, incident_id)
    if told:
        st.caption(literal(told))
    told_of_values(view, record, incident_id)
    links = st.columns(4)
    view_asked = view.selection.to_params()
    for cell, name, of in zip(links, ("correct", "enter", "like"), ("incident", "incident", "like"), strict=False):  # fmt: skip
        tab = "enter" if name == "like" else name
        cell.page_link("components/pages/desk.py", label=words(f"desk.from_sheet.{name}"), query_params={of: incident_id, **view_asked, "tab": tab})  # fmt: skip
    with links[3].popover(words("desk.wrong")):
        _say_wrong(view, incident_id)
    if record.decided is not None and incident_id in record.decided.of_any("incidents"):
        with st.expander(words("desk.tab.history")):
            history(view, record, incident_id)


def _say_wrong(view: View, incident_id: str) -> None:
    """A reader says that something is wrong: it stands in the work-list of the desk."""
    words = view.words
    what = st.text_input(words("desk.wrong_what"), key=f"wrong-what-{incident_id}")
    who = st.text_input(words("desk.name"), st.session_state.get("_person", ""), key=f"wrong-who-{incident_id}", max_chars=NAME_MOST)  # fmt: skip
    if st.button(words("desk.say"), key=f"wrong-say-{incident_id}", disabled=not (what and who)):
        about = (Document("incidents", incident_id),)
        try:
            write(Store(), view.holdings, Act("", "remark", str(who), "", about, str(what)))
        except RecordError as error:
            refused(error)
            return
        let_stand()
        st.success(words("desk.said"))


def state_of(view: View, table: str, own: str) -> str:
    """The state of a document; what nobody touched is accepted."""
    decided = view.holdings.record.decided
    if decided is None:
        return "accepted"
    found = decided.states[(decided.states["table"] == table) & (decided.states["id"] == own)]
    return "accepted" if found.empty else str(found["state"].iloc[0])


def state_said(view: View, incident_id: str) -> str:
    """The state of an incident in words; empty where nobody has touched it."""
    words, decided = view.words, view.holdings.record.decided
    if decided is None:
        return ""
    rows = decided.states[(decided.states["table"] == "incidents") & (decided.states["id"] == incident_id)]  # fmt: skip
    if rows.empty:
        return ""
    row = rows.iloc[0]
    told = [words.term("state", row["state"])]
    told += [words("desk.changed")] if row["changed"] else []
    told += [words("desk.alone")] if row["alone"] else []
    return words("desk.state", state=words("covered.joint").join(told))


def history(view: View, record: Record, one: str) -> None:
    """Who did what to an incident, when and why: the newest first."""
    # what others did elsewhere need not be told again for it
    acts = [act for act in acts_seen(view) if any(about.id == one for about in act.about)]
    rows = feed(record, acts)
    rows = rows[rows["id"] == one]
    if rows.empty:
        st.info(view.words("desk.nothing"))
        return
    history_table(view, rows, f"desk-history-{one}")


def history_table(view: View, rows: pd.DataFrame, key: str, **more: Any) -> Any:
    """Rows of ``feed`` in the reader's words, the newest first.

    Args:
        view: the view.
        rows: of ``feed``.
        key: of the table.
        more: what else the table is asked for.
    """
    words = view.words
    rows = rows.assign(
        at=rows["at"].str.slice(0, 16).str.replace("T", " "),
        kind=[words(f"desk.act.{kind}") for kind in rows["kind"]],
        state=[words.term("state", state) if state else "" for state in rows["state"]],
        column=[_column(view, *at) for at in rows[["row_table", "row", "column"]].itertuples(index=False)],
        reason=[words("desk.undone_since", reason=reason) if undone else reason for reason, undone in zip(rows["reason"], rows["undone"], strict=True)],
    )  # fmt: skip
    shown = ["at", "who", "kind", "id", "state", "column", "old", "new", "reason"]
    names: dict[str, Any] = {name: words(f"column.{own}") for name, own in (("kind", "act"), ("state", "state"), ("reason", "why"), ("id", "document_id"))}  # fmt: skip
    names |= {name: st.column_config.TextColumn(words(f"column.{own}"), width="medium") for name, own in (("old", "was"), ("new", "now"))}  # fmt: skip
    return table(rows.iloc[::-1][shown], column_config=names, key=key, **more)


def _column(view: View, table: str, row: str, column: str) -> str:
    """What a value is, in the reader's words: a column, a figure, or a whole row."""
    words = view.words
    if table == "estimates":
        return words("desk.figure_of", measure=words.term("measure", column), group=words.term("group", row))  # fmt: skip
    if column in words.section("desk.aspect") and table != "estimates":
        return words(f"desk.aspect.{column}")
    if not column:
        return words(f"desk.whole.{table}") if table in words.section("desk.whole") else table
    return words(f"column.{column}") if column in words.section("column") else column


def acts_seen(view: View) -> list[Act]:
    """The acts that the record on the screen was made with."""
    return [act for act in Store().ledger.entries().acts() if act.name in view.holdings.entries]
