"""Text in, rows out: which sign parts the cells, which row is the header, told by evidence and never guessed."""

from __future__ import annotations

import bisect
import csv
import io
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import pandas as pd

from data.record.refusal import RecordError, Refused
from data.record.tables import CONTROL
from data.sources.asked import Question

DELIMITERS: Final = {",": "comma", ";": "semicolon", "\t": "tab"}
HEADER_WITHIN: Final = 25  # rows in which a header is looked for
MOST_COLUMNS: Final = 2_000  # a sheet of people has some dozens, a survey some hundreds
LONGEST_CELL: Final = 32_767  # letters, as many as a spreadsheet holds
Wanted = Callable[[list[str]], bool]


@dataclass(frozen=True)
class Lines:
    """Rows of cells as they stand in a file.

    Attributes:
        rows: cells, each row with the line it begins in.
        refused: line, value and expected of rows that cannot be read.
    """

    rows: list[tuple[int, list[str]]]
    refused: list[tuple[int, str, str]]


def rows_of_text(
    text: str, file: str, wanted: Wanted, delimiter: str = ""
) -> tuple[pd.DataFrame, list[Refused], list[str]]:
    """The rows of a text with one table in it.

    Args:
        text: of the file.
        file: its name, for messages.
        wanted: whether a header is one that is looked for.
        delimiter: what parts the cells, as somebody said: a sign, or its name; empty is by evidence.

    Returns:
        Rows as wide as the header, by their line; rows refused with the reason; and what was told by evidence.

    Raises:
        RecordError: a quote is never closed, or a header name stands twice.
        Question: two signs part the cells equally well.
    """
    told = []
    declared = re.match(r"sep=(.)\r?\n?", text)
    skipped = 0
    if declared:
        text, delimiter, skipped = text[declared.end() :], delimiter or declared.group(1), 1
    signs = {name: sign for sign, name in DELIMITERS.items()}
    found = signs.get(delimiter, delimiter) or _delimiter(text, file, wanted)
    if found != ",":
        told.append(f"The cells are parted by a {DELIMITERS.get(found, found)}.")
    lines = _lines(text, file, found, skipped)
    rows, refused, said = table_of(lines, file, wanted)
    return rows, refused, told + said


def _delimiter(text: str, file: str, wanted: Wanted) -> str:
    """The sign that parts the cells: of those by which all rows are equally wide, the one with a header that is known."""
    head = text[:200_000]
    fitting, known, widest = [], [], (1, ",")
    for sign in DELIMITERS:
        if sign not in head:
            continue
        lines = _lines(head[: head.rfind("\n") + 1] or head, file, sign, 0, whole=False).rows[:200]
        filled = [cells for _, cells in lines if any(cells)]
        if not filled:
            continue
        if any(wanted(_named(cells)) for cells in filled[:HEADER_WITHIN]):
            known.append(sign)
        widths = Counter(len(cells) for cells in filled)
        width, count = widths.most_common(1)[0]
        if width > 1 and count == len(filled):
            fitting.append(sign)
        if width > 1 and count > len(filled) / 2:
            widest = max(widest, (width, sign))
    if len(known) == 1:
        return known[0]
    if len(fitting) > 1:
        names = " or ".join(DELIMITERS[sign] for sign in fitting)
        raise Question(
            f"{file}: the cells may be parted by {names}: all rows fit both.",
            {f"delimiter:{DELIMITERS[sign]}": "so they are parted" for sign in fitting},
        )
    return fitting[0] if fitting else widest[1]


