"""Every table of the record, once: columns, types, units, limits and what each means.

The codebook of the datasheet, the Method page and the validation at load all read this file, so a
column is described in one place only. The closed lists are in ``vocabulary``.
"""

from __future__ import annotations

from typing import Final, Literal

import pandera.pandas as pa

from data.vocabulary import (
    ABOUT,
    AFFILIATIONS,
    DATE_BASIS,
    EVENT_TYPES,
    GRADES,
    GROUPS,
    MEASURES,
    PRECISIONS,
    QUALIFIERS,
    SIDE_BASIS,
    SIDES,
    STANCES,
    TARGET_TYPES,
    VICTIMS,
)

Kind = Literal["text", "code", "day", "partial", "count", "degree", "reference"]


def _column(
    kind: Kind,
    meaning: str,
    *,
    unit: str = "",
    required: bool = False,
    values: tuple[str, ...] = (),
    limits: tuple[float, float] | None = None,
    unique: bool = False,
) -> pa.Column:
    dtype = {"day": "datetime64[us]", "count": "Int64", "degree": "Float64"}.get(kind, "str")
    checks: list[pa.Check] = []
    if values:
        checks.append(pa.Check.isin(values, error="one of: " + ", ".join(values)))
    if limits:
        checks.append(
            pa.Check.in_range(*limits, error=f"a number from {limits[0]:g} to {limits[1]:g}")
        )
    return pa.Column(
        dtype,
        checks,
        nullable=not required,
        unique=unique,
        report_duplicates="exclude_first",
        description=meaning,
        metadata={"kind": kind, "unit": unit, "values": values},
    )


def _table(columns: dict[str, pa.Column], *row_checks: pa.Check) -> pa.DataFrameSchema:
    return pa.DataFrameSchema(columns, checks=list(row_checks), strict=True, ordered=True)


def _in_order(low: str, high: str) -> pa.Check:
    """A row check: where both are known, ``low`` is not above ``high``."""
    return pa.Check(
        lambda frame: frame[low].isna() | frame[high].isna() | (frame[low] <= frame[high]),
        error=f"{low} not above {high}",
        name=f"{low}|{high}",
    )


_ID: Kind = "text"
_COUNT = (0, 10_000_000)

