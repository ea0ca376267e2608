"""The incident map on a page: marks, areas, legend, and what the reader clicked."""

from __future__ import annotations

import base64
import html
import re
from collections.abc import Collection
from typing import Any

import pydeck as pdk
import streamlit as st

from components.lines.map import (
    colour_keys,
    marked,
    summary,
    told_by_plates,
    war_places,
    with_tips,
)
from components.parts.address import root
from components.parts.answers import let_stand
from components.parts.incident_sheet import incident_sheet
from components.pictures.basemap import Ground
from components.pictures.furniture import SHARED_PIXELS
from components.pictures.glyphs import shapes_of, svg_points
from components.pictures.maps import Stacks, hexagon_map, incidents_map, opening
from components.pictures.palette import Palette, palette
from components.pictures.squares import squares_map
from components.team_map import addresses
from components.tiles import Drawn, discs, remember
from components.view import View, once
from components.words.numbers import day
from components.words.sentences import titled
from data.counting.placing import (
    MOST_MARKS,
    Placed,
    Placing,
    at_points,
    in_districts,
    place,
    placed,
)
from data.counting.selection import Selection
from data.counting.tiles import tiling, within
from data.record.ids import among

HEXAGON_KM_M = 500
MOST_CHOICES = 200
CELL = re.compile("[0-9]{1,2}/[0-9]{1,15}")


def online_style() -> str:
    """Address of an online map style from the app's secrets (``map_style``); empty is the bundled basemap."""
    try:
        return str(st.secrets.get("map_style", ""))
    except FileNotFoundError:
        return ""


def ground(view: View) -> Ground:
    """What the maps stand on: an online style of the app's secrets, else the team's own, else the bundled one."""
    online = online_style()
    boundaries, own = addresses(root(), view.theme)
    return Ground(online or own, not online, tuple(boundaries), war_places(view))


def draw(
    view: View,
    selection: Selection,
    colour_by: str,
    key: str,
    region: str = "tripoli",
    height: int = 600,
    at_sea: Placing | None = None,
    share: float = 1.0,
) -> list[str]:
    """Draw the incident map: each incident, or of very many what lies in a square, the closer the finer.

    Args:
        view: the view.
        selection: what is drawn; the view's, or a part of it.
        colour_by: one of ``COLOUR_BY``.
        key: key of the element.
        region: ``tripoli`` or ``libya``.
        height: pixels.
        at_sea: deaths at sea to draw as a layer of their own; None is none.
        share: the map's part of its row.

    Returns:
        Ids of the incidents the reader has just clicked on, once: a mark stays picked while other
        things change. An area stands for all of its incidents, a mark for all at its very point.
    """
    found = placed(view.record, selection)
    wide = pixels_of(view, share)
    what = (key, selection, at_sea, region, height, wide, ground(view), root(), colour_by)
    squares: dict[str, Drawn] = {}
    if stacked(found, region):
        squares = once(view, ("squares", *what), lambda: _squares(view, selection, colour_by))
        for drawn in squares.values():
            remember(drawn)
    deck = once(view, what, lambda: _deck(view, selection, colour_by, region, (wide, height), at_sea, squares))  # fmt: skip
    state = st.pydeck_chart(
        deck, height=height, key=key, on_select="rerun", alt=summary(view, found)
    )
    picked = _picked(state, squares)
    before = st.session_state.get(f"_{key}-picked")
    st.session_state[f"_{key}-picked"] = picked
    return picked if picked != before else []


def pixels_of(view: View, share: float) -> int:
    """How wide a map is that has a part of its row; on a phone each stands in a row of its own."""
    return view.pixels if view.pixels < SHARED_PIXELS else int(view.pixels * share)


def many(found: Placed) -> bool:
    """Whether so many are placed that the map shows what lies in a square."""
    return len(found.points) + len(found.areas) > MOST_MARKS


def stacked(found: Placed, region: str) -> bool:
    """Whether marks that would lie on each other are drawn as one: of very many, and of the whole country."""
    return region == "libya" or many(found)


def _squares(view: View, selection: Selection, colour_by: str) -> dict[str, Drawn]:
    """By layer, the incidents that are drawn by squares."""
    areas, points = (tiling(view.record, selection, kind) for kind in ("areas", "points"))
    about = (selection.measure, view.theme, view.words, view.holdings.record.version)
    marks = {"squares": Drawn(points, colour_by, *about)}
    if not many(placed(view.record, selection)):  # areas have their plates
        return marks
    return {"square-areas": Drawn(areas, "", *about)} | marks


def _deck(
    view: View,
    selection: Selection,
    colour_by: str,
    region: str,
    size: tuple[int, int],
    at_sea: Placing | None,
    squares: dict[str, Drawn],
) -> pdk.Deck:
    around: dict[str, Any] = {
        "beside": None if at_sea is None else with_tips(view, at_sea.areas),
        "view": region,
        "language": view.words.language,
        "ground": ground(view),
        "root": root(),
        "wide": size[0],
        "height": size[1],
    }
    if many(placed(view.record, selection)):
        districts = with_tips(view, in_districts(view.record, selection))
        districts = districts.rename(columns={"district": "name_en"})
        addresses = {layer: f"{root()}{drawn.address}" for layer, drawn in squares.items()}
        return squares_map(addresses, districts, view.theme, **around)
    areas, districts = told_by_plates(view, selection, region)
    districts = districts.rename(columns={"district": "name_en"})
    if squares:
        drawn = squares["squares"]
        at_first = discs(drawn, round(opening(region, size[0]).zoom))
        stacks = Stacks(f"{root()}{drawn.address}", at_first)
        return incidents_map(place(view.record, selection).points.iloc[:0], areas, districts, view.theme, stacks=stacks, **around)  # fmt: skip
    points = marked(view, place(view.record, selection).points, colour_by)
    return incidents_map(points, areas, districts, view.theme, **around)


