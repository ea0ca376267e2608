"""What was done to a store, one hashed file each, in order: imports, withdrawals, decisions, purges."""

from __future__ import annotations

import datetime as dt
import functools
import hashlib
import json
import uuid
from dataclasses import dataclass
from typing import Any, Final, Literal

import pandas as pd

from data.desk.acts import Act, act_of
from data.record.refusal import RecordError
from data.store import chain
from data.store.address import files_at
from data.store.files import Files

MANIFESTS: Final = "manifests/"
HEADS: Final = (
    "heads/"  # a second place that says which entries there are, so that the last one is missed too
)
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
    "answers",
    "covers",
    "left_out",
    "aside",
]
DECISION_COLUMNS: Final = ["a", "b", "verdict", "reason", "who", "at"]
Decision = Literal["accept", "reject", "undo"]


def now() -> dt.datetime:
    """The time that entries carry."""
    return dt.datetime.now(dt.UTC)


def new_name() -> str:
    """A name for an entry: when, and something of its own."""
    return f"{now():%Y%m%dT%H%M%S}-{uuid.uuid4().hex[:8]}"


@dataclass(frozen=True)
class Entries:
    """The entries of a ledger as they were at one look, oldest first."""

    rows: tuple[dict[str, Any], ...]
    heads: tuple[str, ...] = ()

    def until(self, name: str | None) -> Entries:
        """The entries up to one of them, and purges in any case.

        Args:
            name: name of the last entry to take, empty for none; None is all.

        Raises:
            RecordError: it is none of them.
        """
        if name is None:
            return self
        names = ["", *(row["batch"] for row in self.rows)]
        if name not in names:
            raise RecordError(f"{name!r} is no entry of the store.")
        cut = names.index(name)
        kept = self.rows[:cut] + tuple(row for row in self.rows[cut:] if row["kind"] == "purge")
        return Entries(kept, self.heads)

    def told(self) -> list[dict[str, Any]]:
        """The entries that still say something: a purge leaves of some only what the chain needs."""
        return [row for row in self.rows if not row.keys() <= set(chain.CORE)]

    def imports(self, *, withdrawn: bool = False) -> pd.DataFrame:
        """The batches that count, oldest first.

        Args:
            withdrawn: those too that were withdrawn.
        """
        told = self.told()
        gone = {row["of"] for row in told if row["kind"] == "withdrawal" and not withdrawn}
        live = [row for row in told if row["kind"] == "import" and row["batch"] not in gone]
        return pd.DataFrame(live, columns=COLUMNS)

    def decisions(self) -> pd.DataFrame:
        """Every decision on a pair of records, oldest first: ``a``, ``b``, ``verdict``, reason, who, at."""
        rows = [row for row in self.told() if row["kind"] == "decision"]
        return pd.DataFrame(rows, columns=DECISION_COLUMNS)

    @property
    def purges(self) -> int:
        """How many purges there were: what was read before one may hold what it took."""
        return sum(row["kind"] == "purge" for row in self.rows)

    def acts(self) -> list[Act]:
        """What people did to documents of the record, oldest first."""
        return [act_of(row) for row in self.told() if row["kind"] == "desk"]

    def until_day(self) -> dt.date | None:
        """The day on which what counts was last brought or changed; None where nothing was."""
        acts = [act.at for act in self.acts() if act.kind not in ("remark", "assign")]
        at = [*self.imports()["at"], *self.decisions()["at"], *acts]
        return max((dt.datetime.fromisoformat(one).date() for one in at), default=None)

    def last_words(self) -> list[tuple[str, str, str]]:
        """The last decision on each pair, those undone left out: a, b, ``accept`` or ``reject``."""
        last = self.decisions().drop_duplicates(["a", "b"], keep="last")
        kept = last.loc[last["verdict"] != "undo", ["a", "b", "verdict"]]
        return [(str(a), str(b), str(verdict)) for a, b, verdict in kept.itertuples(index=False)]

    def tampered(self) -> list[str]:
        """Entries that are gone or changed other than by a purge, as the chain and the second place tell."""
        return chain.broken(self.rows, self.heads)

    def version(self, damaged: tuple[str, ...] = ()) -> str:
        """Short hash over what counts; empty where nothing does.

        Args:
            damaged: batches that are left out.
        """
        live = [batch for batch in self.imports()["batch"] if batch not in damaged]
        others = [row["batch"] for row in self.rows if row["kind"] in ("purge", "desk")]
        known = "|".join([*live, *map(str, self.last_words()), *others])
        return hashlib.sha256(known.encode()).hexdigest()[:6] if known else ""


