"""ACLED rows turned into rows of the record once more, in plain slow Python row by row, to hold the columns against."""

from __future__ import annotations

import datetime as dt
import re

from data.record.districts import district_of
from data.record.places import fold
from data.sources.acled import (
    _DATES,
    _DISTRICTS,
    DATE_PRECISION,
    HALF_WEEK,
    HARM,
    OLD_EVENTS,
    PRECISION,
    PUBLISHER,
    SIDES,
    VIOLENT,
)
from data.sources.cells import month_span
from data.sources.source import day_in, iso_code, row_by_row


def to_tables(raw, record):
    """ACLED rows as rows of the record; see ``Source.to_tables``."""
    return row_by_row(raw, record, _problem, _converted)


def _problem(row):
    """The first thing about a row that cannot be: column, value, expected."""
    if not re.fullmatch(r"[0-9]{1,6}", row["fatalities"].strip()):
        return "fatalities", row["fatalities"], "a whole number"
    for column, codes in (("geo_precision", PRECISION), ("time_precision", DATE_PRECISION)):
        if row[column].strip() not in codes:
            return column, row[column], f"one of {', '.join(codes)}"
    if day_in(row["event_date"], _DATES) is None:
        return "event_date", row["event_date"], "a day as 2019-07-02 or 2 July 2019"
    if not iso_code(row["country"]):
        return "country", row["country"], "a country"
    kind = row.get("sub_event_type", "").strip()
    if kind and kind not in HARM and row["event_type"].strip() != "Strategic developments":
        return "sub_event_type", kind, "one of ACLED's 25 kinds of event"
    violent = row["event_type"].strip().casefold().startswith(VIOLENT)
    if not violent and row["fatalities"].strip() == "0":
        return "event_type", row["event_type"], "an event of violence, or one with dead"
    return None


def _converted(row, known):
    key = f"acled-{row['event_id_cnty'].strip()}"
    report = {
        "report_id": key, "source_id": "acled", "origin_id": "acled", "source_rank": "3", "publisher": "ACLED",
        "title": f"Sources named: {row['source'].strip()}"[:300], **_published(row.get("timestamp", "")),
    }  # fmt: skip
    dead = row["fatalities"].strip()
    figure = {
        "observation_id": f"{key}-o",
        "incident_id": key,
        "report_id": key,
        "measure": "killed",
        "group": "all",
    }
    if dead == "0":
        figure |= {
            "qualifier": "words",
            "words": "0",
            "note": "ACLED codes 0 also where nothing is known.",
        }
    else:
        figure |= {
            "qualifier": "single",
            "value": dead,
            "note": "ACLED gives one conservative number and no range.",
        }
    return [
        ("sources", PUBLISHER),
        ("reports", report),
        ("incidents", _incident(row, key)),
        ("observations", figure),
        *_claims(row, key, known),
    ]


def _published(timestamp):
    """ACLED's own time stamp, in seconds or as a day, is the day its row was last published."""
    written = re.match(r"\d{4}-\d{2}-\d{2}", timestamp.strip())
    if written:
        return {"published": written.group(), "date_basis": "printed"}
    if not re.fullmatch(r"[0-9]{9,10}", timestamp.strip()):
        return {"published": "", "date_basis": "none"}
    day = dt.datetime.fromtimestamp(int(timestamp), dt.UTC).date()
    return {"published": day.isoformat(), "date_basis": "printed"}


def _incident(row, key):
    first, last = _span(row)
    kind = row.get("sub_event_type", "").strip() or row["event_type"].strip()
    targeted = row.get("civilian_targeting", "").strip() == "Civilian targeting"
    return {
        "incident_id": key, "date_low": first, "date_high": last, "date_precision": DATE_PRECISION[row["time_precision"].strip()],
        "title": _title(row, kind), "place": row["location"].strip() or row["country"],
        "country": iso_code(row["country"]), "district": (_DISTRICTS.get(row["admin1"].strip()) or district_of(row["admin1"])) if iso_code(row["country"]) == "LY" else "",
        "latitude": row["latitude"].strip(), "longitude": row["longitude"].strip(), "place_precision": PRECISION[row["geo_precision"].strip()],
        "coordinate_source": "ACLED", "event_type": _done(row, kind), "target_type": "other", "cause": "conflict", "victims": "unknown",
        "note": "ACLED codes this as targeting civilians." if targeted else "", "report_id": key, "dataset": "acled",
    }  # fmt: skip


def _span(row):
    """First and last day an event may have happened: ACLED dates a week by a day of it, and a month likewise."""
    day = dt.date.fromisoformat(day_in(row["event_date"], _DATES) or "")
    precision = DATE_PRECISION[row["time_precision"].strip()]
    if precision == "day":
        return day.isoformat(), day.isoformat()
    if precision == "range":
        return (day - HALF_WEEK).isoformat(), (day + HALF_WEEK).isoformat()
    return month_span(f"{day:%Y-%m}") or ("", "")


def _done(row, kind):
    """What was done, by ACLED's sub-event, else by the words its events had before there were any."""
    old = " ".join(re.sub("[-_/]", " ", row["event_type"].casefold()).split())
    return HARM.get(kind) or OLD_EVENTS.get(old, "other")


def _title(row, kind):
    """What ACLED says happened: its kind of event, place and the beginning of its notes."""
    said = " ".join(row["notes"].split())
    return f"ACLED: {kind}, {row['location'].strip()}{f': {said[:160]}' if said else ''}"


def _claims(row, key, known):
    made = []
    for number in ("1", "2"):
        name = row[f"actor{number}"].strip()
        if not name or row.get(f"inter{number}", "").strip() in ("7", "Civilians"):
            continue
        # "Military Forces of Libya (2016-) Haftar Faction": the years are ACLED's, not the name's
        plain = re.sub(r"\s*\((?:\d{4}-?)+\)\s*", " ", name).strip()
        actor = (
            next((ours for word, ours in SIDES if word in name), "")
            or known.actors.get(fold(plain))
            or f"acled-{re.sub('[^a-z0-9]+', '-', fold(plain)).strip('-')}"
        )
        if actor.startswith("acled-"):
            made.append(
                (
                    "actors",
                    {
                        "actor_id": actor,
                        "name": plain,
                        "kind": "unknown",
                        "note": "Named by ACLED.",
                    },
                )
            )
        claim = {
            "claim_id": f"{key}-{number}", "incident_id": key, "report_id": key, "claimant": "ACLED", "actor": actor,
            "actor_as_printed": name, "stance": "involved", "about": "harm",
        }  # fmt: skip
        made.append(("claims", claim))
    return made
