"""The change table: this period beside the ones it may be compared with, or why it may not."""

from __future__ import annotations

import math
from dataclasses import dataclass

from components.view import View, once
from data.counting.figure import Figure
from data.counting.periods import earlier, twelve_months
from data.counting.query import figure_at
from data.counting.selection import Selection

ROWS = (
    ("killed", "all"),
    ("injured", "all"),
    ("killed", "civilians"),
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
        share: by which its sums are multiplied; 1 but for an average.
    """

    name: str
    selection: Selection | None
    reason: str = ""
    share: float = 1.0


def compared_periods(view: View) -> list[Period]:
    """This period, the one before, the same a year before, and the average of the twelve months before."""
    record, selection = view.record, view.selection
    return once(
        view,
        "periods",
        lambda: [
            Period("now", selection),
            Period("previous", *earlier(record, selection)),
            Period("year_before", *earlier(record, selection, years=1)),
            Period("average", *twelve_months(record, selection)),
        ],
    )


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
