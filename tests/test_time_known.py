"""What is known to a month is told as such: certainly <= counted <= possibly, and nothing is counted twice."""

import datetime as dt
import functools
import json

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_ucdp import write_ged

from components.briefing.annex import Annex
from components.briefing.picture_parts import trend_part
from components.lines.trend import bar_labels, trend_words
from components.pictures.charts import trend
from components.view import furniture, stamp, view_of
from components.words.language import strings
from data.counting.lineage import incident_figures, lineage
from data.counting.periods import bins, known_to_lie
from data.counting.query import query
from data.counting.selection import Selection
from data.counting.time_known import certainly_and_possibly
from data.record.vocabulary import MEASURES
from data.sources.intake import read_batch
from data.store.loading import load_holdings
from data.store.store import Store

D = dt.date
MONTH = {"date_start": "2019-08-01", "date_end": "2019-08-31", "date_prec": "4"}
NEW_YEAR = {"date_start": "2019-12-29", "date_end": "2020-01-03", "date_prec": "2"}


@pytest.fixture(scope="module")
def stored(tmp_path_factory):
    folder = tmp_path_factory.mktemp("spans")
    return str(write_ged(folder / "GEDEvent_v25_1.csv", [MONTH, NEW_YEAR, {"date_start": "2019-08-05", "date_end": "2019-08-05"}])), str(folder / "store")  # fmt: skip


def asked(run, stored, start, end, form="json"):
    path, place = stored
    run("import", path, "--store", place)
    return run("figures", "--dataset", "ucdp", "--from", start, "--to", end, "--format", form, "--store", place)[1]  # fmt: skip


def bests(answer):
    return tuple((answer[name] if name else answer)["killed"]["best"] for name in ("certainly", "", "possibly"))  # fmt: skip


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("2019-08-01", "2019-08-07", (6, 12, 12)),
        ("2019-08-10", "2019-08-20", (None, None, 6)),
        ("2019-12-01", "2019-12-31", (None, 6, 6)),
        ("2020-01-01", "2020-01-31", (None, None, 6)),
    ],
)
def test_what_is_certain_and_possible_stands_beside_what_is_counted(run, stored, start, end, expected):  # fmt: skip
    assert bests(json.loads(asked(run, stored, start, end))) == expected
    assert "certainly in this period" in asked(run, stored, start, end, "table")
    header = asked(run, stored, start, end, "csv").splitlines()[0]
    assert "certainly_best" in header and "possibly_high" in header


def test_where_every_day_is_known_nothing_is_said(run, stored):
    answer = json.loads(asked(run, stored, "2019-08-01", "2019-08-31"))
    assert "certainly" not in answer and answer["killed"]["best"] == 12
    assert "certainly" not in asked(run, stored, "2019-08-01", "2019-08-31", "table")


def test_lineage_says_which_may_lie_outside(run, stored):
    path, place = stored
    run("import", path, "--store", place)
    rows = json.loads(run("lineage", "--dataset", "ucdp", "--from", "2019-08-01", "--to", "2019-08-07", "--format", "json", "--store", place)[1])  # fmt: skip
    assert {row["incident_id"]: row["in_period"] for row in rows} == {"ucdp-1": "by its first day", "ucdp-3": "certainly"}  # fmt: skip


@pytest.mark.thorough
@settings(deadline=None)
@given(st.dates(D(2018, 12, 1), D(2020, 6, 30)), st.integers(0, 120))
def test_certainly_is_never_more_than_counted_nor_counted_than_possibly(bundled, start, days):
    selection = Selection(start, start + dt.timedelta(days=days))
    counted = query(bundled, selection)
    sure, touching = certainly_and_possibly(bundled, selection) or (counted, counted)
    assert set(sure.ids) <= set(counted.ids) <= set(touching.ids)
    frames = [one.figures() for one in (sure, counted, touching)]
    for measure in MEASURES:
        for end in ("low", "best", "high"):
            known = [row.loc[measure, end] for row in frames]
            numbers = [int(value) for value in known if not pd.isna(value)]
            assert numbers == sorted(numbers)
    assert set(lineage(bundled, selection)["in_period"]) <= {"certainly", "by its first day"}


