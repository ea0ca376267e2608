"""How many hospitals were hit has an answer, apart from people found dead or killed in one."""

import dataclasses
import datetime as dt

import pytest

from components.lines.changes import ATTACKS_ON_CARE, incidents_said
from components.view import view_of
from components.words.language import strings
from data.counting.asked import NOT_JUDGED, parse
from data.counting.query import query
from data.counting.selection import Selection
from data.record.vocabulary import CARE


def test_every_row_of_the_bundled_record_is_judged_and_an_attack_gives_its_reason(bundled):
    rows = bundled.incidents
    assert rows["care"].notna().all()
    assert rows.loc[rows["care"] != "none", "care_reason"].notna().all()
    # where care was near and no attack on it is told, the reason says so
    near = rows["target_type"].isin(["hospital", "field hospital", "ambulance"])
    assert rows.loc[near & (rows["care"] == "none"), "care_reason"].notna().all()


@pytest.mark.parametrize(
    ("incident", "care"),
    [
        ("2019-07-27-airport-road-field-hospital", "facility"),
        ("LY-2020-0406-KHADRA", "facility"),
        ("2019-04-13-tripoli-ambulances", "vehicle"),
        ("2020-06-04-ain-zara-erw", "worker"),
        ("LY-2020-0605-TARHUNA-HOSP", "none"),  # bodies found
        ("2019-06-26-gharyan", "none"),  # said to be killed in a hospital
        ("2011-08-26-abu-salim-hospital", "none"),
        ("2019-07-02-tajoura", "none"),
    ],
)
def test_an_attack_is_told_from_dead_in_a_hospital(bundled, incident, care):
    rows = bundled.incidents.set_index("incident_id")
    assert rows.at[incident, "care"] == care


def test_care_is_a_filter_and_an_axis_whose_parts_add_up(bundled):
    year = Selection(dt.date(2019, 4, 4), dt.date(2020, 10, 31))
    parts = query(bundled, year).by("care").xs("killed", level="measure")
    whole = query(bundled, year).figures().loc["killed"]
    for column in ("low", "best", "high", "incidents", "unreported"):
        assert parts[column].sum() == whole[column]
    for care in CARE:
        only = query(bundled, year.replace(care=(care,)))
        assert len(only.kept) == parts.loc[care, ["incidents", "unreported"]].sum()
    both = query(bundled, year.replace(care=("facility", "vehicle")))
    assert len(both.kept) == parts.loc[["facility", "vehicle"], ["incidents", "unreported"]].to_numpy().sum()  # fmt: skip
    selection, problems = parse({"care": ["facility"]}, bundled)
    assert (selection.care, problems) == (("facility",), [])
    assert selection.to_query() == "care=facility"


def test_rows_nobody_judged_are_told_as_that_and_never_as_none(made):
    record = made(incidents=[{"incident_id": "a"}, {"incident_id": "b", "care": "none"}])
    parts = query(record, Selection()).by("care").xs("killed", level="measure")
    assert set(parts.index) == {NOT_JUDGED, "none"}
    assert len(query(record, Selection(care=("none",))).kept) == 1


@pytest.mark.parametrize(
    ("cares", "choice", "told"),
    [
        (["facility", "none"], {}, "1"),
        (["none", "none"], {"date_from": dt.date(2019, 7, 1), "date_to": dt.date(2019, 7, 31)}, "none documented"),
        (["facility", ""], {}, "at least 1"),
        (["", ""], {}, "not judged"),
        (["none", ""], {}, "not judged"),
        (["facility"], {"date_from": dt.date(2010, 1, 1), "date_to": dt.date(2010, 1, 31)}, "not covered"),
    ],
)  # fmt: skip
def test_attacks_on_care_that_nobody_judged_or_covers_are_no_zero(
    made, no_imports, cares, choice, told
):
    record = made(
        incidents=[{"incident_id": f"i{n}", "care": care} for n, care in enumerate(cares)]
    )
    view = view_of(
        dataclasses.replace(no_imports, record=record), Selection(**choice), strings("en"), "light"
    )
    attacks = view.selection.replace(care=ATTACKS_ON_CARE)
    assert incidents_said(view, attacks) == told
