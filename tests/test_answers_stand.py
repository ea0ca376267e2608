"""What a person pressed is done and what it answers stands, also where newer rows arrive in the same moment."""

import dataclasses

import pytest
from made_desk import desk_page, two_incidents
from streamlit.testing.v1 import AppTest

from components.parts import cautions
from components.words.language import strings
from data.store import current as room

WORDS = strings("en")


@pytest.fixture
def desk(tmp_path, monkeypatch):
    return two_incidents(tmp_path, monkeypatch)


@pytest.fixture
def read_meanwhile(monkeypatch):
    """The page is told that newer rows are being read; when it looks again they are there."""
    there = room.current

    def begin():
        monkeypatch.setattr(room, "current", lambda: dataclasses.replace(there(), newer=True))
        monkeypatch.setattr(cautions, "current", there)

    return begin


def changed(at, value, reason):
    """The first figure of ``a`` in the form, as a person changes it."""
    at.selectbox(key="desk-row-a").set_value(("observations", "a1")).run()
    for name in ("low", "value", "high"):
        at.text_input(key=f"desk-observations-a1-{name}").set_value(value).run()
    at.text_input(key="desk-a--why").set_value(reason).run()
    return at.button(key="desk-a-save")


def test_a_press_is_not_lost(desk, tmp_path, monkeypatch, read_meanwhile):
    at = desk_page("correct", tmp_path, monkeypatch)
    save = changed(at, "6", "it is 6")
    read_meanwhile()
    save.click().run()
    assert not at.exception
    assert [act.reason for act in desk.store.ledger.entries().acts()] == ["it is 6"]
    assert [one.value.startswith("Kept") for one in at.success] == [True]


def test_two_versions_side_by_side_are_not_lost(desk, tmp_path, monkeypatch, read_meanwhile):
    mine = desk_page("correct", tmp_path, monkeypatch)
    save = changed(mine, "7", "it is 7")
    changed(desk_page("correct", tmp_path, monkeypatch), "6", "it is 6").click().run()
    read_meanwhile()
    save.click().run()
    assert WORDS("desk.conflict") in [one.value for one in mine.warning]
    mine.button(key="desk-a-over-press").click().run()
    told = [act.reason for act in desk.store.ledger.entries().acts()]
    assert told == ["it is 6", "it is 7"]


def looks(refuses, leaves):
    """A page whose press is refused, or leaves words; after it stood, the page looks again."""
    import streamlit as st

    from components.parts import answers, cautions
    from components.words.language import strings

    answers.begin()
    later, real = [], st.fragment
    st.fragment = lambda look, run_every: lambda: (look(), later.append(look))
    try:
        if st.session_state.get("pressed"):
            cautions.until_it_is_read(strings("en"))
    finally:
        st.fragment = real
    st.text(answers.carried("said"))
    if st.button("press"):
        st.session_state["pressed"] = True
        if refuses:
            answers.refused("because")
        if leaves:
            st.session_state["said"] = "kept"
            st.rerun()
    st.session_state["runs"] = st.session_state.get("runs", 0) + 1
    for look in later * (st.session_state["runs"] < 5):
        look()


@pytest.mark.parametrize(("refuses", "leaves"), [(True, False), (False, True)])
def test_what_is_answered_stands_when_the_page_looks_again(refuses, leaves, monkeypatch):
    class Read:
        newer = False

    monkeypatch.setattr(cautions, "current", Read)
    at = AppTest.from_function(looks, kwargs={"refuses": refuses, "leaves": leaves}).run()
    at.session_state["pressed"] = True
    at.button[0].click().run()
    assert [one.value for one in at.error] == ["because"] * refuses
    assert [one.value for one in at.text] == ["kept" if leaves else ""]
    assert [one.label for one in at.button if one.label == WORDS("app.show_newer")] == [WORDS("app.show_newer")] * refuses  # fmt: skip
    assert at.session_state["runs"] == (2 if refuses else 5)
