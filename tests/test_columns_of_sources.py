"""A producer's rows as whole columns give what a plain loop over the rows gives, on sound rows and damaged ones."""

import made_acled
import pandas as pd
import pytest
import slow_acled
import slow_ucdp
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made_ucdp import NEW, ROW

from data.record.refusal import RecordError
from data.record.schema import TABLES
from data.sources import stretches
from data.sources.acled import ACLED, HARM, OLD_EVENTS
from data.sources.asked import Answers
from data.sources.intake import read_batch
from data.sources.ucdp import UCDP

pytestmark = pytest.mark.thorough

# what stands in cells of damaged files, beside what may stand there
ODD = ("", " ", "-1", "1.0", "3 ", " 5", "x", "007", "2019-02-30", "2019-07-01 00:00:00.000", "1", "2", "3", "5", "9", "12", "Libya", "Narnia", "Syria", "٣", "a\u00a0b")  # fmt: skip
SPANS = [(first, last) for first in ("2019-07-01", "2015-12-22", "2013-12-31", "2014-01-01") for last in ("2019-07-01", "2019-07-31", "2019-08-01", "2015-12-23", "2014-01-31", "2014-02-01 00:00:00.000")]  # fmt: skip
NAMES = ("Government of Libya", "Forces of the House of Representatives", "IS", "Forces of Khalifa Haftar", "Civilians", "")  # fmt: skip
TEXTS = ("", "Reuters", "AFP, Tripoli", "x" * 160 + "yz", "y" * 700)
NUMBERS = ("deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown")
CODES = ("where_prec", "date_prec", "type_of_violence", "event_clarity")
WORDS = ("source_office", "source_date", "source_headline", "source_article", "conflict_name", "where_description", "where_coordinates")  # fmt: skip


@st.composite
def made(draw):
    """A sound row of many kinds; in one of three, one cell of it is damaged."""
    numbers = draw(st.tuples(*(st.integers(0, 2) for _ in NUMBERS)))
    best = sum(numbers) + draw(st.sampled_from((0, 0, 0, 1)))
    low, high = max(best - draw(st.integers(0, 1)), 0), best + draw(st.integers(0, 1))
    row = ROW | dict(zip(NUMBERS, map(str, numbers), strict=True))
    row |= {"best": str(best), "low": str(low), "high": str(high)}
    row["date_start"], row["date_end"] = draw(st.sampled_from(SPANS))
    row |= {code: draw(st.sampled_from("123")) for code in CODES}
    row |= {name: draw(st.sampled_from(TEXTS)) for name in WORDS}
    row |= {side: draw(st.sampled_from(NAMES)) for side in ("side_a", "side_b")}
    row["adm_1"] = draw(st.sampled_from(("Marj district", "Surt district", "Murqub", "Darnāh district", "")))  # fmt: skip
    row["country"] = draw(st.sampled_from(("Libya", "Libya", "Syria", " Libya ")))
    if draw(st.integers(0, 2)) == 0:
        row[draw(st.sampled_from([*NUMBERS, *CODES, "best", "low", "high", "date_start", "date_end", "country", "latitude", "id"]))] = draw(st.sampled_from(ODD))  # fmt: skip
    return row


# of ACLED's columns, what may stand there and what may not
EVENTS = {
    "fatalities": ("0", "0", "7", "00", "12", "1.0", "", "1000000"),
    "geo_precision": ("1", "2", "3", "4", ""),
    "time_precision": ("1", "2", "3", " 1 ", "0"),
    "event_date": ("02 July 2019", "2019-03-31", "1-Jan-2020", "31 December 2018", "2020-02-29", "2019-02-29", "July", ""),
    "country": ("Libya", "Syria", " Libya ", "Narnia", ""),
    "sub_event_type": (*sorted(HARM), "", "Agreement", "Something else"),
    "event_type": ("Battles", "Protests", "Strategic developments", "Explosions/Remote violence", "Battle-No change of territory", *OLD_EVENTS, ""),
    "actor1": ("Military Forces of Testland (2016-) Haftar Faction", "Government of National Accord (2016-2021)", "Unidentified", "IS", "Élan d'été (2011-)", ""),
    "actor2": ("Civilians (Libya)", "Islamic State (Libya)", "Haftar's men", " ", ""),
    "inter1": ("1", "7", "State forces", "Civilians", ""),
    "inter2": ("7", "2", "Civilians", ""),
    "civilian_targeting": ("Civilian targeting", ""),
    "admin1": ("Tripoli", "Jafara", "LY11", "طرابلس", "Nowhere", ""),
    "location": ("Tajoura", "  ", "a\u00a0b", ""),
    "source": ("A paper; Another", "x" * 320, ""),
    "notes": ("made  for\ta test", "n" * 200, "two\u2003spaces", ""),
    "timestamp": ("1563000000", "2019-07-09", "2019-07-09T10:00", "soon", "99999999999", ""),
    "event_id_cnty": ("LBY1", " LBY2 ", "3", ""),
}  # fmt: skip


