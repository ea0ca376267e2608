"""What people say of single values of an incident: agreed, noted, to be corrected; and where to say it."""

from __future__ import annotations

import dataclasses

import pandas as pd
import streamlit as st

from components.lines.kept_rows import row_said
from components.parts.answers import refused
from components.parts.pressed import pressed_on
from components.view import View
from components.words.language import literal
from data.desk.acts import Document
from data.desk.remarks import ASPECTS, COLOURS, WORDS_MOST, on_values, value_name
from data.desk.rows import Rows
from data.record.decided import SAID_COLUMNS
from data.record.record import Record
from data.record.refusal import RecordError
from data.store.desk import write
from data.store.store import Store

TAKEN_BACK = "none"


def standing_remarks(record: Record, incident_id: str) -> pd.DataFrame:
    """What people say of the values of an incident now; see ``Decided.said``."""
    if record.decided is None:
        return pd.DataFrame(columns=SAID_COLUMNS)
    said = record.decided.said
    return said[said["id"] == incident_id]


def remark_said(view: View, rows: pd.DataFrame) -> str:
    """Remarks in words: the colour's meaning, what was said, by whom."""
    words = view.words
    told = [words("desk.remark_said", colour=words.term("colour", one.colour), words=one.words or "-", who=one.who) for one in rows.itertuples()]  # fmt: skip
    return "; ".join(told)


def told_of_values(view: View, record: Record, incident_id: str) -> None:
    """The remarks that stand on values of an incident, a line each, what is to be corrected first."""
    rows = standing_remarks(record, incident_id)
    order = {colour: n for n, colour in enumerate(reversed(COLOURS))}
    for _, one in rows.sort_values("colour", key=lambda colour: colour.map(order), kind="stable").iterrows():  # fmt: skip
        of = view.words(f"desk.aspect.{one['aspect']}")
        st.caption(literal(f"{of}: {remark_said(view, one.to_frame().T)}"))


def remarks(view: View, store: Store, who: str, record: Record, incident_id: str, now: Rows) -> None:  # fmt: skip
    """Say something of one value of an incident, and see what others say of the others."""
    words = view.words
    told_of_values(view, record, incident_id)
    values = [
        (aspect, row)
        for aspect, (table, _) in ASPECTS.items()
        for row in now.get(table, {})
    ]  # fmt: skip
    first = st.columns([1, 1], vertical_alignment="bottom")
    at = first[0].selectbox(
        words("desk.remark_of"), values, key=f"remark-of-{incident_id}",
        format_func=lambda one: _named(view, one[0], one[1], now),
    )  # fmt: skip
    colour = first[1].segmented_control(
        words("desk.remark_colour"), [*COLOURS, TAKEN_BACK], key=f"remark-colour-{incident_id}",
        format_func=lambda one: words.term("colour", one),
    )  # fmt: skip
    cells = st.columns([5, 1], vertical_alignment="bottom")
    said = cells[0].text_input(words("desk.remark_words"), key=f"remark-words-{incident_id}", max_chars=WORDS_MOST)  # fmt: skip
    about = Document("incidents", incident_id)
    pressed, last = pressed_on(view, about, words("desk.say"), f"remark-say-{incident_id}", cells[1], disabled=not colour)  # fmt: skip
    if not pressed or at is None:
        return
    try:
        meant = "" if colour == TAKEN_BACK else str(colour)
        act = on_values(incident_id, {value_name(*at): (meant, said)}, who)
        write(store, view.holdings, dataclasses.replace(act, seen={about: last}))
    except RecordError as error:
        refused(error)
        return
    st.session_state["_desk_said"] = words("desk.remark_kept")
    st.rerun()


def _named(view: View, aspect: str, row: str, now: Rows) -> str:
    words, table = view.words, ASPECTS[aspect][0]
    own = now[table][row]
    if table == "incidents":
        return words(f"desk.aspect.{aspect}")
    return f"{words(f'desk.aspect.{aspect}')}: {row_said(view, table, own, now)}"
