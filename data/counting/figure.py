"""A figure with its kind: counts of incidents add to counts of incidents, tolls to nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import pandas as pd

Kind = Literal["incidents", "toll"]


class KindMismatch(TypeError):
    """Two figures of different kinds, or two tolls, were about to be added."""


@dataclass(frozen=True)
class Figure:
    """How many people, as a bound and a best figure; None is unknown, never zero.

    Attributes:
        kind: ``incidents`` (summed from incidents) or ``toll`` (published as a total).
        low: least number of people.
        best: best figure.
        high: greatest number of people.
        open: the top of the range is "at least".
        incidents: incidents that gave a figure; None for a toll.
        unreported: incidents without a figure; None for a toll.
        share: part of the days asked about that the record covers, 0 to 1; without incidents, what is
            not covered is not "none".
    """

    kind: Kind
    low: int | None
    best: int | None
    high: int | None
    open: bool = False
    incidents: int | None = None
    unreported: int | None = None
    share: float = 1.0

    def __add__(self, other: Figure) -> Figure:
        """The sum of two counts of incidents.

        Raises:
            KindMismatch: one of them is a toll: tolls are never added, to incidents or to each other.
        """
        if self.kind != "incidents" or other.kind != "incidents":
            raise KindMismatch(f"a {self.kind} and a {other.kind} do not add")
        return Figure(
            "incidents",
            _plus(self.low, other.low),
            _plus(self.best, other.best),
            _plus(self.high, other.high),
            self.open or other.open,
            _plus(self.incidents, other.incidents),
            _plus(self.unreported, other.unreported),
            min(self.share, other.share),
        )

    def gap_to(self, counted: Figure) -> Figure | None:
        """How much larger a toll is than the incidents counted for the same scope.

        Args:
            counted: the incidents' figure for the toll's own scope.

        Returns:
            A toll-kind figure: least (None where unknown), best and greatest gap, which may be
            negative; None where either side is unknown.
        """
        if self.kind != "toll" or counted.kind != "incidents":
            raise KindMismatch("a gap is a toll minus a count of incidents")
        if self.best is None or counted.best is None or counted.low is None:
            return None
        high = self.high if self.high is not None else self.best
        counted_high = counted.high if counted.high is not None else counted.best
        # "at least" among the incidents, or "at most" in the toll, leaves no least gap
        low = None if self.low is None or counted.open else self.low - counted_high
        return Figure("toll", low, self.best - counted.best, high - counted.low, self.open)


def of_row(row: Any, kind: Kind = "incidents") -> Figure:
    """A row of ``Answer.figures`` or ``estimates`` as a Figure.

    Args:
        row: ``low``, ``best``, ``high``, ``open``; and ``incidents``, ``unreported``, ``share`` if it is a sum.
        kind: what it counts.
    """
    incidents, unreported = getattr(row, "incidents", None), getattr(row, "unreported", None)
    return Figure(
        kind,
        _whole(row.low),
        _whole(row.best),
        _whole(row.high),
        bool(row.open),
        None if incidents is None else int(incidents),
        None if unreported is None else int(unreported),
        float(getattr(row, "share", 1.0)),
    )


def _whole(value: Any) -> int | None:
    return None if pd.isna(value) else int(value)


def _plus(a: int | None, b: int | None) -> int | None:
    if a is None or b is None:
        return b if a is None else a
    return a + b
