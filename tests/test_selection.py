"""Each choice alone changes the result; an impossible one is named."""

import datetime as dt

import pytest

from data.counting.asked import choices, parse
from data.counting.query import query
from data.counting.selection import PARAMETERS, Selection

INCIDENTS = [
    {
        "incident_id": "a",
        "date_low": "2019-05-01",
        "date_high": "2019-05-01",
        "event_type": "airstrike",
        "target_type": "hospital",
    },
    {
        "incident_id": "b",
        "date_low": "2019-07-01",
        "district": "Misrata",
        "latitude": "32.37",
        "longitude": "15.09",
        "place_precision": "town",
    },
    {
        "incident_id": "c",
        "date_low": "2019-07-02",
        "date_high": "2019-07-02",
        "verification_grade": "fair",
        "dataset": "other",
        "country": "TN",
        "latitude": "",
        "longitude": "",
    },
    {
        "incident_id": "d",
        "date_low": "2019-07-03",
        "date_high": "2019-07-03",
        "report_id": "late",
        "victims": "children",
    },
]
REPORTS = [
    {
        "report_id": "late",
        "published": "2019-12-01",
        "source_rank": 3,
        "source_id": "airwars",
        "origin_id": "airwars",
    },
    {"report_id": "party", "source_id": "ministry", "origin_id": "ministry", "source_rank": 4},
]
CLAIMS = [
    {
        "incident_id": "a",
        "actor": "lna",
        "claimant": "the GNA",
        "claimant_actor": "gna",
        "report_id": "party",
    },
    {
        "incident_id": "a",
        "actor": "lna",
        "stance": "denies",
        "claimant": "the LNA",
        "claimant_actor": "lna",
    },
    {"incident_id": "b", "actor": "gna", "claimant": "Monitors, Inc. & Co"},
    {"incident_id": "c", "actor": "uae", "stance": "acknowledges"},
]
OBSERVATIONS = [
    {"incident_id": one, "report_id": "r0", "low": n, "value": n, "high": n}
    for one, n in zip("abc", (1, 2, 4), strict=True)
]
OBSERVATIONS += [{"incident_id": "d", "report_id": "late", "low": 8, "value": 8, "high": 8}]
EVERYTHING = ["a", "b", "c", "d"]


@pytest.fixture
def record(made):
    sources = [{"source_id": "ministry_gna", "name": "x", "affiliation": "gna"}]
    record = made(
        incidents=INCIDENTS,
        reports=REPORTS,
        claims=CLAIMS,
        observations=OBSERVATIONS,
        sources=sources,
    )
    assert record.put_aside.empty
    return record


@pytest.mark.parametrize(
    ("choice", "kept"),
    [
        ({}, EVERYTHING),
        ({"date_from": dt.date(2019, 7, 2)}, ["c", "d"]),
        ({"date_to": dt.date(2019, 7, 1)}, ["a", "b"]),
        ({"as_known_on": dt.date(2019, 8, 1)}, ["a", "b", "c"]),
        ({"actor": ("lna",)}, ["a"]),
        ({"side": ("lna",)}, ["a", "c"]),
        ({"claims": "uncontested"}, ["b", "c"]),
        ({"claims": "uncontested-only"}, ["b"]),
        ({"claims": "acknowledged"}, ["c"]),
        ({"claimant": ("gna",)}, ["a"]),
        ({"claimant": ("Monitors, Inc. & Co",)}, ["b"]),
        ({"source_rank": (4,)}, ["a"]),
        ({"affiliation": ("none",)}, ["a", "b", "c"]),
        ({"event_type": ("airstrike",)}, ["a"]),
        ({"target_type": ("hospital",)}, ["a"]),
        ({"district": ("Misrata",)}, ["b"]),
        ({"near": (32.88, 13.19), "within_km": 5.0}, ["a", "d"]),
        ({"near": (32.37, 15.09), "within_km": 5.0}, ["b"]),
        ({"place_precision": "site"}, ["a", "c", "d"]),
        ({"verification_grade": ("fair",)}, ["c"]),
        ({"verification_grade": ("not graded",)}, ["a", "b", "d"]),
        ({"dataset": ("other",)}, ["c"]),
        ({"country": ("TN",)}, ["c"]),
    ],
)
def test_each_field_alone_changes_which_incidents_count(record, choice, kept):
    assert query(record, Selection(**choice)).ids == kept


