"""Ids looked up as whole columns: pandas' own ``isin`` and joins walk columns of text cell by cell."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

Cells: TypeAlias = pd.Series | pd.Index | Sequence[str] | np.ndarray


def among(cells: Cells, known: Cells) -> np.ndarray:
    """Which cells are one of some ids; an empty cell is none.

    Args:
        cells: ids, or empty.
        known: ids.
    """
    found = pc.is_in(_text(cells), value_set=_text(known), skip_nulls=True)
    return np.asarray(found, dtype=bool)


def positions(cells: Cells, known: Cells) -> np.ndarray:
    """Where each cell stands among some ids, each of which stands there once; -1 where it does not.

    Args:
        cells: ids, or empty.
        known: ids.
    """
    found = pc.index_in(_text(cells), value_set=_text(known), skip_nulls=True)
    return np.asarray(found.fill_null(-1), dtype=np.int64)


def coded(cells: Cells) -> tuple[np.ndarray, list[str]]:
    """A column as integers, the smallest that hold them, and the texts they stand for, in order; -1 is empty."""
    found = _text(cells).dictionary_encode()
    texts = found.dictionary.to_pylist()
    order = sorted(range(len(texts)), key=texts.__getitem__)
    place = np.empty(len(texts) + 1, dtype=np.min_scalar_type(-len(texts) - 1))
    place[order] = np.arange(len(texts))
    place[-1] = -1
    codes = place[np.asarray(found.indices.fill_null(-1), dtype=np.int64)]
    return codes, [texts[n] for n in order]


def sorted_by(frame: pd.DataFrame, columns: list[str]) -> np.ndarray:
    """Positions of the rows of a frame in the order of some columns."""
    table = pa.Table.from_pandas(frame[columns], preserve_index=False)
    keys = [(name, "ascending") for name in columns]
    return np.asarray(pc.sort_indices(table, sort_keys=keys), dtype=np.int64)


def _text(cells: Cells) -> pa.Array:
    if isinstance(cells, (tuple, set, frozenset)):
        cells = list(cells)
    if isinstance(cells, pd.Series):
        cells = cells.astype("str").array
    found = pa.array(cells, from_pandas=True)
    found = found.combine_chunks() if isinstance(found, pa.ChunkedArray) else found
    return found.cast(pa.large_string())
