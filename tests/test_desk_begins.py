"""An incident is begun from nothing, from one that is there, or as one like it; what was begun before is not lost."""

import pytest
from made_desk import desk_page, two_incidents

from components.parts.desk_form import OPEN
from data.store.drafts import draft_of, keep_draft


@pytest.fixture
def desk(tmp_path, monkeypatch):
    return two_incidents(tmp_path, monkeypatch)


@pytest.fixture
def begin(desk, tmp_path, monkeypatch):
    def begin(**asked):
        return desk_page("enter", tmp_path, monkeypatch, **{"incident": "", **asked})

    return begin


def held(at):
    return at.session_state[OPEN]["form"]["incident"]


def test_one_like_it_has_its_day_place_and_kind_and_none_of_its_reports(desk, begin):
    at = begin(like="b")
    row = desk.record.incidents.set_index("incident_id").loc["b"]
    assert held(at)["first_day"] == "2019-07-09" and held(at)["event_type"] == row["event_type"]
    assert held(at)["known_to"] == row["place_precision"] and "id" not in held(at)
    assert len(at.session_state[OPEN]["form"]["report"]) == 1


def test_reports_are_added_to_one_that_is_there(begin):
    assert held(begin(incident="a")) == {"id": "a"}


@pytest.mark.parametrize("asked", [{"like": "none"}, {"incident": "none"}, {}])
def test_what_is_not_there_begins_nothing(begin, asked):
    assert not any(held(begin(**asked)).values())


def test_what_was_begun_stays_until_the_person_says_otherwise(desk, begin):
    begun = {"token": "t", "form": {"incident": {"title": "Begun"}, "report": [{}]}}
    keep_draft(desk.store.files, "Basma", begun)
    at = begin(like="b")
    assert held(at)["title"] == "Begun"
    assert any("begun" in one.value for one in at.warning)
    at.button("begin-like-b").click().run()
    assert not at.exception and held(at)["first_day"] == "2019-07-09"
    assert draft_of(desk.store.files, "Basma")["form"]["incident"]["first_day"] == "2019-07-09"
