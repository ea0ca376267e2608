"""The table of a map: what lies in the frame that is shown, and what of it lies elsewhere."""

from __future__ import annotations

import numpy as np
import pandas as pd
import streamlit as st

from components.lines.map import told_by_plates
from components.parts.tables import table
from components.parts.windows import window
from components.pictures.maps import opening
from components.view import View
from components.words.numbers import said
from components.words.sentences import titled
from data.counting.placing import MOST_MARKS, placed, placed_rows
from data.counting.selection import Selection

COLUMNS = ["date_low", "title", "place", "place_precision", "latitude", "longitude", "low", "best", "high", "open", "incident_id"]  # fmt: skip
IN_AREAS = ["date_low", "title", "place", "low", "best", "high", "open", "incident_id"]


def map_table(view: View, shown: Selection, region: str, wide: int, height: int) -> None:
    """Incidents with a mark in the frame as rows, areas and districts with their figures, and how many lie elsewhere.

    Args:
        view: the view.
        shown: what the map draws: the selection, or a week of it.
        region: ``tripoli`` or ``libya``.
        wide: pixels of the map.
        height: pixels of the map.
    """
    words, record = view.words, view.record
    found = placed(record, shown)
    west, south, east, north = opening(region, wide).box(wide, height)
    rows = placed_rows(record, shown, found.points)
    here = rows["longitude"].between(west, east) & rows["latitude"].between(south, north)
    inside = rows[here.to_numpy(bool)]
    st.text(words("map.in_frame", n=len(inside), elsewhere=int((~here).sum())))
    part = window(words, len(inside), "map-twin")
    table(titled(record, inside.iloc[part], words)[COLUMNS], key="map-twin-table")
    if len(found.areas) > MOST_MARKS:
        at = found.areas[window(words, len(found.areas), "map-areas")]
        table(titled(record, placed_rows(record, shown, at), words)[IN_AREAS])
        return
    areas = pd.concat(told_by_plates(view, shown, region), ignore_index=True)
    if areas.empty:
        return
    seen = areas["longitude"].between(west, east) & areas["latitude"].between(south, north)
    told = [
        {
            "area": lines[0],
            "best": said(figure, words),
            "incidents": len(ids),
            "unreported": figure.unreported,
        }
        for lines, figure, ids in zip(areas["lines"], areas["figure"], areas["ids"], strict=True)
    ]
    st.text(words("map.areas_in_frame", n=int(seen.sum()), elsewhere=int((~seen).sum())))
    table(pd.DataFrame(told)[np.asarray(seen, dtype=bool)], key="map-areas-table")
