"""Who is at the desk: a name that a person gives once in a browser, until there is a login."""

from __future__ import annotations

import streamlit as st

from components.words.language import Strings
from data.desk.rules import NAME_MOST

_SCRIPT = """
export default function ({ data, setStateValue }) {
  const place = 'casualty-desk-name'
  try {
    if (data.name) localStorage.setItem(place, data.name)
    else if (!data.asked) {
      const kept = localStorage.getItem(place)
      if (kept) setStateValue('name', kept)
    }
  } catch (error) { /* a browser that keeps nothing: the name is asked for again */ }
}
"""


def person(words: Strings) -> str:
    """The name that every entry carries; empty until one is given."""

    def remembered() -> None:
        st.session_state["desk-name"] = str(st.session_state["desk-person"]["name"])[:NAME_MOST]

    if "_person" in st.session_state and "desk-name" not in st.session_state:
        st.session_state["desk-name"] = st.session_state["_person"]
    given = st.text_input(words("desk.name"), key="desk-name", max_chars=NAME_MOST, help=words("desk.name_help"))  # fmt: skip
    name = " ".join((given or "").split())
    mount = st.components.v2.component("desk_person", js=_SCRIPT)
    with st.container(key="desk-person-holder"):
        mount(
            key="desk-person",
            data={"name": name, "asked": "_person" in st.session_state},
            on_name_change=remembered,
        )
    if name:
        st.session_state["_person"] = name
    return name
