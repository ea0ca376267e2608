"""A notice in its owner's words: what is new, old and new range, the doubts, and links that open the view."""

from __future__ import annotations

import dataclasses

from components.lines.signals import doubt_sentences, explained_line, signal_sentence
from components.view import address_of
from components.words.language import Strings
from components.words.numbers import day, said
from components.words.sentences import incident_title, selection_sentence
from data.counting.figure import Figure
from data.counting.shard import of_selection
from data.record.record import Record
from data.record.reviewed import as_reviewed
from data.store.passed_on import passed_on
from data.watching.things import Thing, topics
from data.watching.told import Notice
from data.watching.watch import Watch


def worded(notice: Notice, found: list[Thing], watch: Watch, record: Record, words: Strings, address: str) -> Notice:  # fmt: skip
    """A notice with its title, its text and the link of its view.

    Args:
        notice: of ``told.notice_of``.
        found: the things it tells.
        watch: the watch.
        record: the record.
        words: of the owner's language.
        address: where the app is served, without a trailing slash; empty where nobody said.
    """
    selection = watch.selection(record)
    lines = [selection_sentence(selection, as_reviewed(record, selection.pending, selection.review), words), ""]  # fmt: skip
    # an incident of several datasets is told as those tell it whose rows may leave
    record = of_selection(record, passed_on(record, selection)[0] or selection)
    for topic in topics(found):
        for one in topic:
            lines += _lines(one, notice.was.get(one.key, ""), record, words)
        lines += [_link(topic[0], record, words, address), ""]
    title = words(f"notices.title.{watch.rule}", name=watch.name, n=len(found))
    return dataclasses.replace(notice, title=title, text="\n".join(lines).strip(), link=_link(found[0], record, words, address))  # fmt: skip


def _lines(one: Thing, was: str, record: Record, words: Strings) -> list[str]:
    if one.group is not None:
        told = [explained_line(one.group, record, words)]
        for signal in one.group.signals:
            told.append(f"- {signal_sentence(signal, record, words)}")
            told += [f"  {line}" for line in doubt_sentences(signal, record, words)]
        return told
    if one.incident_id:
        row = next(record.incidents[record.incidents["incident_id"] == one.incident_id].itertuples())  # fmt: skip
        title = f"{incident_title(record, row, words)}, {day(row.date_low, words)}"
        if was:
            return [words("notices.revised", title=title, was=_range(was, words), now=_range(one.mark, words))]  # fmt: skip
        return [title]
    if one.day:
        return [words("notices.stale", day=day(one.day, words))]
    if one.figure is not None:
        return [words(f"notices.passes.{one.mark}", number=one.key.partition(":")[2], figure=said(one.figure, words), measure=words.term("measure", one.selection.measure))]  # fmt: skip
    reviews, matches = one.mark.split("|")
    return [words("notices.waiting", reviews=reviews, matches=matches)]


def _range(mark: str, words: Strings) -> str:
    low, best, high, opened = mark.split("|")
    low, best, high = (n if n.isdigit() else "" for n in (low, best, high))
    if not best:
        return words("numbers.not_reported")
    least, middle, most = (int(n) if n else None for n in (low, best, high))
    return said(Figure("incidents", least, middle, most, open=opened == "True", incidents=1), words)


def _link(one: Thing, record: Record, words: Strings, address: str) -> str:
    """The page that shows a thing; for a signal the trends of its own days and area."""
    page = "incidents" if one.incident_id else "desk" if one.key == "waiting" else "trends"
    query = address_of(one.selection, record, words)
    own = f"incident={one.incident_id}&" if one.incident_id else ""
    return f"{address}/{page}?{own}{query}"
