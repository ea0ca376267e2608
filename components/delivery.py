"""Notices on their way out: a folder of feeds and letters, a mail server, another program; each notice once by each."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable
from pathlib import Path
from typing import Final

from components.feeds import atom, letter, name_of, told_to_a_program
from data.outside.hook import hooked
from data.outside.mail import mailed
from data.record.refusal import RecordError
from data.sources.keys import secret
from data.store.files import Files
from data.store.ledger import now
from data.watching.told import Notice
from data.watching.watch import Watch

SENT: Final = "sent/"
MAIL_VARIABLE: Final = "CASUALTY_MAIL"
SENDER_VARIABLE: Final = "CASUALTY_MAIL_FROM"
HOOK_VARIABLE: Final = "CASUALTY_WEBHOOK"
HOOK_SECRET_VARIABLE: Final = "CASUALTY_WEBHOOK_SECRET"

Send = Callable[[Watch, list[Notice]], None]


def delivered(files: Files, watch: Watch, told: list[Notice], folder: Path) -> tuple[int, list[str]]:  # fmt: skip
    """Bring the notices of a watch to its owner.

    Args:
        files: of the store, which notes what was sent: nothing is sent again, and what failed is tried at the next run.
        watch: the watch.
        told: its notices, oldest first.
        folder: of feeds and letters.

    Returns:
        How many letters and calls went out, and what failed, a sentence each.

    Raises:
        OSError: the folder cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    told = [one for one in told if one.title]
    _put(folder / f"{watch.name}.atom", atom(watch, told))
    sent, failed = 0, []
    for channel, send in _channels(watch, folder).items():
        for parcel in _due(files, channel, watch, told):
            try:
                send(watch, parcel)
            except RecordError as error:
                failed.append(f"watch {watch.name}: {error}")
                break
            for one in parcel:
                files.write(f"{SENT}{channel}/{watch.name}/{one.id}", now().isoformat().encode())
            sent += 1
    return sent, failed


def _channels(watch: Watch, folder: Path) -> dict[str, Send]:
    """The ways that the operator has opened: letters by a mail server, where there is none into the folder; a webhook."""
    found: dict[str, Send] = {}
    if secret(MAIL_VARIABLE) and "@" in watch.owner:
        found["mail"] = _mail
    else:
        found["letters"] = lambda watch, told: _put(folder / f"{watch.name}-{name_of(told)}.eml", letter(watch, told).as_bytes())  # fmt: skip
    if secret(HOOK_VARIABLE):
        found["webhook"] = _hook
    return found


def _due(files: Files, channel: str, watch: Watch, told: list[Notice]) -> list[list[Notice]]:
    """What goes out now, as parcels: each notice by itself, or all of a digest's together where its day has come."""
    prefix = f"{SENT}{channel}/{watch.name}/"
    done = [name for name in files.marks(prefix) if not name.endswith("/")]
    known = {name.removeprefix(prefix) for name in done}
    left = [one for one in told if one.id not in known and not one.acknowledged]
    if not watch.digest:
        return [[one] for one in left]
    last = max((files.read(name).decode() for name in done), default="")
    if not left or (last and _same_stretch(dt.datetime.fromisoformat(last), now(), watch.digest)):
        return []
    return [left]


def _same_stretch(one: dt.datetime, other: dt.datetime, digest: str) -> bool:
    if digest == "daily":
        return one.date() == other.date()
    return one.isocalendar()[:2] == other.isocalendar()[:2]


def _mail(watch: Watch, told: list[Notice]) -> None:
    sender = secret(SENDER_VARIABLE)
    if "@" not in sender:
        raise RecordError(f"{SENDER_VARIABLE} = {sender!r}; expected the address that letters come from.")  # fmt: skip
    mailed(secret(MAIL_VARIABLE), letter(watch, told, sender))


def _hook(watch: Watch, told: list[Notice]) -> None:
    hooked(secret(HOOK_VARIABLE), secret(HOOK_SECRET_VARIABLE), name_of(told), told_to_a_program(watch, told))  # fmt: skip


def _put(path: Path, content: bytes) -> None:
    aside = path.with_name(f".{path.name}.{os.getpid()}")
    aside.write_bytes(content)
    aside.replace(path)
