"""One file per source of rows: each turns that source's columns into the record's tables."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Final

import pandas as pd
from babel import Locale

from data.record.places import fold
from data.record.record import Record

Tables = dict[str, pd.DataFrame]
Refused = tuple[int, str, str, str]  # row, column, value, expected


def as_they_are(raw: pd.DataFrame) -> pd.DataFrame:
    """Rows whose key is theirs alone already."""
    return raw


def no_remarks(raw: pd.DataFrame) -> list[str]:
    """Nothing to say of the rows."""
    return []


@dataclass(frozen=True)
class Source:
    """What a producer's files are, and how they become rows of the record.

    Attributes:
        name: short name, also the ``dataset`` of its incidents.
        producer: who makes the files.
        licence: under which terms.
        attribution: the text the terms ask for; empty where the rows name their own publishers.
        redistributable: whether its rows may leave in an export.
        cannot_tell: what its rows do not say, in a reader's words.
        needs: columns a file must have to be taken for this source.
        key: the column that names a row, the same in every release.
        to_tables: text rows -> text rows of the record's tables, each with the row number of the
            row it came from as index, and the rows refused with their reason.
        renames: headers of the producer's other layouts -> those of ``needs``.
        prepared: raw text rows -> the same rows with a key that is theirs alone.
        dated: columns in which days stand; what has two readings is read once somebody says how.
        key_forms: patterns of the ids of releases whose ids differ for the same rows; together they would
            count everything twice, so that a store holds rows of one form only.
        withdraws: the source whose rows this one's keys take away; empty for a source of rows.
        remarks: what a reader of an import must know of its rows, in words.
        sheet: a sheet of a team's own, whose rows are named by the sheet and their id in it.
        replaced: its files are releases: a newer one replaces the older for the countries and days in it.
        part_sign: rows whose keys are the same up to this sign are parts of one, which a file has whole.
        killed: the column that prints how many were killed, told of rows that are put aside.
        people: columns of whole numbers of people.
        codes: columns of whole numbers that are codes.
        degrees: columns of degrees.
        told_as: columns of the record -> those of this source that they come from, for reasons.
        first: the first day its rows can speak of.
        coverage: how its files cover their countries and days, one of ``bands.KINDS``.
        causes: the causes of harm its rows speak of.
        alone: each row becomes rows of the record without the others, so that a long file is made stretch by stretch.
        measures: the measures its rows tell; none is every one: of another one "none" would be invented.
    """

    name: str
    producer: str
    licence: str
    attribution: str
    redistributable: bool
    cannot_tell: tuple[str, ...]
    needs: frozenset[str]
    key: str
    to_tables: Callable[[pd.DataFrame, Record], tuple[Tables, list[Refused]]]
    renames: dict[str, str] = field(default_factory=dict)
    prepared: Callable[[pd.DataFrame], pd.DataFrame] = as_they_are
    dated: tuple[str, ...] = ()
    key_forms: tuple[str, ...] = ()
    withdraws: str = ""
    remarks: Callable[[pd.DataFrame], list[str]] = no_remarks
    sheet: bool = False
    replaced: bool = False
    part_sign: str = ""
    killed: str = ""
    people: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    degrees: tuple[str, ...] = ("latitude", "longitude")
    told_as: dict[str, str] = field(default_factory=dict)
    first: dt.date = dt.date(1989, 1, 1)
    coverage: str = "partial"
    causes: tuple[str, ...] = ("conflict",)
    measures: tuple[str, ...] = ()
    alone: bool = False


@dataclass(frozen=True)
class Known:
    """Ids of the record by folded name, so that a producer's actors and publishers are the record's.

    Attributes:
        actors: by name and alias.
        publishers: by name, and by the id that is its usual abbreviation.
    """

    actors: dict[str, str]
    publishers: dict[str, str]


_ISO: Final = {
    str(name): str(code)
    for code, name in Locale("en").territories.items()
    if re.fullmatch("[A-Z]{2}", str(code))
}
# Names of producers' lists that differ from CLDR's English ones.
_OTHER_NAMES: Final = {
    "DR Congo (Zaire)": "CD", "Democratic Republic of Congo": "CD", "Congo": "CG", "Republic of Congo": "CG", "Yemen (North Yemen)": "YE",
    "Russia (Soviet Union)": "RU", "Myanmar (Burma)": "MM", "Myanmar": "MM", "Cambodia (Kampuchea)": "KH", "Bosnia-Herzegovina": "BA",
    "Ivory Coast": "CI", "Serbia (Yugoslavia)": "RS", "Macedonia, FYR": "MK", "Kingdom of eSwatini (Swaziland)": "SZ", "Turkey": "TR",
    "Zimbabwe (Rhodesia)": "ZW", "United States of America": "US", "Madagascar (Malagasy)": "MG", "Palestine": "PS",
}  # fmt: skip


def iso_code(country: str) -> str:
    """ISO 3166 alpha-2 code of a country as producers name it; empty where the name is not known."""
    return _OTHER_NAMES.get(country.strip()) or _ISO.get(country.strip(), "")


def known_names(record: Record) -> Known:
    """The names a record knows; see ``Known``."""
    actors: dict[str, str] = {}
    for row in record.actors.itertuples():
        aliases = "|".join(str(x) for x in (row.aliases, row.aliases_ar) if not pd.isna(x))
        actors |= {fold(name): row.actor_id for name in [row.name, *aliases.split("|")] if name}
    named = record.sources[["source_id", "name"]].itertuples(index=False)
    publishers = {
        fold(said): source_id
        for source_id, name in named
        for said in (str(source_id).replace("_", " "), name)
    }
    return Known(actors, publishers)


def day_in(text: str, forms: Iterable[str]) -> str | None:
    """The day a text says in the first form that fits, as YYYY-MM-DD; None where none does."""
    for form in forms:
        try:
            return dt.datetime.strptime(text.strip(), form).date().isoformat()
        except ValueError:
            continue
    return None


def frames_of(made: list[tuple[int, str, dict[str, Any]]]) -> Tables:
    """Rows made one by one as a frame a table.

    Args:
        made: row number in the file, table, cells.

    Returns:
        Text frames with the row number as index; a table without rows is there, empty.
    """
    tables = ("incidents", "tolls", "reports", "observations", "claims", "actors", "sources")
    return {
        table: pd.DataFrame(
            [cells for _, own, cells in made if own == table],
            index=[number for number, own, _ in made if own == table],
            dtype="str",
        )
        for table in tables
    }


def row_by_row(
    raw: pd.DataFrame,
    record: Record,
    problem: Callable[[dict[str, str]], tuple[str, str, str] | None],
    converted: Callable[[dict[str, str], Known], Iterable[tuple[str, dict[str, Any]]]],
) -> tuple[Tables, list[Refused]]:
    """A producer's rows, each either converted whole or refused with its reason.

    Args:
        raw: text cells by the producer's column; the index is the row number.
        record: by whose names actors and publishers are recognised.
        problem: the first thing about a row that cannot be (column, value, expected), or None.
        converted: the record's rows (table, cells) one sound row becomes.

    Returns:
        Text rows by table, and what was refused.
    """
    known = known_names(record)
    made: list[tuple[int, str, dict[str, Any]]] = []
    refused: list[Refused] = []
    names = raw.columns.tolist()
    cells = [raw[name].tolist() for name in names]  # some five times faster than to_dict
    for number, *values in zip(raw.index.tolist(), *cells, strict=True):
        row = dict(zip(names, values, strict=True))
        wrong = problem(row)
        if wrong:
            refused.append((number, *wrong))
        else:
            made += [(number, table, cells) for table, cells in converted(row, known)]
    return frames_of(made), refused
