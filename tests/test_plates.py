"""What is known to a municipality is told by a plate: none over another, under a mark, over the edge or far off."""

import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import Point, Polygon, shape

from components.pictures.basemap import basemap
from components.pictures.labels import METRES_PER_PIXEL_AT_ZOOM_0
from components.pictures.maps import FULL_PIXELS, VIEWS, incidents_map, opening
from components.pictures.plates import (
    FARTHEST_PIXELS,
    PLATE_PIXELS,
    Plate,
    Sheet,
    laid_out,
    overlaps,
    text_box,
)
from data.counting.placing import from_afar, place
from data.counting.selection import Selection
from data.record.extents import METRES_A_DEGREE, bundled_land, district_middles, over_land

EDGES = (-400.0, -260.0, 400.0, 260.0)
SHEET = Sheet(*VIEWS["tripoli"])
PLATES = st.lists(
    st.builds(
        Plate,
        st.tuples(st.text("abcde ", min_size=1, max_size=16), st.text("0123456789 ()-", min_size=1, max_size=30)),
        st.integers(0, 900).map(float), st.floats(12.6, 13.9), st.floats(32.4, 33.1),
    ),
    max_size=14,
)  # fmt: skip


def boxes(laid):
    for one in laid:
        wide, high = text_box(one.plate.lines, one.size)
        x, y = SHEET.at(one.plate.longitude, one.plate.latitude)
        x, y = x + one.offset[0], y + one.offset[1]
        yield x - wide / 2 + 1, y - high / 2 + 1, x + wide / 2 - 1, y + high / 2 - 1  # but a pixel


@given(PLATES, st.lists(st.tuples(st.floats(-300, 300), st.floats(-200, 200)), max_size=8))
def test_no_plate_lies_over_another_a_mark_or_the_edge(plates, marks):
    taken = [(x - 12, y - 12, x + 12, y + 12) for x, y in marks]
    laid = laid_out(plates, SHEET, list(taken), EDGES)
    assert len(laid) == len(plates)
    placed = list(boxes([one for one in laid if one.fits]))
    for n, box in enumerate(placed):
        assert not any(overlaps(box, other) for other in [*placed[:n], *taken])
        assert box[0] >= EDGES[0] and box[1] >= EDGES[1] and box[2] <= EDGES[2] and box[3] <= EDGES[3]  # fmt: skip
    assert all(math.hypot(*one.offset) <= FARTHEST_PIXELS + 1 for one in laid)


@given(PLATES)
def test_the_gravest_comes_first_and_is_largest(plates):
    laid = laid_out(plates, SHEET, [], EDGES)
    people = [one.plate.weight for one in laid]
    assert people == sorted(people, reverse=True)
    sizes = [one.size for one in laid]
    assert sizes == sorted(sizes, reverse=True)
    assert all(PLATE_PIXELS[0] <= size <= PLATE_PIXELS[1] for size in sizes)


@pytest.mark.parametrize("point", [(13.18, 32.9), (13.35, 32.88), (12.08, 32.93), (22.64, 32.76)])
def test_sea_is_never_inside_an_area(point):
    rings = over_land(*point, 12_000.0)
    assert rings
    for ring in rings:
        part = Polygon(ring)
        assert part.difference(bundled_land()).area < 1e-4 * part.area
        middle = Point(point)
        assert all(middle.distance(Point(*at)) * METRES_A_DEGREE < 12_000 / math.cos(math.radians(point[1])) * 1.01 for at in ring)  # fmt: skip


def test_at_sea_there_is_no_extent():
    assert over_land(15.0, 34.5, 12_000.0) == ()


def test_a_district_s_plate_stands_inside_it():
    import json

    from data.record.places import GEOGRAPHY

    shapes = json.loads((GEOGRAPHY / "districts.geojson").read_text("utf-8"))["features"]
    for one in shapes:
        name = one["properties"]["name_en"]
        assert shape(one["geometry"]).buffer(0.001).contains(Point(district_middles()[name]))


def test_from_afar_no_incident_is_lost_or_told_twice(bundled):
    near = place(bundled, Selection())
    areas, districts = from_afar(bundled, Selection())
    told = sorted(one for frame in (areas, districts) for ids in frame["ids"] for one in ids)
    assert told == sorted(one for frame in (near.areas, near.districts) for ids in frame["ids"] for one in ids)  # fmt: skip
    assert len(districts) < len(near.areas)
    killed = sum(figure.best or 0 for frame in (areas, districts) for figure in frame["figure"])
    assert killed == sum(figure.best or 0 for frame in (near.areas, near.districts) for figure in frame["figure"])  # fmt: skip


@pytest.mark.parametrize("view", list(VIEWS))
@pytest.mark.parametrize("wide", [340, 447, 780, 1040, 1400])
def test_a_narrow_map_opens_on_nearly_as_much(view, wide):
    """The ground in sight shrinks less than the map: half as wide, it shows 70 % as much."""
    sheet, full = opening(view, wide), opening(view, FULL_PIXELS)
    degrees = wide / 2**sheet.zoom
    assert degrees >= 0.999 * (FULL_PIXELS / 2**full.zoom) * min(wide / FULL_PIXELS, 1) ** 0.51
    assert sheet.zoom <= full.zoom and (sheet.latitude, sheet.longitude) == VIEWS[view][:2]


@pytest.mark.parametrize("language", ["en", "ar", "fr"])
@pytest.mark.parametrize(("view", "wide"), [("tripoli", 340), ("tripoli", 1040), ("libya", 1040)])
def test_no_label_is_a_smudge_at_the_zoom_a_map_opens_at(language, view, wide):
    sheet = opening(view, wide)
    layers = basemap("light", language, "", view, [], sheet)
    rows = [row for layer in layers if str(layer.id).startswith("labels-") for row in layer.data]
    pixels = [row["metres"] * 2**sheet.zoom / METRES_PER_PIXEL_AT_ZOOM_0 for row in rows]
    assert sum(one >= 11 for one in pixels) >= 5
    assert not [round(one, 1) for one in pixels if 0.6 < one < 11]


def test_a_count_stands_beside_a_mark_that_it_would_cover():
    points = pd.DataFrame(
        {
            "ids": [["a", "b"], ["c", "d", "e"]],
            "longitude": [13.1, 13.3],
            "latitude": [32.8, 32.8],
            "precision_m": [500, 500],
            "best": [0, 60],
            "high": [0, 80],
            "colour": ["#444444", "#444444"],
            "tip": ["", ""],
        }
    )
    empty = pd.DataFrame({"longitude": [], "latitude": [], "ids": [], "tip": [], "lines": [], "weight": []})  # fmt: skip
    deck = incidents_map(points, empty, empty.assign(name_en=[]), "light")
    texts = {str(one.id): [row["text"] for row in one.data] for one in deck.layers if str(one.id).startswith("counts")}  # fmt: skip
    assert texts == {"counts": ["3"], "counts-beside": ["2"]}
