"""Four disjoint statuses from the claims, each rule alone."""

import pytest

from data.counting.attribution import attribution, claims_known, side_on
from data.counting.query import query
from data.counting.selection import Selection


def claim(actor, stance="blames", about="harm"):
    return {"incident_id": "i", "actor": actor, "stance": stance, "about": about}


@pytest.mark.parametrize(
    ("claims", "status", "actor", "side"),
    [
        ([], "unattributed", "unattributed", "unattributed"),
        ([claim("lna")], "uncontested", "lna", "lna"),
        ([claim("lna"), claim("lna")], "uncontested", "lna", "lna"),
        ([claim("lna"), claim("lna", "denies")], "contested", "lna", "lna"),
        ([claim("lna"), claim("gna")], "contested", "several", "several"),
        ([claim("lna"), claim("uae")], "contested", "several", "lna"),
        ([claim("lna"), claim("lna", "acknowledges")], "acknowledged", "lna", "lna"),
        ([claim("lna", "acknowledges")], "acknowledged", "lna", "lna"),
        ([claim("lna", "acknowledges"), claim("lna", "denies")], "contested", "lna", "lna"),
        ([claim("lna"), claim("gna", "acknowledges")], "contested", "several", "several"),
        ([claim("lna", "denies")], "contested", "unattributed", "unattributed"),
        (
            [claim("lna", "acknowledges", "nearby strike")],
            "unattributed",
            "unattributed",
            "unattributed",
        ),
        ([claim("lna", "blames", "another act")], "unattributed", "unattributed", "unattributed"),
        (
            [claim("lna", "blames", "political responsibility")],
            "unattributed",
            "unattributed",
            "unattributed",
        ),
        (
            [claim("lna", "acknowledges"), claim("lna", "denies", "status of victims")],
            "acknowledged",
            "lna",
            "lna",
        ),
        ([claim("lna", "involved")], "unattributed", "unattributed", "unattributed"),
    ],
)
def test_status_actor_and_side(made, claims, status, actor, side):
    record = made(incidents=[{"incident_id": "i"}], claims=claims)
    found = attribution(record.incidents, claims_known(record)).loc["i"]
    assert (found["attribution_status"], found["actor"], found["side"]) == (status, actor, side)


def test_a_side_holds_for_its_dates_only(made):
    record = made(
        incidents=[
            {"incident_id": "before", "date_low": "2019-05-01", "date_high": "2019-05-01"},
            {"incident_id": "after", "date_low": "2019-07-01", "date_high": "2019-07-01"},
        ],
        claims=[{"incident_id": one, "actor": "uae"} for one in ("before", "after")],
    )
    assert query(record, Selection(side=("lna",))).ids == ["after"]
    assert query(record, Selection(side=("none",))).ids == ["before"]
    assert side_on(record.sides, record.claims["actor"], record.incidents["date_low"]).tolist() == [
        "none",
        "lna",
    ]


def test_claims_are_known_from_their_report_s_day(made):
    record = made(
        incidents=[{"incident_id": "i"}],
        reports=[{"report_id": "late", "published": "2019-09-01"}],
        claims=[claim("lna"), claim("lna", "denies") | {"report_id": "late"}],
    )
    import datetime as dt

    early = query(record, Selection(claims="uncontested", as_known_on=dt.date(2019, 8, 1)))
    assert early.ids == ["i"]
    assert query(record, Selection(claims="uncontested")).ids == []