def _lines(text: str, file: str, delimiter: str, skipped: int, *, whole: bool = True) -> Lines:
    """Every row of a text; a quote inside a cell that is not quoted takes its row out."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True, delimiter=delimiter)
    stray = _stray_quotes(text, delimiter) if '"' in text else []
    rows: list[tuple[int, list[str]]] = []
    refused: list[tuple[int, str, str]] = []
    while True:
        first = reader.line_num + 1
        number = first + skipped
        try:
            cells = next(reader)
        except StopIteration:
            break
        except csv.Error as error:
            if "unexpected end" in str(error):
                if not whole:
                    break
                raise RecordError(
                    f"{file}, row {number}: a quote is opened and never closed; expected plain CSV."
                ) from None
            refused.append((number, str(error), "plain CSV: a quote only around a whole cell"))
            continue
        at = bisect.bisect_left(stray, first)
        if at < len(stray) and stray[at] <= reader.line_num:
            refused.append((number, '"', "plain CSV: a quote only around a whole cell, and a doubled one in it"))  # fmt: skip
        else:
            rows.append((number, cells))
    return Lines(rows, refused)


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


def table_of(
    lines: Lines, file: str, wanted: Wanted
) -> tuple[pd.DataFrame, list[Refused], list[str]]:
    """The table among some rows: its header, what lies below it, and what was left out.

    Args:
        lines: every row.
        file: its name, for messages.
        wanted: whether a header is one that is looked for.

    Returns:
        As ``rows_of_text``.

    Raises:
        RecordError: a header name stands twice, or a column that is filled has none.
    """
    told: list[str] = []
    rows = [(number, cells) for number, cells in lines.rows if cells]
    at = next(
        (n for n, (_, cells) in enumerate(rows[:HEADER_WITHIN]) if wanted(_named(cells))), None
    )
    if at is None:
        at = next((n for n, (_, cells) in enumerate(rows) if any(cells)), 0)
    above = [cells for _, cells in rows[:at] if any(cells)]
    titles = [cells for cells in above if not _tags(cells)]
    if titles:
        shown = next(cell for cell in titles[0] if cell)
        told.append(f"{len(titles)} rows above the header were not read, the first is {shown[:80]!r}.")  # fmt: skip
    if not rows:
        return pd.DataFrame(dtype="str"), [(file, *one[:1], "", *one[1:]) for one in lines.refused], told  # fmt: skip
    own, header = rows[at][0], _named(rows[at][1])
    if len(header) > MOST_COLUMNS:
        raise RecordError(f"{file}, row {own}: {len(header)} columns; expected at most {MOST_COLUMNS}.")  # fmt: skip
    doubled = sorted({name for name in header if name and header.count(name) > 1})
    if doubled:
        raise RecordError(
            f"{file}, row {own}: twice {', '.join(doubled)}; expected each column once."
        )
    body = rows[at + 1 :]
    if body and _tags(body[0][1]):  # HXL tags under the header, or what a template's columns mean
        body = body[1:]
    again = [number for number, cells in body if _named(cells) == header]
    if again:
        body = [(number, cells) for number, cells in body if _named(cells) != header]
        told.append(f"{len(again)} rows that repeat the header were not read (row {again[0]}).")
    good, refused = [], [(file, number, "", value, expected) for number, value, expected in lines.refused]  # fmt: skip
    for number, cells in body:
        extra = cells[len(header) :]
        if not any(cells):
            continue
        if any(cell.strip() for cell in extra) or len(cells) < len(header):
            expected = f"{len(header)} cells, as in the header"
            refused.append((file, number, "", f"{len(cells)} cells", expected))
            continue
        bad = next((n for n, cell in enumerate(cells) if CONTROL.search(cell) or len(cell) > LONGEST_CELL), None)  # fmt: skip
        if bad is not None:
            name, cell = header[bad], cells[bad]
            long = len(cell) > LONGEST_CELL
            expected = f"at most {LONGEST_CELL} letters" if long else "text without control characters"  # fmt: skip
            refused.append((file, number, name, repr(cell[:60]), expected))
            continue
        good.append((number, cells[: len(header)]))
    frame = pd.DataFrame([cells for _, cells in good], columns=range(len(header)), index=[number for number, _ in good], dtype="str")  # fmt: skip
    unnamed = [n for n, name in enumerate(header) if not name]
    for n in unnamed:
        if len(frame) and (frame[n] != "").any():
            raise RecordError(
                f"{file}, row {own}: column {n + 1} has no name, and cells in it; expected each column named."
            )
    kept = frame[[n for n, name in enumerate(header) if name]]
    kept.columns = pd.Index([name for name in header if name])
    if unnamed:
        told.append(f"{len(unnamed)} empty columns without a name were not read.")
    return kept, refused, told


def _named(cells: list[str]) -> list[str]:
    """Names of a header: line breaks as spaces, empty ones at its end left out."""
    names = [" ".join(cell.split()) for cell in cells]
    while names and not names[-1]:
        names.pop()
    return names


def _tags(cells: list[str]) -> bool:
    filled = [cell for cell in cells if cell.strip()]
    return bool(filled) and all(cell.strip().startswith("#") for cell in filled)
