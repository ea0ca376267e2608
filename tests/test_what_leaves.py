"""Rows that may not be passed on leave by no path; no cell that leaves is a formula, and comes back as it was."""

import csv
import io
import json

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_acled import write_acled
from made_records import ROOT
from made_sheets import write_team
from streamlit.testing.v1 import AppTest

from components.cli.main import COMMANDS
from data.record.formulas import as_text, as_written, without_formulas
from data.sources.intake import read_batch
from data.store.store import Store

MARKER = "Xylophone"
DAY = ("--from", "2019-07-02", "--to", "2019-07-02")
# every command, and how it is asked for rows; those that take or check files, and those that give sums, keep no rows
ROWS = {
    "figures": [],
    "lineage": [],
    "coverage": [],
    "export": [],
    "signals": [],
    "overlap": [],
    "changes": ["--known-from", "2019-07-01", "--known-to", "2020-01-01"],
    "matches": [],
    "versions": [],
    "incident": ["acled-LBY1"],
    "desk": ["history"],
    "sources": [],
}
NO_ROWS = {
    "run",
    "import",
    "template",
    "verify",
    "withdraw",
    "match",
    "fetch",
    "purge",
    "brief",
    "reopen",
    "map",
    "capture",
    "watch",
    "keep",  # what it writes is tested below: no text of a row but its title
    "geography",  # sums by area; the ids behind them are not printed
}


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """A store with an ACLED row that says a word nothing else says, and a sheet with a formula in its title."""
    folder = tmp_path_factory.mktemp("leaves")
    row = {"notes": f"{MARKER} in a note", "source": f"{MARKER} Post", "location": f"{MARKER} square", "fatalities": "40"}  # fmt: skip
    rows = [{**row, "event_id_cnty": f"LBY{n}", "event_date": f"0{n} July 2019"} for n in range(1, 4)]  # fmt: skip
    write_acled(folder / "acled.csv", rows)
    write_team(folder / "team.csv", [{"title": '=HYPERLINK("http://127.0.0.1:9","x")', "note": "-1+1", "place": "@x"}])  # fmt: skip
    return folder


@pytest.fixture
def stored(place, run):
    where = str(place / "store")
    if not (place / "store").exists():
        assert run("import", str(place / "acled.csv"), str(place / "team.csv"), "--store", where)[0] == 0  # fmt: skip
    return where


def test_every_command_is_walked():
    assert set(COMMANDS) == {*ROWS, *NO_ROWS}


@pytest.mark.parametrize("form", ["json", "csv", "table"])
@pytest.mark.parametrize("command", sorted(ROWS))
def test_no_command_gives_rows_away(run, stored, command, form):
    known = (
        []
        if command in ("incident", "versions", "matches", "changes", "signals", "desk", "sources")
        else DAY
    )
    _, out, _ = run(command, *ROWS[command], *known, "--format", form, "--store", stored)
    assert MARKER not in out


def test_what_was_done_to_rows_that_may_not_leave_is_told_and_not_the_rows(run, stored):
    who = ("--as", "Amal", "--store", stored)
    row = run("desk", "list", "--store", stored, "--format", "csv")[1]
    if "acled-LBY2" not in row:
        assert run("desk", "correct", "incidents", "acled-LBY2", "--set", "note=seen", "--reason", "a test", *who)[0] == 0  # fmt: skip
    status, out, err = run("desk", "history", "--format", "csv", "--store", stored)
    assert status == 0 and "acled-LBY2" in out and MARKER not in out + err


@pytest.mark.parametrize("dataset", [[], ["--dataset", "acled"]])
def test_no_notice_tells_a_row_that_may_not_leave(run, stored, tmp_path, dataset):
    name = "some" if dataset else "every"
    status, _, err = run(
        "watch", "add", name, "--owner", "me", "--rule", "new", *dataset, "--store", stored
    )
    assert (status, "forbid" in err) == ((2, True) if dataset else (0, False))
    for path in (tmp_path.parent / stored / "notices").rglob("*.json"):
        path.unlink()  # as if nothing had been there when it began
    run("keep", "--out", str(tmp_path), "--store", stored)
    files = [path.read_text("utf-8") for path in tmp_path.iterdir()]
    assert all(MARKER not in text for text in files)
    assert dataset or any("Tajoura" in text for text in files)


def test_a_deployment_whose_terms_allow_it_says_so(run, stored, monkeypatch):
    monkeypatch.setenv("CASUALTY_REDISTRIBUTE", "acled")
    assert MARKER in run("lineage", "--dataset", "acled", "--format", "csv", "--store", stored)[1] + run("incident", "acled-LBY1", "--store", stored)[1]  # fmt: skip


