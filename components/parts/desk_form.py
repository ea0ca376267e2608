"""One incident entered on one screen: its reports first, then when, where and what; what the figures come to above."""

from __future__ import annotations

import copy
import json
import secrets
from typing import Any

import streamlit as st

from components.parts.answers import refused
from components.parts.desk_fields import report_fields
from components.parts.desk_incident import incident_fields
from components.parts.leaving import ask_before_leaving
from components.view import View
from components.words.language import Strings, literal
from components.words.numbers import day, said
from data.counting.figure import of_row
from data.desk.acts import Act, Document, Kind
from data.desk.duplicates import known_documents, near_incidents
from data.desk.form import Form, entered
from data.desk.preview import preview
from data.desk.reshaping import rows_now
from data.desk.rows import Cells, Rows
from data.desk.rules import first_misfit
from data.record.record import Record
from data.record.refusal import RecordError
from data.record.reviewed import as_reviewed
from data.store.desk import write
from data.store.drafts import draft_of, drop_draft, keep_draft
from data.store.store import Store

OPEN = "_desk_form"  # the form of this session, as it is in the person's draft


# what is the same in an incident that is like another
ALIKE = {
    "title": "title", "place": "place_id", "place_words": "place", "known_to": "place_precision", "latitude": "latitude",
    "longitude": "longitude", "point_from": "coordinate_source", "event_type": "event_type", "target_type": "target_type",
    "victims": "victims", "care": "care", "cause": "cause", "first_day": "date_low",
}  # fmt: skip


def new_form(incident: str = "", like: Cells | None = None) -> Form:
    """A form with nothing in it, of a new incident or of one that is there; or with what is the same in one like it.

    Args:
        incident: id of the incident that reports are added to; empty is a new one.
        like: row of the incident that it is like; its reports and figures stay its own.
    """
    start: Form = {"id": incident} if incident else {}
    if like:
        start = {field: like[column] for field, column in ALIKE.items() if column in like}
        start.setdefault("place", like.get("place", ""))
    return {"token": secrets.token_hex(8), "form": {"incident": start, "report": [{}]}}


@st.fragment
def desk_form(view: View, store: Store, who: str) -> None:
    """The form, the draft it is kept in, and what is there already of what is entered."""
    words = view.words
    if OPEN not in st.session_state or st.session_state.get("_desk_whose") != who:
        draft = draft_of(store.files, who)
        st.session_state[OPEN] = draft or new_form()
        st.session_state["_desk_whose"] = who
        st.session_state["_desk_found"] = bool(draft) and anything(draft["form"])
        st.session_state.pop("_desk_kept", None)
    record = as_reviewed(st.session_state["_everything"], "with", "latest")
    _asked(view, record)
    held: dict[str, Any] = st.session_state[OPEN]
    above = st.container()
    token, form = held["token"], held["form"]
    there = form["incident"].get("id", "")
    if st.session_state.get("_desk_found"):
        st.info(words.md("desk.found_begun", who=who))
    if there:
        st.info(words.md("desk.adds_to", id=there, title=_title(record, there)))
        st.button(words("desk.another"), key=f"{token}-another", on_click=form["incident"].pop, args=("id",))  # fmt: skip
    st.button(words("desk.add_report"), key=f"{token}-more", on_click=form["report"].append, args=({},))  # fmt: skip
    last = len(form["report"]) - 1
    for n, report in reversed(
        list(enumerate(form["report"]))
    ):  # the newest is next to the keyboard
        name = " ".join(filter(None, (words("desk.report", n=n + 1), report.get("publisher"), report.get("published")))) if n < last else words("desk.report", n=n + 1)  # fmt: skip
        with st.expander(literal(name), expanded=n == last):
            report_fields(view, form, report, f"{token}-r{n}")
    if not there:
        with st.container(border=True):
            incident_fields(view, form["incident"], f"{token}-i")
    _keep(store, who, held)
    ask_before_leaving(words("desk.leave"), begun=anything(form))
    rows, own, wrong = _rows(form, record)
    with above:
        _comes_to(view, record, rows, form, wrong)
        if own and not there:
            _duplicates(view, record, own, rows, form)
        _hand_in(view, store, who, held, (own, rows, wrong))


