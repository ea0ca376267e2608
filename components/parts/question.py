"""What only a person can say of a file that is being imported, asked on the page with what each answer does."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from components.view import View
from components.words.language import literal
from data.sources.asked import Answers, Question

_KEPT = "_said_of_files"


def said(sha256: str) -> dict[str, Any]:
    """What was said so far of a file, by its hash: ``encoding``, ``dates``, ``name``, ``release``, ``rows``.

    Widgets forget what they hold once they are not drawn; an answer holds for its own file as long as the session.
    """
    return st.session_state.setdefault(_KEPT, {}).setdefault(sha256, {})


def answers(sha256: str) -> Answers:
    """The part of it that is kept with the import."""
    told = said(sha256)
    rows: dict[str, Any] = {
        kind: tuple(row for row, meant in told.get("rows", {}).items() if meant == kind)
        for kind in ("as_is", "as_unknown")
    }
    fields = ("name", "release", "sheet", "delimiter")
    plain: dict[str, Any] = {field: told.get(field) or "" for field in fields}
    return Answers(**plain, **rows)


def ask(view: View, question: Question, sha256: str) -> None:
    """Show a question with its outcomes; the next run reads the file with the answer."""
    words = view.words
    st.warning(literal(question.said))
    field = next(iter(question.outcomes)).partition(":")
    if field[2]:  # a value is chosen
        values = {one.partition(":")[2]: what for one, what in question.outcomes.items()}
        choose(
            words("data.ask.which"),
            list(values),
            field[0],
            sha256,
            lambda one: literal(f"{one}: {values[one]}") if one else words("data.unknown"),
        )
        return
    choices = [one for one in question.outcomes if one != "name"]
    for one, outcome in question.outcomes.items():
        st.text(f"{words(f'data.ask.{one}')}: {outcome}")
    if choices:
        choose(
            words("data.ask.which"),
            choices,
            "rows" if question.rows else "release",
            sha256,
            lambda one: words(f"data.ask.{one}") if one else words("data.unknown"),
            question.rows,
        )
    if "name" in question.outcomes:
        key = f"name-{sha256}"
        st.text_input(words("data.ask.name"), key=key, on_change=_keep, args=(sha256, "name", key))


def choose(
    label: str,
    options: Sequence[str],
    field: str,
    sha256: str,
    named: Callable[[Any], str],
    rows: tuple[int, ...] = (),
) -> None:
    """One choice among answers, none of them made beforehand.

    Args:
        label: what is asked.
        options: the answers.
        field: what of ``said`` it is.
        sha256: of the file.
        named: an answer, or None, in the reader's words.
        rows: the rows it speaks of, each of which gets the answer.
    """
    key = f"{field}-{sha256}"
    st.radio(
        literal(label), [None, *options], key=key, format_func=named, on_change=_keep, args=(sha256, field, key, rows)
    )  # fmt: skip


def _keep(sha256: str, field: str, key: str, rows: tuple[int, ...] = ()) -> None:
    value = st.session_state[key]
    if rows:
        said(sha256).setdefault(field, {}).update(dict.fromkeys(rows, value))
    else:
        said(sha256)[field] = value.strip() if isinstance(value, str) else value
