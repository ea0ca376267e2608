"""Faults of the store, counted: ``python tests/bench/store_faults.py [--kills N --pairs N --flips N] [--s3]``.

With ``--s3`` the store lies in object storage, played on loopback. Each import runs in a process of its own, forked before any table is opened. Exits 1 if a kill leaves a
torn or mixed store, if one of two imports at once is lost, or if a flipped byte is not found.
"""

import argparse
import contextlib
import os
import random
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent.parent), str(Path(__file__).parent.parent.parent)]

import boto3
from made_ucdp import write_ged

from data.record.load import load
from data.record.refusal import RecordError
from data.sources.asked import Answers
from data.sources.intake import read_batch
from data.store.store import Store

ROWS = 40


def in_a_process(work):
    """Start ``work`` in a forked process; it exits 0 if it returns True."""
    process = os.fork()
    if process == 0:
        status = 1
        try:
            status = 0 if work() else 1
        finally:
            os._exit(status)
    return process


def ended_well(process):
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]) == 0


def bests(store):
    """Number and sum of the live best figures."""
    rows = store.contents().tables["observations"]
    own = rows[rows["group"] == "all"] if len(rows) else rows
    return len(own), int(own["value"].sum()) if len(own) else 0


def batch_of(folder, record, name, best):
    rows = [
        {
            "id": f"{name}{n}",
            "low": "1",
            "best": str(best),
            "high": "99",
            "deaths_a": "0",
            "deaths_b": "0",
            "deaths_civilians": str(best),
        }
        for n in range(ROWS)
    ]
    path = write_ged(folder / f"{name}-{best}.csv", rows)
    return read_batch(path, record, answers=Answers(release="beside"))


@contextlib.contextmanager
def s3_on_loopback():
    """A server that plays S3, in a process of its own, with a bucket; the environment reaches it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    address = f"http://127.0.0.1:{port}"
    os.environ |= {"AWS_ACCESS_KEY_ID": "k", "AWS_SECRET_ACCESS_KEY": "s", "AWS_REGION": "us-east-1", "AWS_ALLOW_HTTP": "true", "AWS_ENDPOINT_URL": address}  # fmt: skip
    command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", port]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(200):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", int(port))):
                break
            time.sleep(0.1)
        client = boto3.client("s3", endpoint_url=address, region_name="us-east-1")
        client.create_bucket(Bucket="faults")
        yield
    finally:
        server.terminate()
        server.wait()


def place_of(folder):
    """Where the store of one trial lies."""
    return f"s3://faults/{folder.name}" if "AWS_ENDPOINT_URL" in os.environ else folder / "s"


def seconds_of(work):
    """How long a process with ``work`` takes."""
    start = time.perf_counter()
    assert ended_well(in_a_process(work))
    return time.perf_counter() - start


def kills(count, record, chance):
    """Kill imports of a revision at random moments: old or new, never a mix."""
    torn = 0
    for _ in range(count):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            old, new = batch_of(folder, record, "a", 3), batch_of(folder, record, "a", 5)
            place = place_of(folder)
            took = seconds_of(lambda: Store(place).add(old).accepted == ROWS)
            process = in_a_process(lambda: Store(place).add(new).accepted == ROWS)
            time.sleep(chance.uniform(0, 1.2 * took))
            os.kill(process, signal.SIGKILL)
            os.waitpid(process, 0)
            whole = [(ROWS, 3 * ROWS), (ROWS, 5 * ROWS)]
            torn += not ended_well(in_a_process(lambda: bests(Store(place)) in whole))
            again = in_a_process(
                lambda: bool(Store(place).add(new)) and bests(Store(place)) == whole[1]
            )
            torn += not ended_well(again)
    return torn


def pairs(count, record):
    """Two imports at once into an empty store: both land."""
    lost = 0
    for _ in range(count):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            place = place_of(folder)
            both = [batch_of(folder, record, letter, 2) for letter in "ab"]
            processes = [
                in_a_process(lambda one=one: Store(place).add(one).accepted == ROWS) for one in both
            ]
            fine = all([ended_well(process) for process in processes])
            fine &= ended_well(in_a_process(lambda: bests(Store(place)) == (2 * ROWS, 4 * ROWS)))
            lost += not fine
    return lost


def flips(count, record, chance):
    """Flip one bit in a random file of the store: it is found, or nothing that is read has changed."""
    missed = 0
    for _ in range(count):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            batch = batch_of(folder, record, "a", 2)
            place, at = place_of(folder), (chance.random(), chance.random(), chance.randrange(8))
            assert ended_well(in_a_process(lambda: Store(place).add(batch).accepted == ROWS))
            assert ended_well(in_a_process(lambda: flipped(Store(place).files, *at)))
            missed += not ended_well(in_a_process(lambda: found(Store(place))))
    return missed


def flipped(files, which, where, bit):
    """Flip a bit of a data file or manifest; which and where are shares of one."""
    names = [name for name in files.marks("") if name.endswith(".parquet") or "manifests/" in name]
    name = names[int(which * len(names))]
    content = bytearray(files.read(name))
    content[int(where * len(content))] ^= 1 << bit
    files.write(name, bytes(content))
    return True


def found(store):
    try:
        return bool(store.contents().damaged)
    except RecordError:
        return True


def main():
    options = argparse.ArgumentParser()
    for name, default in (("kills", 500), ("pairs", 100), ("flips", 200)):
        options.add_argument(f"--{name}", type=int, default=default)
    options.add_argument("--s3", action="store_true")
    chosen = options.parse_args()
    record, chance = load(), random.Random(20190702)
    with s3_on_loopback() if chosen.s3 else contextlib.nullcontext():
        results = (
            (f"kills: {chosen.kills}, torn or mixed", kills(chosen.kills, record, chance)),
            (f"pairs at once: {chosen.pairs}, lost", pairs(chosen.pairs, record)),
            (f"flipped bytes: {chosen.flips}, not found", flips(chosen.flips, record, chance)),
        )
    for name, bad in results:
        print(f"{name}: {bad}")
    sys.exit(any(bad for _, bad in results))


if __name__ == "__main__":
    main()