TABLES: Final[dict[str, pa.DataFrameSchema]] = {
    "sources": _table(
        {
            "source_id": _column(_ID, "Publisher or voucher", required=True, unique=True),
            "name": _column("text", "Name as the publisher writes it", required=True),
            "type": _column("code", "What kind of body it is", required=True),
            "affiliation": _column(
                "code",
                "Side it belongs or leans to, by our reading",
                required=True,
                values=AFFILIATIONS,
            ),
            "country": _column("text", "Where it is based, if known"),
            "reason": _column("text", "Why we gave this type and affiliation", required=True),
            "url": _column("text", "Its own page, if known"),
        }
    ),
    "actors": _table(
        {
            "actor_id": _column(
                _ID, "Force, state or body named in claims", required=True, unique=True
            ),
            "name": _column("text", "Name in English", required=True),
            "name_ar": _column("text", "Name in Arabic"),
            "aliases": _column("text", "Other names in Latin script, separated by |"),
            "aliases_ar": _column("text", "Other names in Arabic script, separated by |"),
            "leaders": _column("text", "People who lead it; not aliases", unit=""),
            "kind": _column("code", "State forces, armed group, foreign state, UN, other, unknown"),
            "note": _column("text", "What a reader must know"),
            "url": _column("text", "Where this is stated"),
        }
    ),
    "sides": _table(
        {
            "actor_id": _column("reference", "The actor", required=True),
            "side": _column("code", "Bloc it fought for", required=True, values=SIDES),
            "date_from": _column("partial", "First day of membership, if known"),
            "date_to": _column("partial", "Last day of membership, if known"),
            "basis": _column(
                "code", "How it is known; blank where no source speaks", values=SIDE_BASIS
            ),
            "who_says": _column("text", "Who says so"),
            "url": _column("text", "Where it is said"),
            "note": _column("text", "What a reader must know"),
        }
    ),
    "places": _table(
        {
            "place_id": _column(_ID, "Named place", required=True, unique=True),
            "name_en": _column("text", "Name in English", required=True),
            "name_ar": _column("text", "Name in Arabic"),
            "aliases": _column("text", "Transliterations and variants, separated by |"),
            "kind": _column(
                "code",
                "Front, airport, town, municipality, neighbourhood, district, site",
            ),
            "district": _column("code", "District it lies in"),
            "latitude": _column("degree", "Latitude", unit="degrees", limits=(-90, 90)),
            "longitude": _column("degree", "Longitude", unit="degrees", limits=(-180, 180)),
            "gazetteer": _column("text", "Where the point comes from"),
        }
    ),
    "incidents": _table(
        {
            "incident_id": _column(_ID, "One moment and place of harm", required=True, unique=True),
            "date_low": _column(
                "day", "First day it may have happened; decides its bin", required=True
            ),
            "date_high": _column("day", "Last day it may have happened", required=True),
            "date_precision": _column(
                "code",
                "How well the day is known",
                required=True,
                values=("day", "range", "month"),
            ),
            "title": _column("text", "What happened, in our words", required=True),
            "place": _column("text", "Place as described by the sources", required=True),
            "place_id": _column("reference", "Named place, if one fits"),
            "country": _column("code", "ISO 3166 code", required=True),
            "district": _column("code", "Libyan district (mantika)"),
            "latitude": _column("degree", "Latitude", unit="degrees", limits=(-90, 90)),
            "longitude": _column("degree", "Longitude", unit="degrees", limits=(-180, 180)),
            "place_precision": _column(
                "code", "How well the place is known", required=True, values=PRECISIONS
            ),
            "coordinate_source": _column("text", "Gazetteer or geolocation the point comes from"),
            "event_type": _column("code", "What was done", required=True, values=EVENT_TYPES),
            "target_type": _column("code", "What was hit", required=True, values=TARGET_TYPES),
            "victims": _column(
                "code",
                "Who all its dead and injured were",
                required=True,
                values=VICTIMS,
            ),
            "verification_grade": _column("code", "Grade given by a recorder", values=GRADES),
            "note": _column("text", "Trap or dispute a reader must see"),
            "report_id": _column("reference", "Report the row was taken from", required=True),
            "dataset": _column("code", "Record it belongs to", required=True),
        },
        _in_order("date_low", "date_high"),
    ),
    "reports": _table(
        {
            "report_id": _column(
                _ID, "One document's word from one voucher", required=True, unique=True
            ),
            "source_id": _column("reference", "Who published the document", required=True),
            "origin_id": _column("reference", "Who vouches for what it says", required=True),
            "source_rank": _column(
                "count",
                "Standing of this statement, 1 best",
                required=True,
                limits=(1, 7),
            ),
            "publisher": _column("text", "Publisher as first noted down", required=True),
            "title": _column("text", "Headline, where noted"),
            "published": _column(
                "partial", "Publication date; YYYY-MM or YYYY where only that is known"
            ),
            "date_basis": _column(
                "code", "How the date is known", required=True, values=DATE_BASIS
            ),
            "url": _column("text", "Address of the document"),
        }
    ),
    "observations": _table(
        {
            "observation_id": _column(_ID, "One figure of one report", required=True, unique=True),
            "incident_id": _column("reference", "The incident", required=True),
            "report_id": _column("reference", "The report", required=True),
            "measure": _column("code", "What is counted", required=True, values=MEASURES),
            "group": _column("code", "Of whom", required=True, values=GROUPS),
            "low": _column("count", "Least number stated", unit="people", limits=_COUNT),
            "value": _column("count", "Number stated", unit="people", limits=_COUNT),
            "high": _column("count", "Greatest number stated", unit="people", limits=_COUNT),
            "qualifier": _column("code", "How it was put", required=True, values=QUALIFIERS),
            "words": _column("text", "As printed, when it was a word"),
            "note": _column("text", "What a reader must know"),
        },
        _in_order("low", "value"),
        _in_order("value", "high"),
        _in_order("low", "high"),
    ),
    "claims": _table(
        {
            "claim_id": _column(
                _ID, "Who says who did it, in one report", required=True, unique=True
            ),
            "incident_id": _column("reference", "The incident", required=True),
            "report_id": _column("reference", "The report", required=True),
            "claimant": _column("text", "Who says so; blank when the report does not name one"),
            "claimant_actor": _column("reference", "Actor the claimant speaks for, if any"),
            "actor": _column("reference", "Actor spoken of", required=True),
            "actor_as_printed": _column("text", "The actor in the report's words"),
            "stance": _column("code", "What is said", required=True, values=STANCES),
            "about": _column(
                "code",
                "What the claim is about; only harm attributes",
                required=True,
                values=ABOUT,
            ),
            "note": _column("text", "What a reader must know"),
        }
    ),
    "tolls": _table(
        {
            "toll_id": _column(_ID, "One published total", required=True, unique=True),
            "source_id": _column("reference", "Who published it", required=True),
            "measure": _column("code", "What is counted", required=True),
            "measure_as_printed": _column("text", "In the publisher's words", required=True),
            "group": _column("code", "Of whom", required=True),
            "low": _column("count", "Least number stated", limits=(0, 100_000_000)),
            "value": _column("count", "Number stated", limits=(0, 100_000_000)),
            "high": _column("count", "Greatest number stated", limits=(0, 100_000_000)),
            "qualifier": _column("code", "How it was put", required=True, values=QUALIFIERS),
            "kind": _column(
                "code",
                "Total of a period, stock on a day, or count of something that is not people",
                required=True,
                values=("total", "stock", "count of other things"),
            ),
            "period_start": _column("partial", "First day counted"),
            "as_of": _column("partial", "Day the figure speaks of", required=True),
            "as_of_basis": _column(
                "code",
                "How that day is known",
                required=True,
                values=("printed", "inferred", "partial"),
            ),
            "area": _column("text", "Area in the publisher's words", required=True),
            "area_scope": _column(
                "code",
                "What the area is for comparison",
                required=True,
                values=(
                    "country",
                    "region",
                    "tripoli",
                    "municipality",
                    "several",
                    "other",
                ),
            ),
            "publisher": _column("text", "Publisher as first noted down", required=True),
            "document": _column("text", "Document"),
            "published": _column("partial", "Publication date"),
            "url": _column("text", "Address"),
            "note": _column("text", "Trap a reader must see"),
        },
        _in_order("low", "value"),
        _in_order("value", "high"),
    ),
    "milestones": _table(
        {
            "milestone_id": _column(_ID, "Dated event of context", required=True, unique=True),
            "date": _column("partial", "Day, month or year", required=True),
            "date_precision": _column("code", "How well known", values=("day", "month", "year")),
            "title": _column("text", "What happened, in our words", required=True),
            "kind": _column("code", "Kind of event", required=True),
            "actors": _column("text", "Actors, separated by |"),
            "publisher": _column("text", "Who reports it"),
            "url": _column("text", "Where"),
            "note": _column("text", "What a reader must know"),
        }
    ),
}

# child table -> {column: parent table}; a row whose parent is not in the record is put aside
REFERENCES: Final[dict[str, dict[str, str]]] = {
    "sides": {"actor_id": "actors"},
    "reports": {"source_id": "sources", "origin_id": "sources"},
    "incidents": {"place_id": "places", "report_id": "reports"},
    "observations": {"incident_id": "incidents", "report_id": "reports"},
    "claims": {
        "incident_id": "incidents",
        "report_id": "reports",
        "claimant_actor": "actors",
        "actor": "actors",
    },
    "tolls": {"source_id": "sources"},
}


def column_kind(table: str, column: str) -> Kind:
    """How a column's text is read: ``text``, ``code``, ``day``, ``partial``, ``count``, ``degree`` or ``reference``."""
    return TABLES[table].columns[column].metadata["kind"]


def codebook(table: str) -> list[tuple[str, str, str, str]]:
    """The columns of ``table`` for a reader.

    Returns:
        Rows of (column, kind, meaning, allowed values or unit), in the order of the file.
    """
    rows = []
    for name, column in TABLES[table].columns.items():
        allowed = ", ".join(column.metadata["values"]) or column.metadata["unit"]
        rows.append((name, column.metadata["kind"], column.description, allowed))
    return rows
