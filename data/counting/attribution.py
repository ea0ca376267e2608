"""Claims to who is said to have done it: four disjoint statuses, derived, never typed in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final

import numpy as np
import pandas as pd

from data.counting.estimate import as_of
from data.record.ids import coded, positions
from data.record.kept import kept
from data.record.partial_dates import first_day, last_day
from data.record.record import Record

NAMING: Final = ("blames", "acknowledges")
SEVERAL: Final = "several"
NOBODY: Final = "unattributed"


@kept
def claims_known(record: Record, as_known_on: dt.date | None = None) -> pd.DataFrame:
    """The claims in reports published by a day, with their report and the actor's side.

    Args:
        record: the record.
        as_known_on: the day; None is now.

    Returns:
        Rows of ``claims`` with ``publisher``, ``published``, ``url``, ``source_rank``, ``known_on``
        of the report, ``affiliation`` of its publisher, ``names`` (the claim blames or acknowledges
        the harm itself, so it attributes) and ``side`` of the actor on the day of the incident.
    """
    at = positions(record.claims["report_id"], record.reports["report_id"])
    here = np.flatnonzero(record.reports["known_on"].to_numpy()[at] <= as_of(record, as_known_on))
    claims, at = record.claims.iloc[here].reset_index(drop=True), at[here]
    for column in ("source_id", "publisher", "published", "url", "source_rank", "known_on"):
        claims[column] = record.reports[column].array.take(at)
    publisher = positions(claims["source_id"], record.sources["source_id"])
    claims["affiliation"] = record.sources["affiliation"].array.take(publisher)
    claims["names"] = claims["stance"].isin(NAMING) & (claims["about"] == "harm")
    began = record.incidents["date_low"].array.take(
        positions(claims["incident_id"], record.incidents["incident_id"])
    )
    claims["side"] = side_on(record.sides, claims["actor"], pd.Series(began))
    return claims


def said_of(record: Record, ids: Sequence[str], as_known_on: dt.date | None = None) -> pd.DataFrame:
    """The claims that blame an actor for the harm of some incidents, or by which one acknowledges or denies it.

    Args:
        record: the record.
        ids: the incidents.
        as_known_on: only reports published by this day count; None is now.

    Returns:
        Rows of ``claims_known`` with ``at``, where the incident stands in ``ids``.
    """
    claims = claims_known(record, as_known_on)
    at = positions(claims["incident_id"], ids)
    harm = (claims["about"] == "harm") & claims["stance"].isin((*NAMING, "denies"))
    here = (at >= 0) & harm.to_numpy(bool)
    return claims[here].assign(at=at[here])


def side_on(sides: pd.DataFrame, actors: pd.Series, days: pd.Series) -> pd.Series:
    """The bloc each actor fought for on a day.

    Args:
        sides: the record's ``sides`` table; a blank end of membership is open.
        actors: actor ids.
        days: one day for each.

    Returns:
        ``lna``, ``gna`` or ``none``; ``none`` where no membership covers the day.
    """
    spells = sides.assign(
        _from=[
            pd.Timestamp.min if pd.isna(t) else pd.Timestamp(first_day(t))
            for t in sides["date_from"]
        ],
        _to=[
            pd.Timestamp.max if pd.isna(t) else pd.Timestamp(last_day(t)) for t in sides["date_to"]
        ],
    )
    asked = pd.DataFrame({"actor_id": actors, "_day": days})
    asked["_row"] = np.arange(len(asked))
    joined = asked.merge(spells, on="actor_id")
    member = joined[(joined["_from"] <= joined["_day"]) & (joined["_day"] <= joined["_to"])]
    member = member[member["side"] != "none"].drop_duplicates("_row").set_index("_row")["side"]
    found = asked["_row"].map(member).fillna("none")
    return found.set_axis(actors.index).astype("str")


def attribution(incidents: pd.DataFrame, claims: pd.DataFrame) -> pd.DataFrame:
    """Status, actor and side of each incident.

    Args:
        incidents: rows with ``incident_id``.
        claims: result of ``claims_known``.

    Returns:
        Indexed by ``incident_id``: ``attribution_status``; ``actor``: the one actor named, else
        ``several`` or ``unattributed``; ``side``: likewise, where ``none`` is an actor of no side.
        An incident is

        - acknowledged: an actor acknowledges the harm, does not also deny it, and is blamed or
          nobody else is,
        - contested: there is a denial of the harm, or different actors are named,
        - uncontested: one actor is named and nobody denies,
        - unattributed: nobody is named and nobody denies.
    """
    ids, size = incidents["incident_id"], len(incidents)
    harm = claims[claims["about"] == "harm"]
    incident = positions(harm["incident_id"], ids)
    harm, incident = harm[incident >= 0], incident[incident >= 0]
    actor, actors = coded(harm["actor"])
    side, sides = coded(harm["side"])
    pair = incident * (len(actors) + 1) + actor
    names, stance = harm["names"].to_numpy(bool), harm["stance"]
    denied = (stance == "denies").to_numpy(bool)
    blamed, admitted = (
        names & (stance == said).to_numpy(bool) for said in ("blames", "acknowledges")
    )
    admitted &= ~np.isin(pair, pair[denied])
    # Somebody else accepting it does not settle a blame that names another.
    admitted &= ~_has(incident[blamed], size)[incident] | np.isin(pair, pair[blamed])
    count, actor_named = _sole(incident[names], actor[names], actors, size)
    _, side_named = _sole(incident[names], side[names], sides, size)
    status = np.select(
        [
            _has(incident[admitted], size),
            _has(incident[denied], size) | (count > 1),
            count == 1,
        ],
        ["acknowledged", "contested", "uncontested"],
        default=NOBODY,
    )
    found = {"attribution_status": status, "actor": actor_named, "side": side_named}
    return pd.DataFrame(found, index=pd.Index(ids, name="incident_id"), dtype="str")


def _has(incidents: np.ndarray, size: int) -> np.ndarray:
    found = np.zeros(size, dtype=bool)
    found[incidents] = True
    return found


def _sole(
    incidents: np.ndarray, codes: np.ndarray, labels: list[str], size: int
) -> tuple[np.ndarray, np.ndarray]:
    """How many different ones each incident has, and the only one; ``several`` or nobody where there is none."""
    pairs = np.unique(incidents * (len(labels) + 1) + codes)
    own, code = np.divmod(pairs, len(labels) + 1)
    count = np.bincount(own, minlength=size)
    last = np.full(size, len(labels))
    last[own] = code
    last[count > 1] = len(labels) + 1
    return count, np.array([*labels, NOBODY, SEVERAL], dtype=object)[last]
