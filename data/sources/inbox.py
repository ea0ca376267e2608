"""Files that wait in one folder of the server, for those too large to send: ``CASUALTY_INBOX`` names it, no file names a path."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from data.record.refusal import RecordError
from data.sources.keys import secret

INBOX_VARIABLE: Final = "CASUALTY_INBOX"
KINDS: Final = (".csv", ".tsv", ".txt", ".xlsx", ".xls", ".ods", ".zip")


def waiting() -> list[str]:
    """Names of the files that wait; none where no folder is named.

    Raises:
        RecordError: the folder cannot be read.
    """
    folder = secret(INBOX_VARIABLE)
    if not folder:
        return []
    try:
        found = [path for path in Path(folder).iterdir() if path.is_file() and not path.is_symlink()]  # fmt: skip
    except OSError as error:
        raise RecordError(
            f"{INBOX_VARIABLE}: the folder cannot be read ({error.strerror}); expected a folder of the server."
        ) from None
    return sorted(path.name for path in found if path.suffix.casefold() in KINDS)


def waiting_file(name: str) -> Path:
    """One of the files that wait.

    Args:
        name: its name, as ``waiting`` has it.

    Raises:
        RecordError: it is none of them.
    """
    if name not in waiting():
        raise RecordError(f"{name!r} does not wait in the folder of the server.")
    return Path(secret(INBOX_VARIABLE)) / name
