"""A file in, a batch out: what it is taken for, what is accepted, what is put aside and why."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

import pandas as pd

from data.record.possible import impossible_dates, impossible_incidents
from data.record.record import Record
from data.record.schema import TABLES
from data.record.tables import PUT_ASIDE_COLUMNS, RecordError, Refused, check_rows
from data.sources import sheet, toll_sheet
from data.sources.acled import ACLED, ACLED_DELETED
from data.sources.hapi import HAPI_DISPLACED, HAPI_EVENTS, HAPI_RETURNEES
from data.sources.mapping import Mapping
from data.sources.missing_migrants import MISSING_MIGRANTS
from data.sources.reading import read_rows
from data.sources.source import Source
from data.sources.ucdp import UCDP

SOURCES: Final = {
    source.name: source
    for source in (
        UCDP,
        ACLED,
        ACLED_DELETED,
        MISSING_MIGRANTS,
        HAPI_EVENTS,
        HAPI_DISPLACED,
        HAPI_RETURNEES,
        sheet.SHEET,
        toll_sheet.TOLL_SHEET,
    )
}
TEMPLATES: Final = {"team": sheet.COLUMNS, "tolls": toll_sheet.COLUMNS}


class ColumnsUnknown(RecordError):
    """The columns are of no known source; a mapping made by a person can tell what they are."""


class DaysUnclear(RecordError):
    """Days may be read in two ways; a person must say which."""


PARENTS: Final = ("incidents", "tolls")
DayOrder = Literal["day-first", "month-first"]
_SLASHED: Final = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")


@dataclass(frozen=True, eq=False)
class Batch:
    """One file, read and checked; nothing is written yet.

    Attributes:
        source: what the file was taken for.
        file: its name.
        sha256: of its bytes.
        read: its data rows.
        repeated: rows that stand in the file already, the same in every cell.
        tables: accepted rows of the record's tables, typed; the index is the row in the file.
        put_aside: file, row, column, value, expected: one line a refused row.
        contents: by row number of an accepted row, its key and the hash of its cells.
        told: what was read in another way than it was written, in words.
    """

    source: Source
    file: str
    sha256: str
    read: int
    repeated: int
    tables: dict[str, pd.DataFrame]
    put_aside: pd.DataFrame
    contents: pd.DataFrame
    told: tuple[str, ...]


def recognise(columns: list[str], file: str) -> Source:
    """The source whose columns a header has; of several, the one that needs the most of them.

    Args:
        columns: the header.
        file: its name, for the message.

    Raises:
        RecordError: none of them; the message says what the nearest one lacks.
    """
    absent = {
        name: sorted(source.needs - set(_own_names(source, columns)))
        for name, source in SOURCES.items()
    }
    found = [source for name, source in SOURCES.items() if not absent[name]]
    if not found:
        shares = {name: len(absent[name]) / len(SOURCES[name].needs) for name in SOURCES}
        nearest = min(shares, key=shares.__getitem__)
        if shares[nearest] > 0.5:
            raise ColumnsUnknown(
                f"{file}, row 1: the columns are of no known source; expected a file of {', '.join(SOURCES)}, or a sheet in the columns that `casualty-monitor template` writes."
            )
        wanted = ", ".join(absent[nearest][:8])
        raise ColumnsUnknown(
            f"{file}, row 1: the columns are of no known source; nearest is {nearest}, which also needs {wanted}."
        )
    return max(found, key=lambda source: len(source.needs))


def _own_names(source: Source, columns: list[str]) -> list[str]:
    """A header in the names of one source's newest layout; the layout of before 2017 shouts."""
    plain = [column.lower() if column == column.upper() else column for column in columns]
    return [source.renames.get(column, own) for column, own in zip(columns, plain, strict=True)]


