"""One reading of delimiters, header and sheet, by evidence that is told; what cannot be read is refused by its row."""

import zipfile

import openpyxl
import pandas as pd
import pytest
from made_sheets import TEAM_ROW, write_team
from made_ucdp import write_ged

from data.record.refusal import RecordError
from data.sources.asked import Answers, Question
from data.sources.intake import read_batch
from data.sources.reading import EncodingUnknown, read_rows
from data.sources.tabular import LONGEST_CELL, rows_of_text

NAMES = list(TEAM_ROW)
CELLS = [TEAM_ROW[name] for name in NAMES]
FRENCH = {"title": "Tir d'obus, école touchée", "latitude": "32,85", "longitude": "13,17"}


def text_of(rows, sign=",", end="\n"):
    return end.join(sign.join(row) for row in rows) + end


def book(path, sheets, change=None):
    made = openpyxl.Workbook()
    made.remove(made.active)
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
    if change:
        change(made)
    made.save(path)
    return path


def killed(batch):
    rows = batch.tables["observations"]
    return rows.loc[rows["measure"] == "killed", "value"].tolist()


@pytest.mark.parametrize(("sign", "name"), [(";", "semicolon"), ("\t", "tab"), (",", "")])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_the_sign_between_cells_is_seen_and_told(bundled, tmp_path, sign, name, end):
    path = tmp_path / "s.csv"
    cells = [cell.replace(",", " ") for cell in CELLS]
    path.write_bytes(text_of([NAMES, cells], sign, end).encode())
    batch = read_batch(path, bundled)
    assert killed(batch) == [4] and any(name in line for line in batch.told) == bool(name)


def test_a_sheet_that_a_french_excel_saved(bundled, tmp_path):
    path = tmp_path / "s.csv"
    row = {**TEAM_ROW, **FRENCH, "place": "Abou Salim"}
    path.write_bytes(text_of([NAMES, [row[name] for name in NAMES]], ";", "\r\n").encode("cp1252"))
    with pytest.raises(EncodingUnknown) as asked:
        read_batch(path, bundled)
    assert "école touchée" in asked.value.previews["cp1252"]
    assert {"cp1252", "iso8859_15"} <= set(asked.value.previews)
    incident = read_batch(path, bundled, encoding="cp1252").tables["incidents"].iloc[0]
    assert (incident.title, incident.latitude) == (FRENCH["title"], 32.85)


def test_unicode_text_of_an_arabic_excel(bundled, tmp_path):
    path = tmp_path / "s.txt"
    row = {**TEAM_ROW, "title": "قصف شارع", "place": "أبو سليم", "killed": "٤", "latitude": "٣٢٫٨٥"}
    path.write_bytes(text_of([NAMES, [row[name] for name in NAMES]], "\t", "\r\n").encode("utf-16"))
    batch = read_batch(path, bundled)
    assert killed(batch) == [4] and batch.tables["incidents"]["latitude"].tolist() == [32.85]


def test_a_line_that_declares_the_sign_is_obeyed(bundled, tmp_path):
    path = tmp_path / "s.csv"
    path.write_text("sep=;\n" + text_of([NAMES, CELLS], ";"), "utf-8")
    batch = read_batch(path, bundled)
    assert killed(batch) == [4] and batch.contents.index.tolist() == [3]


def test_rows_above_the_header_and_empty_columns_are_told(bundled, tmp_path):
    path = tmp_path / "s.csv"
    quoted = [f'"{cell}"' for cell in CELLS]
    rows = [["Monthly report"], [], [*NAMES, "", ""], [*quoted, "", ""]]
    path.write_text(text_of(rows), "utf-8")
    batch = read_batch(path, bundled)
    told = " ".join(batch.told)
    assert killed(batch) == [4] and "'Monthly report'" in told and "2 empty columns" not in told


def test_tags_above_or_below_the_header_are_no_rows(bundled, tmp_path):
    quoted = [f'"{cell}"' for cell in CELLS]
    tags = ["#tag" for _ in NAMES]
    for rows in ([NAMES, tags, quoted], [tags, NAMES, quoted]):
        path = tmp_path / "s.csv"
        path.write_text(text_of(rows), "utf-8")
        batch = read_batch(path, bundled)
        assert (batch.read, killed(batch)) == (1, [4])


