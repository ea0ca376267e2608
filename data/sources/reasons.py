"""Why rows were put aside, in the file's own columns and cells."""

from __future__ import annotations

import re
from typing import Final

import pandas as pd

from data.record.refusal import Refused
from data.sources.cells import likely_reason, plain, seen
from data.sources.source import Source

DAYS: Final = ("date_low", "date_high", "published", "as_of", "period_start")
LONGEST: Final = 300
MADE: Final = ("key",)  # of HAPI's rows
_RECORD_COLUMN: Final = re.compile(r"\b(?:date_low|date_high|as_of|period_start)\b")


def in_words_of_the_file(
    refused: list[Refused], raw: pd.DataFrame, header: dict[str, str], source: Source
) -> list[Refused]:
    """Reasons that name the file's columns and show its cells, the invisible made visible.

    Args:
        refused: file, row, column, value, expected; the column is the record's or the source's own.
        raw: the cells as they stand in the file, under the source's own names.
        header: the source's own name of a column -> as the file has it.
        source: knows which of its columns became which of the record's.
    """
    out = []
    words = {ours: header.get(theirs, theirs) for ours, theirs in source.told_as.items()}
    for file, row, column, value, expected in refused:
        parts = column.split(", ")
        own = list(dict.fromkeys(source.told_as.get(part, part) for part in parts))
        changed = own != parts
        if row in raw.index and set(own) <= set(raw.columns):
            cells = ", ".join(str(raw.at[row, name]) for name in own)
            shown = changed or not value or plain(cells) == plain(str(value))
            value = cells if shown else value
        if set(own) & set(source.dated) or set(parts) & set(DAYS):
            why = likely_reason(str(value))
            expected = f"{expected}; {why}" if why else expected
        # a key that was made of several columns stands in no file
        named = ", ".join(
            header.get(name, name) for name in own if name in header or name not in MADE
        )
        expected = _RECORD_COLUMN.sub(
            lambda found: words.get(found.group(), found.group()), expected
        )
        out.append((file, row, named, seen(str(value))[:LONGEST], expected))
    return out
