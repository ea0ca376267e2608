"""What the columns of a foreign sheet are, said once by a person and kept beside the store."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

import pandas as pd

from data.tables import RecordError

FOLDER: Final = "mappings"


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


def save_mapping(store_folder: Path, mapping: Mapping) -> None:
    """Keep a mapping under its name; one of the same name is replaced.

    Raises:
        RecordError: the name is no file name.
    """
    if not re.fullmatch(r"[\w-]{1,60}", mapping.name):
        raise RecordError(f"mapping = {mapping.name!r}; expected letters, digits, - and _ only.")
    folder = store_folder / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps(asdict(mapping), ensure_ascii=False, indent=1)
    (folder / f"{mapping.name}.json").write_text(text, "utf-8")


def saved_mappings(store_folder: Path) -> dict[str, Mapping]:
    """The mappings kept beside a store, by name."""
    paths = sorted((store_folder / FOLDER).glob("*.json"))
    found = (Mapping(**json.loads(path.read_text("utf-8"))) for path in paths)
    return {mapping.name: mapping for mapping in found}
