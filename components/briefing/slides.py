"""A Brief as slides: text and charts that can be edited there, the map as a picture, the stamp on each."""

from __future__ import annotations

import io
from typing import Any, Final

from lxml import etree
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION, XL_TICK_LABEL_POSITION
from pptx.enum.dml import MSO_PATTERN
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.opc.package import Part as PackagePart
from pptx.opc.packuri import PackURI
from pptx.oxml.ns import qn
from pptx.util import Emu, Inches, Pt

from components.briefing.canvas import print_font
from components.briefing.document import bare_png
from components.briefing.model import REFERENCE, Brief, Chart, Part, Table
from components.briefing.stamp import PROGRAM, Stamp
from components.pictures.palette import palette
from components.words.language import strings

WIDTH, HEIGHT = Inches(13.333), Inches(7.5)
TABLE_END = Inches(5.15)  # of the change table
MANY_ROWS = 8  # from which its type is smaller
LONG_TITLE = 105  # letters beyond which a title of two lines would be one of three
EDGE: Final = Inches(0.55)
LATIN, ARABIC_FONT = "IBM Plex Sans", "Monitor Arabic"
LINES_A_SLIDE: Final = 1500  # characters of sentences that one slide holds
LISTED_A_SLIDE: Final = 2600  # of a list in smaller type
DESCRIPTION: Final = "{http://purl.org/dc/elements/1.1/}description"
RELATION: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/font"


def pptx(brief: Brief) -> bytes:
    """The briefing as slides.

    Returns:
        A PPTX file. Charts are native, so a briefer can restyle them; each slide carries the stamp and a QR
        code, and the file's own description the metadata from which the view reopens. Fonts are embedded.
    """
    deck = Presentation()
    deck.slide_width, deck.slide_height = WIDTH, HEIGHT
    _embed_fonts(deck)
    about = deck.core_properties
    about.title, about.author = brief.title, PROGRAM
    about.keywords = brief.stamp.id
    # python-pptx allows 255 characters here, the standard any number
    core = about._element
    told = core.find(DESCRIPTION)
    told = etree.SubElement(core, DESCRIPTION) if told is None else told
    told.text = brief.stamp.metadata()
    about.language = brief.stamp.language
    for part in brief.parts:
        for slide_part in _split(part):
            _slide(deck, brief.stamp, slide_part)
    out = io.BytesIO()
    deck.save(out)
    return out.getvalue()


def _split(part: Part) -> list[Part]:
    """A part whose sentences fill more than one slide, as several."""
    if part.picture is not None or (part.table is not None and part.name == "change"):
        return [part]
    groups: list[list[str]] = [[]]
    most = LISTED_A_SLIDE if part.name == "references" else LINES_A_SLIDE
    for sentence in part.sentences:
        if groups[-1] and sum(map(len, groups[-1])) + len(sentence) > most:
            groups.append([])
        groups[-1].append(sentence)
    return [
        Part(part.name, part.title, part.subtitle, tuple(group), notes=part.notes)
        for group in groups
    ]


def _slide(deck: Any, stamp: Stamp, part: Part) -> None:
    slide = deck.slides.add_slide(deck.slide_layouts[5])
    title = slide.shapes.title
    title.left, title.top = EDGE, Inches(0.3)
    title.width, title.height = WIDTH - 2 * EDGE, Inches(0.95)
    _write(title, [part.title], stamp, 24 if len(part.title) <= LONG_TITLE else 19, bold=True)
    title.text_frame.vertical_anchor = MSO_ANCHOR.MIDDLE
    top: int = Inches(1.3)
    if part.subtitle:
        _box(
            slide, EDGE, top, WIDTH - 2 * EDGE, Inches(0.45), [part.subtitle], stamp, 12, quiet=True
        )
        top = Inches(1.75)
    bottom: int = Inches(6.42)
    if part.name == "change" and part.table:
        _table(slide, part.table, stamp, top)
        wide = WIDTH - 2 * EDGE
        _box(slide, EDGE, TABLE_END, wide, Inches(1.25), part.notes, stamp, 8.5, quiet=True)
    elif part.chart is not None:
        wide = Inches(8.5) if part.sentences else WIDTH - 2 * EDGE
        rtl = strings(stamp.language).right_to_left
        at = WIDTH - EDGE - wide if rtl else EDGE
        _chart(slide, part.chart, stamp, (at, top, wide, bottom - top))
        if part.sentences:
            beside = WIDTH - 2 * EDGE - wide - Inches(0.2)
            left = EDGE if rtl else EDGE + wide + Inches(0.2)
            _box(slide, left, top, beside, bottom - top, part.sentences, stamp, 12)
    elif part.picture is not None:
        picture = part.picture
        if part.sentences:  # what it comes to stands under the picture
            room = Inches(0.9)
            _box(slide, EDGE, bottom - room, WIDTH - 2 * EDGE, room, [" ".join(part.sentences)], stamp, 11)  # fmt: skip
            bottom -= room
        tall = bottom - top
        wide = min(Emu(int(tall * picture.width / picture.height)), WIDTH - 2 * EDGE)
        drawn = io.BytesIO(bare_png(picture, part.title))
        shape = slide.shapes.add_picture(drawn, int((WIDTH - wide) / 2), top, width=wide)
        shape._element.nvPicPr.cNvPr.set("descr", f"{part.title}. {part.subtitle}")
    else:
        size = 10 if part.name == "references" else 14
        _box(slide, EDGE, top, WIDTH - 2 * EDGE, bottom - top, part.sentences, stamp, size)
    # what a speaker may be asked stands in the notes of the slide
    spoken = [*part.sentences, *part.notes] if part.name == "change" else [*part.notes]
    words = strings(stamp.language)
    spoken += [words("briefing.not_said.heading"), words(f"briefing.not_said.{part.name}")]
    slide.notes_slide.notes_text_frame.text = "\n".join(spoken)
    _stamp(slide, stamp)


