"""A file in, a batch out: what it is taken for, what is accepted, what is put aside and why."""

from __future__ import annotations

import dataclasses
import functools
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from data.record.places import unchecked
from data.record.record import Record
from data.record.refusal import PUT_ASIDE_COLUMNS, RecordError
from data.sources import sheet
from data.sources.asked import Answers
from data.sources.cells import DayOrder, cleaned, errors, plain, with_days
from data.sources.content import aside_of, sha256_of
from data.sources.mapping import Mapping
from data.sources.persons import PERSONS, check_persons, counted
from data.sources.producers import SOURCES, is_aggregate, own_names, recognise
from data.sources.questions import not_read, sheet_name, without_placeholders
from data.sources.reading import read_rows
from data.sources.reasons import in_words_of_the_file
from data.sources.release import Release, ged_release
from data.sources.source import Source
from data.sources.stretches import checked
from data.sources.ucdp import UCDP


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
        aside: of each row put aside, by a digest of its key, how many killed it prints; None where no number stands.
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
    aside: dict[str, int | None]


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
    if mapping and mapping.persons:
        check_persons(mapping)
    raw, refused, told = read_rows(
        path,
        encoding,
        wanted=functools.partial(_is_wanted, source_name, mapping),
        answers=answers,
        only=mapping.taken if mapping else None,
    )
    if mapping and source_name not in (None, sheet.SHEET.name):
        raise RecordError(
            f"source = {source_name!r} and a mapping exclude each other; a mapping makes a sheet of {sheet.SHEET.name}."
        )
    if mapping:
        raw, source_name = mapping.applied(raw, path.name), sheet.SHEET.name
    if mapping and mapping.persons:
        raw, said = with_days(raw, sheet.SHEET, path.name, dates)  # one day in two forms is one day
        told += said
        raw, odd, said = counted(raw)
        refused += [(path.name, *reason) for reason in odd]
        told += said
    source = SOURCES[source_name] if source_name else recognise(list(raw.columns), path.name)
    if mapping and mapping.persons:
        source = PERSONS
    own = own_names(source, list(raw.columns))
    header = dict(zip(own, raw.columns, strict=True)) | (mapping.columns if mapping else {})
    raw.columns = pd.Index(own)
    lacks = sorted(source.needs - set(raw.columns))
    if lacks:
        raise RecordError(
            f"{path.name}, row 1: missing {', '.join(lacks)}; expected a file of {source.name}."
        )
    told += not_read(raw, source, path.name)
    read = len(raw) + len(refused)
    again = raw.duplicated()
    as_written = raw
    raw = source.prepared(_only(raw, ~again).copy())
    written = raw
    raw, said = cleaned(raw, source)
    raw, days = with_days(raw, source, path.name, dates)
    told += said + days
    broken = errors(raw)
    refused += [(path.name, *reason) for reason in broken]
    raw = _only(raw, ~raw.index.isin([row for row, *_ in broken]))
    raw = without_placeholders(raw, source, path.name, answers)
    raw, odd = _of_one_form(raw, source)
    refused += [(path.name, *reason) for reason in odd]
    told += source.remarks(raw)
    raw[source.key] = raw[source.key].map(plain)
    keys = raw[source.key]
    refused += [(path.name, row, source.key, "", "an id; the cell is empty") for row in keys.index[keys == ""]]  # fmt: skip
    raw, keys = _only(raw, keys != ""), keys[keys != ""]
    told_of = raw
    if source.sheet:
        answers = dataclasses.replace(answers, name=sheet_name(raw, path.name, answers))
        told_of = raw.assign(**{source.key: f"{answers.name}-" + keys})
        keys = f"{answers.name}/" + keys
    tables, wrong, told_by = checked(told_of, written, raw, source, record, path.name)
    refused += wrong
    accepted = told_by.index
    reasons = in_words_of_the_file(refused, as_written, header, source)
    put_aside = pd.DataFrame(reasons, columns=PUT_ASIDE_COLUMNS)
    put_aside = (
        put_aside[~put_aside["row"].isin(accepted)]
        .drop_duplicates("row")
        .sort_values("row", ignore_index=True)
    )
    contents = pd.DataFrame({"key": keys.loc[accepted], "content": told_by}, index=accepted)
    countries = unchecked(tables["incidents"]) if "incidents" in tables else []
    if countries:
        listed = ", ".join(countries[:10]) + (" ..." if len(countries) > 10 else "")
        told.append(f"Points in {listed} were not checked: their outlines are not bundled.")
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
        aside_of(put_aside, written, source, path.name),
    )


def _only(rows: pd.DataFrame, kept: pd.Series | np.ndarray) -> pd.DataFrame:
    """Some of the rows; where it is all of them, nothing is copied."""
    return rows if np.all(kept) else rows[kept]


def _is_wanted(source_name: str | None, mapping: Mapping | None, header: list[str]) -> bool:
    """Whether a header is that of a mapping, of the source that was said, or of any that is known."""
    if mapping:
        return mapping.taken(header) <= set(header)
    sources = [SOURCES[source_name]] if source_name else SOURCES.values()
    known = any(source.needs <= set(own_names(source, header)) for source in sources)
    return known or is_aggregate(header)


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
