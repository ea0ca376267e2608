"""Each file of a pack carries its stamp and reopens its view; none of them needs a network or a browser."""

import dataclasses
import datetime as dt
import io
import json
import re
import struct
import zipfile

import pytest
from PIL import Image
from pptx import Presentation
from pypdf import PdfReader

from components.briefing.document import card, pdf
from components.briefing.model import REFERENCE
from components.briefing.pack import pack
from components.briefing.parts import brief_of, reading_page
from components.view import view_of
from components.words.language import strings
from data.counting.periods import stock_on
from data.counting.selection import Selection

pytestmark = pytest.mark.thorough  # every format of the pack is made

SUMMER = Selection(date_from=dt.date(2019, 6, 15), date_to=dt.date(2019, 8, 31))
JULY = ("--from", "2019-07-01", "--to", "2019-07-31")


def test_with_no_network_and_no_browser_everything_is_made_and_what_is_left_out_is_named(packed):
    folder, told = packed
    names = {file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file()}
    assert {"briefing.pptx", "briefing.pdf", "briefing.html", "annex/figures.csv"} <= names
    for part in ("map", "trend", "actors-side", "actors-actor"):
        assert {f"pictures/{part}{end}" for end in (".svg", "-screen.png", "-print.png")} <= names
    assert told.count("Not in the pack:") == 1
    assert "the QR code (say where" in told and "--since" in told


def test_every_picture_has_a_card_and_its_file_reopens_the_view(packed, run):
    folder, _ = packed
    parts = {file.name.removesuffix("-screen.png") for file in (folder / "pictures").glob("*-screen.png")}  # fmt: skip
    cards = sorted((folder / "pictures").glob("*-card.png"))
    assert {file.name.removesuffix("-card.png") for file in cards} == parts
    assert run("reopen", str(cards[0]), "--format", "json")[0] == 0


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_a_card_is_1200_by_675_with_nothing_at_its_edge(no_imports, language):
    brief = brief_of(view_of(no_imports, SUMMER, strings(language), "light"))
    drawn = [part for part in brief.parts if part.picture]
    assert {"snapshot", "map", "trend", "actors-side", "coverage"} <= {part.name for part in drawn}
    for part in drawn:
        image = Image.open(io.BytesIO(card(brief, part))).convert("L")
        assert image.size == (1200, 675)
        assert image.crop((28, 28, 1172, 647)).getextrema()[0] < 100
        image.paste(255, (28, 28, 1172, 647))
        assert image.getextrema() == (255, 255), f"{part.name}: something reaches over the edge"


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
@pytest.mark.parametrize("address", ["", "https://example.org/monitor"])
def test_how_to_read_and_credit_is_one_page_that_names_the_address_or_says_there_is_none(
    no_imports, language, address
):
    view = view_of(no_imports, SUMMER, strings(language), "light")
    brief = reading_page(view, address)
    reader = PdfReader(io.BytesIO(pdf(brief)))
    assert len(reader.pages) == 1
    said = " ".join(brief.parts[0].sentences)
    assert view.answer.ids and view.record.version in said
    assert (f"{address}/?" in said) == bool(address)
    assert (view.words("briefing.reading.no_address") in said) == (not address)


def test_each_small_number_stands_in_the_list_at_the_end_and_in_the_annex(no_imports):
    brief = brief_of(view_of(no_imports, SUMMER, strings("en"), "light"))
    used = set()
    for part in brief.parts[:-1]:
        cells = [cell for row in part.table.rows for cell in row] if part.table else []
        for text in (*part.sentences, *cells):
            used |= set(REFERENCE.findall(text))
    listed = [line.partition(":")[0] for line in brief.parts[-1].sentences]
    rows = brief.annex["figures.csv"].decode("utf-8-sig").splitlines()[1:]
    assert brief.parts[-1].name == "references" and len(used) > 10
    assert used <= set(listed) and listed == [row.partition(",")[0] for row in rows]
    assert all("Sources: " in line and "Incidents: " in line for line in brief.parts[-1].sentences)


def test_every_file_of_a_pack_reopens_its_view_from_its_metadata_alone(packed, run):
    folder, _ = packed
    for name in (
        "briefing.pptx", "briefing.pdf", "briefing.html", "pictures/map.svg",
        "pictures/trend-print.png", "annex/lineage.csv",
    ):  # fmt: skip
        status, out, err = run("reopen", str(folder / name), "--format", "json")
        assert (status, err) == (0, ""), name
        told = json.loads(out)
        assert told["selection"] == "from=2019-07-01&to=2019-07-31&side=lna"
        assert told["same_record"] is True
    status, out, _ = run("reopen", str(folder / "briefing.pdf"))
    assert "casualty-monitor figures --from 2019-07-01 --to 2019-07-31 --side lna" in out


