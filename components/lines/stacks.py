"""Marks of a drawn map; on one of the whole country, one for all that would lie on each other, with how many."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from components.lines.map import colour_of, marked
from components.pictures.maps import mark_pixels
from components.view import View
from components.words.sentences import stack_tip
from data.counting.figure import Figure
from data.counting.placing import place
from data.counting.selection import Selection
from data.counting.tiles import marks_of_zoom, tiling, within

WIDEST_PIXELS: Final = (
    16.0  # radius of the largest of a country's marks, which would else cover a district
)


def points_drawn(
    view: View, selection: Selection, colour_by: str, region: str, zoom: float
) -> pd.DataFrame:
    """The marks of a picture of a map, with the ``scale`` of their sizes, as ``map_shapes.draw_marks`` takes them.

    Args:
        view: the view.
        selection: what is drawn; the view's, or a part of it.
        colour_by: one of ``lines.map.COLOUR_BY``.
        region: ``tripoli`` or ``libya``.
        zoom: of the picture, as web maps count it.
    """
    if region != "libya":
        return marked(view, place(view.record, selection).points, colour_by).assign(scale=1.0)
    return _stacked(view, selection, colour_by, int(np.floor(zoom)))


def _stacked(view: View, selection: Selection, colour_by: str, zoom: int) -> pd.DataFrame:
    words, found = view.words, tiling(view.record, selection, "points")
    marks = marks_of_zoom(found, zoom, colour_by)
    labels = found.arrays.labels[colour_by]
    rows = []
    columns = (marks.cells, marks.longitude, marks.latitude, marks.incidents, marks.kinds, *marks.ends, marks.open, marks.known)  # fmt: skip
    for cell, longitude, latitude, n, kind, *ends, opened, known in zip(*(one.tolist() for one in columns), strict=True):  # fmt: skip
        low, best, high = (None if np.isnan(end) else round(end) for end in ends)
        figure = Figure("incidents", low, best, high, opened, known, n - known)
        ids = within(found, zoom, cell)
        rows.append((ids, " ".join(ids), longitude, latitude, 0, best, high, colour_of(view, labels[kind], colour_by), stack_tip(figure, n, selection.measure, words)))  # fmt: skip
    names = ["ids", "incident_id", "longitude", "latitude", "precision_m", "best", "high", "colour", "tip"]  # fmt: skip
    told = pd.DataFrame(rows, columns=names).astype({"best": "Float64", "high": "Float64"})
    largest = float(told["best"].max()) if told["best"].notna().any() else 0.0
    return told.assign(scale=min(WIDEST_PIXELS / mark_pixels(largest), 1.0))
