"""What a person fills in of one incident, and the rows that follow; the same for the page and for a TOML file.

A form has an ``incident``, its ``report`` list, each with its ``figure`` and ``claim`` list, and a ``publisher`` list
of those the record does not know. A blank field says nothing; nothing is filled in that nobody said.
"""

from __future__ import annotations

import datetime as dt
import secrets
from typing import Any, Final

import pandas as pd

from data.desk.naming import actor_named, own_dataset, place_of, publisher_named, slug
from data.desk.rows import Cells, Rows, empty
from data.record.partial_dates import span
from data.record.record import Record
from data.record.refusal import RecordError

Form = dict[str, Any]

INCIDENT: Final = (
    "id", "first_day", "last_day", "title", "place", "place_words", "known_to", "latitude", "longitude", "point_from",
    "district", "country", "event_type", "target_type", "cause", "victims", "care", "care_reason", "grade", "note",
)  # fmt: skip
REPORT: Final = (
    "publisher", "voucher", "rank", "title", "published", "url", "archived_url", "language", "excerpt", "read", "figure", "claim",
)  # fmt: skip
FIGURE: Final = ("measure", "group", "least", "value", "greatest", "how", "words", "note")
CLAIM: Final = ("who", "who_actor", "stance", "actor", "printed", "about", "note")
PUBLISHER: Final = ("id", "name", "name_ar", "name_fr", "type", "affiliation", "country", "reason", "url")  # fmt: skip
# how good a statement usually is by who publishes it; a person may say otherwise
USUAL_RANK: Final = {
    "un investigation": "1",
    "un body": "2",
    "casualty recorder": "3",
    "ngo": "3",
    "government": "4",
    "party to the conflict": "4",
    "news agency": "5",
    "news outlet": "5",
}
OTHER_RANK: Final = "6"
SAME: Final = ("exact", "about")


def entered(form: Form, record: Record, file: str = "form") -> tuple[str, Rows]:
    """The rows of a filled form.

    Args:
        form: see the module.
        record: names places, actors and publishers.
        file: what the form came from, for what is refused.

    Returns:
        The incident's id, and its rows as text; without a row of ``incidents`` where the form only adds reports to
        an incident that is there.

    Raises:
        RecordError: a field is none, names nothing that is known, or is needed and blank.
    """
    known = {"incident": INCIDENT, "report": REPORT, "publisher": PUBLISHER}
    _only(form, tuple(known), file)
    incident = _texts(form.get("incident", {}), INCIDENT, f"{file}, incident")
    rows = empty()
    for n, one in enumerate(_list(form, "publisher", file), 1):
        cells = _texts(one, PUBLISHER, f"{file}, publisher {n}")
        own = cells.pop("id", "") or slug(cells.get("name", ""))
        if (record.sources["source_id"] == own).any():
            raise RecordError(f"{file}, publisher {n}, id = {own!r} is a publisher of the record; expected its id in the report, or another id.")  # fmt: skip
        rows["sources"][own] = {"source_id": own, **cells}
    reports = _list(form, "report", file)
    if not reports:
        raise RecordError(f"{file}: report is missing; expected at least one, since every figure has a source.")  # fmt: skip
    own_id = incident.get("id", "")
    there = bool(own_id) and bool((record.incidents["incident_id"] == own_id).any())
    if not there:
        own_id = own_id or _new_id(incident, record)
    for n, one in enumerate(reports, 1):
        _report(one, own_id, record, rows, f"{file}, report {n}")
    if not there:
        first = next(iter(rows["reports"]))
        rows["incidents"][own_id] = _incident(incident, own_id, first, record, f"{file}, incident")
    return own_id, rows


def _list(form: Form, name: str, where: str) -> list[Any]:
    found = form.get(name, [])
    if not isinstance(found, list):
        raise RecordError(f"{where}, {name} = {found!r}; expected one or more [[{name}]].")
    return found


def _new_id(incident: Cells, record: Record) -> str:
    start = f"{incident.get('first_day', '')}-{slug(incident.get('place', ''))}".strip("-")
    taken = set(record.incidents["incident_id"])
    while (found := f"{start}-{secrets.token_hex(2)}") in taken:
        pass
    return found


def _only(form: Form, names: tuple[str, ...], where: str) -> None:
    if not isinstance(form, dict):
        raise RecordError(f"{where} = {form!r}; expected fields with their values.")
    odd = [name for name in form if name not in names]
    if odd:
        raise RecordError(f"{where}: {odd[0]} is no field; expected one of {', '.join(names)}.")


def _texts(form: Form, names: tuple[str, ...], where: str) -> Cells:
    _only(form, names, where)
    cells = {}
    for name, value in form.items():
        if isinstance(value, (list, dict, bool)):
            if name in ("figure", "claim"):
                continue
            raise RecordError(f"{where}, {name} = {value!r}; expected a text, a number or a day.")
        text = value.isoformat() if isinstance(value, dt.date) else str(value).strip()
        if text and value is not None:
            cells[name] = text
    return cells