def test_no_pack_gives_rows_away(run, stored, tmp_path):
    out = tmp_path / "pack"
    status, _, err = run("brief", "--from", "2019-07-01", "--to", "2019-07-31", "--out", str(out), "--formats", "csv,html,svg", "--store", stored)  # fmt: skip
    assert status == 0 and "rows of acled are kept back" in err
    for file in out.rglob("*"):
        assert not file.is_file() or MARKER.encode() not in file.read_bytes()


def test_a_page_that_shows_such_rows_offers_no_download_of_its_tables(stored, monkeypatch):
    monkeypatch.setenv("CASUALTY_STORE", stored)
    for dataset, hidden in (("acled", True), ("libya", False)):
        page = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
        page.query_params["dataset"] = dataset
        page.run()
        styles = " ".join(one.proto.body for one in page.get("html"))
        corner = '<style>[data-testid="stElementToolbar"] { display: none'
        assert (corner in styles) == hidden


@pytest.mark.parametrize("command", ["lineage", "export"])
def test_no_cell_of_a_command_is_a_formula(run, stored, command):
    _, out, _ = run(command, "--dataset", "team", "--format", "csv", "--store", stored)
    cells = [cell for row in csv.reader(io.StringIO(out)) for cell in row]
    assert cells and not [cell for cell in cells if cell[:1] in "=@\t\r" and cell]
    if command == "export":
        assert any(cell.startswith("'=HYPERLINK") for cell in cells)


def test_spreadsheets_of_other_countries_open_it(run, stored):
    _, out, _ = run("export", "--dataset", "team", "--format", "csv", "--excel", "--store", stored)
    assert out.startswith("\ufeff") and ";" in out.splitlines()[0] and "," not in out.splitlines()[0]  # fmt: skip
    _, plain, _ = run("export", "--dataset", "team", "--format", "csv", "--store", stored)
    assert not plain.startswith("\ufeff")


@pytest.mark.parametrize("excel", [False, True])
def test_the_annex_and_rows_put_aside_open_there_too(run, stored, tmp_path, excel):
    asked = ("--excel",) if excel else ()
    days = ("--from", "2019-07-02", "--to", "2019-07-03", "--parts", "map", "--formats", "csv")
    assert run("brief", *days, "--out", str(tmp_path), *asked)[0] == 0
    sheet = write_team(tmp_path / "sheet.csv", [{"date": "never"}])
    run("import", str(sheet), "--put-aside", str(tmp_path / "aside.csv"), "--store", str(tmp_path / "s"), *asked)  # fmt: skip
    written = [*(tmp_path / "annex").iterdir(), tmp_path / "aside.csv"]
    assert len(written) == 7
    for path in written:
        text = path.read_bytes().decode("utf-8")
        assert text.startswith("\ufeff")
        assert (";" in text.partition("\n")[0]) == excel, path
        rows = pd.read_csv(path, sep=";" if excel else ",", encoding="utf-8-sig")
        assert len(rows.columns) > 1 and len(rows)
    status, out, _ = run("reopen", str(tmp_path / "annex" / "figures.csv"))
    assert status == 0 and "--from 2019-07-02" in out


@settings(deadline=None)
@given(st.text())
def test_a_cell_comes_back_as_it_was(text):
    assert as_written(as_text(text)) == text


@pytest.mark.parametrize("value", ["-5", "+3.5", "-1e3", "plain", "", "-", 5, -5, None])
def test_numbers_and_plain_texts_stay(value):
    assert as_text(value) == value


@pytest.mark.parametrize("text", ["=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1", "'=1"])
def test_a_formula_leaves_as_text(text):
    assert as_text(text).startswith("'") and as_text(text).replace("'", "") == text.replace("'", "")


@pytest.mark.parametrize("sign", [";", ",", "\t", "\n", "\r"])
@pytest.mark.parametrize("start", ["=1+1", "@SUM(A1)", "+1+1", "-1+1", "＝1+1"])
def test_a_formula_after_a_sign_that_parts_cells_elsewhere_leaves_as_text(sign, start):
    """A file with commas is cut at semicolons in French, and a file with semicolons at commas in English."""
    cells = as_text(f"place{sign}{start}").split(sign)
    assert cells[-1] == f"'{start}"


@pytest.mark.parametrize("text", ["32.1,-5.2", "a, -b", "5;-5;+3", "1,-1", "killed: 3; -", "a - b"])
def test_a_number_or_a_dash_after_such_a_sign_stays(text):
    assert as_text(text) == text


def test_a_file_of_ours_reads_back_the_same(bundled, tmp_path):
    rows = [{"title": "=1+1", "note": "+x", "place": "-a"}]
    first = write_team(tmp_path / "a.csv", rows)
    batch = read_batch(first, bundled)
    frame = pd.read_csv(first, dtype="str", keep_default_na=False)
    without_formulas(frame).to_csv(tmp_path / "b.csv", index=False)
    again = read_batch(tmp_path / "b.csv", bundled)
    assert batch.tables["incidents"]["title"].tolist() == ["=1+1"]
    assert again.tables["incidents"].equals(batch.tables["incidents"])


