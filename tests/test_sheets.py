"""A team's own sheet, and a sheet of totals: read as its columns say, refused where that would be a guess."""

import openpyxl
import pandas as pd
import pytest
from made_sheets import TEAM_ROW, write_team, write_tolls
from test_import import whole, with_imports

from data.counting.lineage import incident_figures
from data.counting.query import query
from data.counting.selection import Selection
from data.record.refusal import RecordError
from data.sources.intake import read_batch
from data.sources.reading import EncodingUnknown
from data.store.store import Store

TEAM = Selection(dataset=("team",))


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path / "store")


def figure(record, measure="killed", group="all"):
    row = query(record, TEAM.replace(group=group)).figures().loc[measure]
    return tuple(
        None if pd.isna(row[end]) else int(row[end]) for end in ("low", "best", "high")
    ), bool(row["open"])


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"killed": "4"}, ((4, 4, 4), False)),
        ({"killed": "4", "killed_low": "2", "killed_high": "9"}, ((2, 4, 9), False)),
        ({"killed": "", "killed_low": "4"}, ((4, 4, 4), True)),
        ({"killed": "", "killed_high": "4"}, ((4, 4, 4), False)),
        ({"killed": "", "killed_low": "2", "killed_high": "9"}, ((2, 2, 9), False)),
        ({"killed": "dozens"}, ((None, None, None), False)),
        ({"killed": ""}, ((None, None, None), False)),
        ({"killed": "٤"}, ((4, 4, 4), False)),
    ],
)
def test_numbers_mean_what_their_columns_say(bundled, tmp_path, store, cells, said):
    store.add(read_batch(write_team(tmp_path / "sheet.csv", [cells]), bundled))
    assert figure(with_imports(bundled, store)) == said


def test_every_measure_and_group_has_its_column(bundled, tmp_path, store):
    cells = {
        "injured": "5",
        "missing": "6",
        "displaced": "70",
        "children_killed": "1",
        "women_killed": "2",
    }
    store.add(read_batch(write_team(tmp_path / "sheet.csv", [cells]), bundled))
    record = with_imports(bundled, store)
    found = [
        figure(record, measure)[0][1] for measure in ("killed", "injured", "missing", "displaced")
    ]
    assert found == [4, 5, 6, 70]
    assert [figure(record, "killed", group)[0][1] for group in ("children", "women")] == [1, 2]


def test_who_is_blamed_and_who_denies(bundled, tmp_path, store):
    rows = [
        {"blamed": "LNA"},
        {"blamed": "LNA", "denied_by": "LNA spokesman"},
        {"blamed": "LNA|A new brigade"},
        {},
    ]
    store.add(read_batch(write_team(tmp_path / "sheet.csv", rows), bundled))
    record = with_imports(bundled, store)
    parts = query(record, TEAM).by("attribution_status").xs("killed", level="measure")["best"]
    assert parts.to_dict() == {"contested": 8, "unattributed": 4, "uncontested": 4}
    assert query(record, TEAM.replace(actor=("lna",))).ids == [
        "team-a-field-team-1",
        "team-a-field-team-2",
        "team-a-field-team-3",
    ]


@pytest.mark.parametrize(
    ("cells", "column", "expected"),
    [
        ({"killed": "4,5"}, "killed", "a whole number"),
        ({"killed": "4 to"}, "killed", "a word without digits"),
        ({"killed": "inf", "killed_low": "3"}, "killed", "a word or range stands alone"),
        ({"killed": "-4"}, "killed", "a whole number"),
        ({"killed_low": "5"}, "killed_low, killed, killed_high", "low <= value <= high"),
        ({"date": "43648"}, "date", "a day as YYYY-MM-DD"),
        ({"date": ""}, "date", "a value; the cell is empty"),
        ({"date": "2031-01-01"}, "date", "a day up to"),
        ({"date_to": "2019-07-01"}, "date, date_to", "not above"),
        ({"latitude": "0", "longitude": "0"}, "latitude, longitude", "a point in LY"),
        ({"latitude": "13.17", "longitude": "32.85"}, "latitude, longitude", "a point in LY"),
        ({"latitude": "32,85x"}, "latitude", "with a point"),
        ({"longitude": ""}, "latitude, longitude", "both latitude and longitude"),
        ({"event_type": "bombing"}, "event_type", "one of: airstrike"),
        ({"district": "Narnia"}, "district", "one of Al Butnan"),
        ({"source_rank": "9"}, "source_rank", "a number from 1 to 7"),
        ({"published": "last week"}, "published", "YYYY-MM"),
        ({"published": "2031-01-01"}, "published", "a day up to"),
        ({"denied_by": "the LNA"}, "denied_by", "one actor in blamed"),
        ({"cause": "war"}, "cause", "one of: conflict"),
    ],
)
def test_a_row_that_cannot_be_is_put_aside_whole(bundled, tmp_path, store, cells, column, expected):
    batch = read_batch(write_team(tmp_path / "sheet.csv", [{}, cells]), bundled)
    verdict = whole(store.add(batch))
    assert (verdict.accepted, verdict.put_aside) == (1, 1)
    line = batch.put_aside.iloc[0]
    assert (line["row"], line["column"]) == (3, column)
    assert expected in line["expected"]
    assert incident_figures(with_imports(bundled, store), TEAM, ["killed"])["best"].tolist() == [4]


