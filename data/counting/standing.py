"""What people decided about the incidents of an answer: which wait beside it, and which of those counted are in doubt."""

from __future__ import annotations

from dataclasses import dataclass

from data.counting.query import query
from data.counting.selection import Selection
from data.record.decided import PENDING
from data.record.kept import kept
from data.record.record import Record


@dataclass(frozen=True)
class Standing:
    """Incidents of a selection by what people decided.

    Attributes:
        pending: they wait for review: not counted, or counted where the reader asks for them.
        disputed: counted, and disputed.
        changed: counted, and changed since they were accepted.
        alone: counted, and accepted by who entered them.
    """

    pending: tuple[str, ...] = ()
    disputed: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    alone: tuple[str, ...] = ()


@kept
def standing(record: Record, selection: Selection) -> Standing:
    """What people decided about the incidents that a selection asks for.

    Args:
        record: the record.
        selection: the selection; its own ``pending`` does not matter for what waits.
    """
    if record.decided is None:
        return Standing()
    rows = record.decided.states
    rows = rows[rows["table"] == "incidents"]
    counted = set(query(record, selection).ids)
    waits = rows.loc[rows["state"].isin(PENDING), "id"]
    beside = set(query(record, selection.replace(pending="with")).ids) if len(waits) else set()
    heads = record.decided.heads

    def those(ids: list[str], among: set[str]) -> tuple[str, ...]:
        return tuple(one for one in ids if heads.get(one, one) in among)

    return Standing(
        pending=those(waits.tolist(), beside),
        disputed=those(rows.loc[rows["state"] == "disputed", "id"].tolist(), counted),
        changed=those(rows.loc[rows["changed"], "id"].tolist(), counted),
        alone=those(rows.loc[rows["alone"], "id"].tolist(), counted),
    )
