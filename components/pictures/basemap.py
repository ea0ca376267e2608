"""The bundled basemap: sea, land, coast, borders, districts and place labels, no outbound request."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass
from typing import Final

import pydeck as pdk

from components.pictures.labels import Context, label_layers
from components.pictures.palette import Palette, Theme, palette, rgb
from components.pictures.plates import Box, Sheet
from data.record.places import GEOGRAPHY

# Flat layers lie in one plane: drawn in order, whatever the tilt of the view.
FLAT: Final = {"depthCompare": "always", "depthWriteEnabled": False}


@dataclass(frozen=True)
class Ground:
    """What a map stands on.

    Attributes:
        style: address of another basemap's style; empty is the bundled one.
        labelled: whether our own labels stand on it.
        boundaries: addresses of a team's own boundaries, drawn instead of the districts.
        places: fronts and places of the war.
    """

    style: str = ""
    labelled: bool = True
    boundaries: tuple[str, ...] = ()
    places: tuple[Context, ...] = ()

    @property
    def below(self) -> int:
        """How many layers of it lie below what is told of areas."""
        return 0 if self.style else 3

    @property
    def above(self) -> int:
        """How many lie above everything: its labels."""
        return 4 if self.labelled else 0


BUNDLED: Final = Ground()


def basemap(
    theme: Theme,
    language: str,
    root: str = "",
    view: str = "tripoli",
    taken: Sequence[Box] = (),
    sheet: Sheet | None = None,
    told: Set[str] = frozenset(),
    ground: Ground = BUNDLED,
) -> list[pdk.Layer]:
    """Sea, land, coast, borders, districts and place labels, from files the app itself serves.

    Another ground is drawn by its own style; ours are its labels, and a team's boundaries instead of the districts.

    Args:
        theme: light or dark.
        language: script of the labels, ``ar`` or another.
        root: path the app is served under, without a slash at its end.
        view: one of ``VIEWS``; seen from afar only larger places are named.
        taken: what no label may lie under when the map opens.
        sheet: the map as it opens; None lays nothing out.
        told: names that stand on plates already.
        ground: what the map stands on.
    """
    colours = palette(theme)
    sea = [[-180, -85], [180, -85], [180, 85], [-180, 85]]
    bundled = [
        pdk.Layer(
            "PolygonLayer",
            [{"ring": sea}],
            id="sea",
            get_polygon="ring",
            get_fill_color=rgb(colours.sea),
            parameters=FLAT,
        ),
        pdk.Layer(
            "GeoJsonLayer",
            f"{root}/bundled/geography/world.geojson",
            id="world",
            filled=True,
            get_fill_color=rgb(colours.abroad),
            stroked=False,
            parameters=FLAT,
        ),
        pdk.Layer(
            "GeoJsonLayer",
            f"{root}/bundled/geography/land.geojson",
            id="land",
            filled=True,
            get_fill_color=f"properties.iso3 === 'LBY' ? {rgb(colours.land)} : {rgb(colours.abroad)}",
            stroked=True,
            # land abroad ends at the edge of its file, where a line would be no coast
            get_line_color=f"properties.iso3 === 'LBY' ? {rgb(colours.border)} : {rgb(colours.abroad)}",
            get_line_width=0.8,
            line_width_units=pdk.types.String("pixels"),
            parameters=FLAT,
        ),
        _outline(
            "borders", f"{root}/bundled/geography/borders.geojson", None, colours.quiet, 1.1, 170
        ),
    ]
    lines = [
        _outline(f"boundaries-{n}", url, None, colours.quiet, 0.9, 190)
        for n, url in enumerate(ground.boundaries)
    ]
    if not (lines or ground.style):
        districts = f"{root}/bundled/geography/districts.geojson"
        lines = [_outline("districts", districts, None, colours.border, 0.6, 110)]
    below = [*([] if ground.style else bundled), *lines, _places(ground.places, colours)]
    if not ground.labelled:
        return below
    return [*below, *label_layers(colours, language, view, taken, sheet, told, ground.places)]


def _places(places: Sequence[Context], colours: Palette) -> pdk.Layer:
    """A small open ring for each place of the war, told of under the pointer."""
    return pdk.Layer(
        "ScatterplotLayer",
        [{"at": [one.longitude, one.latitude], "tip": one.tip} for one in places],
        id="war-places",
        get_position="at",
        get_radius=3.6,
        radius_units=pdk.types.String("pixels"),
        get_fill_color=rgb(colours.land, 200),
        stroked=True,
        get_line_color=rgb(colours.quiet),
        line_width_units=pdk.types.String("pixels"),
        get_line_width=1.4,
        pickable=True,
    )


def _outline(
    name: str, url: str, fill: str | None, line: str, width: float = 0.8, alpha: int = 255
) -> pdk.Layer:
    return pdk.Layer(
        "GeoJsonLayer",
        url,
        id=name,
        filled=fill is not None,
        get_fill_color=rgb(fill or line),
        stroked=True,
        get_line_color=rgb(line, alpha),
        get_line_width=width,
        line_width_units=pdk.types.String("pixels"),
        parameters=FLAT,
    )


def attribution_text() -> str:
    """Who made the bundled geography, as its licences ask to be named."""
    text = (GEOGRAPHY / "ATTRIBUTION.md").read_text("utf-8")
    return text.split("\n", 1)[1].replace("\n## ", "\n##### ").strip()
