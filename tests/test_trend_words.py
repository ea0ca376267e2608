"""A trend's headline says what weighs on it, its parts are one choice away, and a total that falls says why."""

import datetime as dt

import pandas as pd
import pytest
from made_records import write_record
from test_pages import page

from components.lines.coverage import coverage_sentence, falls
from components.lines.splits import split_of
from components.lines.trend import finding, labelled_milestones
from components.pictures.comparison_charts import tolls_beside
from components.pictures.furniture import Furniture
from components.view import view_of
from components.words.language import LANGUAGES, strings
from components.words.numbers import begun
from data.counting.crossed import SPLITS
from data.counting.periods import bins
from data.counting.selection import Selection

SIEGE = Selection(dt.date(2019, 4, 4), dt.date(2019, 12, 31))
EN = strings("en")


def seen(record_or_holdings, selection, language="en"):
    return view_of(record_or_holdings, selection, strings(language), "light")


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ([(5, 5, 5, 1, 0), (2, 2, 2, 1, 0)], ""),
        ([(5, 5, 5, 1, 3), (2, 2, 2, 1, 0)], ", but 3 of its 4 incidents gave no figure"),
        ([(5, 5, 5, 1, 0), (2, 2, 2, 1, 4)], "; 4 of 6 incidents gave no figure"),
    ],
)
def test_a_headline_says_how_many_gave_no_figure(no_imports, rows, told):
    frame = pd.DataFrame(rows, columns=["low", "best", "high", "incidents", "unreported"])
    frame = frame.assign(key=["2019-07", "2019-08"], open=False, start=pd.Timestamp("2019-07-01"))
    said = finding(seen(no_imports, SIEGE), frame, "killed", "month")
    assert said == f"Killed per month, as documented: most in July 2019, 5{told}"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("split", SPLITS)
def test_parts_of_a_trend_are_named_and_add_up(no_imports, split, language):
    view = seen(no_imports, SIEGE, language)
    told = split_of(view, "killed", "month", split)
    total = bins(view.answer, view.record, "killed", "month")["best"].sum()
    assert told.rows["best"].sum() == total
    assert len(told.names) <= 6
    assert {part for part, _ in told.names} == set(told.rows["part"])
    assert told.rows["name"].notna().all()


def test_a_total_that_falls_says_so_with_what_may_explain_it():
    rows = pd.DataFrame(
        {
            "day": pd.to_datetime(["2019-07-01", "2019-07-08", "2019-07-15", "2019-07-15"]),
            "publisher": ["WHO", "WHO", "WHO", "OCHA"],
            "best": [100, 90, 95, 5],
            "measure_as_printed": "people killed",
            "area": "Tripoli",
            "kind": "total",
            "period_start": "2019-04-04",
        }
    )
    [said] = falls(rows, EN)
    assert said.startswith("WHO: 90 on 8 July 2019, after 100 on 1 July 2019.")
    assert not falls(rows.iloc[[0, 3]], EN)
    # a stock may fall, and quarters are no series
    assert not falls(rows.assign(kind="stock"), EN)
    assert not falls(rows.assign(period_start=["2019-04-01", "2019-07-01", "2019-07-08", ""]), EN)


def test_totals_since_different_days_are_not_joined_by_a_line():
    rows = pd.DataFrame(
        {
            "day": pd.to_datetime(["2019-03-31", "2019-06-30", "2019-07-31"]),
            "publisher": "UNSMIL",
            "period_start": ["2019-01-01", "2019-04-01", "2019-04-01"],
            "best": [30, 10, 12],
            "open": [False, True, False],
            "label": ["a", "b", "c"],
        }
    )
    nothing = pd.DataFrame(columns=["day", "low", "best", "high", "label"])
    line = tolls_beside(
        rows,
        nothing,
        "killed",
        Furniture("t", "s", "f"),
        {"axis": "killed, people"},
        (dt.date(2019, 1, 1), dt.date(2019, 7, 31)),
    ).data[0]
    assert [None if y != y else y for y in line.y] == [30, None, 10, 12]


