"""Past one machine: a record in parts on the workers of a Dask cluster, each part an actor that runs the kernel.

The workers read the same files: the store, a folder or object storage, and what they keep ready of it. Each part
is on two workers, so that one that is lost is answered for by the other; a question gets the whole answer or an
error, and each question names the version it is put to.
"""

from __future__ import annotations

import contextlib
import functools
import threading
import time
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from data.counting.kernel import Partial, Time, partial
from data.counting.selection import Selection
from data.counting.shard import know, shard, shard_of
from data.record.cluster import of_incidents
from data.record.record import Record
from data.record.refusal import RecordError
from data.record.spread import spread
from data.sources.keys import secret
from data.store import snapshot
from data.store.files import Folder
from data.store.holdings import Holdings
from data.store.loading import load_holdings
from data.store.store import Store

if TYPE_CHECKING:
    from distributed import Client

WORKERS_VARIABLE: Final = "CASUALTY_WORKERS"
COPIES: Final = 2
CONNECTS_WITHIN_SECONDS: Final = 10
ANSWERS_WITHIN_SECONDS: Final = 120
LOOKS_EVERY_SECONDS: Final = 0.5
_Copy = tuple[str, Any]  # who holds a part: the worker, and the actor there
_Held = list[list[_Copy]]  # of each part
_EXPECTED: Final = "the same version of this program, its record and its store on each worker"


class _LostError(Exception):
    """Nobody is left who holds a part."""


class Part:
    """One stretch of days of a record, on a worker."""

    def __init__(self, where: str, version: str, number: int, parts: int) -> None:
        """Take hold of a part.

        Args:
            where: the store.
            version: of the record.
            number: which part, from 0.
            parts: how many there are.

        Raises:
            RecordError: this worker reads another version.
        """
        store = Store(where)
        record = load_holdings(store).record
        self.version = _version_of(record)
        self._expects(version)
        arrays = shard(record)
        ends = np.linspace(0, len(arrays.ids), parts + 1).astype(int)
        self.record = of_incidents(record, arrays.rows[ends[number] : ends[number + 1]])
        know(self.record, arrays.taken(np.arange(ends[number], ends[number + 1])))

    def ask(self, version: str, selection: Selection, axes: Sequence[str], which: Time) -> Partial:
        """What this part answers; see ``kernel.partial``.

        Raises:
            RecordError: another version is asked for than is held.
        """
        self._expects(version)
        arrays = shard_of(self.record, selection)
        return partial(arrays, selection, axes, which)

    def _expects(self, version: str) -> None:
        if version != self.version:
            raise RecordError(f"a worker holds version {self.version}, and {version} was asked for; expected {_EXPECTED}.")  # fmt: skip


