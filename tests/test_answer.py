"""The first sentence: how many, and whether that is more than before is said only where it can be told."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.lines.answer import answer, verdict
from components.view import view_of
from components.words.language import LANGUAGES, strings
from data.counting.figure import Figure
from data.counting.query import figure_at
from data.counting.selection import Selection
from data.counting.unarmed import unarmed_at_least


def figure(low, best, high, *, opened=False, counted=3, silent=0):
    return Figure("incidents", low, best, high, opened, counted, silent)


@pytest.mark.parametrize(
    ("now", "then", "told"),
    [
        (figure(20, 24, 30), figure(5, 6, 9), "more"),
        (figure(5, 6, 9), figure(20, 24, 30), "fewer"),
        (figure(9, 12, 20), figure(20, 24, 30), "overlap"),
        (figure(20, 24, 30), figure(5, 6, 9, opened=True), "open"),  # it may be any number above
        (figure(5, 6, 9, opened=True), figure(20, 24, 30), "open"),
        (figure(20, 24, 30, opened=True), figure(5, 6, 9), "more"),  # more than that is more
        (figure(20, 24, 30, silent=1), figure(5, 6, 9, silent=2), "silent"),
        (figure(20, 24, 30, silent=1), figure(5, 6, 9, silent=1), "more"),
        (figure(None, None, None, counted=0), figure(5, 6, 9), "none"),
        (figure(None, 24, None), figure(None, 6, None), "more"),
    ],
)
def test_more_or_fewer_only_where_it_can_be_told(now, then, told):
    assert verdict(now, then) == told


ENDS = st.lists(st.integers(0, 40), min_size=3, max_size=3).map(sorted)
FIGURES = st.builds(
    lambda ends, opened, counted, silent: figure(*ends, opened=opened, counted=counted, silent=silent),
    ENDS, st.booleans(), st.integers(1, 9), st.integers(0, 9),
)  # fmt: skip


@given(FIGURES, FIGURES)
def test_who_says_more_the_other_way_round_says_fewer(one, other):
    turned = {"more": "fewer", "fewer": "more"}
    told = verdict(one, other)
    assert verdict(other, one) == turned.get(told, told)
    if told == "more":
        assert one.low > other.high and not other.open


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_opening_period_is_answered_in_every_language(no_imports, language):
    words = strings(language)
    asked = Selection(dt.date(2019, 12, 2), dt.date(2019, 12, 31))
    told = answer(view_of(no_imports, asked, words, "light"))
    assert "30" in told[0] and "2019" in told[0] and words("answer.libya") in told[0]
    assert not any("{" in one for one in told)


def test_each_part_says_its_own(no_imports):
    def told(**asked):
        return answer(view_of(no_imports, Selection(**asked), strings("en"), "light"))

    july = {"date_from": dt.date(2019, 7, 1), "date_to": dt.date(2019, 7, 31)}
    assert told(**july)[0].startswith("In the 31 days to 31 July 2019, ")
    assert "civilians" in told(**july)[0] and "injured" in told(**july, measure="injured")[0]
    assert "civilians" not in told(**july, group="children")[0]
    assert any("more or fewer" in one or "than before" in one for one in told(**july))
    april = {"date_from": dt.date(2019, 4, 4), "date_to": dt.date(2019, 4, 30)}
    assert any("coverage bands" in one for one in told(**april))
    assert told(date_from=dt.date(2019, 4, 4), date_to=dt.date(2019, 12, 31))[0].startswith("From 4 April 2019 to ")  # fmt: skip


def test_migrants_children_and_health_workers_are_among_the_civilians(no_imports):
    """July 2019 read "68 killed, at least 1 of them civilians": the dead of Tajoura are told as migrants."""
    asked = Selection(dt.date(2019, 7, 1), dt.date(2019, 7, 31), dataset=("libya",))
    record = no_imports.record
    alone = figure_at(record, asked.replace(group="migrants"), "killed").low
    least = unarmed_at_least(record, asked, "killed")
    assert least >= alone > 30
    first = answer(view_of(no_imports, asked, strings("en"), "light"))[0]
    assert f"at least {least} of them civilians (migrants, children" in first


def test_of_one_incident_groups_may_be_the_same_people(made):
    told = [("all", 9), ("civilians", 4), ("children", 6)]
    rows = [
        {
            "observation_id": f"o{n}",
            "report_id": "r0",
            "group": group,
            "low": n,
            "value": n,
            "high": n,
        }
        for group, n in told
    ]
    record = made(
        incidents=[{"incident_id": "i"}], observations=[{"incident_id": "i", **row} for row in rows]
    )
    assert unarmed_at_least(record, Selection(), "killed") == 6
    assert unarmed_at_least(record, Selection(group="children"), "killed") == 6
    assert unarmed_at_least(record, Selection(), "injured") == 0


@pytest.mark.parametrize(
    ("days", "told"),
    [
        (("2022-01-01", "2022-03-31"), "only a part of the events was kept"),  # the gravest
        (("2020-04-01", "2020-04-30"), "only a part of the events was kept"),
        (("2019-07-01", "2019-07-31"), "the two ranges meet"),
    ],
)
def test_where_only_a_part_was_kept_nothing_is_more_or_fewer(no_imports, days, told):
    asked = Selection(*map(dt.date.fromisoformat, days), dataset=("libya",))
    assert told in " ".join(answer(view_of(no_imports, asked, strings("en"), "light")))


@pytest.mark.parametrize(
    ("days", "kind"),
    [
        (("2020-01-01", "2020-01-31"), "every event that could be found, 1 December 2019"),
        (("2019-01-01", "2019-01-31"), "gravest events only, 1 December 2018"),
    ],
)
def test_a_comparison_refused_names_how_the_other_period_was_kept(no_imports, days, kind):
    asked = Selection(*map(dt.date.fromisoformat, days), dataset=("libya",))
    assert kind in " ".join(answer(view_of(no_imports, asked, strings("en"), "light")))
