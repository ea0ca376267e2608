"""Observations to low, best and high of an incident, as known on a day.

The rule (also printed on the Method page from the constants here and in ``vocabulary``):
one vote per voucher, its latest; the estimate rests on the best tier that has a vote; votes of
lower tiers stand beside it as other claims and never widen the range.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from data.record.ids import among, positions
from data.record.kept import kept
from data.record.record import Record
from data.record.vocabulary import GROUPS, MEASURES, OPEN_QUALIFIERS, TIER_OF_RANK

KEYS: Final = ["incident_id", "measure", "group"]
ROLES: Final = (
    "best",
    "low",
    "high",
    "in range",
    "other claim",
    "superseded",
    "word",
    "not yet known",
)


def as_of(record: Record, as_known_on: dt.date | None) -> pd.Timestamp:
    """The day of knowledge: ``as_known_on``, or the record's own date."""
    return pd.Timestamp(as_known_on or record.date)


def votes(
    record: Record,
    as_known_on: dt.date | None = None,
    ids: Sequence[str] | np.ndarray | None = None,
) -> pd.DataFrame:
    """Every observation with the part it plays in its incident's estimate.

    Args:
        record: the record.
        as_known_on: only reports published by this day count; None is now.
        ids: of these incidents alone, whose votes nobody else's touch; None is all.

    Returns:
        The observations joined with their report (``source_id``, ``origin_id``, ``source_rank``,
        ``publisher``, ``published``, ``known_on``, ``url``) and with

        - ``tier`` A, B or C of the report's rank,
        - ``votes``: it is its voucher's latest word and gives a number,
        - ``rests``: it votes in the tier the estimate rests on,
        - ``gives_low``, ``gives_best``, ``gives_high``: the number of people it contributes to
          the estimate, blank unless it is the one that sets that end; so each column adds up
          to the figure,
        - ``role``: one of ``ROLES``.
    """
    day = as_of(record, as_known_on)
    if ids is not None:
        own = record.observations[among(record.observations["incident_id"], ids)]
        return _ballot(own.reset_index(drop=True), record.reports, day)
    return _votes(record, day)


@kept
def _votes(record: Record, day: pd.Timestamp) -> pd.DataFrame:
    """``votes`` of the last few days asked for: every figure that is opened asks for them again."""
    return _ballot(record.observations, record.reports, day)


def _ballot(observations: pd.DataFrame, reports: pd.DataFrame, day: pd.Timestamp) -> pd.DataFrame:
    columns = [
        "report_id",
        "source_id",
        "origin_id",
        "source_rank",
        "publisher",
        "published",
        "known_on",
        "dated_on",
        "url",
    ]
    frame = observations.merge(reports[columns], on="report_id", validate="m:1")
    frame["tier"] = frame["source_rank"].map(TIER_OF_RANK)
    known = frame["known_on"] <= day
    numbers = frame[["low", "value", "high"]]
    numeric = numbers.notna().any(axis=1)
    frame["_greatest"] = numbers.max(axis=1).astype("Float64")
    frame["_floor"] = frame["low"].fillna(frame["value"])
    frame["_ceiling"] = frame["high"].fillna(frame["value"]).fillna(frame["low"])

    candidates = frame[known & numeric].sort_values(
        ["dated_on", "_greatest", "_floor", "observation_id"], kind="stable"
    )
    latest = candidates.groupby([*KEYS, "origin_id"], sort=False).tail(1).index
    frame["votes"] = frame.index.isin(latest)
    voting = frame[frame["votes"]]
    best_tier = voting.groupby(KEYS)["tier"].transform("min")
    frame["rests"] = frame.index.isin(voting.index[voting["tier"] == best_tier])

    resting = frame[frame["rests"]].sort_values(
        ["source_rank", "dated_on", "_greatest", "observation_id"],
        ascending=[True, False, False, True],
        kind="stable",
    )
    _give(frame, resting, "gives_low", "_floor", least=True)
    _give(frame, resting, "gives_high", "_ceiling", least=False)
    _give_best(frame, resting)
    frame["role"] = _roles(frame, known, numeric)
    return frame.drop(columns=["_greatest", "_floor", "_ceiling", "dated_on"])


def _give(
    frame: pd.DataFrame, resting: pd.DataFrame, column: str, number: str, *, least: bool
) -> None:
    """Credit the end of the range to the highest-ranked vote that states it."""
    there = resting[resting[number].notna()]
    order = there[number] if least else -there[number]
    picked = there.loc[order.sort_values(kind="stable").index].groupby(KEYS, sort=False).head(1)
    frame[column] = picked[number].reindex(frame.index).astype("Int64")


def _give_best(frame: pd.DataFrame, resting: pd.DataFrame) -> None:
    """Credit best to the first vote with a value; where only ranges are stated, to the first one's low."""
    with_value = resting[resting["value"].notna()].groupby(KEYS, sort=False).head(1)
    with_low = resting[resting["low"].notna()].groupby(KEYS, sort=False).head(1)
    settled = pd.MultiIndex.from_frame(with_value[KEYS])
    with_low = with_low[~pd.MultiIndex.from_frame(with_low[KEYS]).isin(settled)]
    best = pd.concat([with_value["value"], with_low["low"]])
    frame["gives_best"] = best.reindex(frame.index).astype("Int64")


