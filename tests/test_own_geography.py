"""A team's own boundaries and basemap: read from files of its own, credited, served by the app, counted by."""

import json

import made_geography as made
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from made_records import write_record
from starlette.applications import Starlette
from starlette.testclient import TestClient
from test_pages import page

from components import server, team_map
from data.counting.bounded import by_boundaries
from data.counting.lineage import incident_figures
from data.counting.selection import Selection
from data.record.load import load
from data.record.refusal import RecordError
from data.record.team_geography import GEOGRAPHY_VARIABLE, team_geography

FORMATS = {
    "areas.geojson": lambda folder: made.geojson(folder / "areas.geojson"),
    "areas.gpkg": lambda folder: made.written(folder, "areas.gpkg", "GPKG"),
    "areas.shp": lambda folder: made.written(folder, "areas.shp", "ESRI Shapefile"),
}
BASEMAPS = {"base.mbtiles": made.mbtiles, "base.pmtiles": made.pmtiles, "base.gpkg": made.geopackage_tiles}  # fmt: skip


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv(GEOGRAPHY_VARIABLE, str(tmp_path))
    return tmp_path


def asking():
    return TestClient(Starlette(routes=server.routes()))


@pytest.mark.parametrize("name", FORMATS)
def test_boundaries_are_read_from_each_format_with_their_codes_and_credit(name, folder):
    FORMATS[name](folder)
    made.listing(folder, [{"file": name}])
    own = team_geography()
    (one,) = own.boundaries
    assert one.areas[["name", "name_ar", "pcode"]].to_numpy().tolist() == [
        [made.WEST, "غرب", "LY0201"],
        [made.EAST, "شرق", "LY0202"],
    ]
    assert own.credit == "Made for a test (CC BY-IGO 3.0)"
    told = asking().get(f"{team_map.PATH}/boundaries/0").json()
    assert [one["properties"]["pcode"] for one in told["features"]] == ["LY0201", "LY0202"]
    assert asking().get(f"{team_map.PATH}/boundaries/1").status_code == 404


@pytest.mark.parametrize("name", BASEMAPS)
def test_a_basemap_is_served_tile_by_tile_and_its_style_names_no_other_place(name, folder):
    at = BASEMAPS[name](folder / name)
    made.listing(folder, basemap={"file": name})
    client = asking()
    found = client.get(f"{team_map.PATH}/tiles/{at[0]}/{at[1]}/{at[2]}")
    assert found.status_code == 200 and found.headers["content-type"] == "image/png"
    assert found.content == made.picture(120)
    assert client.get(f"{team_map.PATH}/tiles/{at[0]}/{at[1] + 1}/{at[2]}").status_code == 204
    assert client.get(f"{team_map.PATH}/tiles/{at[0]}/x/{at[2]}").status_code == 404
    for far in (f"99999999/{at[1]}/{at[2]}", f"{at[0]}/99999999/{at[2]}", f"{at[0] + 1}/0/0"):
        assert client.get(f"{team_map.PATH}/tiles/{far}").status_code == 404
    for theme in ("light", "dark"):
        style = client.get(f"{team_map.STYLE}/{theme}")
        assert style.text.count("http") == style.text.count("http://testserver/") == 1
        source = style.json()["sources"]["own"]
        assert (source["minzoom"], source["maxzoom"], source["type"]) == (5, 5, "raster")
        assert "glyphs" not in style.json()


def test_shapes_are_served_without_their_compression_and_drawn_without_names(folder):
    at = made.mbtiles(folder / "base.mbtiles", "pbf")
    made.listing(folder, basemap={"file": "base.mbtiles"})
    assert asking().get(f"{team_map.PATH}/tiles/{at[0]}/{at[1]}/{at[2]}").content == b"shapes"
    style = asking().get(f"{team_map.STYLE}/light").json()
    assert {one["type"] for one in style["layers"]} == {"background", "fill", "line"}
    assert {one.get("source-layer") for one in style["layers"]} == {None, "water", "roads"}


def wrong_crs(folder):
    made.geojson(folder / "areas.geojson", "urn:ogc:def:crs:EPSG::32633")