@pytest.mark.parametrize(
    ("figures", "said", "drawn"),
    [
        ([(None, None, None)], "No incident in this selection gave a figure of people killed", False),
        ([(0, 0, 0)], "Killed, as documented: 0", False),
        ([(0, 0, 0), (None, None, None)], "Killed, as documented: 0", False),
        ([(None, 9, 9)], "Killed", True),
        ([(0, 0, 5)], "Killed per week, as documented", True),
        ([(0, 0, 0), (1, 1, 1)], "Killed", True),
    ],
)  # fmt: skip
def test_a_known_zero_is_not_told_as_unknown_and_no_chart_is_empty(
    tmp_path, monkeypatch, figures, said, drawn
):
    rows = {"incidents": [], "observations": []}
    for at, (low, value, high) in enumerate(figures):
        rows["incidents"].append({"incident_id": f"i{at}", "date_low": f"2019-07-{at + 2:02}", "date_high": f"2019-07-{at + 2:02}"})  # fmt: skip
        if high is not None:
            told = {"low": low, "value": value, "high": high}
            told = {name: "" if one is None else one for name, one in told.items()}
            qualifier = "at most" if low is None else "exact" if low == high else "range"
            rows["observations"].append({"observation_id": f"o{at}", "incident_id": f"i{at}", "report_id": "r0", "qualifier": qualifier} | told)  # fmt: skip
    folder = write_record(tmp_path / "made", **rows)
    asked = {"from": "2019-07-01", "to": "2019-07-31"}
    for split in ({}, {"split": "side"}, {"split": "attribution_status", "bins": "month"}):
        at = page("trends", folder, monkeypatch, **asked, **split)
        assert not at.exception, split
        told = " ".join([*(one.value for one in at.text), *(one.proto.alt or "" for one in at.get("plotly_chart"))])  # fmt: skip
        ids = " ".join(one.proto.id for one in at.get("plotly_chart"))
        assert ("chart-trend-killed" in ids) == drawn
        if not drawn:
            assert said in told


def test_every_part_of_a_trend_opens_to_the_incidents_it_counts(no_imports):
    view = seen(no_imports, SIEGE)
    for split in SPLITS:
        told = split_of(view, "killed", "month", split)
        ids = [one for part in told.parts for one in part.ids]
        assert sorted(ids) == sorted(view.answer.ids)
        for part, (key, _) in zip(told.parts, told.names, strict=True):
            own = told.rows[told.rows["part"] == key]
            assert len(part.ids) == own["incidents"].sum() + own["unreported"].sum()
            assert part.figure.best == own["best"].sum() or own["best"].isna().all()


def test_a_toll_names_its_first_day_and_stands_beside_no_narrower_choice(no_imports):
    assert "4 April 2019 to" in coverage_sentence(seen(no_imports, SIEGE))
    for change in ({"side": ("lna",)}, {"district": ("Tripoli",)}, {"event_type": ("airstrike",)}):
        said = coverage_sentence(seen(no_imports, SIEGE.replace(**change)))
        assert said == EN("coverage.narrowed")


def test_a_title_begins_with_a_capital_letter():
    assert begun("at least 149") == "At least 149"
    assert begun("53 (37-80)") == "53 (37-80)"
    assert begun("") == ""


@pytest.mark.parametrize(
    ("parameters", "shown"),
    [
        ({"split": "side"}, "trend-by-side"),
        ({"split": "attribution_status"}, "trend-by-attribution_status"),
        ({"compared": "2019-05-01", "from": "2019-07-01", "to": "2019-07-30"}, "trend-compare"),
        ({"compared": "year_before"}, None),
    ],
)
def test_parts_and_the_other_period_stand_in_the_address(parameters, shown):
    at = page("trends", **({"from": "2019-04-04", "to": "2019-12-31"} | parameters))
    assert not at.exception
    keys = [one.proto.id for one in at.get("plotly_chart")]
    assert shown is None or any(f"chart-{shown}" in key for key in keys)
    for name in ("split", "compared"):
        assert at.query_params.get(name) in (parameters.get(name), [parameters.get(name)])


def test_what_cannot_be_compared_or_cut_is_told():
    at = page("trends", split="weather")
    assert any("weather" in one.value for one in at.warning)
    at = page("trends", **{"from": "2019-07-01", "to": "2019-07-30", "compared": "2019-07-15"})
    assert any("share days" in one.value for one in at.info)


@pytest.mark.parametrize("most", [1, 2, 4])
def test_the_weightiest_events_are_written_out_and_the_same_in_each_language(no_imports, most):
    asked = Selection(dt.date(2019, 4, 4), dt.date(2019, 12, 31), dataset=("libya",))
    named = []
    for language in LANGUAGES:
        view = view_of(no_imports, asked, strings(language), "light")
        rows = labelled_milestones(view, asked.date_from, asked.date_to, most)
        named.append(rows[rows["named"]]["day"].dt.date.tolist())
    assert named[0] == named[1] == named[2] and 1 <= len(named[0]) <= most
    assert dt.date(2019, 7, 2) in named[0]  # Tajoura, the gravest strike of those days