def test_what_was_put_aside_leaves_as_text(run, tmp_path):
    path = write_team(tmp_path / "s.csv", [{"killed": "=4"}, {"killed": "4x"}])
    aside = tmp_path / "aside.csv"
    run("import", str(path), "--put-aside", str(aside), "--store", str(tmp_path / "st"))
    cells = [cell for row in csv.reader(aside.open(encoding="utf-8-sig")) for cell in row]
    assert "'=4" in cells and "=4" not in cells


def test_json_keeps_texts_as_they_are(run, stored):
    _, out, _ = run("export", "--dataset", "team", "--format", "json", "--store", stored)
    assert json.loads(out)[0]["title"].startswith("=HYPERLINK")


def test_what_was_withdrawn_since_leaves_no_more_than_before(run, bundled, tmp_path):
    store = Store(tmp_path / "store")
    acled = store.add(read_batch(write_acled(tmp_path / "acled.csv", [{"notes": MARKER, "event_date": "02 July 2019"}]), bundled)).batch  # fmt: skip
    store.add(read_batch(write_team(tmp_path / "t.csv", [{}]), bundled))
    versions = json.loads(run("versions", "--format", "json", "--store", store.files.where)[1])
    store.ledger.withdraw(acled, "a test")
    after = json.loads(run("versions", "--format", "json", "--store", store.files.where)[1])[-1]
    asked = ("--version-from", versions[-1]["version"], "--version-to", after["version"])
    for form in ("json", "csv", "table"):
        out = run("changes", *asked, "--format", form, "--store", store.files.where)[1]
        assert MARKER not in out and "acled-" not in out
    asked = ("--version-from", versions[0]["version"], "--version-to", versions[-1]["version"])
    out = run("changes", *asked, "--format", "csv", "--store", store.files.where)[1]
    assert "team-" in out and "acled-" not in out


@pytest.mark.parametrize("form", ["json", "csv", "table"])
def test_an_import_shows_no_row_of_the_store_that_may_not_leave(run, bundled, tmp_path, form):
    rows = [{"event_id_cnty": f"LBY{n}", "event_date": f"0{n} July 2019", "location": MARKER} for n in (1, 2, 3)]  # fmt: skip
    place = ("--store", str(tmp_path / "store"))
    run("import", str(write_acled(tmp_path / "a.csv", rows)), *place)
    less = write_acled(tmp_path / "b.csv", [rows[0], rows[2]])
    out = "".join(map(str, run("import", str(less), "--replaces", "--dry-run", "--format", form, *place)[1:]))  # fmt: skip
    assert MARKER not in out and "LBY2" not in out
    assert "1 row" in out or "left out" in out


def test_joined_records_are_named_by_one_that_may_leave(bundled, tmp_path, run):
    store = Store(tmp_path / "store")
    day = {"event_date": "02 July 2019"}
    store.add(
        read_batch(write_acled(tmp_path / "a.csv", [{**day, "event_id_cnty": "LBY7"}]), bundled)
    )
    store.add(read_batch(write_team(tmp_path / "t.csv", [{"date": "2019-07-02"}]), bundled))
    place = ("--store", store.files.where)
    assert run("match", "acled-LBY7", "team-a-field-team-1", "--accept", "--reason", "same", *place)[0] == 0  # fmt: skip
    for command in (("export", "--dataset", "team", "--format", "csv"), ("lineage", *DAY, "--format", "csv"), ("incident", "team-a-field-team-1", "--format", "json"), ("changes", "--known-from", "2019-07-01", "--known-to", "2020-01-01", "--format", "csv")):  # fmt: skip
        out = run(*command, *place)[1]
        assert "acled-" not in out, command
    out_folder = tmp_path / "pack"
    run("brief", *DAY, "--formats", "csv,html", "--parts", "gravest", "--out", str(out_folder), *place)  # fmt: skip
    assert not [path for path in out_folder.rglob("*") if path.is_file() and b"acled-" in path.read_bytes()]  # fmt: skip


def test_a_deployment_whose_terms_allow_it_sees_what_an_import_leaves_out(run, tmp_path, monkeypatch):  # fmt: skip
    rows = [{"event_id_cnty": f"LBY{n}", "event_date": f"0{n} July 2019"} for n in (1, 2, 3)]
    place = ("--store", str(tmp_path / "store"))
    run("import", str(write_acled(tmp_path / "a.csv", rows)), *place)
    less = write_acled(tmp_path / "b.csv", [rows[0], rows[2]])
    for allowed in ("", "acled"):
        monkeypatch.setenv("CASUALTY_REDISTRIBUTE", allowed)
        out = run("import", str(less), "--replaces", "--dry-run", *place)[1]
        assert ("LBY2" in out) == (allowed == "acled")
