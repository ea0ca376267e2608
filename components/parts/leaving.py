"""A page that is left with something begun on it asks first."""

from __future__ import annotations

import streamlit as st

# The draft is kept with every field that is left; the words in the field that is being written are not yet.
_SCRIPT = """
export default function ({ data, parentElement }) {
  parentElement.asks = data  // the function is called anew whenever it changes, its listeners are added once
  if (parentElement.over) return parentElement.over
  const now = () => parentElement.asks
  const leaving = (event) => { if (now().begun) { event.preventDefault(); event.returnValue = now().said } }
  const turning = (event) => {
    const link = event.target.closest && event.target.closest('[data-testid="stTopNavLink"], .st-key-phone-pages a')
    if (link && now().begun && !window.confirm(now().said)) { event.preventDefault(); event.stopPropagation() }
  }
  window.addEventListener('beforeunload', leaving)
  document.addEventListener('click', turning, true)
  parentElement.over = () => {
    parentElement.over = null
    window.removeEventListener('beforeunload', leaving)
    document.removeEventListener('click', turning, true)
  }
  return parentElement.over
}
"""


def ask_before_leaving(said: str, *, begun: bool) -> None:
    """Ask before another page is opened or the window is closed.

    Args:
        said: what is asked.
        begun: whether there is something that would be left.
    """
    mount = st.components.v2.component("ask_before_leaving", js=_SCRIPT)
    with st.container(key="ask-before-leaving-holder"):
        mount(key="ask-before-leaving", data={"said": said, "begun": begun})
