"""A figure that leaves the screen stays true: the pack's numbers are the command line's, and each opens."""

import datetime as dt
import io
import json
import re

import pandas as pd
import pytest
from made_records import write_record
from pptx import Presentation
from pypdf import PdfReader

from components.briefing.pack import FORMATS, pack
from components.briefing.parts import PARTS, brief_of
from components.lines.changes import ROWS
from components.view import view_of
from components.words.language import LANGUAGES, strings
from components.words.sentences import place_name
from data.counting.selection import Selection
from data.store.loading import load_holdings
from data.store.store import Store

D = dt.date
SIEGE = Selection(D(2019, 4, 4), D(2019, 12, 31))
JULY = ("--from", "2019-07-01", "--to", "2019-07-31")


def annex(brief, name):
    return pd.read_csv(io.BytesIO(brief.annex[name]), encoding="utf-8-sig")


@pytest.mark.thorough
def test_a_pack_made_twice_has_the_same_annex_byte_for_byte_in_every_language(no_imports, briefs):
    again = brief_of(view_of(no_imports, SIEGE, strings("en"), "dark"), since=D(2019, 8, 1))
    for _, brief in briefs.values():
        assert brief.annex == again.annex


@pytest.mark.thorough
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
        if part.name in ("method", "reading"):
            continue
        for sentence in part.sentences:
            if part.name == "references":
                figure, listed = re.search(r"^(F\d+): .*\. Incidents: (.*)\. Sources: ", sentence).groups()  # fmt: skip
                assert figure in figures
                for one in re.split(r", | and \d+ more", listed.removesuffix(", in the annex")):
                    assert not one or one == "none" or one in incidents, one
                    named += 1
                continue
            found = re.findall(r"\[(F\d+)\]", sentence)
            in_text = [one for one in re.findall(r"\[([^\]]*)\]", sentence) if one not in found]
            assert found or in_text, sentence
            assert set(found) <= figures and set(in_text) <= incidents
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
            "exact": "3 people were reported killed in 1 documented incident. [F1]",
            "range": "3 people were reported killed in 1 documented incident; estimates range from 2 to 5. [F1]",
            "open": "at least 3 people were reported killed in 1 documented incident. [F1]",
            "silent": "No documented incident of this selection gave a figure of people killed (all people). [F1]",
            "none": "0 people were reported killed in 1 documented incident. [F1]",
        }[case]
    )


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


def test_a_hostile_title_is_shown_letter_by_letter(run, tmp_path):
    title = '#panic() *x* <b>"é" $x$ @@ {x} \x0b ${y}'
    status, _, _ = run(
        "brief", *JULY, "--out", str(tmp_path), "--parts", "change,trend", "--title", title
    )
    assert status == 0
    page = (tmp_path / "briefing.html").read_text("utf-8")
    assert "#panic() *x* &lt;b&gt;&quot;é&quot; $x$ @@ {x} ${y}" in page
    shown = PdfReader(tmp_path / "briefing.pdf").pages[0].extract_text()
    assert "#panic() *x* <b>" in shown
    slides = Presentation(str(tmp_path / "briefing.pptx"))
    assert slides.core_properties.title == '#panic() *x* <b>"é" $x$ @@ {x} ${y}'


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
        assert status == (3 if "--from" in wrong else 2), wrong
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
    assert "a day before 2019-08-01" in err


def test_a_pack_of_words_alone_is_made_and_pictures_that_are_not_are_named(run, tmp_path):
    asked = ("brief", *JULY, "--parts", "method", "--out", str(tmp_path))
    status, _, err = run(*asked)
    assert status == 0
    assert "pictures (none of the parts chosen has one)" in err
    rows = pd.read_csv(tmp_path / "annex" / "figures.csv", encoding="utf-8-sig")
    assert rows["part"].tolist() == ["stamp"]  # the number of the stamp itself opens too
    assert not (tmp_path / "pictures").exists()
    status, _, err = run("brief", *JULY, "--parts", "changes", "--out", str(tmp_path))
    assert (status, err.count("\n")) == (2, 1)


def test_a_group_is_told_once_and_a_period_without_incidents_is_not_one_without_a_figure(
    no_imports,
):
    asked = SIEGE.replace(group="children")
    part = brief_of(view_of(no_imports, asked, strings("en"), "light"), parts=["change"]).parts[0]
    assert len(set(part.sentences)) == len(part.sentences) == len(ROWS) - 1
    assert part.title.startswith("As documented, children: killed 31 (27-37)")
    one_day = Selection(D(2020, 1, 4), D(2020, 1, 4))
    part = brief_of(view_of(no_imports, one_day, strings("en"), "light"), parts=["change"]).parts[0]
    previous = part.table.rows[0][2]
    assert previous.startswith("none documented [F")
    assert "not compared. Not compared" not in " ".join(part.notes)


def test_a_sentence_counts_the_incidents_that_gave_the_figure(no_imports):
    asked = SIEGE.replace(measure="displaced")
    part = brief_of(view_of(no_imports, asked, strings("en"), "light"), parts=["change"]).parts[0]
    (said,) = [one for one in part.sentences if "displaced" in one]
    assert "325 people were reported displaced by incidents in 1 documented incident;" in said
    assert "85 incidents gave no figure" in said


def test_the_parts_and_formats_of_the_help_are_those_there_are(run):
    told = run("brief", "--help")[1].replace("\n", "").replace(" ", "")
    assert ",".join(FORMATS) in told
    assert ",".join(PARTS) in told


def test_progress_is_told_from_nothing_to_all(briefs):
    view, brief = briefs["en"]
    steps = []
    pack(brief, view, ["html", "csv"], lambda name, share: steps.append(share))
    assert steps[0] == 0.0 and steps[-1] == 1.0 and steps == sorted(steps)


def test_csv_opens_in_a_spreadsheet_with_its_letters(briefs):
    for name, content in briefs["ar"][1].annex.items():
        assert content.startswith(b"\xef\xbb\xbf"), name


def test_a_gravest_incident_names_its_place_once_in_every_language(briefs):
    for view, brief in briefs.values():
        part = next(part for part in brief.parts if part.name == "gravest")
        rows = view.record.incidents.set_index("incident_id")
        for line, cells in zip(part.sentences, part.table.rows, strict=True):
            place = place_name(view.record, rows.loc[cells[-1]], view.words)
            assert line.count(place) >= 1
            if view.words.language != "en":  # an English title may name it in its own words
                told = line.partition(";")[0].partition("؛")[
                    0
                ]  # a source may be named after the place
                assert told.count(place) == 1
