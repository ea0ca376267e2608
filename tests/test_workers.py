"""A record counted by the workers of a cluster is the record: the same answers, the whole of them, of one version."""

import random
import signal
import socket
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

import distributed
import numpy as np
import pandas as pd
import pytest
from made_matches import store_of_three
from made_records import ROOT
from made_sheets import write_team
from streamlit.testing.v1 import AppTest

from data.counting.query import query
from data.counting.selection import Selection
from data.counting.shard import AXES, build, shard
from data.record.cluster import datasets, of_incidents
from data.record.refusal import RecordError
from data.record.spread import spread_of
from data.record.vocabulary import GROUPS, MEASURES
from data.sources.intake import read_batch
from data.store import workers
from data.store.current import forget
from data.store.loading import load_holdings
from data.store.store import Store
from data.store.workers import WORKERS_VARIABLE, Part, Workers, count_by_workers

pytestmark = pytest.mark.thorough

DASK = [sys.executable, "-m", "dask"]
QUESTIONS = 25


class Cluster:
    """A scheduler and workers as processes of their own."""

    def __init__(self, folder, workers):
        self.folder = folder
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.address = f"tcp://127.0.0.1:{free.getsockname()[1]}"
        port = self.address.rsplit(":", 1)[1]
        self.running = [self._start("scheduler", "--host", "127.0.0.1", "--port", port, "--no-dashboard")]  # fmt: skip
        self.workers = [self.more() for _ in range(workers)]
        with distributed.Client(self.address, timeout=30, set_as_default=False) as client:
            client.wait_for_workers(workers, timeout=60)

    def more(self):
        options = ("--host", "127.0.0.1", "--nthreads", "1", "--no-nanny", "--no-dashboard")
        self.running.append(self._start("worker", self.address, *options))
        return self.running[-1]

    def _start(self, *what):
        with (self.folder / "log").open("a") as log:
            return subprocess.Popen([*DASK, *what], cwd=ROOT, stdout=log, stderr=log)

    def stop(self):
        if known := workers._CLIENTS.pop(self.address, None):
            known.close()
        for one in self.running:
            one.kill()
            one.wait()


@pytest.fixture(scope="module")
def store(tmp_path_factory, bundled):
    """Three producers' rows beside the bundled ones, some of them one incident."""
    return store_of_three(bundled, tmp_path_factory.mktemp("workers"))


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    own = Cluster(tmp_path_factory.mktemp("cluster"), 3)
    yield own
    own.stop()


@pytest.fixture
def cluster(running, monkeypatch):
    """Workers that every test finds alive."""
    monkeypatch.setenv(WORKERS_VARIABLE, running.address)
    return running


@pytest.fixture
def mortal(tmp_path, monkeypatch):
    """Workers that a test may kill."""
    own = Cluster(tmp_path, 3)
    monkeypatch.setenv(WORKERS_VARIABLE, own.address)
    yield own
    own.stop()


def spread_out(store):
    held = load_holdings(store)
    count_by_workers(held, store)
    return held.record


def any_selection(chance, record):
    arrays = shard(record)
    days = sorted(chance.sample(pd.date_range("2011-01-01", record.date).date.tolist(), 2))
    may = {
        "date_from": days[0], "date_to": days[1], "measure": chance.choice(MEASURES), "group": chance.choice(GROUPS),
        "as_known_on": chance.choice(pd.date_range("2014-01-01", record.date).date.tolist()),
        "claims": chance.choice(("any", "uncontested", "acknowledged")),
        **{axis: (chance.choice(arrays.labels[axis]),) for axis in ("event_type", "district", "country")},
        "actor": (chance.choice(arrays.claims["actor"].dropna().tolist()),),
        "dataset": tuple(sorted(chance.sample(datasets(record), 2))),
    }  # fmt: skip
    return Selection(**{name: may[name] for name in chance.sample(sorted(may), chance.randint(0, 3))})  # fmt: skip


def assert_same(spread, whole, selection):
    mine, theirs = query(spread, selection), query(whole, selection)
    for axis in ("total", *AXES):
        pd.testing.assert_frame_equal(mine.by(axis), theirs.by(axis))
    assert (mine.gravest, mine.ids) == (theirs.gravest, theirs.ids)


def test_random_selections_have_the_answers_of_one_process(store, cluster):
    chance, spread, whole = random.Random(5), spread_out(store), load_holdings(store).record
    assert spread_of(spread) and not spread_of(whole) and whole.heads
    asked = [Selection(), *(any_selection(chance, whole) for _ in range(QUESTIONS))]
    for selection in asked:
        assert_same(spread, whole, selection)
    assert sum(len(query(whole, one).ids) > 0 for one in asked) > QUESTIONS / 3


