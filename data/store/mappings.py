"""Mappings of foreign sheets, kept beside a store under a name."""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from typing import Final

from data.record.refusal import RecordError
from data.sources.mapping import Mapping
from data.store.files import Files

FOLDER: Final = "mappings/"


def save_mapping(files: Files, mapping: Mapping) -> None:
    """Keep a mapping beside a store under its name; one of the same name is replaced.

    Raises:
        RecordError: the name is no file name.
    """
    if not re.fullmatch(r"[\w-]{1,60}", mapping.name):
        raise RecordError(f"mapping = {mapping.name!r}; expected letters, digits, - and _ only.")
    text = json.dumps(asdict(mapping), ensure_ascii=False, indent=1)
    files.write(f"{FOLDER}{mapping.name}.json", text.encode())


def mapping_names(files: Files) -> list[str]:
    """The names under which mappings are kept beside a store."""
    names = [name for name in files.marks(FOLDER) if name.endswith(".json")]
    return [name.removeprefix(FOLDER).removesuffix(".json") for name in names]


def saved_mapping(files: Files, name: str) -> Mapping:
    """A mapping kept beside a store.

    Raises:
        RecordError: it is not as it was kept.
    """
    try:
        return Mapping(**json.loads(files.read(f"{FOLDER}{name}.json")))
    except (FileNotFoundError, ValueError, TypeError):
        raise RecordError(
            f"mapping = {name!r} cannot be read; say again what the columns are."
        ) from None
