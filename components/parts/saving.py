"""A change on its way into the record: the reason is asked, and who comes second sees both versions and decides.

What a person changes is told from the rows as they were when that person began: what others did since is neither lost
nor taken for theirs.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any

import pandas as pd
import streamlit as st

from components.parts.answers import let_stand, refused
from components.parts.tables import static_table
from components.view import View
from components.words.language import literal
from data.desk.acts import Act, Document
from data.desk.reshaping import rows_now
from data.desk.rows import Rows
from data.desk.rules import Conflict
from data.record.record import Record
from data.record.refusal import RecordError
from data.store.desk import write
from data.store.store import Store


def begun_with(view: View, record: Record, about: Document) -> Rows:
    """The rows of a document as they were when this person began with them.

    Args:
        view: the view.
        record: every row apart, with what waits.
        about: the document.
    """
    decided = view.holdings.record.decided
    st.session_state.setdefault(f"desk-seen-{about}", decided.last(about.table, about.id) if decided else "")  # fmt: skip
    return st.session_state.setdefault(f"desk-own-{about}", rows_now(record, about))


def keep_up(record: Record, about: Document, fields: tuple[str, ...]) -> None:
    """Show what others have done since, where this person has changed nothing yet."""
    if st.session_state[f"desk-own-{about}"] != rows_now(record, about):
        begin_anew(about, fields)
        st.rerun()
    st.session_state.pop(
        f"desk-seen-{about}", None
    )  # a remark or an assignment since has moved nothing


def begin_anew(about: Document, fields: tuple[str, ...]) -> None:
    """Begin with what stands there now.

    Args:
        about: the document.
        fields: how the names of the fields begin that show its values.
    """
    own = (f"desk-own-{about}", f"desk-seen-{about}", *fields)
    for name in [key for key in st.session_state if str(key).startswith(own)]:
        del st.session_state[name]


def save(view: View, store: Store, about: Document, key: str, make: Callable[[str], Act], *, ready: bool, fields: tuple[str, ...], reasoned: bool = True) -> None:  # fmt: skip
    """Ask for the reason and keep the act.

    Args:
        view: the view.
        store: where it is kept.
        about: the document.
        key: of the controls.
        make: the act, of a reason.
        ready: whether there is something to save.
        fields: how the names of the fields begin that show its values; what they hold is forgotten once it is kept.
        reasoned: a reason is needed.
    """
    words = view.words
    seen, again = f"desk-seen-{about}", f"{key}-over"
    decided = view.holdings.record.decided
    st.session_state.setdefault(seen, decided.last(about.table, about.id) if decided else "")
    reason = st.text_input(words("desk.reason"), key=f"{key}--why")
    pressed = st.button(words("desk.save"), key=f"{key}-save", type="primary", disabled=not ready or (reasoned and not reason.strip()))  # fmt: skip
    if not (pressed or st.session_state.pop(again, False)):
        return
    try:
        act = dataclasses.replace(make(reason), seen={about: st.session_state.get(seen, "")})
        act = write(store, view.holdings, act)
    except Conflict as met:
        _both_versions(view, met, make(reason), seen, again)
        return
    except RecordError as error:
        refused(error)
        return
    begin_anew(about, (*fields, f"{key}-"))
    state = words.term("state", act.states.get(about, "accepted"))
    st.session_state["_desk_said"] = words("desk.kept", id=about.id, state=state, act=act.name)
    st.rerun()


def _both_versions(view: View, met: Conflict, mine: Act, seen: str, again: str) -> None:
    """What somebody else has saved meanwhile beside what is being saved; the person decides, nothing is lost."""
    words = view.words
    let_stand()
    st.warning(literal(words("desk.conflict")))
    told: list[dict[str, Any]] = [
        {words("column.column"): f"{row}: {column}", words("desk.theirs"): met.now.get(table, {}).get(row, {}).get(column, ""), words("desk.mine"): value}
        for table, rows in mine.rows.items()
        for row, cells in rows.items()
        for column, value in cells.items()
        if met.now.get(table, {}).get(row, {}).get(column, "") != value
    ]  # fmt: skip
    static_table(pd.DataFrame(told))

    def over() -> None:
        st.session_state[seen], st.session_state[again] = met.last, True

    st.button(words("desk.save_over"), key=f"{again}-press", on_click=over)
