"""Tolls, milestones, actors with dated sides, places and publishers: entered, corrected and judged."""

from __future__ import annotations

from typing import Final

import streamlit as st

from components.parts.desk_values import value_fields
from components.parts.judging import judge
from components.parts.kept_here import history, state_of
from components.parts.saving import begun_with, keep_up, save
from components.view import View
from components.words.language import literal
from data.desk.acts import NAMES_AT_ONCE, Document
from data.desk.naming import filled_in
from data.desk.reshaping import corrected, entered_row
from data.desk.rows import MARK, TABLES_OWN
from data.record.decided import REVIEWED
from data.record.record import Record
from data.record.refusal import RecordError
from data.record.reviewed import as_reviewed
from data.store.store import Store

FOUND_MOST: Final = 50
KINDS: Final = (*REVIEWED[1:], *(name for name in NAMES_AT_ONCE if name != "sides"))
# what a row is found by and told by, beside its id
TOLD: Final = {
    "tolls": ("publisher", "measure_as_printed", "as_of"),
    "milestones": ("date", "title"),
    "actors": ("name", "name_ar", "aliases"),
    "places": ("name_en", "name_ar", "aliases"),
    "sources": ("name", "name_ar", "type"),
}


def desk_names(view: View, store: Store, who: str) -> None:
    """Choose what it is, find one or begin a new one, and save it with the reason."""
    words = view.words
    everything = as_reviewed(st.session_state["_everything"], "with", "latest")
    whole = everything.apart or everything
    table = str(st.segmented_control(words("desk.names.what"), KINDS, default=KINDS[0], required=True, key="names-what", format_func=lambda one: words(f"desk.names.{one}")))  # fmt: skip
    own = _found(view, whole, table)
    if own is None:
        _new(view, store, who, everything, table)
        return
    about = Document(table, own)
    rows = begun_with(view, everything, about)
    if table in REVIEWED:
        state = state_of(view, table, own)
        st.caption(literal(words("desk.state", state=words.term("state", state))))
        judge(view, store, who, about, state)
    _change(view, store, who, everything, about, table, own, rows[table][own])
    if table == "actors":
        for key, cells in rows.get("sides", {}).items():
            with st.expander(literal(" · ".join(filter(None, (words("desk.names.side"), cells.get("side"), cells.get("date_from"), cells.get("date_to")))))):  # fmt: skip
                _change(view, store, who, everything, about, "sides", key, cells)
        with st.expander(words("desk.names.new_side")):
            _enter(view, store, who, everything, "sides", {"actor_id": own}, f"names-side-{own}")
    decided = view.holdings.record.decided
    if decided is not None and own in decided.of_any(table):
        with st.expander(words("desk.tab.history")):
            history(view, view.holdings.record, own)


def _found(view: View, record: Record, table: str) -> str | None:
    """The id of one that is there, found by words of any script or its id; None begins a new one."""
    words, rows = view.words, record.table(table)
    own = TABLES_OWN[table]
    cells = st.columns([1, 2], vertical_alignment="bottom")
    text = cells[0].text_input(words("desk.names.find"), key=f"names-find-{table}").strip().casefold()  # fmt: skip
    if not text:
        return None
    told = rows[[own, *TOLD[table]]].astype("str").apply(lambda column: column.str.casefold())
    hits = told.apply(lambda column: column.str.contains(text, regex=False)).any(axis=1)
    found = rows[hits.fillna(False)].head(FOUND_MOST).set_index(own)
    if found.empty:
        st.info(words("desk.none_found"))
        return None

    def named(one: str) -> str:
        said = [str(value) for value in found.loc[one, list(TOLD[table][:2])] if str(value) not in ("<NA>", "nan")]  # fmt: skip
        return " · ".join([*said, one])

    return cells[1].selectbox(words.md("desk.found", n=int(hits.sum()), shown=len(found)), list(found.index), format_func=named, key=f"names-found-{table}")  # fmt: skip


def _new(view: View, store: Store, who: str, record: Record, table: str) -> None:
    st.markdown(f"**{view.words('desk.names.new')}**")
    _enter(view, store, who, record, table, {}, f"names-new-{table}")


def _enter(view: View, store: Store, who: str, record: Record, table: str, fixed: dict[str, str], key: str) -> None:  # fmt: skip
    words = view.words
    for name, value in fixed.items():
        st.session_state[f"{key}-{name}"] = value
    told = value_fields(words, table, fixed, key, whole=True)
    given = {name: text for name, text in told.items() if text} | fixed
    ready = len(given) > len(fixed)
    try:
        given = filled_in(record, table, given)
    except RecordError as error:
        st.error(literal(error))
        ready = False
    about = Document("actors" if table == "sides" else table, given.get(TABLES_OWN[table], ""))
    save(view, store, about, key, lambda reason: entered_row(record, table, given, who, reason), ready=ready, fields=(), reasoned=table == "sides")  # fmt: skip


def _change(view: View, store: Store, who: str, record: Record, about: Document, table: str, row: str, now: dict[str, str]) -> None:  # fmt: skip
    words, key = view.words, f"names-{table}-{row.replace(MARK, '-')}"
    values = value_fields(words, table, now, key)
    given = {name: text for name, text in values.items() if text != now.get(name, "")}
    if not given and about.table != "actors":  # whose sides may be begun
        keep_up(record, about, (f"names-{table}-",))
    for name, value in given.items():
        label = words("column." + name) if name in words.section("column") else name
        st.caption(literal(words("desk.was_now", column=label, was=now.get(name, ""), now=value)))
    save(view, store, about, key, lambda reason: corrected(record, table, row, given, who, reason), ready=bool(given), fields=(f"names-{about.table}-", "names-sides-"))  # fmt: skip
