"""The record with what people did to it: what counts, and beside it what waits and what was last accepted."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable

import numpy as np
import pandas as pd

from data.desk.acts import Act, Document
from data.desk.folding import Folded, dossier, folded, put_together, touched
from data.desk.remarks import parts_of
from data.desk.rows import TABLES_OWN, Rows, before, empty, typed
from data.record.decided import (
    COUNTING,
    OF_INCIDENTS,
    REVIEWED,
    SAID_COLUMNS,
    STATE_COLUMNS,
    Decided,
)
from data.record.ids import among, positions
from data.record.load import links, with_known_on
from data.record.possible import without_parents
from data.record.record import Record, known_since
from data.record.refusal import PUT_ASIDE_COLUMNS
from data.record.schema import TABLES

FILE = "desk"  # what put-aside rows are said to come from


def kept_record(record: Record, acts: list[Act]) -> Record:
    """A record with what people did to it.

    Args:
        record: every row apart, without them.
        acts: oldest first.

    Returns:
        The record in which what counts counts, with ``decided``; rows of theirs that fit it no more, such as a figure
        of an incident whose import was withdrawn, are in ``put_aside``.
    """
    if not acts:
        return record
    base = before(record, touched(acts))
    after = folded(base, acts)
    counting = _counting(after, base)
    put_aside = [record.put_aside]
    frames = {}
    for table in TABLES:
        ids = {*base[table], *after.rows.get(table, {})}
        frames[table], refused = _in_place(record, table, ids, counting[table])
        put_aside.append(pd.DataFrame(refused, columns=PUT_ASIDE_COLUMNS))
    put_aside.append(without_parents(frames))
    frames = {name: rows.reset_index(drop=True) for name, rows in frames.items()}
    changed = [one for one in after.standing if after.changed(one)]
    merged = [one for into in changed for one in sorted(after.standing[into].merged_since, key=str)]
    lasting = [one for one in [*changed, *merged] if after.standing[one].accepted]
    decided = Decided(
        states=_states(after),
        said=_said(after),
        pending=_frames(record, put_together(dossier(one, after.rows) for one in after.pending)),
        accepted=_frames(record, _last_accepted(after, lasting)),
        before=base,
        heads={},
    )
    return dataclasses.replace(
        record,
        **frames,
        put_aside=pd.concat(put_aside, ignore_index=True),
        known_since=known_since(links(frames), frames["reports"]),
        decided=decided,
    )


def _last_accepted(after: Folded, lasting: list[Document]) -> Rows:
    """Rows as they were last accepted; a report that several incidents rest on as the last of them was accepted with."""
    found = put_together(after.standing[one].accepted or {} for one in lasting)
    held = sorted((own for one, own in after.standing.items() if own.accepted and own.state in COUNTING), key=lambda own: own.accepted_at)  # fmt: skip
    newest = put_together({"reports": (own.accepted or {}).get("reports", {})} for own in held)
    reports = {key: newest.get("reports", {}).get(key, cells) for key, cells in found.get("reports", {}).items()}  # fmt: skip
    return {**found, "reports": reports}


def _counting(after: Folded, base: Rows) -> Rows:
    """The rows that count: of incidents, tolls and milestones that are accepted or disputed; names at once."""
    every = [Document(table, own) for table in REVIEWED for own in after.rows.get(table, {})]
    own = [one for one in every if after.state(one) in COUNTING]
    held = put_together(dossier(one, after.rows) for one in own)
    names = {t: rows for t, rows in after.rows.items() if t not in (*REVIEWED, *OF_INCIDENTS)}
    # a report that was there before stays, whoever else rests on it
    there = {
        key: cells for key, cells in after.rows.get("reports", {}).items() if key in base["reports"]
    }
    reports = {**there, **held.get("reports", {})}
    return {**empty(), **held, **names, "reports": reports}


def _in_place(
    record: Record, table: str, ids: set[str], now: dict
) -> tuple[pd.DataFrame, list[tuple]]:
    """A table with its touched rows as they are now; what stands there keeps its place, so that it keeps its name."""
    own = record.table(table)
    if not ids:
        return own, []
    rows, refused = _typed_as(record, table, now)
    if table == "sides":
        actors = {key.partition("#")[0] for key in ids}
        kept = own[~among(own["actor_id"], sorted(actors))]
        return pd.concat([kept, rows], ignore_index=True), refused
    gone = among(own[TABLES_OWN[table]], sorted(ids))
    if not gone.any():
        return pd.concat([own, rows], ignore_index=True), refused
    at = positions(rows[TABLES_OWN[table]], own[TABLES_OWN[table]])
    order = np.concatenate([np.flatnonzero(~gone), np.where(at < 0, len(own), at)])
    together = pd.concat([own[~gone], rows], ignore_index=True)
    return together.iloc[np.argsort(order, kind="stable")].reset_index(drop=True), refused


def _typed_as(record: Record, table: str, now: dict) -> tuple[pd.DataFrame, list[tuple]]:
    if not now:
        return record.table(table).iloc[:0], []
    rows, refused = typed(now, table, FILE)
    if table in ("reports", "tolls"):
        rows = with_known_on(rows, record.date)
    return rows.astype(record.table(table).dtypes.to_dict()), list(refused)


def _frames(record: Record, rows: Rows) -> dict[str, pd.DataFrame]:
    return {table: _typed_as(record, table, rows.get(table, {}))[0] for table in TABLES}


def _states(after: Folded) -> pd.DataFrame:
    told: Iterable[tuple] = (
        (
            one.table,
            one.id,
            own.state,
            after.changed(one),
            own.into,
            own.alone,
            own.last,
            own.remarks,
            own.to,
            own.due,
        )
        for one, own in after.standing.items()
    )
    return pd.DataFrame(told, columns=STATE_COLUMNS).astype(
        {"changed": "bool", "alone": "bool", "remarks": "int64"}
    )


def _said(after: Folded) -> pd.DataFrame:
    told = [
        (one.id, *parts_of(name), said.colour, said.words, said.who, said.at)
        for one, own in after.standing.items()
        for name, said in own.said.items()
    ]
    return pd.DataFrame(told, columns=SAID_COLUMNS, dtype="str")
