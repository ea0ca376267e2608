"""What only a real browser shows: the address, the map, pictures, and that nothing is fetched from outside."""

import io
import itertools
import re

import pytest
from PIL import Image

MAP = "[data-testid=stDeckGlJsonChart]"
SEA, LAND, KILLED = (0xDF, 0xE8, 0xEE), (0xF7, 0xF5, 0xEF), (0x52, 0x44, 0x9A)


def close(colour, wanted, apart):
    return all(abs(a - b) < apart for a, b in zip(colour, wanted, strict=True))


@pytest.mark.thorough
def test_a_widget_writes_the_address(visit):
    visit.open("method")
    visit.page.get_by_role("radio", name="injured").first.click()
    visit.page.wait_for_url("**measure=injured**")
    assert "record=" in visit.page.url


@pytest.mark.thorough
def test_a_page_there_is_none_of_is_told_once_and_in_the_reader_s_language(visit):
    page = visit.open("karte?lang=fr&from=2019-07-01&to=2019-07-31").page
    page.get_by_text("n’existe pas", exact=False).first.wait_for()
    assert page.locator("[data-testid=stDialog]").count() == 0
    assert page.get_by_text("Page not found").count() == 0
    page.locator("[data-testid=stTopNavLink]").nth(2).click()
    page.wait_for_url("**/trends**from=2019-07-01**")
    visit.settle()
    assert "page=" not in page.url


@pytest.mark.thorough
def test_the_choice_survives_a_page_change_and_a_reload(visit):
    visit.open("incidents?from=2019-07-02&to=2019-07-02&side=lna&as-known-on=2019-07-05")
    visit.page.get_by_role("link", name="Actors").click()
    visit.page.wait_for_url("**/actors?**")
    visit.settle()
    assert "side=lna" in visit.page.url
    assert "as known on 5 July 2019" in visit.page.locator("[data-testid=stMain]").inner_text()
    visit.page.reload()
    visit.settle()
    assert "as known on 5 July 2019" in visit.page.locator("[data-testid=stMain]").inner_text()


@pytest.mark.thorough
def test_a_link_gives_the_same_screen_in_a_new_browser(visit, another, app):
    visit.open("incidents?incident=2019-07-02-tajoura&from=2019-07-01&to=2019-07-31&side=lna")
    link = visit.page.locator("[data-testid=stMain] [data-testid=stCode]").last.inner_text().strip()
    assert link.startswith(f"{app}/incidents?incident=2019-07-02-tajoura")
    other = another()
    other.goto(link)
    for page in (visit.page, other):
        page.wait_for_selector("text=Who says who did it")
        page.locator(".js-plotly-plot .main-svg").nth(3).wait_for()  # both charts are drawn
    for _ in range(20):
        shown = [page.locator("[data-testid=stMain]").inner_text() for page in (visit.page, other)]
        if shown[0] == shown[1]:
            break
        other.wait_for_timeout(1000)
    assert shown[0] == shown[1]


@pytest.mark.thorough
def test_the_map_draws_sea_land_and_marks(visit):
    def sea_land_and_marks(picture):
        colours = picture.getcolors(10**6)
        near = {
            wanted: sum(n for n, colour in colours if close(colour, wanted, 5))
            for wanted in (SEA, LAND)
        }
        dark = sum(n for n, colour in colours if sum(colour) < 330)
        return min(near.values()) > 0.1 * picture.width * picture.height and dark > 300

    visit.open("map").drawn(MAP, sea_land_and_marks)
    assert visit.outside == []


@pytest.mark.thorough
def test_a_click_on_a_mark_opens_the_incident(visit):
    def marks(picture):
        every_third = itertools.product(range(0, picture.width, 3), range(0, picture.height, 3))
        return [at for at in every_third if close(picture.getpixel(at), KILLED, 20)]

    found = visit.open("map?from=2019-07-02&to=2019-07-02").drawn(MAP, marks)
    at = dict(zip("xy", found[len(found) // 2], strict=True))
    canvas = visit.page.locator(MAP)
    canvas.hover(position=at)  # as a hand does: the map looks for what is under the pointer first
    visit.page.wait_for_timeout(1500)
    canvas.click(position=at, delay=80)
    visit.page.wait_for_selector("[role=dialog] >> text=Tajoura detention centre", timeout=15_000)


def saved_chart(page):
    """Name and content of the first chart, saved as a reader saves it."""
    chart = page.locator(".js-plotly-plot").first
    chart.hover()
    with page.expect_download() as saved:
        chart.locator("[data-title^='Download']").first.click()
    return saved.value.suggested_filename, saved.value.path().read_bytes()


@pytest.mark.thorough
def test_a_saved_picture_carries_its_stamp(visit):
    page = visit.open("trends?from=2019-07-01&to=2019-07-31").page
    name, content = saved_chart(page)
    assert name.endswith("png")
    assert Image.open(io.BytesIO(content)).size == (2400, 1350)
    visit.settle()  # a click while a script runs is lost to it
    page.locator("[data-testid=stExpander] summary", has_text="picture format").first.click()
    page.get_by_role("radio", name="svg").first.click()
    page.wait_for_function(
        "document.querySelector('.js-plotly-plot')?._context?.toImageButtonOptions.format === 'svg'"
    )
    visit.settle()  # the charts are drawn anew
    name, content = saved_chart(page)
    assert name.endswith("svg")
    text = re.sub(r"(<[^>]*>|\s)+", " ", content.decode("utf-8"))
    for stamped in (
        "as documented: most in the week of",
        "1 July 2019 to 31 July 2019",
        "Sources:",
        "As known on",
        "record of 28 November 2026, version",
    ):
        assert stamped in text, stamped
