"""Tolls stay tolls: compared only where scopes match, never added to anything."""

import datetime as dt

import pandas as pd
import pytest

from components.lines.coverage import latest_compared
from components.view import view_of
from components.words.language import strings
from data.counting.coverage import compare, coverage, toll_figure, tolls_known
from data.counting.figure import Figure, KindMismatch
from data.counting.selection import Selection

COUNTED = Figure("incidents", 1, 2, 3, False, 1, 0)
TOLL = Figure("toll", 10, 10, 10, True)


def test_law_8_adding_a_toll_raises():
    for one, other in ((COUNTED, TOLL), (TOLL, COUNTED), (TOLL, TOLL)):
        with pytest.raises(KindMismatch):
            one + other


def test_counts_add_end_by_end():
    assert COUNTED + Figure("incidents", 4, 5, None, True, 1, 2) == Figure(
        "incidents", 5, 7, 3, True, 2, 2
    )


def test_a_gap_is_a_range_from_least_to_greatest():
    assert TOLL.gap_to(COUNTED) == Figure("toll", 7, 8, 9, True)
    assert TOLL.gap_to(Figure("incidents", None, None, None)) is None
    with pytest.raises(KindMismatch):
        COUNTED.gap_to(TOLL)


@pytest.fixture
def record(made):
    def build(**toll):
        return made(
            incidents=[
                {"incident_id": "a", "date_low": "2019-07-02", "date_high": "2019-07-02"},
                {
                    "incident_id": "b",
                    "date_low": "2019-07-03",
                    "date_high": "2019-07-03",
                    "district": "Misrata",
                    "latitude": "32.37",
                    "longitude": "15.09",
                },
                {"incident_id": "c", "date_low": "2019-08-03", "date_high": "2019-08-03"},
            ],
            observations=[
                {"incident_id": one, "report_id": "r0", "low": n, "value": n, "high": n}
                for one, n in (("a", 3), ("b", 4), ("c", 9))
            ],
            tolls=[{"toll_id": "t", "low": 50, "value": 50, "high": 50, **toll}],
        )

    return build


@pytest.mark.parametrize(
    ("toll", "reason", "incidents"),
    [
        ({}, "", 7),
        ({"area_scope": "tripoli"}, "", 3),
        ({"as_of": "2019-08-31", "published": "2019-09-01"}, "", 16),
        ({"kind": "stock"}, "stock", None),
        ({"measure": "displaced"}, "measure", None),
        ({"group": "other"}, "group", None),
        ({"area_scope": "several"}, "area", None),
        ({"period_start": ""}, "no start", None),
        ({"period_start": "2019-03-01"}, "", 7),  # over two bands: no comparison in time
        ({"period_start": "2018-01-01", "as_of": "2018-02-01"}, "not covered", None),
        ({"period_start": "2018-12-01", "as_of": "2019-07-31"}, "", 7),  # covered in part
        ({"period_start": "2019-02-01", "as_of": "2019-02-28"}, "nothing counted", None),
    ],
)
def test_each_mismatch_of_scope_is_named(record, toll, reason, incidents):
    made = record(**toll)
    found = compare(made, made.tolls.iloc[0], Selection())
    assert found.reason == reason
    assert (found.incidents.best if found.incidents else None) == incidents
    assert (found.gap.best if found.gap else None) == (50 - incidents if incidents else None)


def test_incidents_beside_a_toll_are_as_known_on_the_same_day(record):
    made = record()
    assert (
        compare(made, made.tolls.iloc[0], Selection(as_known_on=dt.date(2019, 7, 1))).reason
        == "nothing counted"
    )


@pytest.mark.parametrize(
    ("choice", "count"),
    [
        ({}, 1),
        ({"as_known_on": dt.date(2019, 7, 31)}, 0),
        ({"date_from": dt.date(2019, 8, 1)}, 0),
        ({"date_to": dt.date(2019, 7, 30)}, 0),
    ],
)
def test_the_selection_picks_tolls(record, choice, count):
    made = record()
    tolls = tolls_known(made, Selection(**choice))
    assert len(tolls) == len(coverage(made, tolls, Selection(**choice))) == count


def test_at_least_leaves_a_toll_open(record):
    made = record(qualifier="more than", high="")
    assert toll_figure(made.tolls.iloc[0]) == Figure("toll", 50, 50, 50, True)


def test_measure_and_group_each_alone_pick_tolls(record):
    made = record()
    assert len(tolls_known(made, Selection(), measure="killed")) == 1
    assert len(tolls_known(made, Selection(), measure="injured")) == 0
    assert len(tolls_known(made, Selection(), group="children")) == 0


def test_a_selection_that_cuts_incidents_is_not_compared(record):
    made = record()
    found = compare(made, made.tolls.iloc[0], Selection(side=("lna",)))
    assert (found.reason, found.gap) == ("narrowed", None)


def test_open_incidents_leave_no_least_gap():
    assert TOLL.gap_to(Figure("incidents", 4, 4, 4, True)) == Figure("toll", None, 6, 6, True)


def test_an_undated_toll_is_known_only_now(record):
    made = record(published="")
    assert tolls_known(made, Selection(as_known_on=dt.date(2020, 1, 30))).empty
    assert len(tolls_known(made, Selection(as_known_on=dt.date(2020, 1, 31)))) == 1


@pytest.mark.parametrize(
    ("part", "kinds"),
    [("", {"airstrike", "landmine"}), ("mines and remnants of war", {"landmine"}), ("another part", None)],
)  # fmt: skip
def test_a_toll_of_a_part_of_the_harm_stands_beside_that_part_alone(bundled, part, kinds):
    """182 killed by air strikes stood beside all 147 of the days, whatever killed them."""
    toll = bundled.tolls.set_index("toll_id", drop=False).loc[
        "unsmil-2019-12-10-killed-civilians-2"
    ]
    found = compare(bundled, toll.replace({"air strikes": part or None}), Selection())
    if kinds is None:
        assert (found.reason, found.incidents) == ("part", None)
        return
    assert found.scope and set(found.scope.event_type) == (kinds if part else set())


def test_every_toll_that_is_printed_as_a_part_is_marked_as_one(bundled):
    killed = bundled.tolls[bundled.tolls["measure"].isin(["killed", "injured", "casualties"])]
    printed = killed["measure_as_printed"].str.contains(r" by |suspected|mine/ERW|of other")
    assert killed["of_harm"].notna()[printed].all()


def test_the_toll_beside_a_view_counts_all_harm_where_one_does(no_imports):
    asked = Selection(dt.date(2019, 1, 1), dt.date(2019, 12, 31), group="civilians")
    toll, _ = latest_compared(view_of(no_imports, asked, strings("en"), "light"))
    assert pd.isna(toll["of_harm"]) and toll["group"] == "civilians"
