"""One incident at the command line: its estimates, reports, observations and claims."""

from __future__ import annotations

import datetime as dt
from typing import Any

import click
import pandas as pd

from components.cli.output import frame, print_json, records
from data.counting.attribution import attribution, claims_known
from data.counting.estimate import as_of, estimates_from, votes
from data.record.record import Record


def incident_object(record: Record, incident_id: str, known: dt.date | None) -> dict[str, Any]:
    """One incident as an object: its row, ``estimates``, ``reports``, ``observations``, ``claims``, ``attribution_status``."""
    row = record.incidents[record.incidents["incident_id"] == incident_id]
    ballot = votes(record, known, [incident_id])
    ballot = ballot[(ballot["incident_id"] == incident_id) & (ballot["role"] != "not yet known")]
    claims = claims_known(record, known)
    claims = claims[claims["incident_id"] == incident_id].copy()
    names = record.actors.set_index("actor_id")["name"]
    claims["actor_name"] = claims["actor"].map(names)
    used = {*ballot["report_id"], *claims["report_id"], *row["report_id"]}
    reports = record.reports[record.reports["report_id"].isin(used)]
    reports = (
        reports[reports["known_on"] <= as_of(record, known)]
        .sort_values(["known_on", "report_id"])
        .drop(columns="dated_on")
    )
    status = attribution(row, claims)["attribution_status"].iloc[0]
    observed = [
        "observation_id",
        "measure",
        "group",
        "low",
        "value",
        "high",
        "qualifier",
        "words",
        "report_id",
        "role",
        "note",
    ]
    claimed = [
        "claim_id",
        "claimant",
        "claimant_actor",
        "actor",
        "actor_name",
        "actor_as_printed",
        "stance",
        "about",
        "report_id",
        "note",
    ]
    estimated = estimates_from(ballot).drop(columns="incident_id")
    return {
        **records(row.drop(columns="report_id"))[0],
        "as_known_on": (known or record.date).isoformat(),
        "record_version": record.version,
        "attribution_status": status,
        "estimates": records(estimated),
        "reports": records(reports),
        "observations": records(ballot.sort_values(["measure", "group", "known_on"])[observed]),
        "claims": records(claims.sort_values("known_on")[claimed]),
    }


def incident(record: Record, incident_id: str, known: dt.date | None, form: str) -> None:
    """Print one incident."""
    found = incident_object(record, incident_id, known)
    if form == "json":
        print_json(found)
        return
    if form == "csv":
        told, reports = (pd.DataFrame(found[name]) for name in ("observations", "reports"))
        rows = told.merge(reports, on="report_id") if len(told) and len(reports) else told
        frame(rows, "csv")
        return
    click.echo(f"{found['title']} ({found['incident_id']})")
    click.echo(
        f"{found['date_low']} .. {found['date_high']}, {found['place']}; {found['attribution_status']}"
    )
    for name in ("estimates", "observations", "claims", "reports"):
        click.echo(f"\n{name}")
        rows = pd.DataFrame(found[name])
        if not rows.empty:
            frame(rows.dropna(axis=1, how="all"), "table")
