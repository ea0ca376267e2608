"""The rows of a text as they stand in it, by the strict reader or, where they are plainly regular, as columns."""

from __future__ import annotations

import bisect
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
        ends: the line in which each of ``rows`` ends.
        regular: lines and cells of rows that were read as columns; none of them is among the first.
    """

    rows: list[tuple[int, list[str]]]
    refused: list[tuple[int, str, str]]
    ends: list[int] = field(default_factory=list)
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
            number = line + reader.line_num + 1
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
            found.rows.append((number, cells))
            found.ends.append(line + reader.line_num)
        after = stream.position
        _take_out_stray_quotes(text[position:after], delimiter, line, found)
        position, line = after, line + reader.line_num
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


def _take_out_stray_quotes(text: str, delimiter: str, line: int, found: Lines) -> None:
    """A quote inside a cell that is not quoted takes its row out."""
    stray = [line + number for number in (_stray_quotes(text, delimiter) if '"' in text else [])]
    if not stray:
        return
    kept, ends = [], []
    for (number, cells), last in zip(found.rows, found.ends, strict=True):
        at = bisect.bisect_left(stray, number)
        if at < len(stray) and stray[at] <= last:
            found.refused.append((number, '"', "plain CSV: a quote only around a whole cell, and a doubled one in it"))  # fmt: skip
        else:
            kept.append((number, cells))
            ends.append(last)
    found.rows[:], found.ends[:] = kept, ends


def _stray_quotes(text: str, delimiter: str) -> list[int]:
    """Lines with a quote that is neither around a whole cell nor doubled in one."""
    sign = re.escape(delimiter)
    quoted = re.compile(rf'(?<![^{sign}\r\n])"[^"]*(?:""[^"]*)*"(?=[{sign}\r\n]|\Z)')
    bare = quoted.sub(lambda found: "\n" * _line_ends(found.group()), text)
    if '"' not in bare:
        return []
    ends = [found.start() for found in re.finditer(r"\r\n|\r|\n", bare)]
    return sorted({bisect.bisect_left(ends, found.start()) + 1 for found in re.finditer('"', bare)})


def _line_ends(text: str) -> int:
    return len(re.findall(r"\r\n|\r|\n", text))
