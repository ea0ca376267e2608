"""What the map's marks say: their tips, their colours, the keys of its legend, and the map in words."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from components.pictures.labels import Context
from components.pictures.palette import palette
from components.view import View, once
from components.words.language import Strings
from components.words.names import side_name
from components.words.numbers import day, days, said
from components.words.sentences import area_name, incident_title
from data.counting.figure import Figure, of_row
from data.counting.periods import extent
from data.counting.placing import Placed, from_afar, place
from data.counting.selection import Selection
from data.counting.shard import shard_of
from data.record.extents import district_middles
from data.record.team_geography import readable_geography
from data.record.vocabulary import EVENT_FAMILY

COLOUR_BY = ("event_type", "side", "attribution_status")


def marked(view: View, points: pd.DataFrame, colour_by: str) -> pd.DataFrame:
    """The points of a ``Placing`` with ``colour`` and ``tip``."""
    rows = list(points.itertuples())
    return points.assign(
        colour=[colour_of(view, value, colour_by) for value in points[colour_by]],
        tip=[_tip(view, row) for row in rows],
    )


def with_plates(view: View, areas: pd.DataFrame) -> pd.DataFrame:
    """The areas of a ``Placing`` with ``tip``, ``lines`` (name and figure of the plate) and ``weight`` (0 of an unknown figure)."""
    rows = list(areas.itertuples())
    return with_tips(view, areas).assign(
        lines=[_plate(view, row) for row in rows],
        weight=[float(row.figure.best or 0) for row in rows],
    )


def told_by_plates(
    view: View, selection: Selection, region: str
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """What a map tells by plates: municipalities and districts, of the whole country by district alone.

    Args:
        view: the view.
        selection: what is drawn; the view's, or a part of it.
        region: ``tripoli`` or ``libya``.

    Returns:
        Areas and districts of ``Placing`` as ``with_plates`` has them, districts with their point.
    """
    found = place(view.record, selection)
    areas, districts = found.areas, found.districts
    if region == "libya":
        areas, districts = from_afar(view.record, selection)
    middles = [district_middles()[name] for name in districts["district"]]
    districts = with_plates(view, districts)
    for n, name in enumerate(("longitude", "latitude")):
        districts[name] = pd.array([middle[n] for middle in middles], dtype="float64")
    return with_plates(view, areas), districts


def _plate(view: View, row: Any) -> list[str]:
    """What is told at an area's name: the figure, in how many incidents, and how many of them gave none."""
    words, figure = view.words, row.figure
    name = (
        area_name(view.record, row, words)
        if hasattr(row, "longitude")
        else words.term("district", row.district)
    )
    if figure.best is None and figure.high is None:
        return [name, words("map.plate_none", n=len(row.ids))]
    told = words("map.plate", figure=said(figure, words), n=len(row.ids))
    silent = words("map.plate_silent", n=figure.unreported) if figure.unreported else ""
    return [name, f"{told}{silent}"]


def with_tips(view: View, areas: pd.DataFrame) -> pd.DataFrame:
    """The areas or districts of a ``Placing`` with ``tip``."""
    return areas.assign(tip=[_area_tip(view, row) for row in areas.itertuples()])


def war_places(view: View) -> tuple[Context, ...]:
    """Fronts and places of the war on the chosen days, each with who names it as such and from when to when."""
    return once(view, "war-places", lambda: _war_places(view))


def _war_places(view: View) -> tuple[Context, ...]:
    words = view.words
    start, end = extent(view.selection, view.record)
    there = [one for one in view.record.war_places if one.touches(start, end)]
    told: dict[tuple[float, float], list[str]] = {}
    names: dict[tuple[float, float], str] = {}
    for one in there:
        at = (one.longitude, one.latitude)
        name = names.setdefault(at, one.names.get(words.language, one.names["en"]))
        lines = told.setdefault(at, [name])
        if one.date_from and one.date_to:
            when = days(one.date_from, one.date_to, words)
        else:
            since = one.date_from or one.date_to
            when = words("map.war_since", day=day(since, words)) if since else ""
        said_by = words("covered.joint").join(dict.fromkeys(one.who_says.split("|")))
        kind = words.term("war_place", one.kind)
        lines.append(words("map.war_place", kind=kind, when=when, sources=said_by))
    return tuple(Context(names[at], *at, "\n".join(lines)) for at, lines in told.items())


def source_line(words: Strings) -> str:
    """Who made what a map is drawn on: the bundled basemap, and what a team brought."""
    own = readable_geography()[0].credit
    return f"{words('map.source')} {own}." if own else words("map.source")


def summary(view: View, found: Placed) -> str:
    """What the map shows, in words: its text alternative."""
    in_areas = len(found.areas) + len(found.districts)
    return view.words(
        "map.summary", points=len(found.points), areas=in_areas, unplaced=len(found.unplaced)
    )


def colour_keys(view: View, found: Placed, colour_by: str) -> list[tuple[str, str]]:
    """(words, colour) of each kind of mark that is drawn."""
    words, colours = view.words, palette(view.theme)
    arrays = shard_of(view.record, view.selection)
    codes = np.unique(arrays.codes[colour_by][found.points])
    present = {arrays.labels[colour_by][code] for code in codes}
    if colour_by == "event_type":
        families = {EVENT_FAMILY[event] for event in present}
        return [
            (words.term("event_family", family), colour)
            for family, colour in colours.event.items()
            if family in families
        ]
    if colour_by == "side":
        sides = [*(bloc.bloc_id for bloc in view.record.blocs), *colours.side]
        return [
            (side_name(view.record, side, words), colours.of_side(side))
            for side in dict.fromkeys(sides)
            if side in present
        ]
    return [
        (words.term(colour_by, value), colour)
        for value, colour in colours.status.items()
        if value in present
    ]


def colour_of(view: View, value: str, colour_by: str) -> str:
    """The colour of a mark by what one of ``COLOUR_BY`` says of it."""
    colours = palette(view.theme)
    if colour_by == "event_type":
        return colours.event[EVENT_FAMILY[value]]
    return colours.of_side(value) if colour_by == "side" else colours.status[value]


def _tip(view: View, row: Any) -> str:
    words = view.words
    figure = of_row(row)
    return "\n".join(
        [
            incident_title(view.record, row, words),
            f"{days(row.date_low, row.date_high, words)}",
            words(
                "map.tip_people",
                measure=words.term("measure", view.selection.measure),
                figure=said(figure, words),
            ),
            words("map.tip_place", precision=words.term("place_precision", row.place_precision)),
            words.term("attribution_status", row.attribution_status),
            *([words("map.tip_here", n=len(row.ids) - 1)] if len(row.ids) > 1 else []),
        ]
    )


def _area_tip(view: View, row: Any) -> str:
    words = view.words
    figure: Figure = row.figure
    places = sorted(set(row.places))
    return "\n".join(
        [
            words("map.tip_area", n=len(row.ids)),
            words(
                "map.tip_people",
                measure=words.term("measure", view.selection.measure),
                figure=said(figure, words),
            ),
            *places[:5],
            *(["…"] if len(places) > 5 else []),
        ]
    )
