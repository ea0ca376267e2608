"""Who is said to have done it, as rows a chart can draw: contested parts apart, each death once."""

from __future__ import annotations

import pandas as pd

from components.view import View, once, part_of
from components.words.language import Strings
from components.words.names import actor_name, side_name
from components.words.numbers import percent, said, whole
from components.words.sentences import titled
from data.counting.attribution import NOBODY, SEVERAL
from data.counting.figure import Figure, of_row
from data.counting.leaning import leaning
from data.counting.lineage import incident_figures
from data.counting.query import ids_at
from data.counting.who import ENDS, STANCES, actors_named
from data.record.blocs import NO_SIDE
from data.record.ids import among
from data.record.vocabulary import ATTRIBUTION, VICTIMS


def claim_rows(view: View, axis: str) -> pd.DataFrame:
    """People by actor or side and attribution, gravest first, several and unattributed last.

    Args:
        view: the view; its measure is counted.
        axis: ``side`` or ``actor``.

    Returns:
        ``key`` (who|status), ``name``, ``status``, ``low``, ``best``, ``high``, ``open``, ``incidents``,
        ``unreported``, ``label`` (hover text), ``total`` (the whole of that name, in words) and
        ``reach`` (its best figure). The rows of one axis add up to the total.
    """
    return once(view, ("claims", axis), lambda: _claim_rows(view, axis))


def _claim_rows(view: View, axis: str) -> pd.DataFrame:
    words, measure = view.words, view.selection.measure
    totals = view.answer.by(axis).xs(measure, level="measure")
    names = {
        key: side_name(view.record, key, words)
        if axis == "side"
        else actor_name(view.record, key, words)
        for key in totals.index
    }
    last = [SEVERAL, NOBODY]
    order = sorted(
        totals.index,
        key=lambda key: (
            key in last,
            -float(totals.at[key, "best"]) if not pd.isna(totals.at[key, "best"]) else 0.0,
        ),
    )
    rows = []
    split = view.answer.by(f"{axis}_status").xs(measure, level="measure")
    for key in order:
        reach = sum(
            float(split.at[k, "best"])
            for k in split.index
            if k.split("|")[0] == key and not pd.isna(split.at[k, "best"])
        )
        whole = int(totals.loc[key, ["incidents", "unreported"]].sum())
        total = f"{said(of_row(totals.loc[key]), words)} · {words('trends.in_incidents', n=whole)}"
        for status in ATTRIBUTION:
            both = f"{key}|{status}"
            if both not in split.index:
                continue
            figure = of_row(split.loc[both])
            count = int(split.loc[both, ["incidents", "unreported"]].sum())
            meaning = words.term("attribution_status", status)
            label = [f"<b>{names[key]}</b>", f"{meaning}: {said(figure, words)}"]
            label.append(words("trends.in_incidents", n=count))
            rows.append(
                {
                    "key": both,
                    "name": names[key],
                    "status": status,
                    "low": figure.low,
                    "best": figure.best,
                    "high": figure.high,
                    "open": figure.open,
                    "incidents": figure.incidents,
                    "unreported": figure.unreported,
                    "label": "<br>".join(label),
                    "total": total,
                    "reach": reach,
                }
            )
    return pd.DataFrame(rows).astype({"low": "Int64", "best": "Int64", "high": "Int64"})


def named_rows(view: View) -> pd.DataFrame:
    """One row an actor, in the reader's words: blamed, acknowledges, denies; alone and among several; the gravest incident.

    Args:
        view: the view; its measure and group are counted.

    Returns:
        Indexed by actor id: ``name``, ``blames``, ``acknowledges``, ``denies`` (incidents), ``alone``,
        ``several`` (people, as said), ``most`` (title and figure of the incident that makes most of it),
        ``claimants``, ``reports``.
    """
    words, record = view.words, view.record
    found = actors_named(record, view.selection)
    told = found.index.map(lambda actor: actor_name(record, actor, words))
    rows = record.incidents[among(record.incidents["incident_id"], found["most"])]
    titles = titled(record, rows, words).set_index("incident_id")["title"]
    return found.assign(
        name=told,
        alone=[_people(row, "alone", words) for _, row in found.iterrows()],
        several=[_people(row, "several", words) for _, row in found.iterrows()],
        most=[
            words(
                "actors.most",
                title=titles[row["most"]],
                figure=said(_figure(row, "most", 1, 0), words),
            )
            if row["most"]
            else ""
            for _, row in found.iterrows()
        ],
    )[["name", *STANCES, "alone", "several", "most", "claimants", "reports"]]


