"""What was selected, and where a figure comes from, as sentences a person can read aloud."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from babel import Locale

from components.words.language import DEFAULT, Strings
from components.words.names import (
    actor_name,
    note_text,
    own_places,
    place_named,
    publishers,
    side_name,
)
from components.words.numbers import begun, day, said, unreported
from data.counting.asked import Problem
from data.counting.figure import Figure
from data.counting.query import countries
from data.counting.selection import PARAMETERS, Selection
from data.record.cluster import BETWEEN
from data.record.ids import among
from data.record.kept import kept
from data.record.record import Record
from data.sources.producers import SOURCES

NEAR_DEG = 0.06  # some 6 km: a gazetteer's point and another's of one municipality
# what a composed title says, by whether what was done and what was hit are told: "other" says nothing
COMPOSED = {
    (True, True): "incident",
    (True, False): "incident_done",
    (False, True): "incident_hit",
    (False, False): "incident_place",
}
NOT_STATED = "ZZ"  # a country, such as of a death at sea


def place_name(record: Record, row: Any, words: Strings) -> str:
    """The place of an incident in the reader's language, where the record has a name of it there.

    Args:
        record: the record.
        row: a row of its incidents.
        words: the reader's language.
    """
    return own_places(record, words.language).get(row.place_id, str(row.place))


def area_name(record: Record, row: Any, words: Strings) -> str:
    """What an area of the map is called: the named place at its middle, else the place its incidents name most.

    Args:
        record: the record.
        row: an area of a ``Placing``.
        words: the reader's language.
    """
    named = _areas(record)
    away = np.hypot(
        named["longitude"] - float(row.longitude), named["latitude"] - float(row.latitude)
    )
    if not len(away) or away.min() > NEAR_DEG:
        return str(max(set(row.places), key=lambda one: (row.places.count(one), -len(one))))[:28]
    names = named.loc[away.idxmin()]
    name = place_named(names, words)
    return words("map.near_airport", place=name) if names["kind"] == "airport" else name


@kept
def _areas(record: Record) -> pd.DataFrame:
    """Municipalities and towns with a point, in each language; of two at one point the larger comes first."""
    rows = record.places[record.places["latitude"].notna()]
    order = {
        kind: n
        for n, kind in enumerate(("municipality", "town", "front", "airport", "neighbourhood"))
    }
    rows = rows.assign(order=rows["kind"].map(order)).dropna(subset="order").sort_values("order")
    named = rows[["name_en", "name_ar", "name_fr", "kind"]].fillna("").astype(str)
    return named.assign(longitude=rows["longitude"].astype(float), latitude=rows["latitude"].astype(float)).reset_index(drop=True)  # fmt: skip


def incident_title(record: Record, row: Any, words: Strings) -> str:
    """What an incident is called: its title in English, else what was done, what was hit and where.

    Args:
        record: the record.
        row: a row of its incidents.
        words: the reader's language; the record's own titles are English.
    """
    if words.language == DEFAULT:
        return str(row.title)
    form = COMPOSED[row.event_type != "other", row.target_type != "other"]
    said_so = words(
        f"sentence.{form}",
        event=words.term("event_type", row.event_type),
        target=words.term("target_type", row.target_type),
        place=place_name(record, row, words),
    )
    return begun(said_so)


def title_and_place(record: Record, row: Any, words: Strings) -> str:
    """An incident's title and its place, which a composed title names already."""
    title = incident_title(record, row, words)
    return f"{title}, {place_name(record, row, words)}" if words.language == DEFAULT else title


def titled(record: Record, rows: pd.DataFrame, words: Strings) -> pd.DataFrame:
    """Rows of incidents with ``title`` and ``place`` in the reader's words."""
    if words.language == DEFAULT:
        return rows
    each = list(rows.itertuples())
    return rows.assign(
        title=[incident_title(record, row, words) for row in each],
        place=[place_name(record, row, words) for row in each],
    )


def stack_tip(figure: Figure, n: int, measure: str, words: Strings) -> str:
    """What a mark says that stands for several incidents: how many, their people, how many gave no figure."""
    told = words("map.tip_people", measure=words.term("measure", measure), figure=said(figure, words))  # fmt: skip
    return "\n".join(filter(None, (words("map.tip_square", n=n), told, unreported(figure, words))))


