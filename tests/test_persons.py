"""A list of persons is counted into incidents; nothing of a person is shown, checked or kept."""

import json

import pandas as pd
import pytest

from data.record.refusal import RecordError
from data.sources.asked import Answers, Question
from data.sources.content import sha256_of
from data.sources.intake import read_batch
from data.sources.mapping import Mapping
from data.sources.persons import TEMPLATE, check_persons, counted
from data.sources.reading import EncodingUnknown
from data.store.store import Store

NAME = "Zzname"
HEADER = ["no", "full name", "age", "gender", "day", "town", "status", "phone"]
PERSONS = [
    ["1", f"{NAME} A", "34", "F", "2019-07-02", "Tajoura", "killed", "0912345678"],
    ["2", f"{NAME} B", "8", "M", "2019-07-02", "tajoura ", "dead", ""],
    ["3", f"{NAME} C", "", "M", "2019-07-02", "Tajoura", "killed", ""],
    ["4", f"{NAME} D", "20", "M", "2019-07-02", "Tajoura", "wounded", ""],
    ["5", f"{NAME} E", "40", "F", "2019-07-03", "Tajoura", "wounded", ""],
    ["6", f"{NAME} F", "40", "F", "2019-07-03", "Abu Salim", "missing", ""],
]
COLUMNS = {"age": "age", "sex": "gender", "date": "day", "place": "town", "harm": "status"}
CONSTANTS = {"title": "Harm", "country": "LY", "place_precision": "town", "publisher": "Field team", "source_rank": "3", "event_type": "shelling"}  # fmt: skip
MAPPING = Mapping("dead", COLUMNS, CONSTANTS, persons=True)


@pytest.fixture
def listed(tmp_path):
    return written(tmp_path / "list.csv", PERSONS)


def written(path, rows):
    path.write_text("".join(",".join(row) + "\n" for row in [HEADER, *rows]))
    return path


def test_a_list_is_counted_by_day_and_place_and_its_children_and_women(bundled, listed):
    batch = read_batch(listed, bundled, mapping=MAPPING)
    days = batch.tables["incidents"].sort_values("incident_id")[["date_low", "place"]]
    assert sorted(map(str, days["date_low"].dt.date)) == ["2019-07-02", "2019-07-03", "2019-07-03"]
    rows = batch.tables["observations"].merge(batch.tables["incidents"], on="incident_id")
    said = {(f"{row.date_low:%d}", row.place, row.measure, row.group): (row.qualifier, row.low) for row in rows.itertuples()}  # fmt: skip
    assert said == {
        ("02", "Tajoura", "killed", "all"): ("exact", 3),
        ("02", "Tajoura", "injured", "all"): ("exact", 1),
        ("02", "Tajoura", "killed", "children"): ("at least", 1),  # nobody said how old the third was
        ("02", "Tajoura", "killed", "women"): ("exact", 1),
        ("03", "Tajoura", "injured", "all"): ("exact", 1),
        ("03", "Tajoura", "killed", "children"): ("exact", 0),
        ("03", "Tajoura", "killed", "women"): ("exact", 0),
        ("03", "Abu Salim", "missing", "all"): ("exact", 1),
        ("03", "Abu Salim", "killed", "children"): ("exact", 0),
        ("03", "Abu Salim", "killed", "women"): ("exact", 0),
    }  # fmt: skip
    assert "6 persons were counted into 3 incidents" in " ".join(batch.told)


def test_nothing_of_a_person_is_shown_or_kept(run, listed, tmp_path):
    place = ("--store", str(tmp_path / "store"))
    listed.write_text(listed.read_text() + f"7,{NAME} G,5,F,2019-07-04,Tajoura,escaped,\n8,{NAME} \x07H,5,F,2019-07-04,Tajoura,dead,\n")  # fmt: skip
    said = []
    asked = [f"--column={ours}={theirs}" for ours, theirs in COLUMNS.items()]
    asked += [f"--constant={ours}={value}" for ours, value in CONSTANTS.items()]
    said += run("map", str(listed), "--persons", "--save", "dead", *asked, *place)[1:]
    aside = tmp_path / "aside.csv"
    status, *out = run("import", str(listed), "--mapping", "dead", "--put-aside", str(aside), "--format", "json", *place)  # fmt: skip
    assert status == 0
    said += [*out, aside.read_text("utf-8-sig")]
    assert "escaped" in said[-1] and "killed, injured, missing" in said[-1]
    said += run("export", "--dataset", "team", "--format", "json", *place)[1:]
    store = Store(tmp_path / "store")
    kept = b"".join(store.files.read(name) for top in ("manifests/", "mappings/", "contents/", "incidents/", "reports/", "observations/") for name in store.files.marks(top))  # fmt: skip
    assert NAME not in "".join(said) and NAME.encode() not in kept
    assert store.batches()["sha256"].tolist() == [sha256_of(listed)]
    assert json.loads(out[0])


