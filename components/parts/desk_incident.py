"""The fields of an incident at the desk: when, where, what was done, what was hit, who was harmed."""

from __future__ import annotations

import functools

import pandas as pd
import streamlit as st

from components.parts.desk_fields import choice, text
from components.parts.point_map import point_map
from components.view import View
from components.words.names import place_named
from data.desk.form import Form
from data.record.vocabulary import CARE, CAUSES, EVENT_TYPES, PRECISIONS, TARGET_TYPES, VICTIMS


def incident_fields(view: View, told: Form, key: str) -> None:
    """When, where, what was done, what was hit, who was harmed."""
    words, record = view.words, view.holdings.record
    when = st.columns([0.9, 0.9, 2.2])
    with when[0]:
        text(words("desk.field.first_day"), told, "first_day", key, placeholder="2019-07-02")
    with when[1]:
        text(words("desk.field.last_day"), told, "last_day", key, placeholder=told["first_day"])
    with when[2]:
        text(words("desk.field.what_happened"), told, "title", key)
    where = st.columns([1.6, 1.4, 1, 1])
    places = {row["place_id"]: _both(row, view) for _, row in record.places.iterrows()}
    with where[0]:
        choice(words("column.place"), told, "place", key, list(places), places.__getitem__, new=True)  # fmt: skip
    with where[1]:
        choice(words("desk.field.known_to"), told, "known_to", key, PRECISIONS, lambda one: words(f"desk.known_to.{one}"))  # fmt: skip
    with where[2]:
        text(words("column.latitude"), told, "latitude", key)
    with where[3]:
        text(words("column.longitude"), told, "longitude", key)
    _on_the_map(view, told, key)
    what = st.columns(4)
    for cell, name, options in zip(
        what, ("event_type", "target_type", "victims", "care"), (EVENT_TYPES, TARGET_TYPES, VICTIMS, CARE), strict=True,
    ):  # fmt: skip
        label = words(f"desk.field.{name}")
        with cell:
            choice(label, told, name, key, options, functools.partial(words.term, name))
    with st.expander(words("desk.more")):
        more = st.columns(3)
        with more[0]:
            text(words("desk.field.place_words"), told, "place_words", key)
        with more[1]:
            text(words("desk.field.point_from"), told, "point_from", key)
        with more[2]:
            choice(words("desk.field.cause"), told, "cause", key, CAUSES, lambda one: words.term("cause", one))  # fmt: skip
        text(words("column.note"), told, "note", key)


def _on_the_map(view: View, told: Form, key: str) -> None:
    """The point by a click, instead of by numbers."""
    words = view.words

    def chosen(latitude: str, longitude: str) -> None:
        st.session_state[f"{key}-latitude"] = latitude
        st.session_state[f"{key}-longitude"] = longitude
        told["point_from"] = st.session_state[f"{key}-point_from"] = words("desk.from_map")

    opened = st.expander(words("desk.on_the_map"), key=f"{key}-map-open", on_change="rerun")
    if opened.open:
        with opened:
            point_map(view, f"{key}-map", (told["latitude"], told["longitude"]), chosen)


def _both(row: pd.Series, view: View) -> str:
    """A place in the reader's script and in the other one, so that it is found by either."""
    own, others = place_named(row, view.words), [row["name_en"], row["name_ar"]]
    other = [str(one) for one in others if not pd.isna(one) and one != own]
    return f"{own} ({other[0]})" if other else own