def test_a_part_as_arrays_is_the_part_made_of_its_rows(store):
    record = load_holdings(store).record
    arrays = shard(record)
    for start, stop in ((0, 0), (0, 50), (40, 200), (100, len(arrays.ids))):
        cut = arrays.taken(np.arange(start, stop))
        own = build(of_incidents(record, arrays.rows[start:stop]), record.incidents.iloc[arrays.rows[start:stop]], record.date)  # fmt: skip
        assert cut.ids.tolist() == own.ids.tolist()
        for axis in own.codes:
            if axis != "place_precision":
                assert [
                    cut.labels[axis][code] if code >= 0 else "" for code in cut.codes[axis]
                ] == [own.labels[axis][code] if code >= 0 else "" for code in own.codes[axis]]
        every = np.arange(stop - start)
        for measure in MEASURES:
            for group in GROUPS:
                for one, other in zip(
                    cut.told(measure, group).of(every),
                    own.told(measure, group).of(every),
                    strict=True,
                ):
                    np.testing.assert_array_equal(one, other)
        assert sorted(cut.claims["incident"]) == sorted(own.claims["incident"])  # fmt: skip


def assert_many_at_once(spread, whole):
    """Several readers find the same worker lost, and none of them the one that answers for it."""
    asked = [Selection(event_type=(one,)) for one in shard(whole).labels["event_type"]]
    with ThreadPoolExecutor(8) as readers:
        found = list(readers.map(lambda one: query(spread, one).figures(), asked))
    for one, mine in zip(asked, found, strict=True):
        pd.testing.assert_frame_equal(mine, query(whole, one).figures())


def test_workers_killed_in_the_middle_of_a_question_are_answered_for(store, mortal):
    spread, whole = spread_out(store), load_holdings(store).record
    for worker, group in zip(mortal.workers, ("civilians", "migrants"), strict=False):
        worker.send_signal(signal.SIGSTOP)  # it has the question, and no answer
        answers, selection = [], Selection(group=group)
        asking = threading.Thread(target=lambda: answers.append(query(spread, selection)))  # noqa: B023
        asking.start()
        asking.join(2)
        assert asking.is_alive()
        worker.kill()
        assert_many_at_once(spread, whole)
        asking.join(60)
        pd.testing.assert_frame_equal(answers[0].figures(), query(whole, selection).figures())
    assert_same(spread, whole, Selection(measure="injured"))  # by the one that is left
    mortal.workers[2].kill()
    with pytest.raises(RecordError, match=WORKERS_VARIABLE):  # and no part of an answer
        query(spread, Selection(group="children"))


def test_a_new_version_is_never_mixed_with_an_old_one(tmp_path, bundled, cluster):
    own = Store(tmp_path / "store")
    own.add(read_batch(write_team(tmp_path / "one.csv", [{"id": "1", "killed": "3"}]), bundled))
    old, before = spread_out(own), load_holdings(own).record
    own.add(read_batch(write_team(tmp_path / "two.csv", [{"id": "2", "killed": "40"}]), bundled))
    new = spread_out(own)
    assert_same(old, before, Selection())
    assert_same(new, load_holdings(own).record, Selection())
    totals = [query(record, Selection()).figures().loc["killed", "best"] for record in (old, new)]
    assert totals[1] == totals[0] + 40
    where = str(own.files.folder)
    with pytest.raises(RecordError, match="version"):
        Workers(cluster.address, where, old)  # they read the new one now
    part = Part(where, workers._version_of(new), 0, 1)
    with pytest.raises(RecordError, match="version"):
        part.ask(workers._version_of(old), Selection(), (), "counted")


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:9", "nonsense://there", "tcp://"])
def test_a_cluster_that_is_not_there_is_said_in_one_sentence(address, run, store, monkeypatch):
    monkeypatch.setenv(WORKERS_VARIABLE, address)
    monkeypatch.setattr(workers, "CONNECTS_WITHIN_SECONDS", 1)
    status, said, wrong = run("figures", "--store", str(store.files.folder))
    assert (status, said) == (2, "") and wrong.count("\n") == 1 and address in wrong


def test_the_command_line_says_the_same(run, store, cluster, monkeypatch):
    command = ("figures", "--store", str(store.files.folder), "--from", "2019-04-04", "--to", "2020-06-05", "--format", "json")  # fmt: skip
    spread = run(*command)
    monkeypatch.delenv(WORKERS_VARIABLE)
    assert spread == run(*command) and spread[0] == 0


def test_a_page_says_that_nobody_counts(mortal):
    def overview(**chosen):
        page = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
        for name, value in chosen.items():
            page.query_params[name] = value
        return page.run()

    port = mortal.address.rsplit(":", 1)[1]
    forget()
    try:
        assert not overview().error
        for one in mortal.workers:
            one.kill()
            one.wait()
        for before in (True, False):  # what is counted by them was read before, or not
            shown = overview(group="children")
            assert not shown.exception and any(port in one.value for one in shown.error), before
            forget()
    finally:
        forget()
