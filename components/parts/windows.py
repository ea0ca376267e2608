"""A long table by windows: only the rows of the window shown are made and sent."""

from __future__ import annotations

import streamlit as st

from components.words.language import Strings, literal
from components.words.numbers import whole

ROWS = 500


def window(words: Strings, count: int, key: str) -> slice:
    """The rows of a long table that the reader looks at; a table that fits is whole and shows nothing more.

    Args:
        words: the reader's language.
        count: how many rows there are.
        key: of the element.
    """
    if count <= ROWS:
        return slice(0, count)
    pages = -(-count // ROWS)
    page = st.number_input(words.md("window.page", n=pages), 1, pages, key=f"window-{key}", width=220)  # fmt: skip
    start = (int(page) - 1) * ROWS
    end = min(start + ROWS, count)
    st.caption(
        literal(words("window.rows", first=whole(start + 1, words), last=whole(end, words), n=whole(count, words)))
    )  # fmt: skip
    return slice(start, end)
