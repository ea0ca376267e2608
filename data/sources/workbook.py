"""A workbook in, the rows of one of its sheets out; what was read of it and what not is told."""

from __future__ import annotations

import datetime as dt
import struct
import zipfile
from pathlib import Path
from typing import Any, Final

import openpyxl
from lxml import etree
from openpyxl.utils.exceptions import InvalidFileException
from python_calamine import CalamineError, CalamineWorkbook

from data.record.refusal import RecordError
from data.sources.asked import Question
from data.sources.tabular import HEADER_WITHIN, Lines, Wanted

LIMIT_BYTES: Final = 50 * 2**20
ZIP_RATIO: Final = 100
MOST_CELLS: Final = 30_000_000
WANTED: Final = "a workbook of at most 50 MB with one table on a sheet"
_MAIN: Final = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_BROKEN: Final = (
    zipfile.BadZipFile, InvalidFileException, CalamineError, etree.LxmlError, SyntaxError, KeyError, IndexError, ValueError,
    TypeError, AttributeError, OSError, EOFError, struct.error, NotImplementedError,
)  # fmt: skip


def lines_of_workbook(path: Path, wanted: Wanted, sheet: str = "") -> tuple[Lines, list[str]]:
    """The rows of the sheet that holds a table.

    Args:
        path: an XLSX, XLS or ODS.
        wanted: whether a header is one that is looked for.
        sheet: which sheet, as somebody said; empty is the only one with a table.

    Returns:
        Its rows; and in words what was read and what not.

    Raises:
        RecordError: it cannot be read, is too large, or holds formulas without their values.
        Question: several sheets hold a table.
    """
    try:
        if path.stat().st_size > LIMIT_BYTES:
            raise RecordError(f"{path.name}: larger than {LIMIT_BYTES // 2**20} MB; expected {WANTED}.")  # fmt: skip
        if zipfile.is_zipfile(path):
            _refuse_bombs(path)
        sheets = _sheets(path)
    except RecordError:
        raise
    except FileNotFoundError:
        raise RecordError(f"{path.name}: the file is missing.") from None
    except _BROKEN as error:
        reason = str(error).splitlines()[0][:200] if str(error) else type(error).__name__
        raise RecordError(f"{path.name}: cannot be read ({reason}); expected {WANTED}.") from None
    filled = {name: rows for name, rows in sheets.items() if any(any(row) for row in rows)}
    name = _chosen(path.name, filled, list(sheets), wanted, sheet)
    told = []
    if len(sheets) > 1:
        others = ", ".join(repr(one) for one in sheets if one != name)
        told.append(f"The sheet {name!r} was read; not read: {others}.")
    try:
        told += _looked_into(path, name)
    except _BROKEN as error:
        raise RecordError(f"{path.name}: cannot be read ({str(error)[:200]}); expected {WANTED}.") from None  # fmt: skip
    rows = filled[name]
    while rows and not any(rows[-1]):
        rows.pop()
    width = max((len(row) for row in rows), default=0)
    return Lines([(n, [*row, *[""] * (width - len(row))]) for n, row in enumerate(rows, 1)], []), told  # fmt: skip


def _chosen(
    file: str, filled: dict[str, list[list[str]]], every: list[str], wanted: Wanted, sheet: str
) -> str:
    listed = ", ".join(repr(one) for one in every)
    if sheet:
        if sheet not in filled:
            raise RecordError(f"{file}: sheet = {sheet!r} is not there or empty; expected one of {listed}.")  # fmt: skip
        return sheet
    if not filled:
        raise RecordError(f"{file}: every sheet is empty; expected {WANTED}.")
    known = [name for name, rows in filled.items() if any(wanted([*map(str.strip, row)][: _last(row)]) for row in rows[:HEADER_WITHIN])]  # fmt: skip
    if len(known) == 1:
        return known[0]
    if len(known) > 1 or len(filled) > 1:
        told = known or list(filled)
        raise Question(
            f"{file}: {len(told)} sheets may hold the table ({', '.join(map(repr, told))}); one is read at a time.",
            {f"sheet:{name}": f"{len(filled[name])} rows" for name in told},
        )
    return next(iter(filled))


def _last(row: list[str]) -> int:
    return max((n for n, cell in enumerate(row, 1) if cell), default=0)


def _refuse_bombs(path: Path) -> None:
    with zipfile.ZipFile(path) as parts:
        for part in parts.infolist():
            packed = max(part.compress_size, 1)
            if part.file_size > ZIP_RATIO * packed and part.file_size > 2**20:
                raise RecordError(
                    f"{path.name}: it unpacks to more than {ZIP_RATIO} times its size; expected {WANTED}."
                )


def _sheets(path: Path) -> dict[str, list[list[str]]]:
    """The cells of every sheet by its name."""
    if zipfile.is_zipfile(path) and "xl/workbook.xml" in zipfile.ZipFile(path).namelist():
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
        found, cells = {}, 0
        for sheet in book.worksheets:
            rows = []
            for row in sheet.iter_rows(values_only=True):
                cells += len(row)
                if cells > MOST_CELLS:
                    raise RecordError(f"{path.name}: more than {MOST_CELLS} cells; expected {WANTED}.")  # fmt: skip
                rows.append([cell_text(cell) for cell in row])
            found[sheet.title] = rows
        return found
    other, found, cells = CalamineWorkbook.from_path(str(path)), {}, 0
    for name in other.sheet_names:
        sheet = other.get_sheet_by_name(name)
        cells += sheet.total_height * sheet.total_width
        if cells > MOST_CELLS:
            raise RecordError(f"{path.name}: more than {MOST_CELLS} cells; expected {WANTED}.")
        found[name] = [[cell_text(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]  # fmt: skip
    return found


def cell_text(value: Any) -> str:
    """A cell as it would stand in a CSV: a whole number without a point, a day as YYYY-MM-DD."""
    if value is None:
        return ""
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(" ")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def _looked_into(path: Path, name: str) -> list[str]:
    """What the cells alone do not show: hidden rows and columns, and formulas that nobody calculated.

    Raises:
        RecordError: a formula has no value.
    """
    if not zipfile.is_zipfile(path) or "xl/workbook.xml" not in zipfile.ZipFile(path).namelist():
        return []
    book = openpyxl.load_workbook(path, read_only=True)
    part = str(book[name]._worksheet_path).lstrip("/")
    hidden, columns, bare = [], 0, []
    with zipfile.ZipFile(path) as parts, parts.open(part) as file:
        tags = [f"{_MAIN}{tag}" for tag in ("row", "col", "c")]
        for _, element in etree.iterparse(file, tag=tags, resolve_entities=False, no_network=True):
            if element.tag.endswith("}c"):
                formula, value = element.find(f"{_MAIN}f"), element.find(f"{_MAIN}v")
                if formula is not None and (value is None or not value.text):
                    bare.append(str(element.get("r")))
                continue
            if element.get("hidden") in ("1", "true"):
                if element.tag.endswith("}col"):
                    columns += int(element.get("max", 1)) - int(element.get("min", 1)) + 1
                else:
                    hidden.append(str(element.get("r")))
            element.clear()
    if bare:
        raise RecordError(
            f"{path.name}, sheet {name!r}: {len(bare)} cells hold a formula without its value ({', '.join(bare[:10])}); open the file in a spreadsheet and save it again, or put values in their place."
        )
    told = []
    if hidden:
        told.append(f"{len(hidden)} hidden rows were read too (rows {', '.join(hidden[:10])}).")
    if columns:
        told.append(f"{columns} hidden columns were read too.")
    return told