def _box(
    slide: Any,
    left: int,
    top: int,
    width: int,
    height: int,
    lines: tuple[str, ...] | list[str],
    stamp: Stamp,
    size: float,
    *,
    quiet: bool = False,
) -> None:
    box = slide.shapes.add_textbox(Emu(left), Emu(top), Emu(width), Emu(height))
    box.text_frame.word_wrap = True
    _write(box, list(lines), stamp, size, quiet=quiet)


def _write(
    shape: Any,
    lines: list[str],
    stamp: Stamp,
    size: float,
    *,
    bold: bool = False,
    quiet: bool = False,
) -> None:
    colours = palette("light")
    frame = shape.text_frame
    frame.word_wrap = True
    for at, line in enumerate(lines):
        paragraph = frame.paragraphs[0] if at == 0 else frame.add_paragraph()
        for n, piece in enumerate(REFERENCE.split(line)):
            run = paragraph.add_run()
            run.text = f"{piece}\u2009" if n % 2 else piece
            _style(paragraph, run.font, stamp, size)
            run.font.bold = bold and n % 2 == 0
            run.font.color.rgb = _rgb(colours.quiet if quiet or n % 2 else colours.ink)
            if n % 2:  # the number of a reference stands small and high
                run.font._rPr.set("baseline", "30000")
        paragraph.space_after = Pt(size * 0.45)


def _style(paragraph: Any, font: Any, stamp: Stamp, size: float) -> None:
    """Size, both scripts' fonts, language and direction of a paragraph."""
    rtl = strings(stamp.language).right_to_left
    paragraph.alignment = PP_ALIGN.RIGHT if rtl else PP_ALIGN.LEFT
    paragraph._p.get_or_add_pPr().set("rtl", "1" if rtl else "0")
    font.size, font.name = Pt(size), LATIN
    properties = font._rPr
    properties.set("lang", {"ar": "ar-LY", "fr": "fr-FR"}.get(stamp.language, "en-GB"))
    script = properties.makeelement(qn("a:cs"), {"typeface": ARABIC_FONT})
    properties.append(script)


def _table(slide: Any, table: Table, stamp: Stamp, top: int) -> None:
    rows, columns = len(table.rows) + 1, len(table.columns)
    tall = min(TABLE_END - Inches(0.05) - top, Inches(0.5) * rows)  # what it means stands below it
    frame = slide.shapes.add_table(rows, columns, EDGE, Emu(top), WIDTH - 2 * EDGE, Emu(tall))
    drawn = frame.table
    rtl = strings(stamp.language).right_to_left
    drawn._tbl.tblPr.set("rtl", "1" if rtl else "0")
    drawn._tbl.tblPr.find(qn("a:tableStyleId")).text = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
    for r, row in enumerate((table.columns, *table.rows)):
        for c, text in enumerate(row):
            cell = drawn.cell(r, c)
            cell.margin_top = cell.margin_bottom = Pt(1)
            _write(
                cell,
                text.split("\n"),
                stamp,
                10.5 if rows < MANY_ROWS else 9,
                bold=r == 0 or c == 0,
            )
            for paragraph in cell.text_frame.paragraphs:
                paragraph.space_after = Pt(0)


