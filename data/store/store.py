"""What a team imported: append-only tables in Delta Lake, one batch an import, each file hashed.

A batch counts only once its manifest is written, last and in one commit: a stop at any moment leaves
the store as it was or with the whole batch. A correction is a new row under the same key.
"""

from __future__ import annotations

import functools
import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pandas as pd
import platformdirs

from data.record.possible import named_by
from data.record.refusal import RecordError
from data.record.schema import TABLES
from data.sources.keys import secret
from data.store.address import files_at
from data.store.contents import Contents
from data.store.covers import bands_of_imports, covers_of, put_aside_of
from data.store.files import Hold, Unreachable, reason_of
from data.store.ledger import MANIFESTS, Entries, Ledger, new_name
from data.store.live import SHARED, live_rows, newest_of
from data.store.releases import LEFT_OUT, releases_of, told_rows
from data.store.weighing import There, Weighed, unnamed_sheets, weigh

if TYPE_CHECKING:
    from data.sources.intake import Batch
    from data.store.delta import Delta

STORE_VARIABLE: Final = "CASUALTY_STORE"
PURGE: Final = "purge/"
CAPTURES: Final = "captures/"
CHECKS: Final = "checks/"
PENDING: Final = f"{PURGE}note.json"  # of a purge that is under way, or was stopped in between


def checks_of(report: str) -> str:
    """Where a store keeps what the address of a report answered."""
    return f"{CHECKS}{hashlib.sha256(report.encode()).hexdigest()[:32]}.json"


