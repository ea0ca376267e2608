"""A signal says what rose in what was documented, against what, and why it may not be a rise."""

import datetime as dt
import json

import pandas as pd
import pytest
from made_records import write_record
from made_sheets import TEAM_ROW, write_rows

from components.lines.signals import doubt_sentences, explained_line, signal_sentence
from components.words.language import strings
from data.counting.explained import explained
from data.counting.query import query
from data.counting.selection import Selection
from data.counting.signals import signals

D = dt.date
END = D(2019, 12, 31)


def war(deaths, **more):
    """Tables of incidents from (day, killed, changes to the incident, day of report)."""
    rows = {"incidents": [], "observations": [], "reports": [], **more}
    for at, (day, killed, changes, published) in enumerate(deaths):
        name = f"i{at}"
        rows["incidents"].append(
            {"incident_id": name, "date_low": day, "date_high": day, "report_id": f"q{at}"}
            | changes
        )
        report = {"report_id": f"q{at}", "published": published or str(day)}
        rows["reports"].append(report | {"url": f"https://example.org/{at}"})
        seen = {"incident_id": name, "report_id": f"q{at}", "low": killed, "value": killed}
        rows["observations"].append({"observation_id": f"o{at}", **seen, "high": killed})
    return rows


def steady(killed=4, **changes):
    """One incident every ten days from April to the end of November."""
    days = pd.date_range("2019-04-05", "2019-11-30", freq="10D")
    return [(day.date(), killed, changes, "") for day in days]


def only(found, kind, measure="killed"):
    return [one for one in found if one.kind == kind and one.measure == measure]


def test_thirty_days_above_all_thirty_days_before_are_a_signal_and_equal_the_kernels_figure(made):
    record = made(**war([*steady(), (D(2019, 12, 20), 30, {}, "")]))
    (one, *_) = only(signals(record, Selection(date_to=END)), "high")
    assert (one.figure.best, one.before.best, one.percent, one.clear) == (30, 12, 150, True)
    for selection, figure in ((one.selection, one.figure), (one.before_selection, one.before)):
        assert query(record, selection).figures().loc["killed", "best"] == figure.best
    assert one.ids == ("i24",)
    assert one.band == 100


def test_as_much_as_before_is_no_signal_and_neither_is_a_small_number(made):
    assert not signals(made(**war([*steady(), (D(2019, 12, 20), 12, {}, "")])), Selection())
    few = war([*steady(1), (D(2019, 12, 20), 9, {}, "")])
    assert not only(signals(made(**few), Selection(date_to=END)), "high")
    ten = war([*steady(1), (D(2019, 12, 20), 10, {}, "")])
    assert only(signals(made(**ten), Selection(date_to=END)), "high")


def test_the_day_of_the_check_is_the_last_day_of_the_selection(made):
    record = made(**war([*steady(), (D(2019, 12, 20), 30, {}, "")]))
    assert only(signals(record, Selection(date_to=END)), "high")
    assert not only(signals(record, Selection(date_to=D(2019, 12, 19))), "high")


def test_a_sum_that_was_higher_some_days_ago_is_told_to_be_falling(made):
    rows = [*steady(), (D(2019, 12, 1), 20, {}, ""), (D(2019, 12, 20), 30, {}, "")]
    record = made(**war(rows))
    (at_peak, *_) = only(signals(record, Selection(date_to=D(2019, 12, 20))), "high")
    assert (at_peak.figure.best, at_peak.peak) == (54, None)  # 20 and 30, and 4 on 26 November
    (later, *_) = only(signals(record, Selection(date_to=END)), "high")
    assert later.figure.best == 30
    assert later.peak.best == 54
    found = query(record, later.peak_selection).figures().loc["killed", "best"]
    assert found == later.peak.best
    assert "higher already: 54" in " ".join(doubt_sentences(later, record, strings("en")))


def test_history_begins_with_the_earliest_stretch_that_was_compared(made):
    record = made(**war([*steady(), (D(2019, 12, 20), 30, {}, "")]))
    (one, *_) = only(signals(record, Selection(date_to=END)), "high")
    assert one.since == max(band.date_from for band in record.bands if band.holds(END))


