"""Parts that close a briefing: how to read and credit a figure, the rules, and what each figure rests on."""

from __future__ import annotations

from components.briefing.annex import Annex, Cited
from components.briefing.model import Part
from components.briefing.stamp import address_given
from components.lines.claims import whose_view
from components.view import View
from components.words.names import actor_name, note_text, publishers, side_name
from components.words.numbers import day, days, said, unreported, whole
from components.words.sentences import citation
from data.counting.figure import of_row
from data.counting.periods import extent

MOST_IDS = 3


def reading_part(view: View, address: str) -> Part:
    """How to read and credit a figure, on one page that can be handed on alone.

    Args:
        view: the view; its own figure is the example.
        address: where the app is served; blank if nobody said, which the citation then says.
    """
    words, selection = view.words, view.selection
    figure = of_row(view.answer.figures().loc[selection.measure])
    measure = words.term("measure", selection.measure)
    lines = []
    if figure.best is not None:
        ranged = figure.low is not None and (figure.open or figure.low != figure.high)
        example = "briefing.reading.range" if ranged else "briefing.reading.one"
        lines.append(words(example, figure=said(figure, words), measure=measure))
    rules = ("unknown", "documented", "claims", "sums", "bands", "stamp", "ask")
    lines += [words(f"briefing.reading.{rule}") for rule in rules]
    link = address_given(view, address) or words("briefing.reading.no_address")
    credit = citation(figure, measure, selection, view.record, link, list(view.answer.ids), words)
    lines.append(words("briefing.reading.credit", citation=credit))
    return Part(
        "reading",
        words("briefing.reading.title"),
        sentences=tuple(lines),
        notes=(note_text(view.record, view.record.licence, words),),
    )


def method_part(view: View) -> Part:
    """How to read the figures, in a box."""
    words = view.words
    keys = ("documented", "range", "unknown", "rule", "claims", "tolls", "place", "known")
    known = day(view.answer.as_known_on, words)
    lines = [words(f"briefing.method.{key}", day=known) for key in keys]
    return Part(
        "method",
        words("briefing.method_title"),
        sentences=(*lines, whose_view(view)),
        notes=(words("briefing.annex_text"),),
    )


def references_part(view: View, annex: Annex) -> Part:
    """What stands behind each number of a figure: what it counts, its first incidents, its sources."""
    return Part(
        "references",
        view.words("briefing.references_title"),
        sentences=tuple(_reference(view, one) for one in annex.cited),
        notes=(view.words("briefing.annex_text"),),
    )


def _reference(view: View, one: Cited) -> str:
    words, record = view.words, view.record
    counted = [words.term("measure", one.measure)] if one.measure != "incidents" else []
    if one.selection.group != "all":
        counted.append(words.term("group", one.selection.group))
    counted.append(days(*extent(one.selection, record), words))
    if one.key:
        counted.append(_named(view, one))
    if one.selection.as_known_on != view.selection.as_known_on and one.selection.as_known_on:
        counted.append(words("sentence.as_known_on", day=day(one.selection.as_known_on, words)))
    figure = said(one.figure, words)
    if one.measure == "incidents":
        figure = words("trends.in_incidents", n=len(one.ids))
    silent = f" ({unreported(one.figure, words)})" if one.figure.unreported else ""
    listed = ", ".join(one.ids[:MOST_IDS])
    if len(one.ids) > MOST_IDS:
        more = whole(len(one.ids) - MOST_IDS, words)
        listed = words("briefing.reference_more", list=listed, n=more)
    return words(
        "briefing.reference",
        id=one.figure_id,
        figure=figure,
        silent=silent,
        counted=words("covered.and").join(counted),
        list=listed or words("briefing.reference_none"),
        publishers=words("covered.and").join(publishers(record, list(one.ids), words, 4))
        or words("numbers.not_reported"),
    )


def _named(view: View, one: Cited) -> str:
    """A part of a total in words: attribution, or who is named and the attribution."""
    words = view.words
    if one.axis == "attribution_status":
        return words.term("attribution_status", one.key)
    who, status = one.key.split("|")
    name = side_name if one.axis == "side_status" else actor_name
    return f"{name(view.record, who, words)}: {words.term('attribution_status', status)}"
