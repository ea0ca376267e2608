"""Absence of coverage is never "none": every answer says how well the record covers the days asked about."""

import csv
import datetime as dt
import io
import json

import pytest
from made_acled import write_acled
from made_records import ROOT, write_record
from made_sheets import write_iom
from made_ucdp import write_ged
from streamlit.testing.v1 import AppTest

from components.words.language import strings
from components.words.numbers import day as said_day
from components.words.numbers import none_said, said
from data.counting.covered import alike, bands_of, covered, gaps, kept_alike_since, share_of
from data.counting.figure import of_row
from data.counting.periods import bins
from data.counting.query import query
from data.counting.selection import Selection
from data.record.bands import Band, joined_bands
from data.record.load import load
from data.record.vocabulary import MEASURES
from data.sources.intake import read_batch
from data.store.loading import load_holdings
from data.store.store import Store

D = dt.date
ONE_DAY = dt.timedelta(days=1)


def outside(record):
    """Two days the record does not cover: after its last covered day, and in no band."""
    last = max(band.date_to for band in record.bands)
    edges = [band.date_to + ONE_DAY for band in record.bands]
    hole = next(day for day in edges if not any(band.holds(day) for band in record.bands))
    return last + ONE_DAY, hole


def test_a_day_that_nobody_covers_is_told_in_every_form(run, bundled):
    for day in {*outside(bundled)}:
        asked = ("--from", str(day), "--to", str(day))
        status, out, _ = run("figures", *asked)
        assert status == 3 and "none documented" not in out and "not covered" in out
        status, out, _ = run("figures", *asked, "--format", "json")
        (one,) = json.loads(out)["coverage"]
        assert (status, one["coverage"], one["share"]) == (3, "none", 0)
        assert one["last_day_covered"] == str(max(band.date_to for band in bundled.bands))
        status, out, _ = run("figures", *asked, "--format", "csv")
        assert {row["coverage"] for row in csv.DictReader(io.StringIO(out))} == {"none"}
        for command in ("lineage", "coverage", "export", "overlap"):
            status, _, err = run(command, *asked)
            assert (command, status) == (command, 3) and "none of them" in err
        status, out, _ = run("signals", "--to", str(day))
        if status != 3:  # checked to the last day that is covered, which it says
            last = max(band.date_to for band in bundled.bands)
            assert dt.timedelta(0) < day - last < dt.timedelta(days=30)
            assert said_day(last, strings("en")) in out and said_day(day, strings("en")) not in out


def test_a_covered_day_without_incidents_is_none_documented(run, bundled):
    band = next(band for band in bundled.bands if band.kind == "systematic")
    days = {day.date() for day in bundled.incidents["date_low"]}
    free = next(day for n in range(200) if (day := band.date_from + n * ONE_DAY) not in days)
    status, out, _ = run("figures", "--from", str(free), "--to", str(free))
    assert status == 0 and "killed: none documented" in out and "systematic" in out


def test_a_period_that_is_covered_in_part_says_how_much(bundled):
    last = max(band.date_to for band in bundled.bands)
    asked = Selection(date_from=last, date_to=last + 9 * ONE_DAY)
    (one,) = covered(bundled, asked)
    assert (one.coverage, one.share, one.spans) == ("gravest", 0.1, (("gravest", last, last),))
    assert gaps([one], last, last + 9 * ONE_DAY) == [(last + ONE_DAY, last + 9 * ONE_DAY)]
    assert share_of([one], last + ONE_DAY, last + 2 * ONE_DAY) == 0


@pytest.mark.parametrize(
    ("share", "expected"),
    [(1.0, "none documented"), (0.0, "not covered"), (0.999, "99 %"), (0.0001, "1 %")],
)
def test_none_is_said_only_of_what_is_covered(bundled, share, expected):
    row = query(bundled, Selection(date_from=D(2019, 4, 4), date_to=D(2019, 4, 4))).figures().loc["killed"].copy()  # fmt: skip
    row[["incidents", "unreported"]] = 0
    row["share"] = share
    assert expected in said(of_row(row), strings("en"))


def test_a_bin_outside_every_band_is_not_covered(bundled):
    last = max(band.date_to for band in bundled.bands)
    asked = Selection(date_from=last - 60 * ONE_DAY, date_to=last + 60 * ONE_DAY)
    rows = bins(query(bundled, asked), bundled, "killed", "month")
    assert rows["share"].iloc[-1] == 0 and rows["share"].iloc[0] == 1


def test_what_no_dataset_can_speak_of_is_not_covered(bundled):
    (one,) = covered(bundled, Selection(cause="at sea"))
    assert (one.coverage, one.last_day) == ("none", None)
    assert covered(bundled, Selection(country=("TN",)))[0].coverage == "none"
    assert covered(bundled, Selection(district=("Tripoli",)))[0].coverage == "gravest"


def band(first, last, kind="systematic", **more):
    return Band("", first, last, kind, **more)


def test_periods_compare_only_where_they_were_kept_in_one_way():
    war, after = band(D(2019, 4, 4), D(2019, 12, 31)), band(D(2020, 1, 1), D(2020, 7, 31))
    july, june = (D(2019, 7, 1), D(2019, 7, 31)), (D(2019, 6, 1), D(2019, 6, 30))
    assert alike([war, after], july, june) == ""
    assert alike([war], july, (D(2019, 3, 1), D(2019, 3, 30))) == "outside"
    assert alike([war, after], (D(2020, 2, 1), D(2020, 2, 3)), july) == "bands"
    other = band(D(2019, 7, 10), D(2019, 7, 20), "partial", datasets=("team",))
    assert alike([war, other], july, june) == "bands"
    assert kept_alike_since([war, other], D(2019, 8, 1)) == D(2019, 7, 21)
    assert kept_alike_since([war], D(2020, 1, 1)) is None


