"""One file per source of rows: each turns that source's columns into the record's tables."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd
from babel import Locale

from data.places import fold

Tables = dict[str, pd.DataFrame]
Refused = tuple[int, str, str, str]  # row, column, value, expected


@dataclass(frozen=True)
class Source:
    """What a producer's files are, and how they become rows of the record.

    Attributes:
        name: short name, also the ``dataset`` of its incidents.
        producer: who makes the files.
        licence: under which terms.
        attribution: the text the terms ask for.
        redistributable: whether its rows may leave in an export.
        cannot_tell: what its rows do not say, in a reader's words.
        needs: columns a file must have to be taken for this source.
        key: the column that names a row, the same in every release.
        to_tables: text rows -> text rows of the record's tables, each with the row number of the
            row it came from as index, and the rows refused with their reason.
    """

    name: str
    producer: str
    licence: str
    attribution: str
    redistributable: bool
    cannot_tell: tuple[str, ...]
    needs: frozenset[str]
    key: str
    to_tables: Callable[[pd.DataFrame, pd.DataFrame], tuple[Tables, list[Refused]]]


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


def names_of(actors: pd.DataFrame) -> dict[str, str]:
    """Actor id by folded name and alias, so that a producer's actors are the record's where they can be.

    Args:
        actors: the record's ``actors`` table.
    """
    known: dict[str, str] = {}
    for row in actors.itertuples():
        aliases = [] if pd.isna(row.aliases) else str(row.aliases).split("|")
        known |= {fold(name): row.actor_id for name in [row.name, *aliases]}
    return known


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
    actors: pd.DataFrame,
    problem: Callable[[dict[str, str]], tuple[str, str, str] | None],
    converted: Callable[[dict[str, str], dict[str, str]], Iterable[tuple[str, dict[str, Any]]]],
) -> tuple[Tables, list[Refused]]:
    """A producer's rows, each either converted whole or refused with its reason.

    Args:
        raw: text cells by the producer's column; the index is the row number.
        actors: the record's actors, by whose names and aliases the sides are recognised.
        problem: the first thing about a row that cannot be (column, value, expected), or None.
        converted: the record's rows (table, cells) one sound row becomes.

    Returns:
        Text rows by table, and what was refused.
    """
    known = names_of(actors)
    made: list[tuple[int, str, dict[str, Any]]] = []
    refused: list[Refused] = []
    for number, row in zip(raw.index, raw.to_dict("records"), strict=True):
        wrong = problem(row)
        if wrong:
            refused.append((number, *wrong))
        else:
            made += [(number, table, cells) for table, cells in converted(row, known)]
    return frames_of(made), refused
