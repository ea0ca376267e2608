"""A field for each value of a row of the record, in the reader's words."""

from __future__ import annotations

import functools

import streamlit as st

from components.parts.tables import SAID
from components.words.language import Strings, literal
from data.desk.rows import TABLES_OWN, Cells
from data.record.references import REFERENCES
from data.record.schema import TABLES

# they follow from others, or are no person's to say
DROPPED = ("dataset", "date_precision", "date_basis")
FOLLOWS = (("tolls", "publisher"),)  # needed, and made of others where it is not said
BY_NAME = (("tolls", "source_id"),)  # found by a name too


def value_fields(words: Strings, table: str, cells: Cells, key: str, *, whole: bool = False) -> dict[str, str]:  # fmt: skip
    """A field for each value of a row that a person may say, as it stands.

    Args:
        words: of the reader's language.
        table: the row's table.
        cells: the row; none of one that is new.
        key: of the fields.
        whole: with its id and the rows of other tables that it names, of a row that is entered.

    Returns:
        What the fields hold, by column.
    """
    names = [
        name for n, name in enumerate(TABLES[table].columns)
        if whole or (n and name not in REFERENCES.get(table, {}) and name not in DROPPED)
    ]  # fmt: skip
    own = TABLES_OWN[table] if whole and table != "sides" else ""
    names.sort(key=lambda name: name == own)  # it comes last, as nobody needs to say it
    found = {}
    for n, name in enumerate(names):
        if n % 3 == 0:  # a phone and the tabulator key go from row to row
            columns = st.columns(3)
        declared = TABLES[table].columns[name]
        label = words(f"column.{name}") if name in words.section("column") else name
        if whole and (table, name) in BY_NAME:
            label = words("desk.by_name", label=label)
        if name == own:
            label = words("desk.made", label=label)
        elif whole and declared.required and (table, name) not in FOLLOWS:
            label = words("desk.needed", label=label)
        field = f"{key}-{name}"
        st.session_state.setdefault(field, cells.get(name, ""))
        with columns[n % 3]:
            if declared.values and len(declared.values) < 60:
                options = ["", *declared.values]
                named = functools.partial(_term, words, SAID.get(name, name))
                found[name] = st.selectbox(
                    literal(label), options, key=field, format_func=named, placeholder=""
                )
            else:
                found[name] = st.text_input(literal(label), key=field).strip()
    return {name: text or "" for name, text in found.items()}


def _term(words: Strings, field: str, value: str) -> str:
    return words.term(field, value) if value else ""
