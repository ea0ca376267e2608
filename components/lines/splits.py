"""The parts of a trend in a reader's words: by side, actor, type or attribution, gravest first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import pandas as pd

from components.lines.trend import bin_name, finding
from components.view import Part, View
from components.words.language import Strings
from components.words.names import actor_name, side_name
from components.words.numbers import said
from data.counting.attribution import NOBODY, SEVERAL
from data.counting.crossed import added, crossed
from data.counting.figure import Figure, of_row
from data.counting.periods import Axis, bins
from data.counting.query import ids_at

MOST_PARTS: Final = 6
OTHERS: Final = "others"


@dataclass(frozen=True)
class Split:
    """The parts of a trend.

    Attributes:
        title: the finding: the part with most people, of how many.
        rows: ``key``, ``part``, ``name``, ``low``, ``best``, ``high``, ``open``, ``incidents``, ``unreported``, ``label``.
        bins: every bin, with ``bin``, its name.
        names: part and what stands above its panel, gravest first; several and nobody last.
        parts: each as it opens to its incidents, in the same order.
    """

    title: str
    rows: pd.DataFrame
    bins: pd.DataFrame
    names: tuple[tuple[str, str], ...]
    parts: tuple[Part, ...]


def split_of(view: View, measure: str, axis: Axis, split: str) -> Split:
    """A view's measure over time by side, actor, type or attribution; the smallest parts as one.

    Args:
        view: the view.
        measure: which people.
        axis: weeks or months.
        split: one of ``crossed.SPLITS``.
    """
    words = view.words
    every = bins(view.answer, view.record, measure, axis)
    every["bin"] = [bin_name(view, row, axis) for _, row in every.iterrows()]
    totals = view.answer.by(split).xs(measure, level="measure")
    best = totals["best"].astype("Float64").fillna(0)
    last = [key for key in (SEVERAL, NOBODY) if key in totals.index]
    order = best.drop(last).sort_values(ascending=False, kind="stable").index.tolist()
    room = MOST_PARTS - len(last)
    kept, rest = (order, []) if len(order) <= room else (order[: room - 1], order[room - 1 :])
    rows = crossed(view.record, view.selection, measure, axis, split)
    rows["part"] = rows["part"].where(~rows["part"].isin(rest), OTHERS)
    rows = added(rows, ["key", "part"])
    shown = [*kept, *([OTHERS] if rest else []), *last]
    figures = {key: of_row(row) for key, row in added(rows, ["part"]).set_index("part").iterrows()}
    named = {key: _named(view, split, key, len(rest)) for key in shown}
    when = dict(zip(every["key"], every["bin"], strict=True))
    rows["name"] = rows["part"].map(named)
    rows["label"] = [
        f"<b>{named[row['part']]}</b><br>{when[row['key']]}: {said(of_row(row), words)}<br>"
        + words("trends.in_incidents", n=int(row["incidents"] + row["unreported"]))
        for _, row in rows.iterrows()
    ]
    names = tuple((key, f"{named[key]}: {_figure(figures[key], words)}") for key in shown)
    opens = tuple(
        Part(
            named[key],
            figures[key],
            tuple(
                one
                for own in (rest if key == OTHERS else [key])
                for one in ids_at(view.record, view.selection, split, own)
            ),
        )
        for key in shown
    )
    total = of_row(view.answer.figures().loc[measure])
    lead = max(kept or shown, key=lambda key: figures[key].best or 0)
    term = words.term("measure", measure)
    if total.best is None:
        title = finding(view, every, measure, axis)
        return Split(title, rows, every, names, opens)
    title = words(
        f"trends.split_title.{split}",
        name=named[lead],
        figure=said(figures[lead], words),
        total=said(total, words),
        measure=term,
    )
    return Split(title, rows, every, names, opens)


def _figure(figure: Figure, words: Strings) -> str:
    n = (figure.incidents or 0) + (figure.unreported or 0)
    return f"{said(figure, words)} · {words('trends.in_incidents', n=n)}"


def _named(view: View, split: str, key: str, others: int) -> str:
    words = view.words
    if key == OTHERS:
        return words("trends.others", n=others)
    if split == "actor":
        return actor_name(view.record, key, words)
    return side_name(view.record, key, words) if split == "side" else words.term(split, key)
