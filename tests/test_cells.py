"""What a cell says has one reading or is asked about: no number, day or name is bent in silence."""

import pytest
from made_acled import MIDDLE, SHOUTING, write_acled
from made_sheets import IOM_2022, TEAM_ROW, write_iom, write_rows, write_team, write_tolls
from made_ucdp import write_ged
from test_import import with_imports

from data.counting.periods import bins
from data.counting.query import query
from data.counting.selection import Selection
from data.record.districts import district_names, district_of
from data.sources.amounts import amount
from data.sources.asked import Answers, Question
from data.sources.cells import DaysUnclear, degree, likely_reason, seen, whole_number
from data.sources.intake import read_batch
from data.store.store import Store


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("4", ("4", "4", "4", "exact")),
        ("12.0", ("12", "12", "12", "exact")),
        ("1,234", ("1234", "1234", "1234", "exact")),
        ("1\u202f234", ("1234", "1234", "1234", "exact")),
        ("\u200f7", ("7", "7", "7", "exact")),
        ("10+", ("10", "10", "", "at least")),
        ("at least 44", ("44", "44", "", "at least")),
        ("au moins 3", ("3", "3", "", "at least")),
        ("أكثر من 10", ("10", "10", "", "more than")),
        ("more than 10", ("10", "10", "", "more than")),
        ("up to 9", ("", "9", "9", "at most")),
        ("~20", ("20", "20", "20", "about")),
        ("about 10", ("10", "10", "10", "about")),
        ("environ 1 200", ("1200", "1200", "1200", "about")),
        ("5-7", ("5", "", "7", "range")),
        ("5 – 7", ("5", "", "7", "range")),
        ("entre 5 et 7", ("5", "", "7", "range")),
        ("", ("", "", "", "")),
        ("dozens", ("", "", "", "words")),
        ("عشرات", ("", "", "", "words")),
        ("dizaines", ("", "", "", "words")),
        ("ten", ("", "", "", "words")),
        ("-5", None),
        ("1.234", None),
        ("12.5", None),
        ("7-5", None),
        ("²", None),
        ("½", None),
        ("x4", None),
    ],
)
def test_an_amount_is_what_it_says(text, said):
    assert amount(text) == said


@pytest.mark.parametrize("text", ["#N/A", "#DIV/0!"])
def test_an_error_of_a_spreadsheet_is_no_word_of_a_source(bundled, tmp_path, text):
    batch = read_batch(write_team(tmp_path / "s.csv", [{"killed": text}, {}]), bundled)
    assert (len(batch.contents), batch.put_aside["value"].tolist()) == (1, [text])
    assert "error of a spreadsheet" in batch.put_aside["expected"].iloc[0]


def test_cells_that_say_nothing_are_not_reported_and_told(bundled, tmp_path):
    rows = [{"killed": cell} for cell in ("N/A", "-", "?", "nan")]
    batch = read_batch(write_team(tmp_path / "s.csv", rows), bundled)
    assert len(batch.tables["observations"]) == 0
    assert any("4 cells such as N/A" in line for line in batch.told)


@pytest.mark.parametrize(
    ("text", "read"),
    [("5.0", "5"), ("1,093", "1093"), ("106 000", "106000"), ("1.093", "1.093"), ("LBY1", "LBY1")],
)
def test_whole_numbers(text, read):
    assert whole_number(text) == read


@pytest.mark.parametrize(("text", "read"), [("32,85", "32.85"), ("٣٢٫٨٥", "٣٢٫٨٥"), ("-13,1", "-13.1"), ("32.85", "32.85")])  # fmt: skip
def test_degrees(text, read):
    assert degree(text) == read


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("2 July 2019", "2019-07-02"),
        ("2 juillet 2019", "2019-07-02"),
        ("٢ يوليو ٢٠١٩", "2019-07-02"),
        ("2 تموز 2019", "2019-07-02"),
        ("31/12/2019", "2019-12-31"),
        ("12/31/2019", "2019-12-31"),
        ("05/05/2019", "2019-05-05"),
        ("2019-07-02T23:30:00.000+02:00", "2019-07-02"),
    ],
)
def test_a_day_with_one_reading_is_read(bundled, tmp_path, cell, day):
    batch = read_batch(write_team(tmp_path / "s.csv", [{"date": cell, "published": ""}]), bundled)
    assert str(batch.tables["incidents"]["date_low"].iloc[0].date()) == day


@pytest.mark.parametrize("cell", ["02/07/2019", "02/07/19", "3-Sep-19", "2.7.2019"])
def test_a_day_with_two_readings_is_asked_about(bundled, tmp_path, cell):
    path = write_team(tmp_path / "s.csv", [{"date": cell, "published": ""}])
    with pytest.raises(DaysUnclear, match="--dates"):
        read_batch(path, bundled)
    batch = read_batch(path, bundled, dates="day-first")
    assert batch.tables["incidents"]["date_low"].dt.month.iloc[0] in (7, 9)


