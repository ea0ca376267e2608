"""How wide the page is in the reader's browser, so that a chart fills a phone and leaves no gap on a wide screen."""

from __future__ import annotations

import streamlit as st

from components.pictures.furniture import PAGE_PIXELS, PIXELS

SHEET_PIXELS = 720  # a sheet no wider than a phone would be printed in letters for a poster
MARGIN_PIXELS = 48
# What a page has for its contents, in steps: a chart is made once for all screens of one step.
_SCRIPT = """
export default function ({ data, setStateValue }) {
  // a run that is cut short loses what it had not sent yet: nothing is told before the page is at rest
  const busy = '[data-test-script-state="running"], [data-stale="true"], [data-testid="stSkeleton"]'
  // and never between a click and the run it asks for: it would ask for the page before the click
  let told = data.pixels
  let later = 0
  const tell = () => {
    later = 0
    const main = document.querySelector('[data-testid="stMainBlockContainer"]')
    if (!main || document.querySelector(busy)) { soon(); return }
    const style = getComputedStyle(main)
    const room = main.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight)
    paper(room)
    const step = data.steps.filter((one) => one <= room).pop() || data.steps[0]
    if (step !== told) { told = step; setStateValue('pixels', step) }
  }
  // a narrower sheet would cut a chart without a word: it is as wide as the page, in the proportion of A4
  const paper = (room) => {
    let sheet = document.getElementById('sheet')
    if (!sheet) { sheet = document.createElement('style'); sheet.id = 'sheet'; document.head.append(sheet) }
    const wide = Math.ceil(Math.max(room, data.least)) + 2 * data.margin
    sheet.textContent = `@page { size: ${wide}px ${Math.round(wide * Math.SQRT2)}px; margin: ${data.margin}px }`
  }
  const soon = () => { clearTimeout(later); later = setTimeout(tell, 600) }
  const clicked = () => { if (later) soon() }
  soon()
  window.addEventListener('resize', soon)
  document.addEventListener('click', clicked, true)
  return () => {
    clearTimeout(later)
    window.removeEventListener('resize', soon)
    document.removeEventListener('click', clicked, true)
  }
}
"""


def page_pixels() -> int:
    """The widest of ``PIXELS`` that fits the page; until the browser has said, a phone's or a desk's."""
    guess = PIXELS[0] if "Mobi" in (st.context.headers.get("User-Agent") or "") else PAGE_PIXELS
    known = st.session_state.get("_pixels", guess)

    def said() -> None:
        st.session_state["_pixels"] = int(st.session_state["page-width"]["pixels"])

    mount = st.components.v2.component("page_width", js=_SCRIPT)
    with st.container(key="page-width-holder"):
        mount(
            key="page-width",
            data={
                "pixels": known,
                "steps": list(PIXELS),
                "least": SHEET_PIXELS,
                "margin": MARGIN_PIXELS,
            },
            on_pixels_change=said,
        )
    return int(known)
