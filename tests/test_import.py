"""A producer's file comes in whole: nothing lost, nothing altered, nothing counted twice in silence."""

import json
import os
from pathlib import Path

import pandas as pd
import pytest
from made_ucdp import NEW, OLD, write_ged

from data.counting.query import query, several_datasets
from data.counting.selection import Selection
from data.record.load import joined
from data.record.refusal import RecordError
from data.sources.intake import read_batch
from data.store.store import Store

SAMPLES = Path(
    os.environ.get("CASUALTY_SAMPLES", Path(__file__).parent.parent.parent / "shared" / "samples")
)
real = pytest.mark.skipif(
    not SAMPLES.exists(),
    reason=f"no real files of producers at {SAMPLES.name}; set CASUALTY_SAMPLES",
)


NOBODY = {"deaths_a": "0", "deaths_b": "0", "deaths_civilians": "0", "deaths_unknown": "0"}


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path / "store")


def whole(verdict):
    assert verdict.read == verdict.accepted + verdict.duplicates + verdict.put_aside
    return verdict


def with_imports(record, store):
    held = store.contents()
    return joined(record, held.tables, held.version, held.bands)


@real
def test_the_real_libyan_year_comes_in_whole(bundled, store):
    batch = read_batch(SAMPLES / "ucdp" / "ged_libya_2014.csv", bundled)
    assert whole(store.add(batch)).accepted == 103
    record = with_imports(bundled, store)
    imported = Selection(dataset=("ucdp",))
    figures = query(record, imported).figures().loc["killed"]
    tolls = record.tolls[record.tolls["source_id"] == "ucdp"]
    assert (figures["best"] + tolls["value"].sum(), figures["high"] + tolls["high"].sum()) == (
        1457,
        1539,
    )
    raw = pd.read_csv(SAMPLES / "ucdp" / "ged_libya_2014.csv")
    short = (pd.to_datetime(raw["date_end"]) - pd.to_datetime(raw["date_start"])).dt.days + 1 <= 31
    civilians = query(record, imported.replace(group="civilians")).figures().loc["killed", "best"]
    assert raw["deaths_civilians"].sum() == 129
    assert civilians == raw.loc[short, "deaths_civilians"].sum()


@real
def test_the_real_year_agrees_with_the_producer_s_own_total_of_it(bundled, store):
    """UCDP's country-year totals of release 25.1; the events are of an older one, hence two dead more."""
    control = pd.read_csv(SAMPLES / "ucdp" / "organizedviolencecy_v25_1_libya.csv")
    year = control.set_index("year_cy").loc[2014]
    store.add(read_batch(SAMPLES / "ucdp" / "ged_libya_2014.csv", bundled))
    record = with_imports(bundled, store)
    tolls = record.tolls[record.tolls["source_id"] == "ucdp"]
    total = query(record, Selection(dataset=("ucdp",))).figures().loc["killed"]
    prefix = "cumulative_total_deaths_in_orgvio"
    assert total["high"] + tolls["high"].sum() == year[f"{prefix}_high_cy"]
    assert abs(total["best"] + tolls["value"].sum() - year[f"{prefix}_best_cy"]) <= 2


@real
def test_real_rows_that_break_low_best_high_are_put_aside_by_name(bundled, store):
    path = SAMPLES / "ucdp" / "ged_v23_sample1000_global.csv"
    raw = pd.read_csv(path)
    broken = ((raw["low"] > raw["best"]) | (raw["best"] > raw["high"])).sum()
    batch = read_batch(path, bundled)
    verdict = whole(store.add(batch))
    assert (verdict.read, verdict.put_aside) == (1000, broken)
    assert set(batch.put_aside["expected"]) == {"low <= best <= high"}


