"""The bundled record is whole, sourced, and as large as promised."""

import pytest

from data.record.possible import LONGEST_INCIDENT_DAYS


def test_nothing_was_put_aside(bundled):
    assert bundled.put_aside.to_dict("records") == []


@pytest.mark.parametrize(
    ("table", "least"),
    [
        ("incidents", 135),
        ("observations", 360),
        ("claims", 300),
        ("tolls", 250),
        ("milestones", 60),
        ("actors", 30),
    ],
)
def test_as_many_rows_as_promised(bundled, table, least):
    assert len(bundled.table(table)) >= least


def test_every_report_has_an_address_or_says_why_not(bundled):
    without = bundled.reports[bundled.reports["url"].isna()]
    observed = bundled.observations[bundled.observations["report_id"].isin(without["report_id"])]
    assert observed["note"].notna().all()
    assert len(without) <= 10


def test_totals_that_contain_other_rows_are_tolls_not_incidents(bundled):
    ids = set(bundled.incidents["incident_id"])
    assert "2019-08-murzuq-clashes" not in ids
    assert "LY-2020-06-TARHUNA-GRAVES" not in ids
    assert bundled.tolls["toll_id"].str.contains("murzuq-2019-08").any()
    days = (bundled.incidents["date_high"] - bundled.incidents["date_low"]).dt.days + 1
    assert days.max() <= LONGEST_INCIDENT_DAYS


def test_a_figure_for_two_places_together_is_a_toll(bundled):
    killed = bundled.observations[bundled.observations["incident_id"] == "2019-11-28-umm-al-aranib"]
    assert 14 not in killed["value"].tolist()
    assert (bundled.tolls["area"] == "Umm al-Aranib and Sawani").any()


def test_actors_have_names_in_both_scripts(bundled):
    named = bundled.actors["name_ar"].fillna("")
    assert named.str.contains(r"[\u0600-\u06ff]").mean() > 0.95


def test_a_ministry_that_said_two_numbers_on_one_day_is_a_range(bundled):
    rows = bundled.observations[
        bundled.observations["incident_id"] == "2019-06-15-tajoura-heart-hospital"
    ]
    ranged = rows[(rows["measure"] == "killed") & (rows["qualifier"] == "range")].iloc[0]
    assert (ranged["low"], ranged["high"]) == (1, 9)


def test_backers_are_given_with_who_says_so(bundled):
    for actor in ("russia", "egypt", "uae"):
        rows = bundled.sides[
            (bundled.sides["actor_id"] == actor) & (bundled.sides["side"] == "lna")
        ]
        assert len(rows) and rows["who_says"].notna().all() and rows["basis"].notna().all()
