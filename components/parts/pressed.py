"""A button that knows what stood on the screen when it was pressed: a press draws the page anew, with what came since."""

from __future__ import annotations

from typing import Any

import streamlit as st

from components.view import View
from components.words.language import literal
from data.desk.acts import Document


def pressed_on(view: View, about: Document, label: str, key: str, where: Any = st, **given: Any) -> tuple[bool, str]:  # fmt: skip
    """A button for a document.

    Args:
        view: the view.
        about: the document.
        label: of the button.
        key: of the button.
        where: in what it is drawn.
        given: what else the button takes.

    Returns:
        Whether it was pressed, and the name of the last act on the document that its screen knew of.
    """
    decided = view.holdings.record.decided
    now = decided.last(about.table, about.id) if decided else ""

    def press(seen: str) -> None:  # a callback has the arguments that it was drawn with
        st.session_state[f"{key}--seen"] = seen

    pressed = bool(where.button(literal(label), key=key, on_click=press, args=(now,), **given))
    return pressed, str(st.session_state.pop(f"{key}--seen", now)) if pressed else now
