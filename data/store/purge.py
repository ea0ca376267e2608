"""One record gone for good: from every table, version and file of a store, with a note that says why, not what.

Every table is written anew without it, aside, so that neither old files nor the log of a table remember it.
Only when all of them are whole is the purge noted down; then they are put in the place of the old ones. A
stop before the note changes nothing; a stop after it is finished by the next command that opens the store.
"""

from __future__ import annotations

import json
import re
from pathlib import PurePosixPath
from typing import Any, Final

import pandas as pd

from data.desk.forgetting import entered_ids, forgotten, from_elsewhere, lost_reports, titles_of
from data.record.possible import named_by
from data.record.refusal import RecordError
from data.record.schema import TABLES
from data.store.chain import body_of, digest, rewritten
from data.store.drafts import drop_drafts_that_name
from data.store.files import Hold, Unreachable
from data.store.ledger import MANIFESTS, new_name
from data.store.live import SHARED
from data.store.mappings import FOLDER
from data.store.snapshot import clear
from data.store.store import CAPTURES, CHECKS, PENDING, PURGE, Store, checks_of

ASIDE: Final = f"{PURGE}tables/"
NOTICES: Final = "notices/"
LAST_RUN: Final = "kept/last.json"  # whose failures may name a row
SHORTEST_TITLE: Final = 8  # letters


def purge(store: Store, record_id: str, reason: str) -> list[str]:
    """Take one record out of everything that a store holds.

    Args:
        store: the store.
        record_id: id of an imported incident or toll.
        reason: why; it is kept, so it must not say what.

    Returns:
        Withdrawn batches that are not as they were written and may hold the record too: they are left out whole.

    Raises:
        RecordError: the store has no such record, is not as it was written, or the reason is empty or names
            the record.
    """
    if not reason.strip() or record_id.casefold() in reason.casefold():
        raise RecordError("reason: expected why, without naming what is purged.")
    with store.files.held(alone=True) as hold:
        wrong, entries = store.verify(), store.ledger.entries()
        lost = sorted(set(wrong) & set(entries.imports(withdrawn=True)["batch"]) - set(entries.imports()["batch"]))  # fmt: skip
        if len(lost) < len(wrong):
            raise RecordError(
                f"{', '.join(sorted(set(wrong) - set(lost)))}: not as written; restore it first, or withdraw it to lose it for good, since a purge writes the tables anew and would take damage for truth."
            )
        frames = {table: store.delta.whole(table, lost) for table in (*TABLES, "contents")}
        records = _records(frames)
        keys = records.loc[records["id"] == record_id, "key"].unique().tolist()
        acts = entries.acts()
        by_hand = forgotten(acts, {record_id})
        if len(keys) > 1 or not (keys or record_id in entered_ids(acts)):
            raise RecordError(
                f"{record_id!r} is {'the id of several records' if keys else 'no record'} of the store; of the bundled record nothing is purged."
            )
        brought = from_elsewhere(acts, {record_id})
        if brought:
            raise RecordError(f"{record_id!r} holds what came from another incident; expected that {brought} is undone first.")  # fmt: skip
        # that decisions and acts may name
        ids = sorted({record_id, *records.loc[records["key"].isin(keys), "id"]})
        by_people = [one for one in titles_of(acts, set(ids)) if len(one) >= SHORTEST_TITLE]
        texts = [*ids, *_titles(frames, keys), *by_people]
        if _names(reason, texts):
            raise RecordError("reason: expected why, without naming what is purged.")
        rows = frames["reports"]
        reports = set(rows.loc[rows["_key"].isin(keys), "report_id"]) if len(rows) else set()
        reports |= lost_reports(acts, by_hand)
        copies = [row["batch"] for row in entries.told() if row.get("report") in reports]
        kept = _without(frames, keys)
        _clear(store, PURGE)  # of a purge that was stopped before its note
        for table, rows in kept.items():
            if len(rows):
                store.delta.make(f"{ASIDE}{table}", rows.reset_index(drop=True))
        note = {"ids": ids, "reason": reason.strip(), "entry": f"{new_name()}-purge"}
        note |= {"tables": sorted(frames), "lost": lost, "texts": texts, "copies": copies}
        note["checks"] = [checks_of(one) for one in sorted(reports)]
        store.files.write(PENDING, json.dumps({**note, "digest": digest(note)}).encode())
        _finish(store, hold)
        _clear(store, PURGE)
    clear(store)
    return lost


