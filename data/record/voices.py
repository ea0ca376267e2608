"""Who speaks of which incident: every pair of an incident and a report that gives a figure or a claim of it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from data.record.ids import positions
from data.record.kept import kept
from data.record.record import Record


@kept
def spoken(record: Record) -> tuple[np.ndarray, np.ndarray]:
    """Positions of incidents, and of reports that speak of them; each pair once, figures before claims."""
    found = [
        np.concatenate([positions(record.table(name)[own], record.table(parent)[own]) for name in ("observations", "claims")])
        for own, parent in (("incident_id", "incidents"), ("report_id", "reports"))
    ]  # fmt: skip
    incident, report = found
    _, first = np.unique(incident * (len(record.reports) + 1) + report, return_index=True)
    first.sort()
    return incident[first], report[first]


def reports_of(record: Record, ids: Sequence[str]) -> np.ndarray:
    """Positions of the reports that speak of some incidents, once for each incident they speak of."""
    incident, report = spoken(record)
    chosen = np.zeros(len(record.incidents) + 1, dtype=bool)
    chosen[positions(ids, record.incidents["incident_id"])] = True
    chosen[-1] = False  # an id that is not there
    return report[chosen[incident]]


def most_often(record: Record, ids: Sequence[str]) -> list[int]:
    """Positions of the publishers that vouch for the reports on some incidents, most often first."""
    vouching = _vouching(record)[reports_of(record, ids)]
    sources, first, count = np.unique(vouching, return_index=True, return_counts=True)
    return sources[np.lexsort((first, -count))].tolist()


@kept
def _vouching(record: Record) -> np.ndarray:
    return positions(record.reports["origin_id"], record.sources["source_id"])
