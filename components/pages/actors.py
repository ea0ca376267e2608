"""Says who: by actor and by side, contested parts apart, no death counted twice."""

import functools

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from components.lines.claims import (
    claim_rows,
    contested_finding,
    named_alone,
    named_rows,
    of_no_side,
    whose_view,
)
from components.parts.exhibit import chart, empty, heading
from components.parts.filters import reset, view
from components.parts.opened_figure import number, open_lineage
from components.parts.tables import table
from components.parts.windows import window
from components.pictures.claim_charts import parts
from components.view import furniture, once, part_of
from components.words.language import literal
from components.words.names import actor_name, side_name
from components.words.numbers import begun
from components.words.sentences import titled
from data.counting.attribution import said_of
from data.record.ids import among
from data.record.vocabulary import ATTRIBUTION

v = view()
words, record, selection = v.words, v.record, v.selection
heading(v, "actors")
measure = selection.measure
if not v.answer.ids:
    empty(v)
    st.stop()
st.info(literal(once(v, "whose-view", lambda: whose_view(v))))

st.subheader(words("actors.statuses"), anchor=False)
columns = st.container(key="statuses").columns(len(ATTRIBUTION) + 1)
with columns[0]:
    st.caption(literal(begun(words("actors.total"))))
    number(v, selection, measure, "total")
    st.caption(words.md("trends.in_incidents", n=len(v.answer.ids)))
statuses = once(
    v,
    "statuses",
    lambda: {
        key: part_of(v, "attribution_status", key, words.term("attribution_status", key))
        for key in ATTRIBUTION
    },
)
for column, (status, part) in zip(columns[1:], statuses.items(), strict=True):
    with column:
        st.caption(literal(begun(part.name)))
        if part.ids:
            number(v, selection, measure, f"status-{status}", part)
        else:
            st.text(words("actors.none"))
        st.caption(words.md("trends.in_incidents", n=len(part.ids)))
st.caption(words("actors.rule"))

labels = {status: words.term("attribution_status", status) for status in ATTRIBUTION}


def drawn(axis: str) -> tuple[go.Figure, str, pd.DataFrame]:
    """The parts of the total by an axis, what they show in words, and their table."""
    frame = claim_rows(v, axis)
    finding = contested_finding(v) if axis == "side" else named_alone(v, frame)
    around = furniture(
        v, finding, words(f"actors.subtitle.{axis}", measure=words.term("measure", measure))
    )
    along = words("trends.axis", measure=words.term("measure", measure))
    return parts(frame, around, labels, along), finding, frame


for axis in ("side", "actor"):
    figure, finding, frame = once(v, ("parts", axis), functools.partial(drawn, axis))
    names = dict(zip(frame["key"].str.split("|").str[0], frame["name"], strict=True))
    twin = frame[["name", "status", "low", "best", "high", "open", "incidents", "unreported"]]
    state = chart(
        v,
        figure,
        f"actors-{axis}",
        finding,
        twin,
        on_select="rerun",
        selection_mode="points",
    )
    if axis == "side" and (dead := once(v, "no-side", lambda: of_no_side(v))):
        st.caption(literal(dead))
    for point in state.selection.points:
        key = (
            point["customdata"][0] if isinstance(point["customdata"], list) else point["customdata"]
        )
        who, _, status = key.partition("|")
        open_lineage(
            v,
            selection,
            measure,
            part_of(v, f"{axis}_status", key, f"{names[who]}, {labels[status]}"),
        )

st.subheader(words("actors.named"), anchor=False)


everyone = once(v, "named", lambda: named_rows(v))
sides = record.sides[record.sides["actor_id"].isin(everyone.index)]
sides = sides.assign(side=[side_name(record, side, words) for side in sides["side"]])
st.caption(words("actors.named_note"))
shown = everyone.iloc[window(words, len(everyone), "actors")]
picked = table(
    shown.reset_index(drop=True),
    on_select="rerun",
    selection_mode="single-row",
    key="actors-table",
    column_config={
        "name": st.column_config.TextColumn(words("column.name"), pinned=True),
        **{name: words(f"column.named_{name}") for name in ("blames", "acknowledges", "denies")},
        "alone": words("column.named_alone", measure=words.term("measure", measure)),
        "several": words("column.named_several", measure=words.term("measure", measure)),
        "most": st.column_config.TextColumn(words("column.named_most"), width=360),
        **{name: words(f"column.{name}") for name in ("claimants", "reports")},
    },
)
if picked.selection.rows:
    actor = shown.index[picked.selection.rows[0]]
    st.markdown(f"**{literal(actor_name(record, actor, words))}**")
    names = record.actors.set_index("actor_id").loc[
        actor, ["name", "name_ar", "aliases", "aliases_ar"]
    ]
    st.caption(literal(", ".join("|".join(names.dropna()).split("|"))))
    st.button(
        words("actors.filter"), on_click=reset, kwargs={"actor": (actor,)}, key="filter-actor"
    )
    claims = said_of(record, v.answer.ids, selection.as_known_on)
    own = claims[claims["actor"] == actor]
    own = own.iloc[window(words, len(own), "claims")]
    known = record.incidents[among(record.incidents["incident_id"], own["incident_id"])]
    own = own.merge(
        titled(record, known, words)[["incident_id", "title", "date_low"]], on="incident_id"
    )
    table(
        own[
            [
                "date_low",
                "title",
                "claimant",
                "stance",
                "actor_as_printed",
                "publisher",
                "published",
                "url",
            ]
        ],
        column_config={
            "url": st.column_config.LinkColumn(
                words("column.url"), display_text=words("exhibit.source")
            )
        },
    )
    sides = sides[sides["actor_id"] == actor]
with st.expander(words("actors.sides"), expanded=bool(picked.selection.rows)):
    table(
        sides,
        column_config={
            "url": st.column_config.LinkColumn(
                words("column.url"), display_text=words("exhibit.source")
            )
        },
    )