class Workers:
    """Those who count one version of a record."""

    def __init__(self, address: str, where: str, record: Record) -> None:
        """Give each worker of a cluster its parts.

        Args:
            address: of the scheduler, such as ``tcp://scheduler:8786``.
            where: the store, as the workers reach it.
            record: what they are to hold.

        Raises:
            RecordError: there is no such cluster, or none of its workers can hold a part.
        """
        self.address, self.where, self.version = address, where, _version_of(record)
        self._lock = threading.Lock()
        self._held: _Held = []
        with self._at_the_cluster():
            self._place()

    def ask(self, selection: Selection, axes: Sequence[str], which: Time) -> Partial:
        """The whole answer: that of every part, added.

        Raises:
            RecordError: of one part no worker is left, or none answered in time.
        """
        held = self._held
        with self._at_the_cluster():
            try:
                return self._asked(held, selection, axes, which)
            except _LostError:
                with self._lock:
                    if held is self._held:  # nobody else placed them anew meanwhile
                        self._place()
            try:
                return self._asked(self._held, selection, axes, which)
            except _LostError:
                raise self._error("a part of the record was lost and no worker answers for it") from None  # fmt: skip

    @contextlib.contextmanager
    def _at_the_cluster(self) -> Iterator[None]:
        """Actors look for the cluster they are of among what is current."""
        try:
            client = _client(self.address)
        except (OSError, ValueError):  # ValueError is an address of no kind that is known
            raise self._error("the scheduler does not answer") from None
        with client.as_current():
            yield

    def _asked(
        self, held: _Held, selection: Selection, axes: Sequence[str], which: Time
    ) -> Partial:
        question = (self.version, selection, tuple(axes), which)
        tried = [list(copies) for copies in held]  # whoever takes one out meanwhile
        begun = [_put(own[0], question) if own else None for own in tried]  # all count at once
        answers = map(functools.partial(self._answer, question), held, tried, begun)
        return functools.reduce(Partial.__add__, answers)

    def _answer(self, question: tuple, copies: list[_Copy], tried: list[_Copy], begun: Any) -> Partial:  # fmt: skip
        """The answer of the first of those who hold a part; who does not answer is asked no more."""
        for copy in tried:
            found = self._wait(copy[0], begun if copy is tried[0] else _put(copy, question))
            if found:
                return found
            with self._lock:
                if copy in copies:  # nobody else has found it lost meanwhile
                    copies.remove(copy)
        raise _LostError

    def _wait(self, worker: str, asked: Any) -> Partial | None:
        until = time.monotonic() + ANSWERS_WITHIN_SECONDS
        while asked and time.monotonic() < until:
            try:
                return asked.result(timeout=LOOKS_EVERY_SECONDS)
            except TimeoutError:
                if worker not in self._alive():
                    return None
            except (OSError, RuntimeError):  # what the library has for a worker that is lost
                return None
        return None

    def _alive(self) -> list[str]:
        try:
            return sorted(_client(self.address).nthreads())
        except (OSError, ValueError, RuntimeError):
            raise self._error("the scheduler does not answer") from None

    def _place(self) -> None:
        """Let each worker take hold of one part, and of the next one's."""
        alive = self._alive()
        taking = [
            [(worker, self._taken(worker, number, len(alive))) for worker in dict.fromkeys(
                alive[(number + copy) % len(alive)] for copy in range(COPIES)
            )]
            for number in range(len(alive))
        ]  # fmt: skip
        self._held = [
            [(worker, actor) for worker, future in copies if (actor := self._holds(worker, future))]
            for copies in taking
        ]
        if not all(self._held) or not self._held:
            raise self._error("no worker could take hold of a part")

    def _taken(self, worker: str, number: int, parts: int) -> Any:
        return _client(self.address).submit(
            Part, self.where, self.version, number, parts,
            actor=True, pure=False, workers=[worker], allow_other_workers=False,
        )  # fmt: skip

    def _holds(self, worker: str, taken: Any) -> Any:
        """The actor, once it holds its part; None where its worker was lost meanwhile."""
        while not taken.done():
            time.sleep(LOOKS_EVERY_SECONDS / 10)
            if worker not in self._alive():
                return None
        if isinstance(error := taken.exception(), RecordError):
            raise error
        return None if error else taken.result()

    def _error(self, reason: str) -> RecordError:
        return RecordError(f"{WORKERS_VARIABLE} = {self.address!r}: {reason}; expected a Dask scheduler that is reached from here, and workers that have joined it.")  # fmt: skip


def _put(copy: _Copy, question: tuple) -> Any:
    """Put a question to one who holds a part; None where that one is known to be lost."""
    try:
        return copy[1].ask(*question)
    except RuntimeError:
        return None


def _version_of(record: Record) -> str:
    """Of a record and of the code that counts it."""
    return f"{record.version}-{snapshot.code_version()[:10]}"


_CLIENTS: Final[dict[str, Client]] = {}


def _client(address: str) -> Client:
    """This process's place at a cluster.

    Raises:
        OSError: it cannot be reached.
    """
    try:
        from distributed import Client
    except ImportError:
        raise RecordError(f"{WORKERS_VARIABLE} = {address!r}: the library for it is not installed; expected `uv sync --extra workers`.") from None  # fmt: skip

    known = _CLIENTS.get(address)
    if known is None or known.status not in ("running", "connecting"):
        known = _CLIENTS[address] = Client(address, timeout=CONNECTS_WITHIN_SECONDS, direct_to_workers=True, set_as_default=False)  # fmt: skip
    return known


def count_by_workers(held: Holdings, store: Store) -> None:
    """Let a record be counted by the workers that ``CASUALTY_WORKERS`` names; without it, nothing changes.

    Args:
        held: what was read of the store.
        store: the store.

    Raises:
        RecordError: there is no such cluster.
    """
    address = secret(WORKERS_VARIABLE)
    if address:
        files = store.files
        where = str(files.folder.absolute()) if isinstance(files, Folder) else files.where
        spread(held.record, Workers(address, where, held.record))
