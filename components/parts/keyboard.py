"""The order in which a keyboard walks through a page: the pages first, then the filters, then what they show."""

from __future__ import annotations

import streamlit as st

# The framework puts the filters before the pages in its document, and offers no order of its own.
_SCRIPT = """
export default function () {
  const pages = '[data-testid="stTopNavLink"], .st-key-phone-pages a'
  let later = 0
  const first = () => {
    later = 0
    document.querySelectorAll(pages).forEach((one) => { if (one.tabIndex !== 1) one.tabIndex = 1 })
  }
  const watch = new MutationObserver(() => { if (!later) later = setTimeout(first, 200) })
  watch.observe(document.body, { childList: true, subtree: true })
  first()
  return () => { clearTimeout(later); watch.disconnect() }
}
"""


def pages_first() -> None:
    """Let the keyboard reach the pages before the filters."""
    mount = st.components.v2.component("pages_first", js=_SCRIPT)
    with st.container(key="pages-first-holder"):
        mount(key="pages-first")
