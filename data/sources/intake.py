"""A file in, a batch out: what it is taken for, what is accepted, what is put aside and why."""

from __future__ import annotations

import dataclasses
import hashlib
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

import numpy as np
import pandas as pd

from data.record.possible import impossible_dates, impossible_incidents
from data.record.record import Record
from data.record.schema import TABLES
from data.record.tables import PUT_ASIDE_COLUMNS, RecordError, Refused, check_rows
from data.sources import sheet
from data.sources.asked import Answers, Question
from data.sources.mapping import Mapping
from data.sources.producers import SOURCES, own_names, recognise
from data.sources.reading import read_rows
from data.sources.release import Release, ged_release
from data.sources.source import Source
from data.sources.ucdp import UCDP


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
        answers: what a person said of it.
        release: which release it is, where its name tells.
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
    answers: Answers
    release: Release | None


def read_batch(
    path: Path,
    record: Record,
    source_name: str | None = None,
    *,
    encoding: str | None = None,
    dates: DayOrder | None = None,
    mapping: Mapping | None = None,
    answers: Answers | None = None,
) -> Batch:
    """Read a producer's file and check every row.

    Args:
        path: the file.
        record: gives the names that actors and publishers are recognised by.
        source_name: what to take it for; None looks at its columns.
        encoding: of a CSV that is not UTF-8.
        dates: how a sheet writes 03/04/2020; without it such a file is refused.
        mapping: which columns of a foreign sheet are which of the template's.
        answers: what a person said of it; what is missing is asked.

    Raises:
        RecordError: it cannot be read, or is no file of that source; or a ``Question``.
    """
    answers = answers or Answers()
    raw, refused, told = read_rows(path, encoding)
    if mapping and source_name not in (None, sheet.SHEET.name):
        raise RecordError(
            f"source = {source_name!r} and a mapping exclude each other; a mapping makes a sheet of {sheet.SHEET.name}."
        )
    if mapping:
        raw, source_name = mapping.applied(raw, path.name), sheet.SHEET.name
    source = SOURCES[source_name] if source_name else recognise(list(raw.columns), path.name)
    raw.columns = pd.Index(own_names(source, list(raw.columns)))
    lacks = sorted(source.needs - set(raw.columns))
    if lacks:
        raise RecordError(
            f"{path.name}, row 1: missing {', '.join(lacks)}; expected a file of {source.name}."
        )
    read = len(raw) + len(refused)
    again = raw.duplicated()
    raw = source.prepared(_with_days(raw[~again].copy(), source, path.name, dates))
    raw, odd = _of_one_form(raw, source)
    refused += [(path.name, *reason) for reason in odd]
    keys = raw[source.key].str.strip()
    told_of = raw
    if source.sheet:
        answers = dataclasses.replace(answers, name=sheet_name(raw, path.name, answers))
        told_of = raw.assign(**{source.key: (f"{answers.name}-" + keys).where(keys != "", "")})
        keys = f"{answers.name}/" + keys
    made, odd = source.to_tables(told_of, record)
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
    kept = _kept(tables, accepted)
    contents = pd.DataFrame(
        {
            "key": keys.loc[accepted],
            "content": [
                f"{hashlib.sha256(row).hexdigest()}+{own}"
                for row, own in zip(hashes, kept, strict=True)
            ],
        },
        index=accepted,
    )
    release = ged_release(path.name) if source.name == UCDP.name else None
    if source.name == UCDP.name and release is None:
        told.append(
            "Its name does not say which release of UCDP GED it is, such as GEDEvent_v25_1."
        )
    return Batch(
        source,
        path.name,
        sha256_of(path),
        read,
        int(again.sum()),
        tables,
        put_aside,
        contents,
        tuple(told),
        answers,
        release,
    )


def sha256_of(path: Path) -> str:
    """The hash of a file's bytes.

    Raises:
        RecordError: it cannot be read.
    """
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        reason = "is missing" if isinstance(error, FileNotFoundError) else f"cannot be read ({error.strerror})"  # fmt: skip
        raise RecordError(f"{path.name}: the file {reason}.") from None


def same_content(one: str, other: str) -> bool:
    """Whether two contents of a key are one: the same cells, or the same in all that is kept of them.

    The cells alone are what batches from before kept; a row in another layout has other cells.
    """
    return bool(set(one.split("+")) & set(other.split("+")))


def _kept(tables: dict[str, pd.DataFrame], accepted: pd.Index) -> list[str]:
    """A short hash of all that is kept of each accepted row."""
    total = np.zeros(len(accepted), dtype=np.uint64)
    for name, frame in tables.items():
        if len(frame) and name not in (
            "actors",
            "sources",
        ):  # which stand at the first row that names them
            own = pd.util.hash_pandas_object(frame.astype("str"), index=False)
            total += own.groupby(level=0).sum().reindex(accepted, fill_value=0).to_numpy(np.uint64)
    return [f"{number:016x}" for number in total.tolist()]


def sheet_name(raw: pd.DataFrame, file: str, answers: Answers) -> str:
    """The name of a team's sheet: as said, else its only publisher.

    Raises:
        Question: it has several publishers, so that rows of another sheet with the same ids could be taken for its own.
    """
    if answers.name:
        return sheet.slug(answers.name)
    if raw.empty:
        return "empty"
    publishers = [one for one in raw["publisher"].str.strip().unique() if one]
    if len(publishers) == 1:
        return sheet.slug(publishers[0])
    raise Question(
        f"{file}: a sheet with {len(publishers)} publishers needs a name of its own, by which its rows are known when it comes again.",
        {"name": "its rows are known by this name and their id"},
    )


def _of_one_form(raw: pd.DataFrame, source: Source) -> tuple[pd.DataFrame, list[tuple]]:
    """Rows whose key has the form that most rows have, and the others with the reason."""
    if not source.key_forms or raw.empty:
        return raw, []
    fits = pd.DataFrame({form: raw[source.key].str.fullmatch(form) for form in source.key_forms})
    usual = fits.sum().idxmax()
    if fits[usual].sum() * 2 <= len(raw):
        return raw, []
    odd = raw.loc[~fits[usual], source.key]
    reasons = [(row, source.key, cell, "an id as the other rows have") for row, cell in odd.items()]
    return raw[fits[usual]], reasons


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
