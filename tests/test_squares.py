"""A map of very many incidents: each is in one mark of each zoom, a mark says what it stands for and no more."""

import dataclasses
import functools
import math
import operator

import numpy as np
import pandas as pd
import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from components import tiles
from components.server import routes
from components.tiles import Drawn, features, forget_other_records, remember
from components.words.language import strings
from components.words.numbers import said, unreported
from data.counting.figure import of_row
from data.counting.lineage import incident_figures
from data.counting.placing import placed
from data.counting.query import query
from data.counting.selection import Selection
from data.counting.shard import shard
from data.counting.tiles import CELL_BITS, marks, tiling, within

WHOLE = Selection()


def square_of(longitude, latitude, zoom):
    """The square of web maps that a point lies in, by the textbook's formula."""
    bound = math.radians(latitude)
    right = (longitude + 180) / 360
    down = (1 - math.log(math.tan(bound) + 1 / math.cos(bound)) / math.pi) / 2
    return int(right * 2**zoom), int(down * 2**zoom)


def points(record, kind):
    """Row by row: id, point, people and kind of each incident that is placed so."""
    arrays = shard(record)
    found = placed(record, WHOLE)
    at = found.points if kind == "points" else found.areas
    ends, opened = arrays.told("killed", "all").of(np.arange(len(arrays.ids)))
    return [(arrays.ids[n], arrays.longitude[n], arrays.latitude[n], arrays.codes["side"][n], *ends[:, n], opened[n]) for n in at]  # fmt: skip


@pytest.mark.parametrize("kind", ["points", "areas"])
@pytest.mark.parametrize("zoom", [0, 4, 7, 11, 18])
def test_each_incident_is_in_one_mark_and_a_mark_is_the_sum_of_its_incidents(bundled, kind, zoom):
    found = tiling(bundled, WHOLE, kind)
    told = points(bundled, kind)
    seen = []
    for x, y in sorted({square_of(lon, lat, zoom) for _, lon, lat, *_ in told}):
        shown = marks(found, zoom, x, y, "side")
        inside = [one for one in told if square_of(one[1], one[2], zoom) == (x, y)]
        assert shown.incidents.sum() == len(inside)
        for n, cell in enumerate(shown.cells):
            ids = within(found, zoom, int(cell))
            own = [one for one in inside if one[0] in ids]
            assert len(ids) == len(own) == shown.incidents[n]
            assert len({square_of(lon, lat, zoom + CELL_BITS) for _, lon, lat, *_ in own}) == 1
            told_of = [one[4:] for one in own if not math.isnan(one[5])]
            assert shown.known[n] == len(told_of)
            assert shown.open[n] == any(one[7] for one in own)
            for end in (0, 1):
                total = sum(one[end] for one in told_of) if told_of else math.nan
                np.testing.assert_equal(shown.ends[end][n], total)
            highs = [one[6] for one in own if not math.isnan(one[6])]
            np.testing.assert_equal(shown.ends[2][n], sum(highs) if told_of or highs else math.nan)
            assert shown.longitude[n] == pytest.approx(np.mean([one[1] for one in own]))
            assert shown.latitude[n] == pytest.approx(np.mean([one[2] for one in own]))
            counts = pd.Series([one[3] for one in own]).value_counts()
            assert counts[shown.kinds[n]] == counts.max()
            seen += ids
    assert sorted(seen) == sorted(one[0] for one in told)


def test_a_square_without_incidents_is_empty(bundled):
    shown = marks(tiling(bundled, WHOLE, "points"), 6, 0, 0, "event_type")
    assert len(shown.cells) == shown.ends.shape[1] == 0


def test_what_is_known_to_a_municipality_has_no_mark(bundled):
    found = placed(bundled, WHOLE)
    parts = (found.points, found.areas, found.districts, found.unplaced)
    assert len(np.unique(np.concatenate(parts))) == sum(map(len, parts)) == len(query(bundled, WHOLE).ids)  # fmt: skip
    assert set(tiling(bundled, WHOLE, "points").at) == set(found.points)
    assert set(tiling(bundled, WHOLE, "areas").at) == set(found.areas)