@functools.lru_cache(maxsize=10_000)
def _entry(where: str, name: str, mark: str) -> dict[str, Any]:
    """One entry as it was written; read once for each state of its file.

    Raises:
        RecordError: it is not as it was written.
    """
    try:
        entry = json.loads(files_at(where).read(name))
        digest = entry.pop("digest")
    except (ValueError, KeyError, AttributeError, TypeError, RecursionError):
        digest, entry = "", {}
    own = name.removeprefix(MANIFESTS).removesuffix(".json") == entry.get("batch")
    if digest != chain.digest(entry) or not own or not entry.keys() >= chain.CORE_NEEDED:
        raise RecordError(
            f"{name.removeprefix(MANIFESTS)}: the manifest is not as it was written; restore it from a copy."
        )
    return entry


class Ledger:
    """The entries of one store.

    Attributes:
        who: the name that a person gave, which entries carry; empty where nobody gave one. The account that a
            server runs under is no person.
    """

    def __init__(self, files: Files) -> None:
        """Open a ledger; it need not exist yet."""
        self.files = files
        self.who = ""

    def state(self) -> str:
        """A mark that changes whenever an entry comes, changes or goes; empty for a store without entries."""
        marks = self._marks()
        return hashlib.sha256(repr(marks).encode()).hexdigest() if marks else ""

    def _marks(self) -> dict[str, str]:
        marks = self.files.marks(MANIFESTS)
        return {name: mark for name, mark in marks.items() if name.endswith(".json")}

    def entries(self) -> Entries:
        """Every entry, oldest first.

        Raises:
            RecordError: an entry is not as it was written.
        """
        found = [dict(_entry(self.files.where, *named)) for named in self._marks().items()]
        heads = tuple(
            name.removeprefix(HEADS)
            for name in self.files.marks(HEADS)
            if not name.endswith(".tmp")
        )
        return Entries(tuple(sorted(found, key=lambda row: (row["at"], row["batch"]))), heads)

    def withdraw(self, batch: str, reason: str) -> None:
        """Take a batch out of everything that is shown; its rows stay in the store with the reason.

        Raises:
            RecordError: no such batch counts, or the reason is empty.
        """
        if not reason.strip():
            raise RecordError("reason = '' says nothing; expected why.")
        with self.files.held(alone=False):
            if batch not in set(self.entries().imports()["batch"]):
                raise RecordError(
                    f"batch = {batch!r} is not in the store; expected one of its live batches."
                )
            self.write(
                {"batch": f"{batch}-withdrawn", "kind": "withdrawal", "of": batch, "reason": reason}
            )

    def decide(self, a: str, b: str, verdict: Decision, reason: str) -> None:
        """Keep a person's word on whether two records are one incident."""
        one, other = sorted((a, b))
        self.write(
            {"batch": new_name(), "kind": "decision", "a": one, "b": other, "verdict": verdict, "reason": reason}
        )  # fmt: skip

    def strip(self, entry: dict[str, Any]) -> None:
        """Leave of an entry only what the chain needs, which says nothing of what it was about."""
        self._put(chain.stripped(entry))

    def write(self, entry: dict[str, Any]) -> None:
        """Make an entry count, in one step; then its head is kept in the second place.

        Args:
            entry: what was done; who, when and which entries it comes after are added where they are missing.
        """
        about: dict[str, Any] = {"who": self.who, "at": now().isoformat()}
        if "after" not in entry:
            about |= {"after": chain.ends(self.entries().rows), "salt": uuid.uuid4().hex}
        full = {"of": "", "reason": "", **about, **entry}
        self._put({**full, "body": chain.body_of(full)})
        known = self.entries()
        # the entry just written, and any whose writer was stopped before its head
        for row in known.rows:
            if chain.head(row) not in known.heads:
                self.files.write(f"{HEADS}{chain.head(row)}", b"")

    def _put(self, entry: dict[str, Any]) -> None:
        content = json.dumps({**entry, "digest": chain.digest(entry)}, indent=1).encode()
        self.files.write(f"{MANIFESTS}{entry['batch']}.json", content)
