"""Copies of documents, kept by what is in them: who put them there, when, from where; nothing of them changes a figure."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pandas as pd

from data.outside.archive import warc
from data.outside.page import asked
from data.record.record import Record
from data.record.refusal import RecordError
from data.store.ledger import Entries, new_name
from data.store.store import CAPTURES, Store

KINDS: Final = (".pdf", ".html", ".htm", ".wacz", ".warc", ".gz", ".png", ".jpg", ".jpeg", ".webp", ".mhtml", ".txt")  # fmt: skip
FETCHED: Final = "page.warc.gz"
MOST_BYTES: Final = 100_000_000


@dataclass(frozen=True)
class Capture:
    """A copy of one document.

    Attributes:
        entry: of the ledger.
        report: id of the report that the document is.
        sha256: of its bytes, which lie under it.
        name: of the file as it came.
        size: in bytes.
        who: by whom.
        at: when, as the ledger writes it.
        address: where it is from; empty where nobody said.
    """

    entry: str
    report: str
    sha256: str
    name: str
    size: int
    who: str
    at: str
    address: str = ""


def captures(entries: Entries) -> list[Capture]:
    """Every copy that a ledger knows, oldest first."""
    return [
        Capture(row["batch"], row["report"], row["sha256"], row["file"], row["size"], row["who"], row["at"], row.get("address", ""))
        for row in entries.told()
        if row["kind"] == "capture"
    ]  # fmt: skip


def capture(store: Store, record: Record, report: str, path: Path, who: str, address: str = "") -> Capture:  # fmt: skip
    """Keep a copy of a document beside the record.

    Args:
        store: where it is kept.
        record: knows the report, with what waits.
        report: id of the report that the document is.
        path: the file, made elsewhere: a page printed, a web archive, a picture.
        who: by whom.
        address: where it is from, if somebody says so.

    Raises:
        RecordError: there is no such report or file, it is empty, too large or of another kind, nobody gave a name, or
            the same copy is there already.
    """
    name = _named(record, report, who)
    if path.suffix.casefold() not in KINDS:
        raise RecordError(f"{path.name}: a file of the kind {path.suffix or 'none'}; expected one of {', '.join(KINDS)}.")  # fmt: skip
    try:
        content = path.read_bytes()
    except OSError as error:
        raise RecordError(f"{path.name}: the file cannot be read ({error.strerror}).") from None
    return _kept(store, report, path.name, content, name, address)


def capture_fetched(store: Store, record: Record, report: str, who: str) -> Capture:
    """Fetch the page of a report, this one page alone, and keep it as a web archive.

    Args:
        store: where it is kept.
        record: knows the report, with what waits.
        report: id of the report.
        who: by whom.

    Raises:
        RecordError: as ``capture``; or the report has no address, or it gives no page.
    """
    name = _named(record, report, who)
    address = record.reports.set_index("report_id")["url"][report]
    if pd.isna(address):
        raise RecordError(f"report = {report!r} has no address; expected a copy made elsewhere.")
    purges = store.ledger.entries().purges
    answers = asked(str(address))
    last = answers[-1]
    if not 200 <= last.status < 300 or not last.content:
        raise RecordError(f"{address} answered {last.status} and {len(last.content)} bytes; expected a page. Nothing is kept.")  # fmt: skip
    if store.ledger.entries().purges != purges:
        raise RecordError("something was purged meanwhile; expected to fetch again.")
    return _kept(store, report, FETCHED, warc(answers), name, last.address)


def _named(record: Record, report: str, who: str) -> str:
    name = " ".join(who.split())
    if not name:
        raise RecordError("who = ''; expected the name of a person.")
    if not (record.reports["report_id"] == report).any():
        raise RecordError(f"report = {report!r}; expected the id of a report of the record.")
    return name


def _kept(store: Store, report: str, file: str, content: bytes, who: str, address: str) -> Capture:
    if not 0 < len(content) <= MOST_BYTES:
        raise RecordError(f"{file}: {len(content)} bytes; expected some, and at most {MOST_BYTES}.")
    digest = hashlib.sha256(content).hexdigest()
    with store.files.held(alone=False):
        known = captures(store.ledger.entries())
        if any((one.report, one.sha256) == (report, digest) for one in known):
            raise RecordError(f"{file}: this copy of {report} is there already.")
        store.files.write(f"{CAPTURES}{digest}", content)
        entry: dict[str, Any] = {
            "batch": f"{new_name()}-capture", "kind": "capture", "report": report, "sha256": digest, "file": file,
            "size": len(content), "who": who,
        }  # fmt: skip
        store.ledger.write(entry | ({"address": address} if address else {}))
    return captures(store.ledger.entries())[-1]


def content_of(store: Store, one: Capture) -> bytes:
    """The bytes of a copy, as they came.

    Raises:
        RecordError: they are gone, or not what they were.
    """
    try:
        content = store.files.read(f"{CAPTURES}{one.sha256}")
    except FileNotFoundError:
        raise RecordError(f"{one.name}: the copy is gone; restore {CAPTURES}{one.sha256}.") from None  # fmt: skip
    if hashlib.sha256(content).hexdigest() != one.sha256:
        raise RecordError(f"{one.name}: the copy is not as it was kept; restore {CAPTURES}{one.sha256}.")  # fmt: skip
    return content
