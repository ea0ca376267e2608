"""Where a store keeps its files: a folder, or object storage by its URL (S3, Google Cloud, Azure).

Names are paths within the store, with ``/``. Object storage is reached through the same engine as the Delta
tables, so one set of variables of the environment or secrets (``AWS_ACCESS_KEY_ID``, ``AWS_ENDPOINT_URL`` ...) serves both.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import functools
import os
import re
import uuid
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final, Protocol

import obstore
from obstore.exceptions import BaseError
from obstore.store import from_url

from data.keys import reach
from data.tables import RecordError

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

SCHEMES: Final = ("s3", "gs", "az", "abfss")
RETRIES: Final = 3
SECONDS: Final = 30
HELD: Final = "held/"
PURGES: Final = f"{HELD}purge-"
LEASE: Final = dt.timedelta(hours=1)  # longer than any import: who holds a store longer has died


class Files(Protocol):
    """The files of one store.

    Attributes:
        where: the folder or URL, as a reader is told it.
        options: what Delta Lake needs to reach the tables beside the environment.
    """

    where: str
    options: dict[str, str] | None

    def marks(self, prefix: str) -> dict[str, str]:
        """Names below a prefix that ends with ``/``, each with a mark that changes when the file does."""

    def read(self, name: str) -> bytes:
        """The bytes of a file.

        Raises:
            FileNotFoundError: there is none of that name.
        """

    def write(self, name: str, content: bytes) -> None:
        """Put a file there whole, in the place of one of the same name."""

    def copy(self, name: str, to: str) -> None:
        """Put a file there under a second name."""

    def remove(self, names: Iterable[str]) -> None:
        """Take files away."""

    def table(self, name: str) -> str:
        """Address of a Delta table below the store."""

    def held(self, *, alone: bool) -> contextlib.AbstractContextManager[None]:
        """Hold the store while writing: imports may write together, a purge writes alone."""


@functools.cache
def files_at(where: str) -> Files:
    """The files of a store, one object an address; the store need not exist yet.

    Args:
        where: a folder, or the URL of object storage.

    Raises:
        RecordError: a URL of another kind.
    """
    scheme, separator, _ = where.partition("://")
    if not separator:
        return Folder(Path(where))
    if scheme not in SCHEMES:
        raise RecordError(
            f"store = {where!r}; expected a folder or a URL of {', '.join(f'{one}://' for one in SCHEMES)}."
        )
    return Bucket(where.rstrip("/"))


def reason_of(error: Exception) -> str:
    """Why a store could not be reached or written, without what an answer may say of keys."""
    text = str(error)
    code = re.search(r"<Code>(\w+)</Code>", text)
    if code:
        return code.group(1)
    if "error sending request" in text or "(Connect)" in text:
        return "no answer"
    named = getattr(error, "strerror", None)
    return named or (type(error).__name__ if "Generic" in text else text.splitlines()[0][:200])


class Folder:
    """The files of a store in a folder."""

    def __init__(self, folder: Path) -> None:
        """Open a folder; it need not exist yet."""
        self.folder, self.where = folder, str(folder)
        self.options: dict[str, str] | None = None

    def marks(self, prefix: str) -> dict[str, str]:
        """See ``Files.marks``."""
        found = {}
        for path in sorted((self.folder / prefix).rglob("*")):
            if path.is_file():
                state = path.stat()
                name = path.relative_to(self.folder).as_posix()
                found[name] = f"{state.st_mtime_ns}-{state.st_size}"
        return found

    def read(self, name: str) -> bytes:
        """See ``Files.read``."""
        return (self.folder / name).read_bytes()

    def write(self, name: str, content: bytes) -> None:
        """Written aside, flushed, then given its name in one step; see ``Files.write``."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        aside = path.with_name(f".{path.name}.tmp")
        with aside.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        aside.replace(path)

    def copy(self, name: str, to: str) -> None:
        """See ``Files.copy``."""
        self.write(to, self.read(name))

    def remove(self, names: Iterable[str]) -> None:
        """Take files away, and folders that are empty then."""
        for name in names:
            path = self.folder / name
            path.unlink()
            for parent in path.parents:
                if parent == self.folder or any(parent.iterdir()):
                    break
                parent.rmdir()

    def table(self, name: str) -> str:
        """See ``Files.table``."""
        path = self.folder / name
        path.mkdir(parents=True, exist_ok=True)
        return str(path)

    @contextlib.contextmanager
    def held(self, *, alone: bool) -> Iterator[None]:
        """A lock of the system's: a process that is killed lets go of it; see ``Files.held``."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / ".lock").open("w") as file:
            if fcntl:  # not on Windows, where a purge and an import at once are not kept apart
                fcntl.flock(file, fcntl.LOCK_EX if alone else fcntl.LOCK_SH)
            yield


class Bucket:
    """The files of a store in object storage."""

    def __init__(self, url: str) -> None:
        """Open a place in object storage; nothing need be there yet."""
        self.where = url
        self.options: dict[str, str] | None = {
            "max_retries": f"{RETRIES}",
            "retry_timeout": f"{SECONDS}s",
        }
        reach("AWS_", "AZURE_", "GOOGLE_")
        retry: Any = {"max_retries": RETRIES, "retry_timeout": dt.timedelta(seconds=SECONDS)}
        with self._told():
            self.objects = from_url(url, retry_config=retry)

    @contextlib.contextmanager
    def _told(self) -> Iterator[None]:
        """Failures of the storage as one sentence."""
        try:
            yield
        except BaseError as error:
            raise RecordError(
                f"{self.where}: the object storage could not be used ({reason_of(error)}); expected a bucket that is there and keys for it in the environment."
            ) from None

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

    def table(self, name: str) -> str:
        """See ``Files.table``."""
        return f"{self.where}/{name}"

    @contextlib.contextmanager
    def held(self, *, alone: bool) -> Iterator[None]:
        """Hold the store by a note of one's own, since object storage has no lock; see ``Files.held``.

        The note is written first and the others are looked for then, so that of a purge and an import at
        once at least one sees the other and gives up. A note older than ``LEASE`` is of one that died.

        Raises:
            RecordError: a purge is under way, or something that a purge must wait for.
        """
        own = f"{PURGES if alone else f'{HELD}import-'}{uuid.uuid4().hex}"
        self.write(own, b"")
        try:
            notes = {one["path"]: one["last_modified"] for one in self._listed(HELD)}
            for name, since in notes.items():
                kind = "purge" if name.startswith(PURGES) else "import"
                if name == own or (kind == "import" and not alone):
                    continue
                if since < notes[own] - LEASE:
                    self.remove([name])
                    continue
                raise RecordError(
                    f"{self.where}: another {kind} is under way since {since:%Y-%m-%d %H:%M} UTC; try again when it has ended (one that died is forgotten after an hour)."
                )
            yield
        finally:
            self.remove([own])
