"""What was done to the record, value by value: who, when, why, old and new; oldest first."""

from __future__ import annotations

from typing import Final

import pandas as pd

from data.desk.acts import Act, standing_acts
from data.desk.folding import differences, dossier, folded
from data.desk.rows import Rows, cells_of, empty
from data.record.record import Record

COLUMNS: Final = [
    "act", "at", "who", "kind", "table", "id", "state", "row_table", "row", "column", "old", "new", "reason", "undone",
]  # fmt: skip


def feed(record: Record, acts: list[Act]) -> pd.DataFrame:
    """Every act on every document.

    Args:
        record: with ``decided``, which has what stood there before anybody's act.
        acts: oldest first, no other than those it was made with.

    Returns:
        One row a value that changed, and one row an act that changed none: ``act``, ``at``, ``who``, ``kind``, the
        document (``table``, ``id``), its ``state`` from then on, the value (``row_table``, ``row``, ``column``,
        ``old``, ``new``), ``reason``, and ``undone``: whether the act holds no more.
    """
    base = _before(record)
    held = {act.name for act in standing_acts(acts)}
    told: list[tuple] = []
    for n, act in enumerate(acts):
        earlier, later = folded(base, acts[:n]), folded(base, acts[: n + 1])
        undone = act.name not in held and act.kind != "undo"
        for one in act.about:
            own = later.standing.get(one)
            head = (
                act.name,
                act.at,
                act.who,
                act.kind,
                one.table,
                one.id,
                own.state if own else "",
            )
            changed = differences(dossier(one, earlier.rows), dossier(one, later.rows))
            for value in changed or [("", "", "", "", "")]:
                told.append((*head, *value, act.reason, undone))
    return pd.DataFrame(told, columns=COLUMNS)


def _before(record: Record) -> Rows:
    if record.decided is None:
        return empty()
    return {table: cells_of(rows, table) for table, rows in record.decided.before.items()}
