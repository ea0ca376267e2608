"""A reader's words find an incident by its title, its place, its reports and its claims, each alone."""

import datetime as dt
import json

import pytest

from data.counting.search import spoken_of

INCIDENTS = [
    {"incident_id": "titled", "title": "Shelling of a bakery"},
    {"incident_id": "placed", "place": "Wadi Rabie"},
    {"incident_id": "reported", "report_id": "told"},
    {"incident_id": "observed"},
    {"incident_id": "claimed"},
    {"incident_id": "named"},
    {"incident_id": "late"},
]
REPORTS = [
    {"report_id": "told", "title": "A flour mill burns"},
    {"report_id": "seen", "publisher": "Harbour Radio"},
    {"report_id": "later", "title": "Inquest opens", "published": "2019-12-01"},
]
OBSERVATIONS = [
    {"incident_id": "observed", "report_id": "seen", "low": 1, "value": 1, "high": 1},
    {"incident_id": "late", "report_id": "later", "low": 1, "value": 1, "high": 1},
]
CLAIMS = [
    {"incident_id": "claimed", "claimant": "Council of Elders"},
    {"incident_id": "named", "actor_as_printed": "The Ninth Column"},
]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("BAKERY", ["titled"]),
        ("wadi rabie", ["placed"]),
        ("flour", ["reported"]),
        ("harbour radio", ["observed"]),
        ("elders", ["claimed"]),
        ("ninth column", ["named"]),
        (" inquest ", ["late"]),
        ("no such word", []),
        (".*", []),
    ],
)
def test_each_part_alone_finds_its_incident(made, text, found):
    record = made(incidents=INCIDENTS, reports=REPORTS, observations=OBSERVATIONS, claims=CLAIMS)
    assert record.put_aside.empty, record.put_aside.to_dict("records")
    rows = record.incidents
    assert rows.loc[spoken_of(record, rows, text), "incident_id"].tolist() == found


def test_a_report_of_later_says_nothing_on_a_past_day(made):
    record = made(incidents=INCIDENTS, reports=REPORTS, observations=OBSERVATIONS, claims=CLAIMS)
    day = dt.date(2019, 11, 30)
    assert not spoken_of(record, record.incidents, "inquest", day).any()
    assert spoken_of(record, record.incidents, "flour", day).any()


def test_the_command_line_searches_as_the_page_does(run, bundled):
    status, out, _ = run("export", "--search", "tajoura detention", "--format", "json")
    rows = json.loads(out)
    every = bundled.incidents
    assert status == 0
    assert {row["incident_id"] for row in rows} == set(
        every.loc[spoken_of(bundled, every, "tajoura detention"), "incident_id"]
    )
    assert 0 < len(rows) < len(every)
    status, out, _ = run("export", "--search", "no such word at all", "--format", "json")
    assert (status, json.loads(out)) == (0, [])
