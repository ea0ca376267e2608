"""A CSV file in, typed rows out; what cannot be accepted is put aside with its reason, never lost."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from data.record.checked import failures
from data.record.partial_dates import span
from data.record.refusal import PUT_ASIDE_COLUMNS, RecordError, Refused
from data.record.schema import TABLES, kind_of

CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


@dataclass(frozen=True)
class Table:
    """One file, read.

    Attributes:
        rows: accepted rows, typed as ``schema`` says; the index is the row number in the file.
        put_aside: one line a refused row: file, row, column, value, expected.
        read: number of data rows in the file.
    """

    rows: pd.DataFrame
    put_aside: pd.DataFrame
    read: int


def _count(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,12}", text):
        raise ValueError
    return int(text)


def _degree(text: str) -> float:
    if not re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", text):
        raise ValueError
    return float(text)


def _day(text: str) -> dt.date:
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        raise ValueError
    return dt.date.fromisoformat(text)


def _partial(text: str) -> str:
    span(text)
    return text


_PARSERS: dict[str, tuple[Callable[[str], Any], str, str]] = {
    "count": (_count, "Int64", "a whole number of at most 12 digits"),
    "degree": (_degree, "Float64", "a decimal number of degrees with a point"),
    "day": (_day, "datetime64[us]", "a day as YYYY-MM-DD"),
    "partial": (_partial, "str", "a date as YYYY-MM-DD, YYYY-MM or YYYY"),
}


def read_table(path: Path, name: str) -> Table:
    """Read and check one table of a record.

    Args:
        path: the CSV file: UTF-8, comma, one header row.
        name: which table of ``schema.TABLES`` it is.

    Returns:
        Accepted rows, rows put aside, and how many were read; accepted + put aside = read.

    Raises:
        RecordError: the file is missing, not UTF-8, or its header is not the table's.
    """
    columns = list(TABLES[name].columns)
    raw, refused = read_csv(read_text(path), path.name)
    raw = with_later(raw, name)
    if list(raw.columns) != columns:
        raise RecordError(_header_message(path.name, list(raw.columns), columns))
    read = len(raw) + len(refused)
    frame, more = check_rows(raw, path.name, name)
    put_aside = pd.DataFrame([*refused, *more], columns=PUT_ASIDE_COLUMNS)
    put_aside = put_aside.drop_duplicates(["file", "row"]).sort_values("row", ignore_index=True)
    return Table(frame, put_aside, read)


def with_later(rows: pd.DataFrame, name: str, blank: Any = "") -> pd.DataFrame:
    """Rows of a table with the columns that were added since, blank, where older rows lack them."""
    lacking = [one for one, declared in TABLES[name].columns.items() if declared.later and one not in rows]  # fmt: skip
    if not lacking:
        return rows
    order = [one for one in TABLES[name].columns if one in rows or one in lacking]
    others = [one for one in rows if one not in order]
    return rows.assign(**dict.fromkeys(lacking, blank))[[*order, *others]]


def read_text(path: Path) -> str:
    """A file's text.

    Args:
        path: the file.

    Raises:
        RecordError: it is missing, unreadable or not UTF-8.
    """
    try:
        return path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        raise RecordError(f"{path.name}: the file is missing; the record needs it.") from None
    except OSError as error:
        raise RecordError(f"{path.name}: the file cannot be read ({error.strerror}).") from None
    except UnicodeDecodeError as error:
        raise RecordError(
            f"{path.name}: byte {error.start} is not UTF-8; save the file as UTF-8."
        ) from None


def check_rows(raw: pd.DataFrame, file: str, name: str) -> tuple[pd.DataFrame, list[Refused]]:
    """Rows of text, typed and checked as a table of the schema.

    Args:
        raw: text cells with the table's columns; the index is the row number in the file.
        file: the file's name, for what is put aside.
        name: which table of ``schema.TABLES`` it is.

    Returns:
        Accepted typed rows, and what was refused: file, row, column, value, expected.
    """
    frame, untyped = _typed(raw, file, name)
    if frame.empty:  # nothing to check, and pandera takes 40 ms a table to find that out
        return frame, untyped
    frame, unchecked = _checked(frame, raw, file, name)
    return frame, [*untyped, *unchecked]


def read_csv(text: str, file: str) -> tuple[pd.DataFrame, list[Refused]]:
    """Rows of a CSV as text, none shifted, none lost.

    Args:
        text: the file's text: comma, quotes only around a whole cell, one header row.
        file: its name, for messages.

    Returns:
        The rows as wide as the header, with their row number as index, and the rest with its reason.

    Raises:
        RecordError: a quote is opened and never closed, or a header name stands twice.
    """
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    header: list[str] | None = None
    good: list[list[str]] = []
    numbers: list[int] = []
    refused: list[Refused] = []
    while True:
        number = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            break
        except csv.Error as error:
            if "unexpected end" in str(error):
                raise RecordError(
                    f"{file}, row {number}: a quote is opened and never closed; expected plain CSV."
                ) from None
            expected = "plain CSV: a quote only around a whole cell"
            refused.append((file, number, "", str(error), expected))
            continue
        if header is None:
            header = cells
        elif not cells:
            continue
        elif len(cells) != len(header):
            expected = f"{len(header)} cells, as in the header"
            refused.append((file, number, "", f"{len(cells)} cells", expected))
        elif odd := next(
            (c for c, cell in zip(header, cells, strict=True) if CONTROL.search(cell)), None
        ):
            value = repr(cells[header.index(odd)])
            refused.append((file, number, odd, value, "text without control characters"))
        else:
            good.append(cells)
            numbers.append(number)
    header = header or []
    doubled = sorted({column for column in header if header.count(column) > 1})
    if doubled:
        raise RecordError(f"{file}, row 1: twice {', '.join(doubled)}; expected each column once.")
    return pd.DataFrame(good, columns=header, index=numbers, dtype="str"), refused


def _header_message(file: str, header: list[str], expected: list[str]) -> str:
    missing = [column for column in expected if column not in header]
    extra = [column for column in header if column not in expected]
    parts = [
        f"missing {', '.join(missing)}" if missing else "",
        f"unknown {', '.join(extra)}" if extra else "",
    ]
    said = "; ".join(part for part in parts if part) or "columns in another order"
    return f"{file}, row 1: {said}; expected the header {','.join(expected)}."


def _typed(raw: pd.DataFrame, file: str, name: str) -> tuple[pd.DataFrame, list[Refused]]:
    refused: list[Refused] = []
    typed: dict[str, pd.Series] = {}
    bad: set[int] = set()
    for column in raw.columns:
        cells = raw[column].astype("str").str.strip()
        if kind_of(name, column) not in _PARSERS:
            typed[column] = cells.where(cells != "")
            continue
        parser, dtype, expected = _PARSERS[kind_of(name, column)]
        codes, texts = pd.factorize(cells)  # each different text is read once
        values, wrong = [], np.zeros(len(texts), dtype=bool)
        for n, text in enumerate(texts.tolist()):
            try:
                values.append(parser(text) if text else pd.NA)
            except ValueError:
                values.append(pd.NA)
                wrong[n] = True
        read = pd.Series(values, dtype="object").astype(dtype).array
        typed[column] = pd.Series(read.take(codes), index=raw.index)
        for place in np.flatnonzero(wrong[codes]) if wrong.any() else ():
            bad.add(int(raw.index[place]))
            refused.append((file, int(raw.index[place]), column, raw[column].iloc[place], expected))
    frame = pd.DataFrame(typed, columns=raw.columns, index=raw.index)
    return frame.drop(index=sorted(bad)), refused


def _checked(
    frame: pd.DataFrame, raw: pd.DataFrame, file: str, name: str
) -> tuple[pd.DataFrame, list[Refused]]:
    failed = failures(frame, name)
    if failed.empty:
        return frame, []
    refused = [_reason(raw, file, case) for case in failed.itertuples()]
    return frame.drop(index=sorted({int(row) for row in failed["index"]})), refused


def _reason(raw: pd.DataFrame, file: str, case: Any) -> tuple[str, int, str, str, str]:
    row = int(case.index)
    if case.schema_context == "DataFrameSchema":
        low, between, high = str(case.check).partition(" not above ")
        if between:
            value = f"{raw.at[row, low]} > {raw.at[row, high]}"
            return (file, row, f"{low}, {high}", value, str(case.check))
        columns = (
            ["latitude", "longitude"]
            if "latitude" in raw
            else ["qualifier", "low", "value", "high"]
        )
        value = ", ".join(str(raw.at[row, column]) for column in columns)
        return (file, row, ", ".join(columns), value, str(case.check))
    expected = {
        "not_nullable": "a value; the cell is empty",
        "field_uniqueness": "an id used once; this one stands above already",
    }.get(str(case.check), str(case.check))
    return (file, row, str(case.column), str(raw.at[row, case.column]), expected)
