"""Every incident: search in either script, open one, share its link."""

import dataclasses
import functools

import numpy as np
import pandas as pd
import streamlit as st

from components.parts.address import tell
from components.parts.exhibit import empty, heading
from components.parts.filters import view
from components.parts.incident_sheet import incident_sheet
from components.parts.tables import number_columns, table
from components.parts.windows import window
from components.view import once
from components.words.names import actor_name
from components.words.numbers import iso_days
from components.words.sentences import titled
from data.counting.lineage import one_row_each
from data.counting.search import spoken_of
from data.counting.selection import Selection
from data.counting.shard import shard
from data.record.formulas import without_formulas
from data.record.ids import among
from data.record.record import Record
from data.store.passed_on import passed_on

PARAMETER = "incident"


def incidents_file(record: Record, selection: Selection, text: str) -> bytes:
    """The selected incidents that a text finds, as CSV that spreadsheets open."""
    rows = one_row_each(record, selection)
    if text:
        rows = rows[spoken_of(record, rows, text, selection.as_known_on)]
    return without_formulas(iso_days(rows)).to_csv(index=False).encode("utf-8-sig")


v = view()
words, record, selection = v.words, v.record, v.selection
heading(v, "incidents")

whole = v.holdings.record
opened = st.query_params.get(PARAMETER)
if opened:
    opened = whole.heads.get(opened, opened)
known = record.incidents
if opened and not among([opened], whole.incidents["incident_id"])[0]:
    st.error(words.md("incidents.unknown", id=opened))
    opened = None
if opened:
    if opened not in v.answer.ids:
        st.warning(words("incidents.outside"))

    def back() -> None:
        del st.query_params[PARAMETER]

    st.button(words("incidents.back"), on_click=back, icon=":material/arrow_back:")
    # a link may open an incident that the chosen datasets do not have
    there = among([opened], known["incident_id"])[0]
    incident_sheet(v if there else dataclasses.replace(v, record=whole), opened)
    st.stop()

if not v.answer.ids:
    empty(v)
    st.stop()

text = st.text_input(
    words("incidents.search"),
    st.query_params.get("search", ""),
    key="incident-search",
    placeholder=words("incidents.search_hint"),
)
tell("search", text, "")
arrays = shard(record, selection.as_known_on)
kept = v.answer.kept
if text:
    found = once(v, ("mentions", text), lambda: spoken_of(record, known.iloc[arrays.rows[kept]].reset_index(drop=True), text, selection.as_known_on))  # fmt: skip
    kept = kept[found]
if not len(kept):
    st.info(words.md("incidents.no_match", text=text))
    st.stop()

line = st.columns([3, 1], vertical_alignment="center")
line[0].caption(words.md("incidents.count", n=len(kept), of=len(v.answer.kept)))
leaves, barred = passed_on(whole, selection)
if leaves is not None:
    line[1].download_button(
        words("incidents.export"),
        functools.partial(incidents_file, whole, leaves, text),
        "incidents.csv",
        "text/csv",
        on_click="ignore",
    )
for name in barred:
    st.caption(words.md("briefing.kept_back", dataset=words.term("dataset", name)))
kept = kept[::-1]  # the latest first
part = window(words, len(kept), "incidents")
shown = kept[part]
rows = known.iloc[arrays.rows[shown]].reset_index(drop=True)
for measure in ("killed", "injured"):
    ends, tops = arrays.told(measure, selection.group).of(np.sort(shown))
    rows[f"{measure}_open"] = tops[::-1]
    for name, numbers in zip(("low", "best", "high"), ends[:, ::-1], strict=True):
        rows[f"{measure}_{name}"] = pd.array(numbers, dtype="Int64")
labels = arrays.labels
rows["attribution_status"] = [
    words.term("attribution_status", labels["attribution_status"][code])
    for code in arrays.codes["attribution_status"][shown]
]
rows["actor"] = [
    actor_name(record, labels["actor"][code], words) for code in arrays.codes["actor"][shown]
]
rows = titled(record, rows, words)
rows["event_type"] = [words.term("event_type", event) for event in rows["event_type"]]
columns = [
    "date_low",
    "title",
    "killed_low",
    "killed_best",
    "killed_high",
    "killed_open",
    "injured_low",
    "injured_best",
    "injured_high",
    "injured_open",
    "attribution_status",
    "actor",
    "event_type",
    "target_type",
    "care",
    "place",
]
picked = table(
    rows[columns],
    height=min(38 + 35 * len(rows), 560),
    on_select="rerun",
    selection_mode="single-row",
    key="incidents-table",
    column_config={
        **{name: words(f"column.{name}") for name in columns},
        **number_columns(
            v,
            tuple(
                f"{one}_{end}" for one in ("killed", "injured") for end in ("low", "best", "high")
            ),
        ),
        "date_low": st.column_config.DateColumn(
            words("column.day"), format="YYYY-MM-DD", pinned=True
        ),
        "title": st.column_config.TextColumn(words("column.title"), width=330),
    },
)
if picked.selection.rows:
    st.query_params[PARAMETER] = rows.at[picked.selection.rows[0], "incident_id"]
    st.rerun()
unknown = np.isnan(arrays.told("killed", selection.group).of(np.sort(kept))[0][1]).sum()
if unknown:
    st.caption(words.md("incidents.blank", n=int(unknown)))
