"""A map of very many incidents: what lies in each square, fetched by address for the squares in sight."""

from __future__ import annotations

import pandas as pd
import pydeck as pdk

from components.pictures.areas import district_layer, zone_layer
from components.pictures.basemap import BUNDLED, Ground, basemap
from components.pictures.maps import FULL_PIXELS, deck_of, opening
from components.pictures.on_marks import square_layer
from components.pictures.palette import Theme, palette


def squares_map(
    addresses: dict[str, str],
    districts: pd.DataFrame,
    theme: Theme,
    *,
    beside: pd.DataFrame | None = None,
    view: str = "tripoli",
    language: str = "en",
    ground: Ground = BUNDLED,
    root: str = "",
    height: int = 620,
    wide: int = FULL_PIXELS,
) -> pdk.Deck:
    """Very many incidents: what lies in each square, fetched by address for the squares in sight.

    Args:
        addresses: by layer, where its squares are, as a template of ``{z}``, ``{x}`` and ``{y}``.
        districts: as for ``incidents_map``.
        theme: light or dark.
        beside: areas of deaths at sea, a layer of their own; None is none.
        view: one of ``VIEWS``.
        language: script of the labels.
        ground: what the map stands on.
        root: path the app is served under.
        height: pixels.
        wide: pixels.
    """
    colours = palette(theme)
    layers = basemap(theme, language, root, view, ground=ground)
    sea = colours.event["migration"]
    layers[ground.below : ground.below] = [
        district_layer(districts, colours),
        *([] if beside is None else [zone_layer("at-sea", beside, sea)]),
    ]
    layers += [square_layer(layer, address) for layer, address in addresses.items()]
    return deck_of(layers, opening(view, wide), ground.style, height)
