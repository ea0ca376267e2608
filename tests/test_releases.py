"""A newer release replaces the older for its countries and days; sheets are told apart; nothing counts twice in silence."""

import datetime as dt
import json

import pytest
from made_sheets import write_iom, write_rows, write_team, write_tolls
from made_ucdp import NEW, write_ged
from test_hapi import EVENTS
from test_import import whole, with_imports

from components.words.covered import covered_sentence
from components.words.language import strings
from data.counting.covered import covered
from data.counting.query import query
from data.counting.selection import Selection
from data.sources.asked import Answers, Question
from data.sources.intake import read_batch
from data.sources.release import ged_release
from data.store.store import Store

CANDIDATE, FINAL = "GEDEvent_v19_0_8.csv", "GEDEvent_v20_1.csv"
AUGUST = {"date_start": "2019-08-19", "date_end": "2019-08-19"}
LATER = {"date_start": "2019-08-25", "date_end": "2019-08-25"}


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path / "store")


@pytest.fixture
def bring(bundled, tmp_path, store):
    """Write a file by its name and import it: (verdict)."""

    def call(file, rows, write=write_ged, **answers):
        path = write(tmp_path / file, rows)
        return whole(store.add(read_batch(path, bundled, answers=Answers(**answers))))

    return call


def killed(bundled, store, dataset="ucdp", **more):
    record = with_imports(bundled, store)
    row = query(record, Selection(dataset=(dataset,), **more)).figures().loc["killed"]
    return None if row["best"] is None else int(row["best"])


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("GEDEvent_v25_1.csv", ("25.1", "final", None, "2024-12-31")),
        ("ged251.csv", None),
        ("GEDEvent_v26_1.csv", ("26.1", "final", None, "2025-12-31")),
        ("GEDEvent_v25_0_9.csv", ("25.0.9", "candidate", "2025-09-01", "2025-09-30")),
        ("GEDEvent_v26_01_26_06.csv", ("26.01.26.06", "candidate", "2026-01-01", "2026-06-30")),
        ("ged_libya_2014.csv", None),
        ("field.csv", None),
    ],
)
def test_names_of_releases(name, expected):
    found = ged_release(name)
    days = found and (str(found.first) if found.first else None, str(found.last))
    assert (found and (found.name, found.kind, *days)) == expected


def test_the_newer_of_two_is_known():
    order = ["GEDEvent_v25_0_9", "GEDEvent_v25_0_12", "GEDEvent_v26_1", "GEDEvent_v26_01_26_06"]
    assert sorted(map(ged_release, order)) == list(map(ged_release, order))


def test_an_event_under_a_new_id_in_the_final_release_counts_once(bundled, store, bring):
    bring(CANDIDATE, [{"id": "900001", **AUGUST}])
    verdict = bring(FINAL, [{"id": "500001", **AUGUST}])
    assert [row["id"] for row in verdict.left_out] == ["ucdp-900001"]
    assert killed(bundled, store) == 6


def test_what_a_newer_release_dropped_counts_no_more_and_is_named_with_its_dead(
    bundled, store, bring
):
    bring(CANDIDATE, [{"id": "1", **AUGUST}, {"id": "2", **LATER}])
    verdict = bring(FINAL, [{"id": "1", **AUGUST}])
    assert [(row["id"], row["killed"]) for row in verdict.left_out] == [("ucdp-2", 6)]
    assert killed(bundled, store) == 6
    store.ledger.withdraw(store.batches()["batch"].iloc[-1], "a test")
    assert killed(bundled, store) == 12  # it comes back with what replaced it gone


def test_a_row_that_was_left_out_comes_back_with_a_release_that_has_it(bundled, store, bring):
    bring(CANDIDATE, [{"id": "1", **AUGUST}, {"id": "2", **LATER}])
    bring(FINAL, [{"id": "1", **AUGUST}])
    bring("GEDEvent_v21_1.csv", [{"id": "1", **AUGUST}, {"id": "2", **LATER}])
    assert killed(bundled, store) == 12


@pytest.mark.parametrize(
    "other",
    [
        {"country": "Tunisia", "latitude": "36.8", "longitude": "10.18"},
        {"date_start": "2018-03-02", "date_end": "2018-03-02"},
    ],
)
def test_a_file_of_another_country_or_year_leaves_nothing_out(bundled, store, bring, other):
    bring(CANDIDATE, [{"id": "1", **AUGUST}])
    verdict = bring("GEDEvent_v20_1_slice.csv", [{"id": "7", **other}])
    assert verdict.left_out == () and killed(bundled, store) == 12


def test_an_older_release_adds_nothing_to_what_the_newer_covers(bundled, store, bring):
    bring(FINAL, [{"id": "1", **AUGUST}])
    verdict = bring(CANDIDATE, [{"id": "1", "best": "7", "deaths_unknown": "1", **AUGUST}, {"id": "2", **LATER}])  # fmt: skip
    assert (verdict.accepted, verdict.duplicates, verdict.put_aside) == (0, 1, 1)
    assert killed(bundled, store) == 6


