"""The command line's contract: the same numbers, exact keys, one sentence on stderr and status 2."""

import csv
import io
import json

import pytest
from made_records import write_record

from data.counting.figure import of_row
from data.counting.query import query
from data.counting.selection import Selection

FIGURE = {"low", "best", "high", "open", "incidents", "unreported"}
TAJOURA = "2019-07-02-tajoura"


def as_json(run, *arguments):
    status, out, err = run(*arguments, "--format", "json")
    assert (status, err) == (0, "")
    return json.loads(out)


def test_the_two_truths_of_that_night(run):
    night = ("--from", "2019-07-02", "--to", "2019-07-02")
    then = as_json(run, "figures", *night, "--as-known-on", "2019-07-03")
    now = as_json(run, "figures", *night)
    assert then["killed"] == {
        "low": 44,
        "best": 44,
        "high": 44,
        "open": True,
        "incidents": 1,
        "unreported": 0,
    }
    assert now["killed"] == {
        "low": 37,
        "best": 53,
        "high": 80,
        "open": False,
        "incidents": 1,
        "unreported": 0,
    }
    assert now["displaced"] == {
        "low": None,
        "best": None,
        "high": None,
        "open": False,
        "incidents": 0,
        "unreported": 1,
    }
    assert set(now) == {
        "selection",
        "as_known_on",
        "record_version",
        "incidents",
        "coverage",
        "killed",
        "injured",
        "displaced",
    }
    assert (then["as_known_on"], now["incidents"]) == ("2019-07-03", 1)
    assert "2 July 2019" in now["selection"]


@pytest.mark.parametrize("known", [[], ["--as-known-on", "2019-07-03"]])
def test_lineage_adds_up_to_both(run, known):
    night = ("--from", "2019-07-02", "--to", "2019-07-02", *known)
    figures = as_json(run, "figures", *night)
    rows = as_json(run, "lineage", *night)
    for measure in ("killed", "injured"):
        for end in ("low", "best", "high"):
            given = [row[f"gives_{end}"] for row in rows if row["measure"] == measure]
            assert sum(n for n in given if n is not None) == figures[measure][end]


def test_an_incident_with_its_parts(run):
    found = as_json(run, "incident", TAJOURA)
    assert found["attribution_status"] == "contested"
    assert {"measure", "group", "low", "value", "high", "qualifier", "report_id"} <= set(
        found["observations"][0]
    )
    assert {"claimant", "actor", "actor_name", "stance", "report_id"} <= set(found["claims"][0])
    assert all("url" in report for report in found["reports"])
    assert ("lna", "Libyan National Army", "denies") in {
        (c["actor"], c["actor_name"], c["stance"]) for c in found["claims"]
    }
    killed = next(e for e in found["estimates"] if (e["measure"], e["group"]) == ("killed", "all"))
    assert (killed["low"], killed["best"], killed["high"]) == (37, 53, 80)
    ids = {report["report_id"] for report in found["reports"]}
    assert {row["report_id"] for part in ("observations", "claims") for row in found[part]} <= ids


def test_coverage_compares_or_says_why_not(run):
    rows = as_json(run, "coverage", "--from", "2019-07-01", "--to", "2019-07-31")
    assert {
        "publisher",
        "measure",
        "scope",
        "as_of",
        "comparable",
        "reason",
        "toll",
        "incidents",
        "gap",
    } <= set(rows[0])
    for row in rows:
        assert row["comparable"] == (row["reason"] == "")
        assert (row["incidents"] is None) == (not row["comparable"])
    who = next(
        r
        for r in rows
        if r["as_of"] == "2019-07-09"
        and r["measure"] == "killed"
        and r["scope"]["group"] == "all"
        and r["toll"]["best"] == 1048
    )
    assert who["comparable"]
    assert who["gap"]["best"] == 1048 - who["incidents"]["best"]
    assert who["gap"]["low"] == 1048 - who["incidents"]["high"]


def test_changes_between_two_days(run):
    rows = as_json(
        run,
        "changes",
        "--known-from",
        "2019-07-03",
        "--known-to",
        "2019-07-05",
        "--from",
        "2019-07-02",
        "--to",
        "2019-07-02",
    )
    killed = next(row for row in rows if row["measure"] == "killed")
    assert (killed["best_from"], killed["best_to"], killed["change"]) == (44, 53, "revised")
    assert "iom" in killed["because"]


