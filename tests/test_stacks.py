"""On a map of the whole country marks that would lie on each other are one, with how many; the same in pictures."""

import json
from collections import Counter

import numpy as np
import pytest
from made_records import ROOT
from streamlit.testing.v1 import AppTest

from components.lines.map import COLOUR_BY
from components.lines.stacks import points_drawn
from components.tiles import Drawn, discs, features
from components.view import view_of
from components.words.language import strings
from data.counting.placing import place, placed
from data.counting.selection import Selection
from data.counting.tiles import tiling

WHOLE = Selection(dataset=("libya",))
ZOOM = 5


def drawn(record, axis="event_type", theme="light"):
    return Drawn(tiling(record, WHOLE, "points"), axis, "killed", theme, strings("en"), "v1")


def every(record, axis):
    return [one for x in range(2**ZOOM) for y in range(2**ZOOM) for one in features(drawn(record, axis), ZOOM, x, y)]  # fmt: skip


@pytest.mark.parametrize("axis", COLOUR_BY)
def test_every_placed_incident_is_in_one_stack_and_the_picture_has_the_same(
    bundled, no_imports, axis
):
    view = view_of(no_imports, WHOLE, strings("en"), "light")
    picture = points_drawn(view, WHOLE, axis, "libya", ZOOM + 0.4)
    ids = [one for row in picture["ids"] for one in row]
    assert Counter(ids) == Counter(place(bundled, WHOLE).points["incident_id"])
    marks = [one for one in every(bundled, axis) if one["fill"][3] or "offset" in one]
    assert sorted(one["tip"] for one in marks) == sorted(picture["tip"])
    counts = sorted(one["count"] for one in marks)
    assert counts == sorted(str(len(row)) if len(row) > 1 else "" for row in picture["ids"])


def test_a_ring_says_the_high_figure_and_no_mark_is_larger_than_its_ring(bundled):
    found = every(bundled, "event_type")
    rings = [one for one in found if "offset" not in one]
    assert rings and all(one["fill"][3] == 0 and one["count"] == "" for one in rings)
    own = {one["cell"]: one["pixels"] for one in found if "offset" in one}
    assert all(one["pixels"] > own[one["cell"]] for one in rings)


def test_as_the_map_opens_hardly_any_mark_hides_another(bundled):
    """Marks whose middles are nearer than their smaller radius: one in ten at most."""
    around = np.array(discs(drawn(bundled), ZOOM))
    pixels = 512 * 2**ZOOM / 360
    x, y, r = around[:, 0] * pixels, around[:, 1] * pixels / np.cos(np.radians(30)), around[:, 2]
    away = np.hypot(x[:, None] - x, y[:, None] - y)
    hidden = (away < np.minimum(r[:, None], r)) & ~np.eye(len(r), dtype=bool)
    assert hidden.any(axis=1).mean() <= 0.1


def page(**asked):
    at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    for name, value in {"from": "2011-02-15", "to": "2026-02-03", **asked}.items():
        at.query_params[name] = value
    at.switch_page("components/pages/map.py").run()
    assert not at.exception
    [deck] = at.get("deck_gl_json_chart")
    return {layer["id"]: layer for layer in json.loads(deck.proto.json)["layers"]}


def test_the_country_has_stacks_and_plates_and_greater_tripoli_each_mark(bundled):
    libya, tripoli = page(region="libya"), page(region="tripoli")
    assert libya["squares"]["data"].startswith("/squares/") and "incidents" not in libya
    assert libya["plates"]["data"] and "square-areas" not in libya
    assert tripoli["incidents"]["data"] and "squares" not in tripoli
    assert len(tripoli["incidents"]["data"]) == len(placed(bundled, WHOLE).points)


def test_the_table_of_the_map_is_of_its_frame_and_of_the_week_that_is_shown():
    at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    for name, value in {"from": "2019-04-04", "to": "2019-12-31", "week": "2019-07-01"}.items():
        at.query_params[name] = value
    at.switch_page("components/pages/map.py").run()
    assert at.session_state["map-week"] == "2019-07-01"
    at.session_state["map-twin"] = True
    at.run()
    assert not at.exception
    rows = next(one.value for one in at.dataframe if "place_precision" in one.value)
    assert set(rows["date_low"].astype(str).str[:7]) == {"2019-07"}
    assert rows["longitude"].between(12, 14.4).all() and rows["latitude"].between(32, 33.6).all()
    assert at.query_params["week"] == "2019-07-01"
