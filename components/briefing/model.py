"""What a briefing is made of, before it is slides, a document, a page or pictures."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal

from components.briefing.canvas import Canvas
from components.briefing.stamp import Stamp
from components.words.numbers import begun

REFERENCE = re.compile(r" ?\[(F\d+)\]")  # a figure's place in the list at the end and in the annex
PARTS = (
    "snapshot",
    "change",
    "signals",
    "map",
    "trend",
    "actors",
    "coverage",
    "gravest",
    "changes",
    "reading",
    "method",
    "references",
)


@dataclass(frozen=True)
class Table:
    """Rows of words; the first column names the row."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Series:
    """Numbers of a chart that slides draw themselves; None is no figure, never zero."""

    name: str
    values: tuple[float | None, ...]
    colour: str
    hatched: bool = False
    hollow: bool = False


@dataclass(frozen=True)
class Chart:
    """A chart that slides draw themselves, so that it can be edited there.

    Attributes:
        kind: ``columns`` in time, ``bars`` one a name; both stacked; or ``pairs``, bars side by side.
        categories: name of each column or bar.
        series: what is stacked.
        people: title of the axis of people.
        along: title of the axis of time; blank where names stand there.
    """

    kind: Literal["columns", "bars", "pairs"]
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    people: str
    along: str = ""


@dataclass(frozen=True)
class Part:
    """One part of a briefing.

    Attributes:
        name: one of ``PARTS``, or ``actors-side`` and the like.
        title: the finding.
        subtitle: measure, unit and period of the picture; blank without one.
        sentences: what it says; each figure with the id it has in the annex.
        table: its numbers as rows.
        picture: its picture.
        card: the same drawn for a phone; None without a picture.
        chart: the same as slides draw it; None where they take the picture.
        notes: what stands under it.
    """

    name: str
    title: str
    subtitle: str = ""
    sentences: tuple[str, ...] = ()
    table: Table | None = None
    picture: Canvas | None = None
    card: Canvas | None = None
    chart: Chart | None = None
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """A title begins with a capital letter, whatever figure it begins with."""
        object.__setattr__(self, "title", begun(self.title))


@dataclass(frozen=True)
class Brief:
    """A briefing in one language: its stamp, its parts in order, and its data annex."""

    title: str
    stamp: Stamp
    parts: tuple[Part, ...]
    annex: dict[str, bytes] = field(default_factory=dict)
