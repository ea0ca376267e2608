"""The fields of a report at the desk: who published it, its figures as a small grid, its claims."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from components.view import View
from components.words.language import Strings, literal
from components.words.names import actor_name, publisher_name
from data.desk.form import OTHER_RANK, USUAL_RANK, Form
from data.desk.recognised import publisher_of
from data.record.places import fold
from data.record.record import Record
from data.record.vocabulary import (  # fmt: skip
    ABOUT,
    AFFILIATIONS,
    GROUPS,
    MEASURES,
    QUALIFIERS,
    SOURCE_RANKS,
    SOURCE_TYPES,
    STANCES,
)

FIRST_FIGURES = ({"measure": "killed"}, {"measure": "injured"})


def text(label: str, told: Form, name: str, key: str, **settings: Any) -> None:
    """A text of a form."""
    field = f"{key}-{name}"
    st.session_state.setdefault(field, str(told.get(name, "")))
    told[name] = st.text_input(literal(label), key=field, **settings).strip()


def choice(
    label: str, told: Form, name: str, key: str, options: Sequence[str], named: Callable[[str], str], *, new: bool = False, hint: str = "",
) -> None:  # fmt: skip
    """A choice of a form; blank until somebody chooses. With ``new`` a word that is none of the options stands too."""
    field = f"{key}-{name}"
    kept = told.get(name) or None
    every = [*options, kept] if kept and kept not in options else list(options)
    st.session_state.setdefault(field, kept)
    found = st.selectbox(
        literal(label), every, key=field, format_func=lambda one: named(one) if one in options else one,
        placeholder=hint, accept_new_options=new, index=None,
    )  # fmt: skip
    told[name] = (found or "").strip()


def report_fields(view: View, form: Form, report: Form, key: str) -> None:
    """One report: its source, its words, its figures and its claims."""
    words, record = view.words, view.holdings.record
    where = st.columns([2.2, 1.4, 1])
    with where[0]:
        text(words("desk.field.url"), report, "url", key)
    if report["url"] and not report.get("publisher"):
        known = publisher_of(record, report["url"])
        if known:
            report["publisher"] = known
            st.session_state[f"{key}-publisher"] = known
    names = {row.source_id: publisher_name(record, row.name, words) for row in record.sources[["source_id", "name"]].itertuples()}  # fmt: skip
    typed = st.session_state.get(f"{key}-publisher") or ""
    if typed and typed not in names:  # a name that the record knows is no new publisher
        same = [one for one, name in names.items() if fold(name) == fold(typed)]
        st.session_state[f"{key}-publisher"] = same[0] if same else typed
    with where[1]:
        choice(words("desk.field.publisher"), report, "publisher", key, list(names), lambda one: f"{names[one]} ({one})", new=True)  # fmt: skip
    with where[2]:
        text(words("desk.field.published"), report, "published", key, placeholder="2019-07-03")
    if report["publisher"] and report["publisher"] not in names:
        _new_publisher(words, form, report["publisher"], key)
    said = st.columns([2.2, 1.4, 1])
    with said[0]:
        text(words("desk.field.excerpt"), report, "excerpt", key)
    with said[1]:
        choice(words("desk.field.voucher"), report, "voucher", key, list(names), lambda one: f"{names[one]} ({one})")  # fmt: skip
    with said[2]:
        ranks = [str(rank) for rank in SOURCE_RANKS]
        usual = _usual_rank(record, form, report["publisher"])
        choice(words("desk.field.rank"), report, "rank", key, ranks, lambda one: f"{one}: {words.term('source_rank', one)}", hint=words("desk.usual", n=usual))  # fmt: skip
    _figures(words, report, key)
    with st.expander(words("desk.more"), expanded=bool(report.get("claim"))):
        more = st.columns([2.2, 1.4, 1])
        with more[0]:
            text(words("desk.field.title"), report, "title", key)
        with more[1]:
            text(words("desk.field.archived_url"), report, "archived_url", key)
        with more[2]:
            text(words("desk.field.language"), report, "language", key, placeholder="ar")
        _claims(view, report, key)


def _usual_rank(record: Record, form: Form, publisher: str) -> str:
    rows = record.sources
    known = rows.loc[rows["source_id"] == publisher, "type"]
    new = [one["type"] for one in form.get("publisher", []) if one["name"] == publisher]
    kind = str(known.iloc[0]) if len(known) else (new or [""])[0]
    return USUAL_RANK.get(kind, OTHER_RANK)


def _new_publisher(words: Strings, form: Form, name: str, key: str) -> None:
    """What a publisher is that the record does not know, and why somebody says so."""
    known = form.setdefault("publisher", [])
    told = next((one for one in known if one["name"] == name), None)
    if told is None:
        told = {"name": name}
        known.append(told)
    st.caption(words.md("desk.new_publisher", name=name))
    fields = st.columns([1, 1, 2])
    with fields[0]:
        choice(words("column.type"), told, "type", f"{key}-{name}", SOURCE_TYPES, lambda one: words.term("source_type", one))  # fmt: skip
    with fields[1]:
        choice(words("column.affiliation"), told, "affiliation", f"{key}-{name}", AFFILIATIONS, lambda one: words.term("affiliation", one))  # fmt: skip
    with fields[2]:
        text(words("desk.field.reason"), told, "reason", f"{key}-{name}")


def _figures(words: Strings, report: Form, key: str) -> None:
    """The figures of a report: what is counted, of whom, least, value, greatest, how it was put, as printed."""
    figures = report.setdefault("figure", [dict(one) for one in FIRST_FIGURES])
    shown = ("measure", "group", "least", "value", "greatest", "how", "words")
    for n, told in enumerate(figures):
        own = f"{key}-f{n}"
        cells = st.columns([1.1, 1.2, 0.8, 0.8, 0.8, 1.1, 1.2], gap="small")
        labels = [words(f"desk.figure.{name}") for name in shown]
        with cells[0]:
            choice(labels[0], told, "measure", own, MEASURES, lambda one: words.term("measure", one))  # fmt: skip
        with cells[1]:
            told.setdefault("group", "all")
            choice(labels[1], told, "group", own, GROUPS, lambda one: words.term("group", one))
        for cell, name, label in zip(cells[2:5], shown[2:5], labels[2:5], strict=True):
            with cell:
                text(label, told, name, own)
        with cells[5]:
            choice(labels[5], told, "how", own, QUALIFIERS, lambda one: words.term("qualifier", one))  # fmt: skip
        with cells[6]:
            text(labels[6], told, "words", own)
    st.button(words("desk.add_figure"), key=f"{key}-more-figures", on_click=figures.append, args=({},))  # fmt: skip


def _claims(view: View, report: Form, key: str) -> None:
    """Who says in a report who did it."""
    words, record = view.words, view.holdings.record
    actors = {one: actor_name(record, one, words) for one in record.actors["actor_id"]}
    claims = report.setdefault("claim", [])
    for n, told in enumerate(claims):
        own = f"{key}-c{n}"
        cells = st.columns([1.3, 1.1, 1.5, 1.2], gap="small")
        with cells[0]:
            text(words("column.claimant"), told, "who", own)
        with cells[1]:
            choice(words("column.stance"), told, "stance", own, STANCES, lambda one: words.term("stance", one))  # fmt: skip
        with cells[2]:
            choice(words("column.actor"), told, "actor", own, list(actors), actors.__getitem__)
        with cells[3]:
            told.setdefault("about", "harm")
            choice(words("column.about"), told, "about", own, ABOUT, lambda one: words.term("about", one))  # fmt: skip
    st.button(words("desk.add_claim"), key=f"{key}-more-claims", on_click=claims.append, args=({},))
