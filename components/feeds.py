"""Notices as others read them: an Atom feed, a letter, what is told to another program."""

from __future__ import annotations

import datetime as dt
import hashlib
from email.message import EmailMessage
from typing import Any, Final

from feedgen.feed import FeedGenerator

from components.words.language import strings
from data.watching.told import Notice
from data.watching.watch import Watch

MOST_ENTRIES: Final = 100


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


def letter(watch: Watch, told: list[Notice], sender: str = "") -> EmailMessage:
    """Notices as a letter (RFC 5322) to the owner.

    Args:
        watch: the watch.
        told: one notice or, as a digest, several.
        sender: from whom; where it is empty, who sends it adds that.
    """
    words = strings(watch.language)
    message = EmailMessage()
    one = told[0]
    title = one.title if len(told) == 1 else words("notices.digest", name=watch.name, n=len(told))
    message["Subject"] = " ".join(title.split())
    if sender:
        message["From"] = sender
    message["To"] = " ".join(watch.owner.split())
    message["Date"] = _time(told[-1].at)
    message["Message-ID"] = f"<{name_of(told)}@casualty-monitor.invalid>"
    parts = [f"{each.text}\n\n{each.link}\n" for each in told]
    if len(told) > 1:
        parts = [f"{each.title}\n\n{part}" for each, part in zip(told, parts, strict=True)]
    message.set_content("\n\n".join(parts))
    return message


def told_to_a_program(watch: Watch, told: list[Notice]) -> dict[str, Any]:
    """Notices as a program reads them."""
    return {
        "type": "casualty-monitor.notices",
        "timestamp": told[-1].at,
        "data": {
            "watch": watch.name,
            "notices": [
                {"id": one.id, "at": one.at, "title": one.title, "text": one.text, "link": one.link}
                for one in told
            ],
        },
    }


def name_of(told: list[Notice]) -> str:
    """What notices that are sent together are known by: sent again, they are the same."""
    if len(told) == 1:
        return told[0].id
    return hashlib.sha256("/".join(one.id for one in told).encode()).hexdigest()[:12]


def _time(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text)