@pytest.mark.parametrize("axis", ["event_type", "side", "attribution_status", ""])
@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_an_address_tells_a_square_and_nothing_else_of_an_incident(bundled, axis, language):
    drawn = Drawn(tiling(bundled, WHOLE, "points"), axis, "killed", "dark", strings(language), "v1")
    remember(drawn)
    client = TestClient(Starlette(routes=routes()))
    answer = client.get(drawn.address.format(z=5, x=17, y=12))
    assert answer.headers["cache-control"] == "no-store"
    found = answer.json()["features"]
    assert found and found == features(drawn, 5, 17, 12)
    for one in found:
        assert one.keys() == {"type", "geometry", "properties", "cell", "pixels", "fill", "rim", "tip", "count", "offset", "ink"} - ({"offset", "ink"} if one["fill"][3] == 0 and "offset" not in one else set())  # fmt: skip
    text = answer.text
    assert not any(title in text for title in bundled.incidents["title"])
    assert not any(name in text for name in bundled.incidents["incident_id"])


@pytest.mark.parametrize(
    "path", ["{z}/{x}", "5/17/x", "5/17/-1", "5/40/12", "21/0/0", "5/17/1e3", "99999999999/0/0"]
)
def test_what_is_no_square_is_not_there(bundled, path):
    drawn = Drawn(tiling(bundled, WHOLE, "points"), "", "killed", "light", strings("en"), "v1")
    remember(drawn)
    client = TestClient(Starlette(routes=routes()))
    assert client.get(f"/squares/{drawn.name}/{path}").status_code == 404
    assert client.get("/squares/guessed/5/17/12").status_code == 404


def test_addresses_differ_and_only_the_last_are_remembered(bundled, monkeypatch):
    monkeypatch.setattr(tiles, "MOST", 3)
    made = [Drawn(tiling(bundled, WHOLE, "points"), "", "killed", "light", strings("en"), "v1") for _ in range(5)]  # fmt: skip
    assert len({one.name for one in made}) == 5 and min(len(one.name) for one in made) > 20
    for one in made:
        remember(one)
    client = TestClient(Starlette(routes=routes()))
    assert [client.get(one.address.format(z=0, x=0, y=0)).status_code for one in made] == [404, 404, 200, 200, 200]  # fmt: skip


def test_squares_of_a_record_that_is_no_longer_read_are_gone(bundled):
    old, new = (
        Drawn(tiling(bundled, WHOLE, "points"), "", "killed", "light", strings("en"), version)
        for version in ("v1", "v2")
    )
    for one in (old, new):
        remember(one)
    forget_other_records("v2")
    client = TestClient(Starlette(routes=routes()))
    asked = [client.get(one.address.format(z=0, x=0, y=0)).status_code for one in (old, new)]
    assert asked == [404, 200]


def test_the_tip_of_a_square_says_the_range_and_what_is_not_reported(bundled):
    drawn = Drawn(tiling(bundled, WHOLE, "points"), "side", "killed", "light", strings("en"), "v1")
    figures = incident_figures(bundled, WHOLE, ["killed"]).set_index("incident_id")
    words, silent = strings("en"), 0
    for one in features(drawn, 0, 0, 0):
        ids = within(drawn.tiling, 0, int(one["cell"].split("/")[1]))
        counted = []
        for row in figures.loc[ids].itertuples():
            own = of_row(row)
            known = int(own.best is not None)
            counted.append(dataclasses.replace(own, incidents=known, unreported=1 - known))
        total = functools.reduce(operator.add, counted)
        assert said(total, words) in one["tip"] and unreported(total, words) in one["tip"]
        silent += total.unreported
    assert silent
