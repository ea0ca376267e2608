"""Records of one incident found across datasets: candidates, the evidence for each, and what follows.

The score of a pair is a sum of bits, the log of how much likelier the agreement is for one incident than
for two (Fellegi and Sunter 1969). Time and place are weighed against how many other incidents stand
there within a month: the same day in a quiet town says much, the same day on the front of Tripoli
little. What follows from the scores is in ``grouping``.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from data.counting.attribution import side_on
from data.counting.estimate import estimated
from data.matching.near import located, near_in_time_and_place, told_twice
from data.matching.shared_words import weighed, words_of
from data.record.ids import among, positions
from data.record.record import Record
from data.record.vocabulary import EVENT_FAMILY, GROUPS, MEASURES

RULE: Final = "2"  # part of the record's version: another rule may cluster otherwise
REVIEW: Final = 0.0  # bits from which a person is asked
NAME_MOST, OTHER_NAME = 6.0, -1.0
TEXT_MOST, OTHER_TEXT = 5.0, -1.0
SILENT: Final = -2.5
ONE_DEATH: Final = 0.3
PARTS: Final = ("time_place", "name", "text", "actors", "event", "target", "killed")
COLUMNS: Final = ["a", "b", "score", *PARTS, "days", "km", "others"]


def pairs(record: Record) -> pd.DataFrame:
    """Pairs of incidents that may be one: of different datasets, and of one that tells it twice.

    Args:
        record: the record with its imports, not yet clustered.

    Returns:
        One row a pair, best first: ids ``a`` and ``b``; ``score`` in bits and its ``PARTS``; ``days`` and
        ``km`` apart; ``others``: incidents of any dataset expected there and then by chance. Rows
        without a point, or known to a region only, are never paired.
    """
    rows = located(record)
    told = [told_twice(rows, _killed(record, rows)[1])]
    if rows["dataset"].nunique() > 1:
        told.append(near_in_time_and_place(rows))
    near = pd.concat(told, ignore_index=True)
    near = near[near["time_place"] > REVIEW - 8].reset_index(drop=True)
    if near.empty:
        return pd.DataFrame(columns=COLUMNS)
    for part, bits in _said(record, rows, near).items():
        near[part] = bits
    near["score"] = near[list(PARTS)].sum(axis=1)
    ids = rows["incident_id"].to_numpy(object)[near[["i", "j"]].to_numpy()]
    near["a"], near["b"] = np.sort(ids, axis=1).T
    kept = near[near["score"] >= REVIEW]
    return kept.sort_values(["score", "a", "b"], ascending=[False, True, True], ignore_index=True)[
        COLUMNS
    ]


def _said(record: Record, rows: pd.DataFrame, near: pd.DataFrame) -> dict[str, np.ndarray]:
    """Bits of what the records of each pair say beside time and place."""
    i, j = near["i"].to_numpy(), near["j"].to_numpy()
    found: dict[str, np.ndarray] = {}
    low, best, high = _killed(record, rows)
    found["killed"] = _numbers(best, low, high, i, j)
    family = rows["event_type"].map(EVENT_FAMILY).to_numpy(object)
    found["event"] = _codes(family, "other", i, j, agree=0.85)
    found["target"] = _codes(rows["target_type"].to_numpy(object), "other", i, j, agree=0.75)
    found["actors"] = _sides(record, rows, i, j)
    places, titles = words_of(rows["place"], rows["title"])
    found["name"] = weighed(places, i, j, share=0.6, most=NAME_MOST, none=OTHER_NAME)
    found["text"] = weighed(
        titles.without(places), i, j, share=0.4, most=TEXT_MOST, none=OTHER_TEXT
    )
    return found


def _killed(record: Record, rows: pd.DataFrame) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Low, best and high of the killed of each row; NaN where unknown."""
    figures = estimated(record)
    own = (figures.measure == MEASURES.index("killed")) & (figures.group == GROUPS.index("all"))
    ends = np.full((3, len(record.incidents)), np.nan)
    ends[:, figures.incident[own]] = figures.ends[:, own]
    low, best, high = ends[:, positions(rows["incident_id"], record.incidents["incident_id"])]
    return low, best, high


