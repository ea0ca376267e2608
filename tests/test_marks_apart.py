"""Kinds of marks are told apart by their shape as well as by their hue, on the page, in pictures and in legends."""

import itertools
import re

import pandas as pd
import pytest
from shapely import Polygon

from components.briefing.framed_map import framed_map
from components.pictures.glyphs import SHAPES, atlas, shapes_of, svg_points
from components.pictures.maps import incidents_map
from components.pictures.palette import palette
from components.view import view_of
from components.words.language import strings
from data.counting.selection import Selection

EMPTY = pd.DataFrame({"longitude": [], "latitude": [], "ids": [], "tip": [], "lines": [], "weight": [], "name_en": []})  # fmt: skip


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("kind", ["event", "side", "status"])
def test_no_two_kinds_of_one_map_share_a_shape(theme, kind):
    colours = palette(theme)
    shapes = [shapes_of(colours).get(hue) for hue in getattr(colours, kind).values()]
    there = [one for one in shapes if one]
    assert len(there) == len(set(there)) >= 3


def test_shapes_differ_and_lie_inside_their_mark():
    drawn = {name: Polygon(points) for name, points in SHAPES.items()}
    for (_, one), (_, other) in itertools.combinations(drawn.items(), 2):
        assert one.symmetric_difference(other).area > 0.12 * one.union(other).area
    for name in SHAPES:
        for x, y in re.findall(r"([-\d.]+),([-\d.]+)", svg_points(name, 0, 0, 10)):
            assert float(x) ** 2 + float(y) ** 2 <= 100
    assert atlas()[0].startswith("data:image/png;base64,") and set(atlas()[1]) == set(SHAPES)


@pytest.mark.parametrize(
    ("best", "ids", "there"), [(60, ["a"], True), (1, ["a"], False), (60, ["a", "b"], False), (None, ["a"], False)]
)  # fmt: skip
def test_a_mark_with_room_that_stands_alone_has_its_shape(best, ids, there):
    hue = palette("light").event["air"]
    points = pd.DataFrame({"ids": [ids], "longitude": [13.2], "latitude": [32.8], "precision_m": [500], "best": pd.array([best], "Int64"), "high": pd.array([best], "Int64"), "colour": [hue], "tip": [""]})  # fmt: skip
    deck = incidents_map(points, EMPTY.drop(columns="name_en"), EMPTY, "light")
    (layer,) = [one for one in deck.layers if one.id == "glyphs"]
    assert [row["icon"] for row in layer.data] == (["triangle"] if there else [])


def test_a_picture_has_them_in_its_marks_and_in_its_legend(no_imports):
    view = view_of(no_imports, Selection(), strings("en"), "light")
    drawn = framed_map(view, "tripoli", "event_type", "square", "svg").decode()
    assert drawn.count("<polygon") >= 8
