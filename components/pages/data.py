"""Bring your own data, say which records are one incident, and see what each dataset alone would say."""

import streamlit as st

from components.parts.address import asked, tell
from components.parts.answers import carried
from components.parts.filters import view
from components.parts.import_tab import import_tab
from components.parts.imported import changed
from components.parts.matches_tab import by_source_tab, matches_tab
from components.parts.person import person
from components.words.language import literal
from data.store.store import Store
from data.watching.runs import last_run

TABS = ("import", "matches", "by_source")

v = view()
words = v.words
st.header(words("data.title"), anchor=False)
st.text(words("data.caution"))
store = Store()
store.ledger.who = person(words)
kept = last_run(store.files)
if kept is not None:
    at = kept.at[:16].replace("T", " ")
    if kept.failed:
        st.warning(words.md("data.last_run_failed", at=at, failed=" ".join(kept.failed)))
    else:
        st.caption(words.md("data.last_run", at=at))
for key, box in (("_said", st.success), ("_told", st.info), ("_refused", st.error)):
    said = carried(key)
    if said:
        box(literal(said))
if st.session_state.get("_before"):
    changed(v, st.session_state["_before"])
waiting = int((v.holdings.matches["state"] == "review").sum())
first = asked("tab", TABS, "import", words)
tabs = st.tabs(
    [
        words("data.tab.import"),
        words.md("data.tab.matches", count=waiting),
        words("data.tab.by_source"),
    ],
    default=words.md(f"data.tab.{first}", count=waiting),
    on_change="rerun",
    key=f"data-tabs-{words.language}-{waiting}",
)
opened = dict(zip(TABS, tabs, strict=True))
tell("tab", next((name for name, tab in opened.items() if tab.open), first), "import")
with opened["import"]:  # drawn under another tab too: a chosen file would be gone with its control
    import_tab(v, store)
if opened["matches"].open:
    with opened["matches"]:
        matches_tab(v, store)
if opened["by_source"].open:
    with opened["by_source"]:
        by_source_tab(v)