@pytest.mark.parametrize(
    ("write", "cells", "column"),
    [
        (write_acled, {"event_date": "03/09/2019"}, "date_low"),
        (write_ged, {"date_start": "03/09/2019 00:00", "date_end": "03/09/2019 00:00"}, "date_low"),
        (write_iom, {"reported_date": "03/09/2019"}, "date_low"),
    ],
)
def test_the_order_of_days_applies_to_every_source(bundled, tmp_path, write, cells, column):
    path = write(tmp_path / "f.csv", [cells])
    with pytest.raises(DaysUnclear):
        read_batch(path, bundled)
    months = {order: read_batch(path, bundled, dates=order).tables["incidents"][column].dt.month.iloc[0] for order in ("day-first", "month-first")}  # fmt: skip
    assert months == {"day-first": 9, "month-first": 3}


def test_a_month_stands_for_its_days_and_says_so(bundled, tmp_path):
    batch = read_batch(write_team(tmp_path / "s.csv", [{"date": "2019-07"}]), bundled)
    row = batch.tables["incidents"].iloc[0]
    assert (str(row.date_low.date()), str(row.date_high.date()), row.date_precision) == ("2019-07-01", "2019-07-31", "month")  # fmt: skip


@pytest.mark.parametrize(
    ("cell", "why"),
    [
        ("0019-09-03", "century lost"),
        ("0219-07-02", "century lost"),
        ("1440-10-29", "Hijri"),
        ("1970-01-01", "zero of a computer"),
        ("43648", "spreadsheet keeps for 2019-07-02"),
        ("1900-01-01", "zero of a computer"),
    ],
)
@pytest.mark.parametrize(("write", "column"), [(write_team, "date"), (write_acled, "event_date")])
def test_a_day_no_source_can_speak_of_is_put_aside_with_its_likely_reason(bundled, tmp_path, cell, why, write, column):  # fmt: skip
    batch = read_batch(write(tmp_path / "f.csv", [{column: cell}]), bundled)
    (line,) = batch.put_aside.itertuples(index=False)
    assert (len(batch.contents), line.column, line.value) == (0, column, cell)
    assert why in line.expected and why in likely_reason(cell)


def test_a_row_of_the_year_19_in_a_store_draws_no_two_thousand_years(bundled, tmp_path):
    store = Store(tmp_path / "store")
    batch = read_batch(write_acled(tmp_path / "a.csv", [{}]), bundled)
    batch.tables["incidents"]["date_low"] = batch.tables["incidents"]["date_low"].map(lambda day: day.replace(year=19)).astype("datetime64[us]")  # fmt: skip
    store.add(batch)
    record = with_imports(bundled, store)
    assert len(bins(query(record, Selection()), record, "killed", "month")) < 300
    assert record.put_aside["value"].str.contains("0019").any()


@pytest.mark.parametrize("text", ["999", "9999", "99999"])
def test_a_placeholder_is_asked_about_and_the_answer_holds(bundled, tmp_path, text):
    path = write_team(tmp_path / "s.csv", [{}, {"killed": text}])
    with pytest.raises(Question, match="row 3, killed") as asked:
        read_batch(path, bundled)
    assert asked.value.rows == (3,) and text in asked.value.outcomes["as_is"]
    counted = read_batch(path, bundled, answers=Answers(as_is=(3,))).tables["observations"]
    assert int(text) in counted["value"].tolist()
    unknown = read_batch(path, bundled, answers=Answers(as_unknown=(3,))).tables["observations"]
    assert counted["value"].count() == unknown["value"].count() + 1


def test_a_number_a_hundred_times_all_others_is_asked_about(bundled, tmp_path):
    rows = [{"killed": cell} for cell in ("2", "3", "4", "4000")]
    with pytest.raises(Question, match="row 5"):
        read_batch(write_team(tmp_path / "s.csv", rows), bundled)
    assert len(read_batch(write_team(tmp_path / "t.csv", rows[:3]), bundled).contents) == 3


def test_the_command_line_asks_about_placeholders(run, tmp_path):
    path, store = str(write_team(tmp_path / "s.csv", [{"killed": "999"}])), str(tmp_path / "st")
    status, _, err = run("import", path, "--store", store)
    assert status == 2 and "--as-is ROW" in err
    assert run("import", path, "--as-unknown", "2", "--store", store)[0] == 0


