"""HDX HAPI's monthly counts become totals beside incidents, never incidents."""

import pytest
from made_sheets import write_rows
from test_import import whole, with_imports

from data.sources.intake import read_batch
from data.store.store import Store

EVENTS = {
    "location_code": "LBY", "has_hrp": "True", "in_gho": "True", "provider_admin1_name": "", "provider_admin2_name": "", "admin1_code": "LY02",
    "admin1_name": "West", "admin2_code": "LY0211", "admin2_name": "Tripoli", "admin_level": "2", "event_type": "political_violence", "events": "9",
    "fatalities": "21", "reference_period_start": "2019-07-01T00:00:00", "reference_period_end": "2019-07-31T23:59:59", "dataset_hdx_id": "x",
    "resource_hdx_id": "y", "warning": "", "error": "",
}  # fmt: skip
DISPLACED = {
    **{key: value for key, value in EVENTS.items() if key not in ("event_type", "events", "fatalities")},
    "operation": "Libya", "assessment_type": "BA", "population": "104000", "reporting_round": "26",
}  # fmt: skip
RETURNED = {
    "origin_location_code": "LBY", "origin_has_hrp": "True", "origin_in_gho": "True", "asylum_location_code": "LBY", "asylum_has_hrp": "True",
    "asylum_in_gho": "True", "population_group": "RDP", "gender": "all", "age_range": "all", "min_age": "", "max_age": "", "population": "86000",
    "reference_period_start": "2021-01-01", "reference_period_end": "2021-12-31", "dataset_hdx_id": "x", "resource_hdx_id": "y", "warning": "", "error": "",
}  # fmt: skip


@pytest.mark.parametrize(
    ("row", "name", "said"),
    [
        (
            EVENTS,
            "hapi-conflict-events",
            ["killed", "total", 21, "2019-07-01", "2019-07-31", "municipality"],
        ),
        (
            DISPLACED,
            "hapi-idps",
            ["displaced", "stock", 104000, None, "2019-07-31", "municipality"],
        ),
        (
            {**DISPLACED, "admin_level": "0"},
            "hapi-idps",
            ["displaced", "stock", 104000, None, "2019-07-31", "country"],
        ),
        (
            {**DISPLACED, "admin_level": "0", "location_code": "TCD"},
            "hapi-idps",
            ["displaced", "stock", 104000, None, "2019-07-31", "other"],
        ),
        (
            RETURNED,
            "hapi-returnees",
            ["returnees", "total", 86000, "2021-01-01", "2021-12-31", "country"],
        ),
        (
            {**RETURNED, "origin_location_code": "TCD"},
            "hapi-returnees",
            ["returnees", "total", 86000, "2021-01-01", "2021-12-31", "other"],
        ),
    ],
)
def test_a_row_is_a_total_or_a_stock(bundled, tmp_path, row, name, said):
    path = write_rows(tmp_path / "hapi.csv", row, [{}])
    lines = path.read_text().splitlines()
    tags = ",".join("#tag" for _ in row)
    path.write_text("\ufeff" + "\n".join([lines[0], tags, *lines[1:]]) + "\n", "utf-8")
    batch = read_batch(path, bundled)
    assert (batch.source.name, batch.read, len(batch.tables["incidents"])) == (name, 1, 0)
    toll = batch.tables["tolls"].iloc[0]
    columns = ["measure", "kind", "value", "period_start", "as_of", "area_scope"]
    found = [None if toll[c] != toll[c] else toll[c] for c in columns]
    assert found == said


def test_overlapping_kinds_are_rows_of_their_own_and_a_second_import_changes_nothing(
    bundled, tmp_path
):
    store = Store(tmp_path / "store")
    path = write_rows(
        tmp_path / "hapi.csv", EVENTS, [{}, {"event_type": "civilian_targeting", "fatalities": "5"}]
    )
    assert whole(store.add(read_batch(path, bundled))).accepted == 2
    assert store.add(read_batch(path, bundled)).duplicates == 2
    record = with_imports(bundled, store)
    own = record.tolls[record.tolls["toll_id"].str.startswith("hapi-")]
    assert own["note"].str.contains("never summed").all()
    assert len(record.incidents) == len(bundled.incidents)


def test_returns_say_from_where_and_a_part_is_told_from_the_whole(bundled, tmp_path):
    rows = [
        {},
        {"gender": "f", "age_range": "0-4", "population": "4000"},
        {"population_group": "RET", "asylum_location_code": "TUN", "population": "9"},
    ]
    batch = read_batch(write_rows(tmp_path / "hapi.csv", RETURNED, rows), bundled)
    tolls = batch.tables["tolls"]
    assert tolls["area"].tolist() == ["LBY", "LBY", "LBY, from TUN"]
    assert tolls["group"].tolist() == ["all", "other", "all"]
    assert tolls["measure_as_printed"].tolist() == [
        "returned internally displaced people",
        "returned internally displaced people, female, 0-4",
        "returned refugees",
    ]
    assert tolls["note"].str.contains("never summed").tolist() == [False, True, False]


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"population_group": "REF"}, "one of RET, RDP, RRI"),
        ({"gender": "q"}, "one of f, m, all"),
        ({"population": "some"}, "a whole number of people"),
    ],
)
def test_returns_that_cannot_be_are_put_aside(bundled, tmp_path, cells, expected):
    batch = read_batch(write_rows(tmp_path / "hapi.csv", RETURNED, [cells]), bundled)
    assert expected in batch.put_aside["expected"].iloc[0]


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"fatalities": ""}, "a whole number of people"),
        ({"admin_level": "3"}, "one of 0, 1, 2"),
        ({"event_type": "war"}, "one of civilian_targeting"),
        ({"reference_period_end": "July"}, "a day as 2019-07-01"),
        ({"error": "no data"}, "without an error"),
    ],
)
def test_a_row_that_cannot_be_is_put_aside(bundled, tmp_path, cells, expected):
    batch = read_batch(write_rows(tmp_path / "hapi.csv", EVENTS, [cells]), bundled)
    assert expected in batch.put_aside["expected"].iloc[0]
