"""Which rows of a store count: of a key the latest batch's, in the order they came."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from data.record.ids import positions, sorted_by
from data.record.schema import TABLES

SHARED: Final = frozenset({"actors", "sources"})  # rows that several imported rows lean on


def newest_of(contents: pd.DataFrame, order: list[str]) -> pd.DataFrame:
    """Of the rows that came under one key in several batches, the one of the latest.

    Args:
        contents: ``_key`` and ``_batch`` of every row.
        order: the batches that count, oldest first.
    """
    batch = positions(contents["_batch"], order)
    counting = np.flatnonzero(batch >= 0)
    in_time = contents.iloc[counting[np.argsort(batch[counting], kind="stable")]]
    return in_time.drop_duplicates("_key", keep="last")


def live_rows(
    table: str, rows: pd.DataFrame, newest: pd.DataFrame, order: list[str]
) -> pd.DataFrame:
    """The rows of a table that count, in the order they came.

    Args:
        table: its name.
        rows: with ``_key`` and ``_batch``.
        newest: result of ``newest_of``.
        order: the batches that count, oldest first.
    """
    own = next(iter(TABLES[table].columns))
    rows = rows.assign(_order=positions(rows["_batch"], order))
    rows = rows.iloc[sorted_by(rows, ["_order", own])].reset_index(drop=True)
    counting = rows["_order"].to_numpy() >= 0
    if table in SHARED or rows.empty:
        return rows[counting].drop(columns="_order").drop_duplicates(own)
    at = positions(rows["_key"], newest["_key"])
    counting &= (at >= 0) & (positions(newest["_batch"], order)[at] == rows["_order"].to_numpy())
    return rows.drop(columns="_order")[counting].reset_index(drop=True)
