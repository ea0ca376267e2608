"""One run fetches what is configured, brings it in, runs the watches and says how it went; again and again if asked."""

import dataclasses
import os
import signal
import subprocess
import sys
import time

import pytest
from made_interface import Interface, ged, interfaces

from data.sources import fetch as fetching
from data.store.loading import load_holdings
from data.store.store import Store
from data.watching.runs import last_run


@pytest.fixture
def ucdp(monkeypatch):
    """UCDP's interface on loopback; what it gives can be changed."""
    interface = Interface(ged(3))
    with interfaces() as start:
        own = dataclasses.replace(fetching.INTERFACES["ucdp"], base=start(interface))
        monkeypatch.setitem(fetching.INTERFACES, "ucdp", own)
        monkeypatch.setenv("CASUALTY_FETCH", "ucdp?release=25.1")
        yield interface


def keep(run, tmp_path, *more):
    return run("keep", "--store", str(tmp_path / "store"), "--out", str(tmp_path / "out"), *more)


def imported(tmp_path):
    rows = load_holdings(Store(tmp_path / "store")).record.incidents
    return int((rows["dataset"] == "ucdp").sum())


def test_what_is_configured_is_fetched_and_brought_in_once(run, tmp_path, ucdp):
    status, out, _ = keep(run, tmp_path)
    assert (status, imported(tmp_path)) == (0, 3)
    assert "ucdp: 3 rows fetched, 3 new to the record" in out
    status, out, _ = keep(run, tmp_path)
    assert (status, imported(tmp_path)) == (0, 3) and "0 new to the record" in out
    ucdp.rows = ged(5)
    assert keep(run, tmp_path)[0] == 0 and imported(tmp_path) == 5
    entries = Store(tmp_path / "store").ledger.entries().rows
    assert {row["who"] for row in entries} == {"keep"}


def test_what_cannot_be_fetched_is_said_and_the_watches_run(run, tmp_path, ucdp):
    run("watch", "add", "mine", "--owner", "me", "--rule", "waiting", "--store", str(tmp_path / "store"))  # fmt: skip
    ucdp.faults = [(403, {}, "")]
    status, out, err = keep(run, tmp_path)
    assert status == 2 and "status 403" in err and "mine: new to tell 0" in out
    assert "status 403" in last_run(Store(tmp_path / "store").files).failed[0]
    assert keep(run, tmp_path)[0] == 0 and last_run(Store(tmp_path / "store").files).failed == ()


@pytest.mark.parametrize(("variable", "value", "said"), [("CASUALTY_FETCH", "nobody", "expected one of acled"), ("CASUALTY_FETCH", "ucdp?colour=red", "cannot be asked for that")])  # fmt: skip
def test_what_is_no_interface_is_said(run, tmp_path, ucdp, monkeypatch, variable, value, said):
    monkeypatch.setenv(variable, value)
    status, _, err = keep(run, tmp_path)
    assert status == 2 and said in err


@pytest.mark.parametrize("every", ["6", "h", "0h", "-1h", "6 h", "1w"])
def test_a_pause_that_is_none_is_refused(run, tmp_path, every):
    status, _, err = keep(run, tmp_path, "--every", every)
    assert status == 2 and "--every" in err


@pytest.mark.thorough
def test_it_goes_on_until_it_is_stopped_and_may_be_killed(tmp_path):
    where = ["--store", str(tmp_path / "store"), "--out", str(tmp_path / "out")]
    command = [
        sys.executable,
        "-c",
        "from components.cli.main import main; main()",
        "keep",
        "--every",
        "1m",
        *where,
    ]
    files = Store(tmp_path / "store").files
    for _ in range(2):
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=os.environ)  # fmt: skip
        before = last_run(files)
        deadline = time.monotonic() + 120
        while last_run(files) == before and time.monotonic() < deadline:
            assert process.poll() is None, process.stderr.read()
            time.sleep(0.2)
        assert last_run(files) != before and process.poll() is None
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stderr.close()
