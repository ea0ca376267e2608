"""Notices on their way out: an Atom feed and letters as files, from where any mail program or feed reader takes them."""

from __future__ import annotations

import datetime as dt
from email.message import EmailMessage
from pathlib import Path
from typing import Final

from feedgen.feed import FeedGenerator

from components.words.language import strings
from data.store.files import Files
from data.watching.told import Notice
from data.watching.watch import Watch

SENT: Final = "sent/"
MOST_ENTRIES: Final = 100


def put_out(files: Files, watch: Watch, told: list[Notice], folder: Path) -> int:
    """Write the feed of a watch, and a letter for each notice that has none yet.

    Args:
        files: of the store, which notes what was written: a letter that was taken away is not written again.
        watch: the watch.
        told: its notices, oldest first.
        folder: where they are written.

    Returns:
        How many letters were written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    told = [one for one in told if one.title]
    _put(folder / f"{watch.name}.atom", atom(watch, told))
    done = set(files.marks(f"{SENT}{watch.name}/"))
    wrote = 0
    for one in told:
        mark = f"{SENT}{watch.name}/{one.id}"
        if mark not in done:
            _put(folder / f"{watch.name}-{one.id}.eml", letter(watch, one))
            files.write(mark, b"")
            wrote += 1
    return wrote


def atom(watch: Watch, told: list[Notice]) -> bytes:
    """The notices of a watch as an Atom feed."""
    feed = FeedGenerator()
    feed.id(f"urn:casualty-monitor:watch:{watch.name}")
    feed.title(strings(watch.language)("notices.feed", name=watch.name))
    feed.author({"name": strings(watch.language)("app.title")})
    feed.language(watch.language)
    feed.updated(_time(told[-1].at) if told else dt.datetime(1970, 1, 1, tzinfo=dt.UTC))
    for one in told[-MOST_ENTRIES:]:
        entry = feed.add_entry()
        entry.id(f"urn:casualty-monitor:notice:{one.id}")
        entry.title(one.title)
        entry.content(one.text, type="text")
        entry.updated(_time(one.at))
        entry.link(href=one.link)
    return bytes(feed.atom_str(pretty=True))


def letter(watch: Watch, one: Notice) -> bytes:
    """A notice as a letter (RFC 5322) to the owner; who sends it adds from whom."""
    message = EmailMessage()
    message["Subject"] = " ".join(one.title.split())
    message["To"] = " ".join(watch.owner.split())
    message["Date"] = _time(one.at)
    message["Message-ID"] = f"<{one.id}@casualty-monitor.invalid>"
    message.set_content(f"{one.text}\n\n{one.link}\n")
    return message.as_bytes()


def _time(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text)


def _put(path: Path, content: bytes) -> None:
    aside = path.with_name(f".{path.name}.tmp")
    aside.write_bytes(content)
    aside.replace(path)
