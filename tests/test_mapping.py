"""A foreign sheet is read through what a person said of its columns, once, at the command line as on the page."""

import json

import openpyxl
import pytest

from data.record.refusal import RecordError
from data.sources.asked import Answers
from data.sources.intake import read_batch
from data.sources.mapping import Mapping, guessed, number_in
from data.sources.producers import TEMPLATES
from data.sources.reading import header_of

CONSTANTS = {"title": "Harm", "place": "Tripoli", "country": "LY", "place_precision": "town", "publisher": "Field team", "source_rank": "3"}  # fmt: skip
KOBO = {
    "id": "_id",
    "date": "Date of incident",
    "latitude": "_Location_latitude",
    "longitude": "_Location_longitude",
    "killed": "harm/Killed",
}
HEADER = ["start", "end", "username", "Date of incident", "_Location_latitude", "_Location_longitude", "harm/Killed", "_id"]  # fmt: skip
ROW = ["2019-07-03T23:40:00.000+02:00", "2019-07-03T23:50:00.000+02:00", "made", "2019-07-02", "32.85", "13.17", "4", "1"]  # fmt: skip


def sheet(tmp_path, header=HEADER, row=ROW, sign=";", name="kobo.csv"):
    path = tmp_path / name
    path.write_text(f"{sign.join(header)}\n{sign.join(row)}\n", "utf-8")
    return path


def options(columns=KOBO, constants=CONSTANTS, **more):
    asked = [f"--column={ours}={theirs}" for ours, theirs in columns.items()]
    asked += [f"--constant={ours}={value}" for ours, value in {**constants, **more}.items()]
    return asked


def test_a_kobo_export_from_download_to_a_figure(run, tmp_path):
    path, place = sheet(tmp_path), ("--store", str(tmp_path / "store"))
    assert run("import", str(path), *place)[0] == 2
    status, out, err = run("map", str(path), "--save", "kobo", *options(event_type="shelling"), *place)  # fmt: skip
    assert status == 0 and "not said yet" not in err and "import kobo.csv --mapping kobo" in out
    assert run("import", str(path), "--mapping", "kobo", *place)[0] == 0
    figures = json.loads(run("figures", "--dataset", "team", "--format", "json", *place)[1])
    assert figures["killed"]["best"] == 4


def test_a_workbook_is_mapped_too(run, bundled, tmp_path):
    book = openpyxl.Workbook()
    book.active.append(HEADER)
    book.active.append(ROW)
    book.save(tmp_path / "kobo.xlsx")
    mapping = Mapping("kobo", KOBO, {**CONSTANTS, "event_type": "shelling"})
    batch = read_batch(tmp_path / "kobo.xlsx", bundled, mapping=mapping)
    assert batch.tables["observations"]["value"].tolist() == [4]
    assert header_of(tmp_path / "kobo.xlsx", None, Answers(), lambda header: False) == HEADER


def test_what_is_not_said_yet_is_told_and_nothing_is_imported(run, tmp_path):
    path, place = sheet(tmp_path), ("--store", str(tmp_path / "store"))
    status, _, err = run("map", str(path), *place)
    assert status == 0 and "country" in err and not (tmp_path / "store" / "manifests").exists()


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (["--column", "kiled=harm/Killed"], "no column of the template"),
        (["--column", "killed=Dead"], "no column Dead"),
        (["--column", "killed"], "two names with ="),
        (["--pattern", "killed=killed"], "{n} once"),
        (["--save", "../x"], "letters, digits"),
    ],
)
def test_a_mapping_that_cannot_be_is_refused(run, tmp_path, asked, said):
    status, _, err = run("map", str(sheet(tmp_path)), *asked, "--store", str(tmp_path / "s"))
    assert status == 2 and said in err


def test_cells_are_translated_joined_and_read_out_of_text(bundled, tmp_path):
    header = ["no", "when", "what", "where", "text"]
    row = ["1", "2019-07-02", "Bombing", "Abu Salim", "At least two shells, 14 killed, 3 wounded"]
    mapping = Mapping(
        "other",
        {"id": "no", "date": "when", "title": "what + where", "place": "where", "event_type": "what", "killed": "text", "injured": "text"},
        {name: value for name, value in CONSTANTS.items() if name not in ("title", "place")},
        {"event_type": {"bombing": "airstrike"}},
        {"killed": "{n} killed", "injured": "{n} wounded"},
    )  # fmt: skip
    batch = read_batch(sheet(tmp_path, header, row), bundled, mapping=mapping)
    incident = batch.tables["incidents"].iloc[0]
    assert (incident.title, incident.event_type) == ("Bombing, Abu Salim", "airstrike")
    found = batch.tables["observations"].set_index("measure")["value"]
    assert found.to_dict() == {"killed": 14, "injured": 3}


