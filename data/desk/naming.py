"""What somebody means by a word: a place, an actor or a publisher of the record, in any of their names."""

from __future__ import annotations

import hashlib
import unicodedata
from typing import Final

import pandas as pd

from data.desk.rows import TABLES_OWN, Cells, Rows
from data.record.kept import kept
from data.record.places import fold
from data.record.record import Record
from data.record.refusal import RecordError


def slug(text: str) -> str:
    """A name as an id: letters, digits and hyphens; of a name in another script, letters that stand for it."""
    marked = unicodedata.normalize("NFKD", text).casefold()
    plain = "".join(c if c.isalnum() else " " for c in marked if c.isascii() and c != "'")
    own = "-".join(plain.split())[:40]
    return own or (f"name-{hashlib.sha256(text.encode()).hexdigest()[:8]}" if text.strip() else "")


def own_dataset(record: Record) -> str:
    """The dataset that entered incidents belong to: the record's own, which is kept by hand; ``desk`` where it is empty."""
    rows = record.incidents["dataset"]
    return "desk" if rows.empty else str(rows.iloc[0]).partition("|")[0]


# the columns of a table that name its rows; several names in one stand apart by |
_NAMES: Final = {
    "places": ("place_id", "name_en", "name_ar", "name_fr", "aliases"),
    "actors": ("actor_id", "name", "name_ar", "name_fr", "aliases", "aliases_ar"),
    "sources": ("source_id", "name", "name_ar", "name_fr"),
}


@kept
def _known(record: Record, table: str) -> dict[str, int]:
    """Where the row of each name stands, made once a record; of two rows of one name the first has it."""
    rows = record.table(table)
    found: dict[str, int] = {}
    for at, names in enumerate(rows[list(_NAMES[table])].fillna("").itertuples(index=False)):
        for one in "|".join(names).split("|"):
            found.setdefault(fold(one), at)
    found.pop("", None)
    return found


def _row(record: Record, table: str, named: str) -> pd.Series | None:
    at = _known(record, table).get(fold(named))
    return None if at is None else record.table(table).iloc[at]


def place_of(record: Record, named: str) -> pd.Series | None:
    """The place of a record that somebody named, by its id or one of its names in any script; None where it is none."""
    return _row(record, "places", named)


def actor_named(named: str, record: Record, where: str) -> str:
    """The id of an actor that somebody named, by its id or one of its names; empty for nobody.

    Raises:
        RecordError: the record knows none of that name.
    """
    if not named:
        return ""
    row = _row(record, "actors", named)
    if row is not None:
        return str(row["actor_id"])
    raise RecordError(f"{where} = {named!r}; expected an actor of the record, by id or name.")


def publisher_named(named: str, record: Record, rows: Rows, where: str) -> Cells:
    """A publisher by id or name: one that the form brings, or one that the record knows.

    Raises:
        RecordError: neither does.
    """
    key = fold(named)
    for cells in rows["sources"].values():
        if named == cells["source_id"] or (key and fold(cells.get("name", "")) == key):
            return cells
    row = _row(record, "sources", named)
    if row is not None:
        return {name: str(row[name]) for name in ("source_id", "name", "type")}
    raise RecordError(
        f"{where} = {named!r}; expected a publisher of the record, or one that the form describes under publisher."
    )


# what tells a row from the others of its table, so that an id can be made of it
_TOLD_BY: Final = {
    "tolls": ("source_id", "as_of", "measure", "group", "area_scope"),
    "milestones": ("date", "title"),
    "actors": ("name",),
    "places": ("name_en", "name_ar"),
    "sources": ("name", "name_ar"),
}


def filled_in(record: Record, table: str, values: Cells) -> Cells:
    """Values of a new row with what follows from them: an id, and of a toll the publisher that is meant by a name.

    Args:
        record: every row apart, with what waits.
        table: its table.
        values: by column; what is empty is not said.

    Returns:
        The values, with an id where enough is said to make one.

    Raises:
        RecordError: a toll is of a publisher that the record does not know.
    """
    told = {name: text for name, text in values.items() if text}
    if table == "tolls" and "source_id" in told:
        row = _row(record, "sources", told["source_id"])
        if row is None:
            raise RecordError(f"source_id = {told['source_id']!r}; expected a publisher of the record, by id or name.")  # fmt: skip
        told["source_id"] = str(row["source_id"])
        told.setdefault("publisher", str(row["name"]))
    own = TABLES_OWN[table]
    parts = [slug(told[name]) for name in _TOLD_BY.get(table, ()) if name in told]
    if own not in told and parts:
        told[own] = "-".join(parts)
    return told
