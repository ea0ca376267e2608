"""What Streamlit's theme cannot say: density, tabular figures, direction."""

from __future__ import annotations

import json

import streamlit as st

from components.words.language import Strings

_STYLE = """
<style>
[data-testid="stMainBlockContainer"] { padding: 3.4rem 2.2rem 3rem; max-width: 1500px; }
.st-key-page-width-holder, .st-key-pages-first-holder, .st-key-desk-person-holder { display: none; }
[data-testid="stSidebarUserContent"] { padding-top: 0; }
[data-testid="stHeading"] h2 { padding: 0 0 .1rem; }
[data-testid="stMain"], [data-testid="stDialog"] { font-variant-numeric: tabular-nums; }
[data-testid="stDialog"] h3 { font-size: 1.25rem; }
[data-testid="stCaptionContainer"] p { margin-bottom: 0; }
[data-testid="stCaptionContainer"], [data-testid="stCaptionContainer"] p { color: inherit; }
[data-testid="stCaptionContainer"] { opacity: .8; }
[data-testid="stMultiSelect"] button { min-width: 24px; min-height: 24px; }
[data-testid="stMultiSelect"] :has(> span[title]) { background-color: #44598f; color: #ffffff; }
button[kind="primary"] { background-color: #44598f; border-color: #44598f; color: #ffffff; }
[data-testid="stTable"], [data-testid="stMain"] :has(> table) { overflow-x: auto; max-width: 100%; }
[data-testid="stMarkdownContainer"] { overflow-wrap: anywhere; }
:focus-visible { outline: 3px solid #4379a8; outline-offset: 1px; }
.st-key-change-table button[kind="tertiary"], .st-key-change-table button[kind="tertiary"] p { white-space: normal; overflow: visible; text-align: start; }
.st-key-latest button[kind="tertiary"] { min-height: 0; padding: 0; }
.st-key-change-table button[kind="tertiary"] p, .st-key-change-table [data-testid="stPageLink"] p {
  font-weight: 600; text-decoration: underline; text-decoration-style: dotted;
  text-underline-offset: .25em; text-decoration-thickness: 1px; }
.st-key-change-table button[kind="tertiary"] p { white-space: normal; overflow: visible; text-align: start; }
.st-key-latest button[kind="tertiary"] { text-align: start; justify-content: flex-start; }
.st-key-latest button[kind="tertiary"] p { text-align: start; white-space: normal; font-size: .9rem; }
.st-key-change-table [data-testid="stHorizontalBlock"] { border-bottom: 1px solid rgba(128,128,128,.22); padding: .14rem 0; min-height: 32px; }
.st-key-change-table [data-testid="stMarkdownContainer"], .st-key-change-table [data-testid="stCaptionContainer"], .st-key-latest [data-testid="stMarkdownContainer"] { margin-bottom: 0; }
.st-key-change-table [data-testid="stVerticalBlock"] { gap: 0; }
.st-key-change-table [data-testid="stPageLink"] a { padding: 0; min-height: 24px; min-width: 24px; white-space: normal; }
.st-key-change-table [data-testid="stPageLink"] p { white-space: normal; overflow: visible; }
.st-key-change-table p { margin: 0; font-size: .93rem; line-height: 1.3; }
.st-key-change-table [data-testid="stCaptionContainer"] p { font-size: .8rem; }
.st-key-preview-rtl, .st-key-preview-rtl [data-testid="stElementContainer"] { direction: rtl; text-align: right !important; }
.st-key-preview-ltr, .st-key-preview-ltr [data-testid="stElementContainer"] { direction: ltr; text-align: left !important; }
.st-key-statuses [data-testid="stColumn"] [data-testid="stVerticalBlock"] { gap: .1rem; }
.st-key-statuses [data-testid="stColumn"] [data-testid="stMarkdownContainer"], .st-key-statuses [data-testid="stColumn"] [data-testid="stCaptionContainer"] { margin-bottom: 0; }
.st-key-statuses button[kind="tertiary"] { min-height: 0; padding: 0; }
@media (max-width: 640px) {
  [data-testid="stMainBlockContainer"] { padding: 4.2rem 1rem 2rem; }
  .st-key-statuses [data-testid="stColumn"] { border-top: 1px solid rgba(128,128,128,.3); padding-top: .5rem; }
  .st-key-change-table [data-testid="stHorizontalBlock"] { flex-wrap: nowrap; gap: .5rem; }
  .st-key-change-table [data-testid="stColumn"] { min-width: 0; flex: 1 1 0; }
  .st-key-change-table [data-testid="stColumn"]:nth-child(2) { flex: 1.5 1 0; }
  .st-key-change-table p { font-size: .8rem; }
  .st-key-change-table button p { white-space: normal; overflow: visible; text-align: start; }
}
</style>
"""