def _incident(cells: Cells, own_id: str, report: str, record: Record, where: str) -> Cells:
    start = cells.get("first_day", "")
    end = cells.get("last_day", start)
    try:
        first, last = span(start)[0], span(end)[1]
    except ValueError:
        raise RecordError(
            f"{where}, first_day = {start!r}, last_day = {end!r}; expected days as YYYY-MM-DD."
        ) from None
    whole = len(start) == len(end) == 7 and start == end
    found = {
        "incident_id": own_id,
        "date_low": first.isoformat(),
        "date_high": last.isoformat(),
        "date_precision": "month" if whole else "day" if first == last else "range",
        "title": cells.get("title", ""),
        "report_id": report,
        "dataset": own_dataset(record),
        "country": cells.get("country", "LY"),
        "cause": cells.get("cause", "conflict"),
        "verification_grade": cells.get("grade", ""),
        "place_precision": cells.get("known_to", ""),
        "coordinate_source": cells.get("point_from", ""),
    }
    as_they_are = (
        "event_type", "target_type", "victims", "care", "care_reason", "note", "district", "latitude", "longitude",
    )  # fmt: skip
    found |= {name: cells.get(name, "") for name in as_they_are}
    return {name: text for name, text in (found | _place(cells, found, record)).items() if text}


def _place(cells: Cells, found: Cells, record: Record) -> Cells:
    """What a named place tells where the form does not: its point, its district and where the point is from."""
    named = cells.get("place", "")
    place = {"place": cells.get("place_words", named)}
    row = place_of(record, named)
    if row is None:
        return place
    place["place_id"] = row["place_id"]
    if not found["district"] and not pd.isna(row["district"]):
        place["district"] = row["district"]
    if not (found["latitude"] or found["longitude"]) and not pd.isna(row["latitude"]):
        place |= {"latitude": f"{row['latitude']}", "longitude": f"{row['longitude']}"}
        if not found["coordinate_source"] and not pd.isna(row["gazetteer"]):
            place["coordinate_source"] = row["gazetteer"]
    return place


def _report(form: Form, incident: str, record: Record, rows: Rows, where: str) -> None:
    cells = _texts(form, REPORT, where)
    published = cells.get("published", "")
    if published:
        try:
            span(published)
        except ValueError:
            raise RecordError(f"{where}, published = {published!r}; expected YYYY-MM-DD, YYYY-MM or YYYY, or blank.") from None  # fmt: skip
    source = publisher_named(cells.get("publisher", ""), record, rows, f"{where}, publisher")
    voucher = cells.get("voucher", "")
    origin = publisher_named(voucher, record, rows, f"{where}, voucher") if voucher else source
    own = f"{source['source_id']}-{published or 'undated'}-{secrets.token_hex(3)}"
    usual = USUAL_RANK.get(source.get("type", ""), OTHER_RANK)
    found = {
        "report_id": own,
        "source_id": source["source_id"],
        "origin_id": origin["source_id"],
        "source_rank": cells.get("rank", usual),
        "publisher": source["name"],
        "published": published,
        "date_basis": "none" if not published else "printed" if len(published) == 10 else "partial",
        "basis": cells.get("read", ""),
        **{name: cells.get(name, "") for name in ("title", "url", "archived_url", "language", "excerpt")},
    }  # fmt: skip
    rows["reports"][own] = {name: text for name, text in found.items() if text}
    for n, one in enumerate(_list(form, "figure", where), 1):
        cells = figure_cells(_texts(one, FIGURE, f"{where}, figure {n}"), f"{where}, figure {n}")
        key = f"{own}-o{n}"
        ids = {"observation_id": key, "incident_id": incident, "report_id": own}
        rows["observations"][key] = ids | cells
    for n, one in enumerate(_list(form, "claim", where), 1):
        told = _texts(one, CLAIM, f"{where}, claim {n}")
        key = f"{own}-c{n}"
        ids = {"claim_id": key, "incident_id": incident, "report_id": own}
        rows["claims"][key] = ids | _claim(told, record, f"{where}, claim {n}")


def figure_cells(told: Cells, where: str) -> Cells:
    """A figure as somebody fills it in, as cells of an observation: what its wording makes of its numbers.

    Args:
        told: ``measure``, ``group``, ``least``, ``value``, ``greatest``, ``how``, ``words``, ``note``.
        where: names it, for what is refused.

    Raises:
        RecordError: its numbers and how they were put do not go together.
    """
    how = told.get("how", "")
    least, value, most = (told.get(name, "") for name in ("least", "value", "greatest"))
    if not how:
        how = "words" if not (least or value or most) else "" if value and not (least or most) else "range"  # fmt: skip
    if not how:
        raise RecordError(f"{where}, how is blank; expected how {value} was put: exact, at least, about ...")  # fmt: skip
    if how in SAME:
        least, most = least or value, most or value
    elif how in ("at least", "more than"):
        least, value = least or value, value or least
    elif how == "at most":
        most, value = most or value, value or most
    cells = {
        "measure": told.get("measure", ""),
        "group": told.get("group", "all"),
        "low": least,
        "value": value,
        "high": most,
        "qualifier": how,
        "words": told.get("words", ""),
        "note": told.get("note", ""),
    }
    return {name: text for name, text in cells.items() if text}


def _claim(told: Cells, record: Record, where: str) -> Cells:
    found = {
        "claimant": told.get("who", ""),
        "claimant_actor": actor_named(told.get("who_actor", ""), record, f"{where}, who_actor"),
        "actor": actor_named(told.get("actor", ""), record, f"{where}, actor"),
        "actor_as_printed": told.get("printed", ""),
        "stance": told.get("stance", ""),
        "about": told.get("about", "harm"),
        "note": told.get("note", ""),
    }
    return {name: text for name, text in found.items() if text}
