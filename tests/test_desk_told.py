"""What people did is told: beside the figures, in the history, in the work-list."""

import datetime as dt

import pytest
from made_desk import killed, two_incidents

from components.words.language import strings
from components.words.standing import standing_sentence
from data.counting.selection import Selection
from data.counting.standing import Standing, standing
from data.desk.history import feed
from data.desk.reshaping import corrected
from data.desk.worklist import KINDS, work


@pytest.fixture
def desk(tmp_path, monkeypatch):
    return two_incidents(tmp_path, monkeypatch)


def test_what_waits_is_named_beside_the_figures_it_is_out_of(desk):
    desk.judge("dispute", "a")
    form = {
        "incident": {"first_day": "2019-07-05", "title": "t", "place": "Place", "known_to": "country", "event_type": "shelling", "target_type": "market", "victims": "unknown"},
        "report": [{"publisher": "paper", "published": "2019-07-06", "figure": [{"measure": "killed", "value": 3, "how": "exact"}]}],
    }  # fmt: skip
    own = desk.enter(form)
    found = standing(desk.record, Selection())
    assert (found.pending, found.disputed) == ((own,), ("a",))
    elsewhere = Selection(date_from=dt.date(2019, 7, 6))
    assert standing(desk.record, elsewhere) == Standing()
    words = strings("en")
    assert standing_sentence(desk.record, Selection(), words) == (
        "Waiting for review and not counted, incidents: 1. Counted though disputed, incidents: 1."
    )
    assert "Counted though they wait" in standing_sentence(desk.record, Selection(pending="with"), words)  # fmt: skip


def test_the_history_tells_who_what_why_and_the_figure_that_changed_for_it(desk):
    desk.act(corrected(desk.record, "observations", "a2", {"low": "12", "value": "12", "high": "12"}, "Amal", "misread"))  # fmt: skip
    rows = feed(desk.record, desk.store.ledger.entries().acts())
    told = {(row.column, row.old, row.new) for row in rows.itertuples()}
    assert told == {("low", "9", "12"), ("value", "9", "12"), ("high", "9", "12"), ("killed", "9 (5-9)", "12 (5-12)")}  # fmt: skip
    assert set(rows["who"]) == {"Amal"} and set(rows["reason"]) == {"misread"}


def test_the_work_list_counts_what_waits_and_what_is_weak_and_a_remark_stays_until_it_is_answered(desk):  # fmt: skip
    assert work(desk.record)["one_source"] == ["b"] and work(desk.record)["remarked"] == []
    desk.judge("remark", "a", reason="the street is another")
    assert work(desk.record)["remarked"] == ["a"] and killed(desk.record) == (7, 11, 11)
    desk.judge("dispute", "a")
    found = work(desk.record)
    assert (found["remarked"], found["disputed"]) == ([], ["a"])
    assert set(found) == set(KINDS)
    desk.act(corrected(desk.record, "incidents", "a", {"place_precision": "district"}, "Amal", "why"))  # fmt: skip
    assert work(desk.record)["coarse"] == ["a"]
