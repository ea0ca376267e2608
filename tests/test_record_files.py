"""Bad input in a record's files: one clear sentence, the good rows load, nothing is lost."""

import pytest
from made_records import DEFAULTS, write_record

from data.record.load import load
from data.record.refusal import RecordError
from data.record.schema import TABLES
from data.record.tables import read_table

INCIDENT = {"incident_id": "good"}


def put_aside(tmp_path, **tables):
    record = load(write_record(tmp_path / "record", **tables))
    for name in TABLES:
        lost = record.put_aside["file"].eq(f"{name}.csv").sum()
        assert record.read[name] == len(record.table(name)) + lost, name
    return record


BROKEN = [
    ("incidents", "date_low", "03/04/2020", "YYYY-MM-DD"),
    ("incidents", "date_low", "2019-02-30", "YYYY-MM-DD"),
    ("incidents", "date_low", "", "a value"),
    ("incidents", "date_low", "2031-01-01", "not above"),
    ("incidents", "latitude", "32,88", "decimal number"),
    ("incidents", "latitude", "inf", "decimal number"),
    ("incidents", "latitude", "99", "a number from -90 to 90"),
    ("incidents", "longitude", "0", "a point in LY"),
    ("incidents", "date_high", "2019-09-30", "at most 31 days"),
    ("incidents", "event_type", "bang", "one of: airstrike"),
    ("incidents", "place_precision", "exact", "one of: site"),
    ("incidents", "report_id", "nowhere", "an id of reports.csv"),
    ("observations", "value", "1e3", "whole number"),
    ("observations", "value", "-3", "whole number"),
    ("observations", "value", "٣", "whole number"),
    ("observations", "low", "9", "low not above value"),
    ("observations", "group", "everyone", "one of: all"),
    ("observations", "incident_id", "nowhere", "an id of incidents.csv"),
    ("observations", "report_id", "nowhere", "an id of reports.csv"),
    ("reports", "source_rank", "8", "a number from 1 to 7"),
    ("reports", "published", "July 2019", "YYYY-MM"),
    ("reports", "origin_id", "nowhere", "an id of sources.csv"),
    ("claims", "actor", "nowhere", "an id of actors.csv"),
    ("claims", "stance", "whispers", "one of: blames"),
    ("tolls", "as_of", "", "a value"),
    ("tolls", "measure", "souls", "one of: killed"),
    ("tolls", "as_of", "2019-06-01", "period_start not after as_of"),
    ("tolls", "published", "2035-01-01", "a day up to 2020-01-31"),
    ("reports", "published", "2035-01-01", "a day up to 2020-01-31"),
    ("sides", "date_to", "1999", "date_from not after date_to"),
    ("incidents", "country", "Libya", "one of: "),
    ("incidents", "latitude", "", "both latitude and longitude"),
    ("incidents", "title", "a\x00b", "without control characters"),
    ("observations", "value", "99999999999999999999", "whole number"),
    ("observations", "high", "", "as the qualifier says"),
    ("observations", "qualifier", "at least", "as the qualifier says"),
    ("sides", "side", "both", "one of: lna"),
    ("sides", "actor_id", "nowhere", "an id of actors.csv"),
]


@pytest.mark.parametrize(("table", "column", "value", "expected"), BROKEN)
def test_one_broken_field_is_put_aside_with_file_row_column_value_and_expected(
    tmp_path, table, column, value, expected
):
    good = {
        "incidents": INCIDENT,
        "observations": {"incident_id": "good", "report_id": "r0", "low": 3, "value": 3, "high": 3},
        "claims": {"incident_id": "good"},
        "reports": {},
        "tolls": {},
        "sides": {"actor_id": "lna", "date_from": "2018"},
    }
    bad = {
        **good[table],
        column: value,
    }
    if table == "incidents":
        bad["incident_id"] = "bad"
    rows = {"incidents": [INCIDENT], table: [good[table], bad]}
    record = put_aside(tmp_path, **rows)
    found = record.put_aside
    assert len(found) == 1, found
    line = found.iloc[0]
    assert line["file"] == f"{table}.csv"
    assert line["row"] == record.read[table] + 1
    assert column in line["column"]
    assert expected in line["expected"]
    assert (
        value.replace("\x00", r"\x00") in line["value"]
        or "days" in line["value"]
        or ">" in line["value"]
        or "," in line["value"]
    )


def test_a_row_whose_parent_was_put_aside_goes_with_it(tmp_path):
    record = put_aside(
        tmp_path,
        incidents=[INCIDENT, {"incident_id": "bad", "event_type": "bang"}],
        observations=[{"incident_id": "bad", "report_id": "r0", "low": 3, "value": 3, "high": 3}],
    )
    assert record.put_aside["file"].tolist() == ["incidents.csv", "observations.csv"]
    assert record.observations.empty


