"""Answers of the command line as JSON, CSV or a table."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import math
from typing import Any

import click
import pandas as pd
from rich.console import Console
from rich.table import Table

from components.lines.signals import doubt_sentences, no_signal, signal_sentence
from components.words.language import Strings
from components.words.numbers import iso_days, said, unreported
from data.counting.attribution import attribution, claims_known
from data.counting.coverage import Comparison
from data.counting.estimate import as_of, estimates_from, votes
from data.counting.figure import Figure, of_row
from data.counting.lineage import SHOWN
from data.counting.query import Answer
from data.counting.selection import Selection
from data.counting.signals import Signal
from data.record.partial_dates import last_day
from data.record.record import Record
from data.store.store import Verdict

SHOWN_REFUSED = 20


def plain(value: Any) -> Any:
    """A cell as JSON has it: days as ISO text, unknown as null."""
    if isinstance(value, (list, dict, tuple)):
        return value
    if (
        value is None
        or value is pd.NaT
        or value is pd.NA
        or (isinstance(value, float) and math.isnan(value))
    ):
        return None
    if isinstance(value, (pd.Timestamp, dt.date)):
        return value.strftime("%Y-%m-%d")
    return value.item() if hasattr(value, "item") else value


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of a frame as JSON objects."""
    return [
        {str(key): plain(value) for key, value in row.items()} for row in frame.to_dict("records")
    ]


def figure_object(figure: Figure) -> dict[str, Any]:
    """A figure as the JSON object of the command line's contract."""
    return {
        "low": figure.low,
        "best": figure.best,
        "high": figure.high,
        "open": figure.open,
        "incidents": figure.incidents,
        "unreported": figure.unreported,
    }


def _json(content: Any) -> None:
    click.echo(json.dumps(content, ensure_ascii=False, indent=2))


def frame(rows: pd.DataFrame, form: str) -> None:
    """Print rows; CSV and JSON have every column, the table as many as the terminal holds."""
    if form == "json":
        _json(records(rows))
    elif form == "csv":
        click.echo(iso_days(rows).to_csv(index=False), nl=False)
    else:
        table = Table(box=None, header_style="bold")
        for column in rows.columns:
            table.add_column(str(column), overflow="fold")
        for row in records(rows):
            table.add_row(*("" if value is None else str(value) for value in row.values()))
        Console().print(table)


def figures(answer: Answer, sentence: str, form: str, words: Strings) -> None:
    """Print the figures of a selection."""
    totals = {measure: of_row(row) for measure, row in answer.figures().iterrows()}
    shown = {measure: totals[measure] for measure in SHOWN}
    about = {
        "selection": sentence,
        "as_known_on": answer.as_known_on.isoformat(),
        "record_version": answer.record_version,
        "incidents": len(answer.ids),
    }
    if form == "json":
        _json(about | {measure: figure_object(figure) for measure, figure in shown.items()})
    elif form == "csv":
        rows = [
            about | {"measure": measure} | figure_object(figure)
            for measure, figure in shown.items()
        ]
        rows = [row | {"incidents_with_figure": row.pop("incidents")} for row in rows]
        frame(pd.DataFrame(rows).astype({"low": "Int64", "best": "Int64", "high": "Int64"}), "csv")
    else:
        click.echo(sentence)
        for measure, figure in shown.items():
            note = unreported(figure, words)
            click.echo(
                f"{words.term('measure', measure)}: {said(figure, words)}{f' ({note})' if note else ''}"
            )
        click.echo(words("cli.stamp", n=len(answer.ids), version=answer.record_version))


def incident_object(record: Record, incident_id: str, known: dt.date | None) -> dict[str, Any]:
    """One incident as an object: its row, ``estimates``, ``reports``, ``observations``, ``claims``, ``attribution_status``."""
    row = record.incidents[record.incidents["incident_id"] == incident_id]
    ballot = votes(record, known)
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


