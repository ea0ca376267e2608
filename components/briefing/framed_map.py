"""The map of a chosen frame as a picture to take along, cut to the screen, to a square or to A4."""

from __future__ import annotations

from typing import Final

from components.briefing.canvas import Canvas
from components.briefing.composed import EDGE, composed
from components.briefing.document import png_file, svg_file
from components.briefing.drawn_map import LEGEND, incident_picture, map_legend
from components.briefing.frame import Frame
from components.briefing.picture_parts import map_title
from components.briefing.stamp import stamp_of
from components.lines.map import (
    colour_keys,
    source_line,
    summary,
    told_by_plates,
    war_places,
)
from components.lines.stacks import points_drawn
from components.pictures.palette import palette
from components.view import View
from data.counting.placing import placed

# width and height in pixels as drawn, and pixels an inch of the file
CUTS: Final[dict[str, tuple[float, float, float]]] = {
    "16:9": (1280.0, 720.0, 144.0),
    "square": (1080.0, 1080.0, 144.0),
    "a4": (1190.0, 842.0, 283.0),
}
FORMS: Final = ("png", "svg")


def framed_map(
    view: View, region: str, colour_by: str, cut: str, form: str, address: str = ""
) -> bytes:
    """A map with its finding, its legend and its stamp, of exactly the size of a cut.

    Args:
        view: the view; what is drawn is all of its selection.
        region: one of the maps' regions.
        colour_by: one of ``COLOUR_BY``.
        cut: one of ``CUTS``.
        form: one of ``FORMS``.
        address: where the app is served; blank if nobody said.

    Returns:
        A file; its metadata reopen the view.
    """
    words, colours = view.words, palette("light")
    wide, high, ppi = CUTS[cut]
    width = wide - 2 * EDGE
    found = placed(view.record, view.selection)
    measure = words.term("measure", view.selection.measure)
    left_out = {"count"} if region == "libya" else {"stack"}
    told = [one for one in (*LEGEND, "stack", "war") if one not in left_out]
    told = told if war_places(view) else told[:-1]
    keys = map_legend(colours, words, measure, colour_keys(view, found, colour_by), width, told)
    areas, districts = told_by_plates(view, view.selection, region)

    def picture(height: float) -> Canvas:
        canvas = Canvas(width, height, rtl=words.right_to_left)
        size = (width, height - keys.height - 16)
        points = points_drawn(view, view.selection, colour_by, region, Frame(region, *size).zoom)
        drawn = incident_picture(
            points, areas, districts, region, colours, words, size, war_places(view)
        )
        canvas.clipped(drawn, 0, 0)
        canvas.place(keys, 0, height - keys.height)
        return canvas

    title = map_title(view)
    stamp = stamp_of(view, title, address)
    about = f"{words('briefing.map_subtitle', measure=measure)}. {summary(view, found)} {source_line(words)}"
    card = composed(stamp, title, about, width, picture, high)
    metadata = stamp.metadata(picture="map")
    if form == "svg":
        return svg_file(card, f"{title} {about}", metadata)
    return png_file(card, title, metadata, ppi)