@st.composite
def events(draw):
    """A sound row of many kinds; of each column mostly its first."""
    row = {}
    for column, cells in EVENTS.items():
        row[column] = draw(st.sampled_from((*cells[:3] * 3, *cells)))
    return made_acled.ROW | row


def assert_same(found, expected):
    (tables, refused), (slow, slow_refused) = found, expected
    assert refused == [tuple(one) for one in slow_refused]
    for name, rows in slow.items():
        columns = list(TABLES[name].columns)
        mine, theirs = (
            one.reindex(columns=columns).fillna("").astype("str").map(str.strip)
            for one in (tables[name], rows)
        )
        mine.index, theirs.index = (pd.Index(one.index, dtype="int64") for one in (mine, theirs))
        pd.testing.assert_frame_equal(mine, theirs)


def frame_of(rows, only=NEW):
    cells = pd.DataFrame(rows, dtype="str").reindex(columns=list(only)).fillna("")
    return cells.set_axis(range(2, len(cells) + 2)).astype("str")


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(made(), min_size=5, max_size=30), st.booleans())
def test_ged_rows_as_columns_are_what_a_loop_makes_of_them(bundled, rows, older):
    lacks = {"event_clarity", "source_headline", "source_office", "where_description"}
    raw = frame_of(rows, [name for name in NEW if not (older and name in lacks)])
    assert_same(UCDP.to_tables(raw, bundled), slow_ucdp.to_tables(raw, bundled))


@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(events(), min_size=5, max_size=30), st.booleans())
def test_acled_rows_as_columns_are_what_a_loop_makes_of_them(bundled, rows, older):
    lacks = {"sub_event_type", "civilian_targeting", "timestamp", "inter2"}
    raw = frame_of(rows, [name for name in made_acled.CURRENT if not (older and name in lacks)])
    assert_same(ACLED.to_tables(raw, bundled), slow_acled.to_tables(raw, bundled))


@pytest.mark.parametrize("best", ["5", " 5", "5 "])
def test_a_space_beside_a_number_makes_no_range_of_it(bundled, best):
    numbers = {"deaths_a": "0", "deaths_b": "1", "deaths_civilians": "2", "deaths_unknown": "2"}
    raw = frame_of([ROW | numbers | {"low": "5", "best": best, "high": "5"}])
    tables, _ = UCDP.to_tables(raw, bundled)
    assert tables["observations"]["qualifier"].iloc[0] == "exact"
    assert_same((tables, _), slow_ucdp.to_tables(raw, bundled))


@pytest.mark.parametrize("count", [0, 1])
def test_no_row_and_one(bundled, count):
    raw = frame_of([ROW] * count)
    assert_same(UCDP.to_tables(raw, bundled), slow_ucdp.to_tables(raw, bundled))
    raw = frame_of([made_acled.ROW] * count, made_acled.CURRENT)
    assert_same(ACLED.to_tables(raw, bundled), slow_acled.to_tables(raw, bundled))


@pytest.mark.thorough
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data(), st.sampled_from(("ucdp", "acled")))
def test_a_file_made_stretch_by_stretch_is_the_file_made_at_once(bundled, tmp_path_factory, data, name):  # fmt: skip
    rows = data.draw(st.lists(made() if name == "ucdp" else events(), min_size=8, max_size=30))
    key = "id" if name == "ucdp" else "event_id_cnty"
    for row in rows:  # some under one key, far from each other
        row[key] = data.draw(st.sampled_from("123456789"))
    path = tmp_path_factory.mktemp("stretches") / "GEDEvent_v25_1.csv"
    pd.DataFrame(rows).to_csv(path, index=False)
    told = []
    for size in (1_000, 3):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(stretches, "STRETCH", size)
            try:
                told.append(read_batch(path, bundled, name, answers=Answers(as_is=tuple(range(50)))))  # fmt: skip
            except RecordError as error:
                told.append(str(error))
    if isinstance(told[0], str):
        assert told[0] == told[1]
        return
    whole, by_three = told
    assert whole.told == by_three.told
    pd.testing.assert_frame_equal(whole.put_aside, by_three.put_aside)
    pd.testing.assert_frame_equal(whole.contents, by_three.contents)
    assert whole.tables.keys() == by_three.tables.keys()
    for table, frame in whole.tables.items():
        pd.testing.assert_frame_equal(frame, by_three.tables[table], obj=table)
