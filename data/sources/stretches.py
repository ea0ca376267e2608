"""Rows of a file become checked rows of the record: a long file stretch by stretch, so that memory holds one at a time."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import Final

import numpy as np
import pandas as pd
import pyarrow as pa

from data.record.possible import impossible_dates, impossible_incidents, latest_day
from data.record.record import Record
from data.record.refusal import Refused
from data.record.schema import TABLES
from data.record.tables import check_rows
from data.sources.content import contents_of
from data.sources.source import Source, Tables

STRETCH: Final = 50000  # rows
PARENTS: Final = ("incidents", "tolls")
SHARED: Final = ("actors", "sources")  # what many rows name, and the first of them brings
_LIVE: Final = re.compile(
    r"(?i)\s*(?:javascript|vbscript|data|file|blob)\s*:"
)  # what a browser would run


def checked(
    rows: pd.DataFrame, written: pd.DataFrame, raw: pd.DataFrame, source: Source, record: Record, file: str
) -> tuple[Tables, list[Refused], pd.Series]:  # fmt: skip
    """The record's rows that a file's rows become, and why others do not.

    Args:
        rows: the file's rows, with the key that their ids are made of.
        written: the same rows as they stand in the file.
        raw: the same rows as they were read.
        source: what they are.
        record: by whose names actors and publishers are recognised.
        file: its name, for reasons.

    Returns:
        Typed rows by table, each with the row number of the row it came from; what was refused; and, of the
        rows that were accepted, what is in them, see ``contents_of``.
    """
    parts: dict[str, list[pd.DataFrame]] = {}
    contents: list[pd.Series] = []
    odd: list[Refused] = []
    untyped: list[Refused] = []
    unnamed: list[Refused] = []
    impossible: list[Refused] = []  # of one row the first reason is told
    for own in _stretches(rows, source):
        made, reasons = source.to_tables(rows.iloc[own], record)
        odd += [(file, *reason) for reason in reasons]
        tables, wrong = _typed(made, file)
        untyped += wrong
        impossible += _impossible(made, tables, record, file, source.first)
        accepted = _accepted(tables, rows.index[own], source)
        told = contents_of(_at(written.iloc[own], accepted), _at(raw.iloc[own], accepted), tables, source)  # fmt: skip
        contents.append(pd.Series(told, index=accepted, dtype="str"))
        for name, frame in {**tables, **_named(made)}.items():
            parts.setdefault(name, []).append(frame)
    tables = {name: _in_order(frames) for name, frames in parts.items()}
    for name in tables.keys() & SHARED:
        first = tables[name].drop_duplicates(tables[name].columns[0])
        tables[name], wrong = check_rows(first, file, name)
        unnamed += wrong
    broken = {row for _, row, *_ in [*untyped, *unnamed, *impossible]}
    for name in tables.keys() & PARENTS:
        tables[name] = _without(tables[name], tables[name].index.isin(broken))
    accepted = _accepted(tables, rows.index, source)
    for name in tables.keys() - {*PARENTS, *SHARED}:
        tables[name] = _without(tables[name], ~tables[name].index.isin(accepted))
    return tables, [*odd, *untyped, *unnamed, *impossible], pd.concat(contents).reindex(accepted)


def _stretches(rows: pd.DataFrame, source: Source) -> Iterator[np.ndarray | slice]:
    """Positions of the rows that are made together: all with one key, so that the second of them is told."""
    if not source.alone or len(rows) <= STRETCH:
        yield slice(None)
        return
    twice = rows[source.key].duplicated(keep=False).to_numpy(bool)
    if twice.any():
        yield np.flatnonzero(twice)
    once = np.flatnonzero(~twice)
    for start in range(0, len(once), STRETCH):
        own = once[start : start + STRETCH]
        yield own if twice.any() else slice(own[0], own[-1] + 1)  # of a slice nothing is copied


def _typed(made: Tables, file: str) -> tuple[Tables, list[Refused]]:
    """Rows as the schema has them, but those that are shared; and why others are not."""
    refused: list[Refused] = []
    tables: Tables = {}
    for name in (one for one in made if one not in SHARED):
        full = _full(made[name], name)
        first = full.drop_duplicates(full.columns[0]) if name == "reports" else full
        tables[name], wrong = check_rows(first, file, name)
        refused += wrong
    return tables, refused


def _impossible(
    made: Tables, tables: Tables, record: Record, file: str, earliest: dt.date
) -> list[Refused]:
    """What cannot be of rows as the schema has them; such incidents are taken out of ``tables``."""
    refused: list[Refused] = []
    for frame in made.values():
        if "url" in frame:
            live = frame.loc[frame["url"].fillna("").str.match(_LIVE), "url"]
            refused += [(file, int(row), "url", url, "an address of the web, http or https") for row, url in live.items()]  # fmt: skip
    if "incidents" in tables:
        latest = latest_day(record.date)
        far = impossible_incidents(tables, latest, earliest)
        late = impossible_dates({"sides": record.sides.iloc[:0], **tables}, latest, earliest)
        for found in (far, late):
            lines = found.drop(columns="file").itertuples(index=False, name=None)
            refused += [(file, *line) for line in lines]
    return refused


def _full(frame: pd.DataFrame, name: str) -> pd.DataFrame:
    return frame.reindex(columns=list(TABLES[name].columns)).fillna("")


def _named(made: Tables) -> Tables:
    """What the rows of a stretch share, each once."""
    full = {name: _full(made[name], name) for name in made.keys() & SHARED}
    return {name: frame.drop_duplicates(frame.columns[0]) for name, frame in full.items()}


def _accepted(tables: Tables, rows: pd.Index, source: Source) -> pd.Index:
    """Numbers of the rows that brought an incident or a toll; of a list of what goes, all."""
    if source.withdraws:
        return rows
    brought = [tables[name].index for name in PARENTS if name in tables]
    return pd.Index([]).append(brought).unique()


def _in_order(frames: list[pd.DataFrame]) -> pd.DataFrame:
    """The rows of every stretch, each column in one piece: in many it is copied whenever it is handed on."""
    if len(frames) == 1:
        return frames[0]
    whole = pd.concat(frames)
    frames.clear()
    for name in whole.columns[whole.dtypes == "str"]:
        whole[name] = pd.array(pa.array(whole[name].array).combine_chunks(), dtype="str")
    return whole if whole.index.is_monotonic_increasing else whole.sort_index(kind="stable")


def _at(rows: pd.DataFrame, numbers: pd.Index) -> pd.DataFrame:
    return rows if rows.index.equals(numbers) else rows.loc[numbers]


def _without(frame: pd.DataFrame, gone: np.ndarray) -> pd.DataFrame:
    return frame[~gone] if gone.any() else frame
