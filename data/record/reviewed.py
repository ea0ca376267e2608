"""The record as a reader asks for it: with what waits for review, or with the values that were last accepted."""

from __future__ import annotations

import dataclasses

import numpy as np
import pandas as pd

from data.record.cluster import clustered
from data.record.decided import OF_INCIDENTS, REVIEWED, Decided
from data.record.ids import among
from data.record.kept import kept
from data.record.load import links
from data.record.record import Record, known_since

TABLES = tuple(dict.fromkeys((*OF_INCIDENTS, *REVIEWED)))


def as_reviewed(record: Record, pending: str, review: str) -> Record:
    """The record in which what waits counts, or what changed counts as it was last accepted.

    Args:
        record: the record; one that was made by this function stays what it is, unless more is asked for.
        pending: ``with`` counts incidents that wait for review; ``without`` does not.
        review: ``accepted`` counts changed incidents as they were last accepted; ``latest`` as they are.
    """
    asked = (pending == "with", review == "accepted")
    if record.kept_as is not None and record.opened is not None:
        same = not any(asked) or asked == record.kept_as
        return record if same else _as_reviewed(record.opened, *asked)
    if record.decided is None or not any(asked):
        return record
    return _as_reviewed(record, *asked)


@kept
def _as_reviewed(record: Record, with_pending: bool, last_accepted: bool) -> Record:
    whole, decided = record.apart or record, record.decided
    assert decided is not None
    frames = {name: whole.table(name) for name in TABLES}
    if last_accepted:
        for name in TABLES:
            frames[name] = frames[name][~_of_changed(name, frames[name], decided)]
        frames = {name: _with(rows, decided.accepted[name]) for name, rows in frames.items()}
    if with_pending:
        more = dict(decided.pending)
        there = among(more["reports"]["report_id"], frames["reports"]["report_id"])
        more["reports"] = more["reports"][~there]
        frames = {name: _with(rows, more[name]) for name, rows in frames.items()}
    made = dataclasses.replace(
        whole,
        **frames,
        known_since=known_since(links(frames), frames["reports"]),
        kept_as=(with_pending, last_accepted),
        opened=record,
        decided=decided,
    )
    heads = decided.heads
    if last_accepted:  # what was merged since stands apart, as it was accepted
        again = set(decided.accepted["incidents"]["incident_id"]) & set(decided.of(("merged",)))
        heads = {one: head for one, head in heads.items() if one not in again}
    return clustered(made, heads)


def _of_changed(name: str, rows: pd.DataFrame, decided: Decided) -> np.ndarray:
    """Rows that an accepted one takes the place of, or none."""
    if name == "reports":
        return among(rows["report_id"], decided.accepted[name]["report_id"])
    of = name if name in REVIEWED else "incidents"
    changed = decided.states[decided.states["changed"] & (decided.states["table"] == of)]["id"]
    return among(rows["incident_id" if of == "incidents" else rows.columns[0]], changed)


def _with(rows: pd.DataFrame, more: pd.DataFrame) -> pd.DataFrame:
    if more.empty:
        return rows.reset_index(drop=True)
    return pd.concat([rows, more[rows.columns].astype(rows.dtypes.to_dict())], ignore_index=True)