def points(folder):
    told = {"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {"ADM2_EN": "a", "ADM2_AR": "", "ADM2_PCODE": ""}, "geometry": {"type": "Point", "coordinates": [13, 32]}}]}  # fmt: skip
    (folder / "areas.geojson").write_text(json.dumps(told))


REFUSED = {
    "no list": (lambda f: None, None, "geography.toml: cannot be read"),
    "no file": (lambda f: None, {"file": "areas.geojson"}, "file = 'areas.geojson': there is no such file"),
    "another folder": (lambda f: None, {"file": "../areas.geojson"}, "expected a file of the same folder"),
    "another form": (lambda f: (f / "areas.csv").write_text("a"), {"file": "areas.csv"}, "areas.csv: expected a file ending in .geojson"),
    "damaged": (lambda f: (f / "areas.geojson").write_text("{"), {"file": "areas.geojson"}, "areas.geojson: cannot be read"),
    "a column": (lambda f: made.geojson(f / "areas.geojson"), {"file": "areas.geojson", "pcode": "PCODE"}, "column 'PCODE' (pcode): expected one of ADM2_AR, ADM2_EN, ADM2_PCODE"),
    "a layer": (lambda f: made.written(f, "areas.gpkg", "GPKG"), {"file": "areas.gpkg", "layer": "adm9"}, "layer adm9: expected one of adm2"),
    "metres": (wrong_crs, {"file": "areas.geojson"}, "expected WGS 84"),
    "points": (points, {"file": "areas.geojson"}, "row 1: Point: expected polygons"),
    "a key": (lambda f: made.geojson(f / "areas.geojson"), {"file": "areas.geojson", "colour": "red"}, "'colour': expected one of attribution, file"),
    "no words": (lambda f: made.geojson(f / "areas.geojson"), {"file": "areas.geojson", "licence": " "}, "licence = ' ': expected words"),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_read_is_one_sentence_on_the_page_and_at_the_command_line(
    case, folder, run, monkeypatch
):
    make, entry, said = REFUSED[case]
    make(folder)
    if entry is not None:
        made.listing(folder, [entry])
    with pytest.raises(RecordError) as refused:
        team_geography()
    assert said in str(refused.value) and "\n" not in str(refused.value)
    status, out, err = run("geography", "--from", "2019-07-01", "--to", "2019-07-31")
    assert (status, out) == (2, "") and said in err and err.count("\n") == 1
    if case in ("no list", "points"):
        at = page("map", None, monkeypatch, **{"from": "2019-07-01", "to": "2019-07-31"})
        assert not at.exception
        assert any("the bundled one is drawn" in one.value for one in at.warning)


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda path: path.write_bytes(b"no"), "cannot be read as a file of tiles"),
        (lambda path: made.geopackage_tiles(path, ends=1000.0), "not those of web maps"),
    ],
)
def test_a_basemap_that_is_none_is_refused(make, said, folder):
    make(folder / "base.gpkg")
    made.listing(folder, basemap={"file": "base.gpkg"})
    with pytest.raises(RecordError, match=said):
        team_geography()


def test_each_incident_is_in_one_area_or_told_apart(folder, bundled):
    made.geojson(folder / "areas.geojson")
    made.listing(folder, [{"file": "areas.geojson"}])
    selection = Selection()
    rows, left = by_boundaries(bundled, selection, team_geography().boundaries[0].areas)
    ids = [one for listed in rows["ids"] for one in listed]
    every = incident_figures(bundled, selection, ["killed"]).set_index("incident_id")
    assert sorted([*ids, *left]) == sorted(every.index) and len(ids) > 40
    for row in rows.itertuples():
        own = every.loc[row.ids]
        assert (row.low, row.best, row.high) == tuple(own[["low", "best", "high"]].sum())
        assert row.unreported == own["best"].isna().sum() and row.incidents == len(own)
        where = bundled.incidents.set_index("incident_id").loc[row.ids, "longitude"]
        assert (where < made.LINE).all() == (row.pcode == "LY0201")


@pytest.mark.thorough
@settings(max_examples=30, deadline=None)
@given(st.floats(13.15, 13.23), st.sampled_from(["site", "neighbourhood", "town", "municipality", "district"]))  # fmt: skip
def test_an_incident_near_a_boundary_is_in_an_area_only_if_its_whole_circle_is(longitude, precision):  # fmt: skip
    import tempfile
    from pathlib import Path

    with tempfile.TemporaryDirectory() as made_here:
        place = {"incident_id": "a", "longitude": round(longitude, 5), "latitude": 32.5, "place_precision": precision}  # fmt: skip
        record = load(write_record(Path(made_here) / "record", incidents=[place]))
    areas = [shapely.box(12.0, 31.5, made.LINE, 33.4), shapely.box(made.LINE, 31.5, 14.5, 33.4)]
    import pandas as pd

    told = pd.DataFrame({"name": ["w", "e"], "name_ar": "", "pcode": ["1", "2"], "geometry": areas})
    rows, left = by_boundaries(record, Selection(), told)
    metres = abs(round(longitude, 5) - made.LINE) * 111_200 * np.cos(np.radians(32.5))
    radius = {"site": 250, "neighbourhood": 2_000, "town": 5_000, "municipality": 12_000, "district": np.inf}[precision]  # fmt: skip
    if metres > 1.02 * radius:
        assert left == [] and rows["pcode"].tolist() == ["1" if longitude < made.LINE else "2"]
    elif metres < 0.8 * radius:  # so little beside a boundary is taken for a coast
        assert left == ["a"] and rows.empty


def test_the_page_counts_by_them_and_credits_them(folder, monkeypatch):
    made.geojson(folder / "areas.geojson")
    made.listing(folder, [{"file": "areas.geojson"}])
    at = page("map", None, monkeypatch, **{"from": "2019-07-01", "to": "2019-07-31"})
    assert not at.exception
    assert any("Made for a test" in one.value for one in at.caption)
    assert "By the boundaries of areas.geojson" in [one.label for one in at.expander]


def test_the_command_line_counts_by_them(folder, run):
    made.geojson(folder / "areas.geojson")
    made.listing(folder, [{"file": "areas.geojson"}])
    status, out, err = run("geography", "--from", "2019-07-01", "--to", "2019-07-31", "--format", "json")  # fmt: skip
    rows = json.loads(out)
    assert status == 0 and {row["pcode"] for row in rows} <= {"LY0201", "LY0202"}
    assert all("ids" not in row for row in rows) and "tajoura" not in out
    assert "areas.geojson: 2 areas, Made for a test (CC BY-IGO 3.0)" in err


def test_without_a_folder_the_command_says_how(run, monkeypatch):
    monkeypatch.delenv(GEOGRAPHY_VARIABLE, raising=False)
    status, _, err = run("geography")
    assert status == 2 and GEOGRAPHY_VARIABLE in err
