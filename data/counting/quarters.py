"""Quarters of the record beside what the UN mission counted in them: how far a partial record reaches."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

import pandas as pd

from data.counting.covered import bands_of
from data.counting.figure import Figure
from data.counting.query import figure_at
from data.counting.selection import Selection
from data.record.kept import kept
from data.record.partial_dates import first_day, last_day
from data.record.record import Record

COUNTED_BY: Final = "unsmil"  # whose floors of civilians a quarter is held against
GROUP: Final = "civilians"


@dataclass(frozen=True, eq=False)
class Quarter:
    """A quarter of a year.

    Attributes:
        name: as ``2020-Q1``.
        scope: what was counted of it.
        figures: by measure, what its incidents say of civilians.
        tolls: by measure, rows of the mission's counts that lie within it and do not overlap; added for ``share`` alone.
    """

    name: str
    scope: Selection
    figures: dict[str, Figure]
    tolls: dict[str, pd.DataFrame]

    def share(self, measure: str) -> float | None:
        """Which part of the mission's count the best figure is; None unless its counts lie side by side over the quarter."""
        rows = self.tolls[measure]
        best = self.figures[measure].best
        if rows.empty or best is None or not _whole(rows, self.scope) or rows["value"].isna().any():
            return None
        return best / int(rows["value"].sum())


@kept
def quarters(record: Record, selection: Selection) -> tuple[Quarter, ...]:
    """Every quarter that is kept systematically or in part, oldest first.

    Args:
        record: the record.
        selection: its datasets and its day of knowledge hold; its period and what else it cuts do not.
    """
    asked = Selection(as_known_on=selection.as_known_on, dataset=selection.dataset, country=("LY",), group=GROUP)  # fmt: skip
    bands = [band for band in bands_of(record, asked) if band.kind != "gravest"]
    if not bands:
        return ()
    first, last = min(band.date_from for band in bands), max(band.date_to for band in bands)
    known = record.tolls[
        (record.tolls["known_on"] <= pd.Timestamp(selection.as_known_on or record.date))
        & (record.tolls["source_id"] == COUNTED_BY)
        & (record.tolls["group"] == GROUP)
        & (record.tolls["kind"] == "total")
        & (record.tolls["area_scope"] == "country")
        & record.tolls["period_start"].notna()
    ]
    found = []
    for period in pd.period_range(pd.Timestamp(first), pd.Timestamp(last), freq="Q"):
        start, end = period.start_time.date(), period.end_time.date()
        scope = asked.replace(date_from=start, date_to=end)
        measures = ("killed", "injured")
        figures = {measure: figure_at(record, scope, measure) for measure in measures}
        tolls = {measure: _within(known[known["measure"] == measure], start, end) for measure in measures}  # fmt: skip
        found.append(Quarter(str(period).replace("Q", "-Q"), scope, figures, tolls))
    return tuple(found)


def _within(tolls: pd.DataFrame, start: dt.date, end: dt.date) -> pd.DataFrame:
    """Counts of a measure as printed plainly that lie within a period, the longest of those that overlap."""
    plain = tolls[tolls["of_harm"].isna()]
    spans = [(first_day(a), last_day(b), i) for i, a, b in zip(plain.index, plain["period_start"], plain["as_of"], strict=True)]  # fmt: skip
    inside = [one for one in spans if start <= one[0] and one[1] <= end]
    taken: list[tuple[dt.date, dt.date, int]] = []
    for one in sorted(inside, key=lambda one: (one[0] - one[1], one[0])):
        if all(one[1] < other[0] or other[1] < one[0] for other in taken):
            taken.append(one)
    return plain.loc[[i for *_, i in sorted(taken)]]


def _whole(tolls: pd.DataFrame, scope: Selection) -> bool:
    """Whether counts that do not overlap, oldest first, leave no day of a period out."""
    begun = [first_day(text) for text in tolls["period_start"]]
    ended = [last_day(text) for text in tolls["as_of"]]
    after = [day + dt.timedelta(days=1) for day in ended]
    return begun[0] == scope.date_from and ended[-1] == scope.date_to and after[:-1] == begun[1:]
