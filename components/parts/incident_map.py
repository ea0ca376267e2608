"""The incident map on a page: marks, areas, legend, and what the reader clicked."""

from __future__ import annotations

import html
from typing import Any

import pydeck as pdk
import streamlit as st

from components.lines.map import colour_keys, marked, summary, with_tips
from components.parts.incident_sheet import incident_sheet
from components.pictures.maps import hexagon_map, incidents_map
from components.pictures.palette import palette
from components.view import View, once
from components.words.numbers import day
from components.words.sentences import titled
from data.counting.placing import Placing

HEXAGON_KM_M = 500


def online_style() -> str:
    """Address of an online map style from the app's secrets (``map_style``); empty is the bundled basemap."""
    try:
        return str(st.secrets.get("map_style", ""))
    except FileNotFoundError:
        return ""


def root() -> str:
    """Path the app is served under, for the files it serves itself."""
    base = str(st.get_option("server.baseUrlPath") or "").strip("/")
    return f"/{base}" if base else ""


def draw(
    view: View,
    placing: Placing,
    colour_by: str,
    key: str,
    region: str = "tripoli",
    height: int = 600,
    at_sea: Placing | None = None,
) -> list[str]:
    """Draw the incident map.

    Args:
        view: the view.
        placing: the incidents by how well their place is known.
        colour_by: one of ``COLOUR_BY``.
        key: key of the element.
        region: ``tripoli`` or ``libya``.
        height: pixels.
        at_sea: deaths at sea to draw as a layer of their own; None is none.

    Returns:
        Ids of the incidents the reader has just clicked on, once: a mark stays picked while other
        things change. An area stands for all of its incidents, a mark for all at its very point.
    """
    what = (key, placing, at_sea, region, height, online_style(), root(), colour_by)
    deck = once(view, what, lambda: _deck(view, placing, colour_by, region, height, at_sea))
    state = st.pydeck_chart(
        deck, height=height, key=key, on_select="rerun", alt=summary(view, placing)
    )
    picked = _picked(state)
    before = st.session_state.get(f"_{key}-picked")
    st.session_state[f"_{key}-picked"] = picked
    return picked if picked != before else []


def _deck(
    view: View, placing: Placing, colour_by: str, region: str, height: int, at_sea: Placing | None
) -> pdk.Deck:
    points = marked(view, placing.points, colour_by)
    areas = with_tips(view, placing.areas)
    districts = with_tips(view, placing.districts.rename(columns={"district": "name_en"}))
    return incidents_map(
        points,
        areas,
        districts,
        view.theme,
        beside=None if at_sea is None else with_tips(view, at_sea.areas),
        view=region,
        language=view.words.language,
        style=online_style(),
        root=root(),
        height=height,
    )


def draw_hexagons(view: View, placing: Placing, key: str, region: str, height: int) -> int:
    """Draw people per 1 km hexagon; returns how many incidents are known too coarsely to be in it."""
    fine = placing.points[placing.points["precision_m"] <= HEXAGON_KM_M]
    deck = hexagon_map(
        fine,
        view.theme,
        view=region,
        language=view.words.language,
        style=online_style(),
        root=root(),
        height=height,
    )
    st.pydeck_chart(deck, height=height, key=key, alt=summary(view, placing))
    return len(view.answer.ids) - len(fine)


def open_incidents(view: View, ids: list[str]) -> None:
    """Open a dialog on one incident, or on a list to choose from."""

    @st.dialog(view.words("incident.opened"), width="large")
    def opened() -> None:
        chosen = ids[0]
        if len(ids) > 1:
            rows = titled(view.record, view.record.incidents, view.words)
            rows = rows.set_index("incident_id").loc[ids]
            chosen = st.selectbox(
                view.words.md("map.which", n=len(ids)),
                ids,
                format_func=lambda one: (
                    f"{day(rows.at[one, 'date_low'], view.words)}: {rows.at[one, 'title']}"
                ),
            )
        incident_sheet(view, chosen, "dialog")

    opened()


def legend(view: View, placing: Placing, colour_by: str) -> None:
    """What size, ring, halo, colour, hollow and area mean, drawn as they look on the map."""
    words, colours = view.words, palette(view.theme)
    ink = colours.measure["killed"]
    shapes = {
        "size": f"{_dot(6, ink)}{_dot(15, ink)}",
        "ring": f'<i style="padding:3px;border:1.5px solid {ink};border-radius:50%">{_dot(8, ink)}</i>',
        "halo": f'<i style="width:17px;height:17px;background:{ink}1c;border:1px solid {ink}66;border-radius:50%"></i>',
        "zero": _dot(7, ink),
        "hollow": f'<i style="width:9px;height:9px;border:1.6px solid {ink};border-radius:50%"></i>',
        "area": f'<i style="width:30px;height:15px;background:{ink}22;border:1px solid {ink}99;border-radius:8px"></i>',
    }
    measure = words.term("measure", view.selection.measure)
    items = [
        f"<span>{shape}{words(f'map.legend.{name}', measure=measure)}</span>"
        for name, shape in shapes.items()
    ]
    items += [
        f"<span>{_dot(12, colour)}{html.escape(label)}</span>"
        for label, colour in colour_keys(view, placing, colour_by)
    ]
    st.html(
        "<style>.legend{display:flex;flex-wrap:wrap;gap:.4rem 1.2rem;font-size:.83rem}"
        ".legend span{display:inline-flex;align-items:center;gap:.4rem}.legend i{display:inline-flex}</style>"
        f'<div class="legend">{"".join(items)}</div>'
    )


def _dot(pixels: int, colour: str) -> str:
    return (
        f'<i style="width:{pixels}px;height:{pixels}px;background:{colour};border-radius:50%"></i>'
    )


def _picked(state: Any) -> list[str]:
    found = state.selection.objects if state else {}
    for objects in found.values():
        for one in objects:
            if one.get("ids"):
                return list(one["ids"])
    return []
