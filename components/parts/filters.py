"""The sidebar, bound to the address; hands a page one View."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Callable
from typing import Any

import streamlit as st

from components.parts.address import (
    accept,
    adopt_address,
    asserted,
    for_widget,
    opening,
    write_address,
)
from components.pictures.palette import Theme
from components.view import LANGUAGE_PARAMETER, View, view_of
from components.words.language import LANGUAGES, Strings, literal, strings
from components.words.names import actor_name, place_named, side_name
from components.words.numbers import day
from data.counting.asked import CLAIM_MODES, choices
from data.counting.selection import PARAMETERS, Selection
from data.record.blocs import NO_SIDE
from data.record.kept import KEPT
from data.record.record import Record
from data.record.vocabulary import CAUSES, MEASURES
from data.store.holdings import Holdings
from data.store.passed_on import passed_on

SHOWN_MEASURES = ("killed", "injured", "displaced")
DISTANCES_KM = (2.0, 5.0, 10.0, 20.0, 40.0, 80.0, 150.0, 300.0)


def view() -> View:
    """The View of this run; ``sidebar`` has made it before the page runs."""
    return st.session_state["_view"]


def sidebar(holdings: Holdings, pixels: int) -> View:
    """Draw the controls once for all pages, keep them and the address the same, and answer the choice.

    Widgets drawn inside a page lose their value when the page changes, so they are drawn here. Their
    ids, not their labels, stand in the address: a link means the same in every language.

    Args:
        holdings: the record with what was imported.
        pixels: how wide the page is.
    """
    words, record = language(), holdings.record
    adopt_address(record)
    asserted()
    _switch_on(record)
    with st.sidebar:
        _controls(record, words)
        _language_control(words)
    selection = _chosen()
    if selection.to_params() != st.session_state.setdefault("_read_as", selection.to_params()):
        accept()  # the reader has chosen something since
    write_address(selection, record, words)
    shown = view_of(holdings, selection, words, theme(), pixels)
    st.session_state["_view"] = shown
    st.session_state["_kept_back"] = passed_on(record, selection)[1]
    return shown


def _switch_on(record: Record) -> None:
    """Add a dataset that was just imported to the chosen ones, once the record has it."""
    name = st.session_state.get("_switch_on")
    if name in choices(record)["dataset"]:
        del st.session_state["_switch_on"]
        chosen = st.session_state["pick_dataset"]
        st.session_state["pick_dataset"] = (
            [*chosen, name] if chosen and name not in chosen else chosen
        )


def kept_back() -> list[str]:
    """The datasets of this run's view whose terms forbid passing rows on."""
    return st.session_state.get("_kept_back", [])


def theme() -> Theme:
    """The theme of the reader's browser."""
    return "dark" if st.context.theme.type == "dark" else "light"


def language() -> Strings:
    """The reader's language: what the address asks for, else what was chosen before, else English."""
    asked = st.query_params.get(LANGUAGE_PARAMETER)
    if asked and asked not in LANGUAGES:
        st.session_state["_unknown_language"] = asked
    if asked in LANGUAGES and "_language" not in st.session_state:
        st.session_state["_language"] = asked
    return strings(st.session_state.get("_language", LANGUAGES[0]))


def _language_control(words: Strings) -> None:
    """The choice of language, each named in itself."""

    def changed() -> None:
        st.session_state["_language"] = st.session_state["pick_language"]
        st.session_state.pop("_unknown_language", None)
        # a browser keeps the words a choice was made in until the server sends the choice again
        for name, value in list(st.session_state.items()):
            if isinstance(value, (str, list, tuple)) and str(name).startswith(
                ("pick_", "briefing-parts")
            ):
                st.session_state[name] = value

    st.session_state["pick_language"] = words.language
    st.segmented_control(
        words("language.label"),
        LANGUAGES,
        key="pick_language",
        format_func=lambda one: strings(one)("language.name"),
        required=True,
        on_change=changed,
    )


def reset(**changes: Any) -> None:
    """Change some fields of the choice from a page's button; the next run shows it."""
    for field, value in changes.items():
        st.session_state[f"pick_{field}"] = for_widget(field, value)


def _chosen() -> Selection:
    values = {field: st.session_state.get(f"pick_{field}") for field in PARAMETERS}
    values = {
        field: tuple(value) if isinstance(value, list) else value for field, value in values.items()
    }
    if values["near"] is None or values["within_km"] is None:
        values["near"] = values["within_km"] = None
    return Selection(**{field: value for field, value in values.items() if value not in (None, ())})


