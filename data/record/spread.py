"""Which records are counted elsewhere: in parts, by workers that hold one part each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final
from weakref import WeakKeyDictionary


@dataclass(frozen=True)
class Spread:
    """Who counts a record.

    Attributes:
        workers: they answer a selection; see ``data.store.workers``.
        datasets: what the record was narrowed to; none is all of what the workers hold.
    """

    workers: Any
    datasets: tuple[str, ...] = ()


_SPREAD: Final[WeakKeyDictionary[object, Spread]] = WeakKeyDictionary()


def spread(record: object, workers: Any) -> None:
    """From now on the record is counted by workers."""
    _SPREAD[record] = Spread(workers)


def narrowed(record: object, of: object, datasets: tuple[str, ...]) -> None:
    """A record that is some datasets of another is counted by the other's workers."""
    if of in _SPREAD:
        _SPREAD[record] = Spread(_SPREAD[of].workers, datasets)


def spread_of(record: object) -> Spread | None:
    """Who counts a record elsewhere; None where it is counted here."""
    return _SPREAD.get(record)
