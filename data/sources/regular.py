"""Stretches of a text whose rows are plainly regular, read by Arrow; whatever is not is left to the strict reader.

Regular is: equally many cells in every row, each row on one line, quotes around whole cells only and doubled
within, no control characters, no cell as long as a spreadsheet cannot hold. Of such rows both readers make the
same cells, which a test holds.
"""

from __future__ import annotations

import csv as python_csv
import io
import re
from dataclasses import dataclass
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv

from data.record.tables import CONTROL

LONGEST_CELL: Final = 32_767  # letters, as many as a spreadsheet holds


@dataclass(frozen=True, eq=False)
class Stretch:
    """Rows of one width.

    Attributes:
        numbers: the line of each row, from the first of the stretch as 0.
        cells: texts, one column a cell.
        lines: how many lines the stretch has.
    """

    numbers: np.ndarray
    cells: pa.Table
    lines: int


def regular(text: str, delimiter: str) -> Stretch | None:
    """A stretch of whole lines as rows; None where a row of it is not regular.

    Args:
        text: it begins where a row begins.
        delimiter: one sign.
    """
    plain = text.replace("\r\n", "\n")
    if "\r" in plain or CONTROL.search(plain) or len(delimiter) != 1:
        return None
    listed = plain.removesuffix("\n").split("\n")
    if max(map(len, listed)) > LONGEST_CELL:
        return None
    lines = pa.array(listed, pa.large_string())
    numbers = np.flatnonzero(np.asarray(pc.not_equal(lines, "")))
    lines = lines.take(pa.array(numbers))
    if not len(lines):
        return None
    quoted = '"' in plain
    if quoted:
        sign = re.escape(delimiter)
        cell = rf'(?:[^"{sign}]*|"(?:[^"]|"")*")'
        whole = rf"^{cell}(?:{sign}{cell})*$"
        if not pc.all(pc.match_substring_regex(lines, whole)).as_py():
            return None
    else:
        width = pc.unique(pc.count_substring(lines, delimiter))
        if len(width) != 1:
            return None
    try:
        cells = _parsed(plain, delimiter, quoted)
    except pa.ArrowInvalid:  # rows of several widths
        return None
    return Stretch(numbers, cells, len(listed)) if len(cells) == len(numbers) else None


def _parsed(text: str, delimiter: str, quoted: bool) -> pa.Table:
    first = next(line for line in text.split("\n") if line)
    width = len(next(python_csv.reader([first], delimiter=delimiter, strict=True)))
    names = [str(n) for n in range(width)]
    return csv.read_csv(
        io.BytesIO(text.encode()),
        csv.ReadOptions(column_names=names, use_threads=False, block_size=len(text) * 4 + 64),
        csv.ParseOptions(delimiter=delimiter, quote_char='"' if quoted else False),
        csv.ConvertOptions(
            column_types={name: pa.large_string() for name in names}, strings_can_be_null=False
        ),
    )