@pytest.mark.thorough
def test_an_older_release_with_other_ids_leaves_nothing_out_and_asks_nothing(bundled, store, bring):
    bring(FINAL, [{"id": "1", **AUGUST}, {"id": "2", **LATER}])
    bring("GEDEvent_v26_0_2.csv", [{"id": "90", "date_start": "2026-02-03", "date_end": "2026-02-03"}])  # fmt: skip
    for answer in ({}, {"release": "replaces"}, {"release": "beside"}):
        verdict = bring(CANDIDATE, [{"id": "71", **AUGUST}, {"id": "72", **LATER}], **answer)
        assert (verdict.accepted, verdict.put_aside, verdict.left_out) == (0, 2, ())
        assert killed(bundled, store) == 18
    batch = read_batch(write_ged(store.files.folder / CANDIDATE, [{"id": "71", **AUGUST}]), bundled)
    (reason,) = store.weigh(batch).batch.put_aside["expected"]
    assert "newer release 20.1" in reason  # the one that covers the day, not the newest there is


def test_what_cannot_be_told_is_a_question_with_both_totals(bundled, store, bring):
    bring("a.csv", [{"id": "1", **AUGUST}, {"id": "2", **LATER}])
    with pytest.raises(Question, match="lacks") as asked:
        bring("b.csv", [{"id": "1", **AUGUST}])
    assert "6 killed in 1 rows" in asked.value.outcomes["replaces"]
    assert "12 killed in 2 rows" in asked.value.outcomes["beside"]
    assert killed(bundled, store) == 12
    bring("b.csv", [{"id": "1", "high": "10", **AUGUST}], release="beside")
    assert killed(bundled, store) == 12
    bring("b.csv", [{"id": "1", "high": "11", **AUGUST}], release="replaces")
    assert killed(bundled, store) == 6


def test_a_part_of_a_release_is_asked_about_however_it_is_named(store, bring):
    far = [{"id": f"{n}", "date_start": f"2019-0{n}-01", "date_end": f"2019-0{n}-01"} for n in range(1, 9)]  # fmt: skip
    bring(CANDIDATE, far)
    with pytest.raises(Question):
        bring(FINAL, far[:2])


def test_the_command_line_asks_with_status_2_and_writes_nothing(run, tmp_path, store):
    both = write_ged(tmp_path / "a.csv", [{"id": "1", **AUGUST}, {"id": "2", **LATER}])
    one = write_ged(tmp_path / "b.csv", [{"id": "1", "high": "10", **AUGUST}])
    place = ("--store", store.files.where)
    assert run("import", str(both), *place)[0] == 0
    status, out, err = run("import", str(one), *place)
    assert (status, out) == (2, "") and "--replaces" in err and "--beside" in err
    assert len(store.batches()) == 1
    status, out, err = run("import", str(one), "--replaces", *place)
    assert status == 0 and "left out by the producer" in out + err
    assert store.answered(store.batches()["sha256"].iloc[-1]) == {"release": "replaces"}
    assert run("import", str(one), *place)[0] == 0  # it is not asked again


def test_a_line_that_a_correction_no_longer_has_under_its_id_goes(bundled, store, bring):
    rows = [{"number_dead": "5", "number_missing": "", "total_dead_and_missing": "5"}, {"number_dead": "5", "number_missing": "", "total_dead_and_missing": "5", "cause_death": "Drowning"}]  # fmt: skip
    bring("iom.csv", rows, write_iom)
    verdict = bring("iom-new.csv", rows[:1], write_iom)
    assert len(verdict.left_out) == 1
    assert killed(bundled, store, "missing-migrants", cause="at sea") == 5


def test_one_odd_id_does_not_stop_a_whole_file(store, bring):
    rows = [{"web_id": f"2019.MMP{n}"} for n in range(5)]
    bring("iom.csv", rows, write_iom)
    odd = {"web_id": "See the note of 2019"}
    verdict = bring("iom-again.csv", [*rows, odd], write_iom)
    assert (verdict.duplicates, verdict.put_aside) == (5, 1)


def test_rows_without_codes_are_told_apart_by_their_names(bundled, tmp_path):
    bare = {"admin1_code": "", "admin2_code": "", "provider_admin1_name": "West"}
    rows = [{**bare, "provider_admin2_name": "Tripoli"}, {**bare, "provider_admin2_name": "Zwara", "fatalities": "24"}]  # fmt: skip
    batch = read_batch(write_rows(tmp_path / "hapi.csv", EVENTS, rows), bundled)
    assert (len(batch.tables["tolls"]), len(batch.put_aside)) == (2, 0)


def test_the_same_rows_in_another_order_of_columns_are_duplicates(bundled, tmp_path, store):
    rows = [{"id": "1"}, {"id": "2", **AUGUST}]
    store.add(read_batch(write_ged(tmp_path / FINAL, rows), bundled))
    other = write_ged(tmp_path / "GEDEvent_v20_1_b.csv", rows, [*NEW[::-1], "iso3"])
    verdict = whole(store.add(read_batch(other, bundled)))
    assert (verdict.duplicates, verdict.revisions) == (2, 0)


