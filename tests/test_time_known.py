"""What is known to a month is told as such: certainly <= counted <= possibly, and nothing is counted twice."""

import datetime as dt
import json

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_ucdp import write_ged

from data.counting.lineage import lineage
from data.counting.query import query
from data.counting.selection import Selection
from data.counting.time_known import certainly_and_possibly
from data.record.vocabulary import MEASURES

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


@settings(deadline=None)
@given(st.dates(D(2018, 12, 1), D(2020, 6, 30)), st.integers(0, 120))
def test_certainly_is_never_more_than_counted_nor_counted_than_possibly(bundled, start, days):
    selection = Selection(start, start + dt.timedelta(days=days))
    counted = query(bundled, selection, ())
    sure, touching = certainly_and_possibly(bundled, selection) or (counted, counted)
    assert set(sure.ids) <= set(counted.ids) <= set(touching.ids)
    frames = [one.figures() for one in (sure, counted, touching)]
    for measure in MEASURES:
        for end in ("low", "best", "high"):
            known = [row.loc[measure, end] for row in frames]
            numbers = [int(value) for value in known if not pd.isna(value)]
            assert numbers == sorted(numbers)
    assert set(lineage(bundled, selection)["in_period"]) <= {"certainly", "by its first day"}
