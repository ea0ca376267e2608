"""A printed page is a page: as wide as what stands on it, nothing is cut, and what only a hand can use is left out."""

import io

import pypdf
import pytest

PIXEL = 72 / 96  # points
DAYS = "from=2019-07-01&to=2019-07-31"


@pytest.mark.thorough
@pytest.mark.parametrize("wide", [1100, 1440, 1920])
def test_a_chart_is_printed_to_its_last_day(visit, wide):
    visit.page.set_viewport_size({"width": wide, "height": 900})
    visit.open(f"trends?{DAYS}")
    visit.page.wait_for_timeout(1_500)  # it measures itself
    visit.settle()
    sheets = pypdf.PdfReader(io.BytesIO(visit.page.pdf(prefer_css_page_size=True))).pages
    main = visit.page.locator("[data-testid=stMainBlockContainer]").bounding_box()["width"]
    assert float(sheets[0].mediabox.width) == pytest.approx(main * PIXEL, rel=0.08)
    assert sheets[0].mediabox.height == pytest.approx(float(sheets[0].mediabox.width) * 2**0.5, rel=0.01)  # fmt: skip
    text = " ".join(sheet.extract_text() for sheet in sheets)
    assert text.count("31 July 2019\n") + text.count("31 July 2019 ") > 4
    assert "Documented cases, not a total of all harm" in " ".join(text.split())
    assert "running sum" not in text and "Another period" not in text


@pytest.mark.thorough
def test_a_printed_table_says_what_is_not_printed(visit):
    visit.open(f"incidents?lang=fr&{DAYS}")
    content = visit.page.pdf(prefer_css_page_size=True)
    text = " ".join(sheet.extract_text() for sheet in pypdf.PdfReader(io.BytesIO(content)).pages)
    assert "Seules les lignes visibles" in text
