"""Signals on a page: each opens to its incidents, with why it may be an artefact beside it."""

from __future__ import annotations

import streamlit as st

from components.lines.signals import doubt_sentences, no_signal, signal_sentence
from components.parts.opened_figure import number
from components.view import Part, View
from components.words.language import literal
from components.words.numbers import day
from data.counting.signals import Signal, checked_day, signals


def signal_strip(view: View) -> None:
    """One line that says how many signals there are; opened, what they are."""
    words = view.words
    found = signals(view.record, view.selection)
    end, _ = checked_day(view.record, view.selection)
    if not found:
        st.caption(literal(no_signal(view.record, view.selection, words)))
        return
    with st.expander(words.md("signals.title", day=day(end, words), n=len(found))):
        st.caption(words("signals.caution"))
        for at, one in enumerate(found):
            cells = st.columns([1, 5], vertical_alignment="top")
            with cells[0]:
                kind = words.term("measure", one.measure)
                st.caption(literal(kind))
                number(view, one.selection, one.selection.measure, f"signal-{at}", _part(one, kind))
            cells[1].markdown(
                f"{literal(signal_sentence(one, view.record, words))}  \n"
                f":small[{literal(' '.join(doubt_sentences(one, words)))}]"
            )


def _part(signal: Signal, name: str) -> Part | None:
    return Part(name, signal.figure, signal.ids) if signal.measure == "incidents" else None
