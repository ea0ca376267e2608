"""Answers of the command line as JSON, CSV or a table."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import math
from collections.abc import Sequence
from typing import Any

import click
import pandas as pd
from rich.console import Console
from rich.table import Table

from components.cli.formats import asked_for_excel, blocks
from components.lines.signals import (
    doubt_sentences,
    explained_line,
    no_signal,
    signal_sentence,
)
from components.words.covered import (
    aside_sentence,
    coverage_cells,
    coverage_objects,
    covered_sentence,
)
from components.words.language import Strings
from components.words.numbers import iso_days, said, unreported
from components.words.time_known import time_cells, time_sentence
from data.counting.coverage import Comparison
from data.counting.covered import Covered, covered
from data.counting.explained import explained
from data.counting.figure import Figure, of_row
from data.counting.lineage import SHOWN
from data.counting.query import Answer
from data.counting.selection import Selection
from data.counting.signals import Signal
from data.counting.standing import Standing
from data.record.formulas import without_formulas
from data.record.partial_dates import last_day
from data.record.record import Record
from data.store.store import Verdict

SHOWN_REFUSED = 20
WORDY = 30  # letters of a column that is broken into lines; shorter ones are not


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


def print_json(content: Any) -> None:
    """Print something as JSON."""
    click.echo(json.dumps(content, ensure_ascii=False, indent=2))


def csv_text(rows: pd.DataFrame) -> str:
    """Rows as CSV in which no cell is a formula; with ``--excel``, as spreadsheets in French and Arabic open it."""
    shown = without_formulas(iso_days(rows))
    if not asked_for_excel():
        return shown.to_csv(index=False)
    return "\ufeff" + shown.to_csv(index=False, sep=";", lineterminator="\r\n")


def frame(rows: pd.DataFrame, form: str) -> None:
    """Print rows; CSV and JSON as they are, a table that the terminal is too narrow for as a block for each row."""
    if form == "json":
        print_json(records(rows))
    elif form == "csv":
        click.echo(csv_text(rows), nl=False)
    else:
        told = [{name: "" if value is None else str(value) for name, value in row.items()} for row in records(rows)]  # fmt: skip
        longest = [max([len(str(name)), *(len(row[name]) for row in told)]) for name in rows.columns]  # fmt: skip
        console = Console()
        if sum(min(one, WORDY) + 1 for one in longest) > console.width:
            blocks(told)
            return
        table = Table(box=None, header_style="bold")
        for column in rows.columns:
            table.add_column(str(column), overflow="fold")
        for row in told:
            table.add_row(*row.values())
        console.print(table)


def figures(
    answer: Answer,
    sentence: str,
    both: tuple[Answer, Answer] | None,
    put_aside: dict[str, tuple[int, int | None]],
    decided: Standing,
    form: str,
    words: Strings,
) -> None:
    """Print the figures of a selection, how well its days are known and covered, what was put aside and what waits."""
    aside = aside_sentence(put_aside, answer.covered, words)
    totals = {measure: of_row(row) for measure, row in answer.figures().iterrows()}
    shown = {measure: totals[measure] for measure in SHOWN}
    about = {
        "selection": sentence,
        "as_known_on": answer.as_known_on.isoformat(),
        "record_version": answer.record_version,
        "incidents": len(answer.ids),
    }
    about |= {name: len(ids) for name, ids in vars(decided).items() if ids}
    if form == "json":
        for name, one in zip(("certainly", "possibly"), both or (), strict=False):
            rows = one.figures().loc[list(SHOWN)].iterrows()
            about[name] = {measure: figure_object(of_row(row)) for measure, row in rows}
        about["coverage"] = coverage_objects(answer.covered, put_aside)
        print_json(about | {measure: figure_object(figure) for measure, figure in shown.items()})
    elif form == "csv":
        about |= coverage_cells(answer.covered) | {"put_aside": aside}
        rows = [
            about | {"measure": measure} | figure_object(figure) | time_cells(both, measure)
            for measure, figure in shown.items()
        ]
        rows = [row | {"incidents_with_figure": row.pop("incidents")} for row in rows]
        whole = [name for name in rows[0] if name.endswith(("low", "best", "high"))]
        frame(pd.DataFrame(rows).astype(dict.fromkeys(whole, "Int64")), "csv")
    else:
        click.echo(sentence)
        for measure, figure in shown.items():
            note = unreported(figure, words)
            click.echo(
                f"{words.term('measure', measure)}: {said(figure, words)}{f' ({note})' if note else ''}"
            )
        for measure in SHOWN if both else ():
            click.echo(time_sentence(both, measure, words))
        click.echo(covered_sentence(answer.covered, words))
        if aside:
            click.echo(aside)
        click.echo(words("cli.stamp", n=len(answer.ids), version=answer.record_version))


def coverage(
    tolls: pd.DataFrame,
    compared: list[Comparison],
    found: Sequence[Covered],
    form: str,
    words: Strings,
) -> None:
    """Print tolls beside the incidents of their scope, and how well the days asked about are covered."""
    rows = []
    for (_, toll), one in zip(tolls.iterrows(), compared, strict=True):
        rows.append(
            {
                "toll_id": one.toll_id,
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
                "comparable": one.comparable,
                "reason": words.term("reason", one.reason) if one.reason else "",
                "toll": figure_object(one.toll),
                "incidents": figure_object(one.incidents) if one.incidents else None,
                "gap": figure_object(one.gap) if one.gap else None,
                "coverage": coverage_objects(found),
            }
        )
    if form == "json":
        print_json(rows)
        return
    flat = pd.DataFrame(
        [
            {
                **{key: row[key] for key in ("toll_id", "publisher", "measure")},
                **row["scope"],
                "as_of": row["as_of"],
                "toll": said(one.toll, words),
                "incidents": said(one.incidents, words) if one.incidents else "",
                "gap": said(one.gap, words) if one.gap else row["reason"],
                "comparable": row["comparable"],
                "url": toll["url"],
                **coverage_cells(found),
            }
            for row, one, (_, toll) in zip(rows, compared, tolls.iterrows(), strict=True)
        ]
    )
    frame(flat, form)
    if form == "table":
        click.echo(covered_sentence(found, words))


def verdicts(found: list[Verdict], refused: pd.DataFrame, form: str, words: Strings) -> None:
    """Print what imports came to; the table names the first refused rows too."""
    rows = [dataclasses.asdict(verdict) for verdict in found]
    if form == "json":
        print_json(rows[0] if len(rows) == 1 else rows)
        return
    if form == "csv":
        frame(pd.DataFrame(rows).assign(left_out=[len(one.left_out) for one in found]), form)
        return
    frame(pd.DataFrame(rows).drop(columns=["sha256", "left_out"]), form)
    for verdict in found:
        if verdict.left_out:
            frame(pd.DataFrame(verdict.left_out).assign(state=words("store.left_out_by")), form)
    if len(refused):
        shown = refused.head(SHOWN_REFUSED)
        frame(shown if len(found) > 1 else shown.drop(columns="file"), form)
    if len(refused) > SHOWN_REFUSED:
        click.echo(words("store.put_aside_more", n=len(refused) - SHOWN_REFUSED))


def signals(
    found: list[Signal], record: Record, selection: Selection, form: str, words: Strings
) -> None:
    """Print signals, each with why it may be an artefact; without any, why there is none."""
    groups = [(group, one) for group in explained(found) for one in group.signals]
    rows = [
        {
            "signal": signal_sentence(one, record, words),
            "doubts": " ".join(doubt_sentences(one, record, words)),
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
            "explained_by": group.incident_id,
            "apart": group.apart,
            "incidents": list(one.ids),
            **dataclasses.asdict(one.doubts),
            "coverage": coverage_objects(covered(record, one.selection)),
        }
        for group, one in groups
    ]
    if form == "json":
        print_json(rows)
    elif form == "csv":
        listed = [
            row
            | {"incidents": "|".join(row["incidents"])}
            | coverage_cells(covered(record, one.selection))
            for row, (_, one) in zip(rows, groups, strict=True)
        ]
        frame(pd.json_normalize(listed, sep="_"), "csv")
    elif rows:
        told = None
        for row, (group, _) in zip(rows, groups, strict=True):
            if group is not told:
                told = group
                click.echo(explained_line(group, record, words))
            click.echo(f"  {row['signal']}\n    {row['doubts']}")
    else:
        click.echo(no_signal(record, selection, words))
