"""A Brief as a tagged PDF with embedded fonts, and its pictures as PNG and SVG; none of it needs a browser."""

from __future__ import annotations

import dataclasses
import io
import json
from pathlib import Path
from typing import Any, Final, Literal

import typst
from PIL import Image, PngImagePlugin

from components.briefing.canvas import FONTS, Canvas, font_faces
from components.briefing.composed import composed, shown_link
from components.briefing.model import Brief, Part
from components.briefing.stamp import PROGRAM
from components.pictures.palette import palette
from components.words.language import strings

TEMPLATE: Final = Path(__file__).with_name("pack.typ")
METADATA: Final = "casualty-monitor"  # key of the stamp in a PNG
PICTURE_WIDTH: Final = 1200
SCREEN_PPI, PRINT_PPI = 96, 300


def pdf(brief: Brief) -> bytes:
    """The whole briefing as one document: headings tagged, text selectable, the stamp on every page."""
    files: dict[str, bytes] = {}
    parts = []
    words = strings(brief.stamp.language)
    for at, part in enumerate(brief.parts):
        shown = _part(part, f"part-{at}.svg", files)
        if part.name == "snapshot":  # the one page that is handed on alone
            unsaid = f"{words('briefing.not_said.heading')} {words('briefing.not_said.snapshot')}"
            shown["notes"] = [*part.notes, unsaid]
        parts.append(shown)
    return _typeset({**_about(brief), "kind": "document", "parts": parts}, files)


def png(brief: Brief, part: Part, ppi: float) -> bytes:
    """One picture with its finding and its stamp, in its pixels and in its file.

    Args:
        brief: the briefing it belongs to.
        part: a part with a picture.
        ppi: pixels an inch: ``SCREEN_PPI`` or ``PRINT_PPI``.
    """
    files: dict[str, bytes] = {}
    shown = _part(part, "picture.svg", files)
    about = {**_about(brief), "kind": "picture", "width": PICTURE_WIDTH, "part": shown}
    metadata = brief.stamp.metadata(picture=part.name)
    return _kept(_typeset(about, files, "png", ppi), part.title, metadata, ppi)


def _kept(drawn: bytes, title: str, metadata: str, ppi: float) -> bytes:
    """A picture with its stamp in the file."""
    kept = PngImagePlugin.PngInfo()
    kept.add_itxt(METADATA, metadata)
    kept.add_itxt("Title", title)
    out = io.BytesIO()
    Image.open(io.BytesIO(drawn)).convert("RGB").save(
        out, "PNG", pnginfo=kept, dpi=(ppi, ppi), optimize=ppi == SCREEN_PPI
    )
    return out.getvalue()


def card(brief: Brief, part: Part) -> bytes:
    """One finding for a message: 1200 by 675 pixels, type for a phone, a stamp of two lines.

    Raises:
        ValueError: the part has no card.
    """
    if part.card is None:
        raise ValueError(f"{part.name} has no card")
    files: dict[str, bytes] = {}
    shown = _part(dataclasses.replace(part, picture=part.card), "picture.svg", files)
    about = {**_about(brief), "kind": "card", "part": shown, "short": brief.stamp.short()}
    metadata = brief.stamp.metadata(picture=part.name)
    return _kept(_typeset(about, files, "png", SCREEN_PPI), part.title, metadata, SCREEN_PPI)


def bare_png(picture: Canvas, alt: str, ppi: float = 192) -> bytes:
    """A picture without title and stamp, for a slide that has its own."""
    part = Part("bare", "", picture=picture)
    files: dict[str, bytes] = {}
    shown = _part(part, "picture.svg", files)
    shown["picture"]["alt"] = alt
    blank = dict.fromkeys(("program", "title", "metadata", "id", "line", "link", "link_shown"), "")
    about = {**blank, "served": False, "kind": "bare", "part": shown, "width": picture.width}
    about["language"] = "ar" if picture.rtl else "en"  # the direction of its words
    return _typeset(about, files, "png", ppi)


def svg(brief: Brief, part: Part) -> bytes:
    """One picture with its finding and its stamp as an SVG file, its fonts inside."""
    picture = part.picture
    if picture is None:
        raise ValueError(f"{part.name} has no picture")
    card = composed(brief.stamp, part.title, part.subtitle, picture.width, lambda _: picture)
    return svg_file(card, f"{part.title} {part.subtitle}", brief.stamp.metadata(picture=part.name))


def svg_file(card: Canvas, about: str, metadata: str) -> bytes:
    """A composed picture as a file that has its fonts inside."""
    drawn = card.svg(palette("light").paper, about, metadata)
    faces = f"<style>{font_faces(drawn)}</style>"
    return drawn.replace("<defs>", f"{faces}<defs>", 1).encode("utf-8")


def png_file(card: Canvas, title: str, metadata: str, ppi: float) -> bytes:
    """A composed picture as pixels, with its stamp in the file."""
    return _kept(bare_png(card, title, ppi), title, metadata, ppi)


def _about(brief: Brief) -> dict[str, Any]:
    stamp = brief.stamp
    return {
        "program": PROGRAM,
        "title": brief.title,
        "metadata": stamp.metadata(),
        "id": stamp.id,
        "line": stamp.line(),
        "sentence": stamp.sentence,
        "link": stamp.link,
        "open": strings(stamp.language)("briefing.open_view"),
        "link_shown": shown_link(stamp.link),
        "served": stamp.served,
        "qr": stamp.qr(),
        "language": stamp.language,
    }


def _part(part: Part, file: str, files: dict[str, bytes]) -> dict[str, Any]:
    """A part as the template reads it; its shapes go into ``files``."""
    picture = None
    if part.picture is not None:
        files[file] = part.picture.drawn().encode("utf-8")
        picture = {
            "file": file,
            "alt": f"{part.title} {part.subtitle}",
            "width": part.picture.width,
            "height": part.picture.height,
            "words": [vars(word) for word in part.picture.words],
        }
    # a long table is in the annex and, of a picture, in the page; the document keeps short ones
    short = part.table is not None and part.name in ("change", "coverage")
    return {
        "title": part.title,
        "subtitle": part.subtitle,
        "sentences": part.sentences,
        "notes": part.notes,
        "picture": picture,
        "table": vars(part.table) if part.table else None,
        "show_table": short,
        "small": part.name == "references",
        "alone": part.name in ("snapshot", "reading"),
    }


def _typeset(
    about: dict[str, Any],
    files: dict[str, bytes],
    form: Literal["pdf", "png"] = "pdf",
    ppi: float = SCREEN_PPI,
) -> bytes:
    colours = palette("light")
    named = {name: getattr(colours, name) for name in ("ink", "quiet", "grid", "paper")}
    language = about.get("language", "en")
    code, modules = about.pop("qr", ("", 1))
    square = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {modules} {modules}">'
        f'<path d="{code}" fill="{colours.ink}"/></svg>'
    )
    told = {"right_to_left": strings(language).right_to_left, "language": language, **named}
    content = {
        "main.typ": TEMPLATE.read_bytes(),
        "pack.json": json.dumps({**told, **about}, ensure_ascii=False).encode("utf-8"),
        "qr.svg": square.encode("utf-8"),
        **files,
    }
    return typst.compile(  # type: ignore[call-overload]  # types leave files by name out
        content,
        font_paths=[str(FONTS / "print")],
        ignore_system_fonts=True,
        format=form,
        ppi=ppi if form == "png" else None,
        pdf_standards="ua-1" if form == "pdf" else None,
    )
