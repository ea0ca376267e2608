"""Names of actors, sides and sources, as the reader's language has them."""

from __future__ import annotations

import re
from typing import Any, Final

import pandas as pd

from components.words.language import DEFAULT, Strings
from components.words.numbers import begun
from data.record.kept import kept
from data.record.record import Record
from data.record.voices import most_often

_JOINS: Final = re.compile(r"([;()/]|\bquoted by\b|\bciting\b|\bvia\b)")
_PIECE: Final = re.compile(r"([\s,]*)(.*?)([\s,]*)")


def actor_name(record: Record, actor_id: str, words: Strings) -> str:
    """An actor in the reader's script; the id itself for the rows that are no actor."""
    if actor_id not in (names := _actors(record, words.language)):
        return words.term("actor", actor_id)
    return names[actor_id]


@kept
def _actors(record: Record, language: str) -> dict[str, str]:
    """Names by id; asked for once per row of a table on the screen."""
    rows = record.actors
    if language == "en":
        return dict(zip(rows["actor_id"], rows["name"], strict=True))
    own = rows[f"name_{language}"].str.split("|").str[0].fillna(rows["name"])
    return dict(zip(rows["actor_id"], own, strict=True))


def side_name(record: Record, side: str, words: Strings) -> str:
    """A bloc in the reader's language; the term for what is no bloc: no side, several, unattributed."""
    named = next((bloc.names for bloc in record.blocs if bloc.bloc_id == side), None)
    return named.get(words.language, named["en"]) if named else words.term("side", side)


def place_named(row: Any, words: Strings) -> str:
    """A row of the places in the reader's language; its English name where there is no other."""
    own = "" if words.language == DEFAULT else row[f"name_{words.language}"]
    return str(row["name_en"] if pd.isna(own) or not own else own)


@kept
def own_places(record: Record, language: str) -> dict[str, str]:
    """By ``place_id``, the names of places that a language has of its own; in English incidents name their places."""
    if language == DEFAULT:
        return {}
    named = record.places[["place_id", f"name_{language}"]].dropna()
    return dict(zip(named["place_id"], named[f"name_{language}"], strict=True))


@kept
def source_names(record: Record, language: str) -> pd.Series:
    """By ``source_id``, each source's name: in the reader's language where it has an established one."""
    rows = record.sources.set_index("source_id")
    if language == "en":
        return rows["name"]
    return rows[f"name_{language}"].fillna(rows["name"])


def note_text(record: Record, note: str, words: Strings) -> str:
    """A note of the record in the reader's language, where it was written in it; a note of an imported row as it is."""
    return record.translations.get(words.language, {}).get(note, note)


def publisher_name(record: Record, publisher: str, words: Strings) -> str:
    """Who published or claims something, as printed there, in the reader's language as far as it has names for it.

    "AFP via Al Jazeera (mirror)" is said piece by piece; a piece without a name in the language stays as it is.
    """
    if not isinstance(publisher, str):
        return publisher
    names = _publishers(record, words.language)
    if words.language == DEFAULT:
        return publisher
    joined = words.section("joined")
    said = []
    for piece in _JOINS.split(publisher):
        comma, name, after = _PIECE.fullmatch(piece).groups()  # type: ignore[union-attr]
        ends = [end.replace(",", joined["comma"]) for end in (comma, after)]
        said.append(f"{ends[0]}{joined.get(name) or names.get(name, name)}{ends[1]}")
    whole = names.get(publisher) or "".join(said)
    return begun(whole) if publisher[:1].isupper() else whole


@kept
def _publishers(record: Record, language: str) -> dict[str, str]:
    own = record.sources["name"].tolist()
    named = dict(zip(own, source_names(record, language).tolist(), strict=True))
    return record.translations.get(language, {}) | named


def publishers(record: Record, incident_ids: list[str], words: Strings, most: int = 6) -> list[str]:
    """Names of the publishers whose reports speak of some incidents, most often named first.

    Args:
        record: the record.
        incident_ids: the incidents.
        words: the reader's language.
        most: how many names at most.
    """
    names = source_names(record, words.language).to_numpy(object)
    return [str(names[source]) for source in most_often(record, incident_ids)[:most]]
