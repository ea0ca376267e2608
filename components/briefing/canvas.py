"""A picture as shapes and words: one drawing for the browser, for print and for slides.

Shapes are SVG. Words are kept apart as well, because a typesetter shapes Arabic and embeds fonts where a
renderer of SVG does not; a browser gets both in one file.
"""

from __future__ import annotations

import base64
import functools
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from PIL import ImageFont

from components.pictures.furniture import FONT, RIGHT_TO_LEFT_MARKS

FONTS: Final = Path(__file__).parents[1] / "assets" / "fonts"
ARABIC: Final = re.compile(r"[\u0600-\u06ff]")
OTHER_SCRIPT: Final = re.compile(r"([\u0600-\u06ff]+(?:[ \u00a0]+[\u0600-\u06ff]+)*)")
LATIN_EXTENDED: Final = re.compile(r"[\u0100-\u02ff\u1e00-\u1eff]")
LINE: Final = 1.35  # distance of lines as a multiple of the size


@dataclass(frozen=True)
class Words:
    """Words at a place of a picture: pixels from the left and top; ``y`` is the line they stand on."""

    x: float
    y: float
    text: str
    size: float
    weight: int
    anchor: str
    fill: str
    halo: str


@dataclass
class Canvas:
    """A picture being drawn, in pixels from its left upper corner.

    Attributes:
        width: pixels.
        height: pixels.
        rtl: its words run from right to left.
    """

    width: float
    height: float
    rtl: bool = False
    shapes: list[str] = field(default_factory=list)
    words: list[Words] = field(default_factory=list)
    _definitions: dict[str, str] = field(default_factory=dict)

    def shape(self, name: str, tip: str = "", **attributes: object) -> None:
        """Add an SVG element; ``tip`` is shown under the pointer. ``stroke_width`` is ``stroke-width``."""
        told = " ".join(
            f"{key.replace('_', '-')}={quoteattr(_written(value))}"
            for key, value in attributes.items()
            if value is not None
        )
        inside = f"<title>{escape(tip)}</title>" if tip else ""
        self.shapes.append(f"<{name} {told}>{inside}</{name}>")

    def text(
        self,
        x: float,
        y: float,
        text: str,
        *,
        size: float = 12,
        weight: int = 400,
        anchor: str = "start",
        fill: str = "#000000",
        halo: str = "",
    ) -> None:
        """Add words; ``anchor`` is the end of them at ``x``: ``start`` is left in every language."""
        self.words.append(Words(x, y, text, size, weight, anchor, fill, halo))

    def hatched(self, colour: str, ink: str) -> str:
        """A fill that is hatched: contested is a hatch, not a colour."""
        name = f"hatch-{colour.lstrip('#')}-{ink.lstrip('#')}"
        self._definitions[name] = (
            f'<pattern id="{name}" width="6" height="6" patternUnits="userSpaceOnUse">'
            f'<rect width="6" height="6" fill="{colour}"/>'
            f'<path d="M-1 7L7 -1" stroke="{ink}" stroke-opacity="0.6" stroke-width="1.1"/></pattern>'
        )
        return f"url(#{name})"

    def dotted(self, colour: str, ink: str) -> str:
        """A fill of dots: what may lie elsewhere."""
        name = f"dots-{colour.lstrip('#')}-{ink.lstrip('#')}"
        self._definitions[name] = (
            f'<pattern id="{name}" width="5" height="5" patternUnits="userSpaceOnUse">'
            f'<rect width="5" height="5" fill="{colour}"/>'
            f'<circle cx="2.5" cy="2.5" r="0.9" fill="{ink}"/></pattern>'
        )
        return f"url(#{name})"

    def place(self, other: Canvas, x: float, y: float) -> None:
        """Add another picture with its left upper corner at a point."""
        self.shapes.append(f'<g transform="translate({_written(x)} {_written(y)})">')
        self.shapes += [*other.shapes, "</g>"]
        self._definitions |= other._definitions
        self.words += [
            Words(w.x + x, w.y + y, w.text, w.size, w.weight, w.anchor, w.fill, w.halo)
            for w in other.words
        ]

    def clipped(self, other: Canvas, x: float, y: float) -> None:
        """Add another picture of which nothing is drawn outside its own edges."""
        name = f"edge-{len(self._definitions)}"
        self._definitions[name] = (
            f'<clipPath id="{name}"><rect width="{_written(other.width)}"'
            f' height="{_written(other.height)}"/></clipPath>'
        )
        inside = Canvas(other.width, other.height, shapes=[f'<g clip-path="url(#{name})">'])
        inside.place(other, 0, 0)
        inside.shapes.append("</g>")
        self.place(inside, x, y)

    def repeated(self, other: Canvas, name: str, x: float, y: float) -> None:
        """Add the shapes of another picture at a point; however often, they are in the file once."""
        self._definitions[name] = f'<g id="{name}">{"".join(other.shapes)}</g>'
        self.shape("use", href=f"#{name}", x=x, y=y)

    def drawn(self) -> str:
        """The shapes alone as an SVG file, for a typesetter that sets the words itself."""
        return self._svg("", "", "", [])

    def svg(self, background: str = "", about: str = "", metadata: str = "") -> str:
        """The whole picture as an SVG file.

        Args:
            background: a colour; blank is none.
            about: what it shows, for those who cannot see it.
            metadata: text kept in the file.
        """
        return self._svg(background, about, metadata, self.words)

    def _svg(self, background: str, about: str, metadata: str, words: list[Words]) -> str:
        size = f"{_written(self.width)} {_written(self.height)}"
        head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size}"'
        head += (
            f' width="{_written(self.width)}" height="{_written(self.height)}" font-family="{FONT}"'
        )
        head += f' role="img" aria-label={quoteattr(about)}>' if about else ">"
        parts = [head]
        if metadata:
            parts.append(f"<metadata>{escape(metadata)}</metadata>")
        parts.append(f"<defs>{''.join(self._definitions.values())}</defs>")
        if background:
            parts.append(f'<rect width="100%" height="100%" fill="{background}"/>')
        return "\n".join([*parts, *self.shapes, *map(self._said, words), "</svg>"])

    def _said(self, w: Words) -> str:
        text = escape(w.text)
        if ARABIC.search(w.text):
            text = text.join(RIGHT_TO_LEFT_MARKS)
        halo = (
            f' stroke="{w.halo}" stroke-width="2.6" paint-order="stroke" stroke-linejoin="round"'
            if w.halo
            else ""
        )
        return (
            f'<text x="{_written(w.x)}" y="{_written(w.y)}" font-size="{_written(w.size)}"'
            f' font-weight="{w.weight}" text-anchor="{w.anchor}" fill="{w.fill}"{halo}>{text}</text>'
        )


