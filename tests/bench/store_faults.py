"""Faults of the store, counted: ``python tests/bench/store_faults.py [--kills N --pairs N --flips N]``.

Each import runs in a process of its own, forked before any table is opened. Exits 1 if a kill leaves a
torn or mixed store, if one of two imports at once is lost, or if a flipped byte is not found.
"""

import argparse
import os
import random
import signal
import sys
import tempfile
import time
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent.parent), str(Path(__file__).parent.parent.parent)]

from made_ucdp import write_ged

from data.intake import read_batch
from data.record import load
from data.store import Store
from data.tables import RecordError

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
    return read_batch(write_ged(folder / f"{name}-{best}.csv", rows), record)


def kills(count, record, chance):
    """Kill imports of a revision at random moments: old or new, never a mix."""
    torn = 0
    for _ in range(count):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            old, new = batch_of(folder, record, "a", 3), batch_of(folder, record, "a", 5)
            assert ended_well(in_a_process(lambda: Store(folder / "s").add(old).accepted == ROWS))
            process = in_a_process(lambda: Store(folder / "s").add(new).accepted == ROWS)
            time.sleep(chance.uniform(0, 0.14))
            os.kill(process, signal.SIGKILL)
            os.waitpid(process, 0)
            whole = [(ROWS, 3 * ROWS), (ROWS, 5 * ROWS)]
            torn += not ended_well(in_a_process(lambda: bests(Store(folder / "s")) in whole))
            again = in_a_process(
                lambda: (
                    bool(Store(folder / "s").add(new)) and bests(Store(folder / "s")) == whole[1]
                )
            )
            torn += not ended_well(again)
    return torn


def pairs(count, record):
    """Two imports at once into an empty store: both land."""
    lost = 0
    for _ in range(count):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            both = [batch_of(folder, record, letter, 2) for letter in "ab"]
            processes = [
                in_a_process(lambda one=one: Store(folder / "s").add(one).accepted == ROWS)
                for one in both
            ]
            fine = all([ended_well(process) for process in processes])
            fine &= ended_well(
                in_a_process(lambda: bests(Store(folder / "s")) == (2 * ROWS, 4 * ROWS))
            )
            lost += not fine
    return lost


def flips(count, record, chance):
    """Flip one bit in a random file of the store: it is found, or nothing that is read has changed."""
    missed = 0
    for _ in range(count):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            batch = batch_of(folder, record, "a", 2)
            assert ended_well(in_a_process(lambda: Store(folder / "s").add(batch).accepted == ROWS))
            files = [
                *(folder / "s").glob("*/_batch=*/*.parquet"),
                *(folder / "s").glob("manifests/*.json"),
            ]
            path = chance.choice(sorted(files))
            content = bytearray(path.read_bytes())
            content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
            path.write_bytes(content)
            missed += not ended_well(in_a_process(lambda: found(Store(folder / "s"))))
    return missed


def found(store):
    try:
        return bool(store.contents().damaged)
    except RecordError:
        return True


def main():
    options = argparse.ArgumentParser()
    for name, default in (("kills", 500), ("pairs", 100), ("flips", 200)):
        options.add_argument(f"--{name}", type=int, default=default)
    chosen = options.parse_args()
    record, chance = load(), random.Random(20190702)
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