def _numbers(
    best: np.ndarray, low: np.ndarray, high: np.ndarray, i: np.ndarray, j: np.ndarray
) -> np.ndarray:
    """Same numbers weigh by how rare they are; numbers several times apart weigh against."""
    known = np.sort(best[~np.isnan(best)])
    if not len(known):
        return np.zeros(len(i))
    a, b = np.minimum(best[i], best[j]), np.maximum(best[i], best[j])
    overlap = (low[i] <= high[j]) & (low[j] <= high[i])
    close = (b - a <= 1) | (b <= 1.34 * a)

    def share(lowest: np.ndarray, highest: np.ndarray) -> np.ndarray:
        inside = np.searchsorted(known, highest, "right") - np.searchsorted(known, lowest, "left")
        return (inside + 1) / (len(known) + 2)

    bits = np.select(
        [np.isnan(a) | np.isnan(b), a == b, close, overlap | (b <= 2 * a + 1)],
        [
            0.0,
            np.log2(0.5 / share(a, b)),
            np.log2(0.25 / share(a * 0.75 - 1, b * 1.34 + 1)).clip(max=4),
            -1.0,
        ],
        default=-2.5,
    )
    bits = np.where(b > 5 * a + 5, np.minimum(bits, -6.0), bits)
    # one death against one death is what most pairs of small incidents have in common
    bits = np.where((a == b) & (b <= 1), np.minimum(bits, ONE_DEATH), bits)
    # one gives a number, the other none: reports of one incident seldom differ so
    silent = np.isnan(best[i]) != np.isnan(best[j])
    return np.where(silent, SILENT, bits).round(2)


def _codes(
    codes: np.ndarray, silent: str, i: np.ndarray, j: np.ndarray, *, agree: float
) -> np.ndarray:
    """Same code weighs by how rare it is; two different ones weigh against; ``silent`` says nothing."""
    share = pd.Series(codes).value_counts(normalize=True)
    alone = (1 - (share**2).sum()) or 0.5
    same = np.log2(agree / pd.Series(codes[i]).map(share).to_numpy(float))
    told = (codes[i] != silent) & (codes[j] != silent)
    return np.where(
        told, np.where(codes[i] == codes[j], same.clip(0), np.log2((1 - agree) / alone)), 0.0
    ).round(2)


def _sides(record: Record, rows: pd.DataFrame, i: np.ndarray, j: np.ndarray) -> np.ndarray:
    """Actors in common, or at least their side; opposite sides weigh against."""
    every = record.claims[record.claims["about"] == "harm"]
    share = every.drop_duplicates(["incident_id", "actor"])["actor"].value_counts() / len(rows)
    paired = rows["incident_id"].iloc[np.unique(np.concatenate([i, j]))]
    claims = every[among(every["incident_id"], paired)]
    began = claims["incident_id"].map(record.incidents.set_index("incident_id")["date_low"])
    side = side_on(record.sides, claims["actor"], began)
    actors = claims.groupby("incident_id")["actor"].agg(frozenset).reindex(rows["incident_id"])
    sides = (
        side[side != "none"]
        .groupby(claims["incident_id"])
        .agg(frozenset)
        .reindex(rows["incident_id"])
    )
    bits = []
    for x, y in zip(i, j, strict=True):
        one, other = actors.iloc[x], actors.iloc[y]
        common = (
            one & other
            if isinstance(one, frozenset) and isinstance(other, frozenset)
            else frozenset()
        )
        if common:
            bits.append(
                max(0.3, float(np.log2(0.7 / max(min(share[actor] for actor in common), 0.05))))
            )
            continue
        one, other = sides.iloc[x], sides.iloc[y]
        known = isinstance(one, frozenset) and isinstance(other, frozenset)
        bits.append(0.0 if not known else 0.3 if one & other else -1.0)
    return np.array(bits).round(2)
