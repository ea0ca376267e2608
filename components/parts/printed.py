"""How a page is printed: without what only a hand can use, and no chart over two sheets."""

from __future__ import annotations

import json

import streamlit as st

from components.words.language import Strings

_PRINT = """
<style>
@media print {
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  [data-testid="stSidebar"], [data-testid="stHeader"], [data-testid="stExpander"], .st-key-phone-pages,
  button[kind="secondary"], button[kind="primary"], [data-testid="stButtonGroup"], [data-testid="stSlider"],
  [data-testid="stCheckbox"], [data-testid="stRadio"], [data-testid="stFileUploader"],
  [data-testid="stElementToolbar"], [data-testid="stDownloadButton"] { display: none !important; }
  [data-testid="stApp"], [data-testid="stAppViewContainer"], [data-testid="stMain"] { position: static !important; overflow: visible !important; height: auto !important; }
  [data-testid="stMainBlockContainer"] { padding: 0; max-width: none; }
  [data-testid="stPlotlyChart"], [data-testid="stDeckGlJsonChart"], [data-testid="stDataFrame"], [data-testid="stAlert"],
  tr, .st-key-change-table [data-testid="stHorizontalBlock"] { break-inside: avoid; }
  [data-testid="stHeading"] { break-after: avoid; }
  [data-testid="stElementContainer"]:has([data-testid="stDataFrame"])::after { content: TABLE; display: block; font-size: .8rem; padding-top: .3rem; }
}
</style>
"""


def printed(words: Strings) -> None:
    """Say how the page is printed; how wide a sheet is, ``width`` says where it measures the page.

    Args:
        words: the reader's language; a table says that only the rows on the screen are printed.
    """
    told = json.dumps(words("printed.table"), ensure_ascii=False)
    st.html(_PRINT.replace("TABLE", told))
