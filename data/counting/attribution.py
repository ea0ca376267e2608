"""Claims to who is said to have done it: four disjoint statuses, derived, never typed in."""

from __future__ import annotations

import datetime as dt
from typing import Final

import numpy as np
import pandas as pd

from data.counting.estimate import as_of
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
    reports = record.reports.merge(record.sources[["source_id", "affiliation"]], on="source_id")
    columns = [
        "report_id",
        "source_id",
        "publisher",
        "published",
        "url",
        "source_rank",
        "known_on",
        "affiliation",
    ]
    claims = record.claims.merge(reports[columns], on="report_id", validate="m:1")
    claims = claims[claims["known_on"] <= as_of(record, as_known_on)]
    claims = claims.merge(
        record.incidents[["incident_id", "date_low"]], on="incident_id", validate="m:1"
    )
    claims["names"] = claims["stance"].isin(NAMING) & (claims["about"] == "harm")
    claims["side"] = side_on(record.sides, claims["actor"], claims["date_low"])
    return claims.drop(columns="date_low").reset_index(drop=True)


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
    ids = pd.Index(incidents["incident_id"], name="incident_id")
    harm = claims[claims["about"] == "harm"]
    named = harm[harm["names"]]
    denied = harm[harm["stance"] == "denies"]
    blamed = named[named["stance"] == "blames"]
    admitted = named[named["stance"] == "acknowledges"]
    admitted = admitted[~_pairs(admitted).isin(_pairs(denied))]
    # Somebody else accepting it does not settle a blame that names another.
    alone = ~admitted["incident_id"].isin(blamed["incident_id"])
    admitted = admitted[alone | _pairs(admitted).isin(_pairs(blamed))]

    actors = named.groupby("incident_id")["actor"]
    count = actors.nunique().reindex(ids, fill_value=0)
    status = np.select(
        [
            ids.isin(admitted["incident_id"]),
            ids.isin(denied["incident_id"]) | count.gt(1),
            count.eq(1),
        ],
        ["acknowledged", "contested", "uncontested"],
        default=NOBODY,
    )
    sides = named.groupby("incident_id")["side"]
    return pd.DataFrame(
        {
            "attribution_status": status,
            "actor": _sole(actors, ids),
            "side": _sole(sides, ids),
        },
        index=ids,
    )


def _pairs(claims: pd.DataFrame) -> pd.MultiIndex:
    return pd.MultiIndex.from_frame(claims[["incident_id", "actor"]])


def _sole(groups: pd.api.typing.SeriesGroupBy, ids: pd.Index) -> pd.Series:
    sole = groups.first().reindex(ids).astype("object")
    several = groups.nunique().reindex(ids, fill_value=0).gt(1)
    return sole.mask(several, SEVERAL).fillna(NOBODY)
