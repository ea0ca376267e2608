"""Tables in the reader's words: codes and notes said, days as days, no false upper end."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
import streamlit as st

from components.parts.filters import view as view_of_this_run
from components.view import View
from components.words.language import Strings, literal
from components.words.names import note_text, publisher_name

# columns whose values are of a closed list, and the terms that say them
SAID = {
    name: name
    for name in (
        "measure", "group", "qualifier", "role", "stance", "about", "event_type", "target_type",
        "attribution_status", "affiliation", "care", "basis", "verification_grade", "district", "country",
    )
} | {"type": "source_type", "status": "attribution_status", "side": "side", "place_precision": "place_precision"}  # fmt: skip

# what the record says in its own words, or names
WRITTEN = {"note": note_text, "publisher": publisher_name, "claimant": publisher_name, "who_says": publisher_name}  # fmt: skip


def table(rows: pd.DataFrame, **settings: Any) -> Any:
    """A table of rows, in the reader's words; an empty text cell is empty, not the word None.

    Where ``open`` says that a figure has no upper end, its ``high`` is blank and ``open`` says "or more": at least
    35 is not 35, 35, 35.

    Args:
        rows: the rows. A column without a name in the settings has the strings' name of it, or its own.
        **settings: passed on to ``st.dataframe``.
    """
    view = view_of_this_run()
    words = view.words
    rows = _without_false_ends(rows, words)
    texts = rows.select_dtypes(["str", "object"]).columns
    named = words.section("column")
    own = {name: named[name] for name in rows.columns if name in named}
    config = own | settings.get("column_config", {})
    for name in rows.select_dtypes("datetime").columns:
        if isinstance(config.get(name, name), str):  # else a day has a time of midnight
            config[name] = st.column_config.DateColumn(config.get(name), format="YYYY-MM-DD")
    settings["column_config"] = config
    said = {
        name: [words.term(SAID[name], value) for value in rows[name]]
        for name in rows.columns
        if name in SAID
    } | {
        name: [WRITTEN[name](view.record, text, words) for text in rows[name]]
        for name in rows.columns
        if name in WRITTEN
    }
    return st.dataframe(
        rows.fillna(dict.fromkeys(texts, "")).assign(**said),
        hide_index=True,
        placeholder="",
        **settings,
    )


def _without_false_ends(rows: pd.DataFrame, words: Strings) -> pd.DataFrame:
    for name in [one for one in rows.columns if one == "open" or one.endswith("_open")]:
        opened = rows[name].fillna(False).astype(bool)
        high = f"{name.removesuffix('open')}high"
        if high in rows:
            rows = rows.assign(**{high: rows[high].mask(opened)})
        rows = rows.assign(**{name: opened.map({True: words("numbers.or_more"), False: ""})})
    return rows


def static_table(rows: pd.DataFrame) -> None:
    """A table that is all there at once; its cells show letter by letter, where ``st.table`` would read Markdown."""
    shown = rows.map(lambda cell: literal(cell) if isinstance(cell, str) else cell)
    st.table(shown.rename(columns=literal))


def number_columns(view: View, names: Sequence[str]) -> dict[str, Any]:
    """Column settings for people: whole numbers, blank where unknown."""
    return {
        name: st.column_config.NumberColumn(view.words(f"column.{name}"), format="localized")
        for name in names
    }


def observation_columns(view: View) -> dict[str, Any]:
    """Column settings for a table of observations."""
    words = view.words
    numbers = number_columns(
        view, ("low", "value", "high", "gives_low", "gives_best", "gives_high")
    )
    texts = (
        "incident_id",
        "measure",
        "group",
        "publisher",
        "published",
        "qualifier",
        "words",
        "role",
    )
    return {
        **numbers,
        **{name: words(f"column.{name}") for name in texts},
        "url": st.column_config.LinkColumn(
            words("column.url"), display_text=words("exhibit.source")
        ),
    }