def test_line_breaks_and_commas_in_a_header_belong_to_it(tmp_path):
    path = tmp_path / "s.csv"
    path.write_text('"Deaths, total","Place\nof event",التاريخ\n4,Made place,2019-07-02\n', "utf-8")
    rows, _, _ = read_rows(path)
    assert list(rows.columns) == ["Deaths, total", "Place of event", "التاريخ"]


def test_two_signs_that_fit_equally_are_asked_about(tmp_path):
    path = tmp_path / "s.csv"
    path.write_text("a,b;c,d\n1,2;3,4\n", "utf-8")
    with pytest.raises(Question, match="--delimiter 'comma'"):
        read_rows(path)
    rows, _, _ = read_rows(path, answers=Answers(delimiter="semicolon"))
    assert list(rows.columns) == ["a,b", "c,d"]


@pytest.mark.parametrize(
    "line",
    ['1,a "b",c', '1,ab"c,d"', '1,"a"b,c', '1,a"b,c', '1,2,"c', "1,2", "1,2,3,4"],
)
def test_a_row_with_a_stray_quote_or_another_width_is_refused_by_its_row(line):
    text = f'x,y,z\n1,"fine, ""too""",3\n{line}\n4,5,6\n'
    try:
        rows, refused, _ = rows_of_text(text, "f.csv", lambda header: True)
    except RecordError as error:  # a quote that is never closed takes the rest with it
        assert "row 3" in str(error)
        return
    assert [one[1] for one in refused] == [3]
    assert rows.index.tolist() == [2, 4] and rows["y"].tolist() == ['fine, "too"', "5"]


def test_a_cell_longer_than_a_spreadsheet_holds_takes_its_row_out(tmp_path):
    path = tmp_path / "s.csv"
    path.write_text(f"a,b\n1,{'x' * (LONGEST_CELL + 1)}\n2,y\n", "utf-8")
    rows, refused, _ = read_rows(path)
    assert rows["a"].tolist() == ["2"] and "letters" in refused[0][4]


def test_one_sheet_of_several_is_known_by_its_header(bundled, tmp_path):
    path = book(tmp_path / "b.xlsx", {"README": [["Contact: nobody"]], "Data": [NAMES, CELLS]})
    batch = read_batch(path, bundled)
    assert killed(batch) == [4]
    assert any("'Data' was read" in line and "'README'" in line for line in batch.told)


def test_two_sheets_with_a_table_are_asked_about(bundled, run, tmp_path):
    path = book(tmp_path / "b.xlsx", {"July": [NAMES, CELLS], "August": [NAMES, CELLS, CELLS]})
    with pytest.raises(Question) as asked:
        read_batch(path, bundled)
    assert set(asked.value.outcomes) == {"sheet:July", "sheet:August"}
    place = ("--store", str(tmp_path / "store"))
    status, out, err = run("import", str(path), *place)
    assert (status, out) == (2, "") and "--sheet 'July'" in err
    assert run("import", str(path), "--sheet", "July", *place)[0] == 0


def test_a_formula_without_its_value_is_refused_by_its_cell(bundled, tmp_path):
    row = [*CELLS]
    row[NAMES.index("killed")] = "=3+4"
    with pytest.raises(RecordError, match="formula without its value"):
        read_batch(book(tmp_path / "b.xlsx", {"Data": [NAMES, row]}), bundled)


def test_hidden_rows_and_columns_are_read_and_told(bundled, tmp_path):
    def hide(made):
        made["Data"].row_dimensions[3].hidden = True
        made["Data"].column_dimensions["B"].hidden = True

    other = ["2", *CELLS[1:]]
    path = book(tmp_path / "b.xlsx", {"Data": [NAMES, CELLS, other]}, hide)
    batch = read_batch(path, bundled)
    assert killed(batch) == [4, 4]
    assert any("hidden rows" in line for line in batch.told)
    assert any("hidden columns" in line for line in batch.told)


