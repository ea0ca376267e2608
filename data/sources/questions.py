"""What is asked of a file's rows before they are taken: columns nobody knows, placeholders, the name of a sheet."""

from __future__ import annotations

import pandas as pd

from data.sources import sheet
from data.sources.asked import Answers, ColumnsUnknown, Question
from data.sources.cells import doubtful
from data.sources.mapping import guessed
from data.sources.producers import TEMPLATES
from data.sources.source import Source
from data.sources.toll_sheet import TOLL_SHEET
from data.sources.ucdp import UCDP


def not_read(raw: pd.DataFrame, source: Source, file: str) -> list[str]:
    """The columns of a sheet that no template has, in words.

    Raises:
        ColumnsUnknown: it has no column of people, and others that may be it.
    """
    template = TEMPLATES.get("tolls" if source is TOLL_SHEET else "team", {})
    other = [str(name) for name in raw.columns if name not in template]
    if not source.sheet or not other:
        return []
    if source is sheet.SHEET and not set(sheet.PEOPLE) & set(raw.columns):
        likely = guessed(other, list(sheet.PEOPLE))
        shown = ", ".join(f"{theirs} is likely {ours}" for ours, theirs in likely.items())
        raise ColumnsUnknown(
            f"{file}, row 1: no column of people (killed, injured ...) and {', '.join(other)} is not known{f'; {shown}' if shown else ''}; rename it, or say in a mapping what it is.",
            [str(name) for name in raw.columns],
        )
    return [
        f"{len(other)} columns that the template does not have were not read: {', '.join(other)}."
    ]


def without_placeholders(
    raw: pd.DataFrame, source: Source, file: str, answers: Answers
) -> pd.DataFrame:
    """The rows, with numbers that were said to stand for unknown left empty.

    Raises:
        Question: a number looks like a placeholder, or like a slip of the hand, and nobody said what it is.
    """
    found = [] if source is UCDP else doubtful(raw, source)
    asked = [one for one in found if one[0] not in {*answers.as_is, *answers.as_unknown}]
    if asked:
        listed = "; ".join(f"row {row}, {column}: {cell}" for row, column, cell in asked[:5])
        rows = ", ".join(str(row) for row in dict.fromkeys(row for row, *_ in asked))
        total = ", ".join(dict.fromkeys(cell for *_, cell in asked[:8]))
        raise Question(
            f"{file}: {len(asked)} numbers are placeholders, or far above all others of the file ({listed}).",
            {
                "as_is": f"they count as they stand: {total} (rows {rows})",
                "as_unknown": f"they count as not reported (rows {rows})",
            },
            tuple(row for row, *_ in asked),
        )
    for row, column, _ in found:
        if row in answers.as_unknown:
            raw.loc[row, column] = ""
    return raw


def sheet_name(raw: pd.DataFrame, file: str, answers: Answers) -> str:
    """The name of a team's sheet: as said, else its only publisher.

    Raises:
        Question: it has several publishers, so that rows of another sheet with the same ids could be taken for its own.
    """
    if answers.name:
        return sheet.slug(answers.name)
    if raw.empty:
        return "empty"
    publishers = [one for one in raw["publisher"].str.strip().unique() if one]
    if len(publishers) == 1:
        return sheet.slug(publishers[0])
    raise Question(
        f"{file}: a sheet with {len(publishers)} publishers needs a name of its own, by which its rows are known when it comes again.",
        {"name": "its rows are known by this name and their id"},
    )
