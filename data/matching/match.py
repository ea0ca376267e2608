"""Records of one incident found across datasets: candidates, the evidence for each, and what follows.

The score of a pair is a sum of bits, the log of how much likelier the agreement is for one incident than
for two (Fellegi and Sunter 1969). Time and place are weighed against how many other incidents stand
there within a month: the same day in a quiet town says much, the same day on the front of Tripoli
little. What follows from the scores is in ``grouping``.
"""

from __future__ import annotations

import itertools
from typing import Final

import numpy as np
import pandas as pd
from scipy.spatial import cKDTree

from data.counting.attribution import side_on
from data.counting.estimate import estimates
from data.record.places import EARTH_RADIUS_KM, fold
from data.record.record import Record
from data.record.vocabulary import EVENT_FAMILY, PRECISION_RADIUS_M

RULE: Final = "1"  # part of the record's version: another rule may cluster otherwise
REVIEW: Final = 0.0  # bits from which a person is asked
LONGEST_GAP_DAYS: Final = 3
AROUND_DAYS: Final = 30
DISTRICT_REACH_KM: Final = 40.0
NEAR_KM, COARSE = 1.0, 0.35
SLACK_KM: Final = 3.0  # gazetteers put a town's point a few kilometres apart
# How often two records of one incident agree so far, set by hand and measured in tests/bench/matching.py.
SAME_INCIDENT: Final = 0.5  # that the other dataset has it at all
BY_GAP: Final = {0: 0.55, 1: 0.28, 2: 0.13, 3: 0.04}
WITHIN_REACH, BEYOND_REACH = 0.92, 0.08
NAME_MOST, OTHER_NAME = 6.0, -1.0
TEXT_MOST, OTHER_TEXT = 5.0, -1.0
SILENT: Final = -2.5
PARTS: Final = ("time_place", "name", "text", "actors", "event", "target", "killed")
COLUMNS: Final = ["a", "b", "score", *PARTS, "days", "km", "others"]


def pairs(record: Record) -> pd.DataFrame:
    """Pairs of incidents of different datasets that may be one.

    Args:
        record: the record with its imports, not yet clustered.

    Returns:
        One row a pair, best first: ids ``a`` and ``b``; ``score`` in bits and its ``PARTS``; ``days`` and
        ``km`` apart; ``others``: incidents of any dataset expected there and then by chance. Rows
        without a point, or known to a region only, are never paired.
    """
    rows = _located(record)
    if rows["dataset"].nunique() < 2:
        return pd.DataFrame(columns=COLUMNS)
    near = _near(rows)
    if near.empty:
        return pd.DataFrame(columns=COLUMNS)
    near = near[near["time_place"] > REVIEW - 8].reset_index(drop=True)
    for part, bits in _said(record, rows, near).items():
        near[part] = bits
    near["score"] = near[list(PARTS)].sum(axis=1)
    ids = rows["incident_id"].to_numpy(object)[near[["i", "j"]].to_numpy()]
    near["a"], near["b"] = np.sort(ids, axis=1).T
    kept = near[near["score"] >= REVIEW]
    return kept.sort_values(["score", "a", "b"], ascending=[False, True, True], ignore_index=True)[
        COLUMNS
    ]


def _located(record: Record) -> pd.DataFrame:
    """Incidents with a point, with ``reach_km``, first day ``start`` and last day ``end``."""
    rows = record.incidents
    reach = rows["place_precision"].map(PRECISION_RADIUS_M).astype("Float64") / 1000
    reach = reach.mask(rows["place_precision"] == "district", DISTRICT_REACH_KM)
    rows = rows.assign(reach_km=reach)
    rows = rows[rows["latitude"].notna() & rows["reach_km"].notna()].reset_index(drop=True)
    days = {
        name: rows[column].to_numpy("datetime64[D]").astype(np.int64)
        for name, column in (("start", "date_low"), ("end", "date_high"))
    }
    return rows.assign(reach_km=rows["reach_km"].astype(float), **days)


def _near(rows: pd.DataFrame) -> pd.DataFrame:
    """Pairs close enough in time and place, with ``i``, ``j``, ``days``, ``km``, ``others``, ``time_place``."""
    lat, lon = np.radians(rows[["latitude", "longitude"]].to_numpy(float)).T
    ball = EARTH_RADIUS_KM * np.stack(
        [np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)]
    )
    furthest = 1.5 * 2 * rows["reach_km"].max() + SLACK_KM
    longest = int((rows["end"] - rows["start"]).max()) + AROUND_DAYS
    start = rows["start"].to_numpy(float) * furthest / longest
    points = np.column_stack([*ball, start])
    # Twice as far: the neighbours of a pair count too, as what else happened there.
    beside = np.flatnonzero(_beside_another(points, rows["dataset"], 2 * furthest))
    found = cKDTree(points[beside]).query_pairs(furthest, p=np.inf, output_type="ndarray")
    i, j = beside[found].T
    km = np.linalg.norm(ball[:, i] - ball[:, j], axis=0)
    first, last = rows["start"].to_numpy(), rows["end"].to_numpy()
    days = np.maximum(0, np.maximum(first[i], first[j]) - np.minimum(last[i], last[j]))
    reach = rows["reach_km"].to_numpy()[i] + rows["reach_km"].to_numpy()[j]
    dataset, cause = rows["dataset"].to_numpy(object), rows["cause"].to_numpy(object)
    may = (dataset[i] != dataset[j]) & (cause[i] == cause[j])
    may &= (days <= LONGEST_GAP_DAYS) & (km <= 1.5 * reach + SLACK_KM)
    # as near as these two, but no nearer than the coarser of them is known
    within = np.maximum(km + NEAR_KM, COARSE * reach)
    together = np.abs(first[i] - first[j]) <= AROUND_DAYS
    around = _around(dataset, i[together], j[together], km[together], i[may], j[may], within[may])
    span = np.where(days > 0, 2, (last[i] - first[i]) + (last[j] - first[j]) + 1)[may]
    others = (around + 0.5) / (2 * AROUND_DAYS + 1) * span
    agree = np.array([BY_GAP[int(gap)] for gap in days[may]])
    agree = agree * np.where((km <= reach + SLACK_KM)[may], WITHIN_REACH, BEYOND_REACH)
    return pd.DataFrame(
        {
            "i": i[may], "j": j[may], "days": days[may], "km": km[may].round(2), "others": others.round(3),
            "time_place": np.log2(SAME_INCIDENT * agree / others).round(2),
        }
    )  # fmt: skip


