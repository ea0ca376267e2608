"""The Delta Lake tables of a store: rows by batch, appended and read, and what their log says there is."""

from __future__ import annotations

import errno
import hashlib
import os
import re
from typing import Final

import pandas as pd
import pyarrow as pa
import stamina
from deltalake import DeltaTable, write_deltalake
from deltalake.exceptions import CommitFailedError, DeltaError, TableNotFoundError

from data.record.schema import TABLES
from data.record.tables import with_later
from data.store.files import Files, Unreachable, reason_of

PIECE: Final = 32_768  # rows that are written at once
BESIDE_BYTES: Final = 2**16  # of the log and of the footer of a file
OURS: Final = ["_batch", "_key", "_content"]
# What the engine says of the storage; all else speaks of a table whose files are not as they were written.
_OF_THE_STORAGE: Final = re.compile(r"Generic|[Pp]ermission|[Uu]nauthenticated|status code|HTTP")


class Delta:
    """The tables of one store."""

    def __init__(self, files: Files) -> None:
        """Open them; they need not exist yet."""
        self.files = files

    def rows(self, table: str, batches: list[str]) -> pd.DataFrame:
        """The rows of some batches.

        Raises:
            Unreachable: they cannot be read.
        """
        found = self._opened(table) if batches else None
        if found is None:
            return pd.DataFrame(
                columns=[*(TABLES[table].columns if table in TABLES else []), *OURS]
            )
        try:
            rows = found.to_pandas(partitions=[("_batch", "in", batches)])
            return with_later(rows, table, None) if table in TABLES else rows
        except (DeltaError, OSError, ValueError) as error:
            raise self._unreadable(table, error) from None

    def whole(self, table: str, without: list[str]) -> pd.DataFrame:
        """Every row that a table holds, of batches that count or not; empty where there is no table.

        Args:
            table: its name.
            without: batches whose files are not to be read.

        Raises:
            Unreachable: it cannot be read.
        """
        try:
            found = DeltaTable(self.files.table(table), storage_options=self.files.options)
            return found.to_pandas([("_batch", "not in", without)] if without else None)
        except TableNotFoundError:
            return pd.DataFrame()
        except (DeltaError, OSError, ValueError) as error:
            raise self._unreadable(table, error) from None

    def count_by_batch(self, table: str) -> dict[str, int]:
        """How many rows the log of a table has of each batch; nothing where it cannot be read."""
        found = self._opened(table)
        if found is None:
            return {}
        added = pa.table(found.get_add_actions(flatten=True)).to_pandas()
        return added.groupby("partition._batch")["num_records"].sum().astype(int).to_dict()

    def append(self, table: str, rows: pd.DataFrame, batch: str) -> dict[str, str]:
        """Add the rows of a batch; the hashes of the files they are in.

        Raises:
            OSError, DeltaError: they could not be written.
        """
        self._asks_for_room(rows)
        for attempt in stamina.retry_context(on=CommitFailedError, attempts=8, wait_initial=0.05):
            with attempt:  # of two imports that make a table at once, the second finds it made
                write_deltalake(
                    self.files.table(table), _in_pieces(rows), mode="append", partition_by=["_batch"], schema_mode="merge", storage_options=self.files.options,
                )  # fmt: skip
        found = self.hashes(table, batch)
        if not found:
            raise OSError(f"{table}: what was written is not there")
        return found

    def make(self, table: str, rows: pd.DataFrame) -> None:
        """A table that is not there yet.

        Raises:
            Unreachable: it cannot be written.
        """
        try:
            self._asks_for_room(rows)
            write_deltalake(
                self.files.table(table), rows, partition_by=["_batch"], storage_options=self.files.options,
            )  # fmt: skip
        except (DeltaError, OSError, ValueError) as error:
            raise self._unreadable(table, error) from None

    def _asks_for_room(self, rows: pd.DataFrame) -> None:
        """The engine's own writer panics on a full disk, so it is asked before; what is written is smaller.

        Raises:
            OSError: there is no room.
        """
        if self.files.room() < rows.memory_usage(deep=True).sum() + BESIDE_BYTES:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def hashes(self, table: str, batch: str) -> dict[str, str]:
        """SHA-256 of the files that hold one batch of a table, by their name in the store."""
        there = self.files.marks(f"{table}/_batch={batch}/")
        parts = [name for name in there if name.endswith(".parquet")]
        return {name: hashlib.sha256(self.files.read(name)).hexdigest() for name in parts}

    def _opened(self, table: str) -> DeltaTable | None:
        """A table; None where there is none or its log is damaged, which the counts of manifests tell."""
        try:
            return DeltaTable(self.files.table(table), storage_options=self.files.options)
        except TableNotFoundError:
            return None
        except (DeltaError, OSError, ValueError) as error:
            if _OF_THE_STORAGE.search(str(error)):
                raise self._unreadable(table, error) from None
            return None

    def _unreadable(self, table: str, error: Exception) -> Unreachable:
        expected = "tables that can be read and written"
        return Unreachable(self.files.where, f"{table}: {reason_of(error)}", expected)


def _in_pieces(rows: pd.DataFrame) -> pa.RecordBatchReader:
    """Rows as they are written: of a large table the engine would hold twice what it has."""
    table = pa.Table.from_pandas(rows, preserve_index=False)
    return pa.RecordBatchReader.from_batches(table.schema, table.to_batches(max_chunksize=PIECE))
