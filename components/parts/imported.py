"""What an import brings: its rows as the record will show them, and the figures before and after it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from components.parts.tables import static_table, table
from components.view import View
from components.words.language import Strings, literal
from components.words.numbers import days, said
from data.counting.figure import Figure, of_row
from data.counting.lineage import SHOWN
from data.counting.query import query
from data.counting.selection import Selection
from data.record.cluster import datasets
from data.record.vocabulary import OPEN_QUALIFIERS
from data.sources.intake import Batch

PREVIEWED = 50
MEASURES = ("killed", "injured")


def preview(view: View, batch: Batch) -> None:
    """The first rows of a file as the record will show them, with how many were killed and injured."""
    words = view.words
    if len(batch.tables.get("incidents", ())):
        st.markdown(f"**{words('data.preview.incidents')}**")
        titles = {one: words(f"terms.measure_title.{one}") for one in MEASURES}
        table(previewed(batch, words), column_config=titles)
    if len(batch.tables.get("tolls", ())):
        st.markdown(f"**{words('data.preview.tolls')}**")
        shown = ["as_of", "publisher", "measure_as_printed", "low", "value", "high", "area"]
        table(_written(batch.tables["tolls"][shown].head(PREVIEWED)))


def previewed(batch: Batch, words: Strings) -> pd.DataFrame:
    """Day, title, place, killed and injured of a batch's first incidents, in the reader's words."""
    rows = batch.tables["incidents"].head(PREVIEWED)
    told = batch.tables.get(
        "observations", pd.DataFrame(columns=["incident_id", "measure", "group"])
    )
    told = told[told["incident_id"].isin(rows["incident_id"]) & (told["group"] == "all")]
    numbers = {
        measure: [
            _said(told[(told["incident_id"] == one) & (told["measure"] == measure)], words)
            for one in rows["incident_id"]
        ]
        for measure in MEASURES
    }
    spans = (
        rows["date_low"]
        .dt.strftime("%Y-%m-%d")
        .where(
            rows["date_low"] == rows["date_high"],
            rows["date_low"].dt.strftime("%Y-%m-%d")
            + " / "
            + rows["date_high"].dt.strftime("%Y-%m-%d"),
        )
    )
    columns = ["day", "title", *MEASURES, "place", "country", "place_precision", "note"]  # fmt: skip
    return rows.assign(**numbers, day=spans)[columns]


def _said(observations: pd.DataFrame, words: Strings) -> str:
    if observations.empty:
        return words("numbers.not_reported")
    row = observations.iloc[0]
    low, value, high = (None if pd.isna(row[end]) else int(row[end]) for end in ("low", "value", "high"))  # fmt: skip
    best = low if value is None else value
    return said(
        Figure("incidents", low, best, high, row["qualifier"] in OPEN_QUALIFIERS, 1, 0), words
    )


def _written(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows with their days as the file has them: no time of day that nobody reported."""
    return rows.assign(
        **{name: rows[name].dt.strftime("%Y-%m-%d") for name in rows.select_dtypes("datetime")}
    )


@dataclass(frozen=True)
class Before:
    """What was counted before an import, over the days the file tells of.

    Attributes:
        dataset: whose rows it brings.
        version: of the record then.
        selection: the days of the file, with every dataset.
        figures: by measure, as they were said.
        incidents: how many counted.
    """

    dataset: str
    version: str
    selection: Selection
    figures: dict[str, str]
    incidents: int


def before(view: View, batch: Batch) -> Before | None:
    """The figures of a file's own days before it is imported; None for a file without incidents."""
    incidents = batch.tables.get("incidents", pd.DataFrame())
    if incidents.empty:
        return None
    first: dt.date = incidents["date_low"].min().date()
    last: dt.date = incidents["date_high"].max().date()
    cause = str(incidents["cause"].mode().iloc[0])
    selection = Selection(date_from=first, date_to=last, cause=cause)
    figures, n = _figures(view, selection)
    return Before(batch.source.name, view.holdings.record.version, selection, figures, n)


def changed(view: View, was: Before) -> None:
    """The figures of the file's days before and after, and the way to its rows."""
    words = view.words
    if view.holdings.record.version == was.version:
        st.info(words("data.changed.waiting"))
        return
    figures, n = _figures(view, was.selection)
    start, end = was.selection.date_from, was.selection.date_to
    assert start is not None and end is not None
    st.markdown(f"**{words.md('data.changed.title', days=days(start, end, words))}**")
    rows = [
        {
            words("data.changed.what"): words.term("measure", measure),
            words("data.changed.before"): was.figures[measure],
            words("data.changed.after"): figures[measure],
        }
        for measure in SHOWN
    ]
    rows.append(
        {
            words("data.changed.what"): words.term("measure", "incidents"),
            words("data.changed.before"): str(was.incidents),
            words("data.changed.after"): str(n),
        }
    )
    static_table(pd.DataFrame(rows))
    own = was.selection.replace(dataset=(was.dataset,))
    st.page_link(
        "components/pages/incidents.py",
        label=words("data.changed.see"),
        query_params=own.to_params(),
    )
    chosen = view.selection.dataset or datasets(view.holdings.record)
    listed = words("covered.and").join(words.term("dataset", name) for name in chosen)
    st.caption(literal(words("data.changed.switched_on", list=listed)))


def _figures(view: View, selection: Selection) -> tuple[dict[str, str], int]:
    answer = query(view.holdings.record, selection)
    rows = answer.figures()
    return {one: said(of_row(rows.loc[one]), view.words) for one in SHOWN}, len(answer.ids)