@pytest.mark.thorough
@settings(deadline=None)
@given(st.dates(D(2018, 12, 1), D(2020, 6, 30)), st.integers(0, 200), st.sampled_from(["week", "month"]), st.sampled_from([*MEASURES, "incidents"]))  # fmt: skip
def test_what_lies_in_a_bin_is_what_one_would_count_there_one_by_one(bundled, start, days, axis, measure):  # fmt: skip
    selection = Selection(start, start + dt.timedelta(days=days))
    rows = bins(query(bundled, selection), bundled, MEASURES[0], axis)
    found = known_to_lie(bundled, selection, measure, rows)
    for row, own in zip(rows.itertuples(), found.itertuples(), strict=True):
        expected = [0, 0]
        for one in bundled.incidents.itertuples():
            only = Selection(one.date_low.date(), one.date_low.date())
            figures = incident_best(bundled, only, measure).get(one.incident_id, 0)
            inside = row.start <= one.date_low and one.date_high <= row.end
            touches = one.date_low <= row.end and one.date_high >= row.start
            expected = [expected[0] + figures * inside, expected[1] + figures * touches]
        assert [own.sure, own.possible] == expected


@functools.cache
def incident_best(record, selection, measure):
    if measure == "incidents":
        return dict.fromkeys(query(record, selection).ids, 1)
    rows = incident_figures(record, selection, [measure])
    return dict(zip(rows["incident_id"], rows["best"].fillna(0).astype(int), strict=True))


def spans(tmp_path, bundled):
    """A month, a week over New Year, and a day, each with six killed."""
    path = write_ged(tmp_path / "GEDEvent_v25_1.csv", [MONTH, NEW_YEAR, {"date_start": "2019-08-05", "date_end": "2019-08-05"}])  # fmt: skip
    store = Store(tmp_path / "store")
    store.add(read_batch(path, bundled))
    return load_holdings(store)


def test_a_chart_draws_what_may_lie_elsewhere_lighter_over_its_span_and_adds_nothing(bundled, tmp_path):  # fmt: skip
    holdings = spans(tmp_path, bundled)
    selection = Selection(D(2019, 8, 1), D(2019, 8, 31), dataset=("ucdp",))
    view = view_of(holdings, selection, strings("en"), "light")
    rows = bins(view.answer, view.record, "killed", "week")
    assert rows["best"].fillna(0).tolist() == [6, 6, 0, 0, 0]
    assert rows["sure"].tolist() == [0, 6, 0, 0, 0]
    assert rows["possible"].tolist() == [6, 12, 6, 6, 6]
    rows["label"] = bar_labels(view, rows, "killed", "week")
    assert "surely here 0, possibly 6" in rows["label"].iloc[3]
    labels = trend_words(view, "killed")
    figure = trend(rows, "killed", furniture(view, "t", "s"), labels)
    (veil,) = [trace for trace in figure.data if trace.name == labels["unsure"]]
    assert (list(veil.base), list(veil.y)) == ([0, 6, 0, 0, 0], [6, 6, 6, 6, 6])
    cut = trend(rows, "killed", furniture(view, "t", "s"), labels, cumulative=True)
    assert not [trace for trace in cut.data if trace.name == labels["unsure"]]
    cut = view_of(holdings, selection.replace(date_to=D(2019, 8, 20)), strings("en"), "light")
    assert "lie certainly in this period" in stamp(cut, cut.answer.ids)
    assert "lie certainly in this period" not in stamp(view, view.answer.ids)
    part = trend_part(view, Annex(view))
    assert labels["unsure"] in part.picture.svg() and "dots-" in part.picture.svg()


def test_where_every_day_is_known_nothing_is_veiled(bundled, no_imports):
    selection = Selection(D(2019, 7, 1), D(2019, 7, 31))
    view = view_of(no_imports, selection, strings("en"), "light")
    part = trend_part(view, Annex(view))
    assert "dots-" not in part.picture.svg()
