"""What the record says in its own words is there in every language of the app, with the same numbers."""

import re

import pytest

from components.words.language import strings
from components.words.names import actor_name, note_text, own_places, publisher_name
from data.record.load import load
from data.record.record import BUNDLED
from data.record.refusal import RecordError
from data.record.translations import LANGUAGES, translations_of

# a table and the column of it that holds our own words
NOTES = (
    ("incidents", "note"),
    ("incidents", "care_reason"),
    ("observations", "note"),
    ("claims", "note"),
    ("tolls", "note"),
    ("actors", "note"),
    ("sides", "note"),
    ("milestones", "note"),
)
# printed, in Arabic, in French
PUBLISHERS = [
    ("WHO Libya", "منظمة الصحة العالمية", "OMS"),
    ("AFP via a sheet of mine", "وكالة فرانس برس عبر a sheet of mine", "AFP via a sheet of mine"),
    ("a sheet of mine (AFP; Reuters)", "a sheet of mine (وكالة فرانس برس؛ رويترز)", "a sheet of mine (AFP ; Reuters)"),
    ("Mine, quoted by Airwars", "Mine، كما ورد لدى Airwars", "Mine, cité par Airwars"),
    ("GNA health ministry via Mine", "وزارة الصحة بحكومة الوفاق عبر Mine", "Ministère de la Santé du GNA via Mine"),
    ("a sheet of mine", "a sheet of mine", "a sheet of mine"),
]  # fmt: skip
DAMAGED = [
    ("text,ar\nx,y\n", "translations.csv: its columns are text, ar; expected text, ar, fr."),
    ("text,ar,fr\nx,y\n", "translations.csv, row 2,  = '2 cells', expected 3 cells, as in the header."),
    ("text,ar,fr\nx,y,z\nx,u,v\n", "translations.csv, row 3, text = 'x', expected once."),
]  # fmt: skip


def numbers(text):
    return sorted(re.findall(r"\d+", text))


def notes(record):
    return {text for table, column in NOTES for text in record.table(table)[column].dropna()}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_note_of_the_bundled_record_is_there_with_the_same_numbers(bundled, language):
    said = bundled.translations[language]
    assert not [text for text in notes(bundled) | {bundled.title, bundled.licence} if text not in said]  # fmt: skip
    assert not [text for text, other in said.items() if numbers(text) != numbers(other)]
    assert all(other == other.strip() and "\n" not in other for other in said.values())


def test_nothing_is_translated_that_nobody_says(bundled):
    printed = [bundled.tolls["publisher"], bundled.reports["publisher"], bundled.milestones["publisher"]]  # fmt: skip
    printed += [bundled.claims["claimant"], bundled.sides["who_says"]]
    everything = " | ".join({text for column in printed for text in column.dropna()})
    everything += f" | {bundled.title} | {bundled.licence}"
    said = {text for language in LANGUAGES for text in bundled.translations[language]}
    assert not [text for text in said - notes(bundled) if text not in everything]


@pytest.mark.parametrize(("printed", "arabic", "french"), PUBLISHERS)
def test_a_publisher_is_said_piece_by_piece(bundled, printed, arabic, french):
    found = publisher_name(bundled, printed, strings("ar"))
    assert found.startswith(arabic) if printed == "WHO Libya" else found == arabic
    found = publisher_name(bundled, printed, strings("fr")).replace("\u00a0", " ")
    assert found.startswith(french) if printed == "WHO Libya" else found == french
    assert publisher_name(bundled, printed, strings("en")) == printed


def test_a_note_of_a_stranger_s_row_stays_as_it_was_written(bundled):
    for language in ("en", *LANGUAGES):
        assert note_text(bundled, "a note of mine (AFP)", strings(language)) == "a note of mine (AFP)"  # fmt: skip


def test_actors_and_places_have_their_names_in_french(bundled):
    words = strings("fr")
    assert actor_name(bundled, "lna", words) == "Armée nationale libyenne"
    assert own_places(bundled, "fr")["tarhuna"] == "Tarhouna"
    english = re.compile(r"\b(the|of|and|forces of|brigades|hospital|airport|not named)\b")
    named = [actor_name(bundled, actor, words) for actor in bundled.actors["actor_id"]]
    assert not [name for name in [*named, *own_places(bundled, "fr").values()] if english.search(name)]  # fmt: skip


@pytest.mark.parametrize(("content", "sentence"), DAMAGED)
def test_a_damaged_file_is_refused_with_its_place(tmp_path, content, sentence):
    (tmp_path / "translations.csv").write_text(content, "utf-8")
    with pytest.raises(RecordError, match=re.escape(sentence)):
        translations_of(tmp_path)


def test_a_record_without_the_file_has_none_and_loads(tmp_path):
    for path in BUNDLED.iterdir():
        if path.is_file() and path.name != "translations.csv":
            (tmp_path / path.name).write_bytes(path.read_bytes())
    record = load(tmp_path)
    first = record.incidents["note"].dropna().iloc[0]
    assert note_text(record, first, strings("ar")) == first
