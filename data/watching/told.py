"""What the owner of a watch was told: each thing once, again only when it changed after it was acknowledged."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from dataclasses import dataclass
from typing import Any, Final

from data.record.refusal import RecordError
from data.store.files import Files
from data.store.holdings import Holdings
from data.store.ledger import now
from data.store.purge import NOTICES
from data.watching.things import Thing, far_apart, things
from data.watching.watch import Watch, checked, keep_watch

FOLDER: Final = NOTICES
BASELINE: Final = "baseline"  # what was there when somebody began to watch for what is new
GONE: Final = "gone"
FROM_THEN_ON: Final = ("new", "revised")


@dataclass(frozen=True)
class Notice:
    """What was told at once.

    Attributes:
        id: a hash over the watch and what it tells: told twice, it is one.
        watch: its name.
        at: when it was made.
        marks: the state of each thing by its key.
        was: the state it was told in before, of those that were.
        title: one line.
        text: everything, in the owner's words.
        link: the view that shows it.
        acknowledged: by whom; empty where by nobody.
    """

    id: str
    watch: str
    at: str
    marks: dict[str, str]
    was: dict[str, str]
    title: str = ""
    text: str = ""
    link: str = ""
    acknowledged: str = ""


def to_tell(files: Files, watch: Watch, found: list[Thing]) -> tuple[list[Thing], dict[str, str]]:
    """The things that are new to the owner, and the states they were told in before.

    Args:
        files: of the store.
        watch: the watch.
        found: what it finds now.

    Returns:
        Things never told, or changed since they were told and acknowledged; nothing of what is told and not
        acknowledged, however often it changes.
    """
    known: dict[str, str] = {}
    quiet: set[str] = set()
    for one in notices(files, watch.name):
        known |= one.marks
        quiet = (quiet | one.marks.keys()) if not one.acknowledged else (quiet - one.marks.keys())
    seen_again = {one.key for one in found}
    gone = [key for key, mark in known.items() if key not in seen_again | quiet and mark != GONE]
    if gone and watch.rule not in FROM_THEN_ON:  # if it comes back it is news
        _forget(files, watch, gone)
        known |= dict.fromkeys(gone, GONE)
    fresh = [one for one in found if known.get(one.key, GONE) == GONE]
    changed = [one for one in found if known.get(one.key, GONE) != GONE and one.key not in quiet and _changed(watch, known[one.key], one.mark)]  # fmt: skip
    return [*fresh, *changed], {one.key: known[one.key] for one in changed}


def _forget(files: Files, watch: Watch, keys: list[str]) -> None:
    """Note that something is not so any more; nobody is told."""
    own = f"gone-{len(notices(files, watch.name))}"
    keep_notice(files, Notice(own, watch.name, now().isoformat(), dict.fromkeys(keys, GONE), {}, acknowledged=BASELINE))  # fmt: skip


def _changed(watch: Watch, old: str, new: str) -> bool:
    return far_apart(old, new, watch.number) if watch.rule == "revised" else old != new


def notice_of(files: Files, watch: Watch, found: list[Thing], was: dict[str, str]) -> Notice:
    """A notice of some things, without its words; the number of those before is part of its name."""
    marks = {one.key: one.mark for one in found}
    known = json.dumps([watch.name, marks, was, len(notices(files, watch.name))], sort_keys=True)
    own = hashlib.sha256(known.encode()).hexdigest()[:12]
    return Notice(own, watch.name, now().isoformat(), marks, was)


def start(files: Files, held: Holdings, watch: Watch) -> None:
    """Watch from now on; one of the same name is replaced.

    Raises:
        RecordError: it may not be kept, or nothing of it may leave.
    """
    found = things(held, checked(watch))
    for one in notices(
        files, watch.name
    ):  # of an earlier watch of this name: its owner's, and not this one's
        if not one.acknowledged:
            keep_notice(files, dataclasses.replace(one, acknowledged=BASELINE))
    known = sorted({key for one in notices(files, watch.name) for key in one.marks})
    keep_watch(files, watch)
    if known:
        _forget(files, watch, known)
    begin(files, watch, found)


def begin(files: Files, watch: Watch, found: list[Thing]) -> None:
    """Take what is there for known, where a watch is for what comes from now on."""
    if watch.rule in FROM_THEN_ON:
        own = f"{BASELINE}-{len(notices(files, watch.name))}"
        keep_notice(files, Notice(own, watch.name, now().isoformat(), {one.key: one.mark for one in found}, {}, acknowledged=BASELINE))  # fmt: skip


def keep_notice(files: Files, notice: Notice) -> None:
    """Keep what was told, whole; from then on it is told."""
    content = json.dumps(vars(notice), ensure_ascii=False, indent=1).encode()
    files.write(f"{FOLDER}{notice.watch}/{notice.id}.json", content)


def notices(files: Files, watch: str) -> list[Notice]:
    """What the owner of a watch was told, oldest first."""
    prefix = f"{FOLDER}{watch}/"
    names = [name for name in files.marks(prefix) if name.endswith(".json")]
    found: list[Any] = [Notice(**json.loads(files.read(name))) for name in names]
    return sorted(found, key=lambda one: one.at)


def acknowledge(files: Files, watch: str, notice: str, who: str) -> None:
    """Note that somebody has seen a notice: what changes in it from then on is told.

    Raises:
        RecordError: there is no such notice, or no name.
    """
    if not who.strip():
        raise RecordError("who = ''; expected the name of a person.")
    own = [one for one in notices(files, watch) if one.id == notice]
    if not own:
        raise RecordError(f"notice = {notice!r}; expected one of the watch {watch}.")
    keep_notice(files, Notice(**{**vars(own[0]), "acknowledged": who.strip()}))
