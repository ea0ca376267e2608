"""What there is to read: taken ready made from the disk, or made now and kept there for the next look."""

from __future__ import annotations

import dataclasses
import logging

from data.record.record import chosen_folder, version_of
from data.store import snapshot
from data.store.holdings import Holdings
from data.store.store import Store

LOG = logging.getLogger(__name__)


def load_holdings(store: Store | None = None) -> Holdings:
    """The chosen record together with the live rows of a store.

    Args:
        store: the store; None is the chosen one.

    Raises:
        RecordError: the record or the store cannot be read.
    """
    own = store or Store()
    place, state = snapshot.place_of(own), own.ledger.state()
    try:
        with snapshot.alone(place):  # who comes meanwhile waits, and finds it made
            name = snapshot.name_of(own, version_of(chosen_folder()))
            found = snapshot.read(place, name)
            if found is None:
                snapshot.write(place, name, _made(own))
                found = snapshot.read(place, name)
    except OSError as error:
        LOG.warning("%s: nothing can be kept ready there (%s); it is made at each start.", place, error)  # fmt: skip
        found = None
    # a copied store has the same entries in another state
    return dataclasses.replace(found, state=state) if found else _made(own)


def _made(store: Store) -> Holdings:
    from data.store.made import make  # what makes it loads three times as much as what reads it

    return make(store)
