"""Official tolls beside incidents: comparable or not, why not, and the gap as a range."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

import pandas as pd

from data.figure import Figure, of_row
from data.partial_dates import first_day, last_day
from data.query import query
from data.record import Record
from data.selection import Selection
from data.vocabulary import GROUPS, OPEN_QUALIFIERS

COMPARED: Final = ("killed", "injured")
# WHO, OCHA and IOM say "Tripoli area" for the capital and the suburbs where the fronts were, which
# lie in two districts of the statistical office.
TRIPOLI_AREA: Final = ("Tripoli", "Al Jafarah")
REASONS: Final = ("measure", "stock", "group", "area", "no start", "bands", "not systematic")


@dataclass(frozen=True)
class Comparison:
    """One toll beside the incidents of its own scope.

    Attributes:
        toll_id: the toll.
        reason: why it does not compare, one of ``REASONS``; blank where it does.
        toll: the toll's figure.
        incidents: what the incidents of the same scope say; None where not comparable.
        gap: toll minus incidents; None where not comparable or unknown.
        scope: the selection the incidents were counted with; None where not comparable.
    """

    toll_id: str
    reason: str
    toll: Figure
    incidents: Figure | None = None
    gap: Figure | None = None
    scope: Selection | None = None

    @property
    def comparable(self) -> bool:
        """Whether scope, period and measure match what the record counts."""
        return not self.reason


def tolls_known(record: Record, selection: Selection) -> pd.DataFrame:
    """Tolls published by the day of knowledge, of the period, measure and group if those were chosen.

    Returns:
        Rows of ``tolls`` with ``day``: the last day the figure can speak of, as a timestamp.
    """
    tolls = record.tolls.copy()
    tolls["day"] = pd.to_datetime([last_day(text) for text in tolls["as_of"]])
    published = tolls["published"].fillna(tolls["as_of"])
    known = pd.to_datetime([last_day(text) for text in published])
    keep = known <= pd.Timestamp(selection.as_known_on or record.date)
    if selection.date_from:
        keep &= tolls["day"] >= pd.Timestamp(selection.date_from)
    if selection.date_to:
        keep &= tolls["day"] <= pd.Timestamp(selection.date_to)
    chosen = dict(selection.clauses())
    for field in ("measure", "group"):
        if field in chosen:
            keep &= tolls[field] == chosen[field]
    return tolls[keep].sort_values(["day", "toll_id"], ignore_index=True)


def coverage(record: Record, selection: Selection) -> list[Comparison]:
    """Every toll that ``tolls_known`` finds, beside the incidents of its scope.

    Args:
        record: the record.
        selection: its period picks tolls by their as-of day; its ``as_known_on`` holds for both
            sides. Each toll is compared with the incidents of the toll's own period and area.
    """
    return [
        compare(record, toll, selection.as_known_on)
        for _, toll in tolls_known(record, selection).iterrows()
    ]


def compare(record: Record, toll: pd.Series, as_known_on: dt.date | None = None) -> Comparison:
    """One toll beside the incidents of its scope.

    Args:
        record: the record.
        toll: a row of ``tolls``.
        as_known_on: the day of knowledge for the incidents; None is now.
    """
    figure = toll_figure(toll)
    scope, reason = _scope(record, toll)
    if scope is None:
        return Comparison(toll["toll_id"], reason, figure)
    scope = scope.replace(as_known_on=as_known_on)
    counted = of_row(query(record, scope).figures().loc[toll["measure"]])
    return Comparison(toll["toll_id"], "", figure, counted, figure.gap_to(counted), scope)


def toll_figure(toll: pd.Series) -> Figure:
    """The toll's own number: value as best, its bounds, open where it says "at least" or "more than"."""
    numbers = [None if pd.isna(toll[c]) else int(toll[c]) for c in ("low", "value", "high")]
    low, value, high = numbers
    low = low if low is not None else value
    best = value if value is not None else low
    high = high if high is not None else best
    return Figure("toll", low, best, high, toll["qualifier"] in OPEN_QUALIFIERS)


def _scope(record: Record, toll: pd.Series) -> tuple[Selection | None, str]:
    """The selection of incidents with the toll's scope, or None and the reason why there is none."""
    if toll["kind"] == "stock":
        return None, "stock"
    if toll["measure"] not in COMPARED:
        return None, "measure"
    if toll["group"] not in GROUPS:
        return None, "group"
    if toll["area_scope"] not in ("country", "tripoli"):
        return None, "area"
    if pd.isna(toll["period_start"]):
        return None, "no start"
    start, end = first_day(toll["period_start"]), last_day(toll["as_of"])
    band = record.band_of(start)
    if band is None or band != record.band_of(end):
        return None, "bands"
    if not band.systematic:
        return None, "not systematic"
    area = {"country": ("LY",)} if toll["area_scope"] == "country" else {"district": TRIPOLI_AREA}
    return Selection(
        date_from=start, date_to=end, measure=toll["measure"], group=toll["group"], **area
    ), ""
