"""What is a person's own and no part of the record: what they have begun and not handed in, the order of their work."""

from __future__ import annotations

import hashlib
import json
from typing import Any, Final

from data.store.files import Files

FOLDER: Final = "drafts/"
ORDERS: Final = "orders/"


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
    for name in [one for one in files.marks(FOLDER) if one.endswith(".json")]:
        text = json.dumps(json.loads(files.read(name)), ensure_ascii=False).casefold()
        if any(one.casefold() in text for one in texts):
            files.remove([name])


def keep_order(files: Files, who: str, order: list[str]) -> None:
    """Keep in which order a person looks at what there is to do."""
    files.write(_name(who, ORDERS), json.dumps(order).encode())


def order_of(files: Files, who: str) -> list[str]:
    """In which order a person looks at what there is to do; empty where they never said."""
    try:
        found = json.loads(files.read(_name(who, ORDERS)))
    except (FileNotFoundError, ValueError):
        return []
    return [one for one in found if isinstance(one, str)] if isinstance(found, list) else []


def _name(who: str, folder: str = FOLDER) -> str:
    return f"{folder}{hashlib.sha256(who.encode()).hexdigest()[:24]}.json"