def _asked(view: View, record: Record) -> None:
    """Begin what the address asks for, unless something else was begun: then the person says which."""
    words = view.words
    kind = "like" if "like" in st.query_params else "incident"
    one = st.query_params.get(kind, "")
    row = (
        rows_now(record, Document("incidents", one)).get("incidents", {}).get(one) if one else None
    )
    held = st.session_state[OPEN]
    done = (kind, one)
    if row is None or st.session_state.get("_desk_asked") == done or held["form"]["incident"].get("id") == one:  # fmt: skip
        return

    def begin() -> None:
        st.session_state[OPEN] = new_form("", row) if kind == "like" else new_form(one)
        st.session_state["_desk_asked"] = done

    if not anything(held["form"]):
        begin()
        return
    cells = st.columns([4, 1.3], vertical_alignment="center")
    cells[0].warning(words("desk.begun"))
    cells[1].button(words(f"desk.begin_{kind}"), key=f"begin-{kind}-{one}", on_click=begin)


def anything(form: Form) -> bool:
    """Whether somebody has written or chosen something in a form."""
    told = filled(form)
    return bool(told["report"]) or any(value for name, value in form["incident"].items() if name not in ("id",))  # fmt: skip


def filled(form: Form) -> Form:
    """A form without what nobody has filled in: figures that give nothing, claims of nobody, blank texts."""
    found = copy.deepcopy(form)
    for report in found["report"]:
        report["figure"] = [one for one in report.get("figure", []) if any(one.get(name) for name in ("least", "value", "greatest", "how", "words"))]  # fmt: skip
        report["claim"] = [one for one in report.get("claim", []) if one.get("stance") or one.get("actor")]  # fmt: skip
    said = ("publisher", "url", "excerpt", "title", "published", "figure", "claim")
    found["report"] = [one for one in found["report"] if any(one.get(name) for name in said)]
    named = {one.get("publisher") for one in found["report"]}
    found["publisher"] = [one for one in found.get("publisher", []) if one["name"] in named]
    return found


def _rows(form: Form, record: Record) -> tuple[Rows, str, str]:
    """The rows of what is filled in so far, the incident's id, and what is still missing or wrong."""
    told = filled(form)
    try:
        own, rows = entered(told, record)
    except RecordError as error:
        return {}, "", str(error)
    wrong = first_misfit(rows)
    return {table: rows for table, rows in rows.items() if rows}, own, wrong


def _title(record: Record, own: str) -> str:
    found = record.incidents.loc[record.incidents["incident_id"] == own, "title"]
    return str(found.iloc[0]) if len(found) else ""


def _keep(store: Store, who: str, held: dict[str, Any]) -> None:
    """Keep the draft where it has changed: it outlives the page, the session and the server."""
    now = json.dumps(held, ensure_ascii=False, sort_keys=True)
    if st.session_state.get("_desk_kept") not in (None, now):
        keep_draft(store.files, who, held)
    st.session_state["_desk_kept"] = now


def missing(form: Form, words: Strings) -> list[str]:
    """The fields that are needed and blank, by the names the reader sees."""
    told = filled(form)
    found = [] if told["report"] else [words("desk.report", n=1)]
    found += [words("desk.field.publisher") for one in told["report"] if not one.get("publisher")]
    if not told["incident"].get("id"):
        needed = {"first_day": "desk.field.first_day", "title": "desk.field.what_happened", "place": "column.place"}  # fmt: skip
        needed |= {name: f"desk.field.{name}" for name in ("known_to", "event_type", "target_type", "victims")}  # fmt: skip
        found += [words(label) for name, label in needed.items() if not told["incident"].get(name)]
    for n, report in enumerate(form["report"], 1):
        for one in report.get("figure", []):
            if one.get("value") and not (one.get("how") or one.get("least") or one.get("greatest")):
                of = words.term("measure", one["measure"]) if one.get("measure") else one["value"]
                found.append(words("desk.how_of", label=words("desk.figure.how"), report=words("desk.report", n=n), of=of))  # fmt: skip
    return list(dict.fromkeys(found))


