"""The latest official toll beside the incidents of its scope, on a page: the incidents open, the toll links."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from components.lines.coverage import coverage_sentence, latest_compared
from components.parts.opened_figure import number
from components.view import View
from components.words.language import literal


def coverage_strip(view: View) -> None:
    """The sentence, the incidents' figure as a button, and where the toll was published."""
    words = view.words
    st.markdown(f"**{literal(coverage_sentence(view))}**")
    latest = latest_compared(view)
    if latest is None:
        return
    toll, found = latest
    if found.scope is None:
        return
    cells = st.columns([1.2, 1.6], vertical_alignment="top")
    with cells[0]:
        number(view, found.scope, view.selection.measure, "coverage-incidents")
    if not pd.isna(toll["url"]):
        cells[1].link_button(words("coverage.toll_source"), str(toll["url"]), type="tertiary")
