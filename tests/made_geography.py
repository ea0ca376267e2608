"""Boundaries and basemaps as teams have them, made for tests: two areas that meet west and east of Tripoli's middle."""

import gzip
import io
import json
import math
import sqlite3

import numpy as np
from PIL import Image

LINE = 13.18733  # longitude of Tripoli's middle, where the two areas meet
WEST, EAST = "West of Tripoli", "East of Tripoli"
ENTRY = {"licence": "CC BY-IGO 3.0", "attribution": "Made for a test"}
WORLD = 20_037_508.342789244


def box(west, east, south=31.5, north=33.4):
    return [[[west, south], [east, south], [east, north], [west, north], [west, south]]]


def geojson(path, crs=""):
    features = [
        {"type": "Feature", "properties": {"ADM2_EN": name, "ADM2_AR": arabic, "ADM2_PCODE": code}, "geometry": {"type": "Polygon", "coordinates": rings}}
        for name, arabic, code, rings in ((WEST, "غرب", "LY0201", box(12.0, LINE)), (EAST, "شرق", "LY0202", box(LINE, 14.5)))
    ]  # fmt: skip
    told = {"type": "FeatureCollection", "features": features}
    if crs:
        told["crs"] = {"type": "name", "properties": {"name": crs}}
    path.write_text(json.dumps(told, ensure_ascii=False), "utf-8")


def written(folder, name, driver, layer="adm2"):
    """The same areas in another format, by the library that reads it."""
    import pyogrio

    source = folder / "source.geojson"
    geojson(source)
    meta, _, geometry, data = pyogrio.raw.read(source)
    pyogrio.raw.write(folder / name, geometry, data, meta["fields"], layer=layer, driver=driver, geometry_type="Polygon", crs="EPSG:4326")  # fmt: skip
    source.unlink()


def picture(colour):
    out = io.BytesIO()
    Image.fromarray(np.full((256, 256, 3), colour, dtype=np.uint8)).save(out, "PNG")
    return out.getvalue()


def tile_of(longitude, latitude, zoom):
    wide = 2**zoom
    turned = math.asinh(math.tan(math.radians(latitude)))
    return int((longitude + 180) / 360 * wide), int((1 - turned / math.pi) / 2 * wide)


def mbtiles(path, form="png", zoom=5):
    x, y = tile_of(13.2, 32.9, zoom)
    base = sqlite3.connect(path)
    base.execute("create table metadata (name text, value text)")
    base.execute(
        "create table tiles (zoom_level int, tile_column int, tile_row int, tile_data blob)"
    )
    about = {"format": form, "json": json.dumps({"vector_layers": [{"id": "water"}, {"id": "roads"}]}) if form == "pbf" else "{}"}  # fmt: skip
    base.executemany("insert into metadata values (?, ?)", about.items())
    content = gzip.compress(b"shapes") if form == "pbf" else picture(120)
    base.execute("insert into tiles values (?, ?, ?, ?)", (zoom, x, 2**zoom - 1 - y, content))
    base.commit()
    base.close()
    return zoom, x, y


def geopackage_tiles(path, zoom=5, ends=WORLD):
    x, y = tile_of(13.2, 32.9, zoom)
    base = sqlite3.connect(path)
    base.executescript(
        "create table gpkg_contents (table_name text, data_type text);"
        "create table gpkg_spatial_ref_sys (srs_id int, organization_coordsys_id int);"
        "create table gpkg_tile_matrix_set (table_name text, srs_id int, min_x real, min_y real, max_x real, max_y real);"
        "create table gpkg_tile_matrix (table_name text, zoom_level int, matrix_width int);"
        'create table "base" (zoom_level int, tile_column int, tile_row int, tile_data blob);'
    )
    base.execute("insert into gpkg_contents values ('base', 'tiles')")
    base.execute("insert into gpkg_spatial_ref_sys values (1, 3857)")
    base.execute("insert into gpkg_tile_matrix_set values ('base', 1, ?, ?, ?, ?)", (-ends, -ends, ends, ends))  # fmt: skip
    base.execute("insert into gpkg_tile_matrix values ('base', ?, ?)", (zoom, 2**zoom))
    base.execute("insert into base values (?, ?, ?, ?)", (zoom, x, y, picture(120)))
    base.commit()
    base.close()
    return zoom, x, y


def pmtiles(path, zoom=5):
    from pmtiles.tile import Compression, TileType, zxy_to_tileid
    from pmtiles.writer import Writer

    x, y = tile_of(13.2, 32.9, zoom)
    with path.open("wb") as file:
        writer = Writer(file)
        writer.write_tile(zxy_to_tileid(zoom, x, y), picture(120))
        about = {"tile_type": TileType.PNG, "tile_compression": Compression.NONE, "min_zoom": zoom, "max_zoom": zoom, "min_lon_e7": 0, "min_lat_e7": 0, "max_lon_e7": 0, "max_lat_e7": 0, "center_zoom": zoom, "center_lon_e7": 0, "center_lat_e7": 0}  # fmt: skip
        writer.finalize(about, {})
    return zoom, x, y


def listing(folder, boundaries=(), basemap=None):
    def lines(told):
        return [f'{key} = "{value}"' for key, value in told.items()]

    parts = []
    for one in boundaries:
        parts += ["[[boundaries]]", *lines(ENTRY | {"name": "ADM2_EN", "name_ar": "ADM2_AR", "pcode": "ADM2_PCODE"} | one)]  # fmt: skip
    if basemap is not None:
        parts += ["[basemap]", *lines(ENTRY | basemap)]
    (folder / "geography.toml").write_text("\n".join(parts), "utf-8")
