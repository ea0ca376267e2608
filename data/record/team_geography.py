"""A team's own boundaries and basemap, read from a folder that the deployment names, with who made them."""

from __future__ import annotations

import functools
import os
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import pandas as pd
import shapely

from data.record.refusal import RecordError
from data.record.tile_archive import TileArchive, open_archive

GEOGRAPHY_VARIABLE: Final = "CASUALTY_GEOGRAPHY"
LISTING: Final = "geography.toml"
BOUNDARY_FORMS: Final = (".geojson", ".json", ".gpkg", ".shp")
WGS84: Final = ("EPSG:4326", "OGC:CRS84")
# A boundary is drawn no finer than this, in degrees: some 100 m, less than a pixel of a whole country.
TOLERANCE: Final = 0.001
KEYS: Final = {
    "boundaries": {"file", "layer", "name", "name_ar", "pcode", "licence", "attribution"},
    "basemap": {"file", "licence", "attribution"},
}


@dataclass(frozen=True, eq=False)
class Boundaries:
    """Areas of one file.

    Attributes:
        file: its name.
        licence: under which it is used.
        attribution: who made it, as they ask to be named.
        areas: ``name``, ``name_ar`` and ``pcode`` (blank where the file has none) and ``geometry`` (degrees).
    """

    file: str
    licence: str
    attribution: str
    areas: pd.DataFrame


@dataclass(frozen=True)
class Basemap:
    """A basemap in tiles, and who made it."""

    file: str
    licence: str
    attribution: str
    archive: TileArchive


@dataclass(frozen=True)
class TeamGeography:
    """What a team brought: any number of boundaries, and a basemap or none."""

    boundaries: tuple[Boundaries, ...] = ()
    basemap: Basemap | None = None

    @property
    def credit(self) -> str:
        """Who made it and under which licence; blank without any."""
        named: list[Boundaries | Basemap] = [*self.boundaries]
        if self.basemap is not None:
            named.append(self.basemap)
        return "; ".join(dict.fromkeys(f"{one.attribution} ({one.licence})" for one in named))


def team_geography() -> TeamGeography:
    """What the folder in ``CASUALTY_GEOGRAPHY`` holds; nothing without it.

    Raises:
        RecordError: the folder, its list or one of its files cannot be read; a sentence that names it.
    """
    folder = os.environ.get(GEOGRAPHY_VARIABLE, "")
    if not folder:
        return TeamGeography()
    listing = Path(folder) / LISTING
    try:
        return _read(folder, listing.stat().st_mtime_ns)
    except OSError as error:
        raise RecordError(f"{listing}: cannot be read: {error.strerror or error}") from None


def readable_geography() -> tuple[TeamGeography, str]:
    """What a team brought and no reason, or nothing and why it cannot be read."""
    try:
        return team_geography(), ""
    except RecordError as error:
        return TeamGeography(), str(error)


