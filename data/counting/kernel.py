"""The only arithmetic: one kernel, shard + Selection -> Partial; Partials add.

Inside, categories are small integer codes, people are floats with NaN for unknown, and incidents lie in the order
of their days: a period is a slice, the rest of a selection a few look-ups in tables of codes, a sum a
``bincount``. Unknown never becomes zero: every sum carries how many incidents it knows and how many gave no figure.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from data.counting.arrays import Shard, one_stretch
from data.counting.selection import Selection
from data.counting.shard import AXES
from data.record.cluster import BETWEEN
from data.record.places import distance_km
from data.record.vocabulary import CLAIM_STATUSES, MEASURES, PRECISIONS

COLUMNS: Final = ("low", "best", "high", "open", "known", "incidents")
TOTAL: Final = "total"
TOP: Final = 50
CODED: Final = ("event_type", "target_type", "care", "district", "verification_grade", "country")
Time = Literal["counted", "certainly", "possibly"]
Sums = dict[str, np.ndarray]


@dataclass(frozen=True, eq=False)
class Partial:
    """The answer of one shard. ``answer(a + b) == answer(a) + answer(b)``.

    Attributes:
        sums: axis -> key -> array (measures, COLUMNS); axis ``total`` has the one key ``all``.
        top: (best people of the measure asked for, incident id), gravest first.
    """

    sums: dict[str, Sums]
    top: list[tuple[float, str]]

    def __add__(self, other: Partial) -> Partial:
        """The answer of both shards together."""
        sums = {axis: dict(keys) for axis, keys in self.sums.items()}
        for axis, keys in other.sums.items():
            into = sums.setdefault(axis, {})
            for key, cube in keys.items():
                into[key] = into[key] + cube if key in into else cube
        top = sorted([*self.top, *other.top], key=lambda one: (-one[0], one[1]))[:TOP]
        return Partial(sums, top)


def partial(
    shard: Shard, selection: Selection, axes: Sequence[str] = AXES, time: Time = "counted"
) -> Partial:
    """The kernel: what one shard answers to a selection.

    Args:
        shard: incidents as arrays.
        selection: which of them count.
        axes: by what to split the totals.
        time: which incidents belong to the period; see ``matched``.
    """
    kept = matched(shard, selection, time)
    found = {axis: summed(shard, selection.group, kept, axis) for axis in (TOTAL, *axes)}
    return Partial(found, gravest(shard, selection, kept))


def matched(shard: Shard, selection: Selection, time: Time = "counted") -> np.ndarray:
    """Positions of the incidents that a selection keeps, in order.

    Args:
        shard: incidents as arrays.
        selection: the choice.
        time: which belong to its period: those whose first day lies in it (``counted``, the rule of every
            figure), those that lie in it wholly (``certainly``), those that touch it (``possibly``).
    """
    first, last = _day_number(selection.date_from), _day_number(selection.date_to)
    early = None if first is None else first - (shard.longest if time == "possibly" else 0)
    start = 0 if early is None else int(np.searchsorted(shard.days, early, "left"))
    end = len(shard.days) if last is None else int(np.searchsorted(shard.days, last, "right"))
    part = slice(start, max(start, end))
    fits = [
        _has(shard.codes[column][part], shard.labels[column], getattr(selection, column))
        for column in CODED
        if getattr(selection, column)
    ]
    if time == "possibly" and first is not None:
        fits.append(shard.last_days[part] >= first)
    if time == "certainly" and last is not None:
        fits.append(shard.last_days[part] <= last)
    if selection.dataset:  # an incident of several datasets is in each of them
        chosen = set(selection.dataset)
        own = [label for label in shard.labels["dataset"] if chosen & set(label.split(BETWEEN))]
        if len(own) < len(shard.labels["dataset"]):
            fits.append(_has(shard.codes["dataset"][part], shard.labels["dataset"], own))
    if shard.labels["cause"] != [selection.cause]:
        fits.append(_has(shard.codes["cause"][part], shard.labels["cause"], [selection.cause]))
    if selection.place_precision:
        at_most = PRECISIONS.index(selection.place_precision)
        fits.append(shard.codes["place_precision"][part] <= at_most)
    if selection.near and selection.within_km:
        with np.errstate(invalid="ignore"):
            away = distance_km(shard.latitude[part], shard.longitude[part], selection.near)
            fits.append(away <= selection.within_km)
    if selection.claims != "any":
        labels, statuses = shard.labels["attribution_status"], CLAIM_STATUSES[selection.claims]
        fits.append(_has(shard.codes["attribution_status"][part], labels, statuses))
    named = _named(shard, selection)
    if named is not None:
        fits.append(named[part])
    if not fits:
        return np.arange(part.start, part.stop)
    return part.start + np.flatnonzero(np.logical_and.reduce(fits))


def _has(codes: np.ndarray, labels: Sequence[str], wanted: Sequence[str]) -> np.ndarray:
    table = np.zeros(len(labels) + 1, dtype=bool)  # the last is the code -1, no value
    table[: len(labels)] = [label in wanted for label in labels]
    return table[codes]


def _named(shard: Shard, selection: Selection) -> np.ndarray | None:
    """Incidents with one claim that fits actor, side, claimant, rank and affiliation together; None is all."""
    claims = shard.claims
    fits = [
        claims[column].isin(getattr(selection, column)).to_numpy(bool)
        for column in ("actor", "side", "source_rank", "affiliation")
        if getattr(selection, column)
    ]
    if selection.claimant:
        speaker = claims["claimant_actor"].fillna(claims["claimant"])
        fits.append(speaker.isin(selection.claimant).to_numpy(bool))
    if not fits:
        return None
    named = np.zeros(len(shard.ids), dtype=bool)
    named[claims["incident"].to_numpy()[np.logical_and.reduce(fits)]] = True
    return named


def _day_number(day: dt.date | None) -> int | None:
    return None if day is None else (day - dt.date(1970, 1, 1)).days


def summed(shard: Shard, group: str, kept: np.ndarray, axis: str) -> Sums:
    """People by one axis: key -> array (measures, COLUMNS); keys without incidents are absent.

    Args:
        shard: incidents as arrays.
        group: of whom.
        kept: positions of the incidents.
        axis: one of ``AXES``, or ``total``.
    """
    labels = ["all"] if axis == TOTAL else shard.labels[axis]
    codes = None if axis == TOTAL else shard.codes[axis][one_stretch(kept)]
    size = len(labels)
    cube = np.zeros((size, len(MEASURES), len(COLUMNS)))
    number = len(kept) if codes is None else np.bincount(codes, minlength=size)
    cube[:, :, COLUMNS.index("incidents")] = np.reshape(number, (-1, 1))
    for m, measure in enumerate(MEASURES):
        at, (low, best, high), opened = shard.told(measure, group).among(kept)
        if not best.size:
            continue
        known = ~np.isnan(best)
        own = None if codes is None else codes[at]
        for column, weights in enumerate((
            np.where(known, low, 0), np.where(known, best, 0), np.where(np.isnan(high), 0, high), opened, known,
        )):  # fmt: skip
            # in double precision: single holds each number, not their sums
            cube[:, m, column] = weights.sum(dtype=float) if own is None else np.bincount(own, weights, size)  # fmt: skip
    present = np.flatnonzero(np.reshape(number, -1))
    return {labels[i]: cube[i] for i in present}


def gravest(shard: Shard, selection: Selection, kept: np.ndarray) -> list[tuple[float, str]]:
    """(best people, id) of the incidents with the greatest figures of the measure asked for, gravest first."""
    at, (_, best, _), _ = shard.told(selection.measure, selection.group).among(kept)
    known = np.flatnonzero(~np.isnan(best))
    if len(known) > TOP:  # only those that reach the last place are put in order
        least = np.partition(best[known], len(known) - TOP)[len(known) - TOP]
        known = known[best[known] >= least]
    ids, best = shard.ids[kept[at][known]].astype(str), best[known]
    order = np.lexsort((ids, -best))[:TOP]
    return [(float(best[i]), str(ids[i])) for i in order]