def _comes_to(view: View, record: Record, rows: Rows, form: Form, wrong: str) -> None:
    """What the figures come to, and the rule that makes it so; or what is missing."""
    words = view.words
    blank = missing(form, view.words)
    if wrong:
        told = words("covered.joint").join(blank) or wrong
        st.caption(literal(words("desk.missing", said=told)))
        return
    for _, row in preview(record, rows).iterrows():
        rests = words("incident.rests", n=int(row["votes"]), tier=words.term("rests_on", row["tier"]))  # fmt: skip
        own = words("desk.comes", measure=words.term("measure", row["measure"]), group=words.term("group", row["group"]), figure=said(of_row(row), words), rests=rests)  # fmt: skip
        st.markdown(f"**{literal(own)}**")


def _duplicates(view: View, record: Record, own: str, rows: Rows, form: Form) -> None:
    """What may be the same: one key adds the reports to it instead."""
    words = view.words
    documents = known_documents(record, rows)
    near = near_incidents(record, own, rows)
    about = record.incidents.set_index("incident_id")
    found: dict[str, str] = {}
    for row in documents.dropna(subset=["incident_id"]).itertuples():
        found[str(row.incident_id)] = words("desk.same", same=words.term("same", row.same))
    for row in near.head(5).itertuples():
        bits = words("desk.bits", bits=f"{row.score:.1f}", km=f"{row.km:g}", days=row.days)
        found.setdefault(str(row.incident_id), bits)
    for one, why in found.items():
        if one not in about.index:
            continue
        told = about.loc[one]
        line = st.columns([4, 1.3], vertical_alignment="center")
        name = words("desk.may_be", title=told["title"], day=day(told["date_low"], words), why=why)
        line[0].warning(literal(name))
        line[1].button(words("desk.add_to_it"), key=f"add-to-{one}", on_click=form["incident"].update, args=({"id": one},))  # fmt: skip


def _hand_in(
    view: View, store: Store, who: str, held: dict[str, Any], made: tuple[str, Rows, str]
) -> None:
    """Hand in for review, keep as a draft of the record, or begin anew."""
    words, (own, rows, wrong) = view.words, made
    token = held["token"]
    row = st.columns([1.4, 1.4, 1, 2])
    hand_in = row[0].button(words("desk.hand_in"), key=f"{token}-in", type="primary", disabled=bool(wrong))  # fmt: skip
    draft = row[1].button(words("desk.as_draft"), key=f"{token}-draft", disabled=bool(wrong) or "incidents" not in rows)  # fmt: skip
    if row[2].button(words("desk.empty"), key=f"{token}-empty"):
        _begin_anew(store, who)
    if hand_in or draft:
        about = Document("incidents", own)
        kind: Kind = "enter" if "incidents" in rows else "correct"
        states = {about: "draft"} if draft else {}
        reason = "" if kind == "enter" else words("desk.adds", n=len(rows["reports"]))
        names = tuple(Document("sources", one) for one in rows.get("sources", {}))
        act = Act("", kind, who, "", (about, *names), reason, rows, states=states, token=token)
        try:
            act = write(store, view.holdings, act)
        except RecordError as error:
            held["token"] = secrets.token_hex(
                8
            )  # if it was handed in in another window, it is another from now on
            refused(error)
            return
        state = words.term("state", act.states[about])
        st.session_state["_desk_said"] = words("desk.kept", id=own, state=state, act=act.name)
        _begin_anew(store, who)


def _begin_anew(store: Store, who: str) -> None:
    drop_draft(store.files, who)
    st.session_state[OPEN] = new_form()
    for name in ("_desk_kept", "_desk_asked", "_desk_found"):
        st.session_state.pop(name, None)
    for name in ("like", "incident"):  # what the address asked for is done
        if name in st.query_params:
            del st.query_params[name]
    st.rerun()