BROKEN = {  # lists of which a wrong header, delimiter or title would be a person's row
    "a comma too many": lambda rows: [",".join(HEADER), f"9,{NAME}, son of {NAME},40,F,2019-07-05,Tajoura,dead,", *rows],
    "commas in a cell of a semicolon file": lambda rows: [";".join([*HEADER, "notes"]), *(";".join(row.split(",")) + f";{NAME}, near, the, shop, of, {NAME}, phone 0912345678, x, y, z" for row in rows)],
    "a title that names": lambda rows: [f"{NAME} and his family - list by {NAME} 0912345678", ",".join(HEADER), *rows],
    "no header at all": lambda rows: rows,
}  # fmt: skip


@pytest.mark.parametrize("broken", BROKEN.values(), ids=BROKEN)
def test_no_row_of_a_person_is_taken_for_a_header_and_shown(run, tmp_path, broken):
    path, place = tmp_path / "list.csv", ("--store", str(tmp_path / "store"))
    path.write_text("\n".join(broken([",".join(row) for row in PERSONS])) + "\n")
    asked = [f"--column={ours}={theirs}" for ours, theirs in COLUMNS.items()]
    asked += [f"--constant={ours}={value}" for ours, value in CONSTANTS.items()]
    status, *said = run("map", str(path), "--persons", "--save", "dead", *asked, *place)
    assert status == (2 if broken is BROKEN["no header at all"] else 0), said
    if not status:
        said += run("import", str(path), "--mapping", "dead", *place)[1:]
        assert "incidents, by" in said[-1]
    assert NAME not in "".join(said) and "0912345678" not in "".join(said)


def test_a_text_that_cannot_be_read_shows_no_person_either(bundled, listed):
    listed.write_bytes(listed.read_text().replace("A,", "é,", 1).encode("cp1252"))
    with pytest.raises(EncodingUnknown) as raised:
        read_batch(listed, bundled, mapping=MAPPING)
    assert NAME not in str(raised.value) and "é" in raised.value.previews["cp1252"]


def test_the_same_list_again_is_nothing_new_and_a_longer_one_revises(bundled, listed, tmp_path):
    store = Store(tmp_path / "store")
    assert store.add(read_batch(listed, bundled, mapping=MAPPING)).accepted == 3
    again = store.add(read_batch(listed, bundled, mapping=MAPPING))
    assert (again.accepted, again.duplicates) == (0, 3)
    listed.write_text(listed.read_text() + f"7,{NAME} G,50,F,2019-07-03,Tajoura,killed,\n")
    later = store.add(read_batch(listed, bundled, mapping=MAPPING))
    assert (later.accepted, later.revisions, later.duplicates) == (1, 1, 2)


@pytest.mark.parametrize("order", [1, -1])
def test_the_order_of_a_list_makes_no_other_incidents(bundled, listed, order):
    ids = [
        sorted(read_batch(path, bundled, mapping=MAPPING).tables["incidents"]["incident_id"])
        for path in (listed, written(listed.with_name("other.csv"), PERSONS[::order]))
    ]
    assert ids[0] == ids[1]


@pytest.mark.parametrize(
    ("columns", "constants", "said"),
    [
        ({**COLUMNS, "note": "full name"}, {}, "note: not taken"),
        ({**COLUMNS, "title": "full name"}, {}, "title: not taken"),
        ({**COLUMNS, "id": "no"}, {}, "id: not taken"),
        (COLUMNS, {"killed": "3"}, "killed: counted"),
        ({"date": "day", "place": "town"}, {}, "harm: not said"),
        ({"date": "day", "harm": "status"}, {}, "place: not said"),
    ],
)
def test_a_mapping_reads_no_more_of_a_person_than_is_counted(bundled, listed, columns, constants, said):  # fmt: skip
    mapping = Mapping("x", columns, {**CONSTANTS, **constants}, persons=True)
    for call in (lambda: check_persons(mapping), lambda: read_batch(listed, bundled, mapping=mapping)):  # fmt: skip
        with pytest.raises(RecordError, match=said):
            call()


def test_the_same_list_in_another_form_is_the_same_list(bundled, listed, tmp_path):
    store = Store(tmp_path / "store")
    store.add(read_batch(listed, bundled, mapping=MAPPING))
    turned = [[*row[:4], "/".join(reversed(row[4].split("-"))), *row[5:]] for row in PERSONS]
    other = written(tmp_path / "other.csv", turned)
    again = store.add(read_batch(other, bundled, mapping=MAPPING, dates="day-first"))
    assert (again.accepted, again.duplicates) == (0, 3)
    mixed = written(tmp_path / "mixed.csv", [*PERSONS[:3], *turned[3:]])
    assert len(read_batch(mixed, bundled, mapping=MAPPING, dates="day-first").contents) == 3


