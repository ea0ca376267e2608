"""Any view is watched from its star; what was told stands at the desk until somebody says that they have seen it."""

import pytest
from made_desk import desk_page, two_incidents
from made_records import ROOT
from streamlit.testing.v1 import AppTest

from data.store.current import forget
from data.watching.told import notices
from data.watching.watch import watches


@pytest.fixture
def desk(tmp_path, monkeypatch):
    monkeypatch.setenv("CASUALTY_STORE", str(tmp_path / "store"))
    return two_incidents(tmp_path, monkeypatch)


def question():
    """The dialog alone: a test sees no more of one after its first run."""
    import datetime as dt

    from components.parts.star import ask
    from components.view import view_of
    from components.words.language import strings
    from data.counting.selection import Selection
    from data.store.loading import load_holdings
    from data.store.store import Store

    days = Selection(dt.date(2019, 7, 1), dt.date(2019, 7, 5))
    ask(view_of(load_holdings(Store()), days, strings("en"), "light"))


@pytest.fixture
def screen(desk):
    return AppTest.from_function(question, default_timeout=60).run()


def test_every_page_has_the_star_and_it_opens_the_question(desk):
    forget()
    at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run()
    at.button("watch-star").click().run()
    assert not at.exception and at.text_input("watch-name") and at.selectbox("watch-rule")


def watched(screen, name="My view", owner="desk@example.org", rule="passes"):
    screen.selectbox("watch-rule").set_value(rule).run()
    screen.text_input("watch-name").set_value(name)
    screen.text_input("watch-owner").set_value(owner).run()
    if rule == "passes":
        screen.number_input("watch-number").set_value(4).run()
    screen.button("watch-keep").click().run()
    assert not screen.exception
    return screen


def test_the_star_watches_the_view_it_stands_on(desk, screen):
    watched(screen)
    (one,) = watches(desk.store.files)
    assert (one.name, one.owner, one.rule, one.number, one.language) == ("My-view", "desk@example.org", "passes", 4, "en")  # fmt: skip
    assert "from=2019-07-01" in one.query and "to=2019-07-05" in one.query


def test_a_name_that_is_there_is_not_taken_twice(desk, screen):
    watched(screen)
    watched(screen, rule="waiting")
    assert any("already" in one.value for one in screen.error)
    assert [one.rule for one in watches(desk.store.files)] == ["passes"]


@pytest.mark.parametrize(("name", "owner"), [("", "Amal"), ("Mine", " ")])
def test_without_a_name_and_an_owner_nothing_is_watched(desk, screen, name, owner):
    screen.text_input("watch-name").set_value(name)
    screen.text_input("watch-owner").set_value(owner).run()
    assert screen.button("watch-keep").disabled


def test_what_was_told_is_read_and_seen_at_the_desk(run, desk, screen, tmp_path, monkeypatch):
    watched(screen)
    assert run("keep", "--store", str(tmp_path / "store"), "--out", str(tmp_path / "out"))[0] == 0
    at = desk_page("watches", tmp_path, monkeypatch)
    (rows,) = [one.value for one in at.dataframe if "Not seen yet" in one.value]
    assert rows["Not seen yet"].tolist() == [1] and "1 July" in rows["View"].iloc[0]
    (told,) = [one for one in notices(desk.store.files, "My-view") if one.title]
    assert any(told.text in one.value for one in at.text)
    at.button(f"watch-seen-{told.id}").click().run()
    (told,) = [one for one in notices(desk.store.files, "My-view") if one.title]
    assert told.acknowledged == "Basma" and not at.exception
    at.session_state["desk-watches"] = {"selection": {"rows": [0], "columns": [], "cells": []}}
    at.run()
    assert any(told.text in one.value for one in at.text)
    at.button("watch-drop-My-view").click().run()
    assert watches(desk.store.files) == []
