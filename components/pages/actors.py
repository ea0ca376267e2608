"""Says who: by actor and by side, contested parts apart, no death counted twice."""

import pandas as pd
import streamlit as st

from components.claim_charts import parts
from components.exhibit import chart, empty, furniture, heading, table
from components.filters import reset, view
from components.numbers import said
from components.opened_figure import number, open_lineage, part_of
from components.sentences import actor_name
from data.attribution import NOBODY, SEVERAL, claims_known
from data.figure import of_row
from data.vocabulary import ATTRIBUTION

v = view()
words, record, selection = v.words, v.record, v.selection
heading(v, "actors")
measure = selection.measure
if not v.answer.ids:
    empty(v)
    st.stop()
st.info(words("actors.bias"))

st.subheader(words("actors.statuses"), anchor=False)
columns = st.columns(len(ATTRIBUTION) + 1)
with columns[0]:
    st.caption(words("actors.total"))
    number(v, selection, measure, "total")
    st.caption(words("trends.in_incidents", n=len(v.answer.ids)))
statuses = {
    key: part_of(v, "attribution_status", key, words.term("attribution_status", key))
    for key in ATTRIBUTION
}
for column, (status, part) in zip(columns[1:], statuses.items(), strict=True):
    with column:
        st.caption(part.name)
        if part.ids:
            number(v, selection, measure, f"status-{status}", part)
        else:
            st.text(words("actors.none"))
        st.caption(words("trends.in_incidents", n=len(part.ids)))
st.caption(words("actors.rule"))

for axis in ("side", "actor"):
    names = {
        key: words.term("side", key) if axis == "side" else actor_name(record, key, words)
        for key in v.answer.by(axis).index.get_level_values("key").unique()
    }
    totals = v.answer.by(axis).xs(measure, level="measure")
    last = [SEVERAL, NOBODY]
    order = sorted(
        totals.index,
        key=lambda key: (
            key in last,
            -float(totals.at[key, "best"]) if not pd.isna(totals.at[key, "best"]) else 0.0,
        ),
    )
    rows = []
    split = v.answer.by(f"{axis}_status").xs(measure, level="measure")
    for key in order:
        reach = sum(
            float(split.at[k, "best"])
            for k in split.index
            if k.split("|")[0] == key and not pd.isna(split.at[k, "best"])
        )
        for status in ATTRIBUTION:
            both = f"{key}|{status}"
            if both not in split.index:
                continue
            figure = of_row(split.loc[both])
            count = int(split.loc[both, ["incidents", "unreported"]].sum())
            label = f"<b>{names[key]}</b><br>{words.term('attribution_status', status)}: {said(figure, words)}<br>{words('trends.in_incidents', n=count)}"
            reading = f"{said(of_row(totals.loc[key]), words)} · {words('trends.in_incidents', n=int(totals.loc[key, ['incidents', 'unreported']].sum()))}"
            rows.append(
                {
                    "key": both,
                    "name": names[key],
                    "status": status,
                    "low": figure.low,
                    "best": figure.best,
                    "high": figure.high,
                    "incidents": figure.incidents,
                    "unreported": figure.unreported,
                    "label": label,
                    "total": reading,
                    "reach": reach,
                }
            )
    frame = pd.DataFrame(rows).astype({"low": "Int64", "best": "Int64", "high": "Int64"})
    total = said(of_row(v.answer.figures().loc[measure]), words)
    term = words.term("measure", measure)
    if statuses["contested"].ids:
        contested = said(statuses["contested"].figure, words)
        finding = words("actors.finding", contested=contested, total=total, measure=term)
    else:
        finding = words("actors.finding_none", total=total, measure=term)
    around = furniture(
        v, finding, words(f"actors.subtitle.{axis}", measure=words.term("measure", measure))
    )
    labels = {status: words.term("attribution_status", status) for status in ATTRIBUTION}
    twin = frame[["name", "status", "low", "best", "high", "incidents", "unreported"]]
    state = chart(
        v,
        parts(frame, around, labels),
        f"actors-{axis}",
        finding,
        twin,
        on_select="rerun",
        selection_mode="points",
    )
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
claims = claims_known(record, selection.as_known_on)
claims = claims[claims["incident_id"].isin(v.answer.ids) & claims["names"]]
per_actor = claims.groupby("actor").agg(
    incidents=("incident_id", "nunique"),
    claimants=("claimant", "nunique"),
    reports=("report_id", "nunique"),
)
per_actor = per_actor.sort_values("incidents", ascending=False)
everyone = (
    record.actors.set_index("actor_id")
    .loc[per_actor.index, ["name", "name_ar", "aliases", "aliases_ar"]]
    .join(per_actor)
)
sides = record.sides[record.sides["actor_id"].isin(per_actor.index)]
st.caption(words("actors.named_note"))
picked = table(
    everyone.reset_index(drop=True).replace(r"\|", ", ", regex=True),
    on_select="rerun",
    selection_mode="single-row",
    key="actors-table",
    column_config={
        name: words(f"column.{name}")
        for name in (
            "name",
            "name_ar",
            "aliases",
            "aliases_ar",
            "incidents",
            "claimants",
            "reports",
        )
    },
)
if picked.selection.rows:
    actor = everyone.index[picked.selection.rows[0]]
    st.markdown(f"**{actor_name(record, actor, words)}**")
    st.button(
        words("actors.filter"), on_click=reset, kwargs={"actor": (actor,)}, key="filter-actor"
    )
    own = claims[claims["actor"] == actor].merge(
        record.incidents[["incident_id", "title", "date_low"]], on="incident_id"
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