_RIGHT_TO_LEFT = """
<style>
[data-testid="stApp"] { direction: rtl; }
[data-testid="stMain"], [data-testid="stSidebar"], [data-testid="stDialog"], [data-baseweb="popover"] { direction: rtl; text-align: right; }
/* what draws itself counts its pixels from the left; its words carry their own direction */
[data-testid="stPlotlyChart"], [data-testid="stDeckGlJsonChart"], [data-testid="stDataFrame"], [data-testid="stCode"] { direction: ltr; }
[data-testid="stHeading"], [data-testid="stHeading"] > div { width: 100%; text-align: right; }
[data-testid="stHeading"] h2, [data-testid="stHeading"] h3 { display: block; width: 100%; text-align: right; }
[data-testid="stDateInput"] [data-baseweb], [data-testid="stDateInput"] input, [data-testid="stDateInputField"] { direction: ltr; }
[data-testid="stMarkdownContainer"] ul { padding: 0 1.5em 0 0; }
[data-testid="stDialog"] button[aria-label="Close"] { right: auto; left: 1rem; }
[data-testid="stSidebar"][data-collapsed="true"] { display: none; }
[data-testid="stElementContainer"], [data-testid="stMarkdown"], [data-testid="stMarkdownContainer"] { text-align: right; }
[data-testid="stHeader"] [data-testid="stHeaderLogo"] { margin-inline-start: 1rem; }
[data-testid="stExpandSidebarButton"] svg, [data-testid="stSidebarCollapseButton"] svg { transform: scaleX(-1); }
[data-testid="stExpander"] summary [data-testid="stIconMaterial"] { transform: scaleX(-1); }
/* the framework rounds the left end of the first part and draws each part over the next one's left edge */
[data-testid="stButtonGroup"] button[data-variant="segmented_control"] { margin: 0 0 0 -1px; border-radius: 0; }
[data-testid="stButtonGroup"] button[data-variant="segmented_control"]:first-of-type { border-radius: 0 4px 4px 0; }
[data-testid="stButtonGroup"] button[data-variant="segmented_control"]:last-of-type { margin-left: 0; border-radius: 4px 0 0 4px; }
[data-testid="stButtonGroup"] [role="radio"]:not([data-selected]) { border-color: rgba(128, 128, 128, .35) !important; }
</style>
"""


_DRAWER = """
<style>
[data-testid="stExpandSidebarButton"] { width: auto; padding: 0 .5rem; }
[data-testid="stExpandSidebarButton"]::after { content: NAMED; font-size: .9rem; margin-inline-start: .25rem; }
.st-key-phone-pages { display: none; }
/* below this the framework folds its own row of pages away */
@media (max-width: 799px) {
  .st-key-phone-pages { display: flex; flex-wrap: wrap; gap: .1rem .2rem; margin-bottom: -.6rem; }
  .st-key-phone-pages [data-testid="stPageLink"] a { white-space: nowrap; min-height: 32px; padding: .2rem .55rem; }
  .st-key-phone-pages > * { flex: none; width: auto; }
}
</style>
"""


def without_downloads() -> None:
    """Take the corner of every table away, where it offers the rows: they are of a dataset that may not be passed on."""
    st.html('<style>[data-testid="stElementToolbar"] { display: none !important; }</style>')


def style(words: Strings) -> None:
    """Write the page's own style sheet.

    Args:
        words: the reader's language; it decides the direction, and names the drawer of filters.
    """
    named = json.dumps(words("filters.drawer"), ensure_ascii=False)
    drawer = _DRAWER.replace("NAMED", named)
    st.html(_STYLE + drawer + (_RIGHT_TO_LEFT if words.right_to_left else ""))
