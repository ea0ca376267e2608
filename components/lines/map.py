"""What the map's marks say: their tips, their colours, the keys of its legend, and the map in words."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from components.pictures.palette import palette
from components.view import View
from components.words.numbers import days, said
from components.words.sentences import incident_title, side_name
from data.counting.figure import Figure, of_row
from data.counting.placing import Placed
from data.counting.shard import shard
from data.record.vocabulary import EVENT_FAMILY

COLOUR_BY = ("event_type", "side", "attribution_status")


def marked(view: View, points: pd.DataFrame, colour_by: str) -> pd.DataFrame:
    """The points of a ``Placing`` with ``colour`` and ``tip``."""
    rows = list(points.itertuples())
    return points.assign(
        colour=[_colour(view, row, colour_by) for row in rows],
        tip=[_tip(view, row) for row in rows],
    )


def with_tips(view: View, areas: pd.DataFrame) -> pd.DataFrame:
    """The areas or districts of a ``Placing`` with ``tip``."""
    return areas.assign(tip=[_area_tip(view, row) for row in areas.itertuples()])


def summary(view: View, found: Placed) -> str:
    """What the map shows, in words: its text alternative."""
    in_areas = len(found.areas) + len(found.districts)
    return view.words(
        "map.summary", points=len(found.points), areas=in_areas, unplaced=len(found.unplaced)
    )


def colour_keys(view: View, found: Placed, colour_by: str) -> list[tuple[str, str]]:
    """(words, colour) of each kind of mark that is drawn."""
    words, colours = view.words, palette(view.theme)
    arrays = shard(view.record, view.selection.as_known_on, view.selection.dataset)
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


def _colour(view: View, row: Any, colour_by: str) -> str:
    colours = palette(view.theme)
    if colour_by == "event_type":
        return colours.event[EVENT_FAMILY[row.event_type]]
    value = getattr(row, colour_by)
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
