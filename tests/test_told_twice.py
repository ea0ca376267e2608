"""One event told twice is offered to a person, across gazetteers and within one sheet; what was never proposed is counted."""

import pytest
from made_sheets import write_team
from test_matching import ONE, REPORTS, killed, score, two_records

from data.matching.match import pairs
from data.matching.near import never_proposed
from data.record.cluster import members
from data.sources.intake import read_batch
from data.store.holdings import decide
from data.store.made import held_together
from data.store.store import Store


def test_a_city_s_point_that_lies_far_off_is_the_city_still(made):
    """UCDP's point of Tripoli lies some 23 km from those of others: the name is evidence of its own."""
    near = {"place": "Tripoli", "latitude": "32.887", "longitude": "13.191"}
    far = {"place": "Tripoli city", "latitude": "32.70", "longitude": "13.30"}
    place = {"place_id": "tripoli", "name_en": "Tripoli", "kind": "municipality", "latitude": "32.887", "longitude": "13.191", "aliases": "Tarabulus"}  # fmt: skip
    rows = [
        {**ONE, **near, "incident_id": "own", "dataset": "libya", "place_precision": "town"},
        {**ONE, **far, "incident_id": "theirs", "dataset": "ucdp", "report_id": "ucdp", "place_precision": "town"},
    ]  # fmt: skip
    figures = [{"incident_id": one, "report_id": report, "low": 7, "value": 7, "high": 7} for one, report in (("own", "r0"), ("theirs", "ucdp"))]  # fmt: skip
    named = made(incidents=rows, reports=REPORTS, observations=figures, places=[place])
    assert score(named) > 0
    other = [rows[0], {**rows[1], "place": "Somewhere else"}]
    assert score(made(incidents=other, reports=REPORTS, observations=figures, places=[place])) is None  # fmt: skip


def test_one_death_against_one_death_is_weak(made):
    """However rare a single death is in a record: it is what most small incidents have in common."""
    rare = [{**ONE, "incident_id": f"x{n}", "dataset": "libya", "date_low": "2011-05-01", "date_high": "2011-05-01"} for n in range(40)]  # fmt: skip
    large = [{"incident_id": f"x{n}", "report_id": "r0", "low": 50 + n, "value": 50 + n, "high": 50 + n} for n in range(40)]  # fmt: skip
    found = {}
    for number in (1, 9):
        rows = [{**ONE, "incident_id": "own", "dataset": "libya"}, {**ONE, "incident_id": "theirs", "dataset": "ucdp", "report_id": "ucdp"}]  # fmt: skip
        own = [{"incident_id": one, "report_id": report, "low": number, "value": number, "high": number} for one, report in (("own", "r0"), ("theirs", "ucdp"))]  # fmt: skip
        record = made(incidents=[*rows, *rare], reports=REPORTS, observations=[*own, *large])
        found[number] = float(pairs(record).set_index(["a", "b"]).at[("own", "theirs"), "killed"])
    assert found[1] <= 0.3 < found[9]


def told_twice(bundled, tmp_path, **cells):
    store = Store(tmp_path / "store")
    rows = [{"date": "2019-07-14"}, {"date": "2019-07-14", "title": "Shelling again told", **cells}]
    store.add(read_batch(write_team(tmp_path / "t.csv", rows), bundled))
    return store, held_together(bundled, store.contents())


def test_one_event_told_twice_in_one_sheet_is_offered_to_a_person(bundled, tmp_path):
    store, held = told_twice(bundled, tmp_path)
    ids = ("team-a-field-team-1", "team-a-field-team-2")
    found = held.matches[(held.matches["a"] == ids[0]) & (held.matches["b"] == ids[1])]
    assert found["state"].tolist() == ["review"]
    assert killed(held.record, dataset=("team",))[1] == 8
    decide(store, held, *ids, "accept", "the same shell")
    after = held_together(bundled, store.contents())
    assert killed(after.record, dataset=("team",))[1] == 4 == killed(after.record, dataset=("team",))[2]  # fmt: skip
    assert len(members(after.record, ids[0])) == 2  # nothing is deleted
    decide(store, after, *ids, "reject", "two shells")
    apart = held_together(bundled, store.contents())
    assert killed(apart.record, dataset=("team",))[1] == 8
    assert "rejected" in apart.matches["state"].tolist()


@pytest.mark.parametrize("cells", [{"killed": "5"}, {"place": "Tajoura"}, {"date": "2019-07-15"}, {"latitude": "32.9"}])  # fmt: skip
def test_rows_of_one_sheet_that_differ_are_not_offered(bundled, tmp_path, cells):
    _, held = told_twice(bundled, tmp_path, **cells)
    both = {"team-a-field-team-1", "team-a-field-team-2"}
    assert not [row for row in held.matches.itertuples() if {row.a, row.b} == both]


def test_what_was_never_proposed_is_counted(made):
    far = {"latitude": "32.5", "longitude": "13.35", "place": "Elsewhere"}
    record = two_records(made, far)
    found = never_proposed(record, pairs(record))
    assert set(found["incident_id"]) == {"own", "theirs"}
    near = two_records(made)
    assert never_proposed(near, pairs(near)).empty