def incident(
    record: Record, incident_id: str, known: dt.date | None, form: str, words: Strings
) -> None:
    """Print one incident."""
    found = incident_object(record, incident_id, known)
    if form == "json":
        _json(found)
        return
    if form == "csv":
        rows = pd.DataFrame(found["observations"]).merge(
            pd.DataFrame(found["reports"]), on="report_id"
        )
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


def coverage(tolls: pd.DataFrame, compared: list[Comparison], form: str, words: Strings) -> None:
    """Print tolls beside the incidents of their scope."""
    rows = []
    for (_, toll), found in zip(tolls.iterrows(), compared, strict=True):
        rows.append(
            {
                "toll_id": found.toll_id,
                "publisher": toll["publisher"],
                "measure": toll["measure"],
                "scope": {
                    "group": toll["group"],
                    "area": toll["area"],
                    "kind": toll["kind"],
                    "from": plain(toll["period_start"]),
                    "counts": toll["measure_as_printed"],
                },
                "as_of": last_day(toll["as_of"]).isoformat(),
                "comparable": found.comparable,
                "reason": words.term("reason", found.reason) if found.reason else "",
                "toll": figure_object(found.toll),
                "incidents": figure_object(found.incidents) if found.incidents else None,
                "gap": figure_object(found.gap) if found.gap else None,
            }
        )
    if form == "json":
        _json(rows)
        return
    flat = pd.DataFrame(
        [
            {
                **{key: row[key] for key in ("toll_id", "publisher", "measure")},
                **row["scope"],
                "as_of": row["as_of"],
                "toll": said(found.toll, words),
                "incidents": said(found.incidents, words) if found.incidents else "",
                "gap": said(found.gap, words) if found.gap else row["reason"],
                "comparable": row["comparable"],
                "url": toll["url"],
            }
            for row, found, (_, toll) in zip(rows, compared, tolls.iterrows(), strict=True)
        ]
    )
    frame(flat, form)


def verdicts(found: list[Verdict], refused: pd.DataFrame, form: str, words: Strings) -> None:
    """Print what imports came to; the table names the first refused rows too."""
    rows = [dataclasses.asdict(verdict) for verdict in found]
    if form == "json":
        _json(rows[0] if len(rows) == 1 else rows)
        return
    if form == "csv":
        frame(pd.DataFrame(rows), form)
        return
    frame(pd.DataFrame(rows).drop(columns="sha256"), form)
    if len(refused):
        shown = refused.head(SHOWN_REFUSED)
        frame(shown if len(found) > 1 else shown.drop(columns="file"), form)
    if len(refused) > SHOWN_REFUSED:
        click.echo(words("store.put_aside_more", n=len(refused) - SHOWN_REFUSED))


def signals(
    found: list[Signal], record: Record, selection: Selection, form: str, words: Strings
) -> None:
    """Print signals, each with why it may be an artefact; without any, why there is none."""
    rows = [
        {
            "signal": signal_sentence(one, record, words),
            "doubts": " ".join(doubt_sentences(one, words)),
            "kind": one.kind,
            "measure": one.measure,
            "value": one.value,
            "selection": one.selection.to_query(),
            "figure": figure_object(one.figure),
            "before": figure_object(one.before) if one.before else None,
            "since": one.since.isoformat(),
            "reach": one.reach,
            "percent": one.percent,
            "band_percent": one.band,
            "clear": one.clear,
            "incidents": list(one.ids),
            **dataclasses.asdict(one.doubts),
        }
        for one in found
    ]
    if form == "json":
        _json(rows)
    elif form == "csv":
        listed = [row | {"incidents": "|".join(row["incidents"])} for row in rows]
        frame(pd.json_normalize(listed, sep="_"), "csv")
    elif rows:
        for row in rows:
            click.echo(f"{row['signal']}\n  {row['doubts']}")
    else:
        click.echo(no_signal(record, selection, words))