def draw_hexagons(view: View, selection: Selection, key: str, region: str, height: int) -> int:
    """Draw people per 1 km hexagon; returns how many incidents are known too coarsely to be in it."""
    people, coarse = at_points(view.record, selection, HEXAGON_KM_M)
    deck = hexagon_map(
        people,
        view.theme,
        view=region,
        language=view.words.language,
        ground=ground(view),
        root=root(),
        height=height,
        wide=view.pixels,
    )
    st.pydeck_chart(deck, height=height, key=key, alt=summary(view, placed(view.record, selection)))
    return coarse


def open_incidents(view: View, ids: list[str]) -> None:
    """Open a dialog on one incident, or on a list to choose from."""

    @st.dialog(view.words("incident.opened"), width="large")
    def opened() -> None:
        latest = ids[-MOST_CHOICES:][::-1] if len(ids) > MOST_CHOICES else ids
        chosen = latest[0]
        if len(ids) > 1:
            rows = view.record.incidents[among(view.record.incidents["incident_id"], latest)]
            rows = titled(view.record, rows, view.words).set_index("incident_id")
            chosen = st.selectbox(
                view.words.md(
                    "map.which" if latest == ids else "map.which_latest",
                    n=len(ids),
                    most=MOST_CHOICES,
                ),
                latest,
                format_func=lambda one: (
                    f"{day(rows.at[one, 'date_low'], view.words)}: {rows.at[one, 'title']}"
                ),
            )
        incident_sheet(view, chosen, "dialog")

    let_stand()
    opened()


def legend(
    view: View, found: Placed, colour_by: str, region: str, without: Collection[str] = ()
) -> None:
    """What size, ring, halo, colour, hollow and area mean, drawn as they look on the map.

    Args:
        view: the view.
        found: the incidents that are drawn.
        colour_by: one of ``COLOUR_BY``.
        region: ``tripoli`` or ``libya``.
        without: what this map does not draw, by its name in the strings.
    """
    words, colours = view.words, palette(view.theme)
    ink = colours.measure["killed"]
    number = f'<i style="width:17px;height:17px;background:{ink};color:{colours.paper};border-radius:50%;justify-content:center;font-size:11px;font-style:normal">3</i>'
    shapes = {
        "size": f"{_dot(6, ink)}{_dot(15, ink)}",
        "ring": f'<i style="padding:3px;border:1.5px solid {ink};border-radius:50%">{_dot(8, ink)}</i>',
        "halo": f'<i style="width:17px;height:17px;background:{ink}1c;border:1px solid {ink}66;border-radius:50%"></i>',
        "zero": _dot(7, ink),
        "hollow": f'<i style="width:9px;height:9px;border:1.6px solid {ink};border-radius:50%"></i>',
        "count": number,
        "stack": number,
        "war": f'<i style="width:8px;height:8px;border:1.5px solid {colours.quiet};border-radius:50%"></i>',
        "area": f'<i style="width:30px;height:15px;background:{ink}22;border:1px solid {ink}99;border-radius:8px"></i>',
    }
    measure = words.term("measure", view.selection.measure)
    drawn = shapes.keys() - ({"halo", "count"} if stacked(found, region) else {"stack"})
    drawn -= set(without) | (set() if war_places(view) else {"war"})
    items = [
        f"<span>{shape}{words(f'map.legend.{name}', measure=measure)}</span>"
        for name, shape in shapes.items()
        if name in drawn
    ]
    items += [
        f"<span>{_swatch(colour, colours)}{html.escape(label)}</span>"
        for label, colour in colour_keys(view, found, colour_by)
    ]
    st.html(
        "<style>.legend{display:flex;flex-wrap:wrap;gap:.4rem 1.2rem;font-size:.83rem}"
        ".legend span{display:inline-flex;align-items:center;gap:.4rem}.legend i{display:inline-flex}</style>"
        f'<div class="legend">{"".join(items)}</div>'
    )


def _swatch(colour: str, colours: Palette) -> str:
    """A mark of a kind with its shape, as the map draws it; a picture, since the page takes no drawing."""
    glyph, inside = shapes_of(colours).get(colour, ""), ""
    if glyph:
        inside = f'<polygon points="{svg_points(glyph, 8, 8, 7.5)}" fill="{colours.paper}"/>'
    drawn = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="16" height="16">'
        f'<circle cx="8" cy="8" r="7.5" fill="{colour}"/>{inside}</svg>'
    )
    content = base64.b64encode(drawn.encode("utf-8")).decode("ascii")
    return f'<img src="data:image/svg+xml;base64,{content}" width="16" height="16" alt="">'


def _dot(pixels: int, colour: str) -> str:
    return (
        f'<i style="width:{pixels}px;height:{pixels}px;background:{colour};border-radius:50%"></i>'
    )


def _picked(state: Any, squares: dict[str, Drawn]) -> list[str]:
    found = state.selection.objects if state else {}
    for layer, objects in found.items():
        for one in objects:
            if one.get("ids"):
                return list(one["ids"])
            if layer in squares and CELL.fullmatch(str(one.get("cell"))):
                zoom, cell = map(int, one["cell"].split("/"))
                return within(squares[layer].tiling, zoom, cell)
    return []
