"""One record gone for good: from every table, version and file of a store, with a note that says why, not what.

Every table that held it is written anew without it, so that neither old files nor the log of the table
remember it: aside first, and put in the place of the old one once all of them are whole. What is to be
purged is noted down first and forgotten last: a stop at any moment is finished by the next command that
opens the store.
"""

from __future__ import annotations

import json
from pathlib import PurePosixPath
from typing import Any, Final

import pandas as pd
from deltalake import DeltaTable, write_deltalake
from deltalake.exceptions import DeltaError, TableNotFoundError

from data.files import reason_of
from data.ledger import new_name
from data.schema import REFERENCES, TABLES
from data.store import PENDING, SHARED, Store, hashes_of
from data.tables import RecordError

ASIDE: Final = "purge/tables"


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
    with store.files.held(alone=True):
        keys = _keys(store, record_id)
        if not keys:
            raise RecordError(
                f"{record_id!r} is no record of the store; the bundled record is corrected in its files."
            )
        note = {"keys": keys, "ids": _ids(store, keys), "reason": reason.strip()}
        _note(store, {**note, "entry": f"{new_name()}-purge"})
        _finish(store)


def finish(store: Store) -> bool:
    """Finish a purge that was stopped in between; whether there was one."""
    if PENDING not in store.files.marks("purge/"):
        return False
    with store.files.held(alone=True):
        if PENDING in store.files.marks("purge/"):
            _finish(store)
    return True


def _note(store: Store, note: dict[str, Any]) -> None:
    store.files.write(PENDING, json.dumps(note).encode())


def _whole(store: Store, table: str) -> pd.DataFrame:
    try:
        found = DeltaTable(store.files.table(table), storage_options=store.files.options)
        return found.to_pandas()
    except TableNotFoundError:
        return pd.DataFrame()
    except (DeltaError, OSError, ValueError) as error:
        raise RecordError(
            f"table {table} of the store could not be read ({reason_of(error)}); nothing is purged until it is restored from a copy."
        ) from None


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
    note = json.loads(store.files.read(PENDING))
    if "keys" in note:
        if "tables" not in note:
            note["tables"] = _written_aside(store, note["keys"])
            _note(store, note)
        for table in note["tables"]:
            _put_in_place(store, table)
        _tell_ledger(store, note)
        _note(store, {})  # done; without the copies aside no table could be put in place again
    _clear(store, f"{ASIDE}/")
    store.files.remove([PENDING])


def _written_aside(store: Store, keys: list[str]) -> list[str]:
    """The tables that change, each without the rows of the purged record, in a place of their own."""
    frames = {table: _whole(store, table) for table in (*TABLES, "contents")}
    kept = {
        table: rows[~rows["_key"].isin(keys)] if len(rows) and table not in SHARED else rows
        for table, rows in frames.items()
    }
    for table in SHARED:
        kept[table] = _still_meant(table, frames[table], kept, keys)
    changed = [table for table, rows in kept.items() if len(rows) < len(frames[table])]
    for table in changed:
        _clear(store, f"{ASIDE}/{table}/")  # of a purge that was stopped while it wrote
        if len(kept[table]):
            write_deltalake(
                store.files.table(f"{ASIDE}/{table}"), kept[table].reset_index(drop=True), partition_by=["_batch"], storage_options=store.files.options,
            )  # fmt: skip
    return changed


def _put_in_place(store: Store, table: str) -> None:
    """The old files go, the new ones come; the log last, so that what it names is there."""
    _clear(store, f"{table}/")
    new = store.files.marks(f"{ASIDE}/{table}/")
    for name in sorted(new, key=lambda name: ("_delta_log" in PurePosixPath(name).parts, name)):
        store.files.copy(name, name.removeprefix(f"{ASIDE}/"))


def _clear(store: Store, prefix: str) -> None:
    store.files.remove(store.files.marks(prefix))


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


def _tell_ledger(store: Store, note: dict[str, Any]) -> None:
    """Entries say what their batch holds now; decisions on the record go; the purge is noted."""
    kept = {table: _whole(store, table) for table in (*TABLES, "contents")}
    counts = {
        table: rows["_batch"].value_counts().to_dict() for table, rows in kept.items() if len(rows)
    }
    for entry in store.ledger.entries():
        if entry["kind"] == "decision" and {entry["a"], entry["b"]} & set(note["ids"]):
            store.ledger.forget(entry["batch"])
        elif entry["kind"] == "import":
            rows = {t: int(c[entry["batch"]]) for t, c in counts.items() if entry["batch"] in c}
            files = {
                name: digest
                for table in rows
                for name, digest in hashes_of(store.files, table, entry["batch"]).items()
            }
            if (rows, files) != (entry["rows"], entry["files"]):
                store.ledger.write({**entry, "rows": rows, "files": files})
    store.ledger.write({"batch": note["entry"], "kind": "purge", "reason": note["reason"]})
