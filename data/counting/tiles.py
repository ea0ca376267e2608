"""Incidents by square of the world: what a map shows of them from afar, and the closer the finer.

Squares are those of web maps (Mercator, halved at each zoom). Incidents lie in the order of the squares they are
in, all zooms at once (Morton 1966), so that a square of any zoom is one stretch of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from data.counting.arrays import Shard
from data.counting.kernel import matched
from data.counting.selection import Selection
from data.counting.shard import shard_of
from data.record.kept import kept
from data.record.record import Record
from data.record.vocabulary import POINT_PRECISIONS, PRECISIONS

BITS: Final = 24  # halvings: squares of two metres
CELL_BITS: Final = 4  # a square shows 16 x 16 marks at most
FURTHEST_LATITUDE: Final = 85.0511  # where Mercator's square ends
# places known to 5 km or better have a mark; of a municipality an area is drawn
PRECISIONS_OF: Final[dict[str, tuple[str, ...]]] = {
    "points": tuple(POINT_PRECISIONS),
    "areas": ("municipality",),
}


@dataclass(frozen=True, eq=False)
class Tiling:
    """Placed incidents in the order of their squares.

    Attributes:
        squares: of each, the smallest square it lies in, as one number.
        at: position in the shard.
        arrays: the shard.
        ends: low, best and high of the people asked for, shape (3, n); NaN unknown.
        open: whether the top of the range is "at least".
    """

    squares: np.ndarray
    at: np.ndarray
    arrays: Shard
    ends: np.ndarray
    open: np.ndarray


@dataclass(frozen=True, eq=False)
class Marks:
    """The marks of a square, one element a mark.

    Attributes:
        cells: which square of the next finer ones each stands for, as ``within`` takes it.
        longitude: degrees: its only point, or the middle of its incidents.
        latitude: likewise.
        incidents: how many.
        ends: sums of low, best and high of those that give a number, shape (3, k); NaN where none does.
        open: whether the top of the range is "at least".
        known: how many of the incidents give a number.
        kinds: the code that most of its incidents have.
    """

    cells: np.ndarray
    longitude: np.ndarray
    latitude: np.ndarray
    incidents: np.ndarray
    ends: np.ndarray
    open: np.ndarray
    known: np.ndarray
    kinds: np.ndarray


@kept
def tiling(record: Record, selection: Selection, kind: str) -> Tiling:
    """The incidents of a selection that are placed in one way.

    Args:
        record: the record.
        selection: its ``measure`` and ``group`` decide the people.
        kind: marks of places known to 5 km, or areas of places known to a municipality.
    """
    arrays = shard_of(record, selection)
    at = matched(arrays, selection)
    wanted = [PRECISIONS.index(one) for one in PRECISIONS_OF[kind]]
    at = at[np.isin(arrays.codes["place_precision"][at], wanted) & ~np.isnan(arrays.latitude[at])]
    squares = _squares(arrays.longitude[at], arrays.latitude[at])
    order = np.argsort(squares, kind="stable")
    ends, opened = arrays.told(selection.measure, selection.group).of(at)
    return Tiling(squares[order], at[order], arrays, ends[:, order], opened[order])


def marks(found: Tiling, zoom: int, x: int, y: int, axis: str) -> Marks:
    """What a square shows.

    Args:
        found: the incidents.
        zoom: 0 is the world in one square.
        x: its column from the west.
        y: its row from the north.
        axis: whose codes are the kinds.
    """
    return _marks(
        found, *_stretch(found, zoom, _woven(np.array([x]), np.array([y]))[0]), zoom, axis
    )


def marks_of_zoom(found: Tiling, zoom: int, axis: str) -> Marks:
    """What all squares of a zoom show together; see ``marks``."""
    return _marks(found, 0, len(found.squares), zoom, axis)


def _marks(found: Tiling, begin: int, end: int, zoom: int, axis: str) -> Marks:
    depth = min(zoom + CELL_BITS, BITS)
    cells = found.squares[begin:end] >> np.uint64(2 * (BITS - depth))
    first = np.flatnonzero(np.concatenate([[True], cells[1:] != cells[:-1]])) if len(cells) else np.zeros(0, dtype=np.int64)  # fmt: skip
    count = np.diff(np.append(first, len(cells)))
    at = found.at[begin:end]
    codes = found.arrays.codes[axis][at].astype(np.int64)
    size = len(found.arrays.labels[axis])
    own = np.repeat(np.arange(len(first)), count)
    kinds = np.bincount(own * size + codes, minlength=len(first) * size).reshape(-1, size).argmax(1) if size else count  # fmt: skip
    size = len(first)
    low, best, high = found.ends[:, begin:end]
    given = ~np.isnan(best)
    known = np.bincount(own, given, size).astype(np.int64)
    # as everywhere: what is not known adds nothing, and is counted beside the sum
    ends = np.stack(
        [
            np.bincount(own, part, size)
            for part in (np.where(given, low, 0), np.where(given, best, 0), np.nan_to_num(high))
        ]
    ).astype(float)
    ends[:2, known == 0] = np.nan
    ends[2, (known == 0) & (ends[2] == 0)] = np.nan
    opened = np.bincount(own, found.open[begin:end], size) > 0
    longitude, latitude = (
        np.bincount(own, values[at], size) / np.maximum(count, 1)
        for values in (found.arrays.longitude, found.arrays.latitude)
    )
    return Marks(cells[first], longitude, latitude, count, ends, opened, known, kinds)


def usual_most(found: Tiling, zoom: int) -> float:
    """People that few marks of a zoom pass, one in fifty: what the largest mark is drawn for."""
    cells = found.squares >> np.uint64(2 * (BITS - min(zoom + CELL_BITS, BITS)))
    first = (
        np.flatnonzero(np.concatenate([[True], cells[1:] != cells[:-1]]))
        if len(cells)
        else np.zeros(0, dtype=np.int64)
    )
    people = np.add.reduceat(np.nan_to_num(found.ends[1]), first) if len(cells) else np.ones(1)
    return max(float(np.quantile(people, 0.98)), 1.0)


def within(found: Tiling, zoom: int, cell: int) -> list[str]:
    """Ids of the incidents that a mark of a square stands for, in the order of their days.

    Args:
        found: the incidents.
        zoom: of the square that showed the mark.
        cell: as ``Marks.cells`` has it.
    """
    begin, end = _stretch(found, min(zoom + CELL_BITS, BITS), np.uint64(cell))
    return found.arrays.ids[np.sort(found.at[begin:end])].tolist()


def _stretch(found: Tiling, zoom: int, square: np.uint64) -> tuple[int, int]:
    shift = np.uint64(2 * (BITS - zoom))
    ends = np.array([square << shift, (square + np.uint64(1)) << shift], dtype=np.uint64)
    begin, end = np.searchsorted(found.squares, ends)
    return int(begin), int(end)


def _squares(longitude: np.ndarray, latitude: np.ndarray) -> np.ndarray:
    """The smallest square of each point, as one number."""
    bound = np.radians(np.clip(latitude, -FURTHEST_LATITUDE, FURTHEST_LATITUDE))
    right = (longitude + 180) / 360
    down = (1 - np.arcsinh(np.tan(bound)) / np.pi) / 2
    x, y = (np.clip(part * 2**BITS, 0, 2**BITS - 1).astype(np.uint64) for part in (right, down))
    return _woven(x, y)


def _woven(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Column and row with their bits in turn."""
    return _spread(x) | (_spread(y) << np.uint64(1))


def _spread(values: np.ndarray) -> np.ndarray:
    bits = values.astype(np.uint64)
    for shift, mask in (
        (16, 0x0000FFFF0000FFFF),
        (8, 0x00FF00FF00FF00FF),
        (4, 0x0F0F0F0F0F0F0F0F),
        (2, 0x3333333333333333),
        (1, 0x5555555555555555),
    ):
        bits = (bits | (bits << np.uint64(shift))) & np.uint64(mask)
    return bits
