"""What is kept ready is what would be made: never another number, never what was purged, never the only copy."""

import dataclasses
import logging
import os
import shutil

import numpy as np
import pandas as pd
import pytest
from made_matches import joined_alone, store_of_three
from made_sheets import write_team

from data.counting.query import query
from data.counting.selection import Selection
from data.counting.shard import AXES, build, shard
from data.record.record import Record
from data.sources.asked import Answers
from data.sources.intake import read_batch
from data.store import loading, snapshot
from data.store.holdings import decide
from data.store.loading import load_holdings
from data.store.made import make
from data.store.purge import purge
from data.store.store import Store

FRAMES = [one.name for one in dataclasses.fields(Record) if one.type == "pd.DataFrame"]


@pytest.fixture(scope="module")
def three(tmp_path_factory, bundled):
    """The folder of a store with three producers' rows, some of them one incident."""
    return store_of_three(bundled, tmp_path_factory.mktemp("three")).files.folder


@pytest.fixture
def store(tmp_path, three):
    """A copy of it."""
    return Store(shutil.copytree(three, tmp_path / "store"))


def ready(store):
    return sorted((store.files.folder / "ready").glob("*/*.arrow"))


def assert_same(one, other):
    for name in FRAMES:
        pd.testing.assert_frame_equal(one.table(name), other.table(name), check_index_type=False)
    pd.testing.assert_series_equal(one.known_since, other.known_since)
    for name in ("title", "date", "version", "licence", "bands", "read", "heads"):
        assert getattr(one, name) == getattr(other, name), name
    assert (one.apart is None) == (other.apart is None)
    if one.apart is not None:
        assert_same(one.apart, other.apart)


@pytest.mark.parametrize("imported", [True, False])
def test_what_is_kept_ready_is_what_would_be_made(imported, tmp_path, store):
    own = store if imported else Store(tmp_path / "none")
    made = make(own)
    for held in (load_holdings(own), load_holdings(own)):
        assert_same(held.record, made.record)
        assert bool(held.record.heads) == imported
        pd.testing.assert_frame_equal(held.matches, made.matches, check_index_type=False)
        for name in ("damaged", "imported", "state", "put_aside"):
            assert getattr(held, name) == getattr(made, name), name
        kept = shard(held.record)
        fresh = build(made.record, made.record.incidents, made.record.date)
        everything = np.arange(len(fresh.ids))
        for name in ("ids", "rows", "days", "last_days", "latitude", "longitude"):
            np.testing.assert_array_equal(getattr(kept, name), getattr(fresh, name))
        assert (kept.labels, kept.longest) == (fresh.labels, fresh.longest)
        assert kept.people.keys() == fresh.people.keys()
        for key, told in fresh.people.items():
            for mine, theirs in zip(kept.people[key].of(everything), told.of(everything), strict=True):  # fmt: skip
                np.testing.assert_array_equal(mine, theirs)
        for axis in AXES:
            asked = Selection()
            mine, theirs = query(held.record, asked).by(axis), query(made.record, asked).by(axis)
            pd.testing.assert_frame_equal(mine, theirs)


def test_the_second_start_makes_nothing(store, monkeypatch):
    first = load_holdings(store)
    monkeypatch.setattr(loading, "_made", None)
    assert load_holdings(store).record.version == first.record.version


def test_an_entry_of_the_ledger_makes_it_anew_and_the_old_goes(store, bundled, tmp_path):
    before = load_holdings(store)
    [old] = {path.parent for path in ready(store)}
    pair = joined_alone(before)
    decide(store, before, pair["a"], pair["b"], "reject", "two strikes")
    after = load_holdings(store)
    a, b = (after.record.heads.get(one, one) for one in (pair["a"], pair["b"]))
    assert before.record.heads[pair["a"]] == before.record.heads[pair["b"]] and a != b
    assert {path.parent for path in ready(store)} != {old} and not old.exists()
    assert len(before.record.incidents["title"].unique())  # who still looks at the old one may


