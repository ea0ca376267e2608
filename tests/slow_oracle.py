"""The rules of counting once more, in plain slow Python over rows, to hold the fast kernel against."""

from __future__ import annotations

import datetime as dt
import functools

import pandas as pd

from data.record.partial_dates import first_day, last_day
from data.record.vocabulary import TIER_OF_RANK


@functools.lru_cache(maxsize=30)
def rows_of(record, table):
    return list(record.table(table).itertuples())


@functools.lru_cache(maxsize=10)
def report_of(record):
    return {row.report_id: row for row in rows_of(record, "reports")}


def known_on(record, report):
    published = report_of(record)[report].published
    return record.date if pd.isna(published) else min(last_day(published), record.date)


def estimate(record, incident, measure, group, day):
    """(low, best, high, open) of one incident, or None where no vote gives a number."""
    reports = report_of(record)
    latest = {}
    for row in rows_of(record, "observations"):
        if (row.incident_id, row.measure, row.group) != (incident, measure, group):
            continue
        numbers = [None if pd.isna(n) else int(n) for n in (row.low, row.value, row.high)]
        when = known_on(record, row.report_id)
        if when > day or all(n is None for n in numbers):
            continue
        greatest = max(n for n in numbers if n is not None)
        origin = reports[row.report_id].origin_id
        dated = dt.date.min if pd.isna(reports[row.report_id].published) else when
        vote = (
            dated,
            greatest,
            int(reports[row.report_id].source_rank),
            numbers,
            row.qualifier,
            row.observation_id,
        )
        floor = next((n for n in numbers[:2] if n is not None), -1)
        order = (dated, greatest, floor, row.observation_id)
        if origin not in latest or order > latest[origin][0]:
            latest[origin] = (order, vote)
    if not latest:
        return None
    latest = {origin: vote for origin, (_, vote) in latest.items()}
    best_tier = min(TIER_OF_RANK[vote[2]] for vote in latest.values())
    votes = [vote for vote in latest.values() if TIER_OF_RANK[vote[2]] == best_tier]
    lows = [n[0] if n[0] is not None else n[1] for *_, n, _, _ in votes]
    lows = [n for n in lows if n is not None]
    highs = [next(x for x in (n[2], n[1], n[0]) if x is not None) for *_, n, _, _ in votes]
    low, high = min(lows, default=None), max(highs)

    def first(vote):
        return vote[2], -vote[0].toordinal(), -vote[1], vote[5]

    valued = [vote for vote in votes if vote[3][1] is not None]
    if valued:
        best = min(valued, key=first)[3][1]
    else:
        ranged = [vote for vote in votes if vote[3][0] is not None]
        best = min(ranged, key=first)[3][0] if ranged else None
    opened = any(
        q in ("at least", "more than") and n[1] is not None and n[1] >= high
        for *_, n, q, _ in votes
    )
    return low, best, high, opened


def figure(record, incident, measure, group, day):
    own = estimate(record, incident, measure, group, day)
    if own is None and group != "all":
        victims = {row.incident_id: row.victims for row in rows_of(record, "incidents")}
        if victims[incident] == group:
            own = estimate(record, incident, measure, "all", day)
    return own


def side_of(record, actor, day):
    for row in rows_of(record, "sides"):
        start = dt.date.min if pd.isna(row.date_from) else first_day(row.date_from)
        end = dt.date.max if pd.isna(row.date_to) else last_day(row.date_to)
        if row.actor_id == actor and start <= day <= end and row.side != "none":
            return row.side
    return "none"


def naming(record, incident, day):
    return [
        row
        for row in rows_of(record, "claims")
        if (row.incident_id, row.about) == (incident, "harm")
        and known_on(record, row.report_id) <= day
    ]


def status(record, incident, day):
    claims = naming(record, incident, day)
    blamed = {row.actor for row in claims if row.stance == "blames"}
    denied = {row.actor for row in claims if row.stance == "denies"}
    admitted = {row.actor for row in claims if row.stance == "acknowledges"}
    if {actor for actor in admitted - denied if actor in blamed or not blamed}:
        return "acknowledged"
    if denied or len(blamed | admitted) > 1:
        return "contested"
    return "uncontested" if blamed | admitted else "unattributed"


def selected(record, selection):
    """Ids the selection keeps: period, day of knowledge, side, actor, claims, event type, district."""
    day = selection.as_known_on or record.date
    kept = []
    for row in rows_of(record, "incidents"):
        linked = [*rows_of(record, "observations"), *rows_of(record, "claims")]
        links = [row.report_id]
        links += [one.report_id for one in linked if one.incident_id == row.incident_id]
        began = row.date_low.date()
        if min(known_on(record, link) for link in links) > day:
            continue
        if row.cause != selection.cause:
            continue
        if selection.date_from and began < selection.date_from:
            continue
        if selection.date_to and began > selection.date_to:
            continue
        if selection.event_type and row.event_type not in selection.event_type:
            continue
        if selection.district and row.district not in selection.district:
            continue
        named = [
            c
            for c in naming(record, row.incident_id, day)
            if c.stance in ("blames", "acknowledges")
        ]
        if selection.actor or selection.side:
            fits = [
                c
                for c in named
                if (not selection.actor or c.actor in selection.actor)
                and (not selection.side or side_of(record, c.actor, began) in selection.side)
            ]
            if not fits:
                continue
        said = status(record, row.incident_id, day)
        if selection.claims == "uncontested" and said not in ("uncontested", "acknowledged"):
            continue
        if selection.claims == "uncontested-only" and said != "uncontested":
            continue
        if selection.claims == "acknowledged" and said != "acknowledged":
            continue
        kept.append(row.incident_id)
    return kept


def sums(record, selection, measure):
    """(low, best, high, open, incidents, unreported) of a selection."""
    day = selection.as_known_on or record.date
    low = best = high = 0
    known = unreported = 0
    opened = any_high = False
    for incident in selected(record, selection):
        own = figure(record, incident, measure, selection.group, day)
        if own is None or own[1] is None:
            unreported += 1
            if own is not None:
                high, any_high = high + own[2], True
            continue
        known += 1
        low, best, high = low + own[0], best + own[1], high + own[2]
        opened = opened or own[3]
    if not known:
        return None, None, (high if any_high else None), False, 0, unreported
    return low, best, high, opened, known, unreported
