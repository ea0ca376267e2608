"""What is watched, what was told of it, and to say that it was seen."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from components.parts.tables import table
from components.view import View
from components.words.language import literal
from components.words.sentences import selection_sentence
from data.record.refusal import RecordError
from data.store.store import Store
from data.watching.told import Notice, acknowledge, notices
from data.watching.watch import WITH_NUMBER, Watch, drop_watch, watches

MOST_NOTICES = 20
OPENS = {"new": "incidents", "revised": "incidents", "waiting": "desk"}  # else the trends


def desk_watches(view: View, store: Store, who: str) -> None:
    """The watches of the store; the notices of the one that is chosen."""
    words = view.words
    try:
        every = watches(store.files)
    except RecordError as error:
        st.error(literal(error))
        return
    if not every:
        st.info(words("watches.none"))
        return
    told = {one.name: [each for each in notices(store.files, one.name) if each.title] for one in every}  # fmt: skip
    rows = pd.DataFrame(
        {
            words("watches.name"): one.name,
            words("watches.rule"): _rule(view, one),
            words("watches.view"): _view_said(view, one),
            words("watches.owner"): one.owner,
            words("watches.how_often"): words(f"watches.digest.{one.digest or 'at_once'}"),
            words("watches.open"): sum(not each.acknowledged for each in told[one.name]),
        }
        for one in every
    )
    event = table(rows, key="desk-watches", on_select="rerun", selection_mode="single-row")
    chosen = event.selection.rows
    if not chosen or chosen[0] >= len(every):
        for one in every:
            for notice in reversed([each for each in told[one.name] if not each.acknowledged][-MOST_NOTICES:]):  # fmt: skip
                _notice(view, store, who, one, notice)
        return
    one = every[chosen[0]]
    if st.button(words.md("watches.drop", name=one.name), key=f"watch-drop-{one.name}"):
        drop_watch(store.files, one.name)
        st.session_state["_desk_said"] = words("watch.dropped", name=one.name)
        st.rerun()
    own = told[one.name]
    if not own:
        st.info(words("watches.nothing"))
    for notice in reversed(own[-MOST_NOTICES:]):
        _notice(view, store, who, one, notice)


def _rule(view: View, one: Watch) -> str:
    words = view.words
    said = words(f"watches.rules.{one.rule}")
    return f"{said} ({words('watches.number.' + WITH_NUMBER[one.rule])}: {one.number})" if one.number else said  # fmt: skip


def _view_said(view: View, one: Watch) -> str:
    """The selection in words; what the record does not know any more as the address has it."""
    try:
        record = view.holdings.record
        return selection_sentence(one.selection(record), record, view.words)
    except RecordError as error:
        return str(error)


def _notice(view: View, store: Store, who: str, watch: Watch, notice: Notice) -> None:
    words = view.words
    seen = words("watches.seen_by", who=notice.acknowledged) if notice.acknowledged else ""
    label = " · ".join(filter(None, (notice.at[:16].replace("T", " "), notice.title, seen)))
    with st.expander(literal(label), expanded=not notice.acknowledged):
        st.text(notice.text)
        try:
            asked = watch.selection(view.holdings.record).to_params()
        except RecordError:  # its view is told above, as the address has it
            asked = None
        if asked is not None:
            st.page_link(f"components/pages/{OPENS.get(watch.rule, 'trends')}.py", label=words("watches.open_view"), query_params=asked)  # fmt: skip
        if not notice.acknowledged and st.button(words("watches.seen"), key=f"watch-seen-{notice.id}"):  # fmt: skip
            acknowledge(store.files, watch.name, notice.id, who)
            st.rerun()
