"""How much of a figure is known to the day, as a sentence and as a part of the command line's answer."""

from __future__ import annotations

from typing import Any

from components.words.language import Strings
from components.words.numbers import said, whole
from data.counting.figure import of_row
from data.counting.query import Answer


def time_sentence(both: tuple[Answer, Answer] | None, measure: str, words: Strings) -> str:
    """What lies wholly in the period and what may lie in it; empty where they are the same.

    Args:
        both: result of ``certainly_and_possibly``.
        measure: which figure.
        words: the reader's language.
    """
    if both is None:
        return ""
    sure, touching = (of_row(one.figures().loc[measure]) for one in both)
    return words(
        "time_known.sentence",
        measure=words.term("measure", measure),
        sure=said(sure, words),
        n=whole(len(both[0].ids), words),
        touching=said(touching, words),
        m=whole(len(both[1].ids), words),
    )


def time_cells(both: tuple[Answer, Answer] | None, measure: str) -> dict[str, Any]:
    """Low, best and high of what is certainly and what is possibly in the period, as cells of a row."""
    cells: dict[str, Any] = {}
    for name, answer in zip(("certainly", "possibly"), both or (None, None), strict=True):
        figure = of_row(answer.figures().loc[measure]) if answer else None
        for end in ("low", "best", "high"):
            cells[f"{name}_{end}"] = getattr(figure, end) if figure else None
    return cells
