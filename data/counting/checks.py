"""Which stretch of which dataset can be checked for signals: one with ninety days of its own history."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

from data.counting.covered import bands_of, kept_alike_since
from data.counting.selection import Selection
from data.record.bands import Band
from data.record.cluster import datasets
from data.record.kept import kept
from data.record.record import Record

WINDOW_DAYS: Final = 30
SHORTEST_HISTORY_DAYS: Final = 60


@dataclass(frozen=True)
class Check:
    """What is checked for signals, or why it cannot be.

    Attributes:
        selection: what was asked; of one dataset, where the chosen ones were not kept alike.
        day: the day of the check.
        since: the day its history begins; None where there are not 60 days of it before the 30 checked.
    """

    selection: Selection
    day: dt.date
    since: dt.date | None


@kept
def checks(record: Record, selection: Selection) -> tuple[Check, ...]:
    """The checks that a selection comes to.

    Args:
        record: the record.
        selection: its last day, or the last that could be known and is covered, is the day of the check.

    Returns:
        One for all chosen datasets where they were kept in one way for 90 days; else one for each of those
        that speak of the selection. A dataset that ended within the 30 days before the day asked for is
        checked to its own last day, and without a day asked for, whenever it ended.
    """
    known = selection.as_known_on or record.date
    bands = bands_of(record, selection)
    day = min(selection.date_to or known, known)
    if selection.date_to is None:
        day = min([day, max([band.date_to for band in bands], default=day)])
    since = _history(bands, day)
    names = selection.dataset or datasets(record)
    if since or len(names) < 2:
        return (Check(selection, day, since) if since else _alone(record, selection, day),)
    each = [selection.replace(dataset=(name,)) for name in names]
    found = tuple(_alone(record, own, day) for own in each if bands_of(record, own))
    return found or (Check(selection, day, None),)


def _alone(record: Record, selection: Selection, day: dt.date) -> Check:
    bands = bands_of(record, selection)
    last = max([band.date_to for band in bands if band.date_from <= day], default=day)
    if last < day and (selection.date_to is None or (day - last).days < WINDOW_DAYS):
        day = last
    return Check(selection, day, _history(bands, day))


def _history(bands: list[Band], day: dt.date) -> dt.date | None:
    since = kept_alike_since(bands, day)
    if since is None or (day - since).days + 1 - WINDOW_DAYS < SHORTEST_HISTORY_DAYS:
        return None
    return since
