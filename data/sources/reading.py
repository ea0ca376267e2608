"""Somebody's file in, rows of text out: CSV or XLSX, told what was read how, refused where it is a guess."""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from pathlib import Path
from typing import Any, Final

import openpyxl
import pandas as pd
from openpyxl.utils.exceptions import InvalidFileException

from data.record.tables import RecordError, Refused, read_csv

XLSX_LIMIT_BYTES: Final = 50 * 2**20
ZIP_RATIO: Final = 100
# what Arabic files are written in where they are not UTF-8
ENCODINGS: Final = ("cp1256", "iso8859_6")
PREVIEW: Final = 60
_DIGITS: Final = {ord(c): str(n % 10) for n, c in enumerate("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹")}
_NUMBER: Final = re.compile(r"[٠-٩۰-۹0-9.,٫٬\s-]*[٠-٩۰-۹][٠-٩۰-۹0-9.,٫٬\s-]*")

# Columns and values that speak of private persons: the record has no room for them.
_PERSONAL_HEADER: Final = re.compile(
    r"(?i)\b(victim|first|last|full|family|given|mother|father)[ _]?'?s?[ _]?names?\b|\b(phone|mobile|whatsapp|telephone|e-?mail|passport)\b"
    r"|\b(national|identity|id)[ _](no|nr|id|number|card)\b|^name$|الاسم|هاتف|الرقم الوطني|جواز"
)
_PERSONAL_VALUES: Final = (
    ("an e-mail address", re.compile(r"[\w.+-]+@[\w-]+\.[\w.]{2,}")),
    (
        "a phone number",
        re.compile(r"(?<![\d.])(?:\+218|00218|0)[ -]?9[1-5][ -]?\d{3}[ -]?\d{4}(?!\d)"),
    ),
    ("a national identity number", re.compile(r"(?<![\d.])[12](?:19|20)\d{9}(?![\d.])")),
)


class EncodingUnknown(RecordError):
    """The text is not UTF-8; ``previews`` says how it reads in each encoding it could be."""

    def __init__(self, file: str, at: int, previews: dict[str, str]) -> None:
        """Say how the text near the first strange byte reads in each encoding."""
        self.file, self.at, self.previews = file, at, previews
        shown = "; ".join(f"as {name} it reads {text!r}" for name, text in previews.items())
        super().__init__(
            f"{file}: byte {at} is not UTF-8{f'; {shown}' if shown else ''}. Save the file as UTF-8, or say its encoding."
        )

    def __reduce__(self) -> tuple:
        """Made again from its three parts when it comes from another process."""
        return EncodingUnknown, (self.file, self.at, self.previews)


def read_rows(
    path: Path, encoding: str | None = None
) -> tuple[pd.DataFrame, list[Refused], list[str]]:
    """The rows of a file as text.

    Args:
        path: a CSV (comma, one header row) or an XLSX (first sheet).
        encoding: of a CSV; None is UTF-8, or what its byte-order mark says.

    Returns:
        Rows as wide as the header, the index being the row in the file; rows refused with the reason;
        and, in words, what was read in another way than it was written.

    Raises:
        RecordError: it cannot be read, is too large, or holds personal data.
    """
    told: list[str] = []
    if path.suffix.casefold() == ".xlsx":
        raw, refused = _read_xlsx(path), list[Refused]()
    else:
        raw, refused = read_csv(_text(path, encoding), path.name)
    # the second header row of a file from HDX, or what a template's columns mean
    if len(raw) and all(cell.startswith("#") or not cell for cell in raw.iloc[0]):
        raw = raw.iloc[1:].copy()
    _refuse_personal_data(raw, path.name)
    mapped = 0
    for column in raw.columns:
        cells = raw[column]
        found = [cell for cell in cells.unique() if _NUMBER.fullmatch(cell)]
        if found:
            eastern = cells.isin(found)
            mapped += int(eastern.sum())
            raw[column] = cells.where(~eastern, cells.str.translate(_DIGITS))
    if mapped:
        told.append(f"{mapped} cells with Arabic-Indic digits were read as numbers.")
    return raw, refused, told


