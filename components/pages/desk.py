"""The desk: enter an incident, review what others entered, see who did what and why."""

import streamlit as st

from components.parts.address import asked, tell
from components.parts.answers import carried
from components.parts.desk_correct import correct
from components.parts.desk_form import desk_form
from components.parts.desk_history import desk_history
from components.parts.desk_names import desk_names
from components.parts.desk_review import review
from components.parts.desk_watches import desk_watches
from components.parts.desk_work import desk_work
from components.parts.filters import view
from components.parts.person import person
from components.words.language import literal
from data.store.store import Store

TABS = ("work", "enter", "review", "correct", "names", "history", "watches")

v = view()
words = v.words
st.header(words("desk.title"), anchor=False)
st.text(words("desk.caution"))
store = Store()
record = st.session_state["_everything"]
said = carried("_desk_said")
if said:
    st.success(literal(said))
who = person(words)
if not who:
    st.info(words("desk.name_first"))
    st.stop()
first = asked("tab", TABS, "enter", words)
tabs = st.tabs(
    [
        words("desk.tab.work"),
        words("desk.tab.enter"),
        words("desk.tab.review"),
        words("desk.tab.correct"),
        words("desk.tab.names"),
        words("desk.tab.history"),
        words("desk.tab.watches"),
    ],
    default=words(f"desk.tab.{first}"),
    on_change="rerun",
    key=f"desk-tabs-{words.language}",
)
opened = dict(zip(TABS, tabs, strict=True))
tell("tab", next((name for name, tab in opened.items() if tab.open), first), "enter")
if opened["work"].open:
    with opened["work"]:
        desk_work(v, store, who)
if opened["enter"].open:
    with opened["enter"]:
        desk_form(v, store, who)
if opened["review"].open:
    with opened["review"]:
        review(v, store, who)
if opened["correct"].open:
    with opened["correct"]:
        correct(v, store, who)
if opened["names"].open:
    with opened["names"]:
        desk_names(v, store, who)
if opened["history"].open:
    with opened["history"]:
        desk_history(v, record, store, who)
if opened["watches"].open:
    with opened["watches"]:
        desk_watches(v, store, who)
