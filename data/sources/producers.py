"""The producers whose files are known, and which of them a header is of."""

from __future__ import annotations

from typing import Final

from data.record.refusal import RecordError
from data.sources import sheet, toll_sheet
from data.sources.acled import ACLED, ACLED_DELETED
from data.sources.asked import ColumnsUnknown
from data.sources.hapi import HAPI_DISPLACED, HAPI_EVENTS, HAPI_RETURNEES
from data.sources.missing_migrants import MISSING_MIGRANTS
from data.sources.source import Source
from data.sources.ucdp import UCDP

SOURCES: Final = {
    source.name: source
    for source in (
        UCDP,
        ACLED,
        ACLED_DELETED,
        MISSING_MIGRANTS,
        HAPI_EVENTS,
        HAPI_DISPLACED,
        HAPI_RETURNEES,
        sheet.SHEET,
        toll_sheet.TOLL_SHEET,
    )
}
TEMPLATES: Final = {"team": sheet.COLUMNS, "tolls": toll_sheet.COLUMNS}


def recognise(columns: list[str], file: str) -> Source:
    """The source whose columns a header has; of several, the one that needs the most of them.

    Args:
        columns: the header.
        file: its name, for the message.

    Raises:
        RecordError: none of them; the message says what the nearest one lacks.
    """
    absent = {
        name: sorted(source.needs - set(own_names(source, columns)))
        for name, source in SOURCES.items()
    }
    found = [source for name, source in SOURCES.items() if not absent[name]]
    if not found and is_aggregate(columns):
        raise RecordError(
            f"{file}: ACLED's public totals by week or month: no events, so no incidents can be made of them; expected an export of events, or HAPI's totals (casualty-monitor fetch hapi)."
        )
    if not found:
        shares = {name: len(absent[name]) / len(SOURCES[name].needs) for name in SOURCES}
        nearest = min(shares, key=shares.__getitem__)
        if shares[nearest] > 0.5:
            raise ColumnsUnknown(
                f"{file}, row 1: the columns are of no known source; expected a file of {', '.join(SOURCES)}, or a sheet in the columns that `casualty-monitor template` writes.",
                columns,
            )
        wanted = ", ".join(absent[nearest][:8])
        raise ColumnsUnknown(
            f"{file}, row 1: the columns are of no known source; nearest is {nearest}, which also needs {wanted}.",
            columns,
        )
    return max(found, key=lambda source: len(source.needs))


def is_aggregate(columns: list[str]) -> bool:
    """Whether a header is that of ACLED's public totals by week, month or year."""
    named = {column.strip().upper() for column in columns}
    return {"COUNTRY", "EVENTS", "FATALITIES"} <= named and bool({"WEEK", "MONTH", "YEAR"} & named)


def own_names(source: Source, columns: list[str]) -> list[str]:
    """A header in the names of one source's newest layout; the layout of before 2017 shouts, sheets are typed by hand."""
    plain = [column.lower() if column == column.upper() else column for column in columns]
    if source.sheet:
        plain = ["_".join(column.casefold().split()) for column in columns]
    return [source.renames.get(column, own) for column, own in zip(columns, plain, strict=True)]