@pytest.mark.parametrize("columns", [OLD, NEW, NEW[::-1], [*NEW, "start_year", "end_year", "iso3"]])
def test_layouts_are_read_by_column_name(bundled, tmp_path, columns):
    batch = read_batch(
        write_ged(
            tmp_path / "ged.csv", [{}, {"low": "0", "best": "0", "high": "0", **NOBODY}], columns
        ),
        bundled,
    )
    figures = batch.tables["observations"]
    own = figures[figures["group"] == "all"]
    assert own[["low", "value", "high"]].values.tolist() == [[5, 6, 9], [0, 0, 0]]
    assert batch.tables["incidents"]["district"].tolist() == ["Tripoli", "Tripoli"]


def test_a_second_header_row_of_tags_is_not_data(bundled, tmp_path):
    path = write_ged(tmp_path / "ged.csv", [{}])
    lines = path.read_text().splitlines()
    path.write_text("\n".join([lines[0], ",".join("#tag" for _ in NEW), *lines[1:]]) + "\n")
    assert read_batch(path, bundled).read == 1


@pytest.mark.parametrize("day", ["2019-07-01", "2019-07-01T00:00:00", "2019-07-01 00:00:00.000"])
def test_days_come_with_or_without_a_time(bundled, tmp_path, day):
    batch = read_batch(
        write_ged(tmp_path / "ged.csv", [{"date_start": day, "date_end": day}]), bundled
    )
    assert str(batch.tables["incidents"]["date_low"].iloc[0].date()) == "2019-07-01"


def test_what_the_numbers_of_a_group_can_say(bundled, tmp_path):
    rows = [{}, {"deaths_unknown": "4", "best": "10", "high": "10"}]
    figures = read_batch(write_ged(tmp_path / "ged.csv", rows), bundled).tables["observations"]
    said = [
        (row.group, int(row.value), row.qualifier)
        for row in figures.itertuples()
        if row.group != "all"
    ]
    assert said == [
        ("civilians", 3, "exact"),
        ("combatants", 3, "exact"),
        ("civilians", 3, "at least"),
        ("combatants", 3, "at least"),
    ]


def test_taking_part_is_not_blame_and_one_sided_violence_is(bundled, tmp_path, store):
    rows = [{}, {"type_of_violence": "3", "side_a": "LNA", "side_b": "Civilians"}]
    store.add(read_batch(write_ged(tmp_path / "ged.csv", rows), bundled))
    record = with_imports(bundled, store)
    imported = Selection(dataset=("ucdp",))
    assert query(record, imported).by("attribution_status").index.get_level_values(
        "key"
    ).unique().tolist() == ["unattributed", "uncontested"]
    assert query(record, imported.replace(actor=("lna",))).ids == ["ucdp-2"]


def test_a_row_of_more_than_a_month_is_a_toll(bundled, tmp_path):
    batch = read_batch(
        write_ged(tmp_path / "ged.csv", [{"date_end": "2019-12-31", "date_prec": "5"}]), bundled
    )
    assert (len(batch.tables["incidents"]), len(batch.tables["tolls"]), batch.read) == (0, 1, 1)


@pytest.mark.parametrize(
    ("column", "value", "expected"),
    [
        ("best", "1e3", "whole number"),
        ("best", "", "whole number"),
        ("low", "7", "low <= best <= high"),
        ("where_prec", "9", "one of 1, 2"),
        ("date_prec", "0", "one of 1, 2"),
        ("type_of_violence", "4", "one of 1, 2, 3"),
        ("date_start", "01/07/2019x", "YYYY-MM-DD"),
        ("date_start", "2019-07-05", "date_start not above date_end"),
        ("country", "Atlantis", "a country"),
        ("latitude", "3,28", "a point in LY"),
        ("latitude", "3;28", "decimal number"),
        ("latitude", "13.19", "a point in LY"),
        ("date_end", "2031-01-01", "2031-01-01"),
    ],
)
def test_one_broken_field_is_put_aside_and_nothing_is_lost(
    bundled, tmp_path, store, column, value, expected
):
    batch = read_batch(write_ged(tmp_path / "ged.csv", [{}, {column: value}]), bundled)
    verdict = whole(store.add(batch, dry_run=True))
    if column == "date_end":  # a span of years is a toll, and nothing ends after today in a record
        return
    assert (verdict.read, verdict.accepted, verdict.put_aside) == (2, 1, 1)
    assert batch.put_aside["row"].tolist() == [3]
    assert expected in batch.put_aside["expected"].iloc[0]


