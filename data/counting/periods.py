"""Bins of time, and the earlier periods a period may be compared with."""

from __future__ import annotations

import datetime as dt
from typing import Literal

import numpy as np
import pandas as pd

from data.counting.covered import alike, bands_of, share_of, telling
from data.counting.kernel import matched
from data.counting.query import Answer
from data.counting.selection import Selection
from data.counting.shard import shard_of
from data.record.kept import kept
from data.record.partial_dates import last_day
from data.record.record import Record

Axis = Literal["week", "month"]
LONGEST_IN_WEEKS_DAYS = 420


def axis_for(selection: Selection, record: Record) -> Axis:
    """Weeks for up to some fourteen months, else months."""
    start, end = extent(selection, record)
    return "week" if (end - start).days <= LONGEST_IN_WEEKS_DAYS else "month"


def extent(selection: Selection, record: Record) -> tuple[dt.date, dt.date]:
    """First and last day of a selection; an open end is the record's first or last incident."""
    days = record.incidents["date_low"]
    first = days.min().date() if len(days) else record.date
    last = days.max().date() if len(days) else record.date
    start = selection.date_from or min(first, selection.date_to or first)
    end = selection.date_to or max(last, start)
    return start, end


def bins(answer: Answer, record: Record, measure: str, axis: Axis) -> pd.DataFrame:
    """A measure by week or month, every bin of the period, those without incidents too.

    Args:
        answer: the figures of a selection.
        record: the record.
        measure: which figure.
        axis: weeks beginning on Monday, or months.

    Returns:
        One row a bin: ``key``, ``start``, ``end`` (days, cut to the period), ``low``, ``best``, ``high``
        (people; blank where no incident gave a figure), ``open``, ``incidents`` with a figure,
        ``unreported`` without one, ``share`` of its days that are covered, ``sure`` and ``possible`` as
        ``known_to_lie`` has them. Blank is not zero: nothing was documented, or nothing was counted.
    """
    first, last = extent(answer.selection, record)
    freq = "W-SUN" if axis == "week" else "M"
    periods = pd.period_range(pd.Timestamp(first), pd.Timestamp(last), freq=freq)
    starts = periods.start_time.normalize()
    keys = starts.strftime("%Y-%m-%d") if axis == "week" else starts.strftime("%Y-%m")
    found = answer.by(axis)
    own = found.xs(measure, level="measure") if len(found) else found.droplevel("measure")
    frame = own.reindex(keys).rename_axis("key").reset_index()
    frame["start"] = np.maximum(starts.to_numpy(), np.datetime64(first))
    frame["end"] = np.minimum(periods.end_time.normalize().to_numpy(), np.datetime64(last))
    days, reach = zip(frame["start"], frame["end"], strict=True), telling(answer.covered, measure)
    frame["share"] = [share_of(reach, a.date(), b.date()) for a, b in days]
    frame["open"] = frame["open"].astype("boolean").fillna(False).astype(bool)
    counts = frame[["incidents", "unreported"]].astype("Int64")
    frame[["incidents", "unreported"]] = counts.where(counts.notna(), 0).astype(int)
    return frame.join(known_to_lie(record, answer.selection, measure, frame))


def known_to_lie(
    record: Record, selection: Selection, measure: str, frame: pd.DataFrame
) -> pd.DataFrame:
    """How much of a measure lies surely in each bin, and how much may lie in it.

    Args:
        record: the record.
        selection: the choice.
        measure: which people; ``incidents`` counts incidents.
        frame: the bins of a period in order: ``start``, ``end``.

    Returns:
        By bin: ``sure``, the best figures of incidents that can lie in no other; ``possible``, of all that
        may lie in it. One that may lie in several bins is possible in each, so these are never summed.
    """
    arrays = shard_of(record, selection)
    touching = matched(arrays, selection, "possibly")
    if measure == "incidents":
        people = np.ones(len(touching))
    else:
        people = np.nan_to_num(arrays.told(measure, selection.group).of(touching)[0][1])
    starts = frame["start"].to_numpy("datetime64[D]").astype(np.int64)
    after = frame["end"].to_numpy("datetime64[D]").astype(np.int64)[-1:] + 1
    edges = np.concatenate([starts, after])
    first = np.searchsorted(edges, arrays.days[touching], "right") - 1
    last = np.searchsorted(edges, arrays.last_days[touching], "right") - 1
    inside = (first == last) & (first >= 0) & (first < len(starts))
    sure = np.bincount(first[inside], people[inside], len(starts))
    come = np.bincount(np.clip(first, 0, None), people, len(edges))
    go = np.bincount(np.clip(last, None, len(starts) - 1) + 1, people, len(edges))
    possible = np.cumsum(come - go)[:-1]
    found = {"sure": sure, "possible": possible}
    return pd.DataFrame(found, index=frame.index).round().astype("int64")


