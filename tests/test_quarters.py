"""Quarters beside the mission's counts: the sums are those one would make from the files by hand."""

import csv
import datetime as dt

import pytest

from data.counting.quarters import quarters
from data.counting.selection import Selection
from data.record.record import BUNDLED
from data.record.vocabulary import TIER_OF_RANK

QUARTERS = [f"{year}-Q{n}" for year in (2019, 2020) for n in (1, 2, 3, 4)]


def rows(name):
    with (BUNDLED / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def number(text):
    return int(text) if text else None


def last_known(report):
    """The day from which it is known, and whether a day is given at all."""
    text = report["published"]
    if not text:
        return dt.date(1800, 1, 1)
    if len(text) == 10:
        return dt.date.fromisoformat(text)
    year, month = (*map(int, text.split("-")), 12)[:2]
    return dt.date(year + month // 12, month % 12 + 1, 1) - dt.timedelta(days=1)


def estimate(observations, reports):
    """Low, best, high of one incident, measure and group by the rule of the record; None where nothing votes."""
    latest = {}
    for one in observations:
        ends = [number(one[end]) for end in ("low", "value", "high")]
        if all(end is None for end in ends):
            continue
        report = reports[one["report_id"]]
        greatest = max(end for end in ends if end is not None)
        floor = next((end for end in ends[:2] if end is not None), -1)
        order = (last_known(report), greatest, floor, one["observation_id"])
        if report["origin_id"] not in latest or order > latest[report["origin_id"]][0]:
            latest[report["origin_id"]] = (order, int(report["source_rank"]), *ends)
    if not latest:
        return None
    tier = min(TIER_OF_RANK[rank] for _, rank, *_ in latest.values())
    votes = [vote for vote in latest.values() if TIER_OF_RANK[vote[1]] == tier]
    votes.sort(key=lambda vote: (vote[1], -vote[0][0].toordinal(), -vote[0][1], vote[0][3]))
    low = min((v[2] if v[2] is not None else v[3] for v in votes if v[2] is not None or v[3] is not None), default=None)  # fmt: skip
    high = max(next(end for end in (v[4], v[3], v[2]) if end is not None) for v in votes)
    best = next((v[3] for v in votes if v[3] is not None), None)
    best = best if best is not None else next((v[2] for v in votes if v[2] is not None), None)
    return low, best, high


def by_hand(quarter, measure):
    """Low, best and high of civilians, from the CSV files alone."""
    reports = {one["report_id"]: one for one in rows("reports")}
    told = {}
    for one in rows("observations"):
        if one["measure"] == measure and one["group"] in ("all", "civilians"):
            told.setdefault((one["incident_id"], one["group"]), []).append(one)
    sums = [0, 0, 0]
    for incident in rows("incidents"):
        day = dt.date.fromisoformat(incident["date_low"])
        if f"{day.year}-Q{(day.month + 2) // 3}" != quarter or incident["cause"] != "conflict":
            continue
        found = estimate(told.get((incident["incident_id"], "civilians"), []), reports)
        if found is None and incident["victims"] == "civilians":
            found = estimate(told.get((incident["incident_id"], "all"), []), reports)
        if found is None:
            continue
        low, best, high = found
        if best is not None:
            sums = [sums[0] + (low if low is not None else best), sums[1] + best, sums[2]]
        sums[2] += high
    return tuple(sums)


@pytest.mark.parametrize("measure", ["killed", "injured"])
@pytest.mark.parametrize("quarter", QUARTERS)
def test_a_quarter_is_what_the_files_sum_to(bundled, quarter, measure):
    [one] = [one for one in quarters(bundled, Selection()) if one.name == quarter]
    figure = one.figures[measure]
    assert tuple(end or 0 for end in (figure.low, figure.best, figure.high)) == by_hand(quarter, measure)  # fmt: skip


def test_every_quarter_of_2019_and_2020_is_there(bundled):
    assert [one.name for one in quarters(bundled, Selection())] == QUARTERS


def test_the_mission_s_counts_stand_beside_and_a_share_needs_them_side_by_side_over_all_days(
    bundled,
):
    found = {one.name: one for one in quarters(bundled, Selection())}
    assert found["2020-Q1"].tolls["killed"]["value"].tolist() == [64]
    assert found["2020-Q2"].tolls["injured"]["value"].tolist() == [252]
    assert found["2019-Q1"].tolls["killed"]["value"].tolist() == [8, 20]
    # January 8, February and March 20: no day twice, none left out
    assert found["2019-Q1"].share("killed") == found["2019-Q1"].figures["killed"].best / 28
    assert found["2019-Q2"].share("killed") is None
    assert found["2020-Q1"].share("killed") == found["2020-Q1"].figures["killed"].best / 64
    assert found["2020-Q3"].tolls["killed"].empty


def test_the_day_of_knowledge_and_the_datasets_alone_change_it(bundled):
    early = {one.name: one for one in quarters(bundled, Selection(as_known_on=dt.date(2020, 4, 1)))}
    assert early["2020-Q1"].tolls["killed"].empty and early["2020-Q2"].figures["killed"].best is None  # fmt: skip
    assert quarters(bundled, Selection(dataset=("ucdp",))) == ()
