"""Which records are counted elsewhere: in parts, by workers that hold one part each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final
from weakref import WeakKeyDictionary

from data.record.cluster import whole_of
from data.record.record import Record


@dataclass(frozen=True)
class Spread:
    """Who counts a record.

    Attributes:
        workers: they answer a selection; see ``data.store.workers``.
        datasets: what the record was narrowed to; none is all of what the workers hold.
    """

    workers: Any
    datasets: tuple[str, ...] = ()


_WORKERS: Final[WeakKeyDictionary[Record, Any]] = WeakKeyDictionary()


def spread(record: Record, workers: Any) -> None:
    """From now on the record is counted by workers, and what is some datasets of it, too."""
    _WORKERS[record] = workers


def spread_of(record: Record) -> Spread | None:
    """Who counts a record elsewhere; None where it is counted here."""
    if record in _WORKERS:
        return Spread(_WORKERS[record])
    of = whole_of(record)
    return Spread(_WORKERS[of[0]], of[1]) if of and of[0] in _WORKERS else None
