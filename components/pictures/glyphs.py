"""Small shapes inside marks: who cannot tell two hues apart tells what was done, or by whom, by the shape."""

from __future__ import annotations

import base64
import functools
import io
import math
from typing import Any, Final

from PIL import Image, ImageDraw

from components.pictures.palette import Palette

Points = tuple[tuple[float, float], ...]
LEAST_RADIUS: Final = 5.5  # pixels of a mark that has room for a shape
SHARE: Final = 0.62  # of a shape in its mark
_CELL: Final = 64  # pixels of a shape in the picture of all of them


def _around(corners: int, turn: float = 0.0, inner: float = 1.0) -> Points:
    angles = [math.pi * (turn + 2 * n / corners) - math.pi / 2 for n in range(corners)]
    radii = [1.0 if n % 2 == 0 else inner for n in range(corners)]
    return tuple((r * math.cos(a), r * math.sin(a)) for r, a in zip(radii, angles, strict=True))


_THIRD = 0.34
SHAPES: Final[dict[str, Points]] = {
    "triangle": _around(3),
    "arrowhead": _around(3, 1.0),
    "square": _around(4, 0.25),
    "diamond": _around(4),
    "star": _around(10, inner=0.42),
    "cross": (
        (-_THIRD, -1), (_THIRD, -1), (_THIRD, -_THIRD), (1, -_THIRD), (1, _THIRD), (_THIRD, _THIRD),
        (_THIRD, 1), (-_THIRD, 1), (-_THIRD, _THIRD), (-1, _THIRD), (-1, -_THIRD), (-_THIRD, -_THIRD),
    ),
    "bar": ((-1, -0.3), (1, -0.3), (1, 0.3), (-1, 0.3)),
    "dot": _around(16),
}  # fmt: skip
# each kind of a mark -> its shape; what is not named has none
_OF: Final[dict[str, dict[str, str]]] = {
    "event": {"air": "triangle", "shelling": "diamond", "ground": "square", "killing": "cross", "explosive": "star", "migration": "bar", "other": "dot"},
    "side": {"lna": "triangle", "gna": "square", "east": "arrowhead", "gnu": "diamond", "tripoli": "star", "none": "cross", "several": "bar"},
    "status": {"acknowledged": "square", "uncontested": "triangle", "contested": "cross"},
}  # fmt: skip


def shapes_of(colours: Palette) -> dict[str, str]:
    """The shape that goes with each colour of marks; a colour that is not there has none."""
    return {
        hue: _OF[kind][name]
        for kind in _OF
        for name, hue in getattr(colours, kind).items()
        if name in _OF[kind]
    }


def svg_points(name: str, x: float, y: float, radius: float) -> str:
    """A shape in the middle of a mark, as the points of an SVG polygon."""
    reach = radius * SHARE
    return " ".join(f"{x + reach * dx:.2f},{y + reach * dy:.2f}" for dx, dy in SHAPES[name])


@functools.cache
def atlas() -> tuple[str, dict[str, dict[str, Any]]]:
    """All shapes as one picture inside its own address, and where in it each of them is."""
    image = Image.new("RGBA", (_CELL * len(SHAPES), _CELL))
    draw = ImageDraw.Draw(image)
    where: dict[str, dict[str, Any]] = {}
    for n, (name, points) in enumerate(SHAPES.items()):
        middle, reach = _CELL * (n + 0.5), _CELL / 2 - 2
        draw.polygon([(middle + reach * x, _CELL / 2 + reach * y) for x, y in points], fill="white")
        where[name] = {"x": _CELL * n, "y": 0, "width": _CELL, "height": _CELL, "mask": True}
    out = io.BytesIO()
    image.save(out, "PNG")
    return f"data:image/png;base64,{base64.b64encode(out.getvalue()).decode('ascii')}", where