def test_a_column_mapped_later_names_no_other_incidents(bundled, listed, tmp_path):
    store = Store(tmp_path / "store")
    store.add(read_batch(listed, bundled, mapping=MAPPING))
    wider = Mapping("dead", {**COLUMNS, "district": "area"}, CONSTANTS, persons=True)
    rows = [",".join([*HEADER, "area"]), *(",".join([*row, "Tripoli"]) for row in PERSONS)]
    listed.write_text("\n".join(rows) + "\n")
    later = store.add(read_batch(listed, bundled, mapping=wider))
    assert (later.accepted, later.revisions) == (3, 3)


def test_an_incident_that_a_list_no_longer_has_is_asked_about(bundled, listed, tmp_path):
    store = Store(tmp_path / "store")
    store.add(read_batch(listed, bundled, mapping=MAPPING))
    moved = [*PERSONS[:4], [*PERSONS[4][:4], "2019-07-09", *PERSONS[4][5:]], PERSONS[5]]
    written(listed, moved)
    batch = read_batch(listed, bundled, mapping=MAPPING)
    with pytest.raises(Question, match=r"1 incidents of the list .* no longer has"):
        store.add(batch)
    for answer, incidents in (("beside", 4), ("replaces", 3)):
        own = Store(tmp_path / answer)
        own.add(read_batch(written(tmp_path / "first.csv", PERSONS), bundled, mapping=MAPPING))
        own.add(read_batch(listed, bundled, mapping=MAPPING, answers=Answers(release=answer)))
        assert len(own.contents().tables["incidents"]) == incidents


AGES = [  # the age as written -> children and women among one killed person, female
    ("17", "1", "0"), ("18", "0", "1"), ("8 months", "1", "0"), ("3 أشهر", "1", "0"), ("طفل", "1", "0"), ("adulte", "0", "1"),
    ("20-30", "0", "1"), ("10-15", "1", "0"), ("15-20", "", ""), ("60+", "0", "1"), ("", "", ""), ("?", "", ""), ("about 30", "0", "1"), ("0", "1", "0"), ("15+", "", ""), ("up to 20", "", ""), ("up to 10", "1", "0"), ("18+", "0", "1"), ("999", "", ""), ("17?", "", ""),
]  # fmt: skip


@pytest.mark.parametrize(("age", "children", "women"), AGES)
def test_an_age_as_it_is_written(age, children, women):
    made = one(age=age, sex="F")
    assert (made["children_killed"], made["women_killed"]) == (children, women)


@pytest.mark.parametrize(
    ("sex", "women"),
    [("F", "1"), ("female", "1"), ("أنثى", "1"), ("Femme", "1"), ("M", "0"), ("ذكر", "0"), ("homme", "0"), ("", ""), ("x", "")],
)  # fmt: skip
def test_a_sex_as_it_is_written(sex, women):
    assert one(age="30", sex=sex)["women_killed"] == women


@pytest.mark.parametrize(
    ("harm", "column"),
    [("شهيد", "killed"), ("Tué", "killed"), ("جريح", "injured"), ("blessée", "injured"), ("مفقود", "missing"), ("disparu", "missing")],
)  # fmt: skip
def test_a_harm_as_it_is_written(harm, column):
    assert one(harm=harm)[column] == "1"


@pytest.mark.parametrize("harm", ["killed?", "~dead", "escaped", "", "قتيل؟"])
def test_a_harm_that_is_not_certain_is_put_aside(harm):
    rows = pd.DataFrame([{"date": "2019-07-02", "place": "Tajoura", "harm": harm}])
    made, odd, _ = counted(rows)
    assert len(made) == 0 and [one[:3] for one in odd] == [(0, "harm", harm)]


@pytest.mark.parametrize("column", [name for name in TEMPLATE if name not in ("harm", "age", "sex")])  # fmt: skip
def test_each_column_that_groups_alone_makes_two_incidents_of_one(column):
    rows = pd.DataFrame([{"date": "2019-07-02", "place": "Tajoura", "harm": "killed", column: value} for value in ("12", "13")])  # fmt: skip
    assert len(counted(rows)[0]) == 2
    assert len(counted(rows.assign(**{column: "12"}))[0]) == 1


def test_without_age_or_sex_nothing_is_said_of_them():
    assert "children_killed" not in one()
    assert "women_killed" not in one(sex="F")
    assert "women_killed" not in one(age="30")


def one(**cells):
    row = {"date": "2019-07-02", "place": "Tajoura", "harm": "killed", **cells}
    made, odd, _ = counted(pd.DataFrame([row]))
    assert odd == []
    return made.iloc[0].to_dict()
