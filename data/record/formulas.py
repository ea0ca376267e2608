"""Cells that leave as text: a spreadsheet takes a cell that begins with = + - or @ for a formula and runs it."""

from __future__ import annotations

import re
from typing import Any, Final

import pandas as pd

# OWASP, "CSV Injection"; a single sign alone is no formula, and a number stays a number. What follows a sign that
# parts cells elsewhere begins a cell there: a file with commas is cut at semicolons in French.
_NUMBER: Final = r"[+-]?[0-9]+(?:[.,][0-9]+)?(?:[eE][+-]?[0-9]+)?"
_BEGINS: Final = re.compile(
    rf"(?:(?<=\A)|(?<=[;,\t\r\n]))(?!{_NUMBER}(?:\Z|[;,\t\r\n]))('*)(?=[=+\-@＝＋－＠].|[\t\r])",
    re.DOTALL,
)
_HELD: Final = re.compile(
    r"(?:(?<=\A)|(?<=[;,\t\r\n]))'(?='*(?:[=+\-@＝＋－＠].|[\t\r]))", re.DOTALL
)


def as_text(value: Any) -> Any:
    """A cell that no spreadsheet runs, whichever sign it cuts at; numbers and what is no text stay as they are."""
    return _BEGINS.sub(r"'\1", value) if isinstance(value, str) else value


def as_written(text: str) -> str:
    """The cell that ``as_text`` was given."""
    return _HELD.sub("", text)


def without_formulas(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows whose cells no spreadsheet runs; other columns than texts stay as they are."""
    texts = rows.select_dtypes(["str", "object", "category"]).columns
    return rows.assign(**{name: rows[name].astype("object").map(as_text) for name in texts})
