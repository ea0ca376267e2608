"""How much of a figure is known to lie in its period: certainly <= counted <= possibly."""

from __future__ import annotations

from data.counting.query import Answer, mask, query
from data.counting.selection import Selection
from data.counting.shard import shard
from data.record.record import Record


def certainly_and_possibly(record: Record, selection: Selection) -> tuple[Answer, Answer] | None:
    """The answers of the incidents that lie wholly in a period, and of those that touch it.

    Args:
        record: the record.
        selection: the choice.

    Returns:
        None where both are the incidents that are counted: every one is known well enough.
    """
    arrays = shard(record, selection.as_known_on, selection.dataset)
    sure, touching = (mask(arrays, selection, time) for time in ("certainly", "possibly"))
    if (sure == touching).all():
        return None
    return (
        query(record, selection, (), time="certainly"),
        query(record, selection, (), time="possibly"),
    )