def _text(path: Path, encoding: str | None) -> str:
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise RecordError(f"{path.name}: the file is missing.") from None
    except OSError as error:
        raise RecordError(f"{path.name}: the file cannot be read ({error.strerror}).") from None
    marked = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        return content.decode(encoding or marked)
    except LookupError:
        raise RecordError(f"{path.name}: encoding = {encoding!r} is not known.") from None
    except UnicodeDecodeError as error:
        if encoding:
            raise RecordError(f"{path.name}: byte {error.start} is not {encoding}.") from None
        raise EncodingUnknown(path.name, error.start, _previews(content, error.start)) from None


def _previews(content: bytes, at: int) -> dict[str, str]:
    start = content.rfind(b"\n", 0, at) + 1
    piece = content[start : start + PREVIEW]
    found = {}
    for name in ENCODINGS:
        try:
            content.decode(name)
        except UnicodeDecodeError:
            continue
        found[name] = piece.decode(name, "ignore").splitlines()[0]
    return found


def _read_xlsx(path: Path) -> pd.DataFrame:
    wanted = "an XLSX of at most 50 MB, one table on its first sheet"
    try:
        if path.stat().st_size > XLSX_LIMIT_BYTES:
            raise RecordError(
                f"{path.name}: larger than {XLSX_LIMIT_BYTES // 2**20} MB; expected {wanted}."
            )
        with zipfile.ZipFile(path) as parts:
            for part in parts.infolist():
                if (
                    part.file_size > ZIP_RATIO * max(part.compress_size, 1)
                    and part.file_size > 2**20
                ):
                    raise RecordError(
                        f"{path.name}: it unpacks to more than {ZIP_RATIO} times its size; expected {wanted}."
                    )
        sheet = openpyxl.load_workbook(path, read_only=True, data_only=True).worksheets[0]
        rows = [[_cell(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
    except FileNotFoundError:
        raise RecordError(f"{path.name}: the file is missing.") from None
    except (
        zipfile.BadZipFile,
        InvalidFileException,
        KeyError,
        IndexError,
        ValueError,
        OSError,
    ) as error:
        raise RecordError(f"{path.name}: cannot be read ({error}); expected {wanted}.") from None
    while rows and not any(rows[-1]):
        rows.pop()
    if not rows:
        raise RecordError(f"{path.name}: the first sheet is empty; expected {wanted}.")
    header = rows[0]
    while header and not header[-1]:
        header = header[:-1]
    if "" in header or len(set(header)) != len(header):
        raise RecordError(
            f"{path.name}, row 1: each column needs a name of its own; expected {wanted}."
        )
    for number, row in enumerate(rows[1:], start=2):
        if any(row[len(header) :]):
            raise RecordError(
                f"{path.name}, row {number}: cells beyond the last named column; expected {wanted}."
            )
    body = [[*row[: len(header)], *[""] * (len(header) - len(row))] for row in rows[1:]]
    kept = [(number, row) for number, row in enumerate(body, start=2) if any(row)]
    return pd.DataFrame(
        [row for _, row in kept], columns=header, index=[number for number, _ in kept], dtype="str"
    )


def _cell(value: Any) -> str:
    """A cell as it would stand in a CSV: a whole number without a point, a day as YYYY-MM-DD."""
    if value is None:
        return ""
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(" ")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def _refuse_personal_data(raw: pd.DataFrame, file: str) -> None:
    for column in raw.columns:
        if _PERSONAL_HEADER.search(str(column)):
            raise RecordError(
                f"{file}, row 1, column {column!r}: looks like personal data; leave that column out, the record holds no private persons."
            )
        for what, pattern in _PERSONAL_VALUES:
            hit = next((cell for cell in raw[column].unique() if pattern.search(cell)), None)
            if hit is not None:
                row = raw.index[raw[column] == hit][0]
                raise RecordError(
                    f"{file}, row {row}, column {column!r}: looks like {what}; leave it out, the record holds no private persons."
                )
