"""Incidents that a reader's words find: by what happened and where, and by what reports and claims say."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd

from data.counting.attribution import claims_known
from data.counting.estimate import as_of
from data.record.ids import among
from data.record.places import mentions
from data.record.record import Record


def spoken_of(
    record: Record, rows: pd.DataFrame, text: str, as_known_on: dt.date | None = None
) -> np.ndarray:
    """Which incidents lie at or speak of what a reader typed, or have a report or a claim that does.

    Args:
        record: the record.
        rows: its incidents to look among.
        text: a place, a word, a publisher, who claims or is claimed.
        as_known_on: reports published later say nothing; None is now.

    Returns:
        One boolean a row.
    """
    wanted = text.strip().casefold()
    told = record.reports[record.reports["known_on"] <= as_of(record, as_known_on)]
    reports = told.loc[_has(told[["title", "publisher"]], wanted), "report_id"]
    links = pd.concat([record.observations[["incident_id", "report_id"]], record.claims[["incident_id", "report_id"]], record.incidents[["incident_id", "report_id"]]])  # fmt: skip
    of_reports = links.loc[among(links["report_id"], reports), "incident_id"]
    claims = claims_known(record, as_known_on)
    of_claims = claims.loc[_has(claims[["claimant", "actor_as_printed"]], wanted), "incident_id"]
    ids = pd.concat([of_reports, of_claims]).unique()
    return mentions(record.places, rows, text) | among(rows["incident_id"], ids)


def _has(cells: pd.DataFrame, wanted: str) -> np.ndarray:
    found = np.zeros(len(cells), dtype=bool)
    for name in cells:
        found |= cells[name].fillna("").str.casefold().str.contains(wanted, regex=False).to_numpy(bool)  # fmt: skip
    return found