def test_only_what_was_known_on_the_day_counts(made):
    record = made(**war([*steady(), (D(2019, 12, 20), 30, {}, "2019-12-28")]))
    asked = Selection(date_to=END, as_known_on=D(2019, 12, 27))
    assert not only(signals(record, asked), "high")
    assert only(signals(record, asked.replace(as_known_on=D(2019, 12, 28))), "high")


def test_history_does_not_reach_over_the_edge_of_a_coverage_band(made):
    grave = (D(2018, 12, 1), 500, {}, "")
    record = made(**war([grave, *steady(), (D(2019, 12, 20), 30, {}, "")]))
    assert only(signals(record, Selection(date_to=END)), "high")[0].before.best == 12
    assert signals(record, Selection(date_to=D(2019, 6, 1))) == []  # 58 days of history are too few


def test_a_signal_of_one_district_is_told_of_that_district(made):
    rows = [*steady(20), (D(2019, 12, 20), 30, {"district": "Murzuq"}, "")]
    found = only(signals(made(**war(rows)), Selection(date_to=END)), "high")
    assert [one.selection.district for one in found] == [("Murzuq",)]


def test_a_district_that_is_all_there_is_is_not_told_twice(made):
    found = signals(made(**war([*steady(), (D(2019, 12, 20), 30, {}, "")])), Selection(date_to=END))
    assert [one.selection.district for one in only(found, "high")] == [()]


def test_a_week_is_measured_against_the_average_of_four_weeks(made):
    rows = [(D(2019, 12, 1 + at), 1, {}, "") for at in range(24)] + [(D(2019, 12, 31), 12, {}, "")]
    (one,) = only(signals(made(**war([*steady(50), *rows])), Selection(date_to=END)), "week")
    assert one.reach == 4
    assert one.figure.best == 12
    # 1 to 24 December a death a day, and 50 on 30 November lie outside the four weeks 27.11-24.12
    assert one.before.best == round((24 + 50 * 0) / 4)
    assert (one.percent, one.band) == (100, 100)


def test_an_actor_not_named_for_a_year_is_new_and_one_named_before_is_not(made):
    rows = war([*steady(), (D(2019, 12, 20), 1, {}, "")])
    last = f"i{len(rows['incidents']) - 1}"
    rows["claims"] = [
        {"claim_id": "c1", "incident_id": last, "actor": "uae", "report_id": "q24"},
        {"claim_id": "c2", "incident_id": last, "actor": "lna", "report_id": "q24"},
        {"claim_id": "c3", "incident_id": "i3", "actor": "lna", "report_id": "q3"},
    ]
    found = signals(made(**rows), Selection(date_to=END))
    assert [one.value for one in only(found, "new actor")] == ["uae"]


def test_a_kind_of_target_not_hit_for_a_year_is_new(made):
    rows = [*steady(), (D(2019, 12, 20), 1, {"target_type": "hospital"}, "")]
    found = signals(made(**war(rows)), Selection(date_to=END))
    assert [one.value for one in only(found, "new target type")] == ["hospital"]


def test_beside_each_stands_why_it_may_be_an_artefact(made):
    coarse = {"place_precision": "municipality"}
    rows = [(D(2019, 12, 20), 30, coarse, "2020-01-10"), (D(2019, 12, 21), 6, {}, "")]
    record = made(**war([*steady(), *rows]))
    (one, *_) = only(signals(record, Selection(date_to=END)), "high")
    assert (one.doubts.coarse, one.doubts.late) == (1, 1)
    assert one.doubts.largest_id == "i24"
    assert round(one.doubts.largest_share, 3) == round(30 / 36, 3)
    assert (one.doubts.sources, one.doubts.sources_before) == (1, 1)
    said = " ".join(doubt_sentences(one, record, strings("en")))
    assert "1 of 2" in said and "83 %" in said and "20 December 2019" in said and "i24" not in said
    assert signal_sentence(one, record, strings("en")).startswith("Documented killed: 36 in")


def test_a_range_that_reaches_into_the_one_before_is_not_clear(made):
    rows = war([*steady(), (D(2019, 12, 20), 30, {}, "")])
    rows["observations"][-1] |= {"low": 12, "value": 30, "qualifier": "range"}
    record = made(**rows)
    (one, *_) = only(signals(record, Selection(date_to=END)), "high")
    assert not one.clear
    assert "may not be a rise" in " ".join(doubt_sentences(one, record, strings("en")))


