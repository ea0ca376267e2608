"""A refusal says what may have been meant, and a table that does not fit is still read."""

import pytest

from components.words.language import strings
from components.words.sentences import problem_sentence
from data.counting.asked import nearest, parse

ASKED = {
    ("figures", "--district", "Tripolis"): "expected one of Tripoli,",
    ("figures", "--actor", "LNA"): "expected one of lna,",
    ("figres",): "Did you mean figures?",
    ("watch", "add", "july", "--owner", "Amal", "--rule", "revised"): "number is missing; expected a number of percent above 0 with the rule revised",
    ("watch", "add", "july", "--owner", "Amal", "--rule", "signal", "--number", "3"): "number = 3; expected none with the rule signal",
}  # fmt: skip


@pytest.mark.parametrize("asked", ASKED, ids=" ".join)
def test_a_slip_of_the_pen_is_told_with_what_was_meant(asked, run):
    status, out, err = run(*asked)
    assert (status, out) == (2, "")
    assert ASKED[asked] in " ".join(err.split())


def test_what_looks_alike_comes_first_and_not_all_is_listed():
    allowed = (*(f"x{n}" for n in range(30)), "Tripoli")
    assert nearest("tripolis", allowed)[0] == "Tripoli" and len(nearest("tripolis", allowed)) == 12
    assert nearest("nothing like it", ("a", "b")) == ["a", "b"]


def test_a_link_is_told_it_too(bundled):
    _, problems = parse({"district": ["Tripolis"]}, bundled)
    assert "Tripoli," in problem_sentence(problems[0], strings("en"))


@pytest.mark.parametrize("columns", ["80", "160"])
def test_a_table_too_wide_for_the_terminal_is_a_block_for_each_row(run, columns, monkeypatch):
    monkeypatch.setenv("COLUMNS", columns)
    july = ("--from", "2019-07-02", "--to", "2019-07-03")
    _, out, _ = run("lineage", "--measure", "killed", *july)
    lines = out.splitlines()
    first = lines[: lines.index("")]
    assert all(len(line.split("  ")[0]) > 2 for line in first)
    assert any("2019-07-02" in line for line in first)
    assert f"{'measure'.ljust(max(len(line.split('  ')[0]) for line in first))}  killed" in first


def test_a_table_that_fits_stays_a_table(run, monkeypatch):
    monkeypatch.setenv("COLUMNS", "400")
    _, out, _ = run("versions")
    assert "" not in out.splitlines()[:-1]
