"""While what was imported is made ready, readers go on with what was there, are told so, and then get the new."""

import threading

import pytest
from made_records import ROOT
from made_sheets import write_team
from streamlit.testing.v1 import AppTest

from components.words.language import strings
from data.record.refusal import RecordError
from data.sources.intake import read_batch
from data.store import current as room
from data.store.current import current, forget
from data.store.loading import load_holdings
from data.store.purge import purge
from data.store.store import Store

SAID = strings("en")("app.being_read")


@pytest.fixture
def store(tmp_path, monkeypatch):
    monkeypatch.setenv("CASUALTY_STORE", str(tmp_path / "store"))
    forget()
    yield Store()
    forget()


@pytest.fixture
def slow(monkeypatch):
    """Reading waits until it is let go."""
    go, made = threading.Event(), []
    monkeypatch.setattr(room, "PATIENCE_SECONDS", 0.1)

    def load(own):
        assert go.wait(60)
        return load_holdings(own)

    monkeypatch.setattr(room, "_make_ready", made.append)
    monkeypatch.setattr(room, "load_holdings", load)
    go.made = made
    return go


def bring(store, bundled, folder, **row):
    store.add(read_batch(write_team(folder / f"{row['id']}.csv", [row]), bundled))


def killed(held):
    return sum(held.record.observations["value"].fillna(0))


def test_readers_go_on_with_what_was_there(store, slow, bundled, tmp_path):
    slow.set()
    before = current()
    assert not before.newer
    slow.clear()
    bring(store, bundled, tmp_path, id="1", killed="7")
    meanwhile = current()
    assert meanwhile.newer and meanwhile.held is before.held and not meanwhile.unread
    slow.set()
    assert room._UNDER_WAY[next(iter(room._UNDER_WAY))].done.wait(60)
    after = current()
    assert not after.newer and killed(after.held) == killed(before.held) + 7


def test_what_came_last_is_shown_last(store, slow, bundled, tmp_path):
    slow.set()
    before = current()
    slow.clear()
    for n in ("1", "2"):  # the second comes while the first is read
        bring(store, bundled, tmp_path, id=n, killed="7")
        assert current().newer
    readings = list(room._UNDER_WAY.values())
    slow.set()
    assert all(one.done.wait(60) for one in readings)
    assert killed(current().held) == killed(before.held) + 14


def test_what_was_purged_is_gone_at_the_next_look(store, slow, bundled, tmp_path):
    slow.set()
    bring(store, bundled, tmp_path, id="1", killed="7")
    named = "team-a-field-team-1"
    assert named in set(current().held.record.incidents["incident_id"])
    slow.clear()
    purge(store, named, "asked for")
    threading.Timer(1, slow.set).start()  # long after the patience of one who looks
    seen = current()
    assert not seen.newer and named not in set(seen.held.record.incidents["incident_id"])


@pytest.mark.parametrize("many", [True, False])
def test_many_rows_are_made_ready_in_another_process(
    many, store, slow, bundled, tmp_path, monkeypatch
):
    monkeypatch.setattr(room, "MANY", 0 if many else 10)
    slow.set()
    current()
    assert not slow.made  # nobody is served meanwhile
    bring(store, bundled, tmp_path, id="1", killed="7")
    room._reading(next(iter(room._READ)), store.ledger.state(), store).done.wait(60)
    assert bool(slow.made) == many


def test_a_process_makes_it_ready(store, bundled, tmp_path):
    bring(store, bundled, tmp_path, id="1", killed="7")
    room._make_ready(store)
    assert list((store.files.folder / "ready").glob("*/about.json"))


def test_a_failure_is_told_and_tried_again(store, bundled, tmp_path, monkeypatch):
    before = current()
    bring(store, bundled, tmp_path, id="1", killed="7")
    with monkeypatch.context() as patch:

        def broken(own):
            raise RecordError("it is broken")

        patch.setattr(room, "load_holdings", broken)
        seen = current()
        assert seen.held is before.held and seen.unread == "it is broken"
    assert killed(current().held) == killed(before.held) + 7


def test_the_page_says_so_and_then_shows_the_new(store, slow, bundled, tmp_path):
    def overview():
        return AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run()

    slow.set()
    assert SAID not in [one.value for one in overview().info]
    slow.clear()
    bring(store, bundled, tmp_path, id="1", killed="7")
    shown = overview()
    assert not shown.exception and SAID in [one.value for one in shown.info]
    slow.set()
    assert next(iter(room._UNDER_WAY.values())).done.wait(60)
    shown.run()
    assert not shown.exception and SAID not in [one.value for one in shown.info]
