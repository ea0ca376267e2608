"""How it is said that something cannot be read: the whole, or a row of it."""

from __future__ import annotations

from typing import Final

Refused = tuple[str, int, str, str, str]
PUT_ASIDE_COLUMNS: Final = ["file", "row", "column", "value", "expected"]


class RecordError(Exception):
    """The record cannot be read at all; the message says which file and what was expected."""
