"""How well the chosen datasets cover a time and place: absence of coverage is never "none"."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from data.counting.selection import Selection
from data.record.bands import KINDS, Band
from data.record.cluster import datasets
from data.record.kept import kept
from data.record.places import reaches
from data.record.record import Record

NOT_COVERED: Final = "none"
CANDIDATE: Final = (
    "candidate release"  # how the name of a band begins whose producer has not finished it
)
ONE_DAY: Final = dt.timedelta(days=1)
Span = tuple[dt.date, dt.date]


@dataclass(frozen=True)
class Covered:
    """How well one dataset covers a period.

    Attributes:
        dataset: its name.
        coverage: ``systematic``, ``partial`` or ``gravest``: the weakest kind that any of the period's days
            lies in; ``none`` where no day is covered.
        share: covered part of the period's days, 0 to 1.
        last_day: last day it covers at all, within the period or not; None where there is none.
        spans: what lies within the period: kind, first and last day.
        candidates: releases among them that their producer has not finished, by name.
        measures: what it tells; none is every measure.
    """

    dataset: str
    coverage: str
    share: float
    last_day: dt.date | None
    spans: tuple[tuple[str, dt.date, dt.date], ...]
    candidates: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()

    def tells(self, measure: str) -> bool:
        """Whether it can tell of a measure: one that cannot covers no day of it."""
        return not self.measures or measure in self.measures


@kept
def bands_of(record: Record, selection: Selection) -> list[Band]:
    """The bands of the chosen datasets that can speak of a selection's countries, circle and cause."""
    chosen = set(selection.dataset or datasets(record))
    countries = set(selection.country or (("LY",) if selection.district else ()))
    return [
        band
        for band in record.bands
        if (not band.datasets or chosen & set(band.datasets))
        and selection.cause in band.causes
        and (not countries or not band.countries or countries & set(band.countries))
        and _near(band, selection)
    ]


def _near(band: Band, selection: Selection) -> bool:
    """Whether a circle touches a country that a band speaks of; at sea every circle may."""
    if not (selection.near and selection.within_km and band.countries) or selection.cause != "conflict":  # fmt: skip
        return True
    return any(reaches(one, selection.near, selection.within_km) for one in band.countries)


@kept
def period(record: Record, selection: Selection) -> Span:
    """First and last day asked about; open ends are the first day ever covered, and the record's date."""
    bands = bands_of(record, selection)
    days = [band.date_from for band in bands]
    if len(record.incidents):
        days.append(record.incidents["date_low"].min().date())
    end = selection.date_to or max(record.date, selection.date_from or record.date)
    start = selection.date_from or min([*days, end])
    return start, end


@kept
def covered(record: Record, selection: Selection) -> tuple[Covered, ...]:
    """How well each chosen dataset covers the period, place and cause of a selection, as far as it could be known."""
    start, end = period(record, selection)
    known = min(end, selection.as_known_on or end)
    bands = bands_of(record, selection)
    found = []
    for name in selection.dataset or datasets(record) or ("",):
        own = [band for band in bands if not band.datasets or name in band.datasets]
        spans, unfinished = _best_of(own, start, known)
        kinds = {kind for kind, *_ in spans}
        weakest = max(kinds, key=KINDS.index) if kinds else NOT_COVERED
        share = _days([span[1:] for span in spans]) / ((end - start).days + 1)
        last = max((band.date_to for band in own), default=None)
        measures = {measure for band in own for measure in band.measures} if own and all(band.measures for band in own) else ()  # fmt: skip
        found.append(
            Covered(
                name,
                weakest,
                share,
                last,
                tuple(spans),
                tuple(sorted(unfinished)),
                tuple(sorted(measures)),
            )
        )
    return tuple(found)


def _best_of(
    bands: Sequence[Band], start: dt.date, end: dt.date
) -> tuple[list[tuple[str, dt.date, dt.date]], set[str]]:
    """The spans of one dataset within some days, each day in its best kind; and names of candidates among them."""
    spans: list[tuple[str, dt.date, dt.date]] = []
    unfinished: set[str] = set()
    for band in sorted(bands, key=lambda one: (KINDS.index(one.kind), one.date_from)):
        first, last = max(band.date_from, start), min(band.date_to, end)
        left = _without([(first, last)] if first <= last else [], [span[1:] for span in spans])
        spans += [(band.kind, *span) for span in left]
        if left and band.name.startswith(CANDIDATE):
            unfinished.add(band.name)
    return sorted(spans, key=lambda span: span[1:]), unfinished


def _without(spans: list[Span], taken: list[Span]) -> list[Span]:
    for first, last in taken:
        cut: list[Span] = []
        for begin, end in spans:
            if last < begin or first > end:
                cut.append((begin, end))
                continue
            if begin < first:
                cut.append((begin, first - ONE_DAY))
            if end > last:
                cut.append((last + ONE_DAY, end))
        spans = cut
    return spans


def telling(found: Sequence[Covered], measure: str) -> tuple[Covered, ...]:
    """The datasets that can tell a measure: of days that only others cover, nothing is known of it."""
    return tuple(one for one in found if one.tells(measure))


def share_of(found: Sequence[Covered], start: dt.date, end: dt.date) -> float:
    """The part of some days that at least one dataset covers.

    Args:
        found: result of ``covered`` for a period that holds these days.
        start: first day.
        end: last day.
    """
    spans = [
        (max(first, start), min(last, end))
        for one in found
        for _, first, last in one.spans
        if first <= end and last >= start
    ]
    return _days(spans) / ((end - start).days + 1)


def gaps(found: Sequence[Covered], start: dt.date, end: dt.date) -> list[Span]:
    """The stretches of some days that no dataset covers, oldest first."""
    open_from, out = start, []
    for first, last in sorted(span[1:] for one in found for span in one.spans):
        if first > open_from:
            out.append((open_from, min(first - ONE_DAY, end)))
        open_from = max(open_from, last + ONE_DAY)
    if open_from <= end:
        out.append((open_from, end))
    return [(first, last) for first, last in out if first <= last]


def alike(bands: Sequence[Band], *spans: Span) -> str:
    """Whether periods were kept in one way, so that they compare.

    Args:
        bands: result of ``bands_of``.
        *spans: first and last day of each.

    Returns:
        Nothing where they compare; else ``outside`` (a day of the last one lies in no band) or ``bands``
        (a band covers some of the days only).
    """
    touched = [
        band
        for band in bands
        if any(band.date_from <= end and band.date_to >= start for start, end in spans)
    ]
    whole = [band for band in touched if all(band.holds(day) for span in spans for day in span)]
    start, end = spans[-1]
    if not any(band.holds(start) for band in bands) or not any(band.holds(end) for band in bands):
        return "outside"
    return "" if whole and len(whole) == len(touched) else "bands"


def kept_alike_since(bands: Sequence[Band], day: dt.date) -> dt.date | None:
    """The first day from which on until a day the record was kept in one way; None where no band holds it."""
    here = [band for band in bands if band.holds(day)]
    if not here:
        return None
    ended = [band.date_to + ONE_DAY for band in bands if band.date_to < day]
    return max([band.date_from for band in here] + ended)


def _days(spans: list[Span]) -> int:
    """How many different days some spans hold."""
    count, until = 0, dt.date.min
    for first, last in sorted(spans):
        first = max(first, until)
        if last >= first:
            count += (last - first).days + 1
            until = last + ONE_DAY
    return count
