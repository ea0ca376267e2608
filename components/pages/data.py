"""Bring your own data, say which records are one incident, and see what each dataset alone would say."""

import streamlit as st

from components.parts.filters import view
from components.parts.import_tab import import_tab
from components.parts.imported import changed
from components.parts.matches_tab import by_source_tab, matches_tab
from components.words.language import literal
from data.store.store import Store

v = view()
words = v.words
st.header(words("data.title"), anchor=False)
st.text(words("data.caution"))
store = Store()
for key, tell in (("_said", st.success), ("_told", st.info), ("_refused", st.error)):
    said = st.session_state.pop(key, None)
    if said:
        tell(literal(said))
if st.session_state.get("_before"):
    changed(v, st.session_state["_before"])
waiting = int((v.holdings.matches["state"] == "review").sum())
tabs = st.tabs(
    [
        words("data.tab.import"),
        words.md("data.tab.matches", count=waiting),
        words("data.tab.by_source"),
    ]
)
with tabs[0]:
    import_tab(v, store)
with tabs[1]:
    matches_tab(v, store)
with tabs[2]:
    by_source_tab(v)
