"""What is there already, changed by a person: a value corrected, two incidents merged, one split, a report moved."""

from __future__ import annotations

import streamlit as st

from components.lines.kept_rows import row_said
from components.parts.desk_values import value_fields
from components.parts.saving import begun_with, keep_up, save
from components.view import View
from components.words.language import literal
from components.words.numbers import days
from components.words.sentences import incident_title
from data.counting.search import spoken_of
from data.desk.acts import Document
from data.desk.folding import IN_ONE
from data.desk.reshaping import corrected, merged, moved, split, with_ends
from data.desk.rows import Rows
from data.record.kept import KEPT
from data.record.record import Record
from data.record.reviewed import as_reviewed
from data.store.store import Store

FOUND_MOST = 50
FIELDS = ("desk-incidents-", "desk-observations-", "desk-claims-", "desk-reports-")
WAYS = ("value", "merge", "split", "move")


def correct(view: View, store: Store, who: str) -> None:
    """Choose an incident, and what to do to it."""
    words = view.words
    record = as_reviewed(st.session_state["_everything"], "with", "latest")
    whole = record.apart or record
    one = chosen(view, whole, words("desk.which"), "desk-correct", st.query_params.get("incident", ""))  # fmt: skip
    if not one:
        return
    way = st.segmented_control(
        words("desk.way"), WAYS, default=WAYS[0], required=True, key="desk-way",
        format_func=lambda name: words(f"desk.ways.{name}"),
    )  # fmt: skip
    # rows as this person began with them: a choice holds, and what they change is told from what others did since
    own = begun_with(view, record, Document("incidents", one))
    {"value": _value, "merge": _merge, "split": _split, "move": _move}[str(way)](view, store, who, record, one, own)  # fmt: skip


def chosen(view: View, record: Record, label: str, key: str, first: str = "") -> str:
    """An incident found by some words or its id; empty where none is chosen.

    Args:
        view: the view.
        record: where it is looked for.
        label: what is asked.
        key: of the controls.
        first: the id that is looked for at first.
    """
    words, rows = view.words, record.incidents
    st.session_state.setdefault(f"{key}-search", first)
    cells = st.columns([1, 2])
    text = cells[0].text_input(literal(label), key=f"{key}-search").strip()
    if not text:
        return ""
    found = rows[rows["incident_id"] == text]
    if found.empty:
        found = rows[KEPT.answer(record, ("desk", text), lambda: spoken_of(record, rows, text))]
    found = found.sort_values("date_low", ascending=False)
    shown = found.head(FOUND_MOST).set_index("incident_id")
    if shown.empty:
        st.info(words("desk.none_found"))
        return ""

    def named(one: str) -> str:
        row = shown.loc[one]
        title = incident_title(record, row, words)
        return f"{days(row['date_low'], row['date_high'], words)} · {title}"

    return str(cells[1].selectbox(words.md("desk.found", n=len(found), shown=len(shown)), list(shown.index), format_func=named, key=f"{key}-found") or "")  # fmt: skip


def _value(view: View, store: Store, who: str, record: Record, one: str, own: Rows) -> None:
    words = view.words
    options = {(table, key): cells for table in ("incidents", "observations", "claims", "reports") for key, cells in own.get(table, {}).items()}  # fmt: skip
    at = st.selectbox(words("desk.row.which"), list(options), key=f"desk-row-{one}", format_func=lambda at: row_said(view, at[0], options[at], own))  # fmt: skip
    if at is None:
        return
    table, key = at
    values = value_fields(words, table, options[at], f"desk-{table}-{key}")
    given = {name: text for name, text in values.items() if text != options[at].get(name, "")}
    given = with_ends(options[at], given)
    if not given:
        keep_up(record, Document("incidents", one), FIELDS)
    for name in given:
        st.caption(literal(words("desk.was_now", column=words("column." + name) if name in words.section("column") else name, was=options[at].get(name, ""), now=given[name])))  # fmt: skip
    save(view, store, Document("incidents", one), f"desk-{one}", lambda reason: corrected(record, table, key, given, who, reason), ready=bool(given), fields=FIELDS)  # fmt: skip


def _merge(view: View, store: Store, who: str, record: Record, one: str, own: Rows) -> None:
    del own
    into = chosen(view, record.apart or record, view.words("desk.into"), "desk-into")
    save(view, store, Document("incidents", one), f"desk-{one}", lambda reason: merged(record, one, into, who, reason), ready=bool(into), fields=FIELDS)  # fmt: skip


def _split(view: View, store: Store, who: str, record: Record, one: str, own: Rows) -> None:
    words = view.words
    options = {key: (table, cells) for table in IN_ONE for key, cells in own.get(table, {}).items()}
    rows = st.multiselect(
        words("desk.goes"), list(options), key=f"desk-goes-{one}", placeholder="",
        format_func=lambda key: row_said(view, *options[key], own),
    )  # fmt: skip
    cells = st.columns(3)
    row = own["incidents"][one]
    values = {}
    for cell, name in zip(cells, ("title", "date_low", "date_high"), strict=True):
        field = f"desk-split-{one}-{name}"
        st.session_state.setdefault(field, row[name])
        label = words("desk.field.last_day") if name == "date_high" else words(f"column.{name}")
        values[name] = cell.text_input(literal(label), key=field).strip()
    save(view, store, Document("incidents", one), f"desk-{one}", lambda reason: split(record, one, rows, values, who, reason), ready=bool(rows), fields=FIELDS)  # fmt: skip


def _move(view: View, store: Store, who: str, record: Record, one: str, own: Rows) -> None:
    words = view.words
    told = {cells["report_id"] for table in IN_ONE for cells in own.get(table, {}).values()}
    reports = {key: cells for key, cells in own.get("reports", {}).items() if key in told}
    report = st.selectbox(words("desk.which_report"), list(reports), key=f"desk-moves-{one}", format_func=lambda key: row_said(view, "reports", reports[key], own))  # fmt: skip
    to = chosen(view, record.apart or record, words("desk.to"), "desk-to")
    ready = bool(report and to)
    save(view, store, Document("incidents", one), f"desk-{one}", lambda reason: moved(record, str(report), one, to, who, reason), ready=ready, fields=FIELDS)  # fmt: skip
