"""A chart is as wide as the page it stands on: nothing scrolls sideways, no line is cut, no gap is left."""

import pytest
from served import at_rest

CUT = """(width) => [...document.querySelectorAll('[data-testid="stPlotlyChart"] .main-svg text')]
  .filter(one => one.getClientRects().length && one.textContent.trim())
  .map(one => [one.textContent, one.getBoundingClientRect()])
  .filter(([, box]) => box.left < -2 || box.right > width + 2)
  .map(([text, box]) => [text.slice(0, 60), Math.round(box.left), Math.round(box.right)])"""


@pytest.mark.thorough
@pytest.mark.parametrize(("name", "language"), [("", "en"), ("", "ar"), ("", "fr"), ("trends", "en"), ("trends", "ar"), ("actors", "fr"), ("coverage", "ar")])  # fmt: skip
def test_the_lines_of_a_chart_are_broken_for_the_screen(page, app, name, language):
    titles = {}
    for width in (390, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(f"{app}/{name}?lang={language}&from=2019-04-04&to=2019-12-31")
        page.wait_for_selector("[data-testid=stPlotlyChart] .gtitle")
        for _ in range(
            40
        ):  # it is drawn for a desk first, and anew once it is at rest and was measured
            assert at_rest(page)
            if not page.evaluate(CUT, width):
                break
            page.wait_for_timeout(500)
        assert page.evaluate(CUT, width) == []
        titles[width] = page.locator("[data-testid=stPlotlyChart] .gtitle tspan").count()
    assert titles[390] > titles[1440]
    page.set_viewport_size({"width": 1440, "height": 900})


@pytest.mark.thorough
@pytest.mark.parametrize(("language", "drawer"), [("en", "Filters"), ("ar", "عوامل التصفية")])
def test_a_phone_shows_the_pages_and_a_named_drawer_of_filters(page, app, language, drawer):
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{app}/?lang={language}&from=2019-07-01&to=2019-07-31")
    pages = page.locator(".st-key-phone-pages [data-testid=stPageLink] a")
    pages.nth(9).wait_for()
    assert pages.count() == 10
    assert all((box := pages.nth(n).bounding_box())["x"] >= 0 and box["x"] + box["width"] <= 390 for n in range(10))  # fmt: skip
    named = "getComputedStyle(document.querySelector('[data-testid=stExpandSidebarButton]'), '::after').content"
    assert page.evaluate(named).strip('"') == drawer
    pages.nth(2).click()
    page.wait_for_url("**/trends**from=2019-07-01**")
    page.set_viewport_size({"width": 1440, "height": 900})
    assert not pages.first.is_visible()


@pytest.mark.thorough
@pytest.mark.parametrize("width", [641, 767, 799, 1024])
def test_at_every_width_one_row_of_pages_is_seen(page, app, width):
    """Between a phone and a desk the framework folds its own row away: 1440 at 200 % is 720."""
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{app}/?from=2019-07-01&to=2019-07-31")
    assert at_rest(page)
    ours = page.locator(".st-key-phone-pages [data-testid=stPageLink] a").first.is_visible()
    theirs = page.locator("[data-testid=stTopNavLink]").first.is_visible()
    assert ours or theirs


@pytest.mark.thorough
def test_a_page_that_is_turned_right_after_the_window_changed_is_turned(page, app):
    for pause in (250, 700):
        page.set_viewport_size({"width": 390, "height": 844})
        page.goto(f"{app}/?from=2019-07-01&to=2019-07-31")
        assert at_rest(page)
        page.set_viewport_size({"width": 1440, "height": 900})
        page.wait_for_timeout(pause)
        page.locator("[data-testid=stTopNavLink]").nth(2).click()
        page.wait_for_url("**/trends**from=2019-07-01**")
        assert at_rest(page)
        assert "/trends" in page.url
