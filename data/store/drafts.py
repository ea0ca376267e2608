"""What a person has begun to enter and not handed in: one draft a person, which is no part of the record."""

from __future__ import annotations

import hashlib
import json
from typing import Any, Final

from data.store.files import Files

FOLDER: Final = "drafts/"


def keep_draft(files: Files, who: str, draft: dict[str, Any]) -> None:
    """Keep what a person has begun, in the place of what they had begun before."""
    files.write(_name(who), json.dumps({"who": who, **draft}, ensure_ascii=False).encode())


def draft_of(files: Files, who: str) -> dict[str, Any]:
    """What a person has begun; empty where there is nothing, or nothing that can be read."""
    try:
        found = json.loads(files.read(_name(who)))
    except (FileNotFoundError, ValueError):
        return {}
    return found if isinstance(found, dict) and found.get("who") == who else {}


def drop_draft(files: Files, who: str) -> None:
    """Take it away once it is handed in."""
    files.remove([_name(who)])


def drop_drafts_that_name(files: Files, texts: list[str]) -> None:
    """Take away every draft that names what is purged."""
    for name in files.marks(FOLDER):
        text = json.dumps(json.loads(files.read(name)), ensure_ascii=False).casefold()
        if any(one.casefold() in text for one in texts):
            files.remove([name])


def _name(who: str) -> str:
    return f"{FOLDER}{hashlib.sha256(who.encode()).hexdigest()[:24]}.json"
