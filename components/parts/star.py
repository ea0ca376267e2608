"""The star on every view: be told of what it finds from now on."""

from __future__ import annotations

import re
from typing import Any

import streamlit as st

from components.parts.answers import let_stand, refused
from components.view import View
from components.words.sentences import selection_sentence
from data.desk.rules import NAME_MOST
from data.record.refusal import RecordError
from data.store.store import Store
from data.watching.told import start
from data.watching.watch import DIGESTS, RULES, WITH_NUMBER, Watch, watches


def star(view: View) -> None:
    """The button below the filters; it opens the question what to be told of."""
    words = view.words
    if st.button(words("watches.star"), key="watch-star", icon=":material/star:", width="stretch"):
        let_stand()
        st.dialog(words("watches.star"))(ask)(view)


def ask(view: View) -> None:
    """What to be told of, under which name, whom and how often; what is on the screen is watched from then on."""
    words = view.words
    st.text(selection_sentence(view.selection, view.record, words))
    rule: Any = st.selectbox(words("watches.rule"), RULES, key="watch-rule", format_func=lambda one: words(f"watches.rules.{one}"))  # fmt: skip
    number = 0
    if rule in WITH_NUMBER:
        number = int(st.number_input(words(f"watches.number.{WITH_NUMBER[rule]}"), min_value=1, value=10, step=1, key="watch-number"))  # fmt: skip
    name = st.text_input(words("watches.name"), key="watch-name", max_chars=60)
    owner = st.text_input(words("watches.owner"), st.session_state.get("_person", ""), key="watch-owner", max_chars=NAME_MOST, help=words("watches.owner_help"))  # fmt: skip
    digest: Any = st.segmented_control(words("watches.how_often"), DIGESTS, key="watch-digest", default="", required=True, format_func=lambda one: words(f"watches.digest.{one or 'at_once'}"))  # fmt: skip
    if not st.button(words("watches.watch"), key="watch-keep", type="primary", disabled=not (name.strip() and owner.strip())):  # fmt: skip
        return
    own = re.sub(r"[^\w-]+", "-", name.strip()).strip("-")  # a file is named after it
    try:
        store = Store()
        with store.files.held(alone=True):
            if own in {one.name for one in watches(store.files)}:
                refused(words("watches.there", name=own))
                return
            made = Watch(own, " ".join(owner.split()), view.selection.to_query(), rule, number, words.language, digest or "")  # fmt: skip
            start(store.files, view.holdings, made)
    except RecordError as error:
        refused(error)
        return
    st.success(words.md("watches.kept", name=own))
