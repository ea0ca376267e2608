"""What a reader must know before any number: impossible links, rows put aside, several datasets."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit

import streamlit as st

from components.parts import answers
from components.parts.address import accept
from components.view import LANGUAGE_PARAMETER, PAGE_PARAMETER, View
from components.words.language import LANGUAGES, Strings, literal
from components.words.sentences import problem_sentence
from components.words.standing import standing_sentence
from data.counting.asked import Problem
from data.counting.query import several_datasets
from data.counting.standing import standing
from data.record.team_geography import readable_geography
from data.store.current import current

LOOKS_EVERY_SECONDS = 2


def impossible(view: View) -> list[str]:
    """What the opened link asked for that cannot be, one sentence each."""
    problems = st.session_state.get("_problems", [])
    return [problem_sentence(problem, view.words) for problem in problems]


def ask_instead(view: View) -> None:
    """Ask what to show where a link cannot be read whole: without the rest it is wider than what was asked for."""
    words = view.words
    st.subheader(words("link.ask"), anchor=False)
    for one in impossible(view):
        st.warning(literal(one))
    st.text(words("link.rest", sentence=view.sentence))
    st.button(words("link.show_rest"), on_click=accept, type="primary")


def until_it_is_read(words: Strings) -> None:
    """Say that what is shown is from before, and draw the page anew once what is newer is there.

    Not before the page stands: what was just pressed would be lost. Nor over what stands on it for this once.
    """
    drawn: list[bool] = []

    def look_again() -> None:
        if not drawn or current().newer:
            drawn.append(True)
            st.info(words.md("app.being_read"))
        elif not answers.stands():
            answers.draw_anew()
        else:
            st.info(words.md("app.was_read"))
            if st.button(words("app.show_newer")):
                st.rerun()

    st.fragment(look_again, run_every=LOOKS_EVERY_SECONDS)()


def no_such_page(pages: Sequence[str], words: Strings) -> str:
    """That the address names a page there is none of; empty where it names one, or none."""
    path = urlsplit(st.context.url or "").path.strip("/")
    base = (st.get_option("server.baseUrlPath") or "").strip("/")
    name = st.query_params.get(PAGE_PARAMETER) or path.removeprefix(base).strip("/")
    if not name or name in pages:
        return ""
    listed = ", ".join(pages)
    return words("app.no_such_page", name=name, list=listed)


def open_standing(view: View) -> None:
    """The way from what is told of waiting, disputed and changed incidents to the incidents themselves."""
    found = standing(view.holdings.record, view.selection)
    if found.pending or found.disputed or found.changed or found.alone:
        asked = {**view.selection.to_params(), "tab": "work"}
        st.page_link("components/pages/desk.py", label=view.words("standing.open"), query_params=asked)  # fmt: skip


def cautions(view: View) -> list[str]:
    """What a reader must know before any number.

    Args:
        view: the view.

    Returns:
        What the opened link asked for that cannot be, what was put aside or left out, and that
        records shown together may hold one incident twice.
    """
    words, record = view.words, view.record
    said = impossible(view)
    if said:
        said.append(words("exhibit.instead", sentence=view.sentence))
    unknown = st.session_state.get("_unknown_language")
    if unknown:
        problem = Problem(LANGUAGE_PARAMETER, unknown, "one_of", {"list": ", ".join(LANGUAGES)})
        said.append(problem_sentence(problem, words))
    linked = st.session_state.get("_linked_version")
    if linked and linked != record.version:
        said.append(words("link.other_version", linked=linked, version=record.version))
    if len(record.put_aside):
        said.append(words("link.put_aside", n=len(record.put_aside)))
    if view.holdings.damaged:
        said.append(words("link.damaged", batches=", ".join(view.holdings.damaged)))
    unread = readable_geography()[1]
    if unread:
        said.append(words("geography.unread", error=unread))
    decided = standing_sentence(view.holdings.record, view.selection, words)
    if decided:
        said.append(decided)
    together = several_datasets(record, view.selection)
    if together:
        names = words("covered.and").join(words.term("dataset", one) for one in together)
        waiting = int((view.holdings.matches["state"] == "review").sum())
        once = words("link.datasets_once", datasets=names)
        several = words("link.several_datasets", datasets=names, n=waiting) if waiting else once
        said.append(several)
    return said
