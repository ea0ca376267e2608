"""A team's own boundaries and basemap by address, from the app's own server: no map asks anybody else."""

from __future__ import annotations

import functools
import json
import re
from typing import Any, Final

import shapely
from starlette.requests import Request
from starlette.responses import Response

from components.pictures.palette import Theme, palette
from data.record.team_geography import (
    TOLERANCE,
    Boundaries,
    TeamGeography,
    readable_geography,
)

PATH: Final = "/geography"
STYLE: Final = f"{PATH}/style"
WATER: Final = re.compile("water|ocean|sea|lake|river", re.IGNORECASE)
KEPT: Final = {"Cache-Control": "private, max-age=3600"}
_NUMBER: Final = re.compile("[0-9]{1,8}")
TILE_PIXELS: Final = 256
DIMMED: Final = 0.55  # of a basemap of pictures, in a dark theme


def addresses(root: str, theme: Theme) -> tuple[list[str], str]:
    """Where the boundaries are, and the style of the basemap; empty without one.

    Args:
        root: path the app is served under.
        theme: light or dark.
    """
    own, _ = readable_geography()
    areas = [f"{root}{PATH}/boundaries/{n}" for n in range(len(own.boundaries))]
    return areas, f"{root}{STYLE}/{theme}" if own.basemap else ""


async def boundaries(request: Request) -> Response:
    """The areas of one file as GeoJSON."""
    own, _ = readable_geography()
    name = str(request.path_params["name"])
    if not _NUMBER.fullmatch(name) or int(name) >= len(own.boundaries):
        return Response(status_code=404)
    return Response(_geojson(own.boundaries[int(name)]), media_type="application/geo+json", headers=KEPT)  # fmt: skip


async def tile(request: Request) -> Response:
    """One tile of the basemap; nothing where it has none."""
    own, _ = readable_geography()
    at = [str(request.path_params[name]) for name in ("z", "x", "y")]
    if own.basemap is None or not all(_NUMBER.fullmatch(one) for one in at):
        return Response(status_code=404)
    archive = own.basemap.archive
    z, x, y = map(int, at)
    if not archive.least_zoom <= z <= archive.most_zoom or max(x, y) >= 2**z:
        return Response(status_code=404)
    content = archive.tile(z, x, y)
    if content is None:
        return Response(status_code=204)
    return Response(content, media_type=archive.media_type, headers=KEPT)


async def style(request: Request) -> Response:
    """The style of the basemap: its squares and no names, which would need letters from elsewhere."""
    own, _ = readable_geography()
    theme = str(request.path_params["theme"])
    if own.basemap is None or theme not in ("light", "dark"):
        return Response(status_code=404)
    squares = str(request.url.replace(path=request.url.path.replace(f"{STYLE}/{theme}", f"{PATH}/tiles"), query=""))  # fmt: skip
    told = style_of(own, theme, f"{squares}/{{z}}/{{x}}/{{y}}")  # type: ignore[arg-type]
    return Response(json.dumps(told), media_type="application/json")


def style_of(own: TeamGeography, theme: Theme, squares: str) -> dict[str, Any]:
    """A basemap as the browser's map library reads it.

    Args:
        own: what a team brought, with a basemap.
        theme: light or dark.
        squares: address of its tiles, as a template.
    """
    assert own.basemap is not None
    archive, colours = own.basemap.archive, palette(theme)
    source = {"tiles": [squares], "minzoom": archive.least_zoom, "maxzoom": archive.most_zoom}
    layers: list[dict[str, Any]] = [
        {"id": "ground", "type": "background", "paint": {"background-color": colours.abroad}}
    ]
    if archive.form != "pbf":
        dimmed = {"raster-brightness-max": DIMMED} if theme == "dark" else {}
        source |= {"type": "raster", "tileSize": TILE_PIXELS}
        layers.append({"id": "pictures", "type": "raster", "source": "own", "paint": dimmed})
    else:
        source |= {"type": "vector"}
        for name in archive.layers:
            wet = WATER.search(name)
            fill, line = (colours.sea, colours.sea) if wet else (colours.land, colours.border)
            shapes = {"source": "own", "source-layer": name}
            layers += [
                {"id": f"{name}-areas", "type": "fill", **shapes, "paint": {"fill-color": fill},
                 "filter": ["==", ["geometry-type"], "Polygon"]},
                {"id": f"{name}-lines", "type": "line", **shapes, "paint": {"line-color": line, "line-width": 0.7},
                 "filter": ["==", ["geometry-type"], "LineString"]},
            ]  # fmt: skip
    return {"version": 8, "sources": {"own": source}, "layers": layers}


@functools.lru_cache(maxsize=8)
def _geojson(of: Boundaries) -> bytes:
    shapes = shapely.simplify(of.areas["geometry"].to_numpy(), TOLERANCE)
    texts = shapely.to_geojson(shapely.set_precision(shapes, TOLERANCE / 10))
    told = [
        {"type": "Feature", "properties": {"name": name, "pcode": pcode}, "geometry": json.loads(text)}
        for name, pcode, text in zip(of.areas["name"], of.areas["pcode"], texts, strict=True)
    ]  # fmt: skip
    return json.dumps({"type": "FeatureCollection", "features": told}, ensure_ascii=False).encode()