def test_a_file_without_a_stamp_or_damaged_is_refused_in_one_sentence(packed, run, tmp_path):
    folder, _ = packed
    other = tmp_path / "other.png"
    Image.new("RGB", (4, 4)).save(other)
    assert run("reopen", str(other))[0] == 2
    for name in ("briefing.pptx", "briefing.pdf", "pictures/map-screen.png"):
        file = tmp_path / name.replace("/", "-")
        file.write_bytes((folder / name).read_bytes()[:300])
        status, _, err = run("reopen", str(file))
        assert status == 2
        assert err.count("\n") == 1
        assert "Traceback" not in err
    text = tmp_path / "notes.txt"
    text.write_text("no")
    assert "no stamp" in run("reopen", str(text))[2]


def damaged(folder, kind, tmp_path):
    """A file of the pack with one thing in it changed."""
    if kind == "slides cut inside":
        file = tmp_path / "cut.pptx"
        source = zipfile.ZipFile(folder / "briefing.pptx")
        with source, zipfile.ZipFile(file, "w") as target:
            for name in source.namelist():
                content = source.read(name)
                target.writestr(name, content[:200] if name == "ppt/presentation.xml" else content)
    elif kind == "empty annex":
        file = tmp_path / "lineage.csv"
        (tmp_path / "about.csv").write_text("")
    else:
        file = tmp_path / "page.html"
        before, after = {
            "language": (
                "&quot;language&quot;: &quot;en&quot;",
                "&quot;language&quot;: &quot;zz&quot;",
            ),
            "query": ("&quot;query&quot;: &quot;", "&quot;query&quot;: 5, &quot;was&quot;: &quot;"),
            "day": ("&quot;as_known_on&quot;: &quot;", "&quot;as_known_on&quot;: &quot;x"),
        }[kind]
        text = (folder / "briefing.html").read_text("utf-8")
        assert before in text
        file.write_text(text.replace(before, after), "utf-8")
    return file


@pytest.mark.parametrize("kind", ["slides cut inside", "empty annex", "language", "query", "day"])
def test_a_stamp_that_was_changed_into_what_cannot_be_is_refused(packed, run, tmp_path, kind):
    file = damaged(packed[0], kind, tmp_path)
    if kind == "empty annex":
        file.write_text("figure_id\n")
    for asked in (
        ("reopen", str(file)),
        ("brief", *JULY, "--out", str(tmp_path / "pack"), "--since", str(file)),
    ):
        status, _, err = run(*asked)
        assert (status, err.count("\n")) == (2, 1), asked
        assert "Traceback" not in err


def test_the_stamp_stands_in_the_pixels_and_in_the_file_of_every_picture(packed):
    folder, _ = packed
    for file in (folder / "pictures").glob("*.png"):
        with Image.open(file) as picture:
            stamp = json.loads(picture.info["casualty-monitor"])
        assert stamp["incidents"] > 0 and stamp["unreported"] >= 0
    text = (folder / "pictures" / "trend.svg").read_text("utf-8")
    for part in ("As known on", "Sources:", stamp["id"], stamp["record_version"], "CC BY"):
        assert part in re.sub(r"<[^>]+>|\s+", " ", text.split("</metadata>")[1]), part


def test_the_document_has_the_stamp_on_every_page_tagged_headings_and_its_fonts_inside(packed):
    folder, _ = packed
    document = PdfReader(folder / "briefing.pdf")
    for page in document.pages:
        assert "As known on" in page.extract_text()
        for font in page["/Resources"]["/Font"].values():
            inner = font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"]
            assert {"/FontFile2", "/FontFile3"} & set(inner.get_object())
    root = document.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert len(document.outline) >= 1
    assert "pdfuaid" in root["/Metadata"].get_object().get_data().decode()


def test_slides_have_charts_that_can_be_edited_with_the_same_numbers(packed, run):
    folder, _ = packed
    told = json.loads(run("figures", *JULY, "--side", "lna", "--format", "json")[1])
    deck = Presentation(str(folder / "briefing.pptx"))
    charts = [shape.chart for slide in deck.slides for shape in slide.shapes if shape.has_chart]
    assert len(charts) >= 3
    lows = charts[0].plots[0].series[0].values
    assert sum(value or 0 for value in lows) == told["killed"]["low"]
    for slide in deck.slides:
        text = " ".join(shape.text for shape in slide.shapes if shape.has_text_frame)
        assert "As known on" in text
        assert "What this does not say:" in slide.notes_slide.notes_text_frame.text


