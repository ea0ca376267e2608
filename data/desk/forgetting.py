"""Acts without what is purged: nothing of it stays in what people did, and what they did to the rest stays whole."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable

from data.desk.acts import Act, standing_acts
from data.desk.folding import IN_ONE
from data.desk.rows import Cells, Rows

_NOTHING = Act("", "undo", "", "", ())


def forgotten(acts: Iterable[Act], ids: set[str]) -> dict[str, Act | None]:
    """The acts that speak of purged documents, without them.

    Args:
        acts: oldest first.
        ids: of incidents and tolls.

    Returns:
        By name, the act as it may stay; None where nothing of it may. Others are not there.
    """
    every = list(acts)
    left = {act.name: _rows_left(act, ids) for act in every}
    # a report stays as long as a figure or claim of another incident rests on it
    used = {
        cells["report_id"]
        for rows in left.values()
        for table in (*IN_ONE, "incidents")
        for cells in rows.get(table, {}).values()
    }
    found: dict[str, Act | None] = {}
    for act in every:
        rows, own = left[act.name], act.rows
        lost = {cells["report_id"] for table in (*IN_ONE, "incidents") for key, cells in own.get(table, {}).items() if key not in rows.get(table, {})}  # fmt: skip
        reports = {key: cells for key, cells in own.get("reports", {}).items() if key not in lost or key in used}  # fmt: skip
        rows = {**rows, **({"reports": reports} if reports else {})}
        if not reports:
            rows.pop("reports", None)
        about = tuple(one for one in act.about if one.id not in ids)
        if rows == own and about == act.about and not any(one in ids for one in act.into.values()):
            continue
        found[act.name] = _without(act, ids, rows) if about else None
    return found


def from_elsewhere(acts: Iterable[Act], ids: set[str]) -> str:
    """The last act that brought figures or claims of another incident into one that is to be purged; else empty.

    What was merged, moved or split off would come back where it was, once nothing says that it went.
    """
    brought = [
        act.name
        for act in standing_acts(list(acts))
        if act.kind in ("merge", "move", "split")
        and any(_of(cells, ids) for table in IN_ONE for cells in act.rows.get(table, {}).values())
    ]
    return brought[-1] if brought else ""


def lost_reports(acts: Iterable[Act], left: dict[str, Act | None]) -> set[str]:
    """Reports that people entered and that go with what is purged.

    Args:
        acts: as they were.
        left: result of ``forgotten``.
    """
    before = {key for act in acts for key in act.rows.get("reports", {})}
    after = {key for act in acts for key in (left.get(act.name, act) or _NOTHING).rows.get("reports", {})}  # fmt: skip
    return before - after


def entered_ids(acts: Iterable[Act]) -> set[str]:
    """Ids of the incidents and tolls that people entered; what they only changed or judged is not theirs to purge."""
    return {key for act in acts if act.kind in ("enter", "split") for table in ("incidents", "tolls") for key in act.rows.get(table, {})}  # fmt: skip


def titles_of(acts: Iterable[Act], ids: set[str]) -> list[str]:
    """The titles that people gave to purged incidents."""
    rows = [cells for act in acts for cells in act.rows.get("incidents", {}).values()]
    return sorted({cells["title"] for cells in rows if cells["incident_id"] in ids})


def _rows_left(act: Act, ids: set[str]) -> Rows:
    found = {
        table: {key: cells for key, cells in own.items() if key not in ids and not _of(cells, ids)}
        for table, own in act.rows.items()
    }
    return {table: own for table, own in found.items() if own}


def _of(cells: Cells, ids: set[str]) -> bool:
    return cells.get("incident_id", "") in ids


def _without(act: Act, ids: set[str], rows: Rows) -> Act:
    def named(text: str) -> bool:
        return any(one in text for one in ids)

    gone = {table: [key for key in own if not named(key)] for table, own in act.gone.items()}
    return dataclasses.replace(
        act,
        about=tuple(one for one in act.about if one.id not in ids),
        rows=rows,
        gone={table: own for table, own in gone.items() if own},
        states={one: state for one, state in act.states.items() if one.id not in ids},
        into={one: to for one, to in act.into.items() if one.id not in ids and to not in ids},
        seen={one: last for one, last in act.seen.items() if one.id not in ids},
        remarks={where: said for where, said in act.remarks.items() if not named(where)},
    )
