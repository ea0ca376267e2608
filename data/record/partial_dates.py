"""Dates as publishers print them: a day, a month or a year."""

from __future__ import annotations

import calendar
import datetime as dt
import re

_SHAPE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


def span(text: str) -> tuple[dt.date, dt.date]:
    """First and last day that ``text`` can mean.

    Args:
        text: ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``.

    Returns:
        The first and the last day; the same day twice for a full date.

    Raises:
        ValueError: ``text`` has another shape or names no day of the calendar.
    """
    match = _SHAPE.fullmatch(text.strip())
    if not match:
        raise ValueError(f"{text!r} is not a date; expected YYYY-MM-DD, YYYY-MM or YYYY")
    year, month, day = (int(part) if part else None for part in match.groups())
    assert year is not None
    if month is None:
        return dt.date(year, 1, 1), dt.date(year, 12, 31)
    if day is None:
        return dt.date(year, month, 1), dt.date(year, month, calendar.monthrange(year, month)[1])
    return dt.date(year, month, day), dt.date(year, month, day)


def first_day(text: str) -> dt.date:
    """The first day ``text`` can mean."""
    return span(text)[0]


def last_day(text: str) -> dt.date:
    """The last day ``text`` can mean: a month or year counts from its end, so nothing is known too early."""
    return span(text)[1]
