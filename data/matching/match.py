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
from data.record.ids import coded, positions
from data.record.record import Record
from data.record.vocabulary import EVENT_FAMILY, GROUPS, MEASURES

RULE: Final = "3"  # part of the record's version: another rule may cluster otherwise
REVIEW: Final = 0.0  # bits from which a person is asked
NAME_MOST, OTHER_NAME = 6.0, -1.0
TEXT_MOST, OTHER_TEXT = 5.0, -0.2  # titles of one event share no word often enough
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
    own = positions(every["incident_id"], rows["incident_id"])
    claims, own = every[own >= 0], own[own >= 0]
    actor, actors = coded(claims["actor"])
    side, sides = coded(side_on(record.sides, claims["actor"], rows["date_low"].take(own).set_axis(claims.index)))  # fmt: skip
    told = side != (sides.index("none") if "none" in sides else len(sides))
    pair, found = _in_common(own, actor, len(actors), i, j)
    rarest = np.full(len(i), np.inf)
    np.minimum.at(rarest, pair, share.reindex(actors).to_numpy(float)[found])
    with_side, _ = _in_common(own[told], side[told], len(sides), i, j)
    same, known = np.zeros(len(i), dtype=bool), np.zeros(len(rows), dtype=bool)
    same[with_side], known[own[told]] = True, True
    bits = np.maximum(0.3, np.log2(0.7 / np.clip(rarest, 0.05, 1.0)))
    of_side = np.where(known[i] & known[j], np.where(same, 0.3, -1.0), 0.0)
    return np.where(np.isfinite(rarest), bits, of_side).round(2)


def _in_common(
    rows: np.ndarray, codes: np.ndarray, size: int, i: np.ndarray, j: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """What the rows of each pair both have: which pair, and the code; once each."""
    keys = np.unique(rows * (size + 1) + codes)
    begin, end = np.searchsorted(keys, i * (size + 1)), np.searchsorted(keys, (i + 1) * (size + 1))
    many = end - begin
    pair = np.repeat(np.arange(len(i)), many)
    at = np.repeat(begin - (np.cumsum(many) - many), many) + np.arange(len(pair))
    code = keys[at] % (size + 1)
    both = np.isin(j[pair] * (size + 1) + code, keys)
    return pair[both], code[both]