@dataclass(frozen=True)
class Verdict:
    """What an import came to: read = accepted + duplicates + put aside; revisions are among the accepted.

    Attributes:
        read: data rows of the file.
        accepted: rows that are new.
        duplicates: rows that are there already, unchanged.
        put_aside: rows refused.
        revisions: of the accepted, those under a key that is there.
        batch: name of what was written; empty where nothing was.
        sha256: of the file.
        left_out: rows of the store that the producer left out of this release: id, day, title, killed.
    """

    read: int
    accepted: int
    duplicates: int
    put_aside: int
    revisions: int
    batch: str
    sha256: str
    left_out: tuple[dict[str, Any], ...] = ()


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
        if where is None:
            usual = Path(platformdirs.user_data_dir("casualty-monitor")) / "store"
            where = secret(STORE_VARIABLE) or usual
        self.files = files_at(str(where))
        self.ledger = Ledger(self.files)
        self._weighed: tuple[Batch, Any, Weighed] | None = None

    @functools.cached_property
    def delta(self) -> Delta:
        """Its tables; their engine takes a fifth of a second to load."""
        from data.store.delta import Delta

        return Delta(self.files)

    def batches(self) -> pd.DataFrame:
        """Entries of the batches that count, oldest first: withdrawn ones are left out."""
        return self.ledger.entries().imports()

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
        from deltalake.exceptions import DeltaError

        try:
            if dry_run:
                return self._add(batch, None)
            with self.files.held(alone=False) as hold:
                if PENDING in self.files.marks(PURGE):
                    raise RecordError(
                        f"{batch.file}: a purge of the store was stopped in between; `casualty-monitor verify` finishes it, then import again."
                    )
                return self._add(batch, hold)
        except (OSError, DeltaError, Unreachable) as error:
            reason = error.reason if isinstance(error, Unreachable) else reason_of(error)
            raise RecordError(
                f"{batch.file}: the store could not be written ({reason}); nothing of this file counts, the store is as it was."
            ) from None

    def weigh(self, batch: Batch) -> Weighed:
        """What a file comes to beside what is there; see ``weighing``.

        Raises:
            Question: only a person can tell what follows.
        """
        entries = self.ledger.entries()
        imports = entries.imports()
        wrong = self._damage(entries, imports)
        state = ([row["batch"] for row in entries.rows], wrong)
        if self._weighed and self._weighed[0] is batch and self._weighed[1] == state:
            return self._weighed[2]  # asked before it is written, and again under the hold
        imports = imports[~imports["batch"].isin(list(wrong))]
        found = weigh(batch, self._there(batch.source.withdraws or batch.source.name, imports))
        self._weighed = (found.batch, state, found) if found.batch is batch else None
        return found

    def _add(self, batch: Batch, hold: Hold | None) -> Verdict:
        owner = batch.source.withdraws or batch.source.name
        weighed = self.weigh(batch)
        batch, new = weighed.batch, weighed.new
        gone = tuple(
            {"id": row.id, "day": f"{row.day:%Y-%m-%d}", "title": row.title, "killed": None if pd.isna(row.killed) else int(row.killed)}
            for row in weighed.left_out.itertuples()
        )  # fmt: skip
        counts = (batch.read, len(new), weighed.duplicates, len(batch.put_aside), weighed.revisions)
        if hold is None or not (len(new) or gone):
            return Verdict(*counts, "", batch.sha256, gone)
        name = new_name()
        keys = owner + ":" + batch.contents["key"]
        files: dict[str, str] = {}
        rows: dict[str, int] = {}
        contents = batch.contents.loc[new].rename(columns={"content": "_content"}).drop(columns="key")  # fmt: skip
        whole = len(new) == len(batch.contents)  # nothing is copied then
        own = {table: rows if whole or table in SHARED else rows[rows.index.isin(new)] for table, rows in batch.tables.items()}  # fmt: skip
        for table in SHARED & own.keys():
            named = own[table].iloc[:, 0].isin(named_by(own, table))
            own[table] = own[table][named]
        for table, chosen in {**own, "contents": contents}.items():
            if chosen.empty and not (table == "contents" and gone):
                continue
            marked = chosen.assign(_batch=name, _key=keys.reindex(chosen.index).fillna(""))
            if table == "contents":
                lost = pd.DataFrame({"_content": LEFT_OUT, "_batch": name, "_key": owner + ":" + weighed.left_out["key"]})  # fmt: skip
                marked = pd.concat([marked, lost])
            else:
                marked["_content"] = ""
            files |= self.delta.append(table, marked.reset_index(drop=True), name)
            rows[table] = len(marked)
        hold.check()
        entry = {
            "batch": name, "kind": "import", "source": batch.source.name, "file": batch.file, "sha256": batch.sha256,
            "licence": batch.source.licence, "read": batch.read, "accepted": len(new), "left_out": len(gone), "files": files, "rows": rows,
            "answers": batch.answers.kept(), "covers": covers_of(batch), "aside": batch.aside,
        }  # fmt: skip
        try:
            self.ledger.write(entry)
        except Unreachable as error:
            if self.files.options is None:
                raise
            raise RecordError(
                f"{batch.file}: the object storage gave no answer to the last word ({error.reason}), so that the file may count or not; `casualty-monitor versions` tells."
            ) from None
        return Verdict(*counts, name, batch.sha256, gone)

    def _there(self, owner: str, imports: pd.DataFrame) -> There:
        """What there is of a source in batches that are whole; damaged ones do not count."""
        order = imports["batch"].tolist()
        newest = newest_of(self.delta.rows("contents", order), order)
        own = newest[newest["_key"].str.startswith(f"{owner}:")]
        contents = pd.DataFrame({"key": own["_key"].str.slice(len(owner) + 1), "content": own["_content"], "batch": own["_batch"]})  # fmt: skip
        mine = imports[imports["source"] == owner]
        tables = {name: live_rows(name, self.delta.rows(name, mine["batch"].tolist()), own, order) for name in ("incidents", "tolls", "reports", "observations")}  # fmt: skip
        whole = {
            name: rows.set_index(rows.index.astype(str) + name) for name, rows in tables.items()
        }
        keys = pd.concat([rows["_key"] for rows in whole.values()]).str.slice(len(owner) + 1)
        return There(contents, told_rows(whole, keys), *releases_of(mine), unnamed_sheets(mine))

    def answered(self, sha256: str) -> dict[str, Any]:
        """What a person said of a file when it was imported before; empty where it was not."""
        known = self.ledger.entries().imports(withdrawn=True)
        for entry in known[known["sha256"] == sha256].to_dict("records")[::-1]:
            if isinstance(entry.get("answers"), dict):
                return entry["answers"]
        return {}

    def verify(self) -> dict[str, list[str]]:
        """What is not as it was written, by batch: files, tables that lost rows, entries taken away.

        Withdrawn batches are looked at too: the versions from before their withdrawal rest on them.
        """
        entries = self.ledger.entries()
        wrong = self._damage(entries, entries.imports(withdrawn=True))
        for row in entries.told():
            if (
                row["kind"] == "capture"
                and self._digest(f"{CAPTURES}{row['sha256']}") != row["sha256"]
            ):
                wrong.setdefault(row["batch"], []).append(f"{CAPTURES}{row['sha256']}")
        return wrong

    def damaged(self) -> dict[str, list[str]]:
        """What is not as it was written of the batches that count, as ``verify`` has it."""
        entries = self.ledger.entries()
        return self._damage(entries, entries.imports())

    def without_entry(self) -> list[str]:
        """Batches whose rows are in the tables and that no entry names: imports that were stopped, or a ledger rolled back."""
        known = {row["batch"] for row in self.ledger.entries().rows}
        return sorted(set(self.delta.count_by_batch("contents")) - known)

    def _damage(self, entries: Entries, known: pd.DataFrame) -> dict[str, list[str]]:
        wrong: dict[str, list[str]] = {
            name: [f"{MANIFESTS}{name}.json"] for name in entries.tampered()
        }
        tables = {table for rows in known["rows"] for table in rows}
        logged = {table: self.delta.count_by_batch(table) for table in tables}
        for row in known.itertuples():
            for name, digest in row.files.items():
                if self._digest(name) != digest:
                    wrong.setdefault(row.batch, []).append(name)
            for table, count in row.rows.items():
                if logged[table].get(row.batch, 0) != count:
                    wrong.setdefault(row.batch, []).append(f"{table}/_delta_log")
        return wrong

    def _digest(self, name: str) -> str:
        """The hash of a file; empty where it is gone."""
        try:
            return hashlib.sha256(self.files.read(name)).hexdigest()
        except FileNotFoundError:
            return ""

    def contents(self, until: str | None = None) -> Contents:
        """The live rows; of two rows under one key the later one, and no row of a damaged batch.

        Args:
            until: name of the last entry of the ledger to take; None is all.
        """
        every = self.ledger.entries()
        entries = every.until(until)
        wrong = self._damage(every, entries.imports())
        order = [batch for batch in entries.imports()["batch"] if batch not in wrong]
        newest = newest_of(self.delta.rows("contents", order), order)
        rows = {name: self.delta.rows(name, order) for name in TABLES}
        tables = {name: live_rows(name, rows[name], newest, order) for name in TABLES}
        damaged = tuple(sorted(wrong))
        imports = entries.imports()
        imports = imports[imports["batch"].isin(order)]
        bands, aside = bands_of_imports(imports, rows["incidents"]), put_aside_of(imports, newest["_key"])  # fmt: skip
        return Contents(tables, entries.version(damaged), damaged, entries.last_words(), bands, aside, entries.acts(), entries.until_day())  # fmt: skip

    def ids_of(self, batch: str) -> list[str]:
        """Incident ids that a batch brought, whether it counts or not."""
        return self.delta.rows("incidents", [batch])["incident_id"].tolist()
