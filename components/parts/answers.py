"""What is answered to a press stands until the person does something else: a page that draws itself anew takes nothing away."""

from __future__ import annotations

import streamlit as st

from components.words.language import literal

_OF_ITSELF, _CARRIED, _STANDS = "_of_itself", "_carried", "_stands"


def begin() -> None:
    """Begin a run of the script: what was answered is past, unless the page draws itself anew."""
    if not st.session_state.pop(_OF_ITSELF, False):
        st.session_state[_CARRIED] = {}
    st.session_state[_STANDS] = False


def draw_anew() -> None:
    """Draw the page anew without anybody having asked for it."""
    st.session_state[_OF_ITSELF] = True
    st.rerun()


def stands() -> bool:
    """Whether something stands on the screen that would be lost if the page drew itself anew."""
    return bool(st.session_state.get(_STANDS))


def let_stand() -> None:
    """Something stands on the screen for this run alone: an open question, a refusal, two versions side by side."""
    st.session_state[_STANDS] = True


def refused(why: object) -> None:
    """Say why what was pressed was not done.

    Args:
        why: the sentence.
    """
    st.error(literal(str(why)))
    let_stand()


def carried(name: str) -> str:
    """What was left to be said once the page is drawn after a press; again where the page drew itself anew since.

    Args:
        name: under which it was left.
    """
    told = st.session_state.setdefault(_CARRIED, {})
    if name in st.session_state:
        told[name] = st.session_state.pop(name)
    return str(told.get(name, ""))
