"""Published totals in a sheet (IOM DTM, UNHCR, WHO, UNSMIL ...): one row a total, never an incident."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

import pandas as pd

from data.record.places import fold
from data.record.record import Record
from data.sources.sheet import slug
from data.sources.source import Known, Refused, Source, Tables, row_by_row

# column -> what to write in it; a * is needed in every row
COLUMNS: Final[dict[str, str]] = {
    "toll": "* your own id of the row, used once",
    "publisher": "* who published it",
    "document": "document or bulletin",
    "published": "publication date: YYYY-MM-DD, YYYY-MM or YYYY",
    "url": "address",
    "measure": "* killed, injured, casualties, displaced, returnees ...",
    "measure_as_printed": "* in the publisher's words",
    "group": "* all, civilians, children, women, migrants, health workers, combatants or other",
    "low": "least number of people stated",
    "value": "number of people stated",
    "high": "greatest number of people stated",
    "qualifier": "* exact, at least, more than, at most, about or range",
    "kind": "* total of a period, or stock on a day",
    "period_start": "first day counted; empty for a stock",
    "as_of": "* day the figure speaks of",
    "area": "* area in the publisher's words",
    "area_scope": "* country, region, tripoli, municipality, several or other",
    "note": "trap a reader must see",
}
NEEDS: Final = frozenset(name for name, meaning in COLUMNS.items() if meaning.startswith("*"))


def to_tables(raw: pd.DataFrame, record: Record) -> tuple[Tables, list[Refused]]:
    """Rows of the sheet as tolls; see ``Source.to_tables``."""
    full = raw.reindex(columns=[*COLUMNS], fill_value="").apply(lambda column: column.str.strip())
    return row_by_row(full, record, _problem, _converted)


def _problem(row: dict[str, str]) -> tuple[str, str, str] | None:
    """The first thing about a row that cannot be: column, value, expected."""
    empty = next((column for column in sorted(NEEDS) if not row[column]), None)
    return (empty, "", "a value; the cell is empty") if empty else None


def _converted(row: dict[str, str], known: Known) -> list[tuple[str, dict[str, Any]]]:
    name, made = row["publisher"], []
    source = known.publishers.get(fold(name)) or f"team-{slug(name)}"
    if source.startswith("team-"):
        made.append(("sources", {"source_id": source, "name": name, "type": "unknown", "affiliation": "unknown", "reason": "Named in a team's sheet."}))  # fmt: skip
    toll = {column: row[column] for column in COLUMNS if column != "toll"}
    basis = "printed" if len(row["as_of"]) == 10 else "partial"
    made.append(
        ("tolls", {**toll, "toll_id": f"toll-{row['toll']}", "source_id": source, "as_of_basis": basis})
    )  # fmt: skip
    return made


TOLL_SHEET: Final = Source(
    name="tolls",
    producer="a sheet of published totals",
    licence="each publisher's own",
    attribution="",
    redistributable=True,
    cannot_tell=("incidents: a total is never one, and never added to them",),
    needs=NEEDS,
    key="toll",
    to_tables=to_tables,
    sheet=True,
    people=("low", "value", "high"),
    degrees=(),
    first=dt.date(1950, 1, 1),
    told_as={"toll_id": "toll"},
    dated=("as_of", "period_start", "published"),
)
