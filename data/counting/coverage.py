"""Official tolls beside incidents: comparable or not, why not, and the gap as a range."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import pandas as pd

from data.counting.covered import covered
from data.counting.figure import Figure, of_row
from data.counting.query import query
from data.counting.selection import Selection
from data.record.kept import kept
from data.record.partial_dates import first_day, last_day
from data.record.record import Record
from data.record.vocabulary import GROUPS, OPEN_QUALIFIERS, TOLL_PARTS

COMPARED: Final = ("killed", "injured")
# WHO, OCHA and IOM say "Tripoli area" for the capital and the suburbs where the fronts were, which
# lie in two districts of the statistical office.
TRIPOLI_AREA: Final = ("Tripoli", "Al Jafarah")
UNCUT: Final = ("date_from", "date_to", "as_known_on", "measure", "group", "dataset")
REASONS: Final = (
    "measure",
    "stock",
    "group",
    "area",
    "no start",
    "not covered",
    "no number",
    "nothing counted",
    "narrowed",
    "part",
)


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


@kept
def tolls_known(
    record: Record, selection: Selection, measure: str | None = None, group: str | None = None
) -> pd.DataFrame:
    """Tolls published by the day of knowledge, that speak of a day in the period.

    Args:
        record: the record.
        selection: its period and ``as_known_on``.
        measure: only tolls of this measure; None is all.
        group: only tolls of this group; None is all.

    Returns:
        Rows of ``tolls`` with ``day``: the last day the figure can speak of, as a timestamp.
    """
    tolls = record.tolls.assign(
        day=pd.to_datetime([last_day(text) for text in record.tolls["as_of"]])
    )
    keep = tolls["known_on"] <= pd.Timestamp(selection.as_known_on or record.date)
    if selection.date_from:
        keep &= tolls["day"] >= pd.Timestamp(selection.date_from)
    if selection.date_to:
        keep &= tolls["day"] <= pd.Timestamp(selection.date_to)
    if measure:
        keep &= tolls["measure"] == measure
    if group:
        keep &= tolls["group"] == group
    return tolls[keep].sort_values(["day", "toll_id"], ignore_index=True)


def coverage(record: Record, tolls: pd.DataFrame, selection: Selection) -> list[Comparison]:
    """Tolls beside the incidents of their scope.

    Args:
        record: the record.
        tolls: result of ``tolls_known``.
        selection: its ``as_known_on`` and ``dataset`` hold for the incidents too. If it cuts incidents in a way no
            toll is cut (by actor, place, type ...), nothing compares and the reason says so.
    """
    return [compare(record, toll, selection) for _, toll in tolls.iterrows()]


def narrowed(selection: Selection) -> bool:
    """Whether a selection cuts incidents in a way no toll is cut: by actor, place, type ..."""
    return any(field not in UNCUT for field, _ in selection.clauses())


def compare(record: Record, toll: pd.Series, selection: Selection) -> Comparison:
    """One toll beside the incidents of its scope; see ``coverage``."""
    figure = toll_figure(toll)
    scope, reason = _scope(record, toll, selection)
    if narrowed(selection):
        reason = "narrowed"
    elif scope and figure.best is None:
        reason = "no number"
    if scope is None or reason:
        return Comparison(toll["toll_id"], reason, figure)
    scope = scope.replace(as_known_on=selection.as_known_on, dataset=selection.dataset)
    counted = of_row(query(record, scope).figures().loc[toll["measure"]])
    gap = figure.gap_to(counted)
    return Comparison(
        toll["toll_id"],
        "" if gap else "nothing counted",
        figure,
        counted if gap else None,
        gap,
        scope,
    )


def toll_figure(toll: pd.Series) -> Figure:
    """The toll's own number: its bounds, its value as best, open where it says "at least" or "more than"."""
    low, value, high = (
        None if pd.isna(toll[c]) else int(toll[c]) for c in ("low", "value", "high")
    )
    if low is None and toll["qualifier"] != "at most":
        low = value
    best = value if value is not None else low
    high = high if high is not None else best
    return Figure("toll", low, best, high, toll["qualifier"] in OPEN_QUALIFIERS)


def _scope(record: Record, toll: pd.Series, selection: Selection) -> tuple[Selection | None, str]:
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
    kinds = () if pd.isna(toll["of_harm"]) else TOLL_PARTS[toll["of_harm"]]
    if not pd.isna(toll["of_harm"]) and not kinds:
        return None, "part"
    start, end = first_day(toll["period_start"]), last_day(toll["as_of"])
    area = {"country": ("LY",)} if toll["area_scope"] == "country" else {"district": TRIPOLI_AREA}
    scope = Selection(
        date_from=start,
        date_to=end,
        measure=toll["measure"],
        group=toll["group"],
        event_type=kinds,
        **area,
    )
    # beside one another is no comparison in time: the period may reach over bands of any kind
    if not any(one.share for one in covered(record, scope.replace(dataset=selection.dataset))):
        return None, "not covered"
    return scope, ""
