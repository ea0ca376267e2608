"""A file in, a batch out: what it is taken for, what is accepted, what is put aside and why."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pandas as pd

from data.possible import impossible_incidents
from data.record import Record
from data.schema import TABLES
from data.sources import Source
from data.sources.acled import ACLED
from data.sources.ucdp import UCDP
from data.tables import PUT_ASIDE_COLUMNS, RecordError, check_rows, read_csv, read_text

SOURCES: Final = {source.name: source for source in (UCDP, ACLED)}
PARENTS: Final = ("incidents", "tolls")


@dataclass(frozen=True, eq=False)
class Batch:
    """One file, read and checked; nothing is written yet.

    Attributes:
        source: what the file was taken for.
        file: its name.
        sha256: of its bytes.
        read: its data rows.
        tables: accepted rows of the record's tables, typed; the index is the row in the file.
        put_aside: file, row, column, value, expected: one line a refused row.
        contents: by row number of an accepted row, its key and the hash of its cells.
    """

    source: Source
    file: str
    sha256: str
    read: int
    tables: dict[str, pd.DataFrame]
    put_aside: pd.DataFrame
    contents: pd.DataFrame


def recognise(columns: list[str]) -> Source:
    """The source whose columns a header has.

    Raises:
        RecordError: none of them; the message says what the nearest one lacks.
    """
    absent = {name: sorted(source.needs - set(columns)) for name, source in SOURCES.items()}
    nearest = min(absent, key=lambda name: len(absent[name]))
    if absent[nearest]:
        wanted = ", ".join(absent[nearest][:8])
        raise RecordError(
            f"the columns are of no known source; nearest is {nearest}, which also needs {wanted}."
        )
    return SOURCES[nearest]


def read_batch(path: Path, record: Record, source_name: str | None = None) -> Batch:
    """Read a producer's file and check every row.

    Args:
        path: the file.
        record: gives the actors that sides are recognised by.
        source_name: what to take it for; None looks at its columns.

    Raises:
        RecordError: it cannot be read, or is no file of that source.
    """
    text = read_text(path)
    raw, refused = read_csv(text, path.name)
    if len(raw.columns) and all(column == column.upper() for column in raw.columns):
        raw.columns = raw.columns.str.lower()  # the layout of before 2017 shouts
    raw = (
        raw[~raw.apply(lambda row: all(cell.startswith("#") or not cell for cell in row), axis=1)]
        if len(raw)
        else raw
    )
    source = SOURCES[source_name] if source_name else recognise(list(raw.columns))
    lacks = sorted(source.needs - set(raw.columns))
    if lacks:
        raise RecordError(
            f"{path.name}, row 1: missing {', '.join(lacks)}; expected a file of {source.name}."
        )
    read = len(raw) + len(refused)
    made, odd = source.to_tables(raw, record.actors)
    refused += [(path.name, *reason) for reason in odd]
    tables: dict[str, pd.DataFrame] = {}
    for name, frame in made.items():
        full = frame.reindex(columns=list(TABLES[name].columns)).fillna("")
        first = (
            full.drop_duplicates(full.columns[0])
            if name in ("actors", "reports", "sources")
            else full
        )
        tables[name], wrong = check_rows(first, path.name, name)
        refused += wrong
    if "incidents" in tables:
        far = impossible_incidents(tables, record.date)
        refused += [
            (path.name, *line)
            for line in far.drop(columns="file").itertuples(index=False, name=None)
        ]
    accepted = pd.Index([]).append([tables[name].index for name in PARENTS if name in tables])
    for name in tables:
        if name not in (*PARENTS, "actors", "sources"):
            tables[name] = tables[name][tables[name].index.isin(accepted)]
    put_aside = pd.DataFrame(refused, columns=PUT_ASIDE_COLUMNS)
    put_aside = (
        put_aside[~put_aside["row"].isin(accepted)]
        .drop_duplicates("row")
        .sort_values("row", ignore_index=True)
    )
    cells = raw.loc[accepted]
    hashes = ["|".join(row).encode() for row in cells.astype(str).itertuples(index=False)]
    contents = pd.DataFrame(
        {
            "key": cells[source.key].str.strip(),
            "content": [hashlib.sha256(row).hexdigest() for row in hashes],
        },
        index=accepted,
    )
    return Batch(
        source,
        path.name,
        hashlib.sha256(path.read_bytes()).hexdigest(),
        read,
        tables,
        put_aside,
        contents,
    )
