"""What somebody means by a word: a place, an actor or a publisher of the record, in any of their names."""

from __future__ import annotations

import hashlib
import unicodedata

import pandas as pd

from data.desk.rows import Cells, Rows
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


def place_of(record: Record, named: str) -> pd.Series | None:
    """The place of a record that somebody named, by its id or one of its names in any script; None where it is none."""
    key = fold(named)
    for _, row in record.places.iterrows():
        names = [row["place_id"], row["name_en"], row["name_ar"], row["name_fr"]]
        names += [] if pd.isna(row["aliases"]) else str(row["aliases"]).split("|")
        if key and any(not pd.isna(one) and fold(str(one)) == key for one in names):
            return row
    return None


def actor_named(named: str, record: Record, where: str) -> str:
    """The id of an actor that somebody named, by its id or one of its names; empty for nobody.

    Raises:
        RecordError: the record knows none of that name.
    """
    if not named:
        return ""
    key = fold(named)
    for _, row in record.actors.iterrows():
        names = [row["actor_id"], row["name"], row["name_ar"], row["name_fr"]]
        for others in ("aliases", "aliases_ar"):
            names += [] if pd.isna(row[others]) else str(row[others]).split("|")
        if any(not pd.isna(one) and fold(str(one)) == key for one in names):
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
    for row in record.sources[["source_id", "name", "name_ar", "name_fr", "type"]].itertuples():
        names = (row.source_id, row.name, row.name_ar, row.name_fr)
        if key and any(not pd.isna(one) and fold(str(one)) == key for one in names):
            return {"source_id": str(row.source_id), "name": str(row.name), "type": str(row.type)}
    raise RecordError(
        f"{where} = {named!r}; expected a publisher of the record, or one that the form describes under publisher."
    )
