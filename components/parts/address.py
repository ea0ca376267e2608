"""The choice and the address of a page are the same: a link is taken over, a choice is written into it."""

from __future__ import annotations

import datetime as dt
import difflib
from collections.abc import Sequence
from typing import Any, Final

import streamlit as st

from components.view import LANGUAGE_PARAMETER, PAGE_PARAMETER, VERSION_PARAMETER
from components.words.language import LANGUAGES, Strings, literal
from components.words.sentences import problem_sentence
from data.counting.asked import Problem, parse
from data.counting.covered import bands_of
from data.counting.links import as_meant
from data.counting.query import query
from data.counting.selection import PARAMETERS, Selection
from data.record.cluster import datasets
from data.record.record import Record

OPENING_DAYS: Final = 30
# what a page's own controls say: the part of the map, how a chart is cut, the text that is searched
OF_PAGES: Final = (
    "region",
    "colour",
    "layer",
    "bins",
    "curve",
    "search",
    "toll",
    "of",
    "scope",
    "split",
    "compared",
    "tab",
    "week",
    "parts",
    "formats",
    "speak",
    "learned",
    "heading",
)
OTHER_PARAMETERS = (
    VERSION_PARAMETER,
    LANGUAGE_PARAMETER,
    PAGE_PARAMETER,
    "incident",
    "like",
    "embed",
    "embed_options",
    *OF_PAGES,
)


def opening(record: Record) -> Selection:
    """What the app opens on: the last 30 days of the newest systematic band of the record's own rows.

    Where nothing happened in them it is the whole band, and without such a band everything.
    """
    own = datasets(record)[:1] if len(datasets(record)) > 1 else ()
    bands = bands_of(record, Selection(dataset=own))
    ends = [(band.date_to, band.date_from) for band in bands if band.kind == "systematic"]
    if not ends:
        return Selection(dataset=own)
    end, first = max(ends)
    last = Selection(max(first, end - dt.timedelta(days=OPENING_DAYS - 1)), end, dataset=own)
    return last if len(query(record, last).kept) else last.replace(date_from=first)


def waiting() -> list[Problem]:
    """What a link asked for that cannot be, as long as the reader has not said what to show instead."""
    problems = st.session_state.get("_problems", [])
    return [] if st.session_state.get("_accepted") else problems


def accept() -> None:
    """Show what could be read of a link, without the rest."""
    st.session_state["_accepted"] = True


def adopt_address(record: Record) -> None:
    """Take over a link that was opened; a page change that only emptied the address keeps the choice."""
    given = {name: st.query_params.get_all(name) for name in st.query_params}
    meant, unknown = as_meant(given, OTHER_PARAMETERS)
    asked = {name: values for name, values in meant.items() if name in PARAMETERS.values()}
    first = "_address" not in st.session_state
    # a client that was away may come back without the state of its controls
    there = all(f"pick_{field}" in st.session_state for field in PARAMETERS)
    if not first and not unknown and (not asked or asked == st.session_state["_address"]):
        if there and (asked or not _emptied()):
            return
        asked = st.session_state["_address"]
    selection, problems = parse(asked, record)
    near = (difflib.get_close_matches(name.casefold(), PARAMETERS.values(), 1) for name in unknown)
    for (name, values), found in zip(unknown.items(), near, strict=True):
        listed = {"list": ", ".join(found or PARAMETERS.values())}
        problems.append(Problem(name, ", ".join(values), "parameter", listed))
    if not asked:
        selection = opening(record)
    elif problems:  # what could not be read falls back to the opening view, never to everything
        usual = opening(record)
        failed = {one.parameter for one in problems}
        if failed & {PARAMETERS["date_from"], PARAMETERS["date_to"]}:
            selection = selection.replace(
                date_from=selection.date_from or usual.date_from,
                date_to=selection.date_to or usual.date_to,
            )
        if selection.date_from and selection.date_to and selection.date_from > selection.date_to:
            selection = selection.replace(date_from=usual.date_from, date_to=usual.date_to)
    st.session_state["_problems"], st.session_state["_accepted"] = problems, False
    st.session_state["_linked_version"] = st.query_params.get(VERSION_PARAMETER)
    st.session_state["_read_as"] = selection.to_params()
    for field in PARAMETERS:
        st.session_state[f"pick_{field}"] = for_widget(field, getattr(selection, field))


