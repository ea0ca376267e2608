"""Names of actors, sides and sources, as the reader's language has them."""

from __future__ import annotations

import pandas as pd

from components.words.language import Strings
from data.record.kept import kept
from data.record.record import Record
from data.record.voices import most_often


def actor_name(record: Record, actor_id: str, words: Strings) -> str:
    """An actor in the reader's script; the id itself for the rows that are no actor."""
    if actor_id not in (names := _actors(record)):
        return words.term("actor", actor_id)
    name, in_arabic = names[actor_id]
    return in_arabic.split("|")[0] if words.language == "ar" and in_arabic else name


@kept
def _actors(record: Record) -> dict[str, tuple[str, str]]:
    """Name and Arabic names by id; asked for once per row of a table on the screen."""
    rows = record.actors
    named = zip(rows["actor_id"], rows["name"], rows["name_ar"].fillna(""), strict=True)
    return {one: (str(name), str(in_arabic)) for one, name, in_arabic in named}


def side_name(record: Record, side: str, words: Strings) -> str:
    """A bloc in the reader's language; the term for what is no bloc: no side, several, unattributed."""
    named = next((bloc.names for bloc in record.blocs if bloc.bloc_id == side), None)
    return named.get(words.language, named["en"]) if named else words.term("side", side)


@kept
def source_names(record: Record, language: str) -> pd.Series:
    """By ``source_id``, each source's name: in the reader's language where it has an established one."""
    rows = record.sources.set_index("source_id")
    if language == "en":
        return rows["name"]
    return rows[f"name_{language}"].fillna(rows["name"])


def publisher_name(record: Record, publisher: str, words: Strings) -> str:
    """A publisher as a toll or report names it: in the reader's language where it is a source's own name."""
    return _sources_by_name(record, words.language).get(publisher, publisher)


@kept
def _sources_by_name(record: Record, language: str) -> dict[str, str]:
    own = record.sources["name"].tolist()
    return dict(zip(own, source_names(record, language).tolist(), strict=True))


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
