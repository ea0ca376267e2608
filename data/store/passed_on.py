"""What may leave the program: datasets whose terms forbid passing rows on stay behind."""

from __future__ import annotations

import os
from collections.abc import Iterable

from data.counting.query import several_datasets
from data.counting.selection import Selection
from data.counting.shard import of_selection
from data.record.cluster import datasets, members, of_datasets
from data.record.record import Record
from data.sources.producers import SOURCES

ALLOWED_VARIABLE = "CASUALTY_REDISTRIBUTE"


def passed_on(record: Record, selection: Selection) -> tuple[Selection | None, list[str]]:
    """A selection without the datasets whose terms forbid passing rows on.

    Args:
        record: the record.
        selection: what was asked for.

    Returns:
        The selection of what may leave, None where nothing may; and the datasets that stay behind.
        A deployment whose own terms allow it names them in ``CASUALTY_REDISTRIBUTE``.
    """
    there = several_datasets(record, selection) or datasets(of_selection(record, selection))
    barred = _barred(there)
    kept = tuple(name for name in there if name not in barred)
    if not barred:
        return selection, []
    return (selection.replace(dataset=kept) if kept else None), barred


def all_passed_on(records: Iterable[Record], selection: Selection) -> Selection | None:
    """A selection without the datasets that may not leave of any of some records; None where nothing is left.

    Args:
        records: states of one record: what was withdrawn since may leave no more than before.
        selection: what was asked for.
    """
    there = dict.fromkeys(name for one in records for name in selection.dataset or datasets(one))
    barred = _barred(there)
    kept = tuple(name for name in there if name not in barred)
    if not barred:
        return selection
    return selection.replace(dataset=kept) if kept else None


def may_not_leave(dataset: str) -> bool:
    """Whether a producer's terms forbid passing its rows on, and this deployment's own do not allow it."""
    return bool(_barred([dataset]))


def incident_passed_on(record: Record, incident_id: str) -> tuple[Record | None, list[str]]:
    """A record in which one incident holds only what may leave.

    Args:
        record: the record.
        incident_id: an incident, as the record counts it.

    Returns:
        The record, None where nothing of the incident may leave; and the datasets that stay behind.
    """
    there = members(record, incident_id)["dataset"].unique().tolist()
    barred = _barred(there)
    if not barred:
        return record, []
    kept = tuple(name for name in datasets(record) if name not in _barred(datasets(record)))
    return (of_datasets(record, kept) if set(there) - set(barred) else None), barred


def kept_inside(record: Record) -> set[str]:
    """Ids of incidents and reports of datasets whose rows may not leave, also of those that people took out.

    Args:
        record: the record; what people touched is told by what stood there before them.
    """
    whole = record.apart or record
    rows = whole.incidents
    found = set(rows.loc[rows["dataset"].isin(_barred(rows["dataset"].unique())), "incident_id"])
    before = record.decided.before if record.decided else {}
    told = before.get("incidents", {})
    barred = _barred({cells["dataset"] for cells in told.values()})
    found |= {one for one, cells in told.items() if cells["dataset"] in barred}
    for name in ("incidents", "observations", "claims"):
        own = whole.table(name)
        found |= set(own.loc[own["incident_id"].isin(found), "report_id"])
        found |= {cells["report_id"] for cells in before.get(name, {}).values() if cells["incident_id"] in found}  # fmt: skip
    return found


def _barred(there: Iterable[str]) -> list[str]:
    allowed = os.environ.get(ALLOWED_VARIABLE, "").split(",")
    return [
        source.name
        for source in SOURCES.values()
        if source.name in there and not source.redistributable and source.name not in allowed
    ]