def test_a_word_that_no_translation_knows_is_put_aside_with_its_cell(bundled, tmp_path):
    mapping = Mapping("k", {**KOBO, "event_type": "username"}, CONSTANTS, {"event_type": {"x": "airstrike"}})  # fmt: skip
    batch = read_batch(sheet(tmp_path), bundled, mapping=mapping)
    assert batch.put_aside[["column", "value"]].values.tolist() == [["username", "made"]]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("14 killed", "14"), ("killed 14", ""), ("10+ killed", "10+"), ("3 killed and 4 killed", "3 killed and 4 killed"), ("nobody", ""),
        ("12 000 killed", "12 000"), ("1,500 killed in Derna", "1,500"), ("5-7 killed", "5-7"), ("between 5 and 7 killed", "between 5 and 7"),
        ("at least 20 killed", "at least 20"), ("0.5 killed", "0.5"), ("١٢ killed", "12"), ("~30 killed", "~30"), ("-5 killed", "-5"),
        ("room 5 12 killed", "5 12"), ("two shells, 14 killed, 3 wounded", "14"), ("4 killedx", ""), ("2019-07-02 5 killed", "5"),
    ],
)  # fmt: skip
def test_a_number_in_a_text_stands_where_the_pattern_says(text, number):
    assert number_in("{n} killed")(text) == number


@pytest.mark.parametrize(
    ("text", "number"),
    [("killed: 1,500", "1,500"), ("killed: 12 000", "12 000"), ("killed: 5-7", "5-7"), ("skilled: 4", ""), ("killed: 4, injured 3", "4"), ("killed: 7.", "7"), ("killed: 4.5", "4.5")],
)  # fmt: skip
def test_a_number_after_its_words_is_taken_whole(text, number):
    assert number_in("killed: {n}")(text) == number


def test_a_number_out_of_a_text_is_read_as_a_cell_of_numbers_is(bundled, tmp_path):
    texts = {"12 000 killed": ("exact", 12000), "at least 20 killed": ("at least", 20), "5-7 killed": ("range", 5), "0.5 killed": None, "12.000 killed": None}  # fmt: skip
    for n, (text, expected) in enumerate(texts.items()):
        path = sheet(
            tmp_path, ["no", "when", "text"], [str(n), "2019-07-02", text], name=f"{n}.csv"
        )
        mapping = Mapping("m", {"id": "no", "date": "when", "killed": "text"}, {**CONSTANTS, "event_type": "shelling"}, {}, {"killed": "{n} killed"})  # fmt: skip
        batch = read_batch(path, bundled, mapping=mapping)
        rows = batch.tables.get("observations")
        found = (
            None if len(batch.put_aside) else (rows["qualifier"].iloc[0], int(rows["low"].iloc[0]))
        )
        assert found == expected, text


def test_a_column_whose_name_has_a_plus_is_one_column(bundled, tmp_path):
    path = sheet(tmp_path, ["no", "when", "Dead + missing"], ["1", "2019-07-02", "4"])
    mapping = Mapping("m", {"id": "no", "date": "when", "killed": "Dead + missing"}, {**CONSTANTS, "event_type": "shelling"})  # fmt: skip
    assert read_batch(path, bundled, mapping=mapping).tables["observations"]["value"].tolist() == [
        4
    ]


def test_columns_that_are_left_out_are_not_looked_at(bundled, tmp_path):
    header, row = [*HEADER, "victim name", "phone"], [*ROW, "Made Person", "0912345678"]
    mapping = Mapping("kobo", KOBO, {**CONSTANTS, "event_type": "shelling"})
    path = sheet(tmp_path, header, row)
    with pytest.raises(RecordError, match="personal data"):
        read_batch(path, bundled)
    batch = read_batch(path, bundled, mapping=mapping)
    assert len(batch.contents) == 1
    with pytest.raises(RecordError, match="personal data"):
        read_batch(path, bundled, mapping=Mapping("k", {**KOBO, "note": "phone"}, CONSTANTS))


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (["Report no", "التاريخ", "Place of event", "Deaths, total", "Wounded"], {"id": "Report no", "date": "التاريخ", "place": "Place of event", "killed": "Deaths, total", "injured": "Wounded"}),
        (["Lieu", "Tués", "Blessés", "Source"], {"place": "Lieu", "killed": "Tués", "injured": "Blessés", "publisher": "Source"}),
        (["group/Killed", "a/b/Latitude"], {"killed": "group/Killed", "latitude": "a/b/Latitude"}),
    ],
)  # fmt: skip
def test_likely_columns_are_guessed_in_three_languages(header, expected):
    assert guessed(header, list(TEMPLATES["team"])) == expected