@pytest.mark.thorough
@pytest.mark.parametrize("harm", ["flipped", "shorter", "gone", "about", "never finished"])
def test_damage_of_any_file_is_noticed_and_it_is_made_anew(harm, store):
    figures = query(load_holdings(store).record, Selection()).figures()
    files = ready(store)
    [folder] = {path.parent for path in files}
    about = folder / "about.json"
    for path in files if harm in ("flipped", "shorter", "gone") else [about]:
        whole = path.read_bytes()
        place = len(whole) // 2
        if harm == "flipped":
            path.write_bytes(whole[:place] + bytes([whole[place] ^ 4]) + whole[place + 1 :])
        elif harm in ("shorter", "about"):
            path.write_bytes(whole[:-9])
        else:
            path.unlink()
        assert snapshot.read(folder.parent, folder.name) is None, path.name
        path.write_bytes(whole)
        assert snapshot.read(folder.parent, folder.name) is not None
    path.unlink()
    pd.testing.assert_frame_equal(query(load_holdings(store).record, Selection()).figures(), figures)  # fmt: skip
    assert about.exists()


def test_a_damaged_batch_is_left_out_of_it(store):
    whole = load_holdings(store)
    path = next(iter((store.files.folder / "incidents").glob("*/*.parquet")))
    path.write_bytes(path.read_bytes()[:-1] + b"!")
    held = load_holdings(store)
    assert held.damaged and len(held.record.incidents) < len(whole.record.incidents)


def test_what_is_purged_stands_in_no_file_of_it(tmp_path, bundled, monkeypatch):
    monkeypatch.setenv("CASUALTY_STORE", str(tmp_path / "store"))
    own = Store()
    rows = [
        {"id": "k1", "title": "Strike near the old pharmacy", "killed": 3},
        {"id": "k2", "title": "Another strike of that week", "killed": 1, "day": "2019-08-02"},
    ]
    own.add(read_batch(write_team(tmp_path / "t.csv", rows), bundled, answers=Answers(name="desk")))
    load_holdings(own)
    assert any(b"old pharmacy" in path.read_bytes() for path in ready(own))
    purge(own, "team-desk-k1", "asked by the family")
    assert not ready(own)
    load_holdings(own)
    found = [path.read_bytes() for path in own.files.folder.rglob("*") if path.is_file()]
    assert ready(own)
    assert not any(b"old pharmacy" in content or b"desk-k1" in content for content in found)


def test_a_copied_store_is_ready_and_takes_decisions(store, monkeypatch):
    before = load_holdings(store)
    pair = before.matches[before.matches["state"] == "automatic"].iloc[0]
    for path in (store.files.folder / "manifests").glob("*.json"):
        os.utime(path, (1, 1))
    monkeypatch.setattr(loading, "_made", None)  # the same entries: nothing is made
    held = load_holdings(store)
    decide(store, held, pair["a"], pair["b"], "reject", "two strikes")


def test_what_may_not_be_written_to_is_kept_ready_elsewhere(store, tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "caches"))
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    load_holdings(store)
    assert not (store.files.folder / "ready").exists()
    assert list((tmp_path / "caches").rglob("about.json"))


def test_other_code_makes_it_anew(store, monkeypatch):
    one = snapshot.name_of(store, "v")
    assert snapshot.name_of(store, "w") != one
    monkeypatch.setattr(snapshot, "code_version", lambda: "other")
    assert snapshot.name_of(store, "v") != one


def test_a_place_that_takes_nothing_is_said_and_the_record_is_there(store, monkeypatch, caplog):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(snapshot, "write", full)
    with caplog.at_level(logging.WARNING):
        held = load_holdings(store)
    assert_same(held.record, make(store).record)
    assert "No space left" in caplog.text


def test_object_storage_and_the_bundled_record_are_kept_among_the_caches(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "caches"))
    own = Store(tmp_path / "nothing")
    load_holdings(own)
    assert not (tmp_path / "nothing").exists()
    assert list((tmp_path / "caches").rglob("about.json"))