def finish(store: Store) -> bool:
    """Finish a purge that was stopped in between; whether there was one.

    Raises:
        Busy: somebody is at it, or holds the store.
        RecordError: its note is not as it was written.
    """
    if not store.files.marks(PURGE):
        return False
    with store.files.held(alone=True) as hold:
        noted = PENDING in store.files.marks(PURGE)
        if noted:
            _finish(store, hold)
        _clear(store, PURGE)
    if noted:
        clear(store)
    return noted


def _records(frames: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Id and key of every incident and toll that came in."""
    found = [pd.DataFrame({"id": [], "key": []}, dtype="str")]
    for table in ("incidents", "tolls"):
        if len(frames[table]):
            own = next(iter(TABLES[table].columns))
            found.append(frames[table][[own, "_key"]].set_axis(["id", "key"], axis=1))
    return pd.concat(found)


def _without(frames: dict[str, pd.DataFrame], keys: list[str]) -> dict[str, pd.DataFrame]:
    """The tables without what came in under some keys, and without actors and publishers nobody names then."""
    kept = {
        table: rows[~rows["_key"].isin(keys)] if len(rows) and table not in SHARED else rows
        for table, rows in frames.items()
    }
    for table in SHARED:
        if len(kept[table]):
            named = named_by(kept, table)
            kept[table] = kept[table][kept[table].iloc[:, 0].isin(named)]
    return kept


def _finish(store: Store, hold: Hold) -> None:
    try:
        note = json.loads(store.files.read(PENDING))
        tables, ids, entry, reason, lost, texts = (note[name] for name in ("tables", "ids", "entry", "reason", "lost", "texts"))  # fmt: skip
        copies = note.get("copies", [])
        signed = note.pop("digest") == digest(note) and set(tables) == {*TABLES, "contents"}
        if not (signed and ids and re.fullmatch(r"[\w-]+-purge", entry)):
            raise ValueError(entry)
    except (ValueError, KeyError, TypeError):
        if store.files.read(PENDING).strip() == b"{}":  # all was done but the tidying
            return
        raise RecordError(
            f"{PENDING}: the note of a purge is not as it was written; restore it, or remove the folder {PURGE} and purge again."
        ) from None
    _takes_no_more(store, ids, lost)
    for table in tables:
        hold.check()
        _put_in_place(store, table)
    hold.check()
    _strip_texts(store, texts)
    _strip_acts(store, ids)
    _drop_copies(store, copies)
    there = {*store.files.marks(CHECKS), *store.files.marks("kept/")}
    store.files.remove(sorted({*note.get("checks", []), LAST_RUN} & there))
    drop_drafts_that_name(store.files, texts)
    _strip_notices(store, texts)
    _tell_ledger(store, tables, ids, entry, reason, lost, copies)
    # Done: once the copies aside go, no table could be put in place again.
    store.files.write(PENDING, b"{}")


def _takes_no_more(store: Store, ids: list[str], lost: list[str]) -> None:
    """Nothing, where the tables aside lack no incident and no total but what the note names.

    Raises:
        RecordError: they would take more away, so that the note is none of a purge.
    """
    for table in ("incidents", "tolls"):
        try:
            now = store.delta.whole(table, lost)
        except Unreachable:  # the stop came while it was put in place; it was looked at before that
            continue
        kept = store.delta.whole(f"{ASIDE}{table}", [])
        own = next(iter(TABLES[table].columns))
        gone = set(now[own] if len(now) else ()) - set(kept[own] if len(kept) else ()) - set(ids)
        if gone:
            raise RecordError(
                f"{PENDING}: the note of a purge would take {len(gone)} records more than it names; remove the folder {PURGE} and purge again."
            )


def _titles(frames: dict[str, pd.DataFrame], keys: list[str]) -> list[str]:
    """The titles of what is purged; a word or two are no title of one record alone."""
    rows = frames["incidents"]
    if not len(rows):
        return []
    titles = rows.loc[rows["_key"].isin(keys), "title"].dropna().unique()
    return [str(title) for title in titles if len(title) >= SHORTEST_TITLE]


def _names(text: str, texts: list[str]) -> bool:
    return any(one.casefold() in text.casefold() for one in texts)


def _strip_texts(store: Store, texts: list[str]) -> None:
    """Take out of entries and mappings the words of people that name what is purged: reasons, files, constants."""
    for row in store.ledger.entries().told():
        said: dict[str, Any] = {name: "" for name in ("reason", "file") if _names(str(row.get(name, "")), texts)}  # fmt: skip
        remarks = {name: [told[0], "" if _names(told[1], texts) else told[1], *told[2:]] for name, told in row.get("remarks", {}).items()}  # fmt: skip
        said |= {"remarks": remarks} if remarks != row.get("remarks", {}) else {}
        if said and row["kind"] != "purge":
            store.ledger.write({"after": [], **row, **said, "body": body_of(row)})
    for name in store.files.marks(FOLDER):
        mapping = json.loads(store.files.read(name))
        left = {ours: value for ours, value in mapping.get("constants", {}).items() if not _names(str(value), texts)}  # fmt: skip
        if left != mapping.get("constants"):
            store.files.write(name, json.dumps({**mapping, "constants": left}, ensure_ascii=False, indent=1).encode())  # fmt: skip


def _strip_acts(store: Store, ids: list[str]) -> None:
    """Take out of what people did the documents that are purged; what was about nothing else goes with the decisions."""
    entries = store.ledger.entries()
    rows = {row["batch"]: row for row in entries.rows}
    for name, act in forgotten(entries.acts(), set(ids)).items():
        if act is not None:
            kept: dict[str, Any] = {key: rows[name][key] for key in ("after", "salt") if key in rows[name]}  # fmt: skip
            store.ledger.write({**kept, **act.entry(), "body": body_of(rows[name])})


def _drop_copies(store: Store, copies: list[str]) -> None:
    """Take away the copies of documents that went, where no other report is a copy of the same bytes."""
    rows = [row for row in store.ledger.entries().told() if row["kind"] == "capture"]
    kept = {row["sha256"] for row in rows if row["batch"] not in copies}
    gone = {row["sha256"] for row in rows if row["batch"] in copies} - kept
    store.files.remove([f"{CAPTURES}{digest}" for digest in sorted(gone)])


def _strip_notices(store: Store, texts: list[str]) -> None:
    """Take out of what owners of watches were told the words that name what is purged; what was told stays told."""
    for name in [one for one in store.files.marks(NOTICES) if one.endswith(".json")]:
        told = json.loads(store.files.read(name))
        named = {key for key in told["marks"] if _names(key, texts)}
        words = {key: "" for key in ("title", "text", "link") if named or _names(told[key], texts)}
        if named or words:
            left = {part: {key: mark for key, mark in told[part].items() if key not in named} for part in ("marks", "was")}  # fmt: skip
            store.files.write(name, json.dumps({**told, **words, **left}, ensure_ascii=False, indent=1).encode())  # fmt: skip


def _put_in_place(store: Store, table: str) -> None:
    """The old files go, the new ones come; the log last, so that what it names is there."""
    _clear(store, f"{table}/")
    new = store.files.marks(f"{ASIDE}{table}/")
    for name in sorted(new, key=lambda name: ("_delta_log" in PurePosixPath(name).parts, name)):
        store.files.copy(name, name.removeprefix(ASIDE))


def _clear(store: Store, prefix: str) -> None:
    store.files.remove(store.files.marks(prefix))


def _tell_ledger(
    store: Store, tables: list[str], ids: list[str], entry: str, reason: str, lost: list[str], copies: list[str],
) -> None:  # fmt: skip
    """Entries say what their batch holds now, or held if it is lost; decisions on the record go; the purge is noted."""
    counts = {table: store.delta.count_by_batch(table) for table in tables}
    rows = store.ledger.entries().rows
    decisions = [row for row in rows if {row.get("a"), row.get("b")} & set(ids)]  # fmt: skip
    nothing_left = {name for name, act in forgotten(store.ledger.entries().acts(), set(ids)).items() if act is None}  # fmt: skip
    decisions += [row for row in rows if row["batch"] in {*nothing_left, *copies}]
    for row in rows:
        if row["kind"] == "import" and row["batch"] not in lost:
            held = {
                table: count[row["batch"]]
                for table, count in counts.items()
                if row["batch"] in count
            }
            files = {
                name: digest
                for table in held
                for name, digest in store.delta.hashes(table, row["batch"]).items()
            }
            if (held, files) != (row["rows"], row["files"]):
                # the days it covers are told by what is left of it
                now = {"rows": held, "files": files, "covers": None, "body": body_of(row)}
                store.ledger.write({"after": [], **row, **now})
    forgot = [row["batch"] for row in decisions]
    if entry not in {row["batch"] for row in rows}:
        rewrote = rewritten(store.ledger.entries().rows)
        store.ledger.write({"batch": entry, "kind": "purge", "reason": reason, "forgot": forgot, "rewrote": rewrote})  # fmt: skip
    for row in decisions:
        store.ledger.strip(row)
    left = [name for name in store.files.marks(MANIFESTS) if name.endswith(".tmp")]
    store.files.remove(left)
