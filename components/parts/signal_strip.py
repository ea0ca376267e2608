"""Signals on a page: each opens to its incidents, with why it may be an artefact beside it."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from components.lines.signals import (
    doubt_sentences,
    explained_line,
    no_signal,
    not_checked,
    signal_sentence,
)
from components.parts.opened_figure import number
from components.view import Part, View
from components.words.language import literal
from components.words.numbers import day
from data.counting.checks import checks
from data.counting.explained import Explained, explained
from data.counting.signals import Signal, signals

FIRST = 3


def signal_strip(view: View) -> None:
    """One line that says how many signals there are and what explains the gravest; opened, all of them."""
    words, record = view.words, view.record
    found = signals(record, view.selection)
    if not found:
        st.caption(literal(no_signal(record, view.selection, words)))
        return
    groups = explained(found)
    last = max(one.day for one in checks(record, view.selection) if one.since)
    lead = explained_line(groups[0], record, words)
    with st.expander(words.md("signals.title_lead", day=day(last, words), n=len(found), lead=lead)):
        st.caption(words("signals.caution"))
        for one in not_checked(record, view.selection, words):
            st.caption(literal(one))
        first = [group for group in groups if not group.apart][:FIRST]
        for group in first:
            _group(view, group)
        rest = [group for group in groups if group not in first]
        n = sum(len(group.signals) for group in rest)
        if rest and st.toggle(words.md("signals.further", n=n), key="signals-further", value=not first):  # fmt: skip
            told = ""
            for group in rest:
                if group.apart and group.apart != told:
                    told = group.apart
                    st.markdown(f"**{words(f'signals.{told}_apart')}**")
                _group(view, group)


def _group(view: View, group: Explained) -> None:
    """The gravest signal of a group with its doubts, and the others that the same thing explains."""
    words, more = view.words, group.signals[1:]
    if more:
        st.markdown(f"**{literal(explained_line(group, view.record, words))}**")
    _signals(view, group.signals[:1])
    if more:
        with st.popover(words.md("signals.more_of_it", n=len(more)), type="tertiary"):
            _signals(view, more)


def _signals(view: View, found: Sequence[Signal]) -> None:
    words = view.words
    for one in found:
        cells = st.columns([1, 5], vertical_alignment="top")
        key = "-".join(("signal", one.kind, one.measure, one.value, str(one.reach), one.selection.to_query()))  # fmt: skip
        with cells[0]:
            kind = words.term("measure", one.measure)
            st.caption(literal(kind))
            number(view, one.selection, one.selection.measure, key, _part(one, kind))
        cells[1].markdown(
            f"{literal(signal_sentence(one, view.record, words))}  \n"
            f":small[{literal(' '.join(doubt_sentences(one, view.record, words)))}]"
        )


def _part(signal: Signal, name: str) -> Part | None:
    return Part(name, signal.figure, signal.ids) if signal.measure == "incidents" else None