def test_a_file_of_no_known_source_says_what_it_lacks(bundled, tmp_path):
    path = tmp_path / "x.csv"
    path.write_text("a,b\n1,2\n")
    with pytest.raises(RecordError, match=r"expected a file of ucdp, acled.*template"):
        read_batch(path, bundled)
    path = write_ged(tmp_path / "ged.csv", [{}])
    path.write_text(path.read_text().replace("where_prec", "precision"))
    with pytest.raises(RecordError, match="nearest is ucdp, which also needs where_prec"):
        read_batch(path, bundled)


def test_records_shown_together_are_named(bundled, tmp_path, store):
    store.add(read_batch(write_ged(tmp_path / "ged.csv", [{}]), bundled))
    record = with_imports(bundled, store)
    assert several_datasets(record, Selection()) == ["libya", "ucdp"]
    assert several_datasets(record, Selection(dataset=("ucdp",))) == []
    assert several_datasets(bundled, Selection()) == []


def test_the_table_of_an_import_says_how_many_more_rows_were_refused(run, tmp_path):
    rows = [{"id": f"{n}", "best": "-1"} for n in range(23)]
    path, store = str(write_ged(tmp_path / "ged.csv", rows)), str(tmp_path / "s")
    status, out, _ = run("import", path, "--store", store)
    assert status == 4 and "3 more rows were put aside" in out
    assert "more rows" not in run("import", path, "--store", store, "--format", "csv")[1]


def test_everything_works_from_the_command_line(run, tmp_path, monkeypatch):
    folder = tmp_path / "store"
    monkeypatch.setenv("CASUALTY_STORE", str(folder))
    path = write_ged(tmp_path / "GEDEvent_v25_1.csv", [{}, {"low": "7"}])
    status, out, err = run(
        "import", str(path), "--format", "json", "--put-aside", str(tmp_path / "aside.csv")
    )
    verdict = json.loads(out)
    assert (status, err) == (0, "")
    assert set(verdict) == {
        "read",
        "accepted",
        "duplicates",
        "put_aside",
        "revisions",
        "batch",
        "sha256",
        "left_out",
    }
    assert (verdict["read"], verdict["accepted"], verdict["put_aside"]) == (2, 1, 1)
    assert "low <= best <= high" in (tmp_path / "aside.csv").read_text()
    status, out, err = run("figures", "--format", "json")
    assert status == 0 and "rows of several datasets" in err
    status, out, err = run("figures", "--dataset", "ucdp", "--format", "json")
    assert json.loads(out)["killed"]["best"] == 6
    assert "CC BY 4.0; accessed" in err and "several datasets" not in err
    assert run("verify")[0] == 0
    assert run("withdraw", verdict["batch"], "--reason", "a test")[0] == 0
    assert run("withdraw", verdict["batch"], "--reason", "again")[0] == 2
    assert run("figures", "--dataset", "ucdp")[0] == 2
    assert run("import", str(tmp_path / "nowhere.csv"))[0] == 2


@pytest.mark.parametrize(
    ("name", "day", "actor"),
    [
        ("Forces of the House of Representatives", "2019-07-01", "lna"),
        ("Government of Libya", "2019-07-01", "gna"),
        ("Government of Libya", "2011-07-01", "ucdp-113"),
        ("Some brigade", "2019-07-01", "ucdp-113"),
    ],
)
def test_sides_are_the_record_s_where_its_blocs_are_meant(bundled, tmp_path, name, day, actor):
    row = {"side_a": name, "date_start": day, "date_end": day}
    batch = read_batch(write_ged(tmp_path / "ged.csv", [row]), bundled)
    assert batch.tables["claims"]["actor"].iloc[0] == actor