def test_two_sheets_that_number_their_rows_from_1_both_count(bundled, store, bring):
    bring("a.csv", [{"killed": "4", "publisher": "Team A"}, {"killed": "6", "publisher": "Team A"}], write_team)  # fmt: skip
    verdict = bring("b.csv", [{"killed": "9", "publisher": "Team B"}], write_team)
    assert (verdict.accepted, verdict.revisions) == (1, 0)
    assert killed(bundled, store, "team") == 19


def test_a_sheet_of_the_same_publisher_that_tells_of_other_events_is_asked_about(
    bundled, store, bring
):
    bring("july.csv", [{"killed": "4"}] * 3, write_team)
    august = [{"date": "2019-08-05", "place": f"Street {n}", "killed": "9"} for n in range(3)]
    with pytest.raises(Question) as asked:
        bring("august.csv", august, write_team)
    assert set(asked.value.outcomes) == {"name", "replaces"}
    bring("august.csv", august, write_team, name="August")
    assert killed(bundled, store, "team") == 39
    bring("august-too.csv", august, write_team, release="replaces")
    assert killed(bundled, store, "team") == 54


def test_a_correction_of_a_row_is_a_revision_without_a_question(bundled, store, bring):
    bring("a.csv", [{"killed": "4"}], write_team)
    assert bring("b.csv", [{"killed": "5", "place": "Ain Zara"}], write_team).revisions == 1
    assert killed(bundled, store, "team") == 5


def test_a_sheet_of_several_publishers_is_asked_for_its_name(bundled, tmp_path):
    path = write_team(tmp_path / "s.csv", [{}, {"publisher": "Another"}])
    with pytest.raises(Question, match="--name NAME"):
        read_batch(path, bundled)
    named = read_batch(path, bundled, answers=Answers(name="Field notes"))
    assert named.contents["key"].tolist() == ["field-notes/1", "field-notes/2"]


def test_two_sheets_of_totals_are_told_apart_too(bundled, store, bring):
    bring("a.csv", [{}], write_tolls)
    bring("b.csv", [{"publisher": "UNSMIL", "as_of": "2019-07-21", "area": "Zwara"}], write_tolls)
    own = with_imports(bundled, store).tolls
    assert own["toll_id"].str.match("toll-(who|unsmil)-1").sum() == 2


@pytest.mark.parametrize(
    ("name", "rows", "write", "answers", "dataset", "kind"),
    [
        (FINAL, [AUGUST], write_ged, {}, "ucdp", "systematic"),
        (CANDIDATE, [AUGUST], write_ged, {}, "ucdp", "partial"),
        ("ged.csv", [AUGUST], write_ged, {}, "ucdp", "partial"),
        ("a.csv", [{"date": "2019-08-19"}], write_team, {}, "team", "partial"),
        ("a.csv", [{"date": "2019-08-19"}], write_team, {"coverage": "systematic"}, "team", "systematic"),
    ],
)  # fmt: skip
def test_an_import_covers_its_own_days_in_the_way_its_producer_promises(
    bundled, store, bring, name, rows, write, answers, dataset, kind
):
    bring(name, rows, write, **answers)
    record = with_imports(bundled, store)
    day = Selection(*[dt.date(2019, 8, 19)] * 2, dataset=(dataset,))
    assert [one.coverage for one in covered(record, day)] == [kind]
    later = day.replace(date_from=None, date_to=None)
    assert covered(record, later)[0].share < 1


def test_a_day_that_only_an_import_covers_is_answered(run, tmp_path, store):
    place = ("--store", store.files.where)
    day = ("--from", "2026-05-13", "--to", "2026-05-13", "--format", "json", *place)
    assert run("figures", *day)[0] == 3
    row = {"date": "2026-05-13", "published": "2026-05-14"}
    run("import", str(write_team(tmp_path / "a.csv", [row])), *place)
    status, out, _ = run("figures", *day)
    by = {one["dataset"]: one["coverage"] for one in json.loads(out)["coverage"]}
    assert (status, by) == (0, {"libya": "none", "team": "partial"})


def test_a_candidate_release_is_marked_in_the_sentence_of_the_figure(bundled, store, bring):
    day = Selection(dt.date(2019, 8, 19), dt.date(2019, 8, 19), dataset=("ucdp",))
    bring(CANDIDATE, [{"id": "1", **AUGUST}])
    said = covered_sentence(covered(with_imports(bundled, store), day), strings("en"))
    assert "candidate release 19.0.8 (not final)" in said
    bring(FINAL, [{"id": "1", "high": "10", **AUGUST}])
    record = with_imports(bundled, store)
    assert (
        covered(record, day)[0].coverage == "systematic"
    )  # the final release covers that day better
    assert "candidate" not in covered_sentence(covered(record, day), strings("en"))
