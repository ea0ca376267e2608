"""How a column and a table are declared: type, limits, unit and meaning, and checks between columns."""

from __future__ import annotations

from typing import Literal

import pandas as pd
import pandera.pandas as pa

from data.record.vocabulary import OPEN_QUALIFIERS

Kind = Literal["text", "code", "day", "partial", "count", "degree", "reference"]


def column(
    kind: Kind,
    meaning: str,
    *,
    unit: str = "",
    required: bool = False,
    values: tuple[str, ...] = (),
    limits: tuple[float, float] | None = None,
    unique: bool = False,
) -> pa.Column:
    """Declare one column.

    Args:
        kind: how its text is read.
        meaning: what it says, for a reader.
        unit: unit of its numbers.
        required: an empty cell is refused.
        values: the closed list of what it may hold.
        limits: least and greatest number.
        unique: a value may stand in one row only.
    """
    dtype = {"day": "datetime64[us]", "count": "Int64", "degree": "Float64"}.get(kind, "str")
    checks: list[pa.Check] = []
    if values:
        checks.append(pa.Check.isin(values, error=f"one of: {', '.join(values[:20])}"))
    if limits:
        checks.append(
            pa.Check.in_range(*limits, error=f"a number from {limits[0]:.0f} to {limits[1]:.0f}")
        )
    return pa.Column(
        dtype,
        checks,
        nullable=not required,
        unique=unique,
        report_duplicates="exclude_first",
        description=meaning,
        metadata={"kind": kind, "unit": unit, "values": values},
    )


def table(columns: dict[str, pa.Column], *row_checks: pa.Check) -> pa.DataFrameSchema:
    """Declare one table: its columns in order, and checks between columns of a row."""
    return pa.DataFrameSchema(columns, checks=list(row_checks), strict=True, ordered=True)


def in_order(low: str, high: str) -> pa.Check:
    """A row check: where both are known, ``low`` is not above ``high``."""
    return pa.Check(
        lambda frame: frame[low].isna() | frame[high].isna() | (frame[low] <= frame[high]),
        error=f"{low} not above {high}",
        name=f"{low}|{high}",
    )


def _numbers_fit_the_qualifier(frame: pd.DataFrame) -> pd.Series:
    low, value, high = frame["low"], frame["value"], frame["high"]
    same_low = (low == value).fillna(False).astype(bool)
    same_high = (high == value).fillna(False).astype(bool)
    put = frame["qualifier"]
    return (
        (put.isin(["exact", "about"]) & same_low & same_high)
        | (put.isin(OPEN_QUALIFIERS) & same_low & high.isna())
        | ((put == "at most") & same_high & low.isna())
        | ((put == "range") & (low.notna() | high.notna()))
        | ((put == "single") & value.notna() & low.isna() & high.isna())
        | ((put == "words") & low.isna() & value.isna() & high.isna() & frame["words"].notna())
    )


FITTING = pa.Check(
    _numbers_fit_the_qualifier,
    name="qualifier|low, value, high",
    error="low, value and high as the qualifier says: exact and about three times the same, "
    "at least and more than no high, at most no low, range a low or a high, single a value without bounds, words none",
)
BOTH_OR_NEITHER = pa.Check(
    lambda frame: frame["latitude"].isna() == frame["longitude"].isna(),
    name="latitude|longitude",
    error="both latitude and longitude, or neither",
)
