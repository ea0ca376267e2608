"""Fronts and places of the war stand on maps as context, with their days and who names them, and count nothing."""

import datetime as dt

import pytest
from made_records import write_record

from components.briefing.framed_map import framed_map
from components.briefing.parts import brief_of
from components.lines.map import war_places
from components.view import view_of
from components.words.language import LANGUAGES, strings
from data.counting.selection import Selection
from data.record.load import load
from data.record.refusal import RecordError
from data.store.loading import load_holdings
from data.store.store import Store

D = dt.date
PLACE = """
[[war_place]]
kind = "front"
longitude = 13.2
latitude = 32.8
from = 2019-04-06
to = 2020-06-04
who_says = "A|B"
[war_place.name]
en = "Ain Zara"
ar = "عين زارة"
fr = "Aïn Zara"
"""


def seen(holdings, language="en", **days):
    return view_of(holdings, Selection(**days), strings(language), "light")


@pytest.mark.parametrize(
    ("start", "end", "there"),
    [
        (D(2019, 4, 1), D(2019, 4, 5), False),
        (D(2019, 4, 1), D(2019, 4, 6), True),
        (D(2020, 6, 4), D(2020, 7, 1), True),
        (D(2020, 6, 5), D(2020, 7, 1), False),
    ],
)
def test_a_place_stands_there_on_its_days_alone(start, end, there, no_imports):
    named = [one.name for one in war_places(seen(no_imports, date_from=start, date_to=end))]
    assert ("Ain Zara" in named) == there


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_says_what_it_was_from_when_to_when_and_who_names_it(no_imports, language):
    view = seen(no_imports, language, date_from=D(2019, 4, 4), date_to=D(2020, 6, 30))
    found = war_places(view)
    assert len(found) >= 15 and len({(one.longitude, one.latitude) for one in found}) == len(found)
    for one in found:
        first, *told = one.tip.split("\n")
        assert first == one.name and told
        assert all("20" in line and "|" not in line for line in told)
    names = {one.names[language] for one in view.record.war_places}
    assert {one.name for one in found} <= names


def test_they_are_in_the_picture_with_a_line_in_the_legend(no_imports):
    view = seen(no_imports, date_from=D(2019, 7, 1), date_to=D(2019, 7, 31))
    drawn = framed_map(view, "tripoli", "event_type", "square", "svg").decode()
    assert "place of the war" in drawn and "front, 6 April 2019" in drawn
    before = seen(no_imports, date_from=D(2011, 6, 1), date_to=D(2011, 6, 30))
    assert "place of the war" not in framed_map(before, "tripoli", "event_type", "square", "svg").decode()  # fmt: skip


def test_whatever_picture_has_them_in_its_legend_has_them_on_its_map(no_imports):
    view = seen(no_imports, date_from=D(2019, 7, 1), date_to=D(2019, 7, 31))
    for part in brief_of(view, parts=["snapshot", "map"]).parts:
        drawn = part.picture.svg()
        assert "place of the war" in drawn and "front, 6 April 2019 to 4 June 2020" in drawn


def test_they_survive_what_is_kept_ready(no_imports, tmp_path):
    store = Store(tmp_path / "store")
    first = load_holdings(store).record.war_places
    assert load_holdings(store).record.war_places == first == no_imports.record.war_places != ()


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('kind = "front"', 'kind = "hill"', "expected one of front, airport"),
        ("longitude = 13.2", "longitude = 213.2", "expected degrees"),
        ("longitude = 13.2", 'longitude = "13.2"', "expected degrees"),
        ("to = 2020-06-04", "to = 2018-06-04", "ends before it begins"),
        ('fr = "Aïn Zara"', "", "expected names in en, ar and fr"),
        ('who_says = "A|B"', "", "who_says is missing"),
    ],
)
def test_a_wrong_entry_is_refused_in_one_sentence(old, new, said, tmp_path):
    folder = write_record(tmp_path / "record")
    listing = folder / "record.toml"
    text = listing.read_text("utf-8")
    listing.write_text(text + PLACE, "utf-8")
    assert load(folder).war_places[0].names["ar"] == "عين زارة"
    listing.write_text(text + PLACE.replace(old, new), "utf-8")
    with pytest.raises(RecordError, match=said):
        load(folder)
