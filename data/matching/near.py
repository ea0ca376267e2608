"""Pairs of records close enough in time and place to be one incident, and those that never come near a pair."""

from __future__ import annotations

import itertools
from typing import Final

import numpy as np
import pandas as pd

from data.record.ids import among
from data.record.places import EARTH_RADIUS_KM, fold
from data.record.record import Record
from data.record.vocabulary import PRECISION_RADIUS_M

LONGEST_GAP_DAYS: Final = 3
AROUND_DAYS: Final = 30
DISTRICT_REACH_KM: Final = 40.0
NEAR_KM, COARSE = 1.0, 0.35
SLACK_KM: Final = 3.0  # gazetteers put a town's point a few kilometres apart
SAME_NAME_KM: Final = (
    60.0  # and a city's as far as its outskirts: UCDP's Tripoli lies 23 km from others'
)
# How often two records of one incident agree so far, set by hand and measured in tests/bench/matching.py.
SAME_INCIDENT: Final = 0.5  # that the other dataset has it at all
BY_GAP: Final = {0: 0.55, 1: 0.28, 2: 0.13, 3: 0.04}
WITHIN_REACH, BEYOND_REACH = 0.92, 0.08
TWICE_TOLD: Final = 3.0  # bits of two rows of one dataset with the same day, point and number
NEVER_DAYS, NEVER_KM = 2, 50.0
NAMED_KINDS: Final = ("municipality", "town", "neighbourhood", "front", "district")


def located(record: Record) -> pd.DataFrame:
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
    return rows.assign(
        reach_km=rows["reach_km"].astype(float), named=_named(rows["place"], record), **days
    )


def _named(places: pd.Series, record: Record) -> list[str]:
    """The well-known place that a text names, the longest name it holds; empty where it names none."""
    known: dict[str, str] = {}
    for row in record.places[record.places["kind"].isin(NAMED_KINDS)].itertuples():
        names = [row.name_en, *str(row.aliases if row.aliases == row.aliases else "").split("|")]
        known |= {fold(name): str(row.place_id) for name in names if len(fold(name)) > 3}
    longest = sorted(known, key=len, reverse=True)
    found = {}
    for text in places.unique():
        plain = f" {fold(str(text))} "
        found[text] = next((known[name] for name in longest if f" {name} " in plain), "")
    return [found[text] for text in places]


def near_in_time_and_place(rows: pd.DataFrame) -> pd.DataFrame:
    """Pairs close enough in time and place, with ``i``, ``j``, ``days``, ``km``, ``others``, ``time_place``."""
    lat, lon = np.radians(rows[["latitude", "longitude"]].to_numpy(float)).T
    ball = EARTH_RADIUS_KM * np.stack(
        [np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)]
    )
    furthest = max(1.5 * 2 * rows["reach_km"].max() + SLACK_KM, SAME_NAME_KM)
    longest = int((rows["end"] - rows["start"]).max()) + AROUND_DAYS
    start = rows["start"].to_numpy(float) * furthest / longest
    points = np.column_stack([*ball, start])
    # Twice as far: the neighbours of a pair count too, as what else happened there.
    beside = np.flatnonzero(_beside_another(points, rows["dataset"], 2 * furthest))
    from scipy.spatial import cKDTree  # loaded where there are two datasets

    found = cKDTree(points[beside]).query_pairs(furthest, p=np.inf, output_type="ndarray")
    i, j = beside[found].T
    km = np.linalg.norm(ball[:, i] - ball[:, j], axis=0)
    first, last = rows["start"].to_numpy(), rows["end"].to_numpy()
    days = np.maximum(0, np.maximum(first[i], first[j]) - np.minimum(last[i], last[j]))
    reach = rows["reach_km"].to_numpy()[i] + rows["reach_km"].to_numpy()[j]
    dataset, cause = rows["dataset"].to_numpy(object), rows["cause"].to_numpy(object)
    may = (dataset[i] != dataset[j]) & (cause[i] == cause[j])
    named = rows["named"].to_numpy(object)
    same_name = (named[i] == named[j]) & (named[i] != "") & (km <= SAME_NAME_KM)
    may &= (days <= LONGEST_GAP_DAYS) & ((km <= 1.5 * reach + SLACK_KM) | same_name)
    # as near as these two, but no nearer than the coarser of them is known; one name is one place
    apart = np.where(same_name, np.minimum(km, reach), km)
    within = np.maximum(apart + NEAR_KM, COARSE * reach)
    together = np.abs(first[i] - first[j]) <= AROUND_DAYS
    around = _around(dataset, i[together], j[together], km[together], i[may], j[may], within[may])
    span = np.where(days > 0, 2, (last[i] - first[i]) + (last[j] - first[j]) + 1)[may]
    others = (around + 0.5) / (2 * AROUND_DAYS + 1) * span
    agree = np.array([BY_GAP[int(gap)] for gap in days[may]])
    agree = agree * np.where((apart <= reach + SLACK_KM)[may], WITHIN_REACH, BEYOND_REACH)
    return pd.DataFrame(
        {
            "i": i[may], "j": j[may], "days": days[may], "km": km[may].round(2), "others": others.round(3),
            "time_place": np.log2(SAME_INCIDENT * agree / others).round(2),
        }
    )  # fmt: skip


def _beside_another(points: np.ndarray, dataset: pd.Series, reach: float) -> np.ndarray:
    """Which points have one of another dataset within reach: of a dataset of the world, few beside Libya's."""
    from scipy.spatial import cKDTree

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


def told_twice(rows: pd.DataFrame, killed: np.ndarray) -> pd.DataFrame:
    """Pairs of rows of one dataset with the same day, point, place and number of killed: for a person to judge.

    Args:
        rows: result of ``located``.
        killed: people of each row; NaN where unknown.

    Returns:
        As ``near_in_time_and_place``.
    """
    keys = pd.DataFrame(
        {
            "dataset": rows["dataset"],
            "start": rows["start"],
            "latitude": rows["latitude"].astype(float).round(3),
            "longitude": rows["longitude"].astype(float).round(3),
            "killed": killed,
            "place": rows["place"],
        }
    )
    same = keys[keys.duplicated(keep=False) & keys["killed"].notna()]
    found = [
        pair
        for group in same.groupby(list(keys.columns)).indices.values()
        for pair in itertools.combinations(same.index[group].tolist(), 2)
    ]
    i, j = np.array(found, dtype=np.int64).reshape(-1, 2).T
    return pd.DataFrame(
        {"i": i, "j": j, "days": 0, "km": 0.0, "others": 0.0, "time_place": TWICE_TOLD}
    )


def never_proposed(record: Record, matches: pd.DataFrame) -> pd.DataFrame:
    """Incidents with one of another dataset within two days and 50 km that stand in no pair.

    Args:
        record: the record with every row apart.
        matches: the pairs that were proposed.

    Returns:
        ``incident_id`` and ``dataset``: a count to open, not an estimate of what was missed.
    """
    rows = located(record)
    if rows["dataset"].nunique() < 2:
        return rows[["incident_id", "dataset"]].iloc[:0]
    lat, lon = np.radians(rows[["latitude", "longitude"]].to_numpy(float)).T
    ball = EARTH_RADIUS_KM * np.stack(
        [np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)]
    )
    points = np.column_stack([*ball, rows["start"].to_numpy(float) * NEVER_KM / NEVER_DAYS])
    beside = _beside_another(points, rows["dataset"], NEVER_KM)
    paired = among(rows["incident_id"], [*matches["a"], *matches["b"]])
    return rows.loc[beside & ~paired, ["incident_id", "dataset"]].reset_index(drop=True)
