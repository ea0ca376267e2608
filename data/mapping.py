"""What the columns of a foreign sheet are, said once by a person and kept beside the store."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass
from typing import Final

import pandas as pd

from data.files import Files
from data.tables import RecordError

FOLDER: Final = "mappings/"


@dataclass(frozen=True)
class Mapping:
    """A foreign sheet in the template's columns.

    Attributes:
        name: a name to find it by.
        columns: column of the template -> column of the sheet.
        constants: column of the template -> what it says in every row.
    """

    name: str
    columns: dict[str, str]
    constants: dict[str, str]

    def applied(self, raw: pd.DataFrame, file: str) -> pd.DataFrame:
        """The rows in the template's columns; the sheet's other columns are left out.

        Raises:
            RecordError: the sheet lacks a column of the mapping.
        """
        absent = sorted(set(self.columns.values()) - set(raw.columns))
        if absent:
            raise RecordError(
                f"{file}, row 1: missing {', '.join(absent)}; expected the columns of the mapping {self.name!r}."
            )
        mapped = {ours: raw[theirs] for ours, theirs in self.columns.items()}
        constant = {
            ours: pd.Series(value, index=raw.index, dtype="str")
            for ours, value in self.constants.items()
        }
        return pd.DataFrame({**mapped, **constant}, index=raw.index, dtype="str")


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