def elsewhere(record: Record, selection: Selection, words: Strings) -> str:
    """Where the incidents of a selection were, if not in Libya alone: a country, or how many; else empty."""
    found = [code for code in countries(record, selection) if code != NOT_STATED]
    if found in ([], ["LY"]):
        return ""
    if len(found) > 1:
        return words("numbers.countries", n=len(found))
    return str(Locale.parse(words.language).territories.get(found[0], found[0]))


def selection_sentence(selection: Selection, record: Record, words: Strings) -> str:
    """The selection as one sentence, complete enough to repeat it.

    Args:
        selection: what was asked for.
        record: names actors, and its date stands for "now".
        words: the reader's language.
    """
    start, end = selection.date_from, selection.date_to
    if start and end:
        period = words(
            "sentence.on" if start == end else "sentence.from_to",
            start=day(start, words),
            end=day(end, words),
        )
    elif start:
        period = words("sentence.since", start=day(start, words))
    elif end:
        period = words("sentence.until", end=day(end, words))
    else:
        period = words("sentence.all_days")
    clauses = [words("sentence.opening"), period]
    for field, value in selection.clauses():
        if field in ("date_from", "date_to", "as_known_on", "measure", "within_km"):
            continue
        clauses.append(
            words(f"sentence.{field}", value=_value(field, value, selection, record, words))
        )
    known = selection.as_known_on or record.date
    clauses.append(words("sentence.as_known_on", day=day(known, words)))
    return words("sentence.joint").join(clauses) + words("sentence.stop")


def _value(field: str, value: Any, selection: Selection, record: Record, words: Strings) -> str:
    if field == "near":
        return words(
            "sentence.point",
            place=_at(record, value, words),
            km=selection.to_params()[PARAMETERS["within_km"]][0],
        )
    parts = value if isinstance(value, tuple) else (value,)
    if field in ("actor", "claimant"):
        named = [actor_name(record, part, words) for part in parts]
    elif field == "side":
        named = [side_name(record, part, words) for part in parts]
    else:
        named = [words.term(field, part) for part in parts]
    return words("sentence.or").join(named)


def _at(record: Record, point: tuple[float, float], words: Strings) -> str:
    """A point as a reader knows it: the place of the record that lies there, and its degrees."""
    rows = record.places
    here = rows[(rows["latitude"] == point[0]) & (rows["longitude"] == point[1])]
    if here.empty:
        return f"{point[0]}, {point[1]}"
    return f"{place_named(here.iloc[0], words)} ({point[0]}, {point[1]})"


def problem_sentence(problem: Problem, words: Strings) -> str:
    """Why a part of a link or command cannot be."""
    expected = words(f"expected.{problem.expected}", **problem.details)
    return words("problem", parameter=problem.parameter, value=problem.value, expected=expected)


def citation(
    figure: Figure,
    what: str,
    selection: Selection,
    record: Record,
    link: str,
    ids: list[str],
    words: Strings,
) -> str:
    """A figure ready to paste: number, selection, publishers, record version, link.

    Args:
        figure: the figure.
        what: what is counted, in the reader's words.
        selection: what was asked for.
        record: the record.
        link: address of the view, or its query string.
        ids: incidents behind the figure.
        words: the reader's language.
    """
    return words(
        "citation",
        figure=said(figure, words),
        unreported=f"; {unreported(figure, words)}" if figure.unreported else "",
        what=what,
        sentence=selection_sentence(selection, record, words),
        publishers=words("covered.and").join(publishers(record, ids, words))
        or words("numbers.not_reported"),
        title=note_text(record, record.title, words),
        version=record.version,
        date=day(record.date, words),
        link=link,
    )


def attributed(
    record: Record, imported: dict[str, dt.date], ids: Sequence[str], words: Strings
) -> str:
    """The attribution that imported datasets ask for, with the day of access; empty where none is counted.

    Args:
        record: the record as the chosen datasets tell it.
        imported: by dataset, the day its newest batch came in.
        ids: the incidents that are counted.
        words: the reader's language.
    """
    rows = record.incidents
    labels = rows.loc[among(rows["incident_id"], ids), "dataset"].unique()
    there = {name for label in labels for name in label.split(BETWEEN)}
    said = [
        words("exhibit.accessed", attribution=SOURCES[name].attribution, day=day(accessed, words))
        for name, accessed in sorted(imported.items())
        if name in there and SOURCES[name].attribution
    ]
    return "".join(f"{one} " for one in said)
