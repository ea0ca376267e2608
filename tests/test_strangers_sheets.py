"""A stranger's sheet: other columns, placeholders, repeated headers and odd cells are asked about or named, never guessed."""

import pytest
from made_sheets import TEAM_ROW, write_iom, write_rows, write_team

from data.sources.asked import ColumnsUnknown, Question
from data.sources.intake import read_batch
from data.sources.sheet import PEOPLE


def test_a_sheet_without_a_column_of_people_is_asked_about_its_other_columns(bundled, tmp_path):
    row = {key: value for key, value in TEAM_ROW.items() if key not in PEOPLE}
    path = write_rows(tmp_path / "t.csv", row, [{"Dead": "44", "Wounded": "4"}])
    with pytest.raises(ColumnsUnknown, match="dead is likely killed, wounded is likely injured"):
        read_batch(path, bundled)
    told = write_rows(tmp_path / "u.csv", row, [{"killed": "44", "colour": "red"}])
    batch = read_batch(told, bundled)
    assert any("colour" in line and "not read" in line for line in batch.told)
    assert batch.tables["observations"]["value"].tolist() == [44]


@pytest.mark.parametrize(
    ("cells", "column", "said"),
    [
        ({"date": "2019-07", "date_to": "2019-07-09"}, "date_to", "the month in date stands for all of its days"),
        ({"date": "2019-07-09", "date_to": "2019-07-02"}, "date, date_to", "date not above date_to"),
        ({"killed": "TRUE"}, "killed", "a whole number"),
        ({"killed": "12.000"}, "killed", "a whole number"),
    ],
)  # fmt: skip
def test_a_reason_names_the_file_s_own_cell(bundled, tmp_path, cells, column, said):
    batch = read_batch(write_team(tmp_path / "t.csv", [cells, {}]), bundled)
    (reason,) = batch.put_aside.itertuples()
    assert reason.column == column and said in reason.expected


def test_rows_that_repeat_the_header_are_no_rows(bundled, tmp_path):
    path = write_team(tmp_path / "t.csv", [{}, {}])
    lines = path.read_text().splitlines()
    path.write_text("\n".join([*lines[:2], lines[0], lines[2]]) + "\n")
    batch = read_batch(path, bundled)
    assert (batch.read, len(batch.put_aside)) == (2, 0)
    assert any("repeat the header" in line for line in batch.told)


def test_an_id_with_an_invisible_mark_is_the_id(bundled, tmp_path):
    batches = [read_batch(write_team(tmp_path / f"{n}.csv", [{"id": one}]), bundled) for n, one in enumerate(("7", "7\u200b"))]  # fmt: skip
    assert batches[0].contents["key"].tolist() == batches[1].contents["key"].tolist()


PLACEHOLDING = [("999+", True), ("~999", True), ("5-9999", True), ("at least 99999", True), ("1,999", False), ("12", False)]  # fmt: skip


@pytest.mark.parametrize(("cell", "asked"), PLACEHOLDING)
def test_a_placeholder_inside_an_amount_is_asked_about(bundled, tmp_path, cell, asked):
    path = write_team(tmp_path / "t.csv", [{"id": "1", "killed": cell}])
    if not asked:
        assert len(read_batch(path, bundled).contents) == 1
        return
    with pytest.raises(Question, match="placeholders"):
        read_batch(path, bundled)


def test_two_outliers_do_not_hide_one_another(bundled, tmp_path):
    rows = [{"id": str(n), "killed": killed} for n, killed in enumerate(["3"] * 5 + ["50000", "60000"])]  # fmt: skip
    with pytest.raises(Question) as raised:
        read_batch(write_team(tmp_path / "t.csv", rows), bundled)
    assert raised.value.rows == (7, 8)


def test_placeholders_of_missing_migrants_are_asked_about_too(bundled, tmp_path):
    row = {"number_dead": "9999", "number_missing": "", "total_dead_and_missing": "9999"}
    with pytest.raises(Question, match="9999"):
        read_batch(write_iom(tmp_path / "mm.csv", [row]), bundled)


@pytest.mark.parametrize("url", ["javascript:alert(1)", " JavaScript:x", "data:text/html,x", "file:///etc/passwd", "vbscript:x"])  # fmt: skip
def test_an_address_that_a_browser_would_run_is_put_aside(bundled, tmp_path, url):
    batch = read_batch(write_team(tmp_path / "t.csv", [{"url": url}, {"url": "https://example.org/a"}]), bundled)  # fmt: skip
    assert batch.put_aside[["row", "column"]].values.tolist() == [[2, "url"]]
    assert len(batch.contents) == 1
