"""Somebody's file in, rows of text out: told what was read how, refused where it is a guess."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pandas as pd

from data.record.formulas import as_written
from data.record.refusal import RecordError, Refused
from data.sources.asked import Answers
from data.sources.personal import refuse_personal_data
from data.sources.tabular import Wanted, rows_of_text, table_of

# what Arabic and French files are written in where they are not UTF-8
ENCODINGS: Final = ("cp1256", "iso8859_6", "cp1252", "iso8859_15")
MOST_UNPACKED: Final = 2 * 2**30
ZIP_RATIO: Final = 1000
AROUND: Final = 30  # letters shown on either side of a byte that cannot be read
_NUMBER: Final = re.compile(r"[٠-٩۰-۹0-9.,٫٬\s-]+")
_DIGITS: Final = {ord(c): str(n % 10) for n, c in enumerate("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹")}
# by its first bytes, a format that is not read here, and the way out of it
_OTHERS: Final = (
    (b"PAR1", "Parquet", "save it as CSV, for example with pandas: read_parquet(...).to_csv(...)"),
    (b"%PDF", "PDF", "ask its producer for the table as CSV or XLSX"),
    (b"{", "JSON", "save its rows as CSV"),
    (b"[", "JSON", "save its rows as CSV"),
    (b"\x1f\x8b", "gzip", "unpack it first"),
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
    path: Path,
    encoding: str | None = None,
    *,
    wanted: Wanted = lambda header: False,
    answers: Answers | None = None,
    only: Callable[[list[str]], set[str]] | None = None,
) -> tuple[pd.DataFrame, list[Refused], list[str]]:
    """The rows of a file as text.

    Args:
        path: CSV or other delimited text, XLSX, XLS, ODS, or a ZIP with one of them.
        encoding: of a text; None is UTF-8, or what its byte-order mark says.
        wanted: whether a header is one that is looked for, so that rows above it are seen as titles.
        answers: which sheet or delimiter somebody said.
        only: of a header, the columns that are read; others are left out before their cells are looked at,
            and no text of the file is shown but its header.

    Returns:
        Rows as wide as the header, the index being the row in the file; rows refused with the reason;
        and, in words, what was read in another way than it was written.

    Raises:
        RecordError: it cannot be read, is too large, or holds personal data.
        Question: which sheet or delimiter is meant cannot be told.
    """
    answers = answers or Answers()
    content = _bytes(path)
    if zipfile.is_zipfile(io.BytesIO(content)) or content[:4] == b"\xd0\xcf\x11\xe0":
        names = _packed(path, content)
        inner = [name for name in names if name.lower().endswith((".csv", ".tsv", ".txt"))]
        if inner and "xl/workbook.xml" not in names:
            raw, refused, told = _zipped(
                path, content, inner, encoding, wanted, answers, only is None
            )
        else:
            from data.sources.workbook import lines_of_workbook  # loads the readers of workbooks

            lines, told = lines_of_workbook(path, wanted, answers.sheet)
            raw, refused, said = table_of(lines, path.name, wanted)
            told += said
    elif path.suffix.casefold() in (".xlsx", ".xls", ".ods"):
        raise RecordError(
            f"{path.name}: cannot be read, it is no workbook; expected a workbook with one table on a sheet."
        )
    else:
        for start, name, way in _OTHERS:
            if content.lstrip()[: len(start)] == start:
                raise RecordError(f"{path.name}: it is {name}, which is not read here; {way}.")
        text = _text(path, content, encoding, only is None)
        raw, refused, told = rows_of_text(text, path.name, wanted, answers.delimiter)
    if only is not None:
        taken = only(list(raw.columns))
        refused = [
            one if one[2] in taken or not one[2] else (*one[:3], "", one[4]) for one in refused
        ]
        told = [re.sub(", the first is .*", ".", line) for line in told]
        raw = raw[[name for name in raw.columns if name in taken]].copy()
    raw = _unescaped(raw)
    raw, mapped = _western(raw)
    refuse_personal_data(raw, path.name)
    if mapped:
        told.append(f"{mapped} cells with Arabic-Indic digits were read as numbers.")
    return raw, refused, told


def header_of(path: Path, encoding: str | None, answers: Answers, wanted: Wanted) -> list[str]:
    """The columns of a file, whatever they are; its cells are not looked at.

    Args:
        path: the file.
        encoding: of a text.
        answers: which sheet or delimiter somebody said.
        wanted: whether a row looks like the header, so that titles above it are not taken for one.

    Raises:
        RecordError: as ``read_rows``, but that it holds personal data.
    """
    found: list[str] = []

    def none(header: list[str]) -> set[str]:
        found.extend(header)
        return set()

    read_rows(path, encoding, wanted=wanted, answers=answers, only=none)
    return found


def _unescaped(raw: pd.DataFrame) -> pd.DataFrame:
    """Cells that were kept from being formulas, when a file of ours comes back."""
    for column in raw.columns:
        marked = raw[column].str.startswith("'")
        if marked.any():
            raw[column] = raw[column].where(~marked, raw[column].map(as_written))
    return raw


def _western(raw: pd.DataFrame) -> tuple[pd.DataFrame, int]:
    """Cells that hold only a number in Arabic-Indic digits, in those the record is written in."""
    mapped = 0
    for column in raw.columns:
        cells = raw[column]
        some = cells[cells.str.contains("[٠-٩۰-۹]", regex=True)]
        found = [cell for cell in some.unique() if _NUMBER.fullmatch(cell)]
        if found:
            eastern = cells.isin(found)
            mapped += int(eastern.sum())
            raw[column] = cells.where(~eastern, cells.str.translate(_DIGITS))
    return raw, mapped


def _packed(path: Path, content: bytes) -> list[str]:
    """Names of the files in a ZIP; none where it is another container."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            return parts.namelist()
    except zipfile.BadZipFile:
        return []


