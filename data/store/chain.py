"""How the entries of a ledger hold together: each carries the digests of those it came after.

An entry has a link: the digest of its name, kind, time, what it came after, and a digest of its body. What a
purge may have to take is body, salted, and stands in the chain by that digest alone: the chain is whole
without it. An entry that is replaced, even with a digest of its own that fits, no longer has the link that
the next one carries.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable
from typing import Any, Final

Entry = dict[str, Any]
CORE: Final = ("batch", "kind", "at", "after", "body")
CORE_NEEDED: Final = frozenset({"batch", "kind", "at"})
AT_ONCE: Final = dt.timedelta(minutes=10)  # in which two writers may not have seen each other
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
    """Entries that are gone, changed or put in other than as they are written.

    Only a purge may rewrite an entry, or leave of a decision or an act what the chain needs.

    Args:
        rows: the entries, oldest first.
        heads: names in the second place; one from before the chain has no link.
    """
    rows = list(rows)
    links = {row["batch"]: link(row) for row in rows}
    purges = [row for row in rows if row["kind"] == "purge"]
    decisions = {row["batch"] for row in rows if row["kind"] in ("decision", "desk", "capture")}
    # a purge from before the chain took its decisions away; since then their stubs stay
    gone_well = {name for row in purges if "rewrote" not in row for name in row.get("forgot", ())}
    stubs = {name for row in purges for name in row.get("forgot", ())} & decisions
    seen: list[tuple[str, str]] = []
    for row in rows:
        after = row.get("after", ())
        seen += after.items() if isinstance(after, dict) else [(name, "") for name in after]
    seen += [(name, mark) for name, _, mark in (one.partition("~") for one in heads)]
    gone = {name for name, _ in seen if name not in links} - gone_well
    other = {name for name, mark in seen if name in links and not links[name].startswith(mark)}
    told = {name: said for row in purges for name, said in row.get("rewrote", {}).items()}
    told |= dict.fromkeys(stubs, digest({}))
    changed = {name for name, said in rewritten(rows).items() if told.get(name) != said}
    return sorted(gone | other | changed | _out_of_order(rows))


def _out_of_order(rows: list[Entry]) -> set[str]:
    """Entries from before what they came after, from before a purge's rewriting, or that came after nothing late.

    Two writers may both be the first of a store; a beginning long after the first is no beginning.
    """
    times = {row["batch"]: _time(row["at"]) for row in rows}
    chained = [row for row in rows if "body" in row and isinstance(row.get("after"), dict)]
    early = {
        row["batch"]
        for row in chained
        if any(name in times and times[row["batch"]] < times[name] for name in row["after"])
    }
    begins = [row["batch"] for row in chained if not row["after"]]
    old = [row["batch"] for row in rows if "body" not in row]
    first = min((times[name] for name in [*begins, *old]), default=None)
    if first is None:
        return early
    return early | {name for name in begins if times[name] - first > AT_ONCE}


def _time(text: str) -> dt.datetime:
    try:
        found = dt.datetime.fromisoformat(text)
    except ValueError:
        return dt.datetime.max.replace(tzinfo=dt.UTC)
    return found if found.tzinfo else found.replace(tzinfo=dt.UTC)