def test_a_code_is_drawn_only_where_it_opens_something(briefs):
    view, brief = briefs["en"]
    served = dataclasses.replace(brief.stamp, link="https://example.org/monitor/?from=2019-04-04")
    for stamp, there in ((brief.stamp, False), (served, True)):
        files = pack(dataclasses.replace(brief, stamp=stamp), view, ["pptx", "svg", "html"])
        deck = Presentation(io.BytesIO(files["briefing.pptx"]))
        drawn = [sum(shape.shape_type == 13 for shape in slide.shapes) for slide in deck.slides]
        assert (min(drawn) >= 1) == there
        assert ("h1v1h-1z" in files["pictures/trend.svg"].decode()) == there
        assert ("h1v1h-1z" in files["briefing.html"].decode()) == there


def test_the_first_page_is_one_page_and_one_slide_with_five_figures(briefs):
    for language, (view, brief) in briefs.items():
        first = brief.parts[0]
        assert first.name == "snapshot"
        assert len(first.table.rows) == 5
        alone = dataclasses.replace(brief, parts=brief.parts[:2])
        files = pack(alone, view, ["pptx", "pdf"])
        pages = [page.extract_text() for page in PdfReader(io.BytesIO(files["briefing.pdf"])).pages]
        assert brief.parts[1].title.split()[0] not in pages[0].split()[:1]
        assert len(pages) >= 2, language
        figures = brief.parts[0].table.rows
        tolls = alone.annex["tolls.csv"].decode("utf-8-sig")
        stock = stock_on(view.record, view.selection.date_to)
        assert stock["toll_id"] in tolls  # the stock of the first page
        for _, figure, _ in figures[:4]:
            assert figure.split(" ")[0] in pages[0], (language, figure)
        deck = Presentation(io.BytesIO(files["briefing.pptx"]))
        assert deck.slides[0].shapes.title.text == first.title
        assert deck.slides[1].shapes.title.text == brief.parts[1].title


def test_the_page_is_one_small_file_that_asks_for_nothing(packed):
    folder, _ = packed
    text = (folder / "briefing.html").read_text("utf-8")
    assert len(text.encode()) < 3_000_000
    assert "default-src 'none'" in text
    assert not re.search(r'(src|href)="(?!data:|#|mailto:)', text)
    assert text.count("<details>") >= 3


@pytest.fixture(scope="module")
def arabic(briefs):
    view, brief = briefs["ar"]
    return brief, pack(brief, view, ["pptx", "pdf", "svg", "html"])


def test_arabic_survives_in_the_text_of_the_document(arabic):
    brief, files = arabic
    text = "".join(
        page.extract_text() for page in PdfReader(io.BytesIO(files["briefing.pdf"])).pages
    )
    for part in brief.parts:
        for word in part.title.split():
            plain = word.strip("،؛:.()[]\u2068\u2069")
            if re.fullmatch(r"[\u0621-\u064a]{4,}", plain):
                assert plain in text, plain


def test_arabic_slides_run_from_right_to_left_and_carry_their_fonts(arabic):
    _, files = arabic
    with zipfile.ZipFile(io.BytesIO(files["briefing.pptx"])) as deck:
        fonts = [name for name in deck.namelist() if name.endswith(".fntdata")]
        assert len(fonts) == 4
        for (
            name
        ) in fonts:  # Embedded OpenType: its own size first, then the font's, then a TrueType file
            content = deck.read(name)
            size, font_size = struct.unpack("<II", content[:8])
            assert size == len(content)
            assert content[-font_size:][:4] == b"\x00\x01\x00\x00"
        slide = deck.read("ppt/slides/slide1.xml").decode("utf-8")
    assert 'rtl="1"' in slide and 'lang="ar-LY"' in slide
    assert 'typeface="Monitor Arabic"' in slide


def test_arabic_pictures_and_page_hold_their_direction_and_their_font(arabic):
    _, files = arabic
    picture = files["pictures/trend.svg"].decode("utf-8")
    assert "IBM Plex Sans Arabic';font-weight" in picture
    assert "\u202b" in picture
    text = files["briefing.html"].decode("utf-8")
    assert 'lang="ar" dir="rtl"' in text
    assert "IBM Plex Sans Arabic';font-weight" in text
