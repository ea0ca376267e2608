"""The map of a frame can be taken along: cut to size, with its legend and its stamp, and it reopens its view."""

import datetime as dt
import io
import json
import re

import pytest
from PIL import Image
from test_pages import page

from components.briefing.frame import EXTENTS, Frame
from components.briefing.framed_map import CUTS, framed_map
from components.view import view_of
from components.words.language import strings
from data.counting.selection import Selection

JULY = Selection(dt.date(2019, 7, 1), dt.date(2019, 7, 31))
SIZES = {"16:9": (1920, 1080), "square": (1620, 1620), "a4": (3508, 2482)}


@pytest.fixture
def view(no_imports):
    def seen(language="en", selection=JULY):
        return view_of(no_imports, selection, strings(language), "light")

    return seen


@pytest.mark.parametrize("cut", list(CUTS))
def test_a_cut_has_its_size_and_nothing_at_its_edge(view, cut):
    image = Image.open(io.BytesIO(framed_map(view(), "tripoli", "event_type", cut, "png")))
    assert image.size == pytest.approx(SIZES[cut], abs=2)
    assert json.loads(image.text["casualty-monitor"])["query"].startswith("from=2019-07-01&to=2019-07-31")  # fmt: skip
    grey = image.convert("L")
    edge = round(24 * image.width / CUTS[cut][0])
    inside = (edge, edge, image.width - edge, image.height - edge)
    assert grey.crop(inside).getextrema()[0] < 90
    grey.paste(255, inside)
    assert grey.getextrema() == (255, 255)


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
@pytest.mark.parametrize("cut", list(CUTS))
def test_a_picture_in_lines_says_who_counts_what_and_when(view, language, cut):
    told = framed_map(view(language), "libya", "side", cut, "svg", "https://example.org").decode()
    assert re.search(r'viewBox="0 0 (\S+) (\S+)"', told).groups() == tuple(f"{one:g}" for one in CUTS[cut][:2])  # fmt: skip
    words = " ".join(re.findall(r"<text[^>]*>([^<]*)</text>", told))
    for said in (view(language).record.version, "2019", "Natural Earth", "https://example.org"):
        assert said in words
    highest = max(float(one) for one in re.findall(r'<text x="[^"]*" y="([^"]*)"', told))
    assert highest < CUTS[cut][1] - 24
    assert "http" not in re.sub(r"https://example\.org|http://www\.w3\.org", "", told)


def test_region_and_colour_each_change_the_picture(view):
    usual = ("tripoli", "event_type", "16:9", "svg")
    others = [("libya", *usual[1:]), ("tripoli", "side", *usual[2:]), (*usual[:2], "a4", "svg")]
    drawn = {framed_map(view(), *one) for one in (usual, *others)}
    assert len(drawn) == 4


def test_the_page_offers_it(monkeypatch):
    at = page("map", None, monkeypatch, **{"from": "2019-07-01", "to": "2019-07-31"})
    assert not at.exception
    assert "Picture of this map" in [one.label for one in at.expander]


@pytest.mark.parametrize("extent", list(EXTENTS))
@pytest.mark.parametrize("size", [(1200, 300), (556, 190), (340, 196), (1000, 1000), (300, 900)])
def test_however_wide_or_tall_a_picture_is_its_region_is_in_it(extent, size):
    frame = Frame(extent, *size)
    latitude, longitude, across, up = EXTENTS[extent]
    for x, y in ((-across / 2, 0), (across / 2, 0), (0, -up / 2), (0, up / 2)):
        assert frame.holds(longitude + 0.999 * x, latitude + 0.999 * y)
    assert frame.at(*frame.box[:2]) == pytest.approx((0, size[1]))
    assert frame.at(*frame.box[2:]) == pytest.approx((size[0], 0), abs=1e-6)
