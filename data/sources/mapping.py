"""What the columns of a foreign sheet are, said once by a person."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from data.record.tables import RecordError


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