def test_bands_of_one_dataset_that_touch_are_one():
    one = band(D(2020, 1, 1), D(2020, 1, 31), "partial", datasets=("ucdp",))
    two = band(D(2020, 2, 1), D(2020, 2, 29), "partial", datasets=("ucdp",))
    far = band(D(2020, 4, 1), D(2020, 4, 30), "partial", datasets=("ucdp",))
    assert [(b.date_from, b.date_to) for b in joined_bands([far, two, one])] == [
        (D(2020, 1, 1), D(2020, 2, 29)),
        (D(2020, 4, 1), D(2020, 4, 30)),
    ]


def test_a_band_may_name_its_kind(tmp_path):
    folder = write_record(tmp_path / "r")
    about = folder / "record.toml"
    about.write_text(about.read_text("utf-8").replace("systematic = true", 'kind = "partial"'))
    assert "partial" in {one.kind for one in load(folder).bands}


def test_the_page_says_what_is_not_covered_and_never_none(bundled):
    day = outside(bundled)[0]
    page = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    page.query_params["from"] = page.query_params["to"] = str(day)
    page.run()
    said_so = " ".join(one.value for one in [*page.warning, *page.info])
    assert "none of them" in said_so and "not days without harm" in said_so
    assert "says nothing about harm" in said_so
    assert len(bands_of(bundled, Selection())) == len(bundled.bands)


@pytest.mark.thorough
@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_the_stamp_of_every_picture_says_the_coverage(packed, briefs, language):
    _, brief = briefs[language]
    assert strings(language).term("coverage", "systematic") in brief.stamp.sources


def test_every_command_prints_its_exit_statuses(run):
    for command in ("figures", "import", "signals", "verify"):
        assert "3 the period is not" in " ".join(run(command, "--help")[1].split())


@pytest.mark.parametrize(
    ("write", "name", "tells"),
    [(write_ged, "GEDEvent_v25_1.csv", {"killed"}), (write_acled, "acled.csv", {"killed"}), (write_iom, "mm.csv", {"killed", "missing"})],
)  # fmt: skip
def test_a_producer_that_cannot_tell_a_measure_covers_no_day_of_it(bundled, tmp_path, write, name, tells):  # fmt: skip
    days = {
        "GEDEvent_v25_1.csv": "date_start",
        "acled.csv": "event_date",
        "mm.csv": "reported_date",
    }
    more = {"date_end": "2019-07-01"} if write is write_ged else {}
    rows = [{days[name]: "2019-06-01", **({"date_end": "2019-06-01"} if more else {})}, {days[name]: "2019-07-01", **more}]  # fmt: skip
    key = {"GEDEvent_v25_1.csv": "id", "acled.csv": "event_id_cnty", "mm.csv": "web_id"}[name]
    ids = {"id": ["1", "2"], "event_id_cnty": ["LBY1", "LBY2"], "web_id": ["2019.MMP1", "2019.MMP2"]}  # fmt: skip
    path = write(tmp_path / name, [{**row, key: one} for row, one in zip(rows, ids[key], strict=True)])  # fmt: skip
    store = Store(tmp_path / "store")
    batch = read_batch(path, bundled)
    store.add(batch)
    record = load_holdings(store).record
    cause = record.incidents.loc[record.incidents["dataset"] == batch.source.name, "cause"].iloc[0]
    between = Selection(D(2019, 6, 10), D(2019, 6, 12), dataset=(batch.source.name,), cause=cause)
    shares = query(record, between).figures()["share"]
    assert {one for one in MEASURES if shares[one] == 1} == tells
    assert all(shares[one] == 0 for one in MEASURES if one not in tells)
    for measure, share in (
        ("injured", 0),
        ("killed", 1),
    ):  # bins and parts of the total say the same
        weeks = bins(query(record, between), record, measure, "week")
        assert set(weeks["share"]) == {share}
    said = none_said(shares["injured"], strings("en"))
    assert said == strings("en")("numbers.not_covered")


def test_a_circle_in_another_country_is_not_covered(run):
    asked = ("--from", "2019-05-01", "--to", "2019-05-31", "--within", "5")
    assert run("figures", "--near", "33.9,35.5", *asked)[0] == 3
    assert run("figures", "--near", "32.88,13.19", *asked)[0] == 0
    assert (
        run("figures", "--near", "33.2,11.5", *asked[:-1], "80")[0] == 0
    )  # it reaches over the border


def test_a_day_of_knowledge_before_the_period_covers_nothing_of_it(run, bundled):
    asked = ("figures", "--from", "2019-07-01", "--to", "2019-07-10")
    status, out, err = run(*asked, "--as-known-on", "2018-01-01")
    assert status == 3 and "none documented" not in out + err
    assert run(*asked, "--as-known-on", "2019-07-05")[0] == 0
    half = covered(bundled, Selection(D(2019, 7, 1), D(2019, 7, 10), D(2019, 7, 5)))
    assert [one.share for one in half] == [0.5]
