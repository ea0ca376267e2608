"""What may be a surge in what was documented, and beside each why it may not be one.

A signal is about documented harm: a new source, late reports or one grave event move it as a war does.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from data.counting.arrays import Shard
from data.counting.checks import WINDOW_DAYS, Check, checks
from data.counting.doubts import Doubts, doubts_of, stretch
from data.counting.figure import Figure, of_row
from data.counting.kernel import matched
from data.counting.query import query
from data.counting.selection import Selection
from data.counting.shard import NOT_PLACED, shard_of
from data.record.kept import kept
from data.record.record import Record

Kind = Literal["high", "week", "new actor", "new target type"]
COUNTED: Final = ("killed", "injured", "displaced", "incidents")
WEEK_DAYS: Final = 7
YEARS: Final = (1, 3)
YEAR_DAYS: Final = 365
WEEKS: Final = (4, 52)
BANDS_PERCENT: Final = (25, 50, 100, 200)
# Below these a sum is too small to speak of a rise: one family more or less would double it.
FLOOR: Final = {"killed": 10, "injured": 10, "displaced": 500, "incidents": 5}


@dataclass(frozen=True)
class Signal:
    """One thing that is new or higher than before in what was documented.

    Attributes:
        kind: ``high`` (30 days above all 30 days of a year or more that share no day with them), ``week`` (7 days against the average
            of 4 or 52 weeks before), ``new actor``, ``new target type``.
        measure: what rose; for what is new, the selection's measure.
        selection: the incidents it rests on: its period and area, ready to be asked again.
        figure: of that measure and selection; of ``incidents``, their number.
        before: the highest figure before, or the average; None for what is new.
        before_selection: the stretch the highest figure is of; None for an average.
        since: first day of what it was compared with; never before the coverage band begins.
        reach: years (high) or weeks (week) it was to be compared with, as far as ``since`` allows.
        percent: above ``before``, of best figures; None where that is 0 or for what is new.
        clear: the low figure is above the high figure before, which is not "at least".
        value: the new actor or target type.
        ids: the incidents.
        doubts: why it may be an artefact.
        peak_selection: of ``high``, the 30 days, sharing days with these, in which it was higher already;
            None where it is at its highest.
        peak: their figure.
    """

    kind: Kind
    measure: str
    selection: Selection
    figure: Figure
    before: Figure | None
    before_selection: Selection | None
    since: dt.date
    reach: int
    percent: int | None
    clear: bool
    value: str
    ids: tuple[str, ...]
    doubts: Doubts
    peak_selection: Selection | None = None
    peak: Figure | None = None

    @property
    def band(self) -> int | None:
        """The largest of ``BANDS_PERCENT`` that the rise reaches; None below them or where none is known."""
        reached = [one for one in BANDS_PERCENT if self.percent is not None and self.percent >= one]
        return reached[-1] if reached else None


@kept
def signals(record: Record, selection: Selection) -> list[Signal]:
    """Check the thirty days, and the week, that end with a selection.

    Args:
        record: the record.
        selection: its last day, or the last day that could be known, is the day of the check; its first day
            is not used, since the history before it is what the check compares with. Everything else
            holds. History ends where the coverage band of that day begins: before it the record was kept
            otherwise, and a difference would show the record.

    Returns:
        Signals of all incidents first, then by district, gravest first; where datasets are checked apart,
        one dataset after the other. A district whose incidents are all there are is not told twice.
        None of what has no history; see ``checks.checks``.
    """
    return [one for check in checks(record, selection) for one in _checked(record, check)]


def _checked(record: Record, check: Check) -> list[Signal]:
    if check.since is None:
        return []
    arrays = shard_of(record, check.selection)
    reach = check.selection.replace(date_from=check.since, date_to=check.day)
    kept = matched(arrays, reach)
    found = _of_area(record, arrays, reach, kept)
    codes = arrays.codes["district"][kept]
    for code in np.unique(codes):
        name = arrays.labels["district"][code]
        if name != NOT_PLACED:
            own = reach.replace(district=(name,))
            found += _of_area(record, arrays, own, kept[codes == code])
    told: set[tuple] = set()
    out = []
    for one in found:
        key = (one.kind, one.measure, one.reach, one.ids)
        if key not in told:
            told.add(key)
            out.append(one)
    return out + _new(record, arrays, reach, kept)


def _of_area(record: Record, arrays: Shard, reach: Selection, kept: np.ndarray) -> list[Signal]:
    found: list[Signal | None] = []
    for measure in COUNTED:
        daily = _daily(arrays, reach, kept, measure)
        found.append(_high(record, arrays, reach, daily, measure))
        found += [_week(record, arrays, reach, daily, measure, weeks) for weeks in WEEKS]
    return [one for one in found if one is not None]


def _daily(arrays: Shard, reach: Selection, kept: np.ndarray, measure: str) -> np.ndarray:
    """Low, best and high by day of the band: shape (3, days); what is not known weighs nothing."""
    start, end = stretch(reach)
    at = arrays.days[kept] - (start - dt.date(1970, 1, 1)).days
    size = (end - start).days + 1
    if measure == "incidents":
        return np.stack([np.bincount(at, minlength=size).astype(float)] * 3)
    people = np.nan_to_num(arrays.told(measure, reach.group).of(kept)[0])
    return np.stack([np.bincount(at, row, size) for row in people])


def _rolling(daily: np.ndarray, length: int) -> np.ndarray:
    """Sums of each stretch of ``length`` days; the last one ends with the last day."""
    runs = np.concatenate([np.zeros((3, 1)), daily.cumsum(axis=1)], axis=1)
    return runs[:, length:] - runs[:, :-length]


def _high(
    record: Record, arrays: Shard, reach: Selection, daily: np.ndarray, measure: str
) -> Signal | None:
    sums = _rolling(daily, WINDOW_DAYS)
    # Against stretches that share no day with this one, or a surge would be a surge on its first day
    # only. Of those that do, one may have been higher: then the sum is falling, and that is told.
    now, before, sharing = sums[:, -1], sums[:, :-WINDOW_DAYS], sums[1, -WINDOW_DAYS:-1]
    years = 0
    for candidate in YEARS:
        past = before[1, -candidate * YEAR_DAYS :]
        if now[1] >= FLOOR[measure] and past.size and now[1] > past.max():
            years = candidate
    if not years:
        return None
    past = before[:, -years * YEAR_DAYS :]
    last = stretch(reach)[1] - dt.timedelta(days=WINDOW_DAYS)  # of the stretches compared with
    end = last - dt.timedelta(days=past.shape[1] - 1 - int(past[1].argmax()))
    then = _ending(reach.replace(date_to=end), WINDOW_DAYS)
    peak = None
    if sharing.max() > now[1]:
        end = last + dt.timedelta(days=1 + int(sharing.argmax()))
        peak = _ending(reach.replace(date_to=end, measure=_measure(measure)), WINDOW_DAYS)
    own = _ending(reach, WINDOW_DAYS)
    figure, ids = _counted(record, own, measure)
    was = _counted(record, then, measure)[0]
    return Signal(
        "high",
        measure,
        own.replace(measure=_measure(measure)),
        figure,
        was,
        then.replace(measure=_measure(measure)),
        last - dt.timedelta(days=past.shape[1] + WINDOW_DAYS - 2),
        years,
        round((now[1] / past[1].max() - 1) * 100) if past[1].max() else None,
        bool(now[0] > past[2].max()) and not was.open,
        "",
        ids,
        doubts_of(record, arrays, own, ids, measure),
        peak,
        _counted(record, peak, measure)[0] if peak else None,
    )


def _week(
    record: Record, arrays: Shard, reach: Selection, daily: np.ndarray, measure: str, weeks: int
) -> Signal | None:
    past = daily[:, :-WEEK_DAYS][:, -weeks * WEEK_DAYS :]
    now = daily[:, -WEEK_DAYS:].sum(axis=1)
    average = past.sum(axis=1) * WEEK_DAYS / max(past.shape[1], 1)
    if past.shape[1] < weeks * WEEK_DAYS or now[1] < FLOOR[measure]:
        return None
    percent = round((now[1] / average[1] - 1) * 100) if average[1] else None
    if percent is not None and percent < BANDS_PERCENT[0]:
        return None
    own = _ending(reach, WEEK_DAYS)
    figure, ids = _counted(record, own, measure)
    low, best, high = int(average[0]), round(average[1]), int(np.ceil(average[2]))
    return Signal(
        "week",
        measure,
        own.replace(measure=_measure(measure)),
        figure,
        Figure("incidents", low, best, high),
        None,
        stretch(own)[0] - dt.timedelta(days=weeks * WEEK_DAYS),
        weeks,
        percent,
        bool(now[0] > average[2]),
        "",
        ids,
        doubts_of(record, arrays, own, ids, measure),
    )


def _new(record: Record, arrays: Shard, reach: Selection, kept: np.ndarray) -> list[Signal]:
    """Actors and target types of the last thirty days that the year before did not have."""
    first = (stretch(reach)[1] - dt.date(1970, 1, 1)).days - WINDOW_DAYS + 1
    days = arrays.days[kept]
    recent = kept[days >= first]
    past = kept[(days < first) & (days >= first - YEAR_DAYS)]
    claims = arrays.claims
    found: list[Signal] = []
    kinds: tuple[tuple[Kind, str], ...] = (
        ("new actor", "actor"),
        ("new target type", "target_type"),
    )
    for kind, field in kinds:
        if field == "actor":
            now = set(claims.loc[claims["incident"].isin(recent), "actor"])
            was = set(claims.loc[claims["incident"].isin(past), "actor"])
        else:
            labels = np.array(arrays.labels[field])
            now = set(labels[arrays.codes[field][recent]])
            was = set(labels[arrays.codes[field][past]])
        for value in sorted(now - was):
            if getattr(reach, field) and value not in getattr(reach, field):
                continue
            own = _ending(reach, WINDOW_DAYS).replace(**{field: (str(value),)})
            figure, ids = _counted(record, own, reach.measure)
            doubts = doubts_of(record, arrays, own, ids, reach.measure)
            found.append(
                Signal(
                    kind,
                    reach.measure,
                    own,
                    figure,
                    None,
                    None,
                    max(stretch(reach)[0], stretch(own)[0] - dt.timedelta(days=YEAR_DAYS)),
                    1,
                    None,
                    False,
                    str(value),
                    ids,
                    doubts,
                )
            )
    return found


def _ending(reach: Selection, length: int) -> Selection:
    return reach.replace(date_from=stretch(reach)[1] - dt.timedelta(days=length - 1))


def _measure(measure: str) -> str:
    return "killed" if measure == "incidents" else measure


def _counted(record: Record, selection: Selection, measure: str) -> tuple[Figure, tuple[str, ...]]:
    """The kernel's own figure of a stretch, and its incidents."""
    answer = query(record, selection)
    if measure == "incidents":
        n = len(answer.ids)
        return Figure("incidents", n, n, n, incidents=n, unreported=0), tuple(answer.ids)
    return of_row(answer.figures().loc[measure]), tuple(answer.ids)
