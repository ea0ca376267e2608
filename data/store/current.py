"""What a store holds now, read once for all who look; what was last read while it cannot be reached, or newer is on its way."""

from __future__ import annotations

import contextlib
import gc
import os
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from data.record.record import RECORD_VARIABLE
from data.record.refusal import RecordError
from data.store.files import Busy
from data.store.holdings import Holdings
from data.store.loading import load_holdings
from data.store.purge import finish
from data.store.store import STORE_VARIABLE, Store
from data.store.workers import count_by_workers

MANY: Final = (
    20_000  # imported rows that are made ready in a process of their own, while others are served
)
PATIENCE_SECONDS: Final = 2.0
Place = tuple[str, str]  # of the record and of the store


@dataclass(eq=False)
class _Reading:
    """A state of a store that somebody reads, or has read; and how many purges it has seen."""

    state: str
    purges: int
    held: Holdings | None = None
    failed: Exception | None = None
    done: threading.Event = field(default_factory=threading.Event)
    patience: float = field(default_factory=lambda: time.monotonic() + PATIENCE_SECONDS)


@dataclass(frozen=True)
class Seen:
    """What there is to see.

    Attributes:
        held: the record with what was imported.
        unread: why it is what was last read; empty where it is what there is.
        newer: whether what is newer is being read.
    """

    held: Holdings
    unread: str = ""
    newer: bool = False


_READ: Final[dict[Place, _Reading]] = {}
_UNDER_WAY: Final[dict[Place, _Reading]] = {}
_LOCK: Final = threading.Lock()


def current() -> Seen:
    """What the chosen store holds now, or what was last read of it and why.

    What the command line imported is there at the next look, or soon after it: while many rows are read, the
    others go on with what was there, unless something was purged from it. Of each store one state is kept.

    Raises:
        RecordError: it cannot be read and was not read before.
    """
    store = Store()
    place = (os.environ.get(RECORD_VARIABLE, ""), store.files.where)
    known = _READ.get(place)
    try:
        reading = _reading(place, store.ledger.state(), store)
        # what was purged is gone at the next look
        waits = known is None or known.purges < reading.purges
        reading.done.wait(None if waits else max(0, reading.patience - time.monotonic()))
        if reading.failed:
            raise reading.failed
    except RecordError as error:
        if known is None or known.held is None:
            raise
        return Seen(known.held, str(error))
    if reading.held is None:  # not yet
        assert known is not None and known.held is not None
        return Seen(known.held, newer=True)
    return Seen(reading.held)


def forget() -> None:
    """Read everything anew at the next look."""
    _READ.clear()
    _UNDER_WAY.clear()


def _reading(place: Place, state: str, store: Store) -> _Reading:
    """Who reads a state: it is read by one, whoever asks."""
    with _LOCK:
        for one in (_READ.get(place), _UNDER_WAY.get(place)):
            if one is not None and one.state == state and not one.failed:
                return one
        purges = store.ledger.entries().purges
        own = _UNDER_WAY[place] = _Reading(state, purges)
        others_wait = place in _READ
    threading.Thread(target=_read, args=(own, place, store, others_wait), daemon=True).start()
    return own


def _read(own: _Reading, place: Place, store: Store, others_look: bool) -> None:
    try:
        with contextlib.suppress(Busy):  # who only reads need not wait
            finish(store)  # a purge that was stopped in between
        if others_look and store.batches()["accepted"].sum() > MANY:
            _make_ready(store)
        held = load_holdings(store)
        count_by_workers(held, store)
        # Streamlit collects garbage after every run; what is loaded once need not be walked each time.
        gc.collect()
        gc.freeze()
        with _LOCK:
            own.held = held
            if _UNDER_WAY.get(place) is own:
                _READ[place] = own
    except Exception as error:  # noqa: BLE001  it is raised where somebody waits for it
        own.failed = error
    finally:
        own.done.set()


def _make_ready(store: Store) -> None:
    """In a process of its own: an interpreter that makes it would serve nobody meanwhile. If that fails, it is made here."""
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2]), STORE_VARIABLE: store.files.where}  # fmt: skip
    made = "from data.store.loading import load_holdings; load_holdings()"
    subprocess.run([sys.executable, "-c", made], env=environment, check=False)