def _written(value: object) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)


def font_faces(text: str) -> str:
    """The bundled fonts that a text needs, as style rules with the fonts inside."""
    kinds = ["ibm-plex-sans-latin"]
    kinds += ["ibm-plex-sans-latin-ext"] if LATIN_EXTENDED.search(text) else []
    kinds += ["ibm-plex-sans-arabic-arabic"] if ARABIC.search(text) else []
    rules = []
    for kind in kinds:
        family = "IBM Plex Sans Arabic" if "arabic" in kind else "IBM Plex Sans"
        reach = "unicode-range:U+0100-02FF,U+1E00-1EFF;" if kind.endswith("ext") else ""
        for weight in (400, 600):
            packed = (FONTS / f"{kind}-{weight}-normal.woff2").read_bytes()
            source = f"data:font/woff2;base64,{base64.b64encode(packed).decode('ascii')}"
            rules.append(
                f"@font-face{{font-family:'{family}';font-weight:{weight};{reach}"
                f"src:url({source}) format('woff2')}}"
            )
    return "".join(rules)


@functools.cache
def _face(arabic: bool, weight: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(print_font(arabic, weight), 100)


def print_font(arabic: bool, weight: int) -> Path:
    """The TrueType file of a script at weight 400 or 600."""
    name = f"monitor-arabic-{weight}" if arabic else f"ibm-plex-sans-latin-{weight}-normal"
    return FONTS / "print" / f"{name}.ttf"


def width_of(text: str, size: float, weight: int = 400) -> float:
    """How wide words are, in pixels; of Arabic a little more than they are, as unjoined letters."""
    heavy = 600 if weight >= 600 else 400
    pieces = OTHER_SCRIPT.split(text)  # every second one is Arabic
    return (
        sum(_face(n % 2 == 1, heavy).getlength(piece) for n, piece in enumerate(pieces) if piece)
        * size
        / 100
    )


def lines_of(text: str, size: float, width: float, weight: int = 400) -> list[str]:
    """Words broken at spaces into lines no wider than ``width`` pixels; a longer word stands alone."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width_of(longer, size, weight) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines
