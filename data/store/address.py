"""The files of a store by its address: a folder, or object storage, whose engine is loaded when it is meant."""

from __future__ import annotations

import functools
import re
from pathlib import Path
from typing import Final

from data.record.refusal import RecordError
from data.store.files import Files, Folder

SCHEMES: Final = ("s3", "gs", "az", "abfss")


@functools.cache
def files_at(where: str) -> Files:
    """The files of a store, one object an address; the store need not exist yet.

    Args:
        where: a folder, or the URL of object storage.

    Raises:
        RecordError: the address is of no kind that is known, or holds a key.
    """
    named = re.match(r"([A-Za-z][A-Za-z0-9+.-]+):/", where)
    if named is None:
        if not where.strip():
            raise RecordError("store = ''; expected a folder or a URL.")
        return Folder(Path(where))
    scheme = named.group(1).lower()
    rest = where[len(scheme) :].removeprefix("://")
    if scheme not in SCHEMES or rest.startswith(":"):
        kinds = ", ".join(f"{one}://" for one in SCHEMES)
        raise RecordError(f"store = {scheme}: ...; expected a folder or a URL of {kinds}.")
    if "@" in (rest if scheme != "abfss" else rest.replace("@", "", 1)) or re.search("[?#%]", rest):
        raise RecordError(
            f"store = {scheme}:// ...; expected bucket and path alone, without ?, #, % and @: keys stand in the environment or the secrets."
        )
    from data.store.bucket import Bucket

    return Bucket(f"{scheme}://{rest.rstrip('/')}")
