"""How the entries of a ledger hold together: each carries the digests of those it came after.

An entry has a link: the digest of its name, kind, time, what it came after, and a digest of its body. What a
purge may have to take is body, salted, and stands in the chain by that digest alone: the chain is whole
without it. An entry that is replaced, even with a digest of its own that fits, no longer has the link that
the next one carries.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from typing import Any, Final

Entry = dict[str, Any]
CORE: Final = ("batch", "kind", "at", "after", "body")
MARK: Final = 16  # letters of a link that its head's name carries


def digest(content: object) -> str:
    """Hash of anything that JSON can write."""
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def _rest(entry: Entry) -> Entry:
    return {name: value for name, value in entry.items() if name not in CORE}


def body_of(entry: Entry) -> str:
    """Digest of what an entry said when it was first written; an entry from before the chain says it now."""
    return str(entry.get("body") or digest(_rest(entry)))


def link(entry: Entry) -> str:
    """What the next entry carries of this one; a purge that rewrites its body leaves it as it is."""
    core = [entry["batch"], entry["kind"], entry["at"], entry.get("after", []), body_of(entry)]
    return digest(core)


def stripped(entry: Entry) -> Entry:
    """An entry without its body."""
    return {**{name: entry.get(name, []) for name in CORE}, "body": body_of(entry)}


def head(entry: Entry) -> str:
    """Name under which the second place keeps an entry."""
    return f"{entry['batch']}~{link(entry)[:MARK]}"


def ends(rows: Iterable[Entry]) -> dict[str, str]:
    """The entries that none comes after, each with its link: one, or one for each writer at once."""
    known = {row["batch"]: row for row in rows}
    named = {name for row in known.values() for name in row.get("after", ())}
    return {name: link(row) for name, row in known.items() if name not in named}


def rewritten(rows: Iterable[Entry]) -> dict[str, str]:
    """Entries whose body is not what they first said, each with the digest of what it says now."""
    now = {row["batch"]: digest(_rest(row)) for row in rows if "body" in row}
    first = {row["batch"]: row["body"] for row in rows if "body" in row}
    return {name: said for name, said in now.items() if said != first[name]}


def broken(rows: Iterable[Entry], heads: Iterable[str]) -> list[str]:
    """Entries that are gone or changed other than by a purge.

    Args:
        rows: the entries, oldest first.
        heads: names in the second place; one from before the chain has no link.
    """
    rows = list(rows)
    links = {row["batch"]: link(row) for row in rows}
    forgot = {name for row in rows for name in row.get("forgot", ())}
    seen: list[tuple[str, str]] = []
    for row in rows:
        after = row.get("after", ())
        seen += after.items() if isinstance(after, dict) else [(name, "") for name in after]
    seen += [(name, mark) for name, _, mark in (one.partition("~") for one in heads)]
    gone = {name for name, _ in seen if name not in links} - forgot
    other = {name for name, mark in seen if name in links and not links[name].startswith(mark)}
    told = {name: said for row in rows for name, said in row.get("rewrote", {}).items()}
    told |= dict.fromkeys(forgot, digest({}))
    changed = {name for name, said in rewritten(rows).items() if told.get(name) != said}
    return sorted(gone | other | changed)