def _chart(slide: Any, chart: Chart, stamp: Stamp, box: tuple[int, int, int, int]) -> None:
    data = CategoryChartData()
    data.categories = chart.categories
    for series in chart.series:
        data.add_series(series.name, series.values)
    kinds = {
        "columns": XL_CHART_TYPE.COLUMN_STACKED,
        "bars": XL_CHART_TYPE.BAR_STACKED,
        "pairs": XL_CHART_TYPE.BAR_CLUSTERED,
    }
    left, top, wide, tall = (Emu(int(side)) for side in box)
    drawn = slide.shapes.add_chart(kinds[chart.kind], left, top, wide, tall, data).chart
    drawn.has_legend, drawn.has_title = True, False
    drawn.legend.position, drawn.legend.include_in_layout = XL_LEGEND_POSITION.TOP, False
    drawn.font.size, drawn.font.name = Pt(10.5), LATIN
    script = drawn.font._rPr.makeelement(qn("a:cs"), {"typeface": ARABIC_FONT})
    drawn.font._rPr.append(script)
    colours = palette("light")
    drawn.value_axis.major_gridlines.format.line.color.rgb = _rgb(colours.grid)
    drawn.value_axis.format.line.fill.background()
    drawn.value_axis.minimum_scale = 0
    for axis, text in ((drawn.value_axis, chart.people), (drawn.category_axis, chart.along)):
        axis.has_title = bool(text)
        if text:
            axis.axis_title.text_frame.text = text
            _style(
                axis.axis_title.text_frame.paragraphs[0],
                axis.axis_title.text_frame.paragraphs[0].runs[0].font,
                stamp,
                10.5,
            )
    drawn.category_axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    drawn.category_axis.format.line.color.rgb = _rgb(colours.quiet)
    if chart.kind != "columns":
        drawn.category_axis.reverse_order = True
        if strings(stamp.language).right_to_left:
            drawn.value_axis.reverse_order = True
    plot = drawn.plots[0]
    plot.gap_width = 12 if chart.kind == "columns" else 55
    plot.overlap = 100 if chart.kind != "pairs" else -5
    for shown, series in zip(plot.series, chart.series, strict=True):
        fill, line = shown.format.fill, shown.format.line
        line.color.rgb = _rgb(series.colour)
        line.width = Pt(0.75)
        if series.hatched:
            fill.patterned()
            fill.pattern = MSO_PATTERN.WIDE_UPWARD_DIAGONAL
            fill.fore_color.rgb, fill.back_color.rgb = _rgb(series.colour), RGBColor(255, 255, 255)
        else:
            fill.solid()
            fill.fore_color.rgb = RGBColor(255, 255, 255) if series.hollow else _rgb(series.colour)


def _rgb(colour: str) -> RGBColor:
    return RGBColor.from_string(colour.lstrip("#").upper())


def _stamp(slide: Any, stamp: Stamp) -> None:
    rtl = strings(stamp.language).right_to_left
    side = Inches(0.8)
    top = HEIGHT - side - Inches(0.18)
    lines = [stamp.line(), stamp.link]
    left = EDGE + side + Inches(0.1) if rtl else EDGE
    _box(slide, left, top, WIDTH - 2 * EDGE - side - Inches(0.1), side, lines, stamp, 8, quiet=True)
    if not stamp.served:
        return
    picture = io.BytesIO()
    stamp.code().save(picture, kind="png", scale=8, border=1)
    picture.seek(0)
    at = EDGE if rtl else WIDTH - EDGE - side
    shape = slide.shapes.add_picture(picture, at, top, width=side)
    shape._element.nvPicPr.cNvPr.set("descr", stamp.link)


def _embed_fonts(deck: Any) -> None:
    """The fonts of both scripts inside the file, as ECMA-376 part 1, 15.2.13 has them."""
    fonts = etree.SubElement(deck.part._element, qn("p:embeddedFontLst"))
    # the schema wants it right after the size of the notes
    deck.part._element.find(qn("p:notesSz")).addnext(fonts)
    for family, arabic in ((LATIN, False), (ARABIC_FONT, True)):
        entry = etree.SubElement(fonts, qn("p:embeddedFont"))
        etree.SubElement(entry, qn("p:font"), {"typeface": family})
        for tag, weight in (("p:regular", 400), ("p:bold", 600)):
            file = print_font(arabic, weight)
            content = file.with_suffix(".eot-head").read_bytes() + file.read_bytes()
            uri = PackURI(f"/ppt/fonts/{file.stem}.fntdata")
            part = PackagePart(uri, "application/x-fontdata", deck.part.package, content)
            link = deck.part.relate_to(part, RELATION)
            etree.SubElement(entry, qn(tag), {qn("r:id"): link})
