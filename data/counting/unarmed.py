"""How many of the harmed were certainly no fighters, from every group that reports name."""

from __future__ import annotations

from typing import Final

import numpy as np

from data.counting.kernel import matched
from data.counting.selection import Selection
from data.counting.shard import shard_of
from data.record.kept import kept
from data.record.record import Record

# each of them civilians in the sense of the law of war, and told apart by reports
UNARMED: Final = ("civilians", "children", "migrants", "health workers")


@kept
def unarmed_at_least(record: Record, selection: Selection, measure: str) -> int:
    """The least number of civilians, counting those who are told as children, migrants or health workers only.

    Of one incident the groups may be the same people, so that only the largest of their low figures counts.

    Args:
        record: the record.
        selection: what is counted; its own group does not matter.
        measure: whose people.
    """
    arrays = shard_of(record, selection)
    at = matched(arrays, selection)
    least = np.zeros(len(at))
    for group in UNARMED:
        (low, _, _), _ = arrays.told(measure, group).of(at)
        least = np.fmax(least, np.asarray(low, dtype=float))
    return int(least.sum())