def asserted() -> None:
    """Send the value of every control once more where the run before was cut short.

    What such a run had not sent yet is dropped by the framework: a browser that never heard of a value takes
    the control for empty, and would empty it at its next turn. ``whole`` ends a run that was not cut short.
    """
    if not st.session_state.get("_whole", True):
        for name in [f"pick_{field}" for field in PARAMETERS]:
            if name in st.session_state:
                st.session_state[name] = st.session_state[name]
    st.session_state["_whole"] = False


def whole() -> None:
    """Note that a run came to its end."""
    st.session_state["_whole"] = True


def _emptied() -> bool:
    """Whether every control lost its value, though the last address named some: a page change chooses nothing."""
    nothing = Selection()
    kept = [st.session_state[f"pick_{field}"] == for_widget(field, getattr(nothing, field)) for field in PARAMETERS]  # fmt: skip
    return all(kept) and set(st.session_state["_address"]) != {PARAMETERS["measure"]}


def write_address(selection: Selection, record: Record, words: Strings) -> None:
    """Write a choice, the record's version and the language into the address; what else is known there stays."""
    params = selection.to_params() or {PARAMETERS["measure"]: [selection.measure]}
    st.session_state["_address"] = params
    ours = {VERSION_PARAMETER, LANGUAGE_PARAMETER}
    spoken = {} if words.language == LANGUAGES[0] else {LANGUAGE_PARAMETER: words.language}
    given = {name: st.query_params.get_all(name) for name in st.query_params}
    meant = as_meant(given, OTHER_PARAMETERS)[0]
    others = {name: meant[name] for name in OTHER_PARAMETERS if name in meant and name not in ours}
    st.query_params.from_dict({**params, VERSION_PARAMETER: record.version, **spoken, **others})


def for_widget(field: str, value: Any) -> Any:
    """A value of a Selection as its widget holds it."""
    return list(value) if isinstance(value, tuple) and field != "near" else value


def asked(name: str, options: Sequence[str], usual: str, words: Strings) -> str:
    """What the address says of a page's own control; what is usual, with a word, where that cannot be.

    Args:
        name: one of ``OF_PAGES``.
        options: what the control offers.
        usual: what it opens on.
        words: the language.
    """
    given = st.query_params.get(name, usual)
    if given in options:
        return given
    listed = {"list": ", ".join(options)}
    st.warning(literal(problem_sentence(Problem(name, given, "one_of", listed), words)))
    return usual


def asked_list(
    name: str, options: Sequence[str], usual: Sequence[str], words: Strings
) -> list[str]:
    """What the address says of a control that offers several, in its order; what is usual where any of it cannot be."""
    given = [one for one in st.query_params.get(name, ",".join(usual)).split(",") if one]
    wrong = [one for one in given if one not in options]
    if not wrong:
        return given
    listed = {"list": ", ".join(options)}
    st.warning(literal(problem_sentence(Problem(name, ", ".join(wrong), "one_of", listed), words)))
    return list(usual)


def asked_day(name: str, options: Sequence[str], usual: str, words: Strings) -> str | dt.date:
    """What the address says of a control that offers some words or a day; what is usual where that cannot be."""
    try:
        return dt.date.fromisoformat(st.query_params.get(name, ""))
    except ValueError:
        return asked(name, options, usual, words)


def tell(name: str, value: str | None, usual: str) -> None:
    """Write what a page's own control says into the address, so that a link shows the same; the usual is not written.

    Args:
        name: one of ``OF_PAGES``.
        value: what it says.
        usual: what it opens on.
    """
    if value and value != usual:
        st.query_params[name] = value
    elif name in st.query_params:
        del st.query_params[name]


def root() -> str:
    """Path the app is served under, for the files it serves itself."""
    base = str(st.get_option("server.baseUrlPath") or "").strip("/")
    return f"/{base}" if base else ""
