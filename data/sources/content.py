"""What is in a row, so that one that came before is known again, in another layout too."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from data.record.refusal import RecordError
from data.sources.cells import whole_number
from data.sources.source import Source

# days that batches kept as YYYY-MM-DD before contents were hashed as they stand in the file
_SLASHED: Final = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")


def sha256_of(path: Path) -> str:
    """The hash of a file's bytes.

    Raises:
        RecordError: it cannot be read.
    """
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        reason = "is missing" if isinstance(error, FileNotFoundError) else f"cannot be read ({error.strerror})"  # fmt: skip
        raise RecordError(f"{path.name}: the file {reason}.") from None


def same_content(one: str, other: str) -> bool:
    """Whether two contents of a key are one: the same cells, or the same in all that is kept of them.

    The cells alone are what batches from before kept; a row in another layout has other cells.
    """
    return bool(set(one.split("+")) & set(other.split("+")))


def contents_of(
    written: pd.DataFrame, read: pd.DataFrame, tables: dict[str, pd.DataFrame], source: Source
) -> list[str]:
    """What is in each accepted row, as short hashes that ``same_content`` compares.

    Args:
        written: the rows as they stand in the file, with a key of their own.
        read: the same rows as they were read.
        tables: what was made of them.
        source: in which of its columns days stand.

    Returns:
        By row: hashes of its cells, of its cells with days as YYYY-MM-DD, and of all that is kept of it.
    """
    dated = written.columns.intersection(list(source.dated))
    slashed = written[dated].apply(lambda cells: cells.str.strip().str.fullmatch(_SLASHED))
    as_written = as_days = _cells(written)
    if slashed.any(axis=None):
        days = written.copy()
        days[dated] = written[dated].where(~slashed, read[dated])
        as_days = _cells(days)
    hashes = (as_written, as_days, _kept(tables, written.index))
    return ["+".join(dict.fromkeys(each)) for each in zip(*hashes, strict=True)]


def digest_of(key: str) -> str:
    """A key that stands in the ledger only so: what a purge may have to remove is not written out there."""
    return hashlib.sha256(key.encode()).hexdigest()[:12]


def aside_of(
    put_aside: pd.DataFrame, rows: pd.DataFrame, source: Source, file: str
) -> dict[str, int | None]:
    """How many killed each row prints that was put aside, by a digest of its key.

    Args:
        put_aside: the rows put aside.
        rows: the cells of the file.
        source: in which column the killed stand.
        file: its name, by which rows without a key are told apart.
    """
    found: dict[str, int | None] = {}
    for row in put_aside["row"]:
        there = row in rows.index
        key = rows.at[row, source.key].strip() if there else ""
        cell = whole_number(rows.at[row, source.killed]) if there and source.killed in rows else ""
        owner = source.withdraws or source.name
        name = f"{owner}:{key}" if key else f"{owner}:{file}:{row}"
        found[digest_of(name)] = int(cell) if re.fullmatch("[0-9]{1,9}", cell) else None
    return found


def _cells(rows: pd.DataFrame) -> list[str]:
    columns = [pa.array(rows[name].array, pa.large_string()) for name in rows]
    joined = pc.binary_join_element_wise(*columns, pa.scalar("|", pa.large_string())).to_pylist()
    return [hashlib.sha256(row.encode()).hexdigest() for row in joined]


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
