"""An answer is computed once per record and question, is nobody's to change, and goes with the record."""

import gc
import threading

import numpy as np
import pandas as pd
import pytest

from components.view import once, view_of
from components.words.language import strings
from data.counting.query import query
from data.counting.selection import Selection
from data.record.kept import KEPT, PROCESSES_VARIABLE, Kept, kept


class Something:
    """A record as far as keeping is concerned."""


@pytest.fixture
def asked():
    """A function that counts how often it was computed."""
    calls = []

    @kept
    def answer(record, one, two=0):
        calls.append((one, two))
        return pd.DataFrame({"a": [1, 2]})

    return answer, calls


def test_the_same_question_is_computed_once_and_another_anew(asked):
    answer, calls = asked
    record = Something()
    for given in ((1,), (1,), (2,), ([1, 2],), ((1, 2),)):
        answer(record, *given)
    answer(record, 1, two=3)
    answer(record, 1, two=3)
    answer(Something(), 1)
    assert calls == [(1, 0), (2, 0), ([1, 2], 0), (1, 3), (1, 0)]


def test_what_a_reader_changes_nobody_else_sees(asked):
    answer, _ = asked
    record = Something()
    mine = answer(record, 1)
    mine["b"] = 5
    mine.loc[0, "a"] = 99
    assert answer(record, 1).equals(pd.DataFrame({"a": [1, 2]}))


@pytest.mark.parametrize("value", [[1, 2], {"a": 1}])
def test_lists_and_dicts_are_each_reader_s_own(value):
    held = Kept()
    record = Something()
    first = held.answer(record, "q", lambda: value)
    first.clear()
    assert held.answer(record, "q", lambda: None) == value


def test_there_is_a_bound_and_the_least_lately_asked_goes():
    held = Kept(most_bytes=10_000)
    record = Something()
    for n in range(8):
        held.answer(record, n, lambda: np.zeros(300))
        held.answer(record, 0, lambda: np.zeros(300))
    assert held.bytes <= 10_000 + 2600
    before = held.computed
    held.answer(record, 0, lambda: np.zeros(300))
    assert held.computed == before
    held.answer(record, 1, lambda: np.zeros(300))
    assert held.computed == before + 1


def test_answers_go_with_their_record():
    held = Kept()
    record = Something()
    held.answer(record, "q", lambda: np.zeros(1000))
    assert held.bytes > 8000
    del record
    gc.collect()  # which may come while answers are gone through, and must not take any away then
    assert held.bytes > 8000
    held.answer(Something, "q", lambda: 1)
    assert held.bytes < 1000


def test_two_who_ask_at_once_wait_for_one_answer():
    held, record, calls, begun = Kept(), Something(), [], threading.Event()

    def slow():
        calls.append(1)
        begun.set()
        threading.Event().wait(0.2)
        return 7

    found = []
    readers = [threading.Thread(target=lambda: found.append(held.answer(record, "q", slow))) for _ in range(4)]  # fmt: skip
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    assert (calls, found) == ([1], [7, 7, 7, 7])


def test_an_error_is_not_kept():
    held, record = Kept(), Something()
    with pytest.raises(ZeroDivisionError):
        held.answer(record, "q", lambda: 1 // 0)
    assert held.answer(record, "q", lambda: 1) == 1


def test_a_record_that_is_left_takes_its_answers_along(bundled, no_imports):
    """No answer holds the record it is of: after a new import the old one is freed."""
    import dataclasses
    import weakref

    from components.lines.changes import compared_periods
    from components.lines.claims import claim_rows
    from data.counting.placing import place
    from data.counting.signals import signals

    record = dataclasses.replace(bundled)
    held = dataclasses.replace(no_imports, record=record)
    view = view_of(held, Selection(), strings("en"), "light")
    place(record, view.selection), signals(record, view.selection), query(record, Selection(dataset=("bundled",)))  # fmt: skip
    compared_periods(view), claim_rows(view, "actor"), once(view, "x", lambda: 1)
    gone = weakref.ref(record)
    before = KEPT.bytes
    del record, held, view
    gc.collect()
    KEPT.answer(Something, "then", lambda: 1)
    assert gone() is None and KEPT.bytes < before


CHANGED = {  # each alone makes another answer of what is made once for a view
    "language": lambda held, selection: view_of(held, selection, strings("fr"), "light"),
    "theme": lambda held, selection: view_of(held, selection, strings("en"), "dark"),
    "selection": lambda held, selection: view_of(held, selection.replace(measure="injured"), strings("en"), "light"),
}  # fmt: skip


@pytest.mark.parametrize("other", CHANGED.values(), ids=CHANGED)
def test_what_is_made_once_for_a_view_is_made_anew_for_another(no_imports, other):
    selection = Selection()
    view = view_of(no_imports, selection, strings("en"), "light")
    thing = object()
    assert once(view, ("test", id(other)), lambda: thing) is thing
    again = view_of(no_imports, Selection(), strings("en"), "light")
    assert once(again, ("test", id(other)), object) is thing
    assert once(other(no_imports, selection), ("test", id(other)), object) is not thing


def test_what_is_on_the_disk_takes_no_room_and_goes_with_its_record():
    held, record = Kept(most_bytes=1_000), Something()
    held.know(record, "mapped", np.zeros(10_000))
    assert held.bytes == 0
    for n in range(5):
        held.answer(record, n, lambda: np.zeros(100))
    assert len(held.answer(record, "mapped", lambda: pytest.fail("it is known"))) == 10_000
    del record
    gc.collect()
    again = Something()
    held.answer(again, "other", lambda: 1)
    assert not held._known


def test_a_record_made_of_another_stays_so_that_its_answers_do():
    held, record, made = Kept(most_bytes=1_000), Something(), []

    class Cut(Something):
        takes_room = False

    def cut():
        made.append(Cut())
        return made[-1]

    for n in range(5):
        own = held.answer(record, "cut", cut)
        held.answer(own, n, lambda: np.zeros(100))
    assert len(made) == 1


def test_some_datasets_of_a_record_stay(bundled):
    assert KEPT.answer(bundled, "cut", lambda: bundled) is bundled
    assert KEPT._answers[id(bundled), "cut"].bytes == 0


@pytest.mark.parametrize("processes", [1, 4])
def test_processes_that_serve_together_share_the_memory(processes, monkeypatch):
    monkeypatch.setenv(PROCESSES_VARIABLE, "1")
    whole = Kept().most_bytes
    monkeypatch.setenv(PROCESSES_VARIABLE, str(processes))
    assert Kept().most_bytes == whole // processes > 0
