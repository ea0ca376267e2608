"""A Selection -> its Answer: totals, parts by an axis, and the incidents they rest on, as frames.

The arithmetic is the kernel's. An axis is summed when it is asked for, and once.
"""

from __future__ import annotations

import datetime as dt
import functools
import weakref
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from data.counting.arrays import Shard
from data.counting.covered import Covered, covered, period, share_of, telling
from data.counting.figure import Figure, of_row
from data.counting.kernel import COLUMNS, TOTAL, Sums, Time, gravest, matched, summed
from data.counting.selection import Selection
from data.counting.shard import shard_of
from data.record.cluster import BETWEEN
from data.record.kept import kept
from data.record.record import Record
from data.record.reviewed import as_reviewed
from data.record.spread import spread_of
from data.record.vocabulary import MEASURES


@dataclass(frozen=True, eq=False)
class Answer:
    """What the record says to a selection, and the incidents it rests on.

    Attributes:
        selection: what was asked.
        record_version: of the record that answered.
        as_known_on: the day of knowledge.
        sums: axis -> key -> array (measures, ``kernel.COLUMNS``).
        counted: positions of the incidents counted, in date order; None where workers counted them.
        looked_up: finds those positions here.
        named: positions -> ids.
        gravest: (best people of the measure asked for, id), gravest first.
        covered: how well each chosen dataset covers the selection.
        share: part of the period's days that at least one of them covers, 0 to 1.
        shares: the same by measure: a dataset that cannot tell a measure covers no day of it.
    """

    selection: Selection
    record_version: str
    as_known_on: dt.date
    sums: Callable[[str], Sums]
    counted: np.ndarray | None
    looked_up: Callable[[], np.ndarray]
    named: Callable[[np.ndarray], np.ndarray]
    gravest: list[tuple[float, str]]
    covered: tuple[Covered, ...]
    share: float
    shares: dict[str, float]

    @functools.cached_property
    def kept(self) -> np.ndarray:
        """Positions of the incidents counted, in date order."""
        return self.looked_up() if self.counted is None else self.counted

    @functools.cached_property
    def ids(self) -> list[str]:
        """Ids of the incidents counted, in date order."""
        return self.named(self.kept).tolist()

    def figures(self) -> pd.DataFrame:
        """Totals: index ``measure``; ``low``, ``best``, ``high`` people, ``open``, ``incidents``, ``unreported``, ``share``.

        ``incidents`` gave a figure, ``unreported`` did not; a sum of nothing known is blank. ``share`` is
        the covered part of the period: no incident of days that nobody covers is not "none".
        """
        return self.by(TOTAL).droplevel("key").assign(share=pd.Series(self.shares))

    def by(self, axis: str) -> pd.DataFrame:
        """The same columns by one axis: index (``key``, ``measure``); keys without incidents are absent."""
        keys = self.sums(axis)
        if not keys and axis == TOTAL:
            keys = {"all": np.zeros((len(MEASURES), len(COLUMNS)))}
        cube = np.concatenate([np.zeros((0, len(COLUMNS))), *(keys[key] for key in sorted(keys))])
        low, best, high, opened, known, incidents = cube.T
        unknown = known == 0
        return pd.DataFrame(
            {
                "low": _people(low, unknown),
                "best": _people(best, unknown),
                "high": _people(high, unknown & (high == 0)),
                "open": opened > 0,
                "incidents": known.astype(int),
                "unreported": (incidents - known).astype(int),
            },
            index=pd.MultiIndex.from_product([sorted(keys), MEASURES], names=["key", "measure"]),
        )


def _people(sums: np.ndarray, unknown: np.ndarray) -> pd.arrays.IntegerArray:
    return pd.arrays.IntegerArray(sums.astype(np.int64), unknown)


@kept
def query(record: Record, selection: Selection, time: Time = "counted") -> Answer:
    """Answer a selection.

    Args:
        record: the record.
        selection: what the reader asked for.
        time: which incidents belong to the period; see ``kernel.matched``.

    Returns:
        Totals, timelines and parts, each with low, best, high and the count of incidents without a figure.
    """
    record = as_reviewed(record, selection.pending, selection.review)
    known, reach = selection.as_known_on or record.date, covered(record, selection)
    days = period(record, selection)
    counted = _by_workers if spread_of(record) else _here
    return Answer(
        selection=selection,
        record_version=record.version,
        as_known_on=known,
        **counted(record, selection, time),
        covered=reach,
        share=share_of(reach, *days),
        shares={one: share_of(telling(reach, one), *days) for one in MEASURES},
    )


def _here(record: Record, selection: Selection, time: Time) -> dict[str, Any]:
    arrays = shard_of(record, selection)
    kept = matched(arrays, selection, time)
    return {
        "sums": functools.cache(functools.partial(summed, arrays, selection.group, kept)),
        "counted": kept,
        "looked_up": lambda: kept,
        "named": arrays.ids.__getitem__,
        "gravest": gravest(arrays, selection, kept),
    }


def _by_workers(record: Record, selection: Selection, time: Time) -> dict[str, Any]:
    """Figures of workers; which incidents they rest on is looked up here, when somebody asks."""
    spread = spread_of(record)
    assert spread is not None
    asked = selection.replace(dataset=selection.dataset or spread.datasets)
    whole = spread.workers.ask(asked, (), time)
    own = weakref.ref(record)  # an answer that holds its record would keep it for ever

    def arrays() -> Shard:
        return shard_of(own(), selection)  # type: ignore[arg-type]

    @functools.cache
    def sums(axis: str) -> Sums:
        found = whole if axis == TOTAL else spread.workers.ask(asked, (axis,), time)
        return found.sums[axis]

    return {
        "sums": sums,
        "counted": None,
        "looked_up": lambda: matched(arrays(), selection, time),
        "named": lambda at: arrays().ids[at],
        "gravest": whole.top,
    }


@kept
def figure_at(record: Record, selection: Selection, measure: str) -> Figure:
    """The total of one measure of a selection."""
    return of_row(query(record, selection).figures().loc[measure])


@kept
def several_datasets(record: Record, selection: Selection) -> list[str]:
    """Datasets a selection draws on, where there is more than one."""
    labels = query(record, selection).sums("dataset")
    found = sorted({one for label in labels for one in label.split(BETWEEN)})
    return found if len(found) > 1 else []


@kept
def countries(record: Record, selection: Selection) -> list[str]:
    """Countries of the incidents of a selection, as ISO 3166 codes in order."""
    arrays = shard_of(record, selection)
    codes = np.unique(arrays.codes["country"][query(record, selection).kept])
    return [arrays.labels["country"][code] for code in codes.tolist() if code >= 0]


def ids_at(record: Record, selection: Selection, axis: str, key: str) -> list[str]:
    """Ids of the selected incidents that stand at one key of an axis, in date order."""
    arrays = shard_of(record, selection)
    if key not in arrays.labels[axis]:
        return []
    kept = matched(arrays, selection)
    return arrays.ids[kept[arrays.codes[axis][kept] == arrays.labels[axis].index(key)]].tolist()
