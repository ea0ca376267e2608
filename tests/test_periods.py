"""Bins cover the whole period, and a comparison across coverage bands is refused with its reason."""

import datetime as dt

import pandas as pd
import pytest

from data.counting.periods import (
    as_long_from,
    axis_for,
    bins,
    earlier,
    extent,
    stock_on,
    twelve_months,
)
from data.counting.query import query
from data.counting.selection import Selection

D = dt.date


def test_a_week_without_incidents_is_blank_and_weeks_are_cut_to_the_period(made):
    record = made(
        incidents=[{"incident_id": "a", "date_low": "2019-07-10", "date_high": "2019-07-10"}],
        observations=[{"incident_id": "a", "report_id": "r0", "low": 3, "value": 3, "high": 3}],
    )
    selection = Selection(date_from=D(2019, 7, 3), date_to=D(2019, 7, 18))
    rows = bins(query(record, selection), record, "killed", "week")
    assert rows["key"].tolist() == ["2019-07-01", "2019-07-08", "2019-07-15"]
    assert rows["start"].iloc[0] == pd.Timestamp("2019-07-03")
    assert rows["end"].iloc[-1] == pd.Timestamp("2019-07-18")
    assert rows["best"].isna().tolist() == [True, False, True]
    months = bins(query(record, selection), record, "killed", "month")
    assert months["best"].tolist() == [3]
    assert bins(query(record, selection), record, "injured", "month")["best"].isna().all()


def test_a_period_without_incidents_has_blank_bins(made):
    record = made()
    selection = Selection(date_from=D(2019, 7, 3), date_to=D(2019, 7, 18))
    assert bins(query(record, selection), record, "killed", "week")["best"].isna().all()


@pytest.mark.parametrize(
    ("start", "end", "years", "expected", "reason"),
    [
        (D(2019, 7, 1), D(2019, 7, 31), 0, (D(2019, 5, 31), D(2019, 6, 30)), ""),
        (D(2019, 4, 1), D(2019, 4, 30), 0, None, "bands"),
        (D(2019, 7, 1), D(2019, 7, 31), 1, None, "outside"),
        (None, D(2019, 7, 31), 0, None, "open"),
    ],
)
def test_the_earlier_period_or_why_not(made, start, end, years, expected, reason):
    then, why = earlier(made(), Selection(date_from=start, date_to=end), years=years)
    assert why == reason
    assert (then and (then.date_from, then.date_to)) == expected


def test_a_year_before_on_the_bundled_record(bundled):
    then, why = earlier(
        bundled, Selection(date_from=D(2018, 5, 1), date_to=D(2018, 5, 31)), years=1
    )
    assert (then.date_from, then.date_to, why) == (D(2017, 5, 1), D(2017, 5, 31), "")


@pytest.mark.parametrize(
    ("day", "known", "expected"),
    [
        (D(2019, 7, 31), None, 200),
        (D(2019, 7, 15), None, 100),
        (D(2019, 7, 31), D(2019, 7, 20), 100),
        (D(2019, 6, 1), None, None),
    ],
)
def test_the_latest_stock_at_a_day_as_known(made, day, known, expected):
    stock = {"kind": "stock", "measure": "displaced", "area_scope": "tripoli", "period_start": ""}
    record = made(
        tolls=[
            {
                **stock,
                "toll_id": "t1",
                "value": 100,
                "as_of": "2019-07-10",
                "published": "2019-07-11",
            },
            {
                **stock,
                "toll_id": "t2",
                "value": 200,
                "as_of": "2019-07-30",
                "published": "2019-08-02",
            },
        ]
    )
    found = stock_on(record, day, known)
    assert (None if found is None else found["value"]) == expected


def test_an_open_end_is_the_records_own(bundled):
    start, end = extent(Selection(), bundled)
    assert (start, end) == (D(2011, 6, 19), D(2026, 2, 3))
    assert axis_for(Selection(), bundled) == "month"
    assert axis_for(Selection(date_from=D(2019, 4, 4), date_to=D(2019, 12, 31)), bundled) == "week"


def test_a_period_that_ends_after_the_day_of_knowledge_is_not_compared(made):
    july = Selection(date_from=D(2019, 7, 1), date_to=D(2019, 7, 31))
    assert earlier(made(), july.replace(as_known_on=D(2019, 7, 30))) == (None, "known")
    assert earlier(made(), july.replace(as_known_on=D(2019, 7, 31)))[1] == ""


def test_the_twelve_months_before_are_scaled_to_the_length_of_the_period_and_stay_within_a_band(
    bundled,
):
    within = Selection(date_from=D(2015, 7, 1), date_to=D(2015, 7, 31))
    then, reason, share = twelve_months(bundled, within)
    assert (then.date_from, then.date_to) == (D(2014, 7, 1), D(2015, 6, 30))
    assert (reason, share) == ("", 31 / 365)
    across = Selection(date_from=D(2020, 7, 1), date_to=D(2020, 7, 31))
    assert twelve_months(bundled, across) == (None, "bands", 0.0)
    assert twelve_months(bundled, within.replace(as_known_on=D(2015, 7, 15)))[1] == "known"
    assert twelve_months(bundled, within.replace(as_known_on=D(2016, 7, 15)))[1] == ""
    assert twelve_months(bundled, Selection())[1] == "open"


@pytest.mark.parametrize(
    ("selection", "first", "expected"),
    [
        (Selection(D(2019, 7, 1), D(2019, 7, 30)), D(2019, 5, 1), (D(2019, 5, 1), D(2019, 5, 30))),
        (Selection(D(2019, 7, 1), D(2019, 7, 30)), D(2019, 10, 1), (D(2019, 10, 1), D(2019, 10, 30))),
        (Selection(D(2019, 7, 1), D(2019, 7, 30)), D(2019, 7, 1), "shared"),
        (Selection(D(2019, 7, 1), D(2019, 7, 30)), D(2019, 6, 15), "shared"),
        (Selection(D(2019, 7, 1), D(2019, 7, 30)), D(2018, 5, 1), "bands"),
        (Selection(D(2019, 7, 1), D(2019, 7, 30)), D(1999, 5, 1), "outside"),
        (Selection(D(2019, 7, 1)), D(2019, 5, 1), "open"),
        (Selection(D(2019, 7, 1), D(2019, 7, 30), as_known_on=D(2019, 8, 1)), D(2019, 8, 5), "known"),
    ],
)  # fmt: skip
def test_any_other_period_as_long_compares_where_it_was_kept_alike(
    bundled, selection, first, expected
):
    then, reason = as_long_from(bundled, selection, first)
    found = (then.date_from, then.date_to) if then else reason
    assert found == expected
