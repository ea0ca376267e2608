"""What there is to do at the desk: counts that open to their incidents, in the reader's own order, and whose work it is."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import streamlit as st

from components.parts.answers import refused
from components.parts.pressed import pressed_on
from components.parts.tables import table
from components.parts.windows import window
from components.view import View
from components.words.sentences import titled
from data.counting.signals import signals
from data.desk.acts import Act, Document
from data.desk.rules import NAME_MOST
from data.desk.worklist import KINDS, work
from data.record.record import Record
from data.record.refusal import RecordError
from data.record.reviewed import as_reviewed
from data.store.checks import gone
from data.store.desk import write
from data.store.drafts import keep_order, order_of
from data.store.store import Store

JUDGED = ("waiting", "returned", "draft", "changed", "disputed", "red")


def desk_work(view: View, store: Store, who: str) -> None:
    """Choose what to look at; its incidents, and the way to the one that is chosen."""
    words = view.words
    record = st.session_state["_everything"]
    found = work(record, gone(record, store.files))
    everything = as_reviewed(record, "with", "latest")
    whole = everything.apart or everything
    order = _order(view, store, who)
    kind = st.radio(
        words("desk.to_do"), order, key="desk-work", horizontal=True, index=next((n for n, one in enumerate(order) if found[one]), 0),
        format_func=lambda one: words(f"desk.work.{one}", n=len(found[one])),
    )  # fmt: skip
    _elsewhere(view)
    own = _owners(record)
    ids = found[str(kind)]
    if st.checkbox(words.md("desk.only_mine", who=who), key="desk-mine"):
        ids = [one for one in ids if own["to"].get(one) == who]
    if not ids:
        st.info(words("desk.nothing_to_do"))
        return
    rows = whole.incidents[whole.incidents["incident_id"].isin(ids)].sort_values("date_low", ascending=False)  # fmt: skip
    rows = titled(whole, rows.iloc[window(words, len(rows), f"work-{kind}")], words)
    shown = rows[["incident_id", "date_low", "title", "place", "place_precision"]].copy()
    for name in ("to", "due"):
        shown[name] = shown["incident_id"].map(own[name]).fillna("")
    late = shown["due"].ne("") & (shown["due"] < dt.date.today().isoformat())
    shown["due"] = [words("desk.overdue", day=day) if over else day for day, over in zip(shown["due"], late, strict=True)]  # fmt: skip
    names = {name: words(f"column.{name}") for name in ("to", "due")}
    event = table(shown, column_config=names, key=f"desk-work-{kind}-{hash(tuple(shown['incident_id']))}", on_select="rerun", selection_mode="single-row")  # fmt: skip
    chosen = event.selection.rows
    if chosen and chosen[0] < len(shown):
        one = str(shown["incident_id"].iloc[chosen[0]])
        tab = "review" if kind in JUDGED else "correct"
        asked = {"incident": one, **view.selection.to_params()}
        st.page_link("components/pages/desk.py", label=words(f"desk.open.{tab}"), query_params={**asked, "tab": tab})  # fmt: skip
        st.page_link("components/pages/incidents.py", label=words("desk.open.sheet"), query_params=asked)  # fmt: skip
        _assign(view, store, who, one, own)


def _order(view: View, store: Store, who: str) -> list[str]:
    """The kinds of work in the order that this person has put them in; those they left out are not shown."""
    words, kept = view.words, [kind for kind in order_of(store.files, who) if kind in KINDS]
    with st.popover(words("desk.order")):
        st.session_state.setdefault(f"desk-order-{who}", kept or list(KINDS))
        chosen = st.multiselect(
            words("desk.order_what"), KINDS, key=f"desk-order-{who}", placeholder="",
            format_func=lambda one: words(f"desk.kind.{one}"),
        )  # fmt: skip
    order = [str(one) for one in chosen] or list(KINDS)
    if order != (kept or list(KINDS)):
        keep_order(store.files, who, order)
    return order


def _elsewhere(view: View) -> None:
    """What waits on other pages: pairs to decide, signals to look at."""
    words = view.words
    waiting = int((view.holdings.matches["state"] == "review").sum())
    if waiting:
        st.page_link("components/pages/data.py", label=words.md("desk.matches", n=waiting), query_params={"tab": "matches"})  # fmt: skip
    risen = len(signals(view.record, view.selection))
    if risen:
        st.page_link("components/pages/trends.py", label=words.md("desk.signals", n=risen), query_params=view.selection.to_params())  # fmt: skip


def _owners(record: Record) -> dict[str, dict[str, str]]:
    if record.decided is None:
        return {"to": {}, "due": {}}
    rows = record.decided.states
    rows = rows[rows["table"] == "incidents"].set_index("id")
    return {name: rows[name].to_dict() for name in ("to", "due")}


def _assign(view: View, store: Store, who: str, one: str, own: dict[str, dict[str, str]]) -> None:
    """Whose work an incident is, and by which day."""
    words = view.words
    st.session_state.setdefault(f"desk-to-{one}", own["to"].get(one, "") or who)
    cells = st.columns([2, 2, 1], vertical_alignment="bottom")
    to = cells[0].text_input(words("column.to"), key=f"desk-to-{one}", max_chars=NAME_MOST)
    due = own["due"].get(one, "")
    day = cells[1].date_input(words("column.due"), value=pd.Timestamp(due).date() if due else None, key=f"desk-due-{one}", format="YYYY-MM-DD")  # fmt: skip
    about = Document("incidents", one)
    pressed, last = pressed_on(view, about, words("desk.assign"), f"desk-assign-{one}", cells[2])
    if not pressed:
        return
    told = day.isoformat() if isinstance(day, dt.date) else ""
    try:
        write(store, view.holdings, Act("", "assign", who, "", (about,), to=" ".join(to.split()), due=told, seen={about: last}))  # fmt: skip
    except RecordError as error:
        refused(error)
        return
    st.session_state["_desk_said"] = words("desk.assigned", id=one, to=to or words("desk.nobody"))
    st.rerun()
