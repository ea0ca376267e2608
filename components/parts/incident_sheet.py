"""One incident on the screen: figures, who says how many, who says who, sources, and its link."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from components.parts.exhibit import chart
from components.parts.incident_sources import incident_sources
from components.parts.kept_here import kept_here
from components.parts.tables import observation_columns, table
from components.pictures.claim_charts import sayings
from components.pictures.furniture import SHARED_PIXELS
from components.view import View, furniture
from components.words.language import literal
from components.words.names import actor_name, note_text, publisher_name
from components.words.numbers import day, days, said
from components.words.sentences import titled
from data.counting.attribution import attribution, claims_known
from data.counting.estimate import as_of, estimates_from, votes
from data.counting.figure import Figure, of_row
from data.record.cluster import members
from data.record.vocabulary import OPEN_QUALIFIERS

NOT_REPORTED = Figure("incidents", None, None, None)


def incident_sheet(view: View, incident_id: str, key: str = "sheet") -> None:
    """Draw one incident.

    Args:
        view: the view; its ``as_known_on`` holds here too.
        incident_id: the incident.
        key: keeps the elements apart when two sheets are drawn.
    """
    words, record = view.words, view.record
    row = record.incidents[record.incidents["incident_id"] == incident_id].iloc[0]
    own_title = row["title"]
    row = titled(record, row.to_frame().T, words).iloc[0]
    known = view.selection.as_known_on
    if record.known_since[incident_id] > as_of(record, known):
        st.info(words.md("incident.not_yet", day=day(record.known_since[incident_id], words)))
        return
    ballot = votes(record, known, [incident_id])
    ballot = ballot[(ballot["incident_id"] == incident_id) & (ballot["role"] != "not yet known")]
    claims = claims_known(record, known)
    claims = claims[claims["incident_id"] == incident_id]
    found = estimates_from(ballot)
    st.subheader(literal(row["title"]), anchor=False)
    if row["title"] != own_title:
        st.caption(literal(own_title))
    place = words(
        "incident.where",
        place=row["place"],
        precision=words.term("place_precision", row["place_precision"]),
    )
    st.text(f"{days(row['date_low'], row['date_high'], words)}. {place}")
    _figures(view, found, row, claims)
    _recorded_as(view, incident_id)
    if not pd.isna(row["note"]):
        st.info(literal(note_text(record, row["note"], words)))
    if not pd.isna(row["care_reason"]):
        care = words.term("care", row["care"])
        reason = note_text(record, row["care_reason"], words)
        st.caption(literal(words("incident.care", care=care, reason=reason)))
    _who_says_how_many(view, ballot, found, row, key)
    _who_says_who(view, claims)
    incident_sources(view, ballot, claims, row)
    kept_here(view, incident_id)
    st.caption(words("incident.link"))
    st.code(incident_link(view, incident_id), language=None, wrap_lines=True)


def _recorded_as(view: View, incident_id: str) -> None:
    """The records counted as this one incident, and which of them the chosen datasets leave out."""
    words, whole = view.words, view.holdings.record
    rows = members(whole, incident_id)
    if len(rows) < 2:
        return
    named = [
        words("incident.as_row", dataset=words.term("dataset", row.dataset), id=row.incident_id)
        for row in rows.itertuples()
    ]
    shown = len(members(view.record, incident_id))
    left = words("incident.left_out", n=len(rows) - shown) if shown < len(rows) else ""
    st.caption(
        literal(f"{words('incident.recorded_as', n=len(rows), list='; '.join(named))} {left}")
    )


def incident_link(view: View, incident_id: str) -> str:
    """Address that opens this incident with this selection in any browser."""
    url = st.context.url or ""
    base = url.split("?")[0].rstrip("/")
    base = base[: base.rfind("/")] if base.count("/") > 2 else base
    return f"{base}/incidents?incident={incident_id}&{view.query}"


def _figures(view: View, found: pd.DataFrame, row: pd.Series, claims: pd.DataFrame) -> None:
    words = view.words
    columns = st.columns(5)
    shown = found.set_index(["measure", "group"])
    cells = [("killed", "all"), ("killed", "children"), ("injured", "all"), ("displaced", "all")]
    for column, (measure, group) in zip(columns, cells, strict=False):
        estimate = shown.loc[(measure, group)] if (measure, group) in shown.index else None
        figure = NOT_REPORTED if estimate is None else of_row(estimate)
        label = (
            words.term("measure", measure)
            if group == "all"
            else words(
                "incident.of",
                measure=words.term("measure", measure),
                group=words.term("group", group),
            )
        )
        with column:
            st.caption(literal(label))
            st.markdown(f"**{literal(said(figure, words))}**")
            if estimate is not None:
                st.caption(literal(_rests_on(view, estimate)))
    status = attribution(row.to_frame().T, claims)["attribution_status"].iloc[0]
    with columns[4]:
        st.caption(words("incident.attribution"))
        st.markdown(f"**{literal(words.term('attribution_status', status))}**")
        grade = row["verification_grade"]
        graded = (
            words("incident.not_graded")
            if pd.isna(grade)
            else words.term("verification_grade", grade)
        )
        st.caption(words.md("incident.grade", grade=graded))


def _rests_on(view: View, estimate: pd.Series) -> str:
    words = view.words
    said_by = words(
        "incident.rests", n=int(estimate["votes"]), tier=words.term("rests_on", estimate["tier"])
    )
    if pd.isna(estimate["other_low"]):
        return said_by
    low, high = int(estimate["other_low"]), int(estimate["other_high"])
    spread = f"{low}" if low == high else f"{low}-{high}"
    return f"{said_by} {words('incident.others', spread=spread)}"


def _who_says_how_many(
    view: View, ballot: pd.DataFrame, found: pd.DataFrame, row: pd.Series, key: str
) -> None:
    words = view.words
    for measure in ("killed", "injured"):
        own = ballot[(ballot["measure"] == measure) & (ballot["group"] == "all")].sort_values(
            ["known_on", "observation_id"]
        )
        numeric = own[own[["low", "value", "high"]].notna().any(axis=1)]
        if len(numeric) > 1:
            rows = pd.DataFrame([_saying(view, one) for one in numeric.itertuples()])
            estimate = found[(found["measure"] == measure) & (found["group"] == "all")].iloc[0]
            figure = of_row(estimate)
            finding = words(
                "incident.finding",
                figure=said(figure, words),
                measure=words.term("measure", measure),
                n=len(rows),
            )
            around = furniture(
                view,
                finding,
                words("incident.sayings", measure=words.term("measure", measure)),
                [row["incident_id"]],
            )
            labels = {
                kind: words(f"incident.kind.{kind}") for kind in ("rests", "beside", "superseded")
            }
            chart(
                view,
                sayings(
                    rows,
                    around,
                    labels,
                    words("trends.axis", measure=words.term("measure", measure)),
                ),
                f"{key}-{measure}-{row['incident_id']}",
                finding,
                rows[["line", "least", "value", "most", "role"]],
            )
    with st.expander(words("incident.all_observations"), expanded=len(ballot) < 8):
        columns = [
            "measure",
            "group",
            "publisher",
            "published",
            "qualifier",
            "low",
            "value",
            "high",
            "words",
            "role",
            "note",
            "url",
        ]
        table(
            ballot.sort_values(["measure", "group", "known_on"])[columns],
            column_config={**observation_columns(view), "note": words("column.note")},
            key=f"{key}-observations",
        )


def _saying(view: View, one: Any) -> dict[str, Any]:
    numbers = [None if pd.isna(n) else int(n) for n in (one.low, one.value, one.high)]
    present = [n for n in numbers if n is not None]
    is_open = one.qualifier in OPEN_QUALIFIERS
    mark = numbers[1] if numbers[1] is not None else present[0]
    published = one.published if not pd.isna(one.published) else view.words("incident.undated")
    named = publisher_name(view.record, one.publisher, view.words)
    most = 44 if view.pixels >= SHARED_PIXELS else 26
    publisher = named if len(named) <= most else named[: most - 2].rstrip() + "…"
    figure = f"{min(present)}-{max(present)}" if min(present) != max(present) else f"{mark}"
    return {
        "line": f"{published}  {publisher}",
        "least": min(present),
        "value": numbers[1],
        "most": max(present),
        "mark": mark,
        "open": is_open,
        "kind": "rests" if one.rests else "beside" if one.role == "other claim" else "superseded",
        "role": one.role,
        "label": f"{named}<br>{view.words.term('qualifier', one.qualifier)} {figure}",
    }


def _who_says_who(view: View, claims: pd.DataFrame) -> None:
    words, record = view.words, view.record
    st.markdown(f"**{words('incident.claims')}**")
    if claims.empty:
        st.text(words("incident.no_claims"))
        return
    rows = claims.sort_values(["known_on", "claim_id"]).reset_index(drop=True)
    rows["claimant"] = rows["claimant"].fillna(words("incident.unnamed"))
    rows["actor"] = [actor_name(record, actor, words) for actor in rows["actor"]]
    rows["about"] = [words.term("about", value) for value in rows["about"]]
    counts = rows.groupby(["stance", "actor", "about"])["claimant"].nunique()
    lines = [
        words(f"incident.claim_count.{stance}", actor=actor, about=about, n=n)
        for (stance, actor, about), n in counts.sort_values(ascending=False).items()
    ]
    st.text(words("sentence.joint").join(lines) + ".")
    table(
        rows[
            [
                "claimant",
                "stance",
                "actor",
                "actor_as_printed",
                "about",
                "publisher",
                "published",
                "note",
                "url",
            ]
        ],
        column_config={
            **{
                name: words(f"column.{name}")
                for name in (
                    "claimant",
                    "stance",
                    "actor",
                    "actor_as_printed",
                    "about",
                    "publisher",
                    "published",
                    "note",
                )
            },
            "url": st.column_config.LinkColumn(
                words("column.url"), display_text=words("exhibit.source")
            ),
        },
    )
