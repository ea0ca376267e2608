"""A producer's rows as whole columns: what is wrong with them, and texts put together, without a loop over rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
import pandas as pd

Check = tuple[
    np.ndarray | pd.Series, str, pd.Series, str
]  # where it fails, column, value, expected


def each(cells: pd.Series, read: Callable[[str], Any]) -> pd.Series:
    """A function of cells, asked once for each different text; what it answers with None is empty."""
    known = {cell: read(cell) for cell in cells.unique()}
    return cells.map(known).astype("str")


def refusals(index: pd.Index, checks: Iterable[Check]) -> list[tuple[int, str, str, str]]:
    """The first thing that is wrong with each row: row, column, value, expected; in the order of the rows.

    Args:
        index: row numbers.
        checks: in the order in which they are told.
    """
    first = np.full(len(index), -1)
    told = list(checks)
    for n, (fails, *_) in enumerate(told):
        first[np.asarray(fails, dtype=bool) & (first < 0)] = n
    found = []
    for place in np.flatnonzero(first >= 0).tolist():
        _, column, value, expected = told[first[place]]
        found.append((int(index[place]), column, str(value.iloc[place]), expected))
    return found


def frame(index: pd.Index, **columns: Any) -> pd.DataFrame:
    """Rows of text from columns, or one text for all of them."""
    return pd.DataFrame(columns, index=index, dtype="str")


def interleaved(*parts: pd.DataFrame) -> pd.DataFrame:
    """Rows of several frames in the order of their row numbers, of one row in the order of the frames."""
    return pd.concat(parts).sort_index(kind="stable").fillna("").astype("str")
