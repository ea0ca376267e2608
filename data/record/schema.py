"""Every table of the record, once: columns, types, units, limits and what each means.

The codebook of the datasheet, the Method page and the validation at load all read this file, so a
column is described in one place only. The closed lists are in ``vocabulary``.
"""

from __future__ import annotations

import re
from typing import Final

import pandera.pandas as pa
from babel import Locale

from data.record.columns import BOTH_OR_NEITHER, FITTING, Kind, column, in_order, table
from data.record.vocabulary import (
    ABOUT,
    AFFILIATIONS,
    CAUSES,
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
    TOLL_GROUPS,
    TOLL_MEASURES,
    VICTIMS,
)

COUNTRIES: Final = tuple(
    str(code) for code in Locale("en").territories if re.fullmatch("[A-Z]{2}", str(code))
)

_ID: Kind = "text"
_COUNT = (0, 10_000_000)

TABLES: Final[dict[str, pa.DataFrameSchema]] = {
    "sources": table(
        {
            "source_id": column(_ID, "Publisher or voucher", required=True, unique=True),
            "name": column("text", "Name as the publisher writes it", required=True),
            "type": column("code", "What kind of body it is", required=True),
            "affiliation": column(
                "code",
                "Side it belongs or leans to, by our reading",
                required=True,
                values=AFFILIATIONS,
            ),
            "country": column("text", "Where it is based, if known"),
            "reason": column("text", "Why we gave this type and affiliation", required=True),
            "url": column("text", "Its own page, if known"),
        }
    ),
    "actors": table(
        {
            "actor_id": column(
                _ID, "Force, state or body named in claims", required=True, unique=True
            ),
            "name": column("text", "Name in English", required=True),
            "name_ar": column("text", "Name in Arabic"),
            "aliases": column("text", "Other names in Latin script, separated by |"),
            "aliases_ar": column("text", "Other names in Arabic script, separated by |"),
            "leaders": column("text", "People who lead it; not aliases", unit=""),
            "kind": column("code", "State forces, armed group, foreign state, UN, other, unknown"),
            "note": column("text", "What a reader must know"),
            "url": column("text", "Where this is stated"),
        }
    ),
    "sides": table(
        {
            "actor_id": column("reference", "The actor", required=True),
            "side": column("code", "Bloc it fought for", required=True, values=SIDES),
            "date_from": column("partial", "First day of membership, if known"),
            "date_to": column("partial", "Last day of membership, if known"),
            "basis": column(
                "code", "How it is known; blank where no source speaks", values=SIDE_BASIS
            ),
            "who_says": column("text", "Who says so"),
            "url": column("text", "Where it is said"),
            "note": column("text", "What a reader must know"),
        }
    ),
    "places": table(
        {
            "place_id": column(_ID, "Named place", required=True, unique=True),
            "name_en": column("text", "Name in English", required=True),
            "name_ar": column("text", "Name in Arabic"),
            "aliases": column("text", "Transliterations and variants, separated by |"),
            "kind": column(
                "code",
                "Front, airport, town, municipality, neighbourhood, district, site",
            ),
            "district": column("code", "District it lies in"),
            "latitude": column("degree", "Latitude", unit="degrees", limits=(-90, 90)),
            "longitude": column("degree", "Longitude", unit="degrees", limits=(-180, 180)),
            "gazetteer": column("text", "Where the point comes from"),
        }
    ),
    "incidents": table(
        {
            "incident_id": column(_ID, "One moment and place of harm", required=True, unique=True),
            "date_low": column(
                "day", "First day it may have happened; decides its bin", required=True
            ),
            "date_high": column("day", "Last day it may have happened", required=True),
            "date_precision": column(
                "code",
                "How well the day is known",
                required=True,
                values=("day", "range", "month"),
            ),
            "title": column("text", "What happened, in our words", required=True),
            "place": column("text", "Place as described by the sources", required=True),
            "place_id": column("reference", "Named place, if one fits"),
            "country": column("code", "ISO 3166 code", required=True, values=COUNTRIES),
            "district": column("code", "Libyan district (mantika)"),
            "latitude": column("degree", "Latitude", unit="degrees", limits=(-90, 90)),
            "longitude": column("degree", "Longitude", unit="degrees", limits=(-180, 180)),
            "place_precision": column(
                "code", "How well the place is known", required=True, values=PRECISIONS
            ),
            "coordinate_source": column("text", "Gazetteer or geolocation the point comes from"),
            "event_type": column("code", "What was done", required=True, values=EVENT_TYPES),
            "target_type": column("code", "What was hit", required=True, values=TARGET_TYPES),
            "cause": column("code", "Conflict or migration", required=True, values=CAUSES),
            "victims": column(
                "code",
                "Who all its dead and injured were",
                required=True,
                values=VICTIMS,
            ),
            "verification_grade": column("code", "Grade given by a recorder", values=GRADES),
            "note": column("text", "Trap or dispute a reader must see"),
            "report_id": column("reference", "Report the row was taken from", required=True),
            "dataset": column("code", "Record it belongs to", required=True),
        },
        in_order("date_low", "date_high"),
        BOTH_OR_NEITHER,
    ),
    "reports": table(
        {
            "report_id": column(
                _ID, "One document's word from one voucher", required=True, unique=True
            ),
            "source_id": column("reference", "Who published the document", required=True),
            "origin_id": column("reference", "Who vouches for what it says", required=True),
            "source_rank": column(
                "count",
                "Standing of this statement, 1 best",
                required=True,
                limits=(1, 7),
            ),
            "publisher": column("text", "Publisher as first noted down", required=True),
            "title": column("text", "Headline, where noted"),
            "published": column(
                "partial", "Publication date; YYYY-MM or YYYY where only that is known"
            ),
            "date_basis": column("code", "How the date is known", required=True, values=DATE_BASIS),
            "url": column("text", "Address of the document"),
        }
    ),
    "observations": table(
        {
            "observation_id": column(_ID, "One figure of one report", required=True, unique=True),
            "incident_id": column("reference", "The incident", required=True),
            "report_id": column("reference", "The report", required=True),
            "measure": column("code", "What is counted", required=True, values=MEASURES),
            "group": column("code", "Of whom", required=True, values=GROUPS),
            "low": column("count", "Least number stated", unit="people", limits=_COUNT),
            "value": column("count", "Number stated", unit="people", limits=_COUNT),
            "high": column("count", "Greatest number stated", unit="people", limits=_COUNT),
            "qualifier": column("code", "How it was put", required=True, values=QUALIFIERS),
            "words": column("text", "As printed, when it was a word"),
            "note": column("text", "What a reader must know"),
        },
        in_order("low", "value"),
        in_order("value", "high"),
        in_order("low", "high"),
        FITTING,
    ),
    "claims": table(
        {
            "claim_id": column(
                _ID, "Who says who did it, in one report", required=True, unique=True
            ),
            "incident_id": column("reference", "The incident", required=True),
            "report_id": column("reference", "The report", required=True),
            "claimant": column("text", "Who says so; blank when the report does not name one"),
            "claimant_actor": column("reference", "Actor the claimant speaks for, if any"),
            "actor": column("reference", "Actor spoken of", required=True),
            "actor_as_printed": column("text", "The actor in the report's words"),
            "stance": column("code", "What is said", required=True, values=STANCES),
            "about": column(
                "code",
                "What the claim is about; only harm attributes",
                required=True,
                values=ABOUT,
            ),
            "note": column("text", "What a reader must know"),
        }
    ),
    "tolls": table(
        {
            "toll_id": column(_ID, "One published total", required=True, unique=True),
            "source_id": column("reference", "Who published it", required=True),
            "measure": column("code", "What is counted", required=True, values=TOLL_MEASURES),
            "measure_as_printed": column("text", "In the publisher's words", required=True),
            "group": column("code", "Of whom", required=True, values=TOLL_GROUPS),
            "low": column("count", "Least number stated", limits=(0, 100_000_000)),
            "value": column("count", "Number stated", limits=(0, 100_000_000)),
            "high": column("count", "Greatest number stated", limits=(0, 100_000_000)),
            "qualifier": column("code", "How it was put", required=True, values=QUALIFIERS),
            "kind": column(
                "code",
                "Total of a period, stock on a day, or count of something that is not people",
                required=True,
                values=("total", "stock", "count of other things"),
            ),
            "period_start": column("partial", "First day counted"),
            "as_of": column("partial", "Day the figure speaks of", required=True),
            "as_of_basis": column(
                "code",
                "How that day is known",
                required=True,
                values=("printed", "inferred", "partial"),
            ),
            "area": column("text", "Area in the publisher's words", required=True),
            "area_scope": column(
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
            "publisher": column("text", "Publisher as first noted down", required=True),
            "document": column("text", "Document"),
            "published": column("partial", "Publication date"),
            "url": column("text", "Address"),
            "note": column("text", "Trap a reader must see"),
        },
        in_order("low", "value"),
        in_order("value", "high"),
        in_order("low", "high"),
    ),
    "milestones": table(
        {
            "milestone_id": column(_ID, "Dated event of context", required=True, unique=True),
            "date": column("partial", "Day, month or year", required=True),
            "date_precision": column("code", "How well known", values=("day", "month", "year")),
            "title": column("text", "What happened, in our words", required=True),
            "kind": column("code", "Kind of event", required=True),
            "actors": column("text", "Actors, separated by |"),
            "publisher": column("text", "Who reports it"),
            "url": column("text", "Where"),
            "note": column("text", "What a reader must know"),
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


def kind_of(name: str, header: str) -> Kind:
    """How a column's text is read: ``text``, ``code``, ``day``, ``partial``, ``count``, ``degree`` or ``reference``."""
    return TABLES[name].columns[header].metadata["kind"]