def _beside_another(points: np.ndarray, dataset: pd.Series, reach: float) -> np.ndarray:
    """Which points have one of another dataset within reach: of a dataset of the world, few beside Libya's."""
    beside = np.zeros(len(points), dtype=bool)
    for name in dataset.unique():
        own = (dataset == name).to_numpy()
        far, _ = cKDTree(points[~own]).query(points[own], distance_upper_bound=reach, p=np.inf)
        beside[own] = np.isfinite(far)
    return beside


def _around(
    dataset: np.ndarray,
    i: np.ndarray,
    j: np.ndarray,
    km: np.ndarray,
    a: np.ndarray,
    b: np.ndarray,
    reach: np.ndarray,
) -> np.ndarray:
    """How many other incidents the fullest dataset has within reach of either of a pair, within a month."""
    most = np.zeros(len(a), dtype=np.int64)
    step = 1e5  # km, more than any distance on earth: row and distance make one sorted number
    for one in np.unique(dataset):
        own, other, away = np.concatenate([i, j]), np.concatenate([j, i]), np.concatenate([km, km])
        there = dataset[other] == one
        key = np.sort(own[there] * step + away[there])
        for centre, partner in ((a, b), (b, a)):
            inside = np.searchsorted(key, centre * step + reach, "right") - np.searchsorted(
                key, centre * step
            )
            most = np.maximum(most, inside - (dataset[partner] == one))
    return most


def _said(record: Record, rows: pd.DataFrame, near: pd.DataFrame) -> dict[str, np.ndarray]:
    """Bits of what the records of each pair say beside time and place."""
    i, j = near["i"].to_numpy(), near["j"].to_numpy()
    figures = estimates(record)
    figures = figures[figures["group"] == "all"]
    found: dict[str, np.ndarray] = {}
    own = figures[figures["measure"] == "killed"].set_index("incident_id")
    low, best, high = (
        own[end].reindex(rows["incident_id"]).to_numpy(float, na_value=np.nan)
        for end in ("low", "best", "high")
    )
    found["killed"] = _numbers(best, low, high, i, j)
    family = rows["event_type"].map(EVENT_FAMILY).to_numpy(object)
    found["event"] = _codes(family, "other", i, j, agree=0.85)
    found["target"] = _codes(rows["target_type"].to_numpy(object), "other", i, j, agree=0.75)
    found["actors"] = _sides(record, rows, i, j)
    places = [_words(text) for text in rows["place"]]
    titles = [_words(text) - place for text, place in zip(rows["title"], places, strict=True)]
    found["name"] = _shared(places, i, j, share=0.6, most=NAME_MOST, none=OTHER_NAME)
    found["text"] = _shared(titles, i, j, share=0.4, most=TEXT_MOST, none=OTHER_TEXT)
    return found


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
    claims = record.claims[record.claims["about"] == "harm"]
    began = claims["incident_id"].map(record.incidents.set_index("incident_id")["date_low"])
    side = side_on(record.sides, claims["actor"], began)
    actors = claims.groupby("incident_id")["actor"].agg(frozenset).reindex(rows["incident_id"])
    sides = (
        side[side != "none"]
        .groupby(claims["incident_id"])
        .agg(frozenset)
        .reindex(rows["incident_id"])
    )
    share = claims.drop_duplicates(["incident_id", "actor"])["actor"].value_counts() / len(rows)
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


def _words(text: str) -> frozenset[str]:
    """The words of a text that may tell one incident from another, in one spelling."""
    return frozenset(word for word in fold(text).split() if len(word) > 3)


def _shared(
    words: list[frozenset[str]],
    i: np.ndarray,
    j: np.ndarray,
    *,
    share: float,
    most: float,
    none: float,
) -> np.ndarray:
    """Words in common weigh by how rare they are, each further one half as much; no word in common weighs against.

    Args:
        words: of each row.
        i: rows on one side.
        j: rows on the other.
        share: how much of a word's rarity counts, since coders copy from the same reports.
        most: bits at most.
        none: bits where both say something and share no word.
    """
    count = pd.Series(list(itertools.chain.from_iterable(words)), dtype="str").value_counts()
    weight = np.log2(len(words) / count).to_dict()
    bits = []
    for x, y in zip(i, j, strict=True):
        common = sorted((weight[word] for word in words[x] & words[y]), reverse=True)
        if common:
            bits.append(min(most, sum(share * bit / 2**n for n, bit in enumerate(common))))
        else:
            bits.append(none if words[x] and words[y] else 0.0)
    return np.array(bits).round(2)
