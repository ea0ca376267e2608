"""How a number, a place name and a selection are said."""

import datetime as dt

import pytest

from components.words.language import strings
from components.words.numbers import day, days, said, unreported, whole
from components.words.sentences import elsewhere, selection_sentence
from data.counting.figure import Figure
from data.counting.selection import Selection
from data.record.places import distance_km, fold, mentions, places_named

EN = strings("en")


@pytest.mark.parametrize(
    ("figure", "text"),
    [
        (Figure("incidents", 53, 53, 53), "53"),
        (Figure("incidents", 37, 53, 80), "53 (37-80)"),
        (Figure("incidents", 44, 44, 44, True), "at least 44"),
        (Figure("incidents", 87, 87, 130, True), "87 (87-130 or more)"),
        (Figure("incidents", None, None, None), "not reported"),
        (Figure("incidents", None, None, 9), "up to 9"),
        (Figure("incidents", 0, 0, 0), "0"),
        (Figure("toll", 1048, 1048, 1048), "1\u202f048"),
    ],
)
def test_a_figure_is_said_with_what_is_known(figure, text):
    assert said(figure, EN) == text


def test_incidents_without_a_figure_are_counted_aloud():
    assert unreported(Figure("incidents", 1, 1, 1, False, 1, 1), EN) == "1 incident gave no figure"
    assert unreported(Figure("incidents", 1, 1, 1, False, 1, 2), EN) == "2 incidents gave no figure"
    assert unreported(Figure("incidents", 1, 1, 1, False, 1, 0), EN) == ""


def test_days_are_written_out():
    assert day(dt.date(2019, 7, 2), EN) == "2 July 2019"
    assert days(dt.date(2019, 7, 2), dt.date(2019, 7, 2), EN) == "2 July 2019"
    assert days(dt.date(2019, 7, 2), dt.date(2019, 7, 3), EN) == "2 July 2019 to 3 July 2019"
    assert whole(355762, EN) == "355\u202f762"


@pytest.mark.parametrize(
    ("change", "said_so"),
    [
        ({"date_from": dt.date(2019, 7, 2)}, "from 2 July 2019"),
        ({"date_to": dt.date(2019, 7, 2)}, "until 2 July 2019"),
        ({"as_known_on": dt.date(2019, 7, 3)}, "as known on 3 July 2019"),
        ({"group": "children"}, "counting children only"),
        ({"actor": ("lna", "uae")}, "Libyan National Army or United Arab Emirates"),
        ({"side": ("gna",)}, "GNA side"),
        ({"claims": "acknowledged"}, "acknowledged claims only"),
        ({"claimant": ("gna",)}, "Government of National Accord says who did it"),
        ({"source_rank": (1,)}, "rank 1"),
        ({"affiliation": ("lna",)}, "side is LNA"),
        ({"event_type": ("IED",)}, "improvised explosive device"),
        ({"target_type": ("hospital",)}, "hit: hospital"),
        ({"district": ("Tripoli",)}, "district: Tripoli"),
        ({"near": (32.9, 13.2), "within_km": 5.0}, "within 5 km of 32.9, 13.2"),
        ({"place_precision": "site"}, "site (250 m) or better"),
        ({"verification_grade": ("fair",)}, "grade: fair"),
        ({"dataset": ("libya",)}, "dataset: bundled record"),
        ({"country": ("LY",)}, "country: Libya"),
    ],
)
def test_every_choice_stands_in_the_sentence(bundled, change, said_so):
    assert said_so in selection_sentence(Selection(**change), bundled, EN)
    assert said_so not in selection_sentence(Selection(), bundled, EN)


@pytest.mark.parametrize(
    "name", ["Ain Zara", "Ayn Zarah", "Ayn Zara", "'Ain Zarah", "عين زارة", "عين زاره", "ain-zara"]
)
def test_spellings_of_one_place_are_one(bundled, name):
    assert "ain-zara" in places_named(bundled.places, name)


def test_other_places_are_not_found(bundled):
    assert "ain-zara" not in places_named(bundled.places, "Tajoura")
    assert places_named(bundled.places, "...") == []
    assert fold("Souq al-Juma'a") == fold("Suq al Jumaa")


def test_distance_is_great_circle():
    import numpy as np

    tripoli_to_misrata = distance_km(
        np.array([32.3754, np.nan]), np.array([15.0925, 13.0]), (32.8872, 13.1913)
    )
    assert tripoli_to_misrata[0] == pytest.approx(187, abs=2)
    assert np.isnan(tripoli_to_misrata[1])


@pytest.mark.parametrize("text", ["Ain Zara", "Ayn Zarah", "عين زارة", "عين زاره"])
def test_a_place_finds_the_same_incidents_in_both_scripts(bundled, text):
    found = bundled.incidents.loc[mentions(bundled.places, bundled.incidents, text), "incident_id"]
    english = bundled.incidents.loc[
        mentions(bundled.places, bundled.incidents, "Ain Zara"), "incident_id"
    ]
    assert set(found) == set(english)
    assert len(found) >= 5


def test_a_text_that_is_nowhere_finds_nothing(bundled):
    assert not mentions(bundled.places, bundled.incidents, "zzz").any()


def test_a_gap_below_zero_is_readable():
    assert said(Figure("toll", -3, -2, -1), EN) == "-2 (-3 to -1)"
    assert said(Figure("toll", None, 5, 9), EN) == "5 (at most 9)"


@pytest.mark.parametrize(
    ("countries", "said_so"),
    [
        (["LY"], {"en": "", "fr": "", "ar": ""}),
        (["LY", "ZZ"], {"en": "", "fr": "", "ar": ""}),
        (["SY"], {"en": "Syria", "fr": "Syrie", "ar": "سوريا"}),
        (["LY", "SY", "NG"], {"en": "3 countries", "fr": "3 pays", "ar": "3 بلدان"}),
    ],
)
def test_a_title_does_not_say_libya_of_what_was_elsewhere(made, countries, said_so):
    rows = [{"incident_id": f"i{n}", "country": one, "district": "", "latitude": "", "longitude": "", "place_precision": "country"} for n, one in enumerate(countries)]  # fmt: skip
    record = made(incidents=rows)
    assert len(record.incidents) == len(countries)
    for language, expected in said_so.items():
        assert elsewhere(record, Selection(), strings(language)) == expected
        if "SY" in countries:
            assert elsewhere(record, Selection(country=("LY",)), strings(language)) == ""
