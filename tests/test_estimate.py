"""The rule from observations to low, best and high, on tables a person can add in the head."""

import datetime as dt

import pandas as pd
import pytest

from data.counting.estimate import estimates, votes


def said(report, low="", value="", high="", qualifier="exact", **more):
    return {
        "incident_id": "i",
        "report_id": report,
        "low": low,
        "value": value,
        "high": high,
        "qualifier": qualifier,
        **more,
    }


def exactly(report, number, **more):
    return said(report, number, number, number, **more)


def at_least(report, number):
    return said(report, number, number, "", "at least")


def by(report, origin, rank, published="2019-07-02"):
    return {"report_id": report, "origin_id": origin, "source_rank": rank, "published": published}


def estimate(made, reports, observations, known=None):
    record = made(incidents=[{"incident_id": "i"}], reports=reports, observations=observations)
    assert record.put_aside.empty
    row = estimates(record, known).iloc[0]
    low, best, high = (
        None if pd.isna(row[end]) else int(row[end]) for end in ("low", "best", "high")
    )
    return low, best, high, bool(row["open"]), row


def test_the_better_tier_decides_and_the_other_stands_beside(made):
    reports = [by("a", "who", 2), by("b", "agency", 5), by("c", "witness", 7)]
    low, best, high, opened, row = estimate(
        made, reports, [exactly("a", 5), exactly("b", 9), exactly("c", 40)]
    )
    assert (low, best, high, opened) == (5, 5, 5, False)
    assert (row["tier"], row["other_low"], row["other_high"]) == ("A", 9, 40)


def test_within_the_tier_every_voucher_widens_the_range_and_the_better_rank_is_best(made):
    reports = [by("a", "who", 2), by("b", "airwars", 3)]
    assert estimate(made, reports, [exactly("a", 5), said("b", 2, "", 9, "range")])[:4] == (
        2,
        5,
        9,
        False,
    )


def test_one_voucher_votes_once_with_its_latest_word(made):
    reports = [by("a", "who", 2, "2019-07-02"), by("b", "who", 2, "2019-07-05")]
    assert estimate(made, reports, [exactly("a", 9), exactly("b", 5)])[:3] == (5, 5, 5)


def test_two_words_of_one_voucher_on_one_day_count_as_the_greater(made):
    reports = [by("a", "who", 2), by("b", "who", 2)]
    assert estimate(made, reports, [exactly("a", 9), exactly("b", 5)])[:3] == (9, 9, 9)


def test_among_equal_ranks_the_later_then_the_greater_is_best(made):
    reports = [by("a", "who", 2, "2019-07-02"), by("b", "unsmil", 2, "2019-07-04")]
    assert estimate(made, reports, [exactly("a", 9), exactly("b", 5)])[:3] == (5, 5, 9)
    reports = [by("a", "who", 2), by("b", "unsmil", 2)]
    assert estimate(made, reports, [exactly("a", 9), exactly("b", 5)])[:3] == (5, 9, 9)


def test_at_least_leaves_the_top_open_only_at_the_top(made):
    assert estimate(made, [by("a", "who", 2)], [at_least("a", 44)])[:4] == (44, 44, 44, True)
    reports = [by("a", "who", 2), by("b", "airwars", 3)]
    assert estimate(made, reports, [at_least("a", 44), exactly("b", 80)])[:4] == (44, 44, 80, False)


def test_only_a_range_gives_its_low_as_best_and_says_so(made):
    low, best, high, _, row = estimate(
        made, [by("a", "airwars", 3)], [said("a", 4, "", 6, "range")]
    )
    assert (low, best, high) == (4, 4, 6)
    assert row["only_range"]


def test_only_an_upper_figure_gives_no_low_and_no_best(made):
    assert estimate(made, [by("a", "airwars", 3)], [said("a", "", "", 6, "range")])[:3] == (
        None,
        None,
        6,
    )


def test_about_is_flagged(made):
    assert estimate(made, [by("a", "who", 2)], [said("a", 7, 7, 7, "about")])[4]["about"]


def test_words_vote_nothing(made):
    record = made(
        incidents=[{"incident_id": "i"}],
        reports=[by("a", "who", 2)],
        observations=[said("a", qualifier="words", words="dozens")],
    )
    assert estimates(record).empty
    assert votes(record)["role"].tolist() == ["word"]


@pytest.mark.parametrize(
    ("published", "known", "counts"),
    [
        ("2019-07-02", dt.date(2019, 7, 1), False),
        ("2019-07-02", dt.date(2019, 7, 2), True),
        ("2019-07", dt.date(2019, 7, 30), False),
        ("2019-07", dt.date(2019, 7, 31), True),
        ("2019", dt.date(2019, 12, 30), False),
        ("2019", dt.date(2019, 12, 31), True),
        ("", dt.date(2020, 1, 30), False),
        ("", dt.date(2020, 1, 31), True),
    ],
)
def test_a_report_counts_from_its_day_a_partial_date_from_its_end_no_date_only_now(
    made, published, known, counts
):
    record = made(
        incidents=[{"incident_id": "i"}],
        reports=[by("a", "who", 2, published)],
        observations=[exactly("a", 5)],
    )
    assert len(estimates(record, known)) == (1 if counts else 0)


def test_an_undated_report_replaces_no_dated_word_and_wins_no_tie(made):
    reports = [by("a", "who", 2, "2019-07-05"), by("b", "who", 2, ""), by("c", "unsmil", 2, "")]
    assert estimate(made, reports, [exactly("a", 5), exactly("b", 9)])[:3] == (5, 5, 5)
    assert estimate(made, reports, [exactly("a", 5), exactly("c", 9)])[:3] == (5, 5, 9)


def test_of_two_ranges_the_better_ranked_gives_best(made):
    reports = [by("a", "unsmil", 1), by("b", "airwars", 3)]
    ranges = [said("a", 30, "", 50, "range"), said("b", 10, "", 20, "range")]
    assert estimate(made, reports, ranges)[:3] == (10, 30, 50)


def test_the_order_of_rows_decides_nothing(made):
    reports = [by("a", "who", 2)]
    one = [at_least("a", 40) | {"observation_id": "x"}, exactly("a", 40) | {"observation_id": "y"}]
    assert estimate(made, reports, one)[:4] == estimate(made, reports, one[::-1])[:4]
