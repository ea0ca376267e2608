"""The only arithmetic: one kernel, shard + Selection -> Partial; Partials add.

Inside, categories are small integer codes and people are floats with NaN for unknown, so that a
million incidents are one mask and a few ``bincount``; at the edge, the answer is pandas again.
Unknown never becomes zero: every sum carries how many incidents it knows and how many gave no figure.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
import pandas as pd

from data.counting.covered import Covered, covered, period, share_of
from data.counting.selection import Selection
from data.counting.shard import AXES, Shard, shard
from data.record.cluster import BETWEEN, of_datasets
from data.record.places import distance_km
from data.record.record import Record
from data.record.vocabulary import MEASURES, PRECISIONS

COLUMNS: Final = ("low", "best", "high", "open", "known", "incidents")
TOP: Final = 50


@dataclass(frozen=True, eq=False)
class Partial:
    """The answer of one shard. ``answer(a + b) == answer(a) + answer(b)``.

    Attributes:
        sums: axis -> key -> array (measures, COLUMNS); axis ``total`` has the one key ``all``.
        top: (best people of the measure asked for, incident id), gravest first.
        found: (day number, id) of the incidents counted, in date order.
    """

    sums: dict[str, dict[str, np.ndarray]]
    top: list[tuple[float, str]]
    found: list[tuple[int, str]]

    @property
    def ids(self) -> list[str]:
        """Ids of the incidents counted, in date order."""
        return [one for _, one in self.found]

    def __add__(self, other: Partial) -> Partial:
        """The answer of both shards together."""
        sums = {axis: dict(keys) for axis, keys in self.sums.items()}
        for axis, keys in other.sums.items():
            into = sums.setdefault(axis, {})
            for key, cube in keys.items():
                into[key] = into[key] + cube if key in into else cube
        top = sorted([*self.top, *other.top], key=_gravest_first)[:TOP]
        return Partial(sums, top, sorted([*self.found, *other.found]))


def _gravest_first(entry: tuple[float, str]) -> tuple[float, str]:
    return -entry[0], entry[1]


Time = Literal["counted", "certainly", "possibly"]


def mask(shard: Shard, selection: Selection, time: Time = "counted") -> np.ndarray:
    """Which incidents of the shard the selection keeps, as booleans.

    Args:
        shard: incidents as arrays.
        selection: the choice.
        time: which belong to its period: those whose first day lies in it (``counted``, the rule of every
            figure), those that lie in it wholly (``certainly``), those that touch it (``possibly``).
    """
    keep = np.ones(len(shard.ids), dtype=bool)
    begins = shard.last_days if time == "possibly" else shard.days
    ends = shard.last_days if time == "certainly" else shard.days
    if selection.date_from:
        keep &= begins >= _day_number(selection.date_from)
    if selection.date_to:
        keep &= ends <= _day_number(selection.date_to)
    for column in (
        "event_type",
        "target_type",
        "district",
        "verification_grade",
        "country",
    ):
        wanted = getattr(selection, column)
        if wanted:
            keep &= np.isin(
                shard.codes[column],
                [shard.labels[column].index(w) for w in wanted if w in shard.labels[column]],
            )
    if selection.dataset:  # an incident of several datasets is in each of them
        own = [
            n
            for n, label in enumerate(shard.labels["dataset"])
            if set(label.split(BETWEEN)) & set(selection.dataset)
        ]
        keep &= np.isin(shard.codes["dataset"], own)
    keep &= np.isin(
        shard.codes["cause"],
        np.flatnonzero(np.array(shard.labels["cause"], dtype=str) == selection.cause),
    )
    if selection.place_precision:
        keep &= shard.codes["place_precision"] <= PRECISIONS.index(selection.place_precision)
    if selection.near and selection.within_km:
        with np.errstate(invalid="ignore"):
            keep &= (
                distance_km(shard.latitude, shard.longitude, selection.near) <= selection.within_km
            )
    if selection.claims != "any":
        kept = (
            ["acknowledged"]
            if selection.claims == "acknowledged"
            else ["acknowledged", "uncontested"]
        )
        status = shard.codes["attribution_status"]
        keep &= np.isin(
            status,
            [i for i, label in enumerate(shard.labels["attribution_status"]) if label in kept],
        )
    return keep & _named(shard, selection)


def _named(shard: Shard, selection: Selection) -> np.ndarray:
    """Incidents with one claim that fits actor, side, claimant, rank and affiliation together."""
    claims = shard.claims
    fits = np.ones(len(claims), dtype=bool)
    asked = False
    for column in ("actor", "side", "source_rank", "affiliation"):
        wanted = getattr(selection, column)
        if wanted:
            asked = True
            fits &= claims[column].isin(wanted).to_numpy(bool)
    if selection.claimant:
        asked = True
        speaker = claims["claimant_actor"].fillna(claims["claimant"])
        fits &= speaker.isin(selection.claimant).to_numpy(bool)
    if not asked:
        return np.ones(len(shard.ids), dtype=bool)
    named = np.zeros(len(shard.ids), dtype=bool)
    named[claims["incident"].to_numpy()[fits]] = True
    return named


def _day_number(day: dt.date) -> int:
    return (day - dt.date(1970, 1, 1)).days


def partial(
    shard: Shard, selection: Selection, axes: Sequence[str] = AXES, time: Time = "counted"
) -> Partial:
    """The kernel: what one shard answers to a selection.

    Args:
        shard: incidents as arrays.
        selection: which of them count.
        axes: by what to split the totals.
        time: which incidents belong to the period; see ``mask``.
    """
    kept = np.flatnonzero(mask(shard, selection, time))
    facts = [_facts(shard, (measure, selection.group), kept) for measure in MEASURES]
    sums = {"total": _summed(facts, np.zeros(len(kept), dtype=np.int64), ["all"])}
    for axis in axes:
        sums[axis] = _summed(facts, shard.codes[axis][kept], shard.labels[axis])
    best = shard.people[selection.measure, selection.group][1][kept]
    known = np.flatnonzero(~np.isnan(best))
    order = known[np.lexsort((shard.ids[kept][known].astype(str), -best[known]))][:TOP]
    top = [(float(best[i]), str(shard.ids[kept[i]])) for i in order]
    found = list(zip(shard.days[kept].tolist(), shard.ids[kept].tolist(), strict=True))
    return Partial(sums, top, found)


def _facts(shard: Shard, key: tuple[str, str], kept: np.ndarray) -> np.ndarray:
    """Rows low, best, high, open, known, incidents; what is not known weighs nothing."""
    low, best, high = shard.people[key][:, kept]
    known = ~np.isnan(best)
    return np.stack(
        [
            np.where(known, low, 0.0),
            np.where(known, best, 0.0),
            np.where(np.isnan(high), 0.0, high),
            shard.open[key][kept].astype(float),
            known.astype(float),
            np.ones(len(kept)),
        ]
    )


def _summed(facts: list[np.ndarray], codes: np.ndarray, labels: list[str]) -> dict[str, np.ndarray]:
    size = len(labels)
    cube = np.stack([[np.bincount(codes, row, size) for row in rows] for rows in facts])
    present = np.flatnonzero(cube[0, COLUMNS.index("incidents")])
    return {labels[i]: cube[:, :, i] for i in present}


@dataclass(frozen=True, eq=False)
class Answer:
    """What the record says to a selection, and the incidents it rests on.

    Attributes:
        selection: what was asked.
        record_version: of the record that answered.
        as_known_on: the day of knowledge.
        partial: the sums.
        covered: how well each chosen dataset covers the selection.
        share: part of the period's days that at least one of them covers, 0 to 1.
    """

    selection: Selection
    record_version: str
    as_known_on: dt.date
    partial: Partial
    covered: tuple[Covered, ...]
    share: float

    @property
    def ids(self) -> list[str]:
        """Ids of the incidents counted, in date order."""
        return self.partial.ids

    def figures(self) -> pd.DataFrame:
        """Totals: index ``measure``; ``low``, ``best``, ``high`` people, ``open``, ``incidents``, ``unreported``, ``share``.

        ``incidents`` gave a figure, ``unreported`` did not; a sum of nothing known is blank. ``share`` is
        the covered part of the period: no incident of days that nobody covers is not "none".
        """
        return self.by("total").droplevel("key").assign(share=self.share)

    def by(self, axis: str) -> pd.DataFrame:
        """The same columns by one axis: index (``key``, ``measure``); keys without incidents are absent."""
        keys = self.partial.sums[axis]
        if not keys and axis == "total":
            keys = {"all": np.zeros((len(MEASURES), len(COLUMNS)))}
        cube = np.concatenate([np.zeros((0, len(COLUMNS))), *(keys[key] for key in sorted(keys))])
        low, best, high, opened, known, incidents = cube.T
        unknown = known == 0
        return pd.DataFrame(
            {
                "low": _people(low, unknown),
                "best": _people(best, unknown),
                "high": _people(high, unknown & (high == 0)),
                "open": opened > 0,
                "incidents": known.astype(int),
                "unreported": (incidents - known).astype(int),
            },
            index=pd.MultiIndex.from_product([sorted(keys), MEASURES], names=["key", "measure"]),
        )


def _people(sums: np.ndarray, unknown: np.ndarray) -> pd.arrays.IntegerArray:
    return pd.arrays.IntegerArray(sums.astype(np.int64), unknown)


def query(
    record: Record, selection: Selection, axes: Sequence[str] = AXES, time: Time = "counted"
) -> Answer:
    """Answer a selection.

    Args:
        record: the record.
        selection: what the reader asked for.
        axes: by what to split the totals; none where only totals are wanted.
        time: which incidents belong to the period; see ``mask``.

    Returns:
        Totals, timelines and parts, each with low, best, high and the count of incidents without a figure.
    """
    arrays = shard(record, selection.as_known_on, selection.dataset)
    found = partial(arrays, selection, axes, time)
    known, reach = selection.as_known_on or record.date, covered(record, selection)
    share = share_of(reach, *period(record, selection))
    return Answer(selection, record.version, known, found, reach, share)


def several_datasets(record: Record, selection: Selection) -> list[str]:
    """Datasets a selection draws on, where there is more than one."""
    ids = query(record, selection, axes=()).ids
    rows = of_datasets(record, selection.dataset).incidents
    rows = rows[rows["incident_id"].isin(ids)]
    found = sorted({one for label in rows["dataset"].unique() for one in label.split(BETWEEN)})
    return found if len(found) > 1 else []


def ids_at(record: Record, selection: Selection, axis: str, key: str) -> list[str]:
    """Ids of the selected incidents that stand at one key of an axis, in date order."""
    arrays = shard(record, selection.as_known_on, selection.dataset)
    if key not in arrays.labels[axis]:
        return []
    at = mask(arrays, selection) & (arrays.codes[axis] == arrays.labels[axis].index(key))
    return arrays.ids[at].tolist()
