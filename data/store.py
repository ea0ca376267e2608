"""What a team imported: append-only tables in Delta Lake, one batch an import, each file hashed.

A batch counts only once its manifest is written, last and in one commit: a stop at any moment leaves
the store as it was or with the whole batch. A correction is a new row under the same key.
"""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pandas as pd
import platformdirs
from deltalake import DeltaTable, write_deltalake
from deltalake.exceptions import DeltaError, TableNotFoundError

from data.intake import Batch
from data.ledger import Ledger, new_name
from data.schema import TABLES
from data.tables import RecordError

STORE_VARIABLE: Final = "CASUALTY_STORE"
MANIFESTS: Final = "manifests"
SHARED: Final = ("actors", "sources")  # rows that several imported rows lean on
OURS: Final = ["_batch", "_key", "_content"]


@dataclass(frozen=True)
class Verdict:
    """What an import came to: read = accepted + duplicates + put aside; revisions are among the accepted."""

    read: int
    accepted: int
    duplicates: int
    put_aside: int
    revisions: int
    batch: str
    sha256: str


@dataclass(frozen=True, eq=False)
class Contents:
    """What a store holds now.

    Attributes:
        tables: live rows by table of the schema.
        version: short hash over the live batches; empty for an empty store.
        damaged: batches left out because a file's hash differs from its manifest.
        decided: the last word of a person on each pair of records.
    """

    tables: dict[str, pd.DataFrame]
    version: str
    damaged: tuple[str, ...]
    decided: list[tuple[str, str, str]]


