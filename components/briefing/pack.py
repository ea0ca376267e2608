"""A Brief -> files: what was asked for, made; what cannot be made, named."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from typing import Final

from components.briefing.document import PRINT_PPI, SCREEN_PPI, card, pdf, png, svg
from components.briefing.model import Brief
from components.briefing.page import page
from components.briefing.slides import pptx
from components.view import View

FORMATS: Final = ("pptx", "pdf", "png", "svg", "html", "csv")


def pack(
    brief: Brief,
    view: View,
    formats: Sequence[str] = FORMATS,
    step: Callable[[str, float], None] = lambda name, share: None,
) -> dict[str, bytes]:
    """Make the files of a briefing. Nothing of it needs a network or a browser.

    Args:
        brief: result of ``brief_of`` for the same view.
        view: the view.
        formats: which of ``FORMATS``.
        step: is told the file that comes next and the share that is done, from 0 to 1.

    Returns:
        The files by their path in the pack.
    """
    drawn = [part for part in brief.parts if part.picture is not None]
    makers: list[tuple[str, Callable[[], bytes]]] = []
    if "pptx" in formats:
        makers.append(("briefing.pptx", functools.partial(pptx, brief)))
    if "pdf" in formats:
        makers.append(("briefing.pdf", functools.partial(pdf, brief)))
    if "html" in formats:
        makers.append(("briefing.html", functools.partial(page, brief, view)))
    for part in drawn:
        if "svg" in formats:
            makers.append((f"pictures/{part.name}.svg", functools.partial(svg, brief, part)))
        if "png" in formats:
            for size, ppi in (("screen", SCREEN_PPI), ("print", PRINT_PPI)):
                name = f"pictures/{part.name}-{size}.png"
                makers.append((name, functools.partial(png, brief, part, ppi)))
            if part.card is not None:
                name = f"pictures/{part.name}-card.png"
                makers.append((name, functools.partial(card, brief, part)))
    files: dict[str, bytes] = {}
    for at, (name, make) in enumerate(makers):
        step(name, at / len(makers))
        files[name] = make()
    if "csv" in formats:
        files |= {f"annex/{name}": content for name, content in brief.annex.items()}
    step("", 1.0)
    return files