def read_batch(
    path: Path,
    record: Record,
    source_name: str | None = None,
    *,
    encoding: str | None = None,
    dates: DayOrder | None = None,
    mapping: Mapping | None = None,
) -> Batch:
    """Read a producer's file and check every row.

    Args:
        path: the file.
        record: gives the names that actors and publishers are recognised by.
        source_name: what to take it for; None looks at its columns.
        encoding: of a CSV that is not UTF-8.
        dates: how a sheet writes 03/04/2020; without it such a file is refused.
        mapping: which columns of a foreign sheet are which of the template's.

    Raises:
        RecordError: it cannot be read, or is no file of that source.
    """
    raw, refused, told = read_rows(path, encoding)
    if mapping and source_name not in (None, sheet.SHEET.name):
        raise RecordError(
            f"source = {source_name!r} and a mapping exclude each other; a mapping makes a sheet of {sheet.SHEET.name}."
        )
    if mapping:
        raw, source_name = mapping.applied(raw, path.name), sheet.SHEET.name
    source = SOURCES[source_name] if source_name else recognise(list(raw.columns), path.name)
    raw.columns = pd.Index(_own_names(source, list(raw.columns)))
    lacks = sorted(source.needs - set(raw.columns))
    if lacks:
        raise RecordError(
            f"{path.name}, row 1: missing {', '.join(lacks)}; expected a file of {source.name}."
        )
    read = len(raw) + len(refused)
    again = raw.duplicated()
    raw = source.prepared(_with_days(raw[~again].copy(), source, path.name, dates))
    made, odd = source.to_tables(raw, record)
    refused += [(path.name, *reason) for reason in odd]
    tables, wrong = _checked(made, record, path.name)
    refused += wrong
    accepted = (
        raw.index[raw[source.key].str.strip() != ""]
        if source.withdraws
        else pd.Index([]).append([tables[name].index for name in PARENTS if name in tables])
    )
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
    hashes = [
        "|".join(row).encode() for row in zip(*(cells[c].tolist() for c in cells), strict=True)
    ]
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
        int(again.sum()),
        tables,
        put_aside,
        contents,
        tuple(told),
    )


def _checked(
    made: dict[str, pd.DataFrame], record: Record, file: str
) -> tuple[dict[str, pd.DataFrame], list[Refused]]:
    """Rows as the schema has them, without those that cannot be; and why not."""
    refused: list[Refused] = []
    tables: dict[str, pd.DataFrame] = {}
    for name, frame in made.items():
        full = frame.reindex(columns=list(TABLES[name].columns)).fillna("")
        once = name in ("actors", "reports", "sources")
        first = full.drop_duplicates(full.columns[0]) if once else full
        tables[name], wrong = check_rows(first, file, name)
        refused += wrong
    if "incidents" in tables:
        late = impossible_dates({"sides": record.sides.iloc[:0], **tables}, record.date)
        far = impossible_incidents(tables, record.date)
        for found in (late, far):
            lines = found.drop(columns="file").itertuples(index=False, name=None)
            refused += [(file, *line) for line in lines]
        broken = {row for _, row, *_ in refused}
        for name in PARENTS:
            tables[name] = tables[name][~tables[name].index.isin(broken)]
    return tables, refused


def _with_days(
    raw: pd.DataFrame, source: Source, file: str, dates: DayOrder | None
) -> pd.DataFrame:
    """Days written as 03/04/2020 turned into YYYY-MM-DD, as somebody said how to read them."""
    for column in raw.columns.intersection(list(source.dated)):
        cells = raw[column].str.strip()
        found = cells.str.fullmatch(_SLASHED)
        if not found.any():
            continue
        if dates is None:
            raise DaysUnclear(
                f"{file}, row {raw.index[found][0]}, column {column}: {cells[found].iloc[0]!r} may be read in two ways; "
                "expected YYYY-MM-DD, or say whether the day or the month comes first."
            )
        day, month = (r"\1", r"\2") if dates == "day-first" else (r"\2", r"\1")
        padded = cells[found].str.replace(_SLASHED, rf"\3-0{month}-0{day}", regex=True)
        raw.loc[found, column] = padded.str.replace(r"-0(\d\d)", r"-\1", regex=True)
    return raw
