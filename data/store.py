"""What a team imported: append-only tables in Delta Lake, one batch an import, each file hashed.

A batch counts only once its manifest is written, last and in one commit: a stop at any moment leaves
the store as it was or with the whole batch. A correction is a new row under the same key.
"""

from __future__ import annotations

import datetime as dt
import getpass
import hashlib
import json
import os
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pandas as pd
import platformdirs
from deltalake import DeltaTable, write_deltalake
from deltalake.exceptions import DeltaError, TableNotFoundError

from data.intake import Batch
from data.record import Record, joined, load_chosen
from data.schema import TABLES
from data.tables import RecordError

STORE_VARIABLE: Final = "CASUALTY_STORE"
MANIFESTS: Final = "manifests"
COLUMNS: Final = [
    "batch",
    "source",
    "file",
    "sha256",
    "licence",
    "who",
    "at",
    "read",
    "accepted",
    "files",
    "rows",
]
ATTEMPTS: Final = 8
SHARED: Final = ("actors", "sources")  # rows that several imported rows lean on
OURS: Final = ["_batch", "_key", "_content"]


def _digest(manifest: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(manifest, sort_keys=True).encode()).hexdigest()


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
    """

    tables: dict[str, pd.DataFrame]
    version: str
    damaged: tuple[str, ...]


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

    def manifests(self) -> list[dict[str, Any]]:
        """Every manifest, oldest first, imports and withdrawals.

        Raises:
            RecordError: one of them is not as it was written.
        """
        found = []
        for path in sorted((self.folder / MANIFESTS).glob("*.json")):
            try:
                manifest = json.loads(path.read_bytes())
                digest = manifest.pop("digest")
            except (ValueError, KeyError, AttributeError):
                digest, manifest = "", {}
            if digest != _digest(manifest):
                raise RecordError(
                    f"{path.name}: the manifest is not as it was written; restore it from a copy."
                )
            found.append(manifest)
        return sorted(found, key=lambda manifest: (manifest["at"], manifest["batch"]))

    def batches(self) -> pd.DataFrame:
        """Manifests of the batches that count, oldest first: withdrawn ones are left out."""
        rows = self.manifests()
        withdrawn = {row["of"] for row in rows if row["kind"] == "withdrawal"}
        live = [row for row in rows if row["kind"] == "import" and row["batch"] not in withdrawn]
        return pd.DataFrame(live, columns=COLUMNS)

    def add(self, batch: Batch, *, dry_run: bool = False) -> Verdict:
        """Write what is new of a batch.

        Args:
            batch: the checked file.
            dry_run: say what would be written and write nothing.

        Returns:
            The verdict; ``batch`` is empty where nothing was written.
        """
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
        name = f"{dt.datetime.now(dt.UTC):%Y%m%dT%H%M%S}-{uuid.uuid4().hex[:8]}"
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
        manifest = {
            "batch": name, "kind": "import", "of": "", "reason": "", "source": batch.source.name, "file": batch.file, "sha256": batch.sha256,
            "licence": batch.source.licence, "who": getpass.getuser(), "at": dt.datetime.now(dt.UTC).isoformat(),
            "read": batch.read, "accepted": len(new), "files": files, "rows": rows,
        }  # fmt: skip
        self._commit(manifest)
        return Verdict(*counts, name, batch.sha256)

    def withdraw(self, batch: str, reason: str) -> None:
        """Take a batch out of everything that is shown; its rows stay on disk with the reason.

        Raises:
            RecordError: no such batch counts.
        """
        live = self.batches()
        if live.empty or batch not in set(live["batch"]):
            raise RecordError(
                f"batch = {batch!r} is not in the store; expected one of its live batches."
            )
        manifest = {
            "batch": f"{batch}-withdrawn", "kind": "withdrawal", "of": batch, "reason": reason, "who": getpass.getuser(),
            "at": dt.datetime.now(dt.UTC).isoformat(),
        }  # fmt: skip
        self._commit(manifest)

    def verify(self) -> dict[str, list[str]]:
        """Files whose bytes are not those that were written, by batch; empty when all are."""
        wrong: dict[str, list[str]] = {}
        for row in self.batches().itertuples():
            for name, digest in row.files.items():
                path = self.folder / name
                if not path.exists() or hashlib.sha256(path.read_bytes()).hexdigest() != digest:
                    wrong.setdefault(row.batch, []).append(name)
        return wrong

    def contents(self) -> Contents:
        """The live rows; of two rows under one key the later one, and no row of a damaged batch."""
        damaged = tuple(sorted({*self.verify(), *self._incomplete()}))
        live = [batch for batch in self.batches()["batch"] if batch not in damaged]
        tables = {name: self._live(name, live) for name in TABLES}
        version = hashlib.sha256("|".join(live).encode()).hexdigest()[:6] if live else ""
        return Contents(tables, version, damaged)

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
        if rows.empty or table in SHARED:
            return rows.drop_duplicates(list(TABLES[table].columns)[:1])
        return rows.merge(newest[["_key", "_batch"]], on=["_key", "_batch"]).reset_index(drop=True)

    def _incomplete(self) -> list[str]:
        """Batches of which a table has not as many rows as were written."""
        found = []
        for row in self.batches().itertuples():
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

    def _commit(self, manifest: dict[str, Any]) -> None:
        """Make a manifest count: written aside, flushed, then given its name in one step."""
        folder = self.folder / MANIFESTS
        folder.mkdir(parents=True, exist_ok=True)
        aside = folder / f".{manifest['batch']}.tmp"
        with aside.open("wb") as file:
            file.write(json.dumps({**manifest, "digest": _digest(manifest)}, indent=1).encode())
            file.flush()
            os.fsync(file.fileno())
        aside.replace(folder / f"{manifest['batch']}.json")

    def _append(self, table: str, rows: pd.DataFrame, batch: str) -> dict[str, str]:
        write_deltalake(
            self._uri(table), rows, mode="append", partition_by=["_batch"], schema_mode="merge"
        )
        parts = (self.folder / table / f"_batch={batch}").glob("*.parquet")
        return {
            str(path.relative_to(self.folder)): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in parts
        }

    def _uri(self, table: str) -> str:
        (self.folder / table).mkdir(parents=True, exist_ok=True)
        return str(self.folder / table)


def load_with_imports() -> tuple[Record, tuple[str, ...]]:
    """The chosen record together with the live rows of the chosen store.

    Returns:
        The record, and the batches left out because their files are damaged.

    Raises:
        RecordError: the record cannot be read.
    """
    record = load_chosen()
    store = Store()
    if not (store.folder / MANIFESTS).exists():
        return record, ()
    held = store.contents()
    return joined(record, held.tables, held.version), held.damaged
