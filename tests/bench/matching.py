"""How well records of one incident are found: ``python tests/bench/matching.py [--seeds N]``.

120 bundled incidents as three coders would have them, and 120 near misses. Half of the incidents were
looked at while the weights were set; the figures printed are of the other half, and of other seeds.
"""

import argparse
import sys
import tempfile
from itertools import combinations
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent.parent), str(Path(__file__).parent.parent.parent)]

from made_matches import labelled

from data.matching.grouping import clusters
from data.matching.match import pairs
from data.record.load import joined, load
from data.record.record import Record
from data.sources.intake import read_batch
from data.store.store import Store

SEED = 20190702


def everything(record: Record, folder: Path, seed: int) -> tuple[Record, dict[str, str]]:
    """The bundled record with the three made files beside it, and which event each row is."""
    paths, truth = labelled(record, folder, seed)
    store = Store(folder / "store")
    for path in paths:
        batch = read_batch(path, record)
        assert not len(batch.put_aside), batch.put_aside
        store.add(batch)
    held = store.contents()
    return joined(record, held.tables, held.version), truth


def measured(record: Record, truth: dict[str, str], half: set[str]) -> tuple[int, int, int]:
    """Right, wrong and missed pairs among rows whose event is in ``half``, or is a near miss of one."""
    datasets = record.incidents.set_index("incident_id")["dataset"]
    heads, _ = clusters(pairs(record), datasets)
    event = {one: truth.get(one, one) for one in datasets.index}
    found: dict[str, set[str]] = {}
    for one, head in heads.items():
        found.setdefault(head, set()).add(one)
    told = {frozenset(p) for group in found.values() for p in combinations(sorted(group), 2)}
    real: dict[str, set[str]] = {}
    for one in datasets.index:
        real.setdefault(event[one], set()).add(one)
    true = {frozenset(p) for group in real.values() for p in combinations(sorted(group), 2)}
    counts = {
        frozenset(p) for p in told | true if any(event[x].removeprefix("miss-") in half for x in p)
    }
    return len(told & true & counts), len((told - true) & counts), len((true - told) & counts)


def halves(truth: dict[str, str]) -> tuple[set[str], set[str]]:
    """The incidents looked at, and those kept for measuring."""
    real = sorted({one for one in truth.values() if not one.startswith("miss-")})
    return set(real[::2]), set(real[1::2])


def run(seed: int) -> dict[str, tuple[int, int, int]]:
    """Right, wrong and missed by half."""
    with tempfile.TemporaryDirectory() as name:
        record, truth = everything(load(), Path(name), seed)
        looked_at, kept = halves(truth)
        return {
            "looked at": measured(record, truth, looked_at),
            "kept": measured(record, truth, kept),
        }


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--seeds", type=int, default=6)
    total = {"looked at": [0, 0, 0], "kept": [0, 0, 0]}
    for n in range(options.parse_args().seeds):
        for half, counts in run(SEED + n).items():
            total[half] = [sum(pair) for pair in zip(total[half], counts, strict=True)]
    for half, (right, wrong, missed) in total.items():
        precision, recall = right / (right + wrong), right / (right + missed)
        print(
            f"{half}: precision {precision:.3f}, recall {recall:.3f} ({right} right, {wrong} wrong, {missed} missed)"
        )
    sys.exit(precision < 0.98 or recall < 0.9)


if __name__ == "__main__":
    main()