def _controls(record: Record, words: Strings) -> None:
    allowed = choices(record)
    first, last = _span(record)
    chosen = [
        st.session_state.get(f"pick_{field}") for field in ("date_from", "date_to", "as_known_on")
    ]
    days = [
        day for day in chosen if day
    ]  # a day before or after the record stays as it was asked for
    first, last = min([first, *days]), max([last, *days])
    label: Callable[[str], str] = functools.partial(_label, words)
    for field in ("date_from", "date_to"):
        st.date_input(
            literal(label(field)), None, first, last, key=f"pick_{field}", format="YYYY-MM-DD"
        )
    st.date_input(
        literal(label("as_known_on")),
        None,
        first,
        max(record.date, st.session_state.get("pick_as_known_on") or record.date),
        key="pick_as_known_on",
        format="YYYY-MM-DD",
        help=words.md("filters.help.as_known_on", day=day(record.date, words)),
    )
    measures = {*SHOWN_MEASURES, st.session_state["pick_measure"]}
    st.segmented_control(
        literal(label("measure")),
        [measure for measure in MEASURES if measure in measures],
        key="pick_measure",
        format_func=functools.partial(words.term, "measure"),
        required=True,
    )
    _select_one(words, "group", allowed["group"], "all")
    with st.expander(words("filters.who"), expanded=_any("side", "actor", "claimant")):
        sides = {side: side_name(record, side, words) for side in _sides_then(record)}
        _select_many(words, "side", tuple(sides), sides)
        names = {actor: actor_name(record, actor, words) for actor in record.actors["actor_id"]}
        _select_many(words, "actor", allowed["actor"], names)
        _select_one(words, "claims", CLAIM_MODES, "any")
        _select_many(words, "claimant", allowed["claimant"], names)
        ranks = {int(rank): words.term("source_rank", rank) for rank in allowed["source_rank"]}
        _select_many(words, "source_rank", tuple(ranks), ranks)
        _select_many(words, "affiliation", allowed["affiliation"])
    with st.expander(
        words("filters.what"),
        expanded=_any("event_type", "target_type", "care")
        or st.session_state["pick_cause"] != "conflict",
    ):
        _select_many(words, "event_type", allowed["event_type"])
        _select_many(words, "target_type", allowed["target_type"])
        _select_many(words, "care", allowed["care"])
        _select_one(words, "cause", CAUSES, "conflict")
    with st.expander(words("filters.where"), expanded=_any("district", "near", "place_precision")):
        _select_many(words, "district", allowed["district"])
        _near(record, words)
        _select_one(words, "place_precision", (None, *allowed["place_precision"]), None)
    with st.expander(
        words("filters.which"),
        expanded=_any("verification_grade", "dataset", "country")
        or st.session_state["pick_pending"] != "without"
        or st.session_state["pick_review"] != "latest",
    ):
        _select_many(words, "verification_grade", allowed["verification_grade"])
        _select_many(words, "dataset", allowed["dataset"])
        _select_many(words, "country", allowed["country"])
        _select_one(words, "pending", allowed["pending"], "without")
        _select_one(words, "review", allowed["review"], "latest")
    st.button(words("filters.reset"), on_click=_reset_all, args=(record,), width="stretch")


def _reset_all(record: Record) -> None:
    opened = opening(record)
    reset(**{field: getattr(opened, field) for field in PARAMETERS})


def _sides_then(record: Record) -> list[str]:
    """The blocs there were in the chosen period, no side, and what is chosen already."""
    start, end = (st.session_state.get(f"pick_{field}") for field in ("date_from", "date_to"))
    there = [bloc.bloc_id for bloc in record.blocs if bloc.touches(start, end)]
    return list(dict.fromkeys([*there, NO_SIDE, *st.session_state.get("pick_side", [])]))


def _any(*fields: str) -> bool:
    return any(st.session_state.get(f"pick_{field}") for field in fields)


def _label(words: Strings, field: str) -> str:
    return words(f"filters.{field}")


def _select_many(words: Strings, field: str, options: tuple, names: dict | None = None) -> None:
    def named(value: Any) -> str:
        return str(names.get(value, value)) if names else words.term(field, value)

    st.multiselect(
        literal(_label(words, field)),
        options,
        key=f"pick_{field}",
        format_func=named,
        placeholder=words("filters.any"),
    )


def _select_one(words: Strings, field: str, options: tuple, default: str | None) -> None:
    def named(value: str | None) -> str:
        return words("filters.any") if value is None else words.term(field, value)

    if st.session_state.get(f"pick_{field}") not in options:
        st.session_state[f"pick_{field}"] = default
    st.selectbox(literal(_label(words, field)), options, key=f"pick_{field}", format_func=named)


def _near(record: Record, words: Strings) -> None:
    points = dict(KEPT.answer(record, ("near", words.language), lambda: _points(record, words)))
    asked = st.session_state.get("pick_near")
    if asked and asked not in points:
        points[asked] = f"{asked[0]}, {asked[1]}"

    def named(point: tuple[float, float] | None) -> str:
        return words("filters.any") if point is None else points[point]

    options = (None, *sorted(points, key=points.__getitem__))
    st.selectbox(literal(_label(words, "near")), options, key="pick_near", format_func=named)
    distances = sorted({*DISTANCES_KM, st.session_state.get("pick_within_km") or 20.0})
    if asked and st.session_state.get("pick_within_km") is None:
        st.session_state["pick_within_km"] = 20.0
    st.selectbox(
        literal(_label(words, "within_km")),
        (None, *distances),
        key="pick_within_km",
        format_func=lambda km: (
            words("filters.any") if km is None else words("filters.km", km=f"{km:g}")
        ),
        disabled=st.session_state.get("pick_near") is None,
    )


def _points(record: Record, words: Strings) -> dict[tuple[float, float], str]:
    """The names of the places that have a point."""
    located = record.places[record.places["latitude"].notna()]
    return {
        (float(row["latitude"]), float(row["longitude"])): place_named(row, words)
        for _, row in located.sort_values("name_en", ascending=False).iterrows()
    }


def _span(record: Record) -> tuple[dt.date, dt.date]:
    days = [band.date_from for band in record.bands]
    if len(record.incidents):
        days.append(record.incidents["date_low"].min().date())
    return min([*days, record.date]), record.date
