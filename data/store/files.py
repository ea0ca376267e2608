"""Where a store keeps its files: what every place can do, and a folder; object storage is in ``bucket``.

Names are paths within the store, with ``/``.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Protocol

from data.record.refusal import RecordError

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]


class Unreachable(RecordError):
    """A store cannot be read or written.

    Attributes:
        reason: why, in a few words.
    """

    def __init__(self, where: str, reason: str, expected: str) -> None:
        """What was met, and what was expected."""
        super().__init__(f"{where}: the store cannot be used ({reason}); expected {expected}.")
        self.reason = reason


class Busy(RecordError):
    """Somebody else holds the store, or took it over."""


class Hold(Protocol):
    """What who holds a store has in hand."""

    def check(self) -> None:
        """Nothing, as long as the store is still held.

        Raises:
            Busy: it was taken over, because this process was taken for dead.
        """


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

    def room(self) -> float:
        """Bytes that may still be written; infinite where nobody says."""

    def held(self, *, alone: bool) -> contextlib.AbstractContextManager[Hold]:
        """Hold the store while writing: imports may write together, a purge writes alone.

        Raises:
            Busy: somebody holds it who cannot be waited for.
        """


def reason_of(error: BaseException) -> str:
    """Why a store could not be reached or written, without what an answer may say of keys."""
    text = str(error)
    code = re.search(r"<Code>(\w+)</Code>", text)
    if code:
        return code.group(1)
    if "BadScheme" in text:
        return "http:// is used only with AWS_ALLOW_HTTP=true"
    if "error sending request" in text or "(Connect)" in text:
        return "no answer"
    named = getattr(error, "strerror", None)
    return str(named) if named else type(error).__name__


class Folder:
    """The files of a store in a folder."""

    def __init__(self, folder: Path) -> None:
        """Open a folder; it need not exist yet.

        Raises:
            RecordError: it is a file, or its name is one that the tables cannot be kept under.
        """
        self.folder, self.where = folder, str(folder)
        self.options: dict[str, str] | None = None
        if folder.is_file() or "%" in str(folder) or (os.sep == "/" and "\\" in str(folder)):
            raise RecordError(
                f"store = {str(folder)!r}; expected a folder, with no % or backslash in its name."
            )

    @contextlib.contextmanager
    def _told(self) -> Iterator[None]:
        """Failures of the disk as one sentence."""
        try:
            yield
        except FileNotFoundError:
            raise
        except OSError as error:
            expected = "a folder that may be read and written"
            raise Unreachable(self.where, reason_of(error), expected) from None

    def marks(self, prefix: str) -> dict[str, str]:
        """See ``Files.marks``."""
        found = {}
        with self._told(), contextlib.suppress(FileNotFoundError):
            for path, _, files in os.walk(self.folder / prefix, onerror=_raised):
                for file in files:
                    whole = Path(path) / file
                    with contextlib.suppress(FileNotFoundError):  # gone since it was listed
                        state = whole.stat()
                        name = whole.relative_to(self.folder).as_posix()
                        found[name] = f"{state.st_mtime_ns}-{state.st_size}"
        return dict(sorted(found.items()))

    def read(self, name: str) -> bytes:
        """See ``Files.read``."""
        with self._told():
            return (self.folder / name).read_bytes()

    def write(self, name: str, content: bytes) -> None:
        """Written aside, flushed, then given its name in one step; see ``Files.write``."""
        path = self.folder / name
        aside = path.with_name(f".{path.name}.tmp")
        with self._told():
            path.parent.mkdir(parents=True, exist_ok=True)
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
        with self._told():
            for name in names:
                path = self.folder / name
                path.unlink(missing_ok=True)
                for parent in path.parents:
                    if parent == self.folder or not parent.exists() or any(parent.iterdir()):
                        break
                    parent.rmdir()

    def room(self) -> float:
        """What is free on the disk; see ``Files.room``."""
        there = next(
            path for path in (self.folder, *self.folder.absolute().parents) if path.exists()
        )
        with self._told():
            return shutil.disk_usage(there).free

    def table(self, name: str) -> str:
        """See ``Files.table``; as a URL, in which Delta Lake finds folders of any script."""
        return (self.folder / name).absolute().as_uri()

    @contextlib.contextmanager
    def held(self, *, alone: bool) -> Iterator[Hold]:
        """A lock of the system's: a process that is killed lets go of it; see ``Files.held``."""
        with self._told():
            self.folder.mkdir(parents=True, exist_ok=True)
            file = (self.folder / ".lock").open("w")
        with file:
            if fcntl:  # not on Windows, where a purge and an import at once are not kept apart
                fcntl.flock(file, fcntl.LOCK_EX if alone else fcntl.LOCK_SH)
            yield _Locked()


class _Locked:
    """A lock that nobody else can take over."""

    def check(self) -> None:
        """See ``Hold.check``."""


def _raised(error: OSError) -> None:
    raise error
