"""Months side by side: each says what was documented in it, and how much of it its map does not show."""

import dataclasses
import datetime as dt
import re

import pytest

from components.briefing.month_maps import MOST_MONTHS, month_maps
from components.view import view_of
from components.words.language import LANGUAGES, strings
from components.words.numbers import said
from data.counting.figure import of_row
from data.counting.placing import place
from data.counting.query import query
from data.counting.selection import Selection

SIEGE = Selection(dt.date(2019, 4, 4), dt.date(2019, 12, 31))


def seen(holdings, selection=SIEGE, language="en", pixels=1040):
    return view_of(holdings, selection, strings(language), "light", pixels)


def test_each_month_says_its_figure_and_they_are_all_there(no_imports):
    view = seen(no_imports)
    told = month_maps(view, "tripoli", "event_type")
    months = query(view.record, SIEGE).by("month").xs("killed", level="measure")
    assert len(told.said) == len(months) == 9
    for line, (_, row) in zip(told.said, months.iterrows(), strict=True):
        assert said(of_row(row), view.words) in line
        assert f"{int(row['incidents'] + row['unreported'])} incident" in line
    assert told.left_out == 0
    assert told.rows["best"].sum() == query(view.record, SIEGE).figures().loc["killed", "best"]


@pytest.mark.parametrize("region", ["tripoli", "libya"])
def test_what_a_map_does_not_show_is_counted(no_imports, region):
    told = month_maps(seen(no_imports), region, "event_type")
    july = next(line for line in told.said if line.startswith("July"))
    found = place(no_imports.record, Selection(dt.date(2019, 7, 1), dt.date(2019, 7, 31)))
    known = len(found.points)
    away = int((re.search(r"(\d+) of them not", july) or [0, 0])[1])
    assert away >= 12 - known
    assert (away == 12 - known) == (region == "libya")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("pixels", [340, 1040, 1400])
def test_it_fills_the_page_it_stands_on(no_imports, language, pixels):
    canvas = month_maps(
        seen(no_imports, language=language, pixels=pixels), "tripoli", "side"
    ).picture
    assert canvas.width == pixels
    assert all(-1 <= word.x <= pixels + 1 for word in canvas.words)
    columns = len({word.x for word in canvas.words if word.weight == 600 and word.size == 14})
    assert columns == max(pixels // 264, 1)


def test_many_months_are_the_latest_and_the_others_are_counted(no_imports):
    told = month_maps(seen(no_imports, Selection()), "libya", "event_type")
    months = query(seen(no_imports, Selection()).record, Selection()).by("month")
    months = months.xs("killed", level="measure")
    assert len(told.said) == MOST_MONTHS
    assert told.left_out == len(months) - MOST_MONTHS


def test_the_ground_is_in_the_file_once(no_imports):
    svg = month_maps(seen(no_imports), "tripoli", "event_type").picture.svg()
    assert svg.count('<g id="ground">') == 1
    assert svg.count('href="#ground"') == 9
    assert len(svg) < 250_000
    dark = dataclasses.replace(seen(no_imports), theme="dark")
    assert month_maps(dark, "tripoli", "event_type").picture.svg() != svg
