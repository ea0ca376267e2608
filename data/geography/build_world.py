"""Remake world.geojson: coarse land beyond the detailed map, so that no view ends in a straight line.

    python3 build_world.py WORK_FOLDER [--out FOLDER]

Needs npm and this project; fetches world-atlas (Natural Earth 1:110m, public domain) into WORK_FOLDER.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import tarfile
from pathlib import Path

import shapely
from shapely.geometry import box, mapping

NPM = "world-atlas@2.0.2"
EXTENT = (5.0, 17.0, 30.0, 39.0)  # west, south, east, north of the detailed map, which stands there
SOURCE = "package/land-110m.json"
DECIMALS = 2  # some kilometre: it is seen from afar only


def rings(topology: dict) -> list[list[list[list[float]]]]:
    """The polygons of a TopoJSON of one multipolygon, as lists of rings."""
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        line = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            line.append([round(x * sx + tx, DECIMALS), round(y * sy + ty, DECIMALS)])
        arcs.append(line)

    def ring(parts: list[int]) -> list[list[float]]:
        line: list[list[float]] = []
        for part in parts:
            own = arcs[part] if part >= 0 else arcs[~part][::-1]
            line += own if not line else own[1:]
        return line

    shapes = topology["objects"]["land"]["geometries"]
    return [[ring(parts) for parts in polygon] for one in shapes for polygon in one["arcs"]]


def main() -> None:
    """Fetch, cut and write."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("work", type=Path)
    options.add_argument("--out", type=Path, default=Path(__file__).parent)
    given = options.parse_args()
    given.work.mkdir(parents=True, exist_ok=True)
    subprocess.run(["npm", "pack", NPM], cwd=given.work, check=True, stdout=subprocess.DEVNULL)
    with tarfile.open(given.work / f"{NPM.replace('@', '-')}.tgz") as package:
        found = package.extractfile(SOURCE)
        assert found is not None
        topology = json.loads(found.read())
    # antimeridian slivers make a polygon touch itself; a buffer of nothing mends it
    land = shapely.union_all(
        [shapely.Polygon(one[0], one[1:]).buffer(0) for one in rings(topology)]
    )
    shape = mapping(shapely.set_precision(land - box(*EXTENT), 10**-DECIMALS))
    collection = {"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {}, "geometry": shape}]}  # fmt: skip
    text = json.dumps(collection, separators=(",", ":"))
    (given.out / "world.geojson").write_text(text, "utf-8")


if __name__ == "__main__":
    main()
