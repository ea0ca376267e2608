"""A picture with its finding above and its stamp below, as one drawing: as tall as it comes, or cut to a size."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from components.briefing.canvas import LINE, Canvas, lines_of
from components.briefing.stamp import Stamp
from components.pictures.palette import palette

EDGE: Final = 40.0
CODE: Final = 84.0  # side of the QR code
STAMP_SIZE: Final = 11.0
LONGEST_LINK: Final = 110


def composed(
    stamp: Stamp,
    title: str,
    subtitle: str,
    width: float,
    picture: Callable[[float], Canvas],
    height: float = 0.0,
) -> Canvas:
    """Title, subtitle, picture and stamp.

    Args:
        stamp: of the view.
        title: the finding.
        subtitle: measure, unit and period.
        width: of the picture in pixels; the whole is wider by an edge on each side.
        picture: makes it from the pixels of height that are left for it.
        height: of the whole in pixels; 0 lets the picture decide.
    """
    colours = palette("light")
    card = Canvas(width + 2 * EDGE, height)
    head: list[tuple[str, float, int, str, float]] = []
    y = EDGE - 4
    for text, size, weight, fill in (
        (title, 20.0, 600, colours.ink),
        (subtitle, 13.0, 400, colours.quiet),
    ):
        for line in lines_of(text, size, width, weight):
            y += size * LINE
            head.append((line, size, weight, fill, y))
        y += 5
    side = CODE if stamp.served else 0.0
    foot = [*lines_of(stamp.line(), STAMP_SIZE, width - side - 24), shown_link(stamp.link)]
    below = max(len(foot) * STAMP_SIZE * LINE, side) + EDGE - 8
    top = y + 14
    drawn = picture(height - top - 20 - below)
    card.rtl = drawn.rtl
    x, anchor = (EDGE + width, "end") if card.rtl else (EDGE, "start")
    for line, size, weight, fill, at in head:
        card.text(x, at, line, size=size, weight=weight, anchor=anchor, fill=fill)
    card.place(drawn, EDGE, top)
    y = height - below if height else top + drawn.height + 20
    if stamp.served:
        code, modules = stamp.qr()
        corner = EDGE if card.rtl else EDGE + width - side
        card.shapes.append(
            f'<g transform="translate({corner:g} {y:g}) scale({side / modules:.4f})">'
            f'<path d="{code}" fill="{colours.ink}"/></g>'
        )
    bottom = y + side
    for line in foot:
        y += STAMP_SIZE * LINE
        card.text(x, y, line, size=STAMP_SIZE, anchor=anchor, fill=colours.quiet)
    card.height = height or max(y, bottom) + EDGE - 8
    return card


def shown_link(link: str) -> str:
    """A link as it is printed: a long one is cut, the code beside it has all of it."""
    return link if len(link) <= LONGEST_LINK else link[: LONGEST_LINK - 1] + "…"
