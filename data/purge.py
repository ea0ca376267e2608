"""One record gone for good: from every table, version and file of a store, with a note that says why, not what.

Every table that held it is written anew without it, so that neither old files nor the log of the table
remember it. What is to be purged is noted down first and forgotten last: a stop in between is finished by
the next command that writes.
"""

from __future__ import annotations

import json
import shutil
from typing import Any, Final

import pandas as pd
from deltalake import DeltaTable, write_deltalake
from deltalake.exceptions import TableNotFoundError

from data.ledger import new_name
from data.schema import REFERENCES, TABLES
from data.store import SHARED, Store, hashes_of
from data.tables import RecordError

PENDING: Final = ".purge"


def purge(store: Store, record_id: str, reason: str) -> None:
    """Take one record out of everything that a store holds.

    Args:
        store: the store.
        record_id: id of an imported incident or toll.
        reason: why; it is kept, so it must not say what.

    Raises:
        RecordError: the store has no such record, or the reason is empty or names the record.
    """
    if not reason.strip() or record_id in reason:
        raise RecordError("reason: expected why, without naming what is purged.")
    with store.ledger.held(alone=True):
        keys = _keys(store, record_id)
        if not keys:
            raise RecordError(
                f"{record_id!r} is no record of the store; the bundled record is corrected in its files."
            )
        note = {"keys": keys, "ids": _ids(store, keys), "reason": reason.strip()}
        (store.folder / PENDING).write_text(json.dumps(note), "utf-8")
        _finish(store)


def finish(store: Store) -> bool:
    """Finish a purge that was stopped in between; whether there was one."""
    if not (store.folder / PENDING).exists():
        return False
    with store.ledger.held(alone=True):
        if (store.folder / PENDING).exists():
            _finish(store)
    return True


def _whole(store: Store, table: str) -> pd.DataFrame:
    try:
        return DeltaTable(str(store.folder / table)).to_pandas()
    except TableNotFoundError:
        return pd.DataFrame()


def _keys(store: Store, record_id: str) -> list[str]:
    found: set[str] = set()
    for table in ("incidents", "tolls"):
        rows = _whole(store, table)
        if len(rows):
            own = next(iter(TABLES[table].columns))
            found |= set(rows.loc[rows[own] == record_id, "_key"])
    return sorted(found)


def _ids(store: Store, keys: list[str]) -> list[str]:
    ids: set[str] = set()
    for table in ("incidents", "tolls"):
        rows = _whole(store, table)
        if len(rows):
            ids |= set(rows.loc[rows["_key"].isin(keys), next(iter(TABLES[table].columns))])
    return sorted(ids)


def _finish(store: Store) -> None:
    note = json.loads((store.folder / PENDING).read_text("utf-8"))
    frames = {table: _whole(store, table) for table in (*TABLES, "contents")}
    kept = {
        table: rows[~rows["_key"].isin(note["keys"])] if len(rows) and table not in SHARED else rows
        for table, rows in frames.items()
    }
    for table in SHARED:
        kept[table] = _still_meant(table, frames[table], kept, note["keys"])
    for table, rows in kept.items():
        if len(frames[table]) and len(rows) < len(frames[table]):
            _write_anew(store, table, rows)
    _tell_ledger(store, note, kept)
    (store.folder / PENDING).unlink()


def _still_meant(
    table: str, rows: pd.DataFrame, kept: dict[str, pd.DataFrame], keys: list[str]
) -> pd.DataFrame:
    """Actors and publishers that came with the record stay only where another record names them."""
    if rows.empty:
        return rows
    own = next(iter(TABLES[table].columns))
    meant: set[Any] = set()
    for child, links in REFERENCES.items():
        for column, parent in links.items():
            if parent == table and column in kept.get(child, pd.DataFrame()):
                meant |= set(kept[child][column].dropna())
    return rows[~rows["_key"].isin(keys) | rows[own].isin(meant)]


def _write_anew(store: Store, table: str, rows: pd.DataFrame) -> None:
    """The table in a new folder, then in the place of the old one; its log begins anew."""
    folder = store.folder / table
    fresh, old = folder.with_name(f".{table}-new"), folder.with_name(f".{table}-old")
    for leftover in (fresh, old):
        shutil.rmtree(leftover, ignore_errors=True)
    if len(rows):
        write_deltalake(str(fresh), rows.reset_index(drop=True), partition_by=["_batch"])
    folder.rename(old)
    if len(rows):
        fresh.rename(folder)
    shutil.rmtree(old)


def _tell_ledger(store: Store, note: dict[str, Any], kept: dict[str, pd.DataFrame]) -> None:
    """Entries say what their batch holds now; decisions on the record go; the purge is noted."""
    counts = {
        table: rows["_batch"].value_counts().to_dict() for table, rows in kept.items() if len(rows)
    }
    for entry in store.ledger.entries():
        if entry["kind"] == "decision" and {entry["a"], entry["b"]} & set(note["ids"]):
            (store.ledger.folder / f"{entry['batch']}.json").unlink()
        elif entry["kind"] == "import":
            rows = {t: int(c[entry["batch"]]) for t, c in counts.items() if entry["batch"] in c}
            files = {
                name: digest
                for table in rows
                for name, digest in hashes_of(store.folder, table, entry["batch"]).items()
            }
            if (rows, files) != (entry["rows"], entry["files"]):
                store.ledger.write({**entry, "rows": rows, "files": files})
    store.ledger.write({"batch": f"{new_name()}-purge", "kind": "purge", "reason": note["reason"]})
