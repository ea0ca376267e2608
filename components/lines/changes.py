"""The change table: this period beside the ones it may be compared with, or why it may not."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass

from components.view import View, once
from components.words.covered import bands_said
from components.words.numbers import none_said, said
from data.counting.asked import NOT_JUDGED
from data.counting.covered import covered
from data.counting.figure import Figure
from data.counting.periods import days_before, earlier, twelve_months
from data.counting.query import figure_at, query
from data.counting.selection import Selection

ROWS = (
    ("killed", "all"),
    ("injured", "all"),
    ("killed", "civilians"),
    ("killed", "migrants"),
    ("killed", "children"),
    ("displaced", "all"),
)
ATTACKS_ON_CARE = ("facility", "vehicle", "worker")


@dataclass(frozen=True)
class Period:
    """A period of the change table.

    Attributes:
        name: ``now``, ``previous``, ``year_before`` or ``average``.
        selection: what is counted; None where it may not be compared.
        reason: why not; blank where it may.
        days: its first and last day, whether it may be compared or not; None where they cannot be known.
        share: by which its sums are multiplied; 1 but for an average.
    """

    name: str
    selection: Selection | None
    reason: str = ""
    days: tuple[dt.date, dt.date] | None = None
    share: float = 1.0


def compared_periods(view: View) -> list[Period]:
    """This period, the one before, the same a year before, and the average of the twelve months before."""
    return once(view, "periods", lambda: _compared_periods(view))


def _compared_periods(view: View) -> list[Period]:
    record, selection = view.record, view.selection
    start, end = selection.date_from, selection.date_to
    before = year_before = months = None
    if start and end:
        before, year_before = days_before(start, end), days_before(start, end, years=1)
        months = year_before[0], start - dt.timedelta(days=1)
    average, reason, share = twelve_months(record, selection)
    return [
        Period("now", selection),
        Period("previous", *earlier(record, selection), before),
        Period("year_before", *earlier(record, selection, years=1), year_before),
        Period("average", average, reason, months, share),
    ]


def reason_said(view: View, reason: str, other: tuple[dt.date, dt.date] | None) -> str:
    """Why a period may not be compared, and how the record was kept in the other one.

    Args:
        view: the view.
        reason: as ``periods.earlier`` gives it.
        other: first and last day of the other period, where they can be known.
    """
    words = view.words
    bands = ""
    if reason == "bands" and other:
        asked = view.selection.replace(date_from=other[0], date_to=other[1])
        bands = bands_said(covered(view.record, asked), words)
    return words(f"overview.reason.{reason}", bands=bands)


def row_selection(period: Period, group: str) -> Selection | None:
    """What a row of the change table counts in a period; ``all`` is the reader's own group."""
    if period.selection is None or group == "all":
        return period.selection
    return period.selection.replace(group=group)


def period_figure(view: View, period: Period, measure: str, group: str) -> Figure | None:
    """A cell of the change table; of an average, rounded outwards so that it stays a bound."""
    selection = row_selection(period, group)
    if selection is None:
        return None
    figure = figure_at(view.record, selection, measure)
    if period.share == 1.0 or figure.best is None:
        return figure
    low = figure.low if figure.low is not None else figure.best
    high = figure.high if figure.high is not None else figure.best
    return Figure(
        figure.kind,
        math.floor(low * period.share),
        round(figure.best * period.share),
        math.ceil(high * period.share),
        figure.open,
        figure.incidents,
        figure.unreported,
    )


def incidents_said(view: View, selection: Selection) -> str:
    """How many incidents there are, in words; none of days that nobody covers is no zero.

    Args:
        view: the view.
        selection: what is counted. Where it asks for attacks on care, incidents that nobody judged may be some:
            their number is "at least", or not judged at all.
    """
    found = query(view.record, selection)
    n, silent = len(found.kept), 0
    if selection.care and NOT_JUDGED not in selection.care:
        silent = len(query(view.record, selection.replace(care=(NOT_JUDGED,))).kept)
    if not n and silent:
        return view.words.term("care", NOT_JUDGED)
    if not n:
        return none_said(found.share, view.words)
    return said(Figure("incidents", n, n, n, open=bool(silent), incidents=n), view.words)
