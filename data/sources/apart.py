"""A file read in a process of its own, with a limit of memory and time: one upload never stops everybody.

Run as ``python -m data.sources.apart`` it reads what it is asked for on stdin and answers on stdout. A command
reads in a copy of itself, which costs no start; a server is of many threads and may not be copied.
"""

from __future__ import annotations

import multiprocessing
import os
import pickle
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from typing import IO, Any, Final, TypeVar

from data.record.load import load_chosen
from data.record.refusal import RecordError
from data.sources.intake import Batch, read_batch

T = TypeVar("T")
FILE_BYTES: Final = 300 * 2**20  # a whole GED is 234 MB
MEMORY_BYTES: Final = 4 * 2**30
SECONDS: Final = 120.0
SECONDS_A_MB: Final = 1.0  # so that a whole world's file is read
MEMORY_A_BYTE: Final = 16  # likewise
_AT_ONCE: Final = threading.BoundedSemaphore(2)  # a reading process may hold a core and 4 GB


def read_apart(
    path: Path,
    *,
    memory_bytes: int = MEMORY_BYTES,
    seconds: float = SECONDS,
    file_bytes: float = FILE_BYTES,
    **how: Any,
) -> Batch:
    """Read a producer's file as ``intake.read_batch`` does, in a process of its own.

    Args:
        path: the file.
        memory_bytes: what the process may use, and for each byte of the file ``MEMORY_A_BYTE`` more.
        seconds: how long it may take, and for each MB of the file ``SECONDS_A_MB`` more.
        file_bytes: how large the file may be.
        **how: as for ``read_batch``.

    Raises:
        RecordError: as ``read_batch``, or the file needed more than the process may use.
    """
    size = path.stat().st_size
    if size > file_bytes:
        raise RecordError(
            f"{path.name}: larger than {file_bytes // 2**20:.0f} MB; split the file, or import it at the command line."
        )
    memory_bytes, seconds = memory_bytes + MEMORY_A_BYTE * size, seconds + SECONDS_A_MB * size / 2**20  # fmt: skip
    asked = pickle.dumps((str(path), memory_bytes, how))
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    with tempfile.TemporaryFile() as told:  # through a pipe it would be in memory twice
        try:
            with _AT_ONCE:  # the others wait in line
                done = subprocess.run(
                    [sys.executable, "-m", "data.sources.apart"], input=asked, stdout=told, stderr=subprocess.PIPE, timeout=seconds, env=environment, check=False,
                )  # fmt: skip
        except subprocess.TimeoutExpired:
            raise RecordError(
                f"{path.name}: reading it took longer than {round(seconds, 2):g} s; split the file, or import it at the command line."
            ) from None
        if done.returncode:
            raise RecordError(f"{path.name}: {_end(done, memory_bytes)}")
        told.seek(0)
        answer = pickle.load(told)
    if isinstance(answer, RecordError):
        raise answer
    return answer


def read_in_a_copy(
    path: Path, read: Callable[[], T], *, memory_bytes: int = MEMORY_BYTES, seconds: float = SECONDS
) -> T:
    """Read a file in a copy of this process, with limits that grow with the file.

    Args:
        path: the file.
        read: reads it.
        memory_bytes: what the copy may use beside what it was made with, and for each byte of the file ``MEMORY_A_BYTE`` more.
        seconds: how long it may take, and for each MB of the file ``SECONDS_A_MB`` more.

    Raises:
        RecordError: as ``read``, or the file needed more than that.
    """
    size = path.stat().st_size if path.exists() else 0
    memory_bytes, seconds = (
        memory_bytes + MEMORY_A_BYTE * size,
        seconds + SECONDS_A_MB * size / 2**20,
    )
    if "fork" not in multiprocessing.get_all_start_methods():  # Windows
        return read()
    context = multiprocessing.get_context("fork")
    ours, theirs = context.Pipe(duplex=False)
    with tempfile.TemporaryFile() as told:  # through a pipe it would be in memory twice
        copy = context.Process(target=_answer, args=(theirs, told, read, memory_bytes), daemon=True)
        copy.start()
        theirs.close()
        try:
            if not ours.poll(seconds):
                raise RecordError(
                    f"{path.name}: reading it took longer than {round(seconds, 2):g} s; split the file."
                )
            fault = ours.recv()
            told.seek(0)
            answer: Any = None if fault else pickle.load(told)
        except EOFError:  # it died
            fault = "MemoryError"
        finally:
            copy.kill()
            copy.join()
    if fault == "MemoryError":
        raise RecordError(
            f"{path.name}: reading it needed more than {memory_bytes // 2**20} MB of memory; split the file."
        )
    if fault:
        raise RecordError(f"{path.name}: {_broken(fault)}")
    if isinstance(answer, RecordError):
        raise answer
    return answer


def _answer(
    theirs: Connection, told: IO[bytes], read: Callable[[], object], memory_bytes: int
) -> None:
    import resource

    most = (
        _mapped_bytes() + memory_bytes
    )  # what the process it is a copy of had mapped is no use of its own
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    fault = ""
    try:
        try:
            answer = read()
        except RecordError as error:
            answer = error
        pickle.dump(answer, told, pickle.HIGHEST_PROTOCOL)
        told.flush()
    except MemoryError:  # Arrow's own is one too
        fault = "MemoryError"
    except Exception as error:  # noqa: BLE001  its kind is told by the process that waits
        fault = type(error).__name__
    theirs.send(fault)


def _mapped_bytes() -> int:
    """Address space of this process; 0 where the system does not tell."""
    try:
        return int(Path("/proc/self/statm").read_text().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 0


def busy() -> bool:
    """Whether a file that comes now waits for others to be read first."""
    if _AT_ONCE.acquire(blocking=False):
        _AT_ONCE.release()
        return False
    return True


def _end(done: subprocess.CompletedProcess[bytes], memory_bytes: int) -> str:
    """How the process really ended, as a sentence."""
    said = done.stderr.decode("utf-8", "replace").strip().splitlines()
    last = said[-1] if said else ""
    short = any(word in last for word in ("MemoryError", "bad_alloc", "ArrowMemoryError", "alloc"))
    if short or done.returncode in (-signal.SIGKILL, -signal.SIGABRT) or not said:
        return f"reading it needed more than {memory_bytes // 2**20} MB of memory; split the file, or import it at the command line."
    kind = last.partition(":")[0].rpartition(".")[2] or f"status {done.returncode}"
    return _broken(kind)


def _broken(kind: str) -> str:
    return f"reading it failed ({kind}); this is a fault of the program, and nothing was imported. Please report it with the file's first rows."


def _serve() -> None:
    path, memory_bytes, how = pickle.loads(sys.stdin.buffer.read())
    try:
        import resource  # not on Windows, where only the time is limited

        resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    except ImportError:
        sys.stderr.write("no limit of memory on this system\n")
    answer: Batch | RecordError
    try:
        answer = read_batch(Path(path), load_chosen(), **how)
    except RecordError as error:
        answer = error
    pickle.dump(answer, sys.stdout.buffer, pickle.HIGHEST_PROTOCOL)


if __name__ == "__main__":
    _serve()