def _zipped(
    path: Path,
    content: bytes,
    inner: list[str],
    encoding: str | None,
    wanted: Wanted,
    answers: Answers,
    whole: bool,
) -> tuple[pd.DataFrame, list[Refused], list[str]]:
    """The rows of the one text in a ZIP."""
    if len(inner) > 1:
        listed = ", ".join(inner[:5])
        raise RecordError(f"{path.name}: a ZIP with {len(inner)} tables ({listed}); expected one, unpack it and import each.")  # fmt: skip
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        about = parts.getinfo(inner[0])
        if (
            about.file_size > MOST_UNPACKED
            or about.file_size > ZIP_RATIO * max(about.compress_size, 1) > 2**20
        ):
            raise RecordError(f"{path.name}: it unpacks to {about.file_size // 2**20} MB; expected at most {MOST_UNPACKED // 2**20} MB.")  # fmt: skip
        text = _text(path, parts.read(about), encoding, whole)
    raw, refused, told = rows_of_text(text, path.name, wanted, answers.delimiter)
    return raw, refused, [f"{inner[0]} in the ZIP was read.", *told]


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise RecordError(f"{path.name}: the file is missing.") from None
    except OSError as error:
        raise RecordError(f"{path.name}: the file cannot be read ({error.strerror}).") from None


def _text(path: Path, content: bytes, encoding: str | None, whole: bool) -> str:
    """The text of a file; where its columns are not all read, no more than one letter of it is shown."""
    marked = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        return content.decode(encoding or marked)
    except LookupError:
        raise RecordError(f"{path.name}: encoding = {encoding!r} is not known.") from None
    except UnicodeDecodeError as error:
        if encoding:
            raise RecordError(f"{path.name}: byte {error.start} is not {encoding}.") from None
        raise EncodingUnknown(
            path.name, error.start, _previews(content, error.start, AROUND if whole else 0)
        ) from None


def _previews(content: bytes, at: int, around: int) -> dict[str, str]:
    """How the text around a byte reads in each encoding it could be in."""
    piece = content[max(at - around, 0) : at + max(around, 1)]
    found = {}
    for name in ENCODINGS:
        try:
            content.decode(name)
        except UnicodeDecodeError:
            continue
        found[name] = " ".join(piece.decode(name, "ignore").split())
    return found
