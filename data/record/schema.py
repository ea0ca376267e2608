"""Every table of the record, once: columns, types, units, limits and what each means.

The codebook of the datasheet, the Method page and the validation at load all read this file, so a
column is described in one place only. The closed lists are in ``vocabulary``.
"""

from __future__ import annotations

import re
from typing import Final

from babel import Locale

from data.record.columns import BOTH_OR_NEITHER, FITTING, Column, Kind, Table, declared, in_order
from data.record.naming import NAMES
from data.record.vocabulary import (
    ABOUT,
    BASIS,
    CARE,
    CAUSES,
    DATE_BASIS,
    EVENT_TYPES,
    GRADES,
    GROUPS,
    MEASURES,
    PRECISIONS,
    QUALIFIERS,
    STANCES,
    TARGET_TYPES,
    TOLL_GROUPS,
    TOLL_MEASURES,
    TOLL_PARTS,
    VICTIMS,
)

COUNTRIES: Final = tuple(
    str(code) for code in Locale("en").territories if re.fullmatch("[A-Z]{2}", str(code))
)

_ID: Kind = "text"
_COUNT = (0, 10_000_000)


TABLES: Final[dict[str, Table]] = {
    **NAMES,
    "incidents": declared(
        {
            "incident_id": Column(_ID, "One moment and place of harm", required=True, unique=True),
            "date_low": Column(
                "day", "First day it may have happened; decides its bin", required=True
            ),
            "date_high": Column("day", "Last day it may have happened", required=True),
            "date_precision": Column(
                "code",
                "How well the day is known",
                required=True,
                values=("day", "range", "month"),
            ),
            "title": Column("text", "What happened, in our words", required=True),
            "place": Column("text", "Place as described by the sources", required=True),
            "place_id": Column("reference", "Named place, if one fits"),
            "country": Column("code", "ISO 3166 code", required=True, values=COUNTRIES),
            "district": Column("code", "Libyan district (mantika)"),
            "latitude": Column("degree", "Latitude", unit="degrees", limits=(-90, 90)),
            "longitude": Column("degree", "Longitude", unit="degrees", limits=(-180, 180)),
            "place_precision": Column(
                "code", "How well the place is known", required=True, values=PRECISIONS
            ),
            "coordinate_source": Column("text", "Gazetteer or geolocation the point comes from"),
            "event_type": Column("code", "What was done", required=True, values=EVENT_TYPES),
            "target_type": Column("code", "What was hit", required=True, values=TARGET_TYPES),
            "cause": Column("code", "Conflict or migration", required=True, values=CAUSES),
            "victims": Column("code", "Who all its harmed were", required=True, values=VICTIMS),
            "care": Column(
                "code",
                "What of health care was hit, judged row by row; blank is not judged",
                values=CARE,
                later=True,
            ),
            "care_reason": Column("text", "Why it was judged so", later=True),
            "verification_grade": Column("code", "Grade given by a recorder", values=GRADES),
            "note": Column("text", "Trap or dispute a reader must see"),
            "report_id": Column("reference", "Report the row was taken from", required=True),
            "dataset": Column("code", "Record it belongs to", required=True),
        },
        in_order("date_low", "date_high"),
        BOTH_OR_NEITHER,
    ),
    "reports": declared(
        {
            "report_id": Column(
                _ID, "One document's word from one voucher", required=True, unique=True
            ),
            "source_id": Column("reference", "Who published the document", required=True),
            "origin_id": Column("reference", "Who vouches for what it says", required=True),
            "source_rank": Column(
                "count",
                "Standing of this statement, 1 best",
                required=True,
                limits=(1, 7),
            ),
            "publisher": Column("text", "Publisher as first noted down", required=True),
            "title": Column("text", "Headline, where noted"),
            "published": Column(
                "partial", "Publication date; YYYY-MM or YYYY where only that is known"
            ),
            "date_basis": Column("code", "How the date is known", required=True, values=DATE_BASIS),
            "basis": Column(
                "code",
                "What of the document was read; blank is not told",
                values=BASIS,
                later=True,
            ),
            "url": Column("text", "Address of the document"),
            "archived_url": Column("text", "Address of a copy in an archive", later=True),
            "language": Column("text", "Language of the document, as en", later=True),
            "excerpt": Column("text", "The words that carry its figures", later=True),
        }
    ),
    "observations": declared(
        {
            "observation_id": Column(_ID, "One figure of one report", required=True, unique=True),
            "incident_id": Column("reference", "The incident", required=True),
            "report_id": Column("reference", "The report", required=True),
            "measure": Column("code", "What is counted", required=True, values=MEASURES),
            "group": Column("code", "Of whom", required=True, values=GROUPS),
            "low": Column("count", "Least number stated", unit="people", limits=_COUNT),
            "value": Column("count", "Number stated", unit="people", limits=_COUNT),
            "high": Column("count", "Greatest number stated", unit="people", limits=_COUNT),
            "qualifier": Column("code", "How it was put", required=True, values=QUALIFIERS),
            "words": Column("text", "As printed, when it was a word"),
            "note": Column("text", "What a reader must know"),
        },
        in_order("low", "value"),
        in_order("value", "high"),
        in_order("low", "high"),
        FITTING,
    ),
    "claims": declared(
        {
            "claim_id": Column(
                _ID, "Who says who did it, in one report", required=True, unique=True
            ),
            "incident_id": Column("reference", "The incident", required=True),
            "report_id": Column("reference", "The report", required=True),
            "claimant": Column("text", "Who says so; blank when the report does not name one"),
            "claimant_actor": Column("reference", "Actor the claimant speaks for, if any"),
            "actor": Column("reference", "Actor spoken of", required=True),
            "actor_as_printed": Column("text", "The actor in the report's words"),
            "stance": Column("code", "What is said", required=True, values=STANCES),
            "about": Column(
                "code",
                "What the claim is about; only harm attributes",
                required=True,
                values=ABOUT,
            ),
            "note": Column("text", "What a reader must know"),
        }
    ),
    "tolls": declared(
        {
            "toll_id": Column(_ID, "One published total", required=True, unique=True),
            "source_id": Column("reference", "Who published it", required=True),
            "measure": Column("code", "What is counted", required=True, values=TOLL_MEASURES),
            "measure_as_printed": Column("text", "In the publisher's words", required=True),
            "of_harm": Column(
                "code", "Which part; blank is all", values=tuple(TOLL_PARTS), later=True
            ),
            "group": Column("code", "Of whom", required=True, values=TOLL_GROUPS),
            "low": Column("count", "Least number stated", limits=(0, 100_000_000)),
            "value": Column("count", "Number stated", limits=(0, 100_000_000)),
            "high": Column("count", "Greatest number stated", limits=(0, 100_000_000)),
            "qualifier": Column("code", "How it was put", required=True, values=QUALIFIERS),
            "kind": Column(
                "code",
                "Total of a period, stock on a day, or count of something that is not people",
                required=True,
                values=("total", "stock", "count of other things"),
            ),
            "period_start": Column("partial", "First day counted"),
            "as_of": Column("partial", "Day the figure speaks of", required=True),
            "as_of_basis": Column(
                "code",
                "How that day is known",
                required=True,
                values=("printed", "inferred", "partial"),
            ),
            "area": Column("text", "Area in the publisher's words", required=True),
            "area_scope": Column(
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
            "publisher": Column("text", "Publisher as first noted down", required=True),
            "document": Column("text", "Document"),
            "published": Column("partial", "Publication date"),
            "url": Column("text", "Address"),
            "note": Column("text", "Trap a reader must see"),
        },
        in_order("low", "value"),
        in_order("value", "high"),
        in_order("low", "high"),
    ),
    "milestones": declared(
        {
            "milestone_id": Column(_ID, "Dated event of context", required=True, unique=True),
            "date": Column("partial", "Day, month or year", required=True),
            "date_precision": Column("code", "How well known", values=("day", "month", "year")),
            "title": Column("text", "What happened, in our words", required=True),
            "title_ar": Column("text", "The same in Arabic", later=True),
            "title_fr": Column("text", "The same in French", later=True),
            "kind": Column("code", "Kind of event", required=True),
            "actors": Column("text", "Actors, separated by |"),
            "publisher": Column("text", "Who reports it"),
            "url": Column("text", "Where"),
            "note": Column("text", "What a reader must know"),
        }
    ),
}


def kind_of(name: str, header: str) -> Kind:
    """How a column's text is read: ``text``, ``code``, ``day``, ``partial``, ``count``, ``degree`` or ``reference``."""
    return TABLES[name].columns[header].kind
