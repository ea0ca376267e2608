"""One thing that a person did to the record, as the ledger keeps it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final, Literal, get_args

from data.desk.rows import Rows

Kind = Literal[
    "enter", "submit", "correct", "accept", "return", "dispute", "withdraw", "merge", "split", "move", "remark", "assign", "undo",
]  # fmt: skip
KINDS: Final[tuple[str, ...]] = get_args(Kind)
NAMES_AT_ONCE: Final = ("actors", "sides", "places", "sources")


@dataclass(frozen=True)
class Document:
    """What an act is about: an incident, a toll, a milestone, an actor, a place, a publisher.

    Attributes:
        table: where it has its row.
        id: its id there.
    """

    table: str
    id: str

    def __str__(self) -> str:
        """As the ledger names it."""
        return f"{self.table}/{self.id}"


def document(text: str) -> Document:
    """A document by the name that the ledger gives it."""
    table, _, own = text.partition("/")
    return Document(table, own)


@dataclass(frozen=True)
class Act:
    """One act.

    Attributes:
        name: of its entry in the ledger.
        kind: what was done.
        who: by whom, as they named themselves.
        at: when, as the ledger writes it.
        about: the documents it concerns; each has a state of its own.
        reason: why.
        rows: what stands there now, whole rows as text, by table and id.
        gone: ids by table that stand there no more.
        states: by document, the state it is in from now on.
        into: by document that was merged, the one it was merged into.
        of: name of the act that is undone.
        alone: accepted by who entered it.
        remarks: by value (see ``remarks.value_name``), a colour and words.
        to: whose work it is from now on; empty is nobody's.
        due: day by which; empty is none.
        token: of the form it was entered with: the same form handed in twice is one act.
        seen: by document, the name of the last act that whoever did this had seen of it.
    """

    name: str
    kind: Kind
    who: str
    at: str
    about: tuple[Document, ...]
    reason: str = ""
    rows: Rows = field(default_factory=dict)
    gone: dict[str, list[str]] = field(default_factory=dict)
    states: dict[Document, str] = field(default_factory=dict)
    into: dict[Document, str] = field(default_factory=dict)
    of: str = ""
    alone: bool = False
    remarks: dict[str, list[str]] = field(default_factory=dict)
    seen: dict[Document, str] = field(default_factory=dict)
    token: str = ""
    to: str = ""
    due: str = ""

    def entry(self) -> dict[str, Any]:
        """As the ledger keeps it."""
        said = {
            "rows": self.rows,
            "gone": self.gone,
            "states": _by_name(self.states),
            "into": _by_name(self.into),
            "remarks": self.remarks,
            "seen": _by_name(self.seen),
        }
        told = {name: value for name, value in said.items() if value}
        about = [str(one) for one in self.about]
        marks: dict[str, Any] = {"alone": True} if self.alone else {}
        texts = {"token": self.token, "to": self.to, "due": self.due}
        marks |= {name: text for name, text in texts.items() if text}
        return {
            "batch": self.name, "kind": "desk", "act": self.kind, "who": self.who, "at": self.at, "about": about,
            "of": self.of, "reason": self.reason, **told, **marks,
        }  # fmt: skip


def act_of(entry: dict[str, Any]) -> Act:
    """An act as the ledger kept it."""
    return Act(
        name=entry["batch"],
        kind=entry["act"],
        who=entry["who"],
        at=entry["at"],
        about=tuple(map(document, entry["about"])),
        reason=entry["reason"],
        rows=entry.get("rows", {}),
        gone=entry.get("gone", {}),
        states=_by_document(entry.get("states", {})),
        into=_by_document(entry.get("into", {})),
        of=entry.get("of", ""),
        alone=entry.get("alone", False),
        remarks=entry.get("remarks", {}),
        seen=_by_document(entry.get("seen", {})),
        token=entry.get("token", ""),
        to=entry.get("to", ""),
        due=entry.get("due", ""),
    )


def undone(acts: list[Act]) -> set[str]:
    """Names of the acts that hold no more, undoings that were undone among them."""
    found: set[str] = set()
    for act in reversed(acts):
        if act.kind == "undo" and act.name not in found:
            found.add(act.of)
    return found


def standing_acts(acts: list[Act]) -> list[Act]:
    """The acts that hold: those undone are left out, and those that undid them; an undone undoing brings back."""
    gone = undone(acts)
    return [act for act in acts if act.kind != "undo" and act.name not in gone]


def _by_name(told: dict[Document, str]) -> dict[str, str]:
    return {str(one): value for one, value in told.items()}


def _by_document(told: dict[str, str]) -> dict[Document, str]:
    return {document(one): value for one, value in told.items()}