def test_export_has_each_selected_incident_once(run):
    status, out, _ = run("export", "--from", "2019-07-01", "--to", "2019-07-31", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert status == 0
    assert len({row["incident_id"] for row in rows}) == len(rows) == 12
    assert next(row for row in rows if row["incident_id"] == TAJOURA)["killed_best"] == "53"


@pytest.mark.parametrize("command", ["figures", "lineage", "coverage", "export"])
@pytest.mark.parametrize("form", ["table", "csv", "json"])
def test_every_form_prints(run, command, form):
    status, out, err = run(command, "--from", "2019-07-02", "--to", "2019-07-05", "--format", form)
    assert (status, err) == (0, "")
    assert out.strip()


def test_the_command_line_and_the_screen_ask_the_same_question(run, bundled):
    found = as_json(
        run, "figures", "--side", "lna", "--claims", "uncontested", "--district", "Tripoli"
    )
    here = of_row(
        query(bundled, Selection(side=("lna",), claims="uncontested", district=("Tripoli",)))
        .figures()
        .loc["killed"]
    )
    assert (found["killed"]["low"], found["killed"]["best"], found["killed"]["high"]) == (
        here.low,
        here.best,
        here.high,
    )


@pytest.mark.parametrize(
    "arguments",
    [
        ["figures", "--from", "03/04/2020"],
        ["figures", "--actor", "martians"],
        ["figures", "--claims", "some"],
        ["figures", "--near", "32.8,13.1"],
        ["figures", "--from", "2019-08-01", "--to", "2019-07-01"],
        ["figures", "--souls"],
        ["figures", "--from", ""],
        ["figures", "--from", "20190702"],
        ["figures", "--as-known-on", "2999-01-01"],
        ["figures", "--measure", "held"],
        [
            "changes",
            "--known-from",
            "2019-07-03",
            "--known-to",
            "2019-07-05",
            "--as-known-on",
            "2019-07-03",
        ],
        ["incident", "a\nb"],
        ["incident", TAJOURA, "--as-known-on", "2019-07-01"],
        ["incident", TAJOURA, "--as-known-on", ""],
        ["figures", "--format", "xml"],
        ["figures", "--from"],
        ["incident", "2019-07-02-tajura"],
        ["incident"],
        ["incident", TAJOURA, "--as-known-on", "soon"],
        ["changes", "--known-from", "2019-07-05", "--known-to", "2019-07-03"],
        ["changes", "--known-from", "2019-07-05"],
        ["no-such-command"],
    ],
)
def test_every_error_is_one_sentence_on_stderr_with_status_2(run, arguments):
    status, out, err = run(*arguments)
    assert status == 2
    assert out == ""
    assert err.startswith("casualty-monitor: ") and err.count("\n") == 1
    assert "Traceback" not in err


def test_a_near_id_is_offered(run):
    assert TAJOURA in run("incident", "2019-07-02-tajura")[2]


def test_a_record_that_cannot_be_read_names_the_file(run, monkeypatch, tmp_path):
    folder = write_record(tmp_path / "record")
    (folder / "tolls.csv").unlink()
    monkeypatch.setenv("CASUALTY_RECORD", str(folder))
    status, _, err = run("figures")
    assert status == 2
    assert "tolls.csv: the file is missing" in err


def test_unknown_is_null_never_zero(run, monkeypatch, tmp_path):
    monkeypatch.setenv(
        "CASUALTY_RECORD", str(write_record(tmp_path / "record", incidents=[{"incident_id": "i"}]))
    )
    found = as_json(run, "figures")
    assert found["killed"] == {
        "low": None,
        "best": None,
        "high": None,
        "open": False,
        "incidents": 0,
        "unreported": 1,
    }


def test_measure_alone_changes_lineage_export_and_coverage(run):
    night = ("--from", "2019-07-02", "--to", "2019-07-31")
    assert {row["measure"] for row in as_json(run, "lineage", *night, "--measure", "held")} == {
        "held"
    }
    assert "held_best" in as_json(run, "export", *night, "--measure", "held")[0]
    assert {row["measure"] for row in as_json(run, "coverage", *night, "--measure", "killed")} == {
        "killed"
    }
    assert {
        row["scope"]["group"] for row in as_json(run, "coverage", *night, "--group", "all")
    } == {"all"}


def test_a_selection_that_cuts_incidents_compares_with_no_toll(run):
    rows = as_json(run, "coverage", "--from", "2019-07-01", "--to", "2019-07-31", "--side", "lna")
    assert rows and not any(row["comparable"] for row in rows)


def test_an_empty_export_keeps_its_columns(run):
    _, out, _ = run("export", "--from", "1999-01-01", "--to", "1999-01-02", "--format", "csv")
    assert "killed_best" in out.splitlines()[0]


def test_whole_people_in_csv(run):
    _, out, _ = run("figures", "--from", "2019-07-02", "--to", "2019-07-02", "--format", "csv")
    assert ",37,53,80," in out