def earlier(
    record: Record, selection: Selection, *, years: int = 0
) -> tuple[Selection | None, str]:
    """The period before, of the same length, or the same period some years before.

    Args:
        record: its bands decide what compares: across bands a difference would show how the record was
            kept, not what happened.
        selection: the period now.
        years: 0 for the period just before, else how many years before.

    Returns:
        The selection of that period, or None with the reason: ``open``, ``known`` (the period ends after
        the day of knowledge), ``bands`` (now and then lie in
        different bands) or ``outside`` (no band covers it).
    """
    start, end = selection.date_from, selection.date_to
    if start is None or end is None:
        return None, "open"
    if selection.as_known_on and selection.as_known_on < end:
        return None, "known"
    then = days_before(start, end, years=years)
    reason = alike(bands_of(record, selection), (start, end), then)
    return (None, reason) if reason else (selection.replace(date_from=then[0], date_to=then[1]), "")


def days_before(start: dt.date, end: dt.date, *, years: int = 0) -> tuple[dt.date, dt.date]:
    """First and last day of the period before, of the same length, or of the same period some years before."""
    if years:
        return _years_before(start, years), _years_before(end, years)
    return start - (end - start) - dt.timedelta(days=1), start - dt.timedelta(days=1)


def as_long_from(
    record: Record, selection: Selection, first: dt.date
) -> tuple[Selection | None, str]:
    """A period as long as the one chosen that begins on any day.

    Args:
        record: its bands decide what compares, as in ``earlier``.
        selection: the period it is compared with.
        first: its first day.

    Returns:
        The selection of that period, or None with the reason as in ``earlier``, or ``shared`` (days).
    """
    start, end = selection.date_from, selection.date_to
    if start is None or end is None:
        return None, "open"
    last = first + (end - start)
    if selection.as_known_on and selection.as_known_on < max(end, last):
        return None, "known"
    if first <= end and last >= start:
        return None, "shared"
    reason = alike(bands_of(record, selection), (start, end), (first, last))
    return (None, reason) if reason else (selection.replace(date_from=first, date_to=last), "")


def twelve_months(record: Record, selection: Selection) -> tuple[Selection | None, str, float]:
    """The twelve months before a period, to say what an average of its length would be.

    Args:
        record: its bands decide what compares, as in ``earlier``.
        selection: the period now.

    Returns:
        The selection of those months, or None with the reason as in ``earlier``; and the length of the
        period as a share of theirs, by which their sum is multiplied.
    """
    start, end = selection.date_from, selection.date_to
    if start is None or end is None:
        return None, "open", 0.0
    first, last = _years_before(start, 1), start - dt.timedelta(days=1)
    # the same rule as for a period just as long that ends where this one begins
    as_long = selection.replace(date_from=start, date_to=start + (last - first))
    then, reason = earlier(record, as_long.replace(as_known_on=None))
    if selection.as_known_on and selection.as_known_on < end:
        return None, "known", 0.0
    if then is None or alike(bands_of(record, selection), (start, end)):
        return None, reason or "bands", 0.0
    share = ((end - start).days + 1) / ((last - first).days + 1)
    return then.replace(as_known_on=selection.as_known_on), "", share


def _years_before(day: dt.date, years: int) -> dt.date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


@kept
def stock_on(record: Record, day: dt.date, as_known_on: dt.date | None = None) -> pd.Series | None:
    """The latest published stock of displaced people in the Tripoli area at a day.

    Args:
        record: the record.
        day: stocks that speak of a later day are not taken.
        as_known_on: stocks published later are not taken; None is now.

    Returns:
        The row of ``tolls`` with ``day``, or None where none was published.
    """
    found = stocks_between(record, _years_before(day, 1), day, as_known_on)
    return found.iloc[-1] if len(found) else None


@kept
def stocks_between(
    record: Record, start: dt.date, end: dt.date, as_known_on: dt.date | None = None
) -> pd.DataFrame:
    """Published stocks of displaced people in the Tripoli area, by the day they speak of.

    Args:
        record: the record.
        start: first day.
        end: last day.
        as_known_on: stocks published later are not taken; None is now.

    Returns:
        Rows of ``tolls`` with ``day``, oldest first.
    """
    tolls = record.tolls
    stocks = tolls[
        (tolls["kind"] == "stock")
        & (tolls["measure"] == "displaced")
        & (tolls["group"] == "all")
        & (tolls["area_scope"] == "tripoli")
    ].copy()
    stocks["day"] = pd.to_datetime([last_day(text) for text in stocks["as_of"]])
    fits = stocks["day"].between(pd.Timestamp(start), pd.Timestamp(end))
    fits &= stocks["known_on"] <= pd.Timestamp(as_known_on or record.date)
    return stocks[fits].sort_values(["day", "toll_id"])