@functools.lru_cache(maxsize=2)
def _read(folder: str, _changed: int) -> TeamGeography:
    root = Path(folder).resolve()
    listing = root / LISTING
    try:
        told = tomllib.loads(listing.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise RecordError(f"{listing.name}: is no TOML file: {error}") from None
    unknown = sorted(set(told) - set(KEYS))
    if unknown:
        raise RecordError(f"{LISTING}: {unknown[0]!r}: expected [[boundaries]] or [basemap]")
    several = told.get("boundaries", [])
    if not isinstance(several, list) or not isinstance(told.get("basemap", {}), dict):
        raise RecordError(f"{LISTING}: expected tables [[boundaries]] and one table [basemap]")
    boundaries = tuple(_boundaries(root, n, one) for n, one in enumerate(several, 1))
    basemap = None
    if "basemap" in told:
        entry = _entry(told["basemap"], "basemap", "[basemap]")
        path = _inside(root, entry["file"], "[basemap]")
        basemap = Basemap(path.name, entry["licence"], entry["attribution"], open_archive(path))
    return TeamGeography(boundaries, basemap)


def _entry(told: Any, kind: str, where: str) -> dict[str, str]:
    if not isinstance(told, dict):
        raise RecordError(f"{LISTING}: {where}: expected a table with file, licence, attribution")
    for key, value in told.items():
        if key not in KEYS[kind]:
            raise RecordError(
                f"{LISTING}: {where}: {key!r}: expected one of {', '.join(sorted(KEYS[kind]))}"
            )
        if not isinstance(value, str) or not value.strip():
            raise RecordError(f"{LISTING}: {where}: {key} = {value!r}: expected words")
    required = ("file", "licence", "attribution", *(("name",) if kind == "boundaries" else ()))
    for key in required:
        if key not in told:
            raise RecordError(
                f"{LISTING}: {where}: {key} is missing: expected {', '.join(required)}"
            )
    return {key: value.strip() for key, value in told.items()}


def _inside(root: Path, name: str, where: str) -> Path:
    path = (root / name).resolve()
    if not path.is_relative_to(root):
        raise RecordError(
            f"{LISTING}: {where}: file = {name!r}: expected a file of the same folder"
        )
    if not path.is_file():
        raise RecordError(f"{LISTING}: {where}: file = {name!r}: there is no such file")
    return path


def _boundaries(root: Path, n: int, told: Any) -> Boundaries:
    where = f"[[boundaries]] {n}"
    entry = _entry(told, "boundaries", where)
    path = _inside(root, entry["file"], where)
    if path.suffix.lower() not in BOUNDARY_FORMS:
        raise RecordError(f"{path.name}: expected a file ending in {', '.join(BOUNDARY_FORMS)}")
    columns = {key: entry[key] for key in ("name", "name_ar", "pcode") if key in entry}
    layer, fields, geometry = _layer(path, entry.get("layer"))
    for key, column in columns.items():
        if column not in fields:
            raise RecordError(
                f"{path.name}: layer {layer}: column {column!r} ({key}): expected one of {', '.join(sorted(fields))}"
            )
    areas = pd.DataFrame({key: _text(fields[column]) for key, column in columns.items()})
    areas = areas.reindex(columns=["name", "name_ar", "pcode"]).fillna("")
    areas["geometry"] = _polygons(path.name, geometry)
    return Boundaries(path.name, entry["licence"], entry["attribution"], areas)


def _layer(path: Path, wanted: str | None) -> tuple[str, dict[str, Any], np.ndarray]:
    """The chosen layer of a file: its name, its columns and its shapes as WKB."""
    import pyogrio  # a reader of many formats, which no command without such a folder needs

    try:
        layers = [str(name) for name, kind in pyogrio.list_layers(path) if kind is not None]
        if not layers or (wanted is None and len(layers) > 1) or (wanted and wanted not in layers):
            listed = ", ".join(layers) or "none with shapes"
            raise RecordError(
                f"{path.name}: layer {wanted or 'not named'}: expected one of {listed}"
            )
        layer = wanted or layers[0]
        meta, _, geometry, data = pyogrio.raw.read(path, layer=layer)
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, OSError) as error:
        raise RecordError(f"{path.name}: cannot be read: {' '.join(str(error).split())}") from None
    if meta["crs"] not in WGS84:
        raise RecordError(
            f"{path.name}: coordinates in {meta['crs'] or 'a system it does not name'}: expected WGS 84 (EPSG:4326)"
        )
    return layer, dict(zip(meta["fields"], data, strict=True)), geometry


def _text(column: Any) -> list[str]:
    return ["" if pd.isna(one) else str(one).strip() for one in column]


def _polygons(file: str, geometry: np.ndarray) -> np.ndarray:
    shapes = shapely.from_wkb(geometry)
    kinds = shapely.get_type_id(shapes)
    wrong = np.flatnonzero(~np.isin(kinds, (3, 6)))
    if len(wrong) or not len(shapes):
        row = f"row {wrong[0] + 1}: {shapes[wrong[0]].geom_type if shapes[wrong[0]] is not None else 'no shape'}" if len(wrong) else "no row"  # fmt: skip
        raise RecordError(f"{file}: {row}: expected polygons")
    west, south, east, north = shapely.total_bounds(shapes)
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        raise RecordError(f"{file}: reaches from {west:g}, {south:g} to {east:g}, {north:g}: expected degrees")  # fmt: skip
    return np.where(shapely.is_valid(shapes), shapes, shapely.make_valid(shapes))
