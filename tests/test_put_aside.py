"""What was put aside is part of the answer: how many rows, and how many deaths they print."""

import json

from made_sheets import write_team
from made_ucdp import write_ged

from components.words.covered import aside_sentence
from components.words.language import LANGUAGES, strings
from data.counting.covered import covered
from data.counting.selection import Selection
from data.sources.asked import Answers
from data.sources.intake import read_batch
from data.store.made import held_together
from data.store.store import Store

NAME = "GEDEvent_v25_1.csv"


def holdings(bundled, store):
    return held_together(bundled, store.contents())


def test_rows_and_deaths_put_aside_stand_beside_the_figure(bundled, tmp_path, run):
    place = ("--store", str(tmp_path / "store"))
    path = write_ged(tmp_path / NAME, [{}, {"low": "7", "best": "40", "high": "9"}, {"low": "8"}])
    assert run("import", str(path), *place)[0] == 0
    _, out, _ = run("figures", "--dataset", "ucdp", *place)
    assert "2 rows of UCDP GED (imported) were put aside" in out and "They print 46 killed" in out
    _, out, _ = run("figures", "--dataset", "ucdp", "--format", "json", *place)
    assert json.loads(out)["coverage"][0]["put_aside"] == {"rows": 2, "killed_as_printed": 46}
    _, out, _ = run("figures", "--dataset", "libya", "--format", "json", *place)
    assert "put_aside" not in json.loads(out)["coverage"][0]


def test_a_row_that_comes_in_sound_later_is_aside_no_more(bundled, tmp_path):
    store = Store(tmp_path / "store")
    store.add(read_batch(write_ged(tmp_path / NAME, [{}, {"low": "7"}]), bundled))
    assert holdings(bundled, store).put_aside == {"ucdp": (1, 6)}
    store.add(read_batch(write_ged(tmp_path / "GEDEvent_v26_1.csv", [{}, {}]), bundled))
    assert holdings(bundled, store).put_aside == {}


def test_a_withdrawn_file_takes_what_it_put_aside_with_it(bundled, tmp_path):
    store = Store(tmp_path / "store")
    verdict = store.add(read_batch(write_ged(tmp_path / NAME, [{}, {"low": "7"}]), bundled))
    store.ledger.withdraw(verdict.batch, "a test")
    assert holdings(bundled, store).put_aside == {}


def test_a_row_without_a_number_says_so(bundled, tmp_path):
    store = Store(tmp_path / "store")
    rows = [{}, {"killed": "4x"}]
    store.add(read_batch(write_team(tmp_path / "t.csv", rows), bundled, answers=Answers()))
    held = holdings(bundled, store)
    assert held.put_aside == {"team": (1, None)}
    found = covered(held.record, Selection(dataset=("team",)))
    for language in LANGUAGES:
        assert aside_sentence(held.put_aside, found, strings(language))