def test_the_exit_status_tells_a_scheduler_whether_there_are_signals(run, monkeypatch, tmp_path):
    folder = write_record(tmp_path / "war", **war([*steady(), (D(2019, 12, 20), 30, {}, "")]))
    monkeypatch.setenv("CASUALTY_RECORD", str(folder))
    status, out, _ = run("signals", "--to", "2019-12-31", "--format", "json")
    assert status == 1
    first = json.loads(out)[0]
    assert first["figure"]["best"] == 30
    status, figures, _ = run(
        "figures",
        *("--from", "2019-12-02", "--to", "2019-12-31", "--format", "json"),
    )
    assert json.loads(figures)["killed"]["best"] == 30
    status, out, _ = run("signals", "--to", "2019-12-15")
    assert (status, out.startswith("No signal to 15 December 2019")) == (0, True)
    status, out, _ = run("signals", "--to", "2018-12-15")
    assert (status, out.startswith("No check")) == (3, True)


def test_what_one_incident_makes_half_of_or_more_is_told_once(made):
    record = made(**war([*steady(), (D(2019, 12, 28), 30, {}, ""), (D(2019, 12, 29), 2, {}, "")]))
    groups = explained(signals(record, Selection(date_to=END)))
    lead = groups[0]
    assert lead.incident_id == "i24"
    assert len(lead.signals) > 1
    assert all(one.doubts.largest_share >= 0.5 for one in lead.signals)
    every = [one for group in groups for one in group.signals]
    assert sorted(map(id, every)) == sorted(map(id, signals(record, Selection(date_to=END))))
    assert f"explains {len(lead.signals)} of" in explained_line(lead, record, strings("en"))


def test_falling_sums_and_claims_alone_stand_apart_and_last(made):
    rows = [*steady(), (D(2019, 12, 1), 20, {}, ""), (D(2019, 12, 3), 18, {}, "")]
    rows += [(D(2019, 12, 5), 17, {}, ""), (D(2019, 12, 29), 1, {"district": "Sirte"}, "")]
    last = f"i{len(rows) - 1}"
    claims = [{"claim_id": "c", "incident_id": last, "actor": "uae", "report_id": "q3"}]
    rows = war(rows, claims=claims)
    rows["observations"][-1]["value"] = rows["observations"][-1]["high"] = 1
    groups = explained(signals(made(**rows), Selection(date_to=END)))
    assert [group.apart for group in groups] == ["falling", "claim"]
    now = explained(signals(made(**rows), Selection(date_to=D(2019, 12, 5))))
    assert [group.apart for group in now][:1] == [""]


@pytest.mark.parametrize(
    ("options", "status", "told"),
    [
        ((), 1, "your own sheet"),
        (("--to", "2026-01-19"), 1, "Documented killed"),
        (("--to", "2026-01-25"), 1, "to 19 January 2026"),  # the sheet ends within those 30 days
        (("--to", "2026-01-25", "--dataset", "team"), 1, "your own sheet"),
        (("--to", "2026-03-30", "--dataset", "team"), 3, "Not checked"),
        (("--to", "2025-04-20", "--dataset", "team"), 3, "Not checked"),
        (("--to", "2025-04-20"), 0, "Not checked: dataset your own sheet"),
    ],
)
def test_a_dataset_with_ninety_days_of_its_own_is_checked_whatever_stands_beside_it(
    run, monkeypatch, tmp_path, options, status, told
):
    days = [D(2025, 3, 1) + dt.timedelta(days=4 * at) for at in range(81)]
    days += [D(2026, 1, 10 + at % 10) for at in range(20)]
    rows = [
        {
            "id": str(at),
            "date": str(day),
            "published": str(day),
            "title": f"Shelling {at} of a street",
        }
        | {"killed": "1" if at < 81 else "3"}
        for at, day in enumerate(days)
    ]
    sheet = write_rows(tmp_path / "sheet.csv", TEAM_ROW, rows)
    monkeypatch.setenv("CASUALTY_STORE", str(tmp_path / "store"))
    assert run("import", str(sheet), "--coverage", "systematic")[0] == 0
    found, out, err = run("signals", *options)
    assert (found, told in out + err) == (status, True), out + err
