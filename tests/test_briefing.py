"""A figure that leaves the screen stays true: the pack's numbers are the command line's, and each opens."""

import datetime as dt
import io
import json
import re
import socket
import struct
import zipfile

import pandas as pd
import pytest
from made_records import write_record
from PIL import Image
from pptx import Presentation
from pypdf import PdfReader

from components.briefing.pack import FORMATS, pack
from components.briefing.parts import PARTS, brief_of
from components.strings import LANGUAGES, strings
from components.view import view_of
from data.holdings import load_holdings
from data.selection import Selection
from data.store import Store

D = dt.date
SIEGE = Selection(D(2019, 4, 4), D(2019, 12, 31))
JULY = ("--from", "2019-07-01", "--to", "2019-07-31")


@pytest.fixture(scope="module")
def holdings(tmp_path_factory):
    return load_holdings(Store(tmp_path_factory.mktemp("empty") / "store"))


@pytest.fixture(scope="module")
def briefs(holdings):
    """The siege in every language."""
    views = {one: view_of(holdings, SIEGE, strings(one), "light") for one in LANGUAGES}
    return {one: (view, brief_of(view, since=D(2019, 8, 1))) for one, view in views.items()}


@pytest.fixture(scope="module")
def packed(tmp_path_factory):
    """A pack of July 2019 as the command line makes it, and what it said."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", _no_network)
        patch.setenv("PATH", "")  # no browser and no other program
        folder = tmp_path_factory.mktemp("pack")
        status, told = _called(patch, "brief", *JULY, "--side", "lna", "--out", str(folder))
        assert status == 0
        return folder, told


def _no_network(*_):
    raise AssertionError("the pack asked for the network")


def _called(patch, *arguments):
    from components import cli

    out, err = io.StringIO(), io.StringIO()
    patch.setattr("sys.argv", ["casualty-monitor", *arguments])
    patch.setattr("sys.stdout", out)
    patch.setattr("sys.stderr", err)
    with pytest.raises(SystemExit) as stopped:
        cli.main()
    return stopped.value.code, out.getvalue() + err.getvalue()


def annex(brief, name):
    return pd.read_csv(io.BytesIO(brief.annex[name]), encoding="utf-8-sig")


def test_with_no_network_and_no_browser_everything_is_made_and_what_is_left_out_is_named(packed):
    folder, told = packed
    names = {file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file()}
    assert {"briefing.pptx", "briefing.pdf", "briefing.html", "annex/figures.csv"} <= names
    for part in ("map", "trend", "actors-side", "actors-actor"):
        assert {f"pictures/{part}{end}" for end in (".svg", "-screen.png", "-print.png")} <= names
    assert told.count("Not in the pack:") == 1
    assert "address in the QR code" in told and "--since" in told


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


def test_a_pack_made_twice_has_the_same_annex_byte_for_byte_in_every_language(holdings, briefs):
    again = brief_of(view_of(holdings, SIEGE, strings("en"), "dark"), since=D(2019, 8, 1))
    for _, brief in briefs.values():
        assert brief.annex == again.annex


def test_the_numbers_of_the_pack_are_those_of_the_command_line_in_every_language(briefs, run):
    asked = ("figures", "--from", "2019-04-04", "--to", "2019-12-31", "--format", "json")
    told = json.loads(run(*asked)[1])
    for view, brief in briefs.values():
        rows = annex(brief, "figures.csv")
        for measure in ("killed", "injured", "displaced"):
            own = rows[(rows["what"] == "now") & (rows["measure"] == measure)]
            own = own[own["group"] == "all"].iloc[0]
            for key in ("low", "best", "high", "open", "incidents", "unreported"):
                assert own[key] == told[measure][key], (view.words.language, measure, key)
            change = next(part for part in brief.parts if part.name == "change")
            digits = re.sub(r"[^\d ]", "", str(change.table.rows).replace("\u202f", ""))
            for key in ("low", "best", "high"):
                assert str(told[measure][key]) in digits


def test_each_figure_of_the_annex_is_the_sum_of_its_lineage(briefs):
    _, brief = briefs["en"]
    figures, lineage = annex(brief, "figures.csv"), annex(brief, "lineage.csv")
    assert len(figures) > 30
    for row in figures[figures["measure"] != "incidents"].itertuples():
        own = lineage[lineage["figure_id"] == row.figure_id]
        for end in ("low", "best", "high"):
            total = own[f"gives_{end}"].sum(min_count=1)
            said = getattr(row, end)
            assert (pd.isna(total) and pd.isna(said)) or total == said, (row.figure_id, end)


def test_what_the_sentences_name_stands_in_the_annex(briefs):
    _, brief = briefs["en"]
    figures = set(annex(brief, "figures.csv")["figure_id"])
    incidents = set(annex(brief, "incidents.csv")["incident_id"])
    named = 0
    for part in brief.parts:
        if part.name == "method":
            continue
        for sentence in part.sentences:
            found = re.findall(r"\[(?:(F\d+)(?:: )?)?([^\]]*)\]", sentence)
            assert found, sentence
            for figure, listed in found:
                assert not figure or figure in figures
                for one in filter(None, re.split(r", | and \d+ more, in the annex", listed)):
                    assert one in incidents, one
                    named += 1
    assert named > 20


def test_reports_and_observations_of_the_annex_resolve(briefs):
    _, brief = briefs["en"]
    reports = set(annex(brief, "reports.csv")["report_id"])
    lineage, observed = annex(brief, "lineage.csv"), annex(brief, "observations.csv")
    assert set(lineage["report_id"]) <= reports
    assert set(lineage["observation_id"]) == set(observed["observation_id"])


def test_words_obey_the_standard_of_the_field(briefs):
    for language in LANGUAGES:
        _, brief = briefs[language]
        text = " ".join(s for part in brief.parts for s in (part.title, *part.sentences))
        if language != "en":
            continue
        assert "reported killed" in text and "ocumented" in text
        for wrong in ("total deaths", "death toll", "confirmed", "perpetrator", "casualties were"):
            assert wrong not in text.lower()
    for row in annex(briefs["en"][1], "figures.csv").itertuples():
        if row.open:
            assert not pd.isna(row.low), "an open figure is said as «at least» and needs a low"


@pytest.mark.parametrize("case", ["exact", "range", "open", "silent", "none"])
def test_a_sentence_says_what_is_known_and_no_more(made, case, tmp_path):
    seen = {
        "exact": {"low": 3, "value": 3, "high": 3},
        "range": {"low": 2, "value": 3, "high": 5, "qualifier": "range"},
        "open": {"low": 3, "value": 3, "qualifier": "at least"},
        "silent": {"words": "dozens", "qualifier": "words"},
        "none": {"low": 0, "value": 0, "high": 0},
    }[case]
    folder = write_record(
        tmp_path / "record",
        incidents=[{"incident_id": "a"}],
        observations=[{"incident_id": "a", "report_id": "r0", **seen}],
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CASUALTY_RECORD", str(folder))
        held = load_holdings(Store(tmp_path / "store"))
    view = view_of(held, Selection(), strings("en"), "light")
    said = brief_of(view, parts=["change"]).parts[0].sentences[0]
    assert (
        said
        == {
            "exact": "3 people were reported killed in 1 documented incident. [F1: a]",
            "range": "3 people were reported killed in 1 documented incident; estimates range from 2 to 5. [F1: a]",
            "open": "at least 3 people were reported killed in 1 documented incident. [F1: a]",
            "silent": "No documented incident of this selection gave a figure of people killed (all people). [F1: a]",
            "none": "0 people were reported killed in 1 documented incident. [F1: a]",
        }[case]
    )


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
        assert sum(shape.shape_type == 13 for shape in slide.shapes) >= 1  # the QR code


def test_the_page_is_one_small_file_that_asks_for_nothing(packed):
    folder, _ = packed
    text = (folder / "briefing.html").read_text("utf-8")
    assert len(text.encode()) < 3_000_000
    assert "default-src 'none'" in text
    assert not re.search(r'(src|href)="(?!data:|#)', text)
    assert text.count("<details>") >= 3


@pytest.mark.parametrize(
    ("option", "value", "found"),
    [
        ("--formats", "csv", lambda names: not any("pptx" in name for name in names)),
        ("--parts", "change,method", lambda names: "pictures/map.svg" not in names),
        ("--language", "ar", lambda names: "briefing.pdf" in names),
    ],
)
def test_options_choose_formats_parts_and_language(run, tmp_path, option, value, found):
    more = () if option == "--formats" else ("--formats", "pdf,svg")
    status, _, _ = run("brief", *JULY, "--out", str(tmp_path), option, value, *more)
    assert status == 0
    assert found({f.relative_to(tmp_path).as_posix() for f in tmp_path.rglob("*") if f.is_file()})


def test_title_and_address_stand_on_the_pack(run, tmp_path):
    asked = ("brief", *JULY, "--out", str(tmp_path), "--formats", "html", "--parts", "change")
    status, _, err = run(*asked, "--title", "For Tuesday", "--address", "https://example.org/lcm/")
    assert (status, err) == (0, "")
    text = (tmp_path / "briefing.html").read_text("utf-8")
    assert "For Tuesday" in text
    assert "https://example.org/lcm/?from=2019-07-01" in text


def test_what_changed_is_told_since_a_day_or_since_an_earlier_pack(run, tmp_path):
    asked = ("brief", "--from", "2019-07-02", "--to", "2019-07-02", "--parts", "changes,change")
    early = (*asked, "--as-known-on", "2019-07-03", "--formats", "pdf", "--out")
    assert run(*early, str(tmp_path / "early"))[0] == 0
    for since in ("2019-07-03", str(tmp_path / "early" / "briefing.pdf")):
        out = tmp_path / "later"
        status, _, _ = run(*asked, "--formats", "html,csv", "--since", since, "--out", str(out))
        assert status == 0
        text = (out / "briefing.html").read_text("utf-8")
        assert "What changed since 3 July 2019" in text
        assert (out / "annex" / "changes.csv").exists()


def test_what_cannot_be_is_refused_in_one_sentence(run, tmp_path):
    out = ("--out", str(tmp_path))
    for wrong in (
        ("--formats", "docx"), ("--parts", "weather"), ("--since", "yesterday"),
        ("--from", "2031-01-01"), ("--side", "martians"),
    ):  # fmt: skip
        status, _, err = run("brief", *out, *wrong)
        assert status == 2, wrong
        assert err.count("\n") == 1
        assert not list(tmp_path.iterdir())


def test_a_folder_that_cannot_be_written_to_and_a_later_since_are_refused(run, tmp_path):
    file = tmp_path / "file"
    file.write_text("in the way")
    asked = ("brief", *JULY, "--formats", "csv", "--parts", "change", "--out")
    status, _, err = run(*asked, str(file))
    assert (status, err.count("\n")) == (2, 1)
    assert "cannot be written" in err
    later = ("--as-known-on", "2019-08-01", "--since", "2019-08-01")
    status, _, err = run(*asked, str(tmp_path / "pack"), *later)
    assert (status, err.count("\n")) == (2, 1)
    assert "must come before" in err


def test_the_parts_and_formats_of_the_help_are_those_there_are(run):
    told = run("brief", "--help")[1].replace("\n", "").replace(" ", "")
    assert ",".join(FORMATS) in told
    assert ",".join(PARTS) in told


def test_progress_is_told_from_nothing_to_all(briefs):
    view, brief = briefs["en"]
    steps = []
    pack(brief, view, ["html", "csv"], lambda name, share: steps.append(share))
    assert steps[0] == 0.0 and steps[-1] == 1.0 and steps == sorted(steps)


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


def test_csv_opens_in_a_spreadsheet_with_its_letters(briefs):
    for name, content in briefs["ar"][1].annex.items():
        assert content.startswith(b"\xef\xbb\xbf"), name
