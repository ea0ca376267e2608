"""Whose view a selection is: the sides of those who vouch for the figures and claims behind it."""

from __future__ import annotations

import pandas as pd

from data.counting.estimate import as_of
from data.counting.query import query
from data.counting.selection import Selection
from data.record.ids import among, positions
from data.record.kept import kept
from data.record.record import Record


@kept
def leaning(record: Record, selection: Selection) -> pd.Series:
    """How many reports behind the incidents of a selection each side vouches for, most first.

    Args:
        record: the record.
        selection: which incidents; its day of knowledge holds for the reports.

    Returns:
        By affiliation of the voucher, by our reading (``sources.affiliation``): reports with a figure or a claim.
    """
    ids = query(record, selection).ids
    spoken = [
        table.loc[among(table["incident_id"], ids), "report_id"]
        for table in (record.observations, record.claims)
    ]
    used = among(record.reports["report_id"], pd.concat(spoken).unique())
    known = record.reports["known_on"] <= as_of(record, selection.as_known_on)
    origins = record.reports.loc[used & known, "origin_id"]
    sides = record.sources["affiliation"].array.take(positions(origins, record.sources["source_id"]))  # fmt: skip
    return pd.Series(sides, dtype="str").value_counts()
