"""Every page for every reader: WCAG 2.2 AA, keyboard, phone, zoom, print, and a light first load."""

import re
from pathlib import Path
from urllib.parse import urlsplit

import axe_playwright_python
import pytest

PAGES = 9
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text("utf-8")
FIRST_LOAD_BYTES, VIEW_BYTES = 6_000_000, 300_000
# how far the page reaches to either side of what the reader sees of it
SIDEWAYS = """() => {
  const main = document.querySelector('[data-testid=stMain]');
  return Math.max(document.documentElement.scrollWidth - innerWidth, main.scrollWidth - main.clientWidth);
}"""


def turn_to(page, number):
    """Turn to a page as a reader does; Streamlit's scripts are loaded once."""
    page.set_viewport_size({"width": 1440, "height": 900})
    link = page.locator("[data-testid=stTopNavLink]").nth(number)
    path = urlsplit(str(link.get_attribute("href"))).path
    link.click()
    page.wait_for_function("(path) => location.pathname === path && location.search", arg=path)


@pytest.mark.parametrize(("language", "scheme"), [("en", "light"), ("ar", "dark")])
def test_no_page_has_a_serious_finding_or_loses_anything_on_a_phone_at_zoom_or_in_print(
    visit, language, scheme
):
    page = visit.page
    page.emulate_media(color_scheme=scheme)
    visit.open("" if language == "en" else f"?lang={language}")
    page.evaluate(AXE)
    found, titles = [], []
    for number in range(PAGES):
        turn_to(page, number)
        visit.settle()
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
            page.wait_for_timeout(150)
            if page.evaluate(SIDEWAYS) > 1:
                found.append((titles[-1], "reaches sideways", width))
        page.emulate_media(media="print", color_scheme=scheme)
        if page.locator("[data-testid=stSidebar]").first.is_visible():
            found.append((titles[-1], "print", "the sidebar is printed"))
        page.emulate_media(media="screen", color_scheme=scheme)
        assert page.locator("[data-testid=stException]").count() == 0
    assert found == []
    assert len(set(titles)) == PAGES
    assert visit.errors == [] and visit.outside == []


def test_the_keyboard_reaches_and_shows_what_it_is_on(visit):
    page = visit.open().page
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
    for text in ("347 (309-404 or more)", "438 (365-506 or more)", "Map", "killed"):
        assert text in texts, text
    buttons = [
        shown for text, shown in reached if re.fullmatch(r"\d+ \(\d+-\d+ or more\)", text.strip())
    ]
    assert buttons and all(buttons)
    page.locator("button", has_text="347 (309-404").first.focus()
    page.keyboard.press("Enter")
    page.get_by_text("What this figure is made of").wait_for()


def test_each_chart_says_its_finding_to_those_who_cannot_see_it(visit):
    page = visit.open("trends").page
    page.wait_for_selector("[data-testid=stPlotlyChart]")
    told = page.evaluate(
        "() => [...document.querySelectorAll('[data-testid=stPlotlyChart]')].map(one => one.outerHTML.match(/aria-label=\"([^\"]*)\"/)?.[1] ?? '')"
    )
    assert len(told) >= 4
    assert "Killed per week, as documented, peaked at 53 (37-80)" in told[0]
    assert all(any(digit.isdigit() for digit in text) or "No incident" in text for text in told)


def test_a_page_stays_light(browser, app, record_property):
    """First load with a cold cache, and the data of one view of the bundled record."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    loaded, sent = [0], [0]
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.on(
        "Network.loadingFinished",
        lambda e: loaded.__setitem__(0, loaded[0] + e["encodedDataLength"]),
    )
    page.on(
        "websocket",
        lambda socket: socket.on(
            "framereceived", lambda frame: sent.__setitem__(0, sent[0] + len(frame))
        ),
    )
    page.goto(app)
    page.wait_for_selector("[data-testid=stPlotlyChart]")
    page.wait_for_selector("[data-testid=stDeckGlJsonChart] canvas")
    page.wait_for_timeout(2500)
    record_property("first_load_bytes", loaded[0])
    record_property("view_bytes", sent[0])
    assert 500_000 < loaded[0] < FIRST_LOAD_BYTES, loaded[0]
    assert 5_000 < sent[0] < VIEW_BYTES, sent[0]
    for number in range(1, PAGES):
        sent[0] = 0
        turn_to(page, number)
        page.wait_for_timeout(1200)
        record_property(f"page_{number}_bytes", sent[0])
        assert 1_000 < sent[0] < VIEW_BYTES, (number, sent[0])
    context.close()