def test_group_alone_changes_the_figure(record):
    assert query(record, Selection()).figures().loc["killed", "best"] == 15
    children = query(record, Selection(group="children")).figures().loc["killed"]
    assert (children["best"], children["incidents"], children["unreported"]) == (8, 1, 3)


def test_measure_alone_changes_what_is_gravest(made):
    record = made(
        incidents=[{"incident_id": "a"}, {"incident_id": "b"}],
        observations=[
            {"incident_id": "a", "report_id": "r0", "low": 1, "value": 1, "high": 1},
            {"incident_id": "b", "report_id": "r0", "low": 2, "value": 2, "high": 2},
            {
                "incident_id": "a",
                "report_id": "r0",
                "measure": "injured",
                "low": 9,
                "value": 9,
                "high": 9,
            },
        ],
    )
    assert [one for _, one in query(record, Selection()).gravest] == ["b", "a"]
    assert [one for _, one in query(record, Selection(measure="injured")).gravest] == ["a"]


def test_within_km_alone_changes_the_result(record):
    near = Selection(near=(32.88, 13.19), within_km=5.0)
    assert query(record, near.replace(within_km=500.0)).ids == ["a", "b", "d"]


@pytest.mark.parametrize(
    ("params", "parameter"),
    [
        ({"from": ["03/04/2020"]}, "from"),
        ({"to": ["2019-02-30"]}, "to"),
        ({"from": ["2019-08-01"], "to": ["2019-07-01"]}, "from"),
        ({"as-known-on": ["yesterday"]}, "as-known-on"),
        ({"actor": ["martians"]}, "actor"),
        ({"side": ["both"]}, "side"),
        ({"claims": ["some"]}, "claims"),
        ({"claimant": ["nobody"]}, "claimant"),
        ({"rank": ["9"]}, "rank"),
        ({"affiliation": ["left"]}, "affiliation"),
        ({"event-type": ["bang"]}, "event-type"),
        ({"target-type": ["x"]}, "target-type"),
        ({"district": ["Atlantis"]}, "district"),
        ({"near": ["91,13"], "within": ["5"]}, "near"),
        ({"near": ["32.8,13.1"]}, "near"),
        ({"within": ["-1"], "near": ["32.8,13.1"]}, "within"),
        ({"precision": ["exact"]}, "precision"),
        ({"grade": ["good"]}, "grade"),
        ({"group": ["all", "children"]}, "group"),
        ({"measure": ["souls"]}, "measure"),
        ({"dataset": ["nowhere"]}, "dataset"),
        ({"country": ["XX"]}, "country"),
    ],
)
def test_an_impossible_choice_is_named_with_what_was_expected(record, params, parameter):
    _, problems = parse(params, record)
    assert parameter in [problem.parameter for problem in problems]
    assert all(problem.expected for problem in problems)


def test_the_query_string_is_short_and_readable(record):
    selection = Selection(
        date_from=dt.date(2019, 7, 2), side=("lna",), near=(32.834472, 13.384889), within_km=10.0
    )
    assert selection.to_query() == "from=2019-07-02&side=lna&near=32.834472,13.384889&within=10"


def test_every_field_has_a_parameter_and_closed_fields_have_choices(record):
    fields = set(Selection.__dataclass_fields__)
    assert fields == set(PARAMETERS)
    assert set(choices(record)) == fields - {
        "date_from",
        "date_to",
        "as_known_on",
        "near",
        "within_km",
    }
