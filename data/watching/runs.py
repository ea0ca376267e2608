"""How the last run that keeps things up to date went."""

from __future__ import annotations

import json
from dataclasses import dataclass

from data.store.files import Files
from data.store.ledger import now
from data.store.purge import LAST_RUN


@dataclass(frozen=True)
class Run:
    """One run.

    Attributes:
        at: when it ended.
        failed: what failed, a sentence each.
    """

    at: str
    failed: tuple[str, ...]


def note_run(files: Files, failed: list[str]) -> None:
    """Note that a run has ended, and what of it failed."""
    content = json.dumps({"at": now().isoformat(), "failed": failed}, ensure_ascii=False)
    files.write(LAST_RUN, content.encode())


def last_run(files: Files) -> Run | None:
    """The last run; None where there was none."""
    try:
        told = json.loads(files.read(LAST_RUN))
    except FileNotFoundError:
        return None
    return Run(told["at"], tuple(told["failed"]))
