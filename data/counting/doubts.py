"""Why a rise in what was documented may be an artefact of how it was reported."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from data.counting.arrays import Shard
from data.counting.query import query
from data.counting.selection import Selection
from data.record.ids import among, positions
from data.record.record import Record
from data.record.vocabulary import POINT_PRECISIONS
from data.record.voices import reports_of

LATE_DAYS: Final = 14


@dataclass(frozen=True)
class Doubts:
    """Why a signal may be an artefact of how things are reported.

    Attributes:
        sources: vouchers that speak of its incidents.
        sources_before: vouchers that spoke of the incidents of the stretch just before, as long.
        coarse: incidents whose place is known to a municipality or less well.
        late: incidents first reported more than 14 days after they happened.
        largest_id: the incident with most people; blank where none gave a figure.
        largest_share: its part of the best figure, from 0 to 1.
    """

    sources: int
    sources_before: int
    coarse: int
    late: int
    largest_id: str
    largest_share: float


def stretch(selection: Selection) -> tuple[dt.date, dt.date]:
    """First and last day of a selection that has both.

    Raises:
        ValueError: an end is open.
    """
    if selection.date_from is None or selection.date_to is None:
        raise ValueError("a stretch of time has a first and a last day")
    return selection.date_from, selection.date_to


def doubts_of(
    record: Record, arrays: Shard, selection: Selection, ids: Sequence[str], measure: str
) -> Doubts:
    """What speaks against taking a stretch of incidents for a change of the war.

    Args:
        record: the record.
        arrays: its shard as known on the selection's day of knowledge.
        selection: the stretch, with a first and a last day.
        ids: its incidents.
        measure: which people; ``incidents`` weighs each incident the same.
    """
    start, end = stretch(selection)
    length = end - start + dt.timedelta(days=1)
    before = selection.replace(date_from=start - length, date_to=start - dt.timedelta(days=1))
    rows = record.incidents[among(record.incidents["incident_id"], ids)]
    since = record.known_since.reindex(rows["incident_id"]).to_numpy()
    late = since > (rows["date_high"] + pd.Timedelta(days=LATE_DAYS)).to_numpy()
    grave, share = "", 0.0
    if measure != "incidents":
        at = positions(ids, arrays.ids)
        best = np.nan_to_num(arrays.told(measure, selection.group).of(at)[0][1])
        if best.sum():
            grave = str(arrays.ids[at[best.argmax()]])
            share = float(best.max() / best.sum())
    return Doubts(
        _vouchers(record, ids, selection),
        _vouchers(record, query(record, before).ids, selection),
        int((~rows["place_precision"].isin(POINT_PRECISIONS)).sum()),
        int(late.sum()),
        grave,
        share,
    )


def _vouchers(record: Record, ids: Sequence[str], selection: Selection) -> int:
    reports = record.reports.iloc[np.unique(reports_of(record, ids))]
    known = reports[reports["known_on"] <= pd.Timestamp(selection.as_known_on or record.date)]
    return int(known["origin_id"].nunique())
