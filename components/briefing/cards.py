"""Pictures of 1200 by 675 for a message: the same numbers drawn for a phone, in few and large strokes."""

from __future__ import annotations

from typing import Final

import pandas as pd

from components.briefing.bar_drawings import gaps, parts
from components.briefing.canvas import Canvas
from components.briefing.drawn_map import incident_picture, map_legend
from components.lines.map import colour_keys, told_by_plates
from components.lines.stacks import points_drawn
from components.pictures.palette import palette
from components.view import View
from data.counting.placing import placed

# A card is shown at twice this size, so that its smallest letters can be read on a phone.
WIDE: Final = 556.0
HIGH: Final = 190.0
BESIDE: Final = (340.0, 196.0)  # of a map, which stands beside its words
MOST_BARS, MOST_GAPS = 4, 2
KEYS: Final = ("size", "ring", "area")


def map_card(view: View) -> Canvas:
    """Greater Tripoli with its marks and plates, and what size, ring, plate and colour mean."""
    words, colours = view.words, palette("light")
    points = points_drawn(view, view.selection, "event_type", "tripoli", 0.0)
    areas, districts = told_by_plates(view, view.selection, "tripoli")
    drawn = incident_picture(points, areas, districts, "tripoli", colours, words, BESIDE)
    measure = words.term("measure", view.selection.measure)
    kinds = colour_keys(view, placed(view.record, view.selection), "event_type")
    keys = map_legend(colours, words, measure, kinds, BESIDE[0], KEYS)
    canvas = Canvas(BESIDE[0], BESIDE[1] + 10 + keys.height, rtl=words.right_to_left)
    canvas.clipped(drawn, 0, 0)
    canvas.place(keys, 0, BESIDE[1] + 10)
    return canvas


def claims_card(view: View, rows: pd.DataFrame, labels: dict[str, str]) -> Canvas:
    """The longest bars of who is said to have done it, and how many names are left out.

    Args:
        view: the view.
        rows: of ``claim_rows``.
        labels: words for each attribution status.
    """
    names = list(dict.fromkeys(rows["name"]))
    shown = list(rows.drop_duplicates("name").nlargest(MOST_BARS, "reach")["name"])
    own = rows[rows["name"].isin(shown)]
    own = own.assign(total=[str(total).split(" · ")[0] for total in own["total"]])
    drawn = parts(own, palette("light"), labels, view.words, WIDE)
    return _with_rest(view, drawn, len(names) - len(shown))


def gaps_card(view: View, rows: pd.DataFrame, measure: str) -> Canvas:
    """The latest tolls beside the incidents of the same scope, and how many are left out.

    Args:
        view: the view.
        rows: of the chart of tolls.
        measure: decides the hue.
    """
    drawn = gaps(rows.head(MOST_GAPS), measure, palette("light"), view.words, WIDE)
    return _with_rest(view, drawn, len(rows) - min(len(rows), MOST_GAPS))


def _with_rest(view: View, drawn: Canvas, left_out: int) -> Canvas:
    if not left_out:
        return drawn
    canvas = Canvas(drawn.width, drawn.height + 20, rtl=drawn.rtl)
    canvas.place(drawn, 0, 0)
    at, anchor = (canvas.width, "end") if canvas.rtl else (0.0, "start")
    told = view.words("briefing.card_rest", n=left_out)
    canvas.text(at, canvas.height - 4, told, anchor=anchor, fill=palette("light").quiet)
    return canvas
