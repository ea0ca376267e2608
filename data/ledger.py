"""What was done to a store, one hashed file each, in order: imports, withdrawals, decisions, purges."""

from __future__ import annotations

import datetime as dt
import functools
import getpass
import hashlib
import json
import uuid
from typing import Any, Final, Literal

import pandas as pd

from data.files import Files, files_at
from data.tables import RecordError

MANIFESTS: Final = "manifests/"
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
DECISION_COLUMNS: Final = ["a", "b", "verdict", "reason", "who", "at"]
Verdict = Literal["accept", "reject", "undo"]


def now() -> dt.datetime:
    """The time that entries carry."""
    return dt.datetime.now(dt.UTC)


def new_name() -> str:
    """A name for an entry: when, and something of its own."""
    return f"{now():%Y%m%dT%H%M%S}-{uuid.uuid4().hex[:8]}"


def _digest(entry: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(entry, sort_keys=True).encode()).hexdigest()


@functools.lru_cache(maxsize=10_000)
def _entry(where: str, name: str, mark: str) -> dict[str, Any]:
    """One entry as it was written; read once for each state of its file.

    Raises:
        RecordError: it is not as it was written.
    """
    try:
        entry = json.loads(files_at(where).read(name))
        digest = entry.pop("digest")
    except (ValueError, KeyError, AttributeError):
        digest, entry = "", {}
    if digest != _digest(entry):
        raise RecordError(
            f"{name.removeprefix(MANIFESTS)}: the manifest is not as it was written; restore it from a copy."
        )
    return entry


class Ledger:
    """The entries of one store."""

    def __init__(self, files: Files) -> None:
        """Open a ledger; it need not exist yet."""
        self.files = files

    def state(self) -> str:
        """A mark that changes whenever an entry comes, changes or goes; empty for a store without entries."""
        marks = self._marks()
        return hashlib.sha256(repr(marks).encode()).hexdigest() if marks else ""

    def _marks(self) -> dict[str, str]:
        marks = self.files.marks(MANIFESTS)
        return {name: mark for name, mark in marks.items() if name.endswith(".json")}

    def entries(self, until: str | None = None) -> list[dict[str, Any]]:
        """Every entry, oldest first.

        Args:
            until: name of the last entry to take, empty for none; purges are taken in any case.

        Raises:
            RecordError: an entry is not as it was written, or ``until`` is none of them.
        """
        found = [dict(_entry(self.files.where, name, mark)) for name, mark in self._marks().items()]
        found.sort(key=lambda entry: (entry["at"], entry["batch"]))
        if until is None:
            return found
        names = ["", *(entry["batch"] for entry in found)]
        if until not in names:
            raise RecordError(f"{until!r} is no entry of the store.")
        cut = names.index(until)
        return found[:cut] + [entry for entry in found[cut:] if entry["kind"] == "purge"]

    def imports(self, until: str | None = None) -> pd.DataFrame:
        """The batches that count, oldest first: withdrawn ones are left out."""
        rows = self.entries(until)
        withdrawn = {row["of"] for row in rows if row["kind"] == "withdrawal"}
        live = [row for row in rows if row["kind"] == "import" and row["batch"] not in withdrawn]
        return pd.DataFrame(live, columns=COLUMNS)

    def decisions(self, until: str | None = None) -> pd.DataFrame:
        """Every decision on a pair of records, oldest first: ``a``, ``b``, ``verdict``, reason, who, at."""
        rows = [row for row in self.entries(until) if row["kind"] == "decision"]
        return pd.DataFrame(rows, columns=DECISION_COLUMNS)

    def last_words(self, until: str | None = None) -> list[tuple[str, str, str]]:
        """The last decision on each pair, those undone left out: a, b, ``accept`` or ``reject``."""
        last = self.decisions(until).drop_duplicates(["a", "b"], keep="last")
        kept = last.loc[last["verdict"] != "undo", ["a", "b", "verdict"]]
        return [(str(a), str(b), str(verdict)) for a, b, verdict in kept.itertuples(index=False)]

    def withdraw(self, batch: str, reason: str) -> None:
        """Take a batch out of everything that is shown; its rows stay on disk with the reason.

        Raises:
            RecordError: no such batch counts.
        """
        if batch not in set(self.imports()["batch"]):
            raise RecordError(
                f"batch = {batch!r} is not in the store; expected one of its live batches."
            )
        self.write(
            {"batch": f"{batch}-withdrawn", "kind": "withdrawal", "of": batch, "reason": reason}
        )

    def decide(self, a: str, b: str, verdict: Verdict, reason: str) -> None:
        """Keep a person's word on whether two records are one incident."""
        one, other = sorted((a, b))
        self.write(
            {"batch": new_name(), "kind": "decision", "a": one, "b": other, "verdict": verdict, "reason": reason}
        )  # fmt: skip

    def forget(self, batch: str) -> None:
        """Take an entry away."""
        self.files.remove([f"{MANIFESTS}{batch}.json"])

    def write(self, entry: dict[str, Any]) -> None:
        """Make an entry count, in one step.

        Args:
            entry: what was done; who and when are added where they are missing.
        """
        full = {"of": "", "reason": "", "who": getpass.getuser(), "at": now().isoformat(), **entry}
        content = json.dumps({**full, "digest": _digest(full)}, indent=1).encode()
        self.files.write(f"{MANIFESTS}{full['batch']}.json", content)
