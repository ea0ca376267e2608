"""A basemap in one file: MBTiles, PMTiles or a GeoPackage of tiles, as tiles of the web's own squares."""

from __future__ import annotations

import gzip
import json
import sqlite3
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from data.record.refusal import RecordError

WORLD: Final = 20_037_508.342789244  # metres from the middle of web Mercator to its edge
FORMS: Final = {"png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "webp": "image/webp", "pbf": "application/x-protobuf"}  # fmt: skip
ARCHIVES: Final = (".mbtiles", ".pmtiles", ".gpkg")


@dataclass(frozen=True)
class TileArchive:
    """Tiles of a file.

    Attributes:
        form: ``png``, ``jpg``, ``webp`` (pictures) or ``pbf`` (shapes).
        least_zoom: first zoom it has.
        most_zoom: last zoom it has.
        layers: names of its layers of shapes; empty for pictures.
        tile: zoom, column from the west, row from the north -> content, or None where it has none.
    """

    form: str
    least_zoom: int
    most_zoom: int
    layers: tuple[str, ...]
    tile: Callable[[int, int, int], bytes | None]

    @property
    def media_type(self) -> str:
        """What a browser is told that a tile is."""
        return FORMS[self.form]


def open_archive(path: Path) -> TileArchive:
    """Open a file of tiles.

    Args:
        path: ends in one of ``ARCHIVES``.

    Raises:
        RecordError: it cannot be read as such; a sentence that names it and what was expected.
    """
    readers = {".mbtiles": _mbtiles, ".pmtiles": _pmtiles, ".gpkg": _geopackage}
    reader = readers.get(path.suffix.lower())
    if reader is None:
        raise RecordError(f"{path.name}: expected a basemap ending in {', '.join(ARCHIVES)}")
    try:
        archive = reader(path)
    except (sqlite3.DatabaseError, ValueError, KeyError, OSError) as error:
        raise RecordError(f"{path.name}: cannot be read as a file of tiles: {error}") from None
    if archive.form not in FORMS:
        raise RecordError(f"{path.name}: tiles in the form {archive.form!r}: expected one of {', '.join(FORMS)}")  # fmt: skip
    return archive


class _Database:
    """A SQLite file that threads may ask at once; nothing is ever written to it."""

    def __init__(self, path: Path) -> None:
        self.own = sqlite3.connect(f"{path.as_uri()}?immutable=1", uri=True, check_same_thread=False)  # fmt: skip
        self.lock = threading.Lock()

    def rows(self, query: str, values: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
        with self.lock:
            return self.own.execute(query, values).fetchall()


def _mbtiles(path: Path) -> TileArchive:
    base = _Database(path)
    about = dict(base.rows("select name, value from metadata"))
    least, most = base.rows("select min(zoom_level), max(zoom_level) from tiles")[0]
    if least is None:
        raise ValueError("it has no tile")
    form = str(about.get("format", "")) or _form_of(base.rows("select tile_data from tiles limit 1")[0][0])  # fmt: skip
    layers = json.loads(about.get("json") or "{}").get("vector_layers", [])

    def tile(z: int, x: int, y: int) -> bytes | None:
        found = base.rows(
            "select tile_data from tiles where zoom_level = ? and tile_column = ? and tile_row = ?",
            (z, x, 2**z - 1 - y),  # MBTiles counts rows from the south
        )
        return _plain(found[0][0]) if found else None

    return TileArchive(form, least, most, tuple(str(one["id"]) for one in layers), tile)


def _geopackage(path: Path) -> TileArchive:
    base = _Database(path)
    tables = base.rows("select table_name from gpkg_contents where data_type = 'tiles'")
    if len(tables) != 1:
        raise ValueError(f"{len(tables)} tables of tiles, expected one")
    table = str(tables[0][0])
    west, south, east, north, system = base.rows(
        "select min_x, min_y, max_x, max_y, s.organization_coordsys_id from gpkg_tile_matrix_set m"
        " join gpkg_spatial_ref_sys s on s.srs_id = m.srs_id where table_name = ?",
        (table,),
    )[0]
    ends = (-west, -south, east, north)
    if system != 3857 or any(abs(one - WORLD) > 1 for one in ends):
        raise ValueError("its squares are not those of web maps (EPSG:3857 over the whole world)")
    levels = base.rows("select zoom_level, matrix_width from gpkg_tile_matrix where table_name = ?", (table,))  # fmt: skip
    if any(wide != 2**zoom for zoom, wide in levels):
        raise ValueError("its levels are not those of web maps")
    quoted = '"' + table.replace('"', '""') + '"'
    least, most = base.rows(f"select min(zoom_level), max(zoom_level) from {quoted}")[0]
    if least is None:
        raise ValueError("it has no tile")
    form = _form_of(base.rows(f"select tile_data from {quoted} limit 1")[0][0])

    def tile(z: int, x: int, y: int) -> bytes | None:
        found = base.rows(
            f"select tile_data from {quoted} where zoom_level = ? and tile_column = ? and tile_row = ?",
            (z, x, y),
        )
        return bytes(found[0][0]) if found else None

    return TileArchive(form, least, most, (), tile)


def _pmtiles(path: Path) -> TileArchive:
    from pmtiles.reader import MmapSource, Reader
    from pmtiles.tile import TileType

    reader = Reader(MmapSource(path.open("rb")))
    header = reader.header()
    forms = {TileType.PNG: "png", TileType.JPEG: "jpg", TileType.WEBP: "webp", TileType.MVT: "pbf"}
    layers = reader.metadata().get("vector_layers", [])

    def tile(z: int, x: int, y: int) -> bytes | None:
        found = reader.get(z, x, y)
        return _plain(found) if found else None

    form = forms.get(header["tile_type"], str(header["tile_type"]))
    return TileArchive(form, header["min_zoom"], header["max_zoom"], tuple(str(one["id"]) for one in layers), tile)  # fmt: skip


def _plain(content: bytes) -> bytes:
    """A tile without its own compression; what goes over the wire is compressed once, by the server."""
    return gzip.decompress(content) if content[:2] == b"\x1f\x8b" else bytes(content)


def _form_of(content: bytes) -> str:
    starts = {b"\x89PNG": "png", b"\xff\xd8\xff": "jpg", b"RIFF": "webp"}
    return next((form for start, form in starts.items() if content.startswith(start)), "unknown")
