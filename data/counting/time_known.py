"""How much of a figure is known to lie in its period: certainly <= counted <= possibly."""

from __future__ import annotations

from data.counting.kernel import matched
from data.counting.query import Answer, query
from data.counting.selection import Selection
from data.counting.shard import shard_of
from data.record.kept import kept
from data.record.record import Record


@kept
def certainly_and_possibly(record: Record, selection: Selection) -> tuple[Answer, Answer] | None:
    """The answers of the incidents that lie wholly in a period, and of those that touch it.

    Args:
        record: the record.
        selection: the choice.

    Returns:
        None where both are the incidents that are counted: every one is known well enough.
    """
    arrays = shard_of(record, selection)
    sure, touching = (matched(arrays, selection, time) for time in ("certainly", "possibly"))
    if len(sure) == len(touching):  # who lies in a period wholly touches it
        return None
    return (
        query(record, selection, time="certainly"),
        query(record, selection, time="possibly"),
    )