def test_the_second_use_of_an_id_is_put_aside(tmp_path):
    record = put_aside(
        tmp_path, incidents=[{**INCIDENT, "incident_id": "other"}, INCIDENT, INCIDENT]
    )
    assert len(record.incidents) == 2
    assert "used once" in record.put_aside["expected"].iloc[0]


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (lambda path: path.unlink(), "incidents.csv: the file is missing"),
        (lambda path: path.write_bytes(b"\xff\xfe" + path.read_bytes()), "not UTF-8"),
        (
            lambda path: path.write_text(path.read_text().replace("date_low", "date_lo", 1)),
            "missing date_low; unknown date_lo",
        ),
        (
            lambda path: path.write_text(path.read_text().replace("date_low", "date_high", 1)),
            "twice date_high",
        ),
        (lambda path: path.write_text(""), "expected the header"),
        (
            lambda path: path.write_text(path.read_text() + 'x,"unclosed\n'),
            "never closed; expected plain CSV",
        ),
    ],
)
def test_a_file_that_cannot_be_read_is_one_clear_error(tmp_path, damage, message):
    folder = write_record(tmp_path / "record", incidents=[INCIDENT])
    damage(folder / "incidents.csv")
    with pytest.raises(RecordError, match=message):
        load(folder)


def test_a_ragged_row_is_put_aside_and_never_shifts_columns(tmp_path):
    folder = write_record(tmp_path / "record", incidents=[INCIDENT])
    path = folder / "milestones.csv"
    path.write_text(path.read_text() + "m,2019-07-05,day,An event,,,other,,,,,one too many\n")
    record = load(folder)
    assert record.put_aside[["value", "expected"]].iloc[0].tolist() == [
        "12 cells",
        "11 cells, as in the header",
    ]


def test_a_byte_order_mark_and_windows_line_ends_are_read(tmp_path):
    folder = write_record(tmp_path / "record", incidents=[INCIDENT])
    path = folder / "incidents.csv"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert read_table(path, "incidents").rows["incident_id"].tolist() == ["good"]


def test_every_default_of_the_tests_is_a_column_of_the_schema():
    for name, row in DEFAULTS.items():
        assert set(row) <= set(TABLES[name].columns)


def test_the_version_changes_with_any_table(tmp_path):
    one = load(write_record(tmp_path / "a", incidents=[INCIDENT]))
    same = load(write_record(tmp_path / "b", incidents=[INCIDENT]))
    other = load(write_record(tmp_path / "c", incidents=[{**INCIDENT, "note": "x"}]))
    assert one.version == same.version != other.version


def test_a_stray_quote_costs_its_row_only(tmp_path):
    folder = write_record(tmp_path / "record", incidents=[INCIDENT])
    path = folder / "milestones.csv"
    path.write_text(
        path.read_text()
        + 'm,2019-07-05,day,"An" event,,,other,,,,\nn,2019-07-06,day,B,,,other,,,,\n'
    )
    record = load(folder)
    assert record.milestones["milestone_id"].tolist() == ["n"]
    assert "a quote only around" in record.put_aside["expected"].iloc[0]


@pytest.mark.parametrize("odd", ["\u2028", "\u0085", "\u2029"])
def test_an_odd_separator_inside_a_cell_is_text(tmp_path, odd):
    record = load(write_record(tmp_path / "record", incidents=[{**INCIDENT, "title": f"a{odd}b"}]))
    assert record.incidents["title"].tolist() == [f"a{odd}b"]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('date = "2020-01-31"', "date = '2020-01-31'; expected a day"),
        ("date = 2020", "date = 2020; expected a day"),
        ("date = 2020-01-31T00:00:00", "expected a day"),
        ("title = 3", "title = 3; expected a text"),
        ("licence = 3", "licence = 3; expected a text"),
    ],
)
def test_a_wrong_entry_of_record_toml_is_named(tmp_path, line, message):
    folder = write_record(tmp_path / "record", incidents=[INCIDENT])
    path = folder / "record.toml"
    name = line.split(" ")[0]
    lines = [line if old.startswith(f"{name} =") else old for old in path.read_text().splitlines()]
    path.write_text("\n".join(lines))
    with pytest.raises(RecordError, match=message):
        load(folder)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("systematic = false", 'systematic = "false"', "expected true or false"),
        ("from = 2019-01-01", "from = 2019-06-01", "ends before it begins"),
        ('[[band]]\nname = "before"', '[band]\nname = "before"', "record.toml"),
    ],
)
def test_a_wrong_band_is_named(tmp_path, old, new, message):
    folder = write_record(tmp_path / "record", incidents=[INCIDENT])
    path = folder / "record.toml"
    path.write_text(path.read_text().replace(old, new))
    with pytest.raises(RecordError, match=message):
        load(folder)
