"""A chart is as wide as the page it stands on: nothing scrolls sideways, no line is cut, no gap is left."""

import pytest

CUT = """(width) => [...document.querySelectorAll('[data-testid="stPlotlyChart"] .main-svg text')]
  .filter(one => one.getClientRects().length && one.textContent.trim())
  .map(one => [one.textContent, one.getBoundingClientRect()])
  .filter(([, box]) => box.left < -2 || box.right > width + 2)
  .map(([text, box]) => [text.slice(0, 60), Math.round(box.left), Math.round(box.right)])"""


@pytest.mark.thorough
@pytest.mark.parametrize("language", ["en", "ar", "fr"])
@pytest.mark.parametrize("name", ["", "trends", "actors", "coverage"])
def test_the_lines_of_a_chart_are_broken_for_the_screen(page, app, name, language):
    titles = {}
    for width in (390, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(f"{app}/{name}?lang={language}&from=2019-04-04&to=2019-12-31")
        page.wait_for_selector("[data-testid=stPlotlyChart] .gtitle")
        page.wait_for_timeout(4000)
        assert page.evaluate(CUT, width) == []
        titles[width] = page.locator("[data-testid=stPlotlyChart] .gtitle tspan").count()
    assert titles[390] > titles[1440]
    page.set_viewport_size({"width": 1440, "height": 900})
