"""Rows of the record as text cells, as a file would have them: what people enter, and what stood there before."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import pandas as pd

from data.record.ids import among
from data.record.record import Record
from data.record.refusal import Refused
from data.record.schema import TABLES, kind_of
from data.record.tables import check_rows

Cells = dict[str, str]  # column to text; a blank cell is left out
Rows = dict[str, dict[str, Cells]]  # table to id to cells
MARK: Final = (
    "#"  # between an actor's id and the number of its membership, which has no id of its own
)


def empty() -> Rows:
    """No rows of any table."""
    return {name: {} for name in TABLES}


def cells_of(frame: pd.DataFrame, table: str) -> dict[str, Cells]:
    """Rows of a table as text, by id."""
    columns = list(TABLES[table].columns)
    texts = pd.DataFrame({name: _texts(frame[name], kind_of(table, name)) for name in columns})
    ids = texts[columns[0]]
    if table == "sides":
        ids = ids + MARK + texts.groupby(columns[0]).cumcount().astype(str)
    told = ({c: v for c, v in row.items() if v} for row in texts.to_dict("records"))
    return dict(zip(ids.tolist(), told, strict=True))


def _texts(cells: pd.Series, kind: str) -> pd.Series:
    if kind == "day":
        return cells.dt.strftime("%Y-%m-%d").astype("object").where(cells.notna(), "")
    if kind == "degree":
        return cells.map(lambda n: "" if pd.isna(n) else f"{n:.6f}".rstrip("0").rstrip("."))
    return cells.map(lambda value: "" if pd.isna(value) else str(value))


def typed(rows: dict[str, Cells], table: str, file: str) -> tuple[pd.DataFrame, list[Refused]]:
    """Rows of text, typed and checked as the table has them.

    Args:
        rows: cells by id.
        table: which table.
        file: what they came from, for what is refused.

    Returns:
        The rows that are as the schema wants them, and why others are not: file, row, column, value, expected.
    """
    columns = list(TABLES[table].columns)
    if not rows:  # most tables of most acts
        return pd.DataFrame({name: pd.Series(dtype=TABLES[table].columns[name].dtype) for name in columns}), []  # fmt: skip
    raw = pd.DataFrame(
        [[cells.get(name, "") for name in columns] for cells in rows.values()],
        columns=columns,
        index=range(1, len(rows) + 1),
        dtype="str",
    )
    found, refused = check_rows(raw, file, table)
    return found.astype({name: TABLES[table].columns[name].dtype for name in columns}), refused


def before(record: Record, wanted: dict[str, set[str]]) -> Rows:
    """What stands in a record of some documents: an incident with all its reports, observations and claims.

    Args:
        record: every row apart.
        wanted: ids by table.
    """
    found = empty()
    incidents = wanted.get("incidents", set())
    for table, ids in wanted.items():
        found[table] |= _of(record, table, TABLES_OWN[table], ids)
    for table in ("observations", "claims"):
        found[table] |= _of(record, table, "incident_id", incidents)
    found["sides"] |= _of(record, "sides", "actor_id", wanted.get("actors", set()))
    reports = {
        cells["report_id"]
        for table in ("incidents", "observations", "claims")
        for cells in found[table].values()
    }
    found["reports"] |= _of(record, "reports", "report_id", reports)
    return found


TABLES_OWN: Final = {name: next(iter(table.columns)) for name, table in TABLES.items()}


def _of(record: Record, table: str, column: str, ids: Iterable[str]) -> dict[str, Cells]:
    rows = record.table(table)
    own = rows[among(rows[column], sorted(ids))]
    return cells_of(own, table) if len(own) else {}
