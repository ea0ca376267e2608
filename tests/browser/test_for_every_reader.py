"""Every page for every reader: WCAG 2.2 AA, keyboard, phone, zoom, print, and few bytes."""

import re
from pathlib import Path
from urllib.parse import urlsplit

import axe_playwright_python
import pytest
import served

PAGES = len(served.PAGES)
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text("utf-8")
FIRST_LOAD_BYTES, VIEW_BYTES = 6_000_000, 300_000
# how far the page reaches to either side of what the reader sees of it
SIDEWAYS = """() => {
  const main = document.querySelector('[data-testid=stMain]');
  return Math.max(document.documentElement.scrollWidth - innerWidth, main.scrollWidth - main.clientWidth);
}"""


def to_the_desk(visit):
    """Widen the window again, and wait until what was drawn for a phone is drawn for it."""
    visit.page.set_viewport_size({"width": 1440, "height": 900})
    visit.page.wait_for_timeout(1_000)  # longer than the page waits before it measures itself
    visit.settle()


def turn_to(page, number):
    """Turn to a page as a reader does; Streamlit's scripts are loaded once."""
    link = page.locator("[data-testid=stTopNavLink]").nth(number)
    path = urlsplit(str(link.get_attribute("href"))).path
    link.click()
    page.wait_for_function("(path) => location.pathname === path && location.search", arg=path)


BAND = "?from=2019-04-04&to=2019-12-31"


class Weight:
    """Bytes over the wire since the browser was opened with a cold cache, and over the socket since ``data = 0``."""

    def __init__(self, page):
        self.loaded = self.data = 0
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        session.on("Network.loadingFinished", self._loaded)
        page.on("websocket", lambda socket: socket.on("framereceived", self._received))

    def _loaded(self, event):
        self.loaded += event["encodedDataLength"]

    def _received(self, frame):
        self.data += len(frame)


READERS = [("en", "light"), ("ar", "dark"), ("fr", "light"), ("en", "dark")]


@pytest.mark.thorough
@pytest.mark.parametrize(("language", "scheme"), READERS)
def test_no_page_has_a_serious_finding_or_loses_anything_on_a_phone_at_zoom_or_in_print_or_is_heavy(
    visit, language, scheme, record_property
):
    page = visit.page
    weight = Weight(page)
    page.emulate_media(color_scheme=scheme)
    visit.open("" if language == "en" else f"?lang={language}")
    page.wait_for_selector("[data-testid=stDeckGlJsonChart] canvas")
    page.evaluate(AXE)
    record_property("first_load_bytes", weight.loaded)
    assert 500_000 < weight.loaded < FIRST_LOAD_BYTES
    found, titles = [], []
    for number in range(PAGES):
        if number:
            to_the_desk(visit)
            weight.data = 0
            turn_to(page, number)
        visit.settle()
        record_property(f"page_{number}_bytes", weight.data)
        assert 1_000 < weight.data < VIEW_BYTES, number
        titles.append(page.locator("[data-testid=stHeading] h2").first.inner_text())
        told = page.evaluate(
            "(tags) => axe.run(document, {runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']})",
            WCAG,
        )
        for one in told["violations"]:
            if one["impact"] in ("serious", "critical"):
                found.append((titles[-1], one["id"], one["nodes"][0]["html"][:120]))
        for width in (720, 390):  # 1440 at 200 %, a phone
            page.set_viewport_size({"width": width, "height": 844})
            for _ in range(30):  # until the page is laid out anew
                page.wait_for_timeout(150)
                if page.evaluate(SIDEWAYS) <= 1:
                    break
            else:
                found.append((titles[-1], "reaches sideways", width))
        page.emulate_media(media="print", color_scheme=scheme)
        if page.locator("[data-testid=stSidebar]").first.is_visible():
            found.append((titles[-1], "print", "the sidebar is printed"))
        page.emulate_media(media="screen", color_scheme=scheme)
        assert page.locator("[data-testid=stException]").count() == 0
    assert found == []
    assert len(set(titles)) == PAGES
    assert visit.errors == [] and visit.outside == []


@pytest.mark.thorough
def test_the_keyboard_reaches_and_shows_what_it_is_on(visit):
    page = visit.open(BAND).page
    page.locator(
        "button", has_text="350 (312-407"
    ).first.wait_for()  # all is there before it is walked
    reached = []
    for _ in range(90):
        page.keyboard.press("Tab")
        reached.append(
            page.evaluate(
                """() => {
                  const at = document.activeElement;
                  const edge = getComputedStyle(at);
                  const text = at === document.body ? '' : at.innerText;
                  return [text || at.getAttribute('aria-label') || at.tagName,
                    edge.outlineStyle !== 'none' || edge.boxShadow !== 'none'];
                }"""
            )
        )
    texts = " ".join(text for text, _ in reached)
    names = [text.strip() for text, _ in reached]
    assert names[:PAGES] == page.locator("[data-testid=stTopNavLink]").all_inner_texts()
    assert "Back to the opening view" in names[PAGES:40]
    for text in ("350 (312-407 or more)", "443 (368-511 or more)", "Map", "killed"):
        assert text in texts, text
    buttons = [
        shown for text, shown in reached if re.fullmatch(r"\d+ \(\d+-\d+ or more\)", text.strip())
    ]
    assert buttons and all(buttons)
    page.locator("button", has_text="350 (312-407").first.focus()
    page.keyboard.press("Enter")
    page.get_by_text("What this figure is made of").wait_for()


@pytest.mark.thorough
def test_each_chart_says_its_finding_to_those_who_cannot_see_it(visit):
    page = visit.open(f"trends{BAND}").page
    told = page.evaluate(
        "() => [...document.querySelectorAll('[data-testid=stPlotlyChart]')].map(one => one.outerHTML.match(/aria-label=\"([^\"]*)\"/)?.[1] ?? '')"
    )
    assert len(told) >= 4
    assert "Killed per week, as documented: most in the week of 1 July 2019, 53 (37-80)" in told[0]
    assert all(any(digit.isdigit() for digit in text) or "No incident" in text for text in told)
