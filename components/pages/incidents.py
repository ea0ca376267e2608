"""Every incident: search in either script, open one, share its link."""

import dataclasses

import pandas as pd
import streamlit as st

from components.parts.exhibit import empty, heading, number_columns, table
from components.parts.filters import view
from components.parts.incident_sheet import incident_sheet
from components.words.sentences import actor_name, titled
from data.counting.lineage import incident_figures
from data.counting.shard import shard
from data.record.places import mentions

PARAMETER = "incident"

v = view()
words, record, selection = v.words, v.record, v.selection
heading(v, "incidents")

whole = v.holdings.record
opened = st.query_params.get(PARAMETER)
if opened:
    opened = whole.heads.get(opened, opened)
known = record.incidents.set_index("incident_id")
if opened and opened not in set(whole.incidents["incident_id"]):
    st.error(words.md("incidents.unknown", id=opened))
    opened = None
if opened:
    if opened not in v.answer.ids:
        st.warning(words("incidents.outside"))

    def back() -> None:
        del st.query_params[PARAMETER]

    st.button(words("incidents.back"), on_click=back, icon=":material/arrow_back:")
    # a link may open an incident that the chosen datasets do not have
    incident_sheet(v if opened in known.index else dataclasses.replace(v, record=whole), opened)
    st.stop()

if not v.answer.ids:
    empty(v)
    st.stop()

text = st.text_input(
    words("incidents.search"), key="incident-search", placeholder=words("incidents.search_hint")
)
rows = known.loc[v.answer.ids].reset_index()
if text:
    rows = rows[mentions(record.places, rows, text)]
if rows.empty:
    st.info(words.md("incidents.no_match", text=text))
    st.stop()

figures = incident_figures(record, selection)
for measure in ("killed", "injured"):
    own = figures[figures["measure"] == measure].set_index("incident_id")
    rows = rows.join(own[["low", "best", "high"]].add_prefix(f"{measure}_"), on="incident_id")
arrays = shard(record, selection.as_known_on)
status = pd.Series(
    [arrays.labels["attribution_status"][c] for c in arrays.codes["attribution_status"]],
    index=arrays.ids,
)
actor = pd.Series([arrays.labels["actor"][c] for c in arrays.codes["actor"]], index=arrays.ids)
rows["attribution_status"] = [
    words.term("attribution_status", status[one]) for one in rows["incident_id"]
]
rows["actor"] = [actor_name(record, actor[one], words) for one in rows["incident_id"]]
rows = titled(record, rows, words)
rows["event_type"] = [words.term("event_type", event) for event in rows["event_type"]]
rows = rows.sort_values("date_low", ascending=False, ignore_index=True)
columns = [
    "date_low",
    "title",
    "killed_best",
    "killed_low",
    "killed_high",
    "injured_best",
    "attribution_status",
    "actor",
    "event_type",
    "target_type",
    "place",
]
st.caption(words.md("incidents.count", n=len(rows), of=len(v.answer.ids)))
picked = table(
    rows[columns],
    height=560,
    on_select="rerun",
    selection_mode="single-row",
    key="incidents-table",
    column_config={
        **{name: words(f"column.{name}") for name in columns},
        **number_columns(v, ("killed_low", "killed_best", "killed_high", "injured_best")),
        "date_low": st.column_config.DateColumn(
            words("column.day"), format="YYYY-MM-DD", pinned=True
        ),
        "title": st.column_config.TextColumn(words("column.title"), width=330),
    },
)
if picked.selection.rows:
    st.query_params[PARAMETER] = rows.at[picked.selection.rows[0], "incident_id"]
    st.rerun()
unknown = rows["killed_best"].isna().sum()
st.caption(words.md("incidents.blank", n=int(unknown)))
