"""Precision and recall by size of event, on invented events: ``python tests/bench/matching_events.py [--seeds N]``.

A pair of rows is right where both tell of one event. An event split over two rows has two right pairs, of
which one can be joined without a person; both may be proposed.
"""

import argparse
import sys
import tempfile
from itertools import combinations, product
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent.parent), str(Path(__file__).parent.parent.parent)]

from made_events import coded

from data.matching.grouping import clusters
from data.matching.match import pairs
from data.matching.near import never_proposed
from data.record.load import joined, load
from data.record.record import Record
from data.sources.asked import Answers
from data.sources.intake import read_batch
from data.store.store import Store

SEED = 20140501
SIZES = ((1, 1), (2, 4), (5, 9), (10, 24), (25, 10_000))


def rows_of(seed: int) -> tuple[Record, dict[str, frozenset[str]], dict[str, int]]:
    """The record with both files beside it; by incident the events it tells of; by event how many it killed."""
    record = load()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        paths, truth, killed = coded(record, folder, seed)
        store = Store(folder / "store")
        for path in paths:
            batch = read_batch(path, record, answers=Answers(release="beside"))
            assert not len(batch.put_aside), batch.put_aside
            store.add(batch)
        held = store.contents()
        return joined(record, held.tables, held.version), truth, killed


def real_pairs(truth: dict[str, frozenset[str]]) -> set[frozenset[str]]:
    """Rows of two datasets that tell of one event."""
    of = {name: [one for one in truth if one.startswith(name)] for name in ("ucdp", "acled")}
    return {frozenset(pair) for pair in product(*of.values()) if truth[pair[0]] & truth[pair[1]]}


def measured(seed: int) -> tuple[dict[tuple[int, int], list[int]], int]:
    """By size: joined right, joined wrong, joined or proposed and right, real pairs; and how many were never proposed."""
    whole, truth, killed = rows_of(seed)
    found = pairs(whole)
    found = found[found["a"].isin(truth) & found["b"].isin(truth)]
    datasets = whole.incidents.set_index("incident_id")["dataset"]
    heads, _ = clusters(found, datasets)
    groups: dict[str, list[str]] = {}
    for one, head in heads.items():
        groups.setdefault(head, []).append(one)
    told = {frozenset(p) for group in groups.values() for p in combinations(group, 2)}
    proposed = {frozenset(pair) for pair in zip(found["a"], found["b"], strict=True)} | told
    real = real_pairs(truth)

    def size(pair: frozenset[str]) -> int:
        a, b = pair
        shared = truth[a] & truth[b] or truth[a] | truth[b]
        return max(killed[one] for one in shared)

    counts = {}
    for low, high in SIZES:
        own = [{p for p in some if low <= size(p) <= high} for some in (told & real, told - real, proposed & real, real)]  # fmt: skip
        counts[low, high] = [len(some) for some in own]
    return counts, len(never_proposed(whole, pairs(whole)))


def main() -> None:
    """Print a table and fail where joined pairs are wrong too often."""
    options = argparse.ArgumentParser()
    options.add_argument("--seeds", type=int, default=3)
    total = {size: [0] * 4 for size in SIZES}
    for n in range(options.parse_args().seeds):
        counts, never = measured(SEED + n)
        print(f"seed {n}: {never} incidents near one of another dataset were never proposed")
        for size, own in counts.items():
            total[size] = [sum(pair) for pair in zip(total[size], own, strict=True)]
    total[1, 10_000] = [sum(column) for column in zip(*total.values(), strict=True)]
    print("killed       real  joined  precision  recall  proposed or joined: recall")
    for (low, high), (right, wrong, offered, real) in total.items():
        name = f"{low} to {high}" if high < 10_000 else f"{low} or more"
        precision = right / (right + wrong) if right + wrong else float("nan")
        print(f"{name:12} {real:5} {right + wrong:7} {precision:10.3f} {right / max(real, 1):7.3f} {offered / max(real, 1):10.3f}")  # fmt: skip
    sys.exit(precision < 0.95)


if __name__ == "__main__":
    main()
