"""Columns and cells that speak of private persons: the record has no room for them."""

from __future__ import annotations

import re
from typing import Final

import pandas as pd

from data.record.tables import RecordError

_PERSONAL_HEADER: Final = re.compile(
    r"(?i)\b(victim|first|last|full|family|given|mother|father)[ _]?'?s?[ _]?names?\b|\b(phone|mobile|whatsapp|telephone|e-?mail|passport)\b"
    r"|\b(national|identity|id)[ _](no|nr|id|number|card)\b|^name$|الاسم|هاتف|الرقم الوطني|جواز"
)
_PERSONAL_VALUES: Final = (
    ("an e-mail address", re.compile(r"[\w.+-]{1,64}@[\w-]{1,64}\.[\w.]{2,64}")),
    (
        "a phone number",
        re.compile(r"(?<![\d.])(?:\+218|00218|0)[ -]?9[1-5][ -]?\d{3}[ -]?\d{4}(?!\d)"),
    ),
    ("a national identity number", re.compile(r"(?<![\d.])[12](?:19|20)\d{9}(?![\d.])")),
)


def refuse_personal_data(raw: pd.DataFrame, file: str) -> None:
    """Nothing, where no column or cell looks like personal data.

    Raises:
        RecordError: one does.
    """
    for column in raw.columns:
        if _PERSONAL_HEADER.search(str(column)):
            raise RecordError(
                f"{file}, row 1, column {column!r}: looks like personal data; leave that column out, the record holds no private persons."
            )
        for what, pattern in _PERSONAL_VALUES:
            hit = next((cell for cell in raw[column].unique() if pattern.search(cell)), None)
            if hit is not None:
                row = raw.index[raw[column] == hit][0]
                raise RecordError(
                    f"{file}, row {row}, column {column!r}: looks like {what}; leave it out, the record holds no private persons."
                )
