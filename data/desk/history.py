"""What was done to the record, value by value: who, when, why, old and new; oldest first."""

from __future__ import annotations

from typing import Final

import pandas as pd

from data.desk.acts import Act, standing_acts
from data.desk.folding import apply, differences, dossier, folded
from data.desk.preview import preview
from data.desk.remarks import parts_of
from data.desk.rows import Rows, empty
from data.record.record import Record
from data.record.references import REFERENCES

COLUMNS: Final = [
    "act", "at", "who", "kind", "table", "id", "state", "row_table", "row", "column", "old", "new", "reason", "undone",
]  # fmt: skip


def feed(record: Record, acts: list[Act]) -> pd.DataFrame:
    """Every act on every document.

    Args:
        record: with ``decided``, which has what stood there before anybody's act.
        acts: oldest first, no other than those it was made with.

    Returns:
        One row a value that changed, one row a row that came or went, one row a figure that changed for it
        (``row_table`` is ``estimates``, the column its measure), and one row an act that changed none: ``act``, ``at``,
        ``who``, ``kind``, the document (``table``, ``id``), its ``state`` from then on, the value (``row_table``, ``row``,
        ``column``, ``old``, ``new``), ``reason``, and ``undone``: whether the act holds no more.
    """
    base = _before(record)
    held = {act.name for act in standing_acts(acts)}
    told: list[tuple] = []
    now = folded(base, [])
    for n, act in enumerate(acts):
        earlier = {one: dossier(one, now.rows) for one in act.about}
        if act.kind == "undo":
            now = folded(base, acts[: n + 1])
        else:
            apply(now, act)
        undone = act.name not in held and act.kind != "undo"
        for one, old in earlier.items():
            own, new = now.standing.get(one), dossier(one, now.rows)
            head = (act.name, act.at, act.who, act.kind, one.table, one.id, own.state if own else "")  # fmt: skip
            changed = [*_values(old, new), *_figures(record, old, new), *_said(act)]
            for value in changed or [("", "", "", "", "")]:
                told.append((*head, *value, act.reason, undone))
    return pd.DataFrame(told, columns=COLUMNS)


def _values(old: Rows, new: Rows) -> list[tuple[str, str, str, str, str]]:
    """What differs, value by value; a row that is there on one side alone is told whole, in one line."""
    told: dict[tuple[str, str], list[str]] = {}
    found = []
    for table, row, column, was, now in differences(old, new):
        there = [row in side.get(table, {}) for side in (old, new)]
        if all(there):
            found.append((table, row, column, was, now))
        elif column not in REFERENCES.get(table, {}) and (was or now) != row:
            told.setdefault((table, row), []).append(was or now)
    for (table, row), values in told.items():
        line = "; ".join(values)
        gone = row in old.get(table, {})
        found.append((table, row, "", line if gone else "", "" if gone else line))
    return found


def _said(act: Act) -> list[tuple[str, str, str, str, str]]:
    """What an act says of values, and whose work it makes a document."""
    found = [(*parts_of(name), "", ": ".join(filter(None, told[:2]))) for name, told in act.remarks.items()]  # fmt: skip
    if act.kind == "assign":
        found.append(("", "", "to", "", " ".join(filter(None, (act.to, act.due)))))
    return found


def _figures(record: Record, old: Rows, new: Rows) -> list[tuple[str, str, str, str, str]]:
    """Estimates that differ: best, and low to high, with + where the top is open."""
    if old == new:
        return []
    was, now = (_estimates(record, side) for side in (old, new))
    return [
        ("estimates", group, measure, was.get((measure, group), ""), now.get((measure, group), ""))
        for measure, group in sorted({*was, *now})
        if was.get((measure, group), "") != now.get((measure, group), "")
    ]


def _estimates(record: Record, rows: Rows) -> dict[tuple[str, str], str]:
    if not rows.get("incidents"):
        return {}
    return {
        (row.measure, row.group): f"{row.best} ({row.low}-{row.high}{'+' if row.open else ''})"
        for row in preview(record, rows).itertuples()
    }


def _before(record: Record) -> Rows:
    return empty() if record.decided is None else record.decided.before