def test_days_with_slashes_are_asked_about_not_guessed(bundled, tmp_path):
    path = write_team(tmp_path / "sheet.csv", [{"date": "3/4/2019", "published": "13.4.2019"}])
    with pytest.raises(RecordError, match="whether the day or the month comes first"):
        read_batch(path, bundled)
    days = read_batch(path, bundled, dates="day-first")
    assert str(days.tables["incidents"]["date_low"].iloc[0].date()) == "2019-04-03"
    assert days.tables["reports"]["published"].tolist() == ["2019-04-13"]
    path = write_team(tmp_path / "sheet.csv", [{"date": "3/4/2019"}])
    months = read_batch(path, bundled, dates="month-first")
    assert str(months.tables["incidents"]["date_low"].iloc[0].date()) == "2019-03-04"


def test_arabic_digits_are_read_and_told(bundled, tmp_path):
    batch = read_batch(
        write_team(tmp_path / "sheet.csv", [{"killed": "٤", "injured": "١٢"}]), bundled
    )
    assert batch.told == ("2 cells with Arabic-Indic digits were read as numbers.",)


def test_another_encoding_is_shown_and_asked_for(bundled, tmp_path):
    path = write_team(tmp_path / "sheet.csv", [{"place": "طرابلس"}])
    path.write_bytes(path.read_text("utf-8").encode("cp1256"))
    with pytest.raises(EncodingUnknown, match="as cp1256 it reads") as raised:
        read_batch(path, bundled)
    assert "cp1256" in raised.value.previews
    batch = read_batch(path, bundled, encoding="cp1256")
    assert batch.tables["incidents"]["place"].tolist() == ["طرابلس"]
    with pytest.raises(RecordError, match="'nonsense' is not known"):
        read_batch(path, bundled, encoding="nonsense")


@pytest.mark.parametrize(
    ("cells", "what"),
    [
        ({"victim_name": "Somebody"}, "column 'victim_name'"),
        ({"phone": ""}, "column 'phone'"),
        ({"الاسم": ""}, "column 'الاسم'"),
        ({"note": "call 091-234 5678"}, "a phone number"),
        ({"note": "write to someone@example.org"}, "an e-mail address"),
        ({"note": "card 119850123456"}, "a national identity number"),
    ],
)
def test_personal_data_is_refused_with_its_column(bundled, tmp_path, cells, what):
    with pytest.raises(RecordError, match=what):
        read_batch(write_team(tmp_path / "sheet.csv", [cells]), bundled)


def xlsx(path, rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def test_a_spreadsheet_says_the_same_as_its_csv(bundled, tmp_path, store):
    cells = {
        **TEAM_ROW,
        "date": pd.Timestamp("2019-07-02").to_pydatetime(),
        "killed": 4,
        "killed_high": 9.0,
    }
    batch = read_batch(xlsx(tmp_path / "sheet.xlsx", [list(cells), list(cells.values())]), bundled)
    store.add(batch)
    assert figure(with_imports(bundled, store)) == ((4, 4, 9), False)


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([], "every sheet is empty"),
        ([["id", None, "x"], ["1", "2", "3"]], "column 2 has no name, and cells in it"),
        ([["id", "x"]], "columns are of no known source"),
    ],
)
def test_a_spreadsheet_that_is_no_table_is_refused(bundled, tmp_path, rows, said):
    with pytest.raises(RecordError, match=said):
        read_batch(xlsx(tmp_path / "sheet.xlsx", rows), bundled)


def test_a_file_that_is_no_spreadsheet_or_unpacks_too_far_is_refused(bundled, tmp_path):
    path = tmp_path / "sheet.xlsx"
    path.write_bytes(b"not a spreadsheet")
    with pytest.raises(RecordError, match="cannot be read"):
        read_batch(path, bundled)
    import zipfile

    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("xl/worksheets/sheet1.xml", b"0" * (8 * 2**20))
    with pytest.raises(RecordError, match="more than 100 times"):
        read_batch(path, bundled)


def test_a_template_is_a_sheet_without_rows(run, bundled, tmp_path):
    for kind in ("team", "tolls"):
        status, out, _ = run("template", kind)
        assert status == 0
        path = tmp_path / f"{kind}.csv"
        path.write_text(out)
        batch = read_batch(path, bundled)
        assert (batch.source.name, batch.read) == (kind, 0)


def test_a_sheet_of_totals_makes_tolls_and_no_incident(bundled, tmp_path, store):
    batch = read_batch(
        write_tolls(tmp_path / "t.csv", [{}, {"measure": "deaths"}, {"low": "200"}]), bundled
    )
    verdict = whole(store.add(batch))
    assert (verdict.accepted, verdict.put_aside) == (1, 2)
    record = with_imports(bundled, store)
    own = record.tolls[record.tolls["toll_id"] == "toll-who-1"]
    assert own[["source_id", "value"]].values.tolist() == [["who", 100]]
    assert len(record.incidents) == len(bundled.incidents)


def test_deleted_events_of_acled_go_and_nothing_else(bundled, tmp_path, store):
    from made_acled import write_acled

    store.add(read_batch(write_acled(tmp_path / "acled.csv", [{}, {}]), bundled))
    before = with_imports(bundled, store).incidents
    gone = before.loc[before["dataset"] == "acled", "incident_id"].iloc[0]
    path = tmp_path / "deleted.csv"
    path.write_text(f"event_id_cnty,deleted_timestamp\n{gone.removeprefix('acled-')},1700000000\n")
    assert whole(store.add(read_batch(path, bundled))).accepted == 1
    after = with_imports(bundled, store).incidents
    assert set(before["incident_id"]) - set(after["incident_id"]) == {gone}
