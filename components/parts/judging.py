"""Accept, return, dispute, withdraw: what a person may do to a document in its state."""

from __future__ import annotations

from typing import Final

import streamlit as st

from components.parts.answers import refused
from components.parts.pressed import pressed_on
from components.view import View
from data.desk.acts import Act, Document, Kind
from data.record.decided import COUNTING, PENDING
from data.record.refusal import RecordError
from data.store.desk import write
from data.store.store import Store

# act -> the states it is offered in
OFFERED: Final[dict[Kind, tuple[str, ...]]] = {
    "submit": ("draft", "returned"),
    "accept": ("waiting", "disputed", "accepted"),
    "return": ("waiting",),
    "dispute": ("accepted",),
    "withdraw": (*PENDING, *COUNTING),
}


def judge(view: View, store: Store, who: str, about: Document, state: str) -> None:
    """The acts that the state of a document allows, with the reason; what is judged is what is on the screen."""
    words = view.words
    reason = st.text_input(words("desk.reason"), key=f"desk-reason-{about.id}")
    offered = [kind for kind, states in OFFERED.items() if state in states]
    for cell, kind in zip(st.columns(max(len(offered), 4)), offered, strict=False):
        pressed, last = pressed_on(view, about, words(f"desk.act.{kind}"), f"desk-{kind}-{about.id}", cell, type="primary" if kind == "accept" else "secondary")  # fmt: skip
        if pressed:
            try:
                act = write(
                    store,
                    view.holdings,
                    Act("", kind, who, "", (about,), reason, seen={about: last}),
                )
            except RecordError as error:
                refused(error)
                return
            said_so = words("desk.kept", id=about.id, state=words.term("state", act.states[about]), act=act.name)  # fmt: skip
            st.session_state["_desk_said"] = said_so
            st.rerun()
