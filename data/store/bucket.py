"""A store in object storage (S3, Google Cloud, Azure), by its URL.

It is reached through the same engine as the Delta tables, so one set of variables of the environment or
secrets (``AWS_ACCESS_KEY_ID``, ``AWS_ENDPOINT_URL`` ...) serves both.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import math
import os
import re
import socket
import threading
import time
import uuid
from collections.abc import Iterable, Iterator
from typing import Any, Final

import obstore
from obstore.exceptions import BaseError
from obstore.store import from_url

from data.record.refusal import RecordError
from data.sources.keys import reach
from data.store.files import Busy, Hold, Unreachable, reason_of

KEYS: Final = ("AWS_", "AZURE_", "GOOGLE_")
RETRIES: Final = 3
SECONDS: Final = 30
HELD: Final = "held/"
PURGES: Final = f"{HELD}purge-"
LEASE_SECONDS: Final = 120.0  # who has not renewed a note for so long is taken for dead
RENEWED_SECONDS: Final = 20.0


class Bucket:
    """The files of a store in object storage."""

    def __init__(self, url: str) -> None:
        """Open a place in object storage; nothing need be there yet.

        Raises:
            RecordError: a key or address in the environment cannot be one.
        """
        self.where = url
        self.options: dict[str, str] | None = {
            "max_retries": f"{RETRIES}",
            "retry_timeout": f"{SECONDS}s",
        }
        reach(*KEYS)
        for name, value in os.environ.items():
            if name.startswith("AWS_") and not value.isprintable():
                raise RecordError(f"{name}: expected one line; its value is not shown.")
            if name.startswith("AWS_ENDPOINT_URL") and not re.match("https?://", value):
                raise RecordError(f"{name}: expected an address that begins with https://.")
        retry: Any = {"max_retries": RETRIES, "retry_timeout": dt.timedelta(seconds=SECONDS)}
        with self._told():
            self.objects = from_url(url, retry_config=retry)

    @contextlib.contextmanager
    def _told(self) -> Iterator[None]:
        """Failures of the storage as one sentence."""
        try:
            yield
        except (BaseError, ValueError) as error:
            expected = "a bucket that is there and keys for it in the environment or the secrets"
            raise Unreachable(self.where, reason_of(error), expected) from None

    def _listed(self, prefix: str) -> list[Any]:
        with self._told():
            return list(obstore.list(self.objects, prefix).collect())

    def marks(self, prefix: str) -> dict[str, str]:
        """See ``Files.marks``."""
        found = {one["path"]: f"{one['e_tag']}" for one in self._listed(prefix)}
        return dict(sorted(found.items()))

    def read(self, name: str) -> bytes:
        """See ``Files.read``."""
        with self._told():
            return bytes(obstore.get(self.objects, name).bytes())

    def write(self, name: str, content: bytes) -> None:
        """See ``Files.write``."""
        with self._told():
            obstore.put(self.objects, name, content)

    def copy(self, name: str, to: str) -> None:
        """See ``Files.copy``."""
        with self._told():
            obstore.copy(self.objects, name, to)

    def remove(self, names: Iterable[str]) -> None:
        """See ``Files.remove``."""
        with self._told():
            obstore.delete(self.objects, list(names))

    def room(self) -> float:
        """See ``Files.room``."""
        return math.inf

    def table(self, name: str) -> str:
        """See ``Files.table``."""
        return f"{self.where}/{name}"

    @contextlib.contextmanager
    def held(self, *, alone: bool) -> Iterator[Hold]:
        """Hold the store by a note of one's own, since object storage has no lock; see ``Files.held``.

        The note is written first and the others are looked for then, so that of a purge and an import at
        once at least one sees the other and gives up. It is renewed as long as its writer lives.
        """
        note = _Note(self, alone)
        note.renew()
        try:
            note.look_around()
            note.start()
            yield note
        finally:
            note.stop()


class _Note:
    """Who holds a store, for the others to see."""

    def __init__(self, files: Bucket, alone: bool) -> None:
        self.files, self.alone = files, alone
        self.name = f"{PURGES if alone else f'{HELD}import-'}{uuid.uuid4().hex}"
        self.content = json.dumps({"host": socket.gethostname(), "process": os.getpid()}).encode()
        self.renewed = time.time()
        self.stopped = threading.Event()
        self.renewing = threading.Thread(target=self._keep, daemon=True)

    def renew(self) -> None:
        self.files.write(self.name, self.content)
        self.renewed = time.time()

    def start(self) -> None:
        self.renewing.start()

    def stop(self) -> None:
        self.stopped.set()
        if self.renewing.is_alive():
            self.renewing.join()
        with contextlib.suppress(RecordError):  # it is forgotten anyway, and what was done is done
            self.files.remove([self.name])

    def check(self) -> None:
        """See ``Hold.check``."""
        if time.time() - self.renewed > LEASE_SECONDS:
            raise Busy(
                f"{self.files.where}: this process stood still for more than {LEASE_SECONDS:g} s and may have been taken for dead; nothing more is written, try again."
            )

    def look_around(self) -> None:
        """Nothing, where nobody is in the way.

        Raises:
            Busy: a purge is under way, or something that a purge must wait for.
        """
        notes = {one["path"]: one["last_modified"] for one in self.files._listed(HELD)}
        lease = dt.timedelta(seconds=LEASE_SECONDS)
        for name, since in notes.items():
            purges = name.startswith(PURGES)
            if name == self.name or not (purges or self.alone):
                continue
            if self.name in notes and since < notes[self.name] - lease:
                self.files.remove([name])
                continue
            raise Busy(
                f"{self.files.where}: {'a purge' if purges else 'an import'} is under way{self._by(name)}; try again when it has ended. One that died is forgotten after {LEASE_SECONDS:g} s."
            )

    def _by(self, name: str) -> str:
        try:
            said = json.loads(self.files.read(name))
            return f" (on {said['host']}, process {said['process']})"
        except (FileNotFoundError, ValueError, KeyError, TypeError):
            return ""

    def _keep(self) -> None:
        while not self.stopped.wait(RENEWED_SECONDS):
            try:
                self.check()  # who stood still too long must not renew
                self.renew()
            except RecordError:
                continue
