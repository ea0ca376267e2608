"""Text in, rows out: which sign parts the cells, which row is the header, told by evidence and never guessed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from typing import Final

import numpy as np
import pandas as pd
import pyarrow as pa

from data.record.refusal import RecordError, Refused
from data.record.tables import CONTROL
from data.sources.asked import Question
from data.sources.lines import Lines, lines_of
from data.sources.regular import LONGEST_CELL

DELIMITERS: Final = {",": "comma", ";": "semicolon", "\t": "tab"}
HEADER_WITHIN: Final = 25  # rows in which a header is looked for
MOST_COLUMNS: Final = 2_000  # a sheet of people has some dozens, a survey some hundreds
Wanted = Callable[[list[str]], bool]


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
    lines = lines_of(text, file, found, skipped)
    rows, refused, said = table_of(lines, file, wanted)
    return rows, refused, told + said


def _delimiter(text: str, file: str, wanted: Wanted) -> str:
    """The sign that parts the cells: of those by which all rows are equally wide, the one with a header that is known."""
    head = text[:200_000]
    fitting, known, widest = [], [], (1, ",")
    for sign in DELIMITERS:
        if sign not in head:
            continue
        lines = lines_of(head[: head.rfind("\n") + 1] or head, file, sign, 0, whole=False).rows[
            :200
        ]
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
    body = [(number, cells) for number, cells in body if _named(cells) != header]
    refused = [(file, number, "", value, expected) for number, value, expected in lines.refused]
    columns, repeated = _of_width(lines.regular, header, body)
    again += repeated
    good = _fitting(body, header, file, refused)
    frame = pd.DataFrame([cells for _, cells in good], columns=range(len(header)), index=[number for number, _ in good], dtype="str")  # fmt: skip
    if columns:
        frame = pd.concat([frame, *columns])
        frame = frame if frame.index.is_monotonic_increasing else frame.sort_index()
    if again:
        told.append(f"{len(again)} rows that repeat the header were not read (row {min(again)}).")
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


def _of_width(
    regular: list[tuple[np.ndarray, pa.Table]], header: list[str], body: list[tuple[int, list[str]]]
) -> tuple[list[pd.DataFrame], list[int]]:
    """Rows that were read as columns and are as wide as the header; others go to ``body``, to be looked at one by one.

    Returns:
        The rows, without empty ones and without those that repeat the header; and the lines of those.
    """
    found, again = [], []
    for numbers, cells in regular:
        if cells.num_columns != len(header):
            body += zip(numbers.tolist(), map(list, zip(*cells.to_pydict().values(), strict=True)), strict=True)  # fmt: skip
            continue
        frame = cells.to_pandas().set_axis(range(len(header)), axis=1).set_axis(numbers).astype("str")  # fmt: skip
        maybe = frame.index[frame[0].str.split().str.join(" ") == header[0]]
        repeats = [row for row in maybe.tolist() if _named(frame.loc[row].tolist()) == header]
        again += repeats
        frame = frame.drop(index=repeats) if repeats else frame
        filled = (frame != "").any(axis=1)
        found.append(frame if filled.all() else frame[filled])
    return found, again


def _fitting(
    body: list[tuple[int, list[str]]], header: list[str], file: str, refused: list[Refused]
) -> list[tuple[int, list[str]]]:
    """Rows as wide as the header; the others go to ``refused``, empty ones nowhere."""
    good = []
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
    return good


def _named(cells: list[str]) -> list[str]:
    """Names of a header: line breaks as spaces, empty ones at its end left out."""
    names = [" ".join(cell.split()) for cell in cells]
    while names and not names[-1]:
        names.pop()
    return names


def _tags(cells: list[str]) -> bool:
    filled = [cell for cell in cells if cell.strip()]
    return bool(filled) and all(cell.strip().startswith("#") for cell in filled)
