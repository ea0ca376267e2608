"""The rows of a text as they stand in it, by the strict reader or, where they are plainly regular, as columns."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import pyarrow as pa

from data.record.refusal import RecordError
from data.sources.regular import regular

STRETCH: Final = 2**21  # letters that are read at once
_LINE_END: Final = re.compile(r"\r\n|\r|\n|\Z")


@dataclass(frozen=True)
class Lines:
    """Rows of cells as they stand in a file.

    Attributes:
        rows: cells, each row with the line it begins in.
        refused: line, value and expected of rows that cannot be read.
        regular: lines and cells of rows that were read as columns; none of them is among the first.
    """

    rows: list[tuple[int, list[str]]]
    refused: list[tuple[int, str, str]]
    regular: list[tuple[np.ndarray, pa.Table]] = field(default_factory=list)


def lines_of(text: str, file: str, delimiter: str, skipped: int, *, whole: bool = True) -> Lines:
    """Every row of a text, stretch by stretch: regular ones as columns, the first and the others row by row.

    Args:
        text: of the file.
        file: its name, for messages.
        delimiter: the sign that parts the cells.
        skipped: lines before the text begins.
        whole: whether the text is the whole file; of a part the last row may be cut.

    Raises:
        RecordError: a quote is opened and never closed.
    """
    found = Lines([], [])
    sign = re.escape(delimiter)
    quoted = re.compile(rf'(?<![^{sign}\r\n])"[^"]*(?:""[^"]*)*"(?=[{sign}\r\n]|\Z)')
    position, line = 0, skipped
    while position < len(text):
        end = text.rfind("\n", position, position + STRETCH) + 1 or len(text)
        stretch = regular(text[position:end], delimiter) if position else None
        if stretch is not None:
            found.regular.append((stretch.numbers + line + 1, stretch.cells))
            position, line = end, line + stretch.lines
            continue
        stream = _From(text, position)
        reader = csv.reader(stream, strict=True, delimiter=delimiter)
        while stream.position < end:
            number, begin = line + reader.line_num + 1, stream.position
            try:
                cells = next(reader)
            except csv.Error as error:
                if "unexpected end" in str(error):
                    if not whole:
                        break
                    raise RecordError(
                        f"{file}, row {number}: a quote is opened and never closed; expected plain CSV."
                    ) from None
                expected = "plain CSV: a quote only around a whole cell"
                found.refused.append((number, str(error), expected))
                continue
            # row by row: a stray quote would pair with one of another row
            if _stray_quote(text[begin : stream.position], quoted):
                found.refused.append((number, '"', "plain CSV: a quote only around a whole cell, and a doubled one in it"))  # fmt: skip
                continue
            found.rows.append((number, cells))
        position, line = stream.position, line + reader.line_num
    return found


class _From:
    """The lines of a text from a place on, and where the next begins."""

    def __init__(self, text: str, position: int) -> None:
        self.text, self.position = text, position

    def __iter__(self) -> _From:
        return self

    def __next__(self) -> str:
        if self.position >= len(self.text):
            raise StopIteration
        begin = self.position
        self.position = _LINE_END.search(self.text, begin).end()  # type: ignore[union-attr]
        return self.text[begin : self.position]


def _stray_quote(row: str, quoted: re.Pattern[str]) -> bool:
    """Whether a row has a quote that is neither around a whole cell nor doubled in one."""
    return '"' in row and '"' in quoted.sub("", row)
