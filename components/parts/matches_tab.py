"""Pairs of records that may be one incident: side by side, with the evidence, to accept, reject or undo."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from components.parts.opened_figure import number
from components.parts.tables import table
from components.view import View, view_of
from components.words.language import literal
from components.words.numbers import days
from data.counting.by_source import by_source
from data.counting.lineage import incident_figures
from data.counting.selection import Selection
from data.matching.grouping import ACCEPT, MARGIN, STATES
from data.matching.match import PARTS
from data.matching.near import NEVER_DAYS, NEVER_KM, never_proposed
from data.record.cluster import datasets
from data.record.refusal import RecordError
from data.store.holdings import decide
from data.store.ledger import Decision
from data.store.store import Store


def _never_proposed(view: View) -> None:
    """How many incidents have one of another dataset near and stand in no pair: a count that opens."""
    words, whole = view.words, view.holdings.record
    found = never_proposed(whole.apart or whole, view.holdings.matches)
    if found.empty:
        return
    with st.expander(words.md("matches.never", n=len(found))):
        st.text(words("matches.never_rule", days=NEVER_DAYS, km=f"{NEVER_KM:g}"))
        about = (whole.apart or whole).incidents[["incident_id", "date_low", "title", "place"]]
        table(found.merge(about, on="incident_id"), key="never-proposed")


def matches_tab(view: View, store: Store) -> None:
    """The queue of one state, and one pair of it side by side."""
    words, matches = view.words, view.holdings.matches
    st.text(words("matches.what"))
    _never_proposed(view)
    if matches.empty:
        several = len(datasets(view.holdings.record)) > 1
        st.info(words("matches.none_among" if several else "matches.none"))
        return
    count = matches["state"].value_counts()
    state = st.segmented_control(
        words("matches.state"),
        STATES,
        default="review",
        required=True,
        key="match-state",
        format_func=lambda one: f"{words.term('match_state', one)} ({count.get(one, 0)})",
    )
    shown = matches[matches["state"] == state].reset_index(drop=True)
    if shown.empty:
        st.info(words("matches.none_in_state"))
        return
    whole = view.holdings.record
    rows = (whole.apart or whole).incidents.set_index("incident_id")
    names = [f"{row.a} = {row.b}" for row in shown.itertuples()]
    chosen = st.selectbox(words("matches.pair"), names, key="match-pair", format_func=literal)
    pair = shown.iloc[names.index(chosen)]
    _side_by_side(view, rows, pair)
    bar = st.columns([3, 1, 1, 1], vertical_alignment="bottom")
    bar[0].text_input(words("data.reason"), key="match-reason")
    offered: dict[str, tuple[Decision, ...]] = {
        "review": ("accept", "reject"),
        "automatic": ("accept", "reject"),
        "accepted": ("reject", "undo"),
        "rejected": ("accept", "undo"),
        "ruled out": ("reject",),
    }
    for cell, verdict in zip(bar[1:], offered[state], strict=False):
        cell.button(
            words(f"matches.{verdict}"),
            key=f"match-{verdict}",
            on_click=_decide,
            args=(view, store, pair["a"], pair["b"], verdict),
            width="stretch",
        )
    with st.expander(words("matches.all")):
        table(shown[["a", "b", "score", *PARTS, "days", "km", "others"]])
    decided = store.ledger.entries().decisions()
    if len(decided):
        with st.expander(words.md("matches.decisions", n=len(decided))):
            table(decided.iloc[::-1])


def _decide(view: View, store: Store, a: str, b: str, verdict: Decision) -> None:
    words = view.words
    try:
        decide(store, view.holdings, a, b, verdict, st.session_state["match-reason"])
    except RecordError as error:
        st.session_state["_refused"] = str(error)
        return
    said = words.term("verdict", verdict)
    st.session_state["_said"] = words("store.decided", a=a, b=b, verdict=said)
    st.session_state["match-reason"] = ""


def _side_by_side(view: View, rows: pd.DataFrame, pair: pd.Series) -> None:
    words = view.words
    alike = {}
    for one in (pair["a"], pair["b"]):
        row = rows.loc[one]
        figures = _figures_of(view, row["dataset"], one)
        alike[f"{words.term('dataset', row['dataset'])}: {one}"] = {
            words("column.date_low"): days(row["date_low"], row["date_high"], words),
            words("column.title"): row["title"],
            words("column.place"): row["place"],
            words("column.precision"): words.term("place_precision", row["place_precision"]),
            words("column.event_type"): words.term("event_type", row["event_type"]),
            words("column.target_type"): words.term("target_type", row["target_type"]),
            **figures,
        }
    table(pd.DataFrame(alike).rename_axis(words("matches.told")).reset_index())
    parts = "; ".join(
        words("matches.bits", part=words.term("match_part", part), bits=f"{pair[part]:+.1f}")
        for part in PARTS
        if pair[part]
    )
    st.text(
        words(
            "matches.score", score=f"{pair['score']:+.1f}", parts=parts, days=int(pair["days"]),
            km=f"{pair['km']:.1f}", others=f"{pair['others']:.2g}", accept=f"{ACCEPT:g}", margin=f"{MARGIN:g}",
        )
    )  # fmt: skip


def _figures_of(view: View, dataset: str, incident_id: str) -> dict[str, Any]:
    """What one dataset says was the harm of one record."""
    words, record = view.words, view.holdings.record
    head = record.heads.get(incident_id, incident_id)
    causes = (record.apart or record).incidents.set_index("incident_id")["cause"]
    selection = Selection(dataset=(dataset,), cause=str(causes[incident_id]))
    found = incident_figures(record, selection, ["killed", "injured"])
    said = {}
    for row in found[found["incident_id"] == head].itertuples():
        numbers = [row.low, row.best, row.high]
        text = words("numbers.not_reported") if pd.isna(row.best) else " / ".join("?" if pd.isna(n) else str(n) for n in numbers)  # fmt: skip
        said[words(f"terms.measure_title.{row.measure}")] = text
    return said


def by_source_tab(view: View) -> None:
    """What each dataset alone would say to the selection, and what they share."""
    words, record = view.words, view.holdings.record
    found = by_source(record, view.selection)
    st.text(words("matches.by_source", measure=words.term("measure", view.selection.measure)))
    names = {name: words.term("dataset", name) for name in datasets(record)}
    named = found["dataset"].map(names).fillna(words("matches.together"))
    shown = found.assign(dataset=named).rename(
        columns={
            **{other: words("matches.shared", dataset=name) for other, name in names.items()},
        }
    )
    table(shown, column_config={c: words(f"column.{c}") for c in ("dataset", "incidents", "alone", "low", "best", "high", "open", "unreported") if c in shown})  # fmt: skip
    cells = st.columns(max(len(found), 3))
    for cell, name, title in zip(cells, found["dataset"], named, strict=False):
        own = view.selection.replace(dataset=() if name == "all" else (name,))
        beside = view_of(view.holdings, own, words, view.theme)
        with cell:
            st.caption(literal(title))
            number(beside, own, own.measure, f"by-source-{name}")
