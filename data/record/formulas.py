"""Cells that leave as text: a spreadsheet takes a cell that begins with = + - or @ for a formula and runs it."""

from __future__ import annotations

import re
from typing import Any, Final

import pandas as pd

# OWASP, "CSV Injection"; a single sign alone is no formula, and a number stays a number
_FORMULA: Final = re.compile(r"'*(?:[=+\-@].|[\t\r])", re.DOTALL)
_NUMBER: Final = re.compile(r"[+-]?[0-9]+(?:[.,][0-9]+)?(?:[eE][+-]?[0-9]+)?")


def as_text(value: Any) -> Any:
    """A cell that no spreadsheet runs; numbers and what is no text stay as they are."""
    if not isinstance(value, str) or not _FORMULA.match(value) or _NUMBER.fullmatch(value):
        return value
    return f"'{value}"


def as_written(text: str) -> str:
    """The cell that ``as_text`` was given."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text


def without_formulas(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows whose cells no spreadsheet runs; other columns than texts stay as they are."""
    texts = rows.select_dtypes(["str", "object", "category"]).columns
    return rows.assign(**{name: rows[name].astype("object").map(as_text) for name in texts})