@pytest.mark.parametrize("cells", [{"killed": "-1"}, {"killed": "-99"}])
def test_a_negative_number_expects_zero_or_more(bundled, tmp_path, cells):
    batch = read_batch(write_team(tmp_path / "s.csv", [cells]), bundled)
    assert "0 or more" in batch.put_aside["expected"].iloc[0]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Tarabulus", "Tripoli"),
        ("طرابلس", "Tripoli"),
        ("Az Zāwiyah", "Az Zawiyah"),
        ("LY0215", "Zwara"),
        ("LY-TB", "Tripoli"),
        ("Almargeb", "Al Murqub"),
        ("Tobruk", "Al Butnan"),
        ("Atlantis", ""),
    ],
)
def test_districts_by_any_of_their_names(text, name):
    assert district_of(text) == name


def test_every_district_has_its_code():
    codes = [f"LY0{n}" for n in (*range(101, 108), *range(208, 217), *range(317, 323))]
    assert {district_of(code) for code in codes} == set(district_names())


def test_reasons_name_the_file_s_columns_and_show_the_invisible(bundled, tmp_path):
    row = {"web_id": "2019.MMP1", "reported_date": "2\u200fx", "number_dead": "1", "number_missing": "", "total_dead_and_missing": "1"}  # fmt: skip
    batch = read_batch(write_iom(tmp_path / "i.csv", [row], IOM_2022), bundled)
    (line,) = batch.put_aside.itertuples(index=False)
    assert (line.column, line.value) == ("Incident Date", "2‹U+200F›x")
    assert seen("a\u200bb") == "a‹U+200B›b"


def test_a_cumulative_row_is_a_total_and_not_one_day_s_deaths(bundled, tmp_path):
    names = {**IOM_2022, "incident_type": "Incident Type"}
    rows = [{}, {"web_id": "2019.MMP2", "incident_type": "Cumulative Incident", "number_dead": "40", "number_missing": "20", "total_dead_and_missing": "60"}]  # fmt: skip
    full = [{"incident_type": "Incident", **row} for row in rows]
    batch = read_batch(write_iom(tmp_path / "i.csv", full, names), bundled)
    assert len(batch.tables["incidents"]) == 1
    tolls = batch.tables["tolls"]
    assert dict(zip(tolls["measure"], tolls["value"], strict=True)) == {"killed": 40, "missing": 20}
    verdict = Store(tmp_path / "store").add(batch)
    assert (verdict.accepted, verdict.put_aside) == (2, 0)


def test_parts_that_do_not_add_up_leave_the_total_and_drop_the_split(bundled, tmp_path):
    batch = read_batch(write_ged(tmp_path / "g.csv", [{"best": "8", "low": "5", "high": "9"}]), bundled)  # fmt: skip
    (row,) = batch.tables["observations"].itertuples()
    assert (row.group, row.low, row.value, row.high) == ("all", 5, 8, 9)
    assert "do not add up" in row.note


@pytest.mark.parametrize("columns", [SHOUTING, MIDDLE])
@pytest.mark.parametrize(
    ("event", "done"),
    [
        ("Battle-No change of territory", "ground fighting"),
        ("Battle-Government regains territory", "ground fighting"),
        ("Battle-Non-state actor overtakes territory", "ground fighting"),
        ("Remote violence", "other"),
        ("Violence against civilians", "other"),
    ],
)
def test_older_layouts_of_acled_keep_their_battles(bundled, tmp_path, columns, event, done):
    row = {"event_type": event, "sub_event_type": "", "fatalities": "0"}
    batch = read_batch(write_acled(tmp_path / "a.csv", [row], columns), bundled)
    assert batch.tables["incidents"]["event_type"].tolist() == [done]
    assert batch.tables["observations"]["words"].tolist() == ["0"]


@pytest.mark.parametrize(("write", "key"), [(write_acled, "event_id_cnty"), (write_ged, "id"), (write_team, "id"), (write_tolls, "toll")])  # fmt: skip
def test_a_row_without_an_id_is_put_aside_as_such(bundled, tmp_path, write, key):
    batch = read_batch(write(tmp_path / "f.csv", [{key: ""}, {key: "7"}]), bundled)
    assert (len(batch.contents), batch.put_aside["column"].tolist()) == (1, [key])
    assert "an id" in batch.put_aside["expected"].iloc[0]


def test_numbers_with_a_point_and_nothing_behind_it_are_whole(bundled, tmp_path):
    row = {"low": "5.0", "best": "6.0", "high": "9.0", "where_prec": "1.0", "date_prec": "1.0", "id": "77.0"}  # fmt: skip
    batch = read_batch(write_ged(tmp_path / "g.csv", [row]), bundled)
    assert batch.contents["key"].tolist() == ["77"]
    sheet = write_rows(tmp_path / "s.csv", TEAM_ROW, [{"killed": "5.0", "source_rank": "3.0"}])
    assert read_batch(sheet, bundled).tables["observations"]["value"].tolist() == [5]
