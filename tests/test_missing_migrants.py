"""Deaths on migration routes come in whole and are never counted with the dead of the conflict."""

import pytest
from made_sheets import IOM_2021, IOM_2022, write_iom
from test_import import SAMPLES, real, whole, with_imports

from data.counting.query import query
from data.counting.selection import Selection
from data.record.refusal import RecordError
from data.sources.intake import read_batch
from data.store.store import Store


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path / "store")


def counted(record, cause, measure="killed"):
    row = (
        query(record, Selection(cause=cause, dataset=("missing-migrants",))).figures().loc[measure]
    )
    return row["best"], bool(row["open"]), row["incidents"], row["unreported"]


@real
@pytest.mark.parametrize(
    ("file", "verdict"),
    [
        ("missing_migrants_libya_2014_2025_api_layout.csv", (2234, 2168, 30, 36)),
        ("missing_migrants_libya_2021_csv_layout.csv", (1541, 1541, 0, 0)),
    ],
)
def test_both_real_layouts_come_in_whole_and_a_second_import_changes_nothing(
    bundled, store, file, verdict
):
    batch = read_batch(SAMPLES / "iom" / file, bundled)
    first = whole(store.add(batch))
    assert (first.read, first.accepted, first.duplicates, first.put_aside) == verdict
    again = store.add(batch)
    assert (again.accepted, again.duplicates) == (0, verdict[1] + verdict[2])


@real
def test_the_real_dead_add_up_to_the_column(bundled, store):
    path = SAMPLES / "iom" / "missing_migrants_libya_2021_csv_layout.csv"
    import pandas as pd

    raw = pd.read_csv(path, dtype=str).fillna("")
    dead = raw["Number Dead"].str.replace(",", "").replace("", "0").astype(float).sum()
    missing = (
        raw["Minimum Estimated Number of Missing"]
        .str.replace(",", "")
        .replace("", "0")
        .astype(float)
        .sum()
    )
    store.add(read_batch(path, bundled))
    record = with_imports(bundled, store)
    causes = ("at sea", "on a route")
    assert sum(counted(record, cause)[0] for cause in causes) == dead
    assert sum(counted(record, cause, "missing")[0] for cause in causes) == missing


@pytest.mark.parametrize(
    ("names", "day", "country"),
    [
        (None, "2019-07-01", "LY"),
        (IOM_2021, "July 1, 2019", "ZZ"),
        (IOM_2022, "July 1, 2019", "LY"),
    ],
)
def test_layouts_say_the_same(bundled, tmp_path, store, names, day, country):
    path = write_iom(tmp_path / "iom.csv", [{"reported_date": day}], names)
    batch = read_batch(path, bundled)
    assert batch.tables["incidents"][["country", "cause", "event_type"]].values.tolist() == [
        [country, "at sea", "drowning"]
    ]
    store.add(batch)
    record = with_imports(bundled, store)
    assert counted(record, "at sea") == (3, False, 1, 0)
    assert counted(record, "at sea", "missing") == (20, True, 1, 0)


def test_the_dead_of_the_conflict_are_counted_without_them(bundled, tmp_path, store):
    before = query(bundled, Selection()).figures().loc["killed", "best"]
    rows = [
        {},
        {
            "web_id": "2",
            "cause_death": "Shot",
            "region": "Northern Africa",
            "location_coodinates": "32.8, 13.2",
        },
    ]
    store.add(read_batch(write_iom(tmp_path / "iom.csv", rows), bundled))
    record = with_imports(bundled, store)
    assert query(record, Selection()).figures().loc["killed", "best"] == before
    assert counted(record, "on a route") == (3, False, 1, 0)


def test_deaths_at_sea_are_a_layer_of_the_map_with_a_count_of_their_own(
    bundled, tmp_path, store, monkeypatch
):
    from test_pages import page

    store.add(read_batch(write_iom(tmp_path / "iom.csv", [{}]), bundled))
    monkeypatch.setenv("CASUALTY_STORE", store.files.where)
    at = page("map", **{"from": "2019-04-04", "to": "2019-12-31"})
    assert not at.exception
    before = [caption.value for caption in at.caption]
    at.toggle(key="map-at-sea").set_value(True).run()
    assert not at.exception
    more = [caption.value for caption in at.caption if caption.value not in before]
    assert any("a count of its own: 3 killed" in line for line in more)
    at.button(key="open-at-sea").click().run()
    assert not at.exception
    assert [line.value for line in at.subheader] == ["3 killed, all people"]


def test_two_releases_that_name_the_same_rows_in_two_ways_never_stand_together(
    run, bundled, tmp_path, store, monkeypatch
):
    new, again = write_iom(tmp_path / "new.csv", [{}]), write_iom(tmp_path / "again.csv", [{}, {}])
    old = write_iom(tmp_path / "old.csv", [{"web_id": "58591"}])
    first = store.add(read_batch(new, bundled))
    for dry_run in (True, False):
        with pytest.raises(RecordError, match=r"58591.*2019\.MMP1.*count deaths twice"):
            store.add(read_batch(old, bundled), dry_run=dry_run)
    status, _, err = run("import", str(old), "--store", store.files.where)
    assert status == 2 and "withdraw the batches" in err
    assert store.add(read_batch(again, bundled)).duplicates == 2
    store.ledger.withdraw(first.batch, "an older release is wanted")
    assert store.add(read_batch(old, bundled)).accepted == 1
    with pytest.raises(RecordError, match=r"2019\.MMP1.*58591"):
        store.add(read_batch(new, bundled))


def test_lines_under_one_id_are_parts_whatever_their_order_and_a_line_twice_is_one(
    bundled, tmp_path, store
):
    part = {"number_dead": "29", "number_missing": "", "total_dead_and_missing": "29"}
    batch = read_batch(write_iom(tmp_path / "iom.csv", [{}, part, {}]), bundled)
    verdict = whole(store.add(batch))
    assert (verdict.read, verdict.accepted, verdict.duplicates) == (3, 2, 1)
    assert counted(with_imports(bundled, store), "at sea") == (32, False, 2, 0)
    again = store.add(read_batch(write_iom(tmp_path / "other.csv", [part, {}]), bundled))
    assert (again.accepted, again.duplicates, again.revisions) == (0, 2, 0)


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ({"number_dead": "-3"}, "a whole number of people, or nothing"),
        ({"number_dead": "4"}, "the sum of dead and missing"),
        ({"reported_date": ""}, "a day as 2019-07-02"),
        ({"reported_date": "July 2019"}, "a day as 2019-07-02"),
        ({"location_coodinates": "32,9 14,3"}, "latitude, longitude"),
        ({"cause_death": "Thirst", "region": "Northern Africa", "location_coodinates": "38.1, 13.3"}, "a point in LY"),
    ],
)  # fmt: skip
def test_a_row_that_cannot_be_is_put_aside(bundled, tmp_path, row, expected):
    batch = read_batch(write_iom(tmp_path / "iom.csv", [{"web_id": "x", **row}]), bundled)
    assert len(batch.tables["incidents"]) == 0
    assert expected in batch.put_aside["expected"].iloc[0]


def test_numbers_as_printed(bundled, tmp_path, store):
    row = {"number_dead": "750.0", "number_missing": "1,022", "total_dead_and_missing": "1,772"}
    store.add(read_batch(write_iom(tmp_path / "iom.csv", [row]), bundled))
    assert counted(with_imports(bundled, store), "at sea", "missing")[0] == 1022
