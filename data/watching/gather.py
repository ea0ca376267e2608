"""What is fetched and brought in by itself: the interfaces that the operator names, as a person would fetch and import them."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import parse_qsl

from data.record.load import load_chosen
from data.record.record import Record
from data.record.refusal import RecordError
from data.sources.apart import read_in_a_copy
from data.sources.asked import Question
from data.sources.fetch import INTERFACES, fetch, file_of
from data.sources.intake import read_batch
from data.sources.keys import secret
from data.store.store import Store

FETCH_VARIABLE: Final = "CASUALTY_FETCH"


@dataclass(frozen=True)
class Gathered:
    """What came of one interface.

    Attributes:
        name: of the interface.
        rows: that it gave; None where it failed.
        accepted: rows that the record did not have.
        put_aside: rows that were not taken.
        failed: why it failed, or what a person has to answer first; empty where it did not.
    """

    name: str
    rows: int | None = None
    accepted: int = 0
    put_aside: int = 0
    failed: str = ""


def configured() -> list[tuple[str, dict[str, str]]]:
    """The interfaces to fetch from and what is asked of each: ``ucdp?release=25.1 acled?from=2019-01-01&to=2019-12-31``.

    Raises:
        RecordError: one is no interface.
    """
    found = []
    for one in secret(FETCH_VARIABLE).split():
        name, _, query = one.partition("?")
        if name not in INTERFACES:
            raise RecordError(f"{FETCH_VARIABLE} = {name!r}; expected one of {', '.join(sorted(INTERFACES))}.")  # fmt: skip
        found.append((name, dict(parse_qsl(query))))
    return found


def gather(store: Store, folder: Path) -> list[Gathered]:
    """Fetch from each interface and bring in what it gave; what fails of one stops no other.

    Args:
        store: takes the rows.
        folder: keeps the pages of a fetch that was stopped, which goes on there.

    Raises:
        RecordError: what is configured is no interface, or the record cannot be read.
    """
    asked = configured()
    record = load_chosen() if asked else None
    folder.mkdir(parents=True, exist_ok=True)
    return [] if record is None else [_one(store, record, folder, *one) for one in asked]


def _one(store: Store, record: Record, folder: Path, name: str, asked: dict[str, str]) -> Gathered:
    path = folder / file_of(name, asked)
    try:
        rows = fetch(name, path, asked)
        batch = read_in_a_copy(path, functools.partial(read_batch, path, record))
        verdict = store.add(batch)
    except Question as question:
        return Gathered(name, failed=f"{name}: a person has to answer first, by importing {path.name} on the page Data: {question}")  # fmt: skip
    except RecordError as error:
        return Gathered(name, failed=f"{name}: {error}")
    except OSError as error:
        return Gathered(name, failed=f"{name}: {path.name} could not be written or read ({error.strerror or error}).")  # fmt: skip
    return Gathered(name, rows, verdict.accepted, len(batch.put_aside))