def _roles(frame: pd.DataFrame, known: pd.Series, numeric: pd.Series) -> np.ndarray:
    return np.select(
        [
            ~known,
            ~numeric,
            ~frame["votes"],
            ~frame["rests"],
            frame["gives_best"].notna(),
            frame["gives_low"].notna(),
            frame["gives_high"].notna(),
        ],
        ["not yet known", "word", "superseded", "other claim", "best", "low", "high"],
        default="in range",
    )


def estimates(record: Record, as_known_on: dt.date | None = None) -> pd.DataFrame:
    """Low, best and high of every incident, measure and group that anyone gave a number for.

    Args:
        record: the record.
        as_known_on: only reports published by this day count; None is now.

    Returns:
        One row per incident, measure and group, with people as ``low``, ``best``, ``high``
        (blank where unknown), ``open`` (a vote says "at least" at the top of the range),
        ``tier`` it rests on, ``votes`` in that tier, ``about`` (best was given as "about"),
        ``only_range`` (no vote states a single value; best is the low) and the range of the
        other claims beside it, ``other_low`` and ``other_high``.
    """
    return estimates_from(votes(record, as_known_on))


def estimates_from(ballot: pd.DataFrame) -> pd.DataFrame:
    """The estimates that the result of ``votes`` adds up to; see ``estimates``."""
    rests = ballot[ballot["rests"]]
    grouped = rests.groupby(KEYS, sort=True)
    out = grouped[["gives_low", "gives_best", "gives_high"]].max()
    out.columns = pd.Index(["low", "best", "high"])
    out["tier"] = grouped["tier"].first()
    out["votes"] = grouped.size()
    top = rests.set_index(KEYS)["value"].where(
        rests.set_index(KEYS)["qualifier"].isin(OPEN_QUALIFIERS)
    )
    open_at = top.groupby(KEYS).max().reindex(out.index)
    out["open"] = (open_at >= out["high"]).fillna(False).astype(bool)
    best_row = rests[rests["gives_best"].notna()].set_index(KEYS)
    out["about"] = (
        (best_row["qualifier"] == "about").groupby(KEYS).any().reindex(out.index, fill_value=False)
    )
    out["only_range"] = (
        best_row["value"].isna().groupby(KEYS).any().reindex(out.index, fill_value=False)
    )
    others = ballot[ballot["votes"] & ~ballot["rests"]]
    numbers = others[["low", "value", "high"]]
    spread = others[KEYS].assign(other_low=numbers.min(axis=1), other_high=numbers.max(axis=1))
    beside = spread.groupby(KEYS).agg({"other_low": "min", "other_high": "max"})
    return out.join(beside).reset_index()


@dataclass(frozen=True, eq=False)
class Estimated:
    """Every estimate of a record as arrays, one element an incident, measure and group.

    Attributes:
        incident: position in the record's incidents.
        measure: position in ``vocabulary.MEASURES``.
        group: position in ``vocabulary.GROUPS``.
        ends: low, best and high, shape (3, n); NaN unknown.
        open: whether the top of the range is "at least".
    """

    incident: np.ndarray
    measure: np.ndarray
    group: np.ndarray
    ends: np.ndarray
    open: np.ndarray


@kept
def estimated(record: Record, as_known_on: dt.date | None = None) -> Estimated:
    """Low, best and high of everything at once; the same numbers as ``estimates``.

    A figure that one observation alone tells needs no vote: only where several speak are they weighed.
    """
    rows, day = record.observations, as_of(record, as_known_on)
    known = record.reports["known_on"].to_numpy()[positions(rows["report_id"], record.reports["report_id"])]  # fmt: skip
    low, value, high = (rows[end].to_numpy(float, na_value=np.nan) for end in ("low", "value", "high"))  # fmt: skip
    here = np.flatnonzero((known <= day) & ~(np.isnan(low) & np.isnan(value) & np.isnan(high)))
    key = _key(record, rows.iloc[here])
    codes, _ = pd.factorize(key)
    alone = np.bincount(codes, minlength=1)[codes] == 1
    low, value, high = low[here[alone]], value[here[alone]], high[here[alone]]
    top = np.where(np.isnan(high), np.where(np.isnan(value), low, value), high)
    may_open = rows["qualifier"].iloc[here[alone]].isin(OPEN_QUALIFIERS).to_numpy(bool)
    voted = estimates_from(_ballot(rows.iloc[here[~alone]], record.reports, day))
    keys = np.concatenate([key[alone], _key(record, voted)])
    ends = [
        np.concatenate([one, voted[end].to_numpy(float, na_value=np.nan)])
        for end, one in (
            ("low", np.where(np.isnan(low), value, low)),
            ("best", np.where(np.isnan(value), low, value)),
            ("high", top),
        )
    ]
    opened = np.concatenate([may_open & (value >= top), voted["open"].to_numpy(bool)])
    rest, group = np.divmod(keys, len(GROUPS))
    incident, measure = np.divmod(rest, len(MEASURES))
    return Estimated(incident, measure, group, np.stack(ends), opened)


def _key(record: Record, rows: pd.DataFrame) -> np.ndarray:
    """Incident, measure and group of observations as one number."""
    incident = positions(rows["incident_id"], record.incidents["incident_id"])
    measure = positions(rows["measure"], MEASURES)
    return (incident * len(MEASURES) + measure) * len(GROUPS) + positions(rows["group"], GROUPS)
