"""One file per source of rows: each turns that source's columns into the record's tables."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

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