def test_a_workbook_with_a_broken_part_is_a_sentence(bundled, tmp_path):
    path = book(tmp_path / "b.xlsx", {"Data": [NAMES, CELLS]})
    for part in ("xl/styles.xml", "xl/worksheets/sheet1.xml", "xl/workbook.xml"):
        with zipfile.ZipFile(path) as old, zipfile.ZipFile(tmp_path / "c.xlsx", "w") as new:
            for name in old.namelist():
                content = old.read(name)
                new.writestr(name, content[: len(content) // 2] if name == part else content)
        with pytest.raises(RecordError, match="cannot be read"):
            read_batch(tmp_path / "c.xlsx", bundled)


def test_one_table_in_a_zip_is_read_and_two_are_not(bundled, tmp_path):
    inner = write_ged(tmp_path / "ged.csv", [{}]).read_bytes()
    for names, fine in ((["a.csv"], True), (["a.csv", "b.csv"], False)):
        path = tmp_path / f"{len(names)}.zip"
        with zipfile.ZipFile(path, "w") as packed:
            for name in names:
                packed.writestr(name, inner)
        if fine:
            assert len(read_batch(path, bundled).contents) == 1
        else:
            with pytest.raises(RecordError, match="2 tables"):
                read_batch(path, bundled)


def test_an_ods_is_read(bundled, tmp_path):
    calamine = pytest.importorskip("python_calamine")
    assert calamine
    path = tmp_path / "b.ods"
    frame = pd.DataFrame([CELLS], columns=NAMES)
    cells = "".join(
        "<table:table-row>" + "".join(f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>' for cell in row) + "</table:table-row>"
        for row in [NAMES, frame.iloc[0].tolist()]
    )  # fmt: skip
    content = f'<?xml version="1.0"?><office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet><table:table table:name="Data">{cells}</table:table></office:spreadsheet></office:body></office:document-content>'
    manifest = '<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/></manifest:manifest>'
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        packed.writestr("META-INF/manifest.xml", manifest)
        packed.writestr("content.xml", content)
    assert killed(read_batch(path, bundled)) == [4]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"PAR1" + b"\x15" * 90, "Parquet"),
        (b'[{"id": "1"}]', "JSON"),
        (b'{"type": "FeatureCollection"}', "JSON"),
        (b"%PDF-1.7", "PDF"),
    ],
)
def test_a_format_that_is_not_read_is_named_with_the_way_out(bundled, tmp_path, content, said):
    path = tmp_path / "f.bin"
    path.write_bytes(content)
    with pytest.raises(RecordError, match=said):
        read_batch(path, bundled)


def test_the_public_totals_of_acled_are_named_as_such(bundled, tmp_path):
    path = tmp_path / "w.csv"
    path.write_text("WEEK,REGION,COUNTRY,ADMIN1,EVENT_TYPE,EVENTS,FATALITIES\n2019-08-31,Northern Africa,Libya,Tripoli,Battles,7,12\n", "utf-8")  # fmt: skip
    with pytest.raises(RecordError, match="public totals by week"):
        read_batch(path, bundled)


def test_a_header_in_another_case_is_the_same_header(bundled, tmp_path):
    path = tmp_path / "s.csv"
    names = [name.replace("_", " ").title() for name in NAMES]
    path.write_text(text_of([names, [f'"{cell}"' for cell in CELLS]]), "utf-8")
    assert killed(read_batch(path, bundled)) == [4]


def test_a_long_cell_costs_no_time(bundled, tmp_path):
    path = write_team(tmp_path / "s.csv", [{"title": "1" * 30_000}, {"title": "a" * 30_000}])
    assert len(read_batch(path, bundled).contents) == 2


def test_more_columns_than_a_sheet_has_are_refused_at_once(bundled, tmp_path):
    path = tmp_path / "wide.csv"
    path.write_text(",".join(f"c{n}" for n in range(20_000)) + "\n" + ",".join("1" * 20_000) + "\n")
    with pytest.raises(
        RecordError, match=r"wide\.csv, row 1: 20000 columns; expected at most 2000"
    ):
        read_batch(path, bundled)