class Store:
    """The tables of one team, in a folder."""

    def __init__(self, folder: Path | None = None) -> None:
        """Open a store; it need not exist yet.

        Args:
            folder: where; None is ``CASUALTY_STORE``, else the user's data folder.
        """
        chosen = folder or os.environ.get(STORE_VARIABLE)
        self.folder = (
            Path(chosen)
            if chosen
            else Path(platformdirs.user_data_dir("casualty-monitor")) / "store"
        )
        self.ledger = Ledger(self.folder / MANIFESTS)

    def batches(self, until: str | None = None) -> pd.DataFrame:
        """Entries of the batches that count, oldest first: withdrawn ones are left out."""
        return self.ledger.imports(until)

    def add(self, batch: Batch, *, dry_run: bool = False) -> Verdict:
        """Write what is new of a batch.

        Args:
            batch: the checked file.
            dry_run: say what would be written and write nothing.

        Returns:
            The verdict; ``batch`` is empty where nothing was written.

        Raises:
            RecordError: the store cannot be written, such as on a full disk.
        """
        try:
            with self.ledger.held(alone=False):
                return self._add(batch, dry_run)
        except (OSError, DeltaError) as error:
            reason = getattr(error, "strerror", None) or str(error).splitlines()[0]
            raise RecordError(
                f"{batch.file}: the store could not be written ({reason}); nothing of this file counts, the store is as it was."
            ) from None

    def _add(self, batch: Batch, dry_run: bool) -> Verdict:
        there = self._live("contents")
        seen = dict(zip(there["_key"], there["_content"], strict=True)) if len(there) else {}
        owner = batch.source.withdraws or batch.source.name
        new, duplicates, revisions = [], batch.repeated, 0
        for row, key, content in batch.contents.itertuples():
            key = f"{owner}:{key}"
            if seen.get(key) == content:
                duplicates += 1
                continue
            revisions += key in seen
            seen[key] = content
            new.append(row)
        counts = (batch.read, len(new), duplicates, len(batch.put_aside), revisions)
        if dry_run or not new:
            return Verdict(*counts, "", batch.sha256)
        name = new_name()
        keys = (owner + ":" + batch.contents["key"]).to_dict()
        files: dict[str, str] = {}
        rows: dict[str, int] = {}
        contents = (
            batch.contents.loc[new].rename(columns={"content": "_content"}).drop(columns="key")
        )
        for table, frame in {**batch.tables, "contents": contents}.items():
            chosen = frame if table in SHARED else frame[frame.index.isin(new)]
            if chosen.empty:
                continue
            marked = chosen.assign(_batch=name, _key=[keys.get(row, "") for row in chosen.index])
            if table != "contents":
                marked["_content"] = ""
            files |= self._append(table, marked.reset_index(drop=True), name)
            rows[table] = len(marked)
        self.ledger.write(
            {
                "batch": name, "kind": "import", "source": batch.source.name, "file": batch.file, "sha256": batch.sha256,
                "licence": batch.source.licence, "read": batch.read, "accepted": len(new), "files": files, "rows": rows,
            }
        )  # fmt: skip
        return Verdict(*counts, name, batch.sha256)

    def verify(self, until: str | None = None) -> dict[str, list[str]]:
        """Files whose bytes are not those that were written, by batch; empty when all are.

        Args:
            until: name of the last entry of the ledger to take; None is all.
        """
        wrong: dict[str, list[str]] = {}
        for row in self.batches(until).itertuples():
            for name, digest in row.files.items():
                path = self.folder / name
                if not path.exists() or hashlib.sha256(path.read_bytes()).hexdigest() != digest:
                    wrong.setdefault(row.batch, []).append(name)
        return wrong

    def contents(self, until: str | None = None) -> Contents:
        """The live rows; of two rows under one key the later one, and no row of a damaged batch.

        Args:
            until: name of the last entry of the ledger to take; None is all.
        """
        damaged = tuple(sorted({*self.verify(until), *self._incomplete(until)}))
        live = [batch for batch in self.batches(until)["batch"] if batch not in damaged]
        tables = {name: self._live(name, live) for name in TABLES}
        decided = self.ledger.last_words(until)
        return Contents(tables, self.version(until, damaged), damaged, decided)

    def version(self, until: str | None = None, damaged: tuple[str, ...] = ()) -> str:
        """Short hash over what counts at an entry of the ledger; empty where nothing does.

        Args:
            until: name of that entry; None is the last one.
            damaged: batches that are left out.
        """
        live = [batch for batch in self.batches(until)["batch"] if batch not in damaged]
        purged = [row["batch"] for row in self.ledger.entries() if row["kind"] == "purge"]
        known = "|".join([*live, *map(str, self.ledger.last_words(until)), *purged])
        return hashlib.sha256(known.encode()).hexdigest()[:6] if known else ""

    def ids_of(self, batch: str) -> list[str]:
        """Incident ids that a batch brought, whether it counts or not."""
        return self._table("incidents", [batch])["incident_id"].tolist()

    def _live(self, table: str, batches: list[str] | None = None) -> pd.DataFrame:
        order = self.batches()["batch"].tolist() if batches is None else batches
        if not order:
            return pd.DataFrame(
                columns=[*(TABLES[table].columns if table in TABLES else []), *OURS]
            )
        newest = self._table("contents", order)
        newest["_order"] = newest["_batch"].map({batch: n for n, batch in enumerate(order)})
        newest = newest.sort_values("_order").drop_duplicates("_key", keep="last")
        if table == "contents":
            return newest
        rows = self._table(table, order)
        own = next(iter(TABLES[table].columns))
        rows["_order"] = rows["_batch"].map({batch: n for n, batch in enumerate(order)})
        rows = rows.sort_values(["_order", own], ignore_index=True).drop(columns="_order")
        if rows.empty or table in SHARED:
            return rows.drop_duplicates(own)
        return rows.merge(newest[["_key", "_batch"]], on=["_key", "_batch"]).reset_index(drop=True)

    def _incomplete(self, until: str | None = None) -> list[str]:
        """Batches of which a table has not as many rows as were written."""
        found = []
        for row in self.batches(until).itertuples():
            for table, count in row.rows.items():
                if len(self._table(table, [row.batch])) != count:
                    found.append(row.batch)
        return found

    def _table(self, table: str, batches: list[str]) -> pd.DataFrame:
        nothing = pd.DataFrame(columns=[*(TABLES[table].columns if table in TABLES else []), *OURS])
        if not batches:
            return nothing
        try:
            return DeltaTable(self._uri(table)).to_pandas(partitions=[("_batch", "in", batches)])
        except TableNotFoundError:
            return nothing
        except (DeltaError, OSError, ValueError):
            return nothing  # the row count of the manifest tells that rows are missing

    def _append(self, table: str, rows: pd.DataFrame, batch: str) -> dict[str, str]:
        write_deltalake(
            self._uri(table), rows, mode="append", partition_by=["_batch"], schema_mode="merge"
        )
        return hashes_of(self.folder, table, batch)

    def _uri(self, table: str) -> str:
        (self.folder / table).mkdir(parents=True, exist_ok=True)
        return str(self.folder / table)


def hashes_of(folder: Path, table: str, batch: str) -> dict[str, str]:
    """SHA-256 of the files that hold one batch of a table, by path within the store."""
    parts = sorted((folder / table / f"_batch={batch}").glob("*.parquet"))
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in parts
    }
