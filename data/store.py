"""What a team imported: append-only tables in Delta Lake, one batch an import, each file hashed.

A batch counts only once its manifest is written, last and in one commit: a stop at any moment leaves
the store as it was or with the whole batch. A correction is a new row under the same key.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pandas as pd
import platformdirs
from deltalake import DeltaTable, write_deltalake
from deltalake.exceptions import DeltaError, TableNotFoundError

from data.files import Files, files_at, reason_of
from data.intake import Batch
from data.keys import secret
from data.ledger import Ledger, new_name
from data.schema import TABLES
from data.tables import RecordError

STORE_VARIABLE: Final = "CASUALTY_STORE"
PENDING: Final = "purge/note.json"  # of a purge that is under way, or was stopped in between
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
    """The tables of one team, in a folder or in object storage."""

    def __init__(self, where: str | Path | None = None) -> None:
        """Open a store; it need not exist yet.

        Args:
            where: a folder or the URL of object storage; None is ``CASUALTY_STORE`` of
                the environment or the app's secrets, else the user's data folder.

        Raises:
            RecordError: the URL is of no kind that is known.
        """
        usual = Path(platformdirs.user_data_dir("casualty-monitor")) / "store"
        self.files = files_at(str(where or secret(STORE_VARIABLE) or usual))
        self.ledger = Ledger(self.files)

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
            if dry_run:
                return self._add(batch, dry_run)
            with self.files.held(alone=False):
                if self.files.marks(PENDING.partition("/")[0] + "/"):
                    raise RecordError(
                        f"{batch.file}: a purge of the store was stopped in between; `casualty-monitor verify` finishes it, then import again."
                    )
                return self._add(batch, dry_run)
        except (OSError, DeltaError) as error:
            raise RecordError(
                f"{batch.file}: the store could not be written ({reason_of(error)}); nothing of this file counts, the store is as it was."
            ) from None

    def _add(self, batch: Batch, dry_run: bool) -> Verdict:
        order = self.batches()["batch"].tolist()
        there = _newest(self._table("contents", order), order)
        seen = dict(zip(there["_key"], there["_content"], strict=True)) if len(there) else {}
        owner = batch.source.withdraws or batch.source.name
        _one_form_of_ids(
            batch, [key.removeprefix(f"{owner}:") for key in seen if key.startswith(f"{owner}:")]
        )
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
                try:
                    found = hashlib.sha256(self.files.read(name)).hexdigest()
                except FileNotFoundError:
                    found = ""
                if found != digest:
                    wrong.setdefault(row.batch, []).append(name)
        return wrong

    def contents(self, until: str | None = None) -> Contents:
        """The live rows; of two rows under one key the later one, and no row of a damaged batch.

        Args:
            until: name of the last entry of the ledger to take; None is all.
        """
        wrong, known = self.verify(until), self.batches(until)
        whole = known[~known["batch"].isin(wrong)]
        frames = {
            name: self._table(name, whole["batch"].tolist()) for name in (*TABLES, "contents")
        }
        lost = {
            row.batch
            for row in whole.itertuples()
            for table, count in row.rows.items()
            if (frames[table]["_batch"] == row.batch).sum() != count
        }
        order = [batch for batch in whole["batch"] if batch not in lost]
        newest = _newest(frames.pop("contents"), order)
        tables = {name: _live(name, rows, newest, order) for name, rows in frames.items()}
        damaged = tuple(sorted({*wrong, *lost}))
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

    def _table(self, table: str, batches: list[str]) -> pd.DataFrame:
        nothing = pd.DataFrame(columns=[*(TABLES[table].columns if table in TABLES else []), *OURS])
        if not batches:
            return nothing
        try:
            found = DeltaTable(self.files.table(table), storage_options=self.files.options)
            return found.to_pandas(partitions=[("_batch", "in", batches)])
        except TableNotFoundError:
            return nothing
        except (DeltaError, OSError, ValueError) as error:
            if "Generic" in str(error):  # the storage itself, of which no hash tells anything
                raise RecordError(
                    f"{self.files.where}: the store could not be read ({reason_of(error)})."
                ) from None
            return nothing  # the row count of the manifest tells that rows are missing

    def _append(self, table: str, rows: pd.DataFrame, batch: str) -> dict[str, str]:
        write_deltalake(
            self.files.table(table), rows, mode="append", partition_by=["_batch"], schema_mode="merge", storage_options=self.files.options,
        )  # fmt: skip
        return hashes_of(self.files, table, batch)


def _one_form_of_ids(batch: Batch, there: list[str]) -> None:
    """Nothing, where the ids of a batch are of the form of those that the store has of its source.

    Raises:
        RecordError: the producer gave the same rows other ids in another release.
    """
    for form in batch.source.key_forms:
        new = next((key for key in batch.contents["key"] if re.fullmatch(form, key)), None)
        old = next((key for key in there if not re.fullmatch(form, key)), None)
        if new and old:
            raise RecordError(
                f"{batch.file}: its rows have ids such as {new}, those of {batch.source.name} in the store such as {old}: releases that name the same rows in two ways, which together would count deaths twice; withdraw the batches of the one before importing the other."
            )


def _newest(contents: pd.DataFrame, order: list[str]) -> pd.DataFrame:
    """Of the rows that came under one key in several batches, the one of the latest."""
    known = contents.assign(
        _order=contents["_batch"].map({name: n for n, name in enumerate(order)})
    )
    counting = known[known["_order"].notna()]
    return counting.sort_values("_order").drop_duplicates("_key", keep="last")


def _live(table: str, rows: pd.DataFrame, newest: pd.DataFrame, order: list[str]) -> pd.DataFrame:
    """The rows of a table that count, in the order they came."""
    own = next(iter(TABLES[table].columns))
    known = rows.assign(_order=rows["_batch"].map({name: n for n, name in enumerate(order)}))
    counting = known[known["_order"].notna()]
    sorted_rows = counting.sort_values(["_order", own], ignore_index=True).drop(columns="_order")
    if sorted_rows.empty or table in SHARED:
        return sorted_rows.drop_duplicates(own)
    kept = sorted_rows.merge(newest[["_key", "_batch"]], on=["_key", "_batch"])
    return kept.reset_index(drop=True)


def hashes_of(files: Files, table: str, batch: str) -> dict[str, str]:
    """SHA-256 of the files that hold one batch of a table, by their name in the store."""
    parts = [name for name in files.marks(f"{table}/_batch={batch}/") if name.endswith(".parquet")]
    return {name: hashlib.sha256(files.read(name)).hexdigest() for name in parts}
