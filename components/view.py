"""A View: the record, the reader's choice and its answer, in the reader's language; what pictures say of it."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from components.pictures.furniture import PAGE_PIXELS, SHARED_PIXELS, Furniture
from components.pictures.palette import Theme
from components.words.covered import aside_sentence, covered_sentence
from components.words.language import DEFAULT, Strings
from components.words.names import note_text, publishers
from components.words.numbers import begun, day
from components.words.sentences import attributed, selection_sentence
from components.words.standing import standing_sentence
from components.words.time_known import time_sentence
from data.counting.figure import Figure, of_row
from data.counting.query import Answer, figure_at, ids_at, query
from data.counting.selection import Selection
from data.counting.shard import of_selection
from data.counting.time_known import certainly_and_possibly
from data.record.kept import KEPT
from data.record.record import Record
from data.record.reviewed import as_reviewed
from data.store.holdings import Holdings

Made = TypeVar("Made")
VERSION_PARAMETER = "record"
LANGUAGE_PARAMETER = "lang"
ADDRESS_VARIABLE = "CASUALTY_ADDRESS"  # where the app is served, for those who cannot see it
PAGE_PARAMETER = "page"  # of a page that was asked for and is not there


@dataclass(frozen=True, eq=False)
class View:
    """What every page needs to know.

    Attributes:
        holdings: the record with what was imported, damaged batches and matches.
        record: the record as the chosen datasets tell it.
        selection: the reader's choice.
        answer: the figures of that choice.
        words: the reader's language.
        theme: ``light`` or ``dark``.
        sentence: the selection as a sentence.
        query: the address of the selection, without ``?``.
        pixels: how wide the page is in the reader's browser, in steps.
    """

    holdings: Holdings
    record: Record
    selection: Selection
    answer: Answer
    words: Strings
    theme: Theme
    sentence: str
    query: str
    pixels: int = PAGE_PIXELS


def address_of(selection: Selection, record: Record, words: Strings | None = None) -> str:
    """The address of a selection, without ``?``: with the record's version, and the language if not the first."""
    asked = f"{selection.to_query()}&{VERSION_PARAMETER}={record.version}".lstrip("&")
    if words is None or words.language == DEFAULT:
        return asked
    return f"{asked}&{LANGUAGE_PARAMETER}={words.language}"


def view_of(
    holdings: Holdings,
    selection: Selection,
    words: Strings,
    theme: Theme,
    pixels: int = PAGE_PIXELS,
) -> View:
    """The View of a selection.

    Args:
        holdings: the record with what was imported.
        selection: the reader's choice.
        words: the reader's language.
        theme: light or dark.
        pixels: how wide the page is.
    """
    record = as_reviewed(holdings.record, selection.pending, selection.review)
    holdings = dataclasses.replace(holdings, record=record)
    chosen = of_selection(record, selection)
    return View(
        holdings=holdings,
        record=chosen,
        selection=selection,
        answer=query(chosen, selection),
        words=words,
        theme=theme,
        sentence=selection_sentence(selection, record, words),
        query=address_of(selection, record, words),
        pixels=pixels,
    )


def once(view: View, what: Hashable, make: Callable[[], Made]) -> Made:
    """Something made of a view, made once for all who look at the same in the same language and theme.

    Args:
        view: the view.
        what: names it, with all it depends on beside the view.
        make: makes it.
    """
    seen = (
        view.selection,
        view.holdings.record.version,
        view.words.language,
        view.theme,
        view.pixels,
    )
    return KEPT.answer(view.record, (what, *seen), make)


def furniture(
    view: View, title: str, subtitle: str, ids: Sequence[str] | None = None, *, share: float = 1.0
) -> Furniture:
    """What stands around a chart of this view: the finding and the stamp.

    Args:
        view: the view.
        title: the finding.
        subtitle: measure, unit and period.
        ids: incidents drawn; None is all of the selection.
        share: the chart's part of its row, where the page is so wide that it shares one.
    """
    return Furniture(
        begun(title),
        f"{subtitle}. {view.sentence}",
        stamp(view, ids),
        view.theme,
        int(view.pixels * share) if view.pixels >= SHARED_PIXELS else view.pixels,
        view.words.right_to_left,
    )


def stamp(view: View, ids: Sequence[str] | None = None) -> str:
    """Number of incidents, sources, day of knowledge, coverage, record date and version, as one line.

    Args:
        view: the view.
        ids: the incidents it stands for; None is all of the selection.
    """
    if ids is None:
        return once(view, "stamp", lambda: _stamp(view, view.answer.ids))
    return _stamp(view, ids)


def _stamp(view: View, ids: Sequence[str]) -> str:
    words, record = view.words, view.record
    return attributed(record, view.holdings.imported, ids, words) + words(
        "exhibit.stamp",
        n=len(ids),
        sources=words("covered.and").join(publishers(record, list(ids), words))
        or words("numbers.not_reported"),
        title=note_text(record, record.title, words),
        known=day(view.answer.as_known_on, words),
        date=day(record.date, words),
        version=record.version,
        coverage=" ".join(
            filter(
                None,
                (
                    covered_sentence(view.answer.covered, words),
                    aside_sentence(view.holdings.put_aside, view.answer.covered, words),
                    standing_sentence(view.holdings.record, view.selection, words),
                    time_sentence(
                        certainly_and_possibly(view.holdings.record, view.selection),
                        view.selection.measure,
                        words,
                    ),
                ),
            )
        ),
    )


@dataclass(frozen=True)
class Part:
    """One part of a total: its name in the reader's words, its figure, its incidents."""

    name: str
    figure: Figure
    ids: tuple[str, ...]


def figure_of(view: View, selection: Selection, measure: str) -> Figure:
    """The figure of a selection and measure."""
    return figure_at(view.record, selection, measure)


def part_of(view: View, axis: str, key: str, name: str) -> Part:
    """One part of the view's total: the incidents that stand at a key of an axis.

    Args:
        view: the view.
        axis: one of ``shard.AXES``.
        key: the key.
        name: what the part is, in the reader's words.
    """
    found = view.answer.by(axis)
    at = (key, view.selection.measure)
    share = view.answer.shares[view.selection.measure]
    nobody = Figure("incidents", None, None, None, incidents=0, unreported=0, share=share)
    figure = of_row(found.loc[at]) if at in found.index else nobody
    return Part(name, figure, tuple(ids_at(view.record, view.selection, axis, key)))
