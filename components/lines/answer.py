"""The first thing a reader is told: how many, where, when, and whether that is more than before."""

from __future__ import annotations

import datetime as dt

from components.lines.changes import compared_periods, period_figure, reason_said
from components.view import View, once
from components.words.numbers import begun, day, said, unreported, whole
from components.words.sentences import elsewhere
from data.counting.figure import Figure
from data.counting.periods import extent
from data.counting.query import figure_at
from data.counting.unarmed import unarmed_at_least

MANY_SILENT = 1 / 3  # from this share of incidents without a figure, a sum alone would mislead


def answer(view: View) -> list[str]:
    """The figure of the chosen measure in plain sentences: this period, the one before, and what they tell.

    Returns:
        Sentences: how many people were reported, how many of them at least were civilians, how many incidents
        gave no figure; the period just before and whether there are more, fewer, or that it cannot be told
        and why.
    """
    return once(view, "answer", lambda: _answer(view))


def _answer(view: View) -> list[str]:
    words, selection = view.words, view.selection
    now, before = compared_periods(view)[:2]
    figure = period_figure(view, now, selection.measure, "all")
    if figure is None:
        return []
    place = elsewhere(view.record, selection, words) or words("answer.libya")
    told = [words("answer.now", when=_when(view), people=_people(view, figure), place=place, civilians=_civilians(view, figure))]  # fmt: skip
    silent = unreported(figure, words)
    if silent:
        told.append(begun(words("answer.silent", silent=silent)))
    if before.selection is None:
        told.append(reason_said(view, before.reason, before.days))
        return told
    then = period_figure(view, before, selection.measure, "all")
    if then is not None:
        start, end = extent(before.selection, view.record)
        told.append(words("answer.before", n=(end - start).days + 1, figure=said(then, words), verdict=words(f"answer.verdict.{_verdict(view, figure, then)}")))  # fmt: skip
    return told


def _verdict(view: View, now: Figure, then: Figure) -> str:
    """``verdict``, but ``part`` where no event but some was kept: there a difference may be the record's."""
    if any(one.coverage in ("partial", "gravest") for one in view.answer.covered):
        return "part"
    return verdict(now, then)


def verdict(now: Figure, then: Figure) -> str:
    """What two figures of equal periods tell: ``more``, ``fewer``, or why that cannot be told.

    Returns:
        ``more`` or ``fewer`` where the whole range of one lies above that of the other; ``silent`` where
        many incidents of a period gave no figure, ``open`` where a figure is only a floor, ``overlap``
        where the ranges meet, ``none`` where a period has no figure.
    """
    if now.best is None or then.best is None:
        return "none"
    if any(_share_silent(one) >= MANY_SILENT for one in (now, then)):
        return "silent"
    (low, high), (low_then, high_then) = _ends(now, now.best), _ends(then, then.best)
    if low > high_then:
        return "open" if then.open else "more"
    if high < low_then:
        return "open" if now.open else "fewer"
    return "overlap"


def _ends(figure: Figure, best: int) -> tuple[int, int]:
    low = figure.low if figure.low is not None else best
    return low, figure.high if figure.high is not None else best


def _share_silent(figure: Figure) -> float:
    counted, silent = figure.incidents or 0, figure.unreported or 0
    return silent / (counted + silent) if silent else 0.0


def _when(view: View) -> str:
    words, selection = view.words, view.selection
    start, end = extent(selection, view.record)
    if selection.date_from and selection.date_to and end - start < dt.timedelta(days=93):
        return words("answer.days", n=(end - start).days + 1, end=day(end, words))
    return words("answer.span", start=day(start, words), end=day(end, words))


def _people(view: View, figure: Figure) -> str:
    """How many of whom, with the range behind the number that the sentence bends to."""
    words, selection = view.words, view.selection
    if figure.best is None:
        term = words.term("measure", selection.measure)
        return words("answer.no_figure", measure=term, figure=said(figure, words))
    spoken = words(f"answer.people.{selection.measure}", n=figure.best, count=said(figure, words))
    if selection.group != "all":
        spoken += words("briefing.of_group", group=words.term("group", selection.group))
    return spoken


def _civilians(view: View, figure: Figure) -> str:
    """How many of them were certainly civilians; empty where none is told or they were asked for."""
    words, selection = view.words, view.selection
    if selection.group != "all" or figure.best is None:
        return ""
    own = figure_at(view.record, selection.replace(group="civilians"), selection.measure).low or 0
    least = unarmed_at_least(view.record, selection, selection.measure)
    # of some incidents a better source counts civilians alone: more of them than of all is no part of it
    if not 0 < least <= figure.best:
        return ""
    return words(f"answer.civilians{'_with' if least > own else ''}", low=whole(least, words))
