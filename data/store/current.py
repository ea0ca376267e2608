"""What a store holds now, read once for all who look; what was last read while it cannot be reached."""

from __future__ import annotations

import contextlib
import gc
import os
import threading
from typing import Final

from data.record.record import RECORD_VARIABLE
from data.record.refusal import RecordError
from data.store.files import Busy
from data.store.holdings import Holdings
from data.store.loading import load_holdings
from data.store.purge import finish
from data.store.store import Store
from data.store.workers import count_by_workers

Place = tuple[str, str]  # of the record and of the store
_READ: Final[dict[Place, tuple[str, Holdings]]] = {}
_READING: Final = threading.Lock()


def current() -> tuple[Holdings, str]:
    """What the chosen store holds now, or what was last read of it and why.

    What the command line imported is there at the next look. Of each store one state is kept.

    Raises:
        RecordError: it cannot be read and was not read before.
    """
    store = Store()
    place = (os.environ.get(RECORD_VARIABLE, ""), store.files.where)
    try:
        state = store.ledger.state()
        with _READING:  # who comes meanwhile waits instead of reading it too
            if place not in _READ or _READ[place][0] != state:
                _READ[place] = state, _read(store)
    except RecordError as error:
        if place not in _READ:
            raise
        return _READ[place][1], str(error)
    return _READ[place][1], ""


def forget() -> None:
    """Read everything anew at the next look."""
    _READ.clear()


def _read(store: Store) -> Holdings:
    with contextlib.suppress(Busy):  # who only reads need not wait
        finish(store)  # a purge that was stopped in between
    held = load_holdings(store)
    count_by_workers(held, store)
    # Streamlit collects garbage after every run; what is loaded once need not be walked each time.
    gc.collect()
    gc.freeze()
    return held