def _people(row: pd.Series, part: str, words: Strings) -> str:
    known, incidents = int(row[f"{part}_known"]), int(row[f"{part}_incidents"])
    if not incidents:
        return ""
    return words(
        "actors.people_in",
        figure=said(_figure(row, part, known, incidents - known), words),
        incidents=words("trends.in_incidents", n=incidents),
    )


def _figure(row: pd.Series, part: str, known: int, silent: int) -> Figure:
    ends = (row[f"{part}_{end}"] for end in ENDS)
    low, best, high = (None if pd.isna(end) else round(end) for end in ends)
    return Figure("incidents", low, best, high, bool(row[f"{part}_open"]), known, silent)


def contested_finding(view: View) -> str:
    """How much of the total stands in contested incidents, as a sentence."""
    words, measure = view.words, view.selection.measure
    total = said(of_row(view.answer.figures().loc[measure]), words)
    term = words.term("measure", measure)
    contested = part_of(view, "attribution_status", "contested", "")
    if not contested.ids:
        return words("actors.finding_none", total=total, measure=term)
    figure = said(contested.figure, words)
    if len(contested.ids) == len(view.answer.ids):
        return words("actors.finding_all", total=total, measure=term)
    return words("actors.finding", contested=figure, total=total, measure=term)


def named_alone(view: View, rows: pd.DataFrame) -> str:
    """The one actor that most people are said to have been harmed by; a claim, not a finding.

    Args:
        view: the view.
        rows: result of ``claim_rows`` by actor.
    """
    words = view.words
    term = words.term("measure", view.selection.measure)
    own = rows[~rows["key"].str.split("|").str[0].isin([SEVERAL, NOBODY])]
    if own.empty or not own["reach"].max():
        return words("actors.none_alone", measure=term)
    first = own.iloc[0]
    figure = str(first["total"]).split(" · ")[0]
    return words("briefing.actor_title", name=first["name"], figure=figure, measure=term)


def of_no_side(view: View) -> str:
    """Who was harmed where a named actor is of no side, as the incidents say; empty without such incidents."""
    words, measure = view.words, view.selection.measure
    ids = ids_at(view.record, view.selection, "side", NO_SIDE)
    if not ids:
        return ""
    own = incident_figures(view.record, view.selection, [measure])
    own = own[among(own["incident_id"], ids)]
    victims = view.record.incidents.set_index("incident_id")["victims"]
    own = own.assign(victims=victims.reindex(own["incident_id"]).fillna("unknown").to_numpy())
    told = []
    for kind in VICTIMS:
        rows = own[own["victims"] == kind]
        if rows.empty:
            continue
        gave = rows["best"].notna() | rows["high"].notna()
        ends = {
            end: rows[end].astype("Float64").sum(min_count=1) for end in ("low", "best", "high")
        }
        summed = {
            "open": bool(rows["open"].any()),
            "incidents": gave.sum(),
            "unreported": (~gave).sum(),
        }
        figure = of_row(pd.Series(ends | summed))
        kind_said = words.term("victims", kind)
        n = words("trends.in_incidents", n=len(rows))
        told.append(words("actors.victims", victims=kind_said, figure=said(figure, words), n=n))
    joined = words("covered.joint").join(told)
    return words("actors.no_side", measure=words.term("measure", measure), list=joined)


def whose_view(view: View) -> str:
    """Which sides vouch for the reports behind a selection, in percent, most first."""
    words = view.words
    told = leaning(view.record, view.selection)
    parts = [
        words(
            "actors.bias_part",
            percent=percent(count / told.sum(), words),
            who=words(f"actors.vouchers.{side}"),
        )
        for side, count in told.items()
    ]
    return words(
        "actors.bias", n=whole(int(told.sum()), words), list=words("covered.joint").join(parts)
    )
