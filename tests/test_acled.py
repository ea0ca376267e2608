"""ACLED's layouts: one number without a range, 0 is not none, taking part is not blame, rows stay here."""

import datetime as dt

import pytest
from made_acled import CURRENT, MIDDLE, SHOUTING, write_acled

from data.counting.query import query
from data.counting.selection import Selection
from data.record.load import joined
from data.sources.intake import read_batch
from data.store.store import Store

IMPORTED = Selection(dataset=("acled",))


def imported(bundled, tmp_path, rows, columns=None):
    store = Store(tmp_path / "store")
    batch = read_batch(write_acled(tmp_path / "acled.csv", rows, columns), bundled)
    verdict = store.add(batch)
    assert verdict.read == verdict.accepted + verdict.duplicates + verdict.put_aside
    held = store.contents()
    return joined(bundled, held.tables, held.version), batch


@pytest.mark.parametrize("columns", [CURRENT, MIDDLE, SHOUTING, CURRENT[::-1]])
def test_layouts_are_read_by_name(bundled, tmp_path, columns):
    record, batch = imported(bundled, tmp_path, [{}], columns)
    assert batch.source.name == "acled"
    figures = query(record, IMPORTED).figures().loc["killed"]
    assert (figures["low"], figures["best"], figures["high"]) == (7, 7, 7)
    own = batch.tables["observations"].iloc[0]
    assert own["qualifier"] == "single" and own[["low", "high"]].isna().all()


def test_a_nought_is_kept_as_a_word_and_is_not_zero(bundled, tmp_path):
    record, _ = imported(bundled, tmp_path, [{"fatalities": "0"}])
    figures = query(record, IMPORTED).figures().loc["killed"]
    assert (figures["incidents"], figures["unreported"]) == (0, 1)


def test_taking_part_is_not_blame(bundled, tmp_path):
    record, batch = imported(bundled, tmp_path, [{}])
    assert batch.tables["claims"][["stance", "claimant"]].values.tolist() == [["involved", "ACLED"]]
    assert (
        query(record, IMPORTED).by("attribution_status").index.get_level_values("key")[0]
        == "unattributed"
    )


def test_a_row_counts_from_acled_s_own_time_stamp(bundled, tmp_path):
    record, _ = imported(bundled, tmp_path, [{}])
    assert query(record, IMPORTED.replace(as_known_on=dt.date(2019, 7, 12))).ids == []
    assert query(record, IMPORTED.replace(as_known_on=dt.date(2019, 7, 13))).ids == ["acled-LBY1"]


@pytest.mark.parametrize(
    "day", ["2019-07-02", "02 July 2019", "2 July 2019", "02-July-2019", "02-Jul-2019"]
)
def test_days_as_acled_writes_them(bundled, tmp_path, day):
    _, batch = imported(bundled, tmp_path, [{"event_date": day}])
    assert str(batch.tables["incidents"]["date_low"].iloc[0].date()) == "2019-07-02"


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"fatalities": "many"}, "whole number"),
        ({"geo_precision": "0"}, "one of 1, 2, 3"),
        ({"time_precision": "4"}, "one of 1, 2, 3"),
        ({"event_date": "07/02"}, "a day as"),
        ({"country": "Nowhere"}, "a country"),
        ({"sub_event_type": "Dance"}, "25 kinds"),
        (
            {
                "event_type": "Strategic developments",
                "sub_event_type": "Agreement",
                "fatalities": "0",
            },
            "violence, or one with dead",
        ),
        (
            {"event_type": "Protests", "sub_event_type": "Peaceful protest", "fatalities": "0"},
            "violence, or one with dead",
        ),
        ({"latitude": "0", "longitude": "0"}, "a point in LY"),
    ],
)
def test_what_cannot_be_is_put_aside_by_name(bundled, tmp_path, change, expected):
    batch = read_batch(write_acled(tmp_path / "acled.csv", [{}, change]), bundled)
    assert (batch.read, len(batch.contents), len(batch.put_aside)) == (2, 1, 1)
    assert expected in batch.put_aside["expected"].iloc[0]


@pytest.mark.parametrize(
    ("kind", "event"),
    [
        ("Air/drone strike", "airstrike"),
        ("Armed clash", "ground fighting"),
        ("Suicide bomb", "suicide attack"),
        ("Attack", "other"),
    ],
)
def test_kinds_of_event_are_crosswalked(bundled, tmp_path, kind, event):
    _, batch = imported(bundled, tmp_path, [{"sub_event_type": kind}])
    assert batch.tables["incidents"]["event_type"].tolist() == [event]


def test_rows_are_kept_back_from_an_export_unless_the_deployment_says_so(
    run, tmp_path, monkeypatch
):
    monkeypatch.setenv("CASUALTY_STORE", str(tmp_path / "store"))
    assert run("import", str(write_acled(tmp_path / "acled.csv", [{}])))[0] == 0
    _, out, err = run("export", "--dataset", "acled", "--format", "csv")
    assert "acled-LBY1" not in out and "rows of acled are kept back" in err
    monkeypatch.setenv("CASUALTY_REDISTRIBUTE", "acled")
    _, out, err = run("export", "--dataset", "acled", "--format", "csv")
    assert "acled-LBY1" in out and "kept back" not in err


@pytest.mark.parametrize(
    ("precision", "expected"),
    [("1", ("2019-07-15", "2019-07-15", "day")), ("2", ("2019-07-12", "2019-07-18", "range")), ("3", ("2019-07-01", "2019-07-31", "month"))],
)  # fmt: skip
def test_an_event_known_to_a_week_or_month_spans_it(bundled, tmp_path, precision, expected):
    row = {"event_date": "2019-07-15", "time_precision": precision}
    batch = read_batch(write_acled(tmp_path / "a.csv", [row]), bundled)
    one = batch.tables["incidents"].iloc[0]
    assert (f"{one.date_low:%Y-%m-%d}", f"{one.date_high:%Y-%m-%d}", one.date_precision) == expected
