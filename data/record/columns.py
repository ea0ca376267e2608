"""How a column and a table are declared: type, limits, unit and meaning, and checks between columns."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from data.record.vocabulary import OPEN_QUALIFIERS

Kind = Literal["text", "code", "day", "partial", "count", "degree", "reference"]
_DTYPES = {"day": "datetime64[us]", "count": "Int64", "degree": "Float64"}


@dataclass(frozen=True)
class Column:
    """One column.

    Attributes:
        kind: how its text is read.
        meaning: what it says, for a reader.
        unit: unit of its numbers.
        required: an empty cell is refused.
        values: the closed list of what it may hold.
        limits: least and greatest number.
        unique: a value may stand in one row only.
        later: files and stores that are older than the column may lack it; its cells are blank then.
    """

    kind: Kind
    meaning: str
    unit: str = ""
    required: bool = False
    values: tuple[str, ...] = ()
    limits: tuple[float, float] | None = None
    unique: bool = False
    later: bool = False

    @property
    def dtype(self) -> str:
        """Of its cells once they are read."""
        return _DTYPES.get(self.kind, "str")


@dataclass(frozen=True)
class RowCheck:
    """A check between columns of a row: which rows of a frame pass, the columns it looks at, what is expected."""

    passes: Callable[[pd.DataFrame], pd.Series]
    name: str
    expected: str


@dataclass(frozen=True)
class Table:
    """Columns in order, and checks between columns of a row."""

    columns: dict[str, Column]
    checks: tuple[RowCheck, ...] = ()


def declared(columns: dict[str, Column], *checks: RowCheck) -> Table:
    """A table of some columns, and checks between them."""
    return Table(columns, checks)


def in_order(low: str, high: str) -> RowCheck:
    """A row check: where both are known, ``low`` is not above ``high``."""
    return RowCheck(
        lambda frame: frame[low].isna() | frame[high].isna() | (frame[low] <= frame[high]),
        f"{low}|{high}",
        f"{low} not above {high}",
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


FITTING = RowCheck(
    _numbers_fit_the_qualifier,
    "qualifier|low, value, high",
    "low, value and high as the qualifier says: exact and about three times the same, "
    "at least and more than no high, at most no low, range a low or a high, single a value without bounds, words none",
)
BOTH_OR_NEITHER = RowCheck(
    lambda frame: frame["latitude"].isna() == frame["longitude"].isna(),
    "latitude|longitude",
    "both latitude and longitude, or neither",
)
