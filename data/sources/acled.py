"""ACLED event exports: the current layout, that of 2021 and 2022, and the upper-case one before.

ACLED gives one conservative number of the dead per event and codes 0 also where nothing is known, so
a number above 0 is kept without bounds and a 0 is kept as a word. It codes who took part, not who did
it. Events that are no harm to people (protests without dead, agreements, arrests ...) are put aside.
Its terms forbid passing rows on.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Any, Final

import pandas as pd

from data.record.districts import district_of
from data.record.places import fold
from data.record.record import Record
from data.sources.cells import month_span
from data.sources.source import Known, Refused, Source, Tables, day_in, iso_code, row_by_row

NEEDS: Final = frozenset(
    {
        "event_id_cnty", "event_date", "time_precision", "event_type", "actor1", "inter1", "actor2", "country", "admin1",
        "location", "latitude", "longitude", "geo_precision", "source", "notes", "fatalities",
    }
)  # fmt: skip
# codebook: geo_precision 1 town, 2 part of a region, 3 region; time_precision 1 day, 2 week, 3 month
PRECISION: Final = {"1": "town", "2": "municipality", "3": "region"}
HALF_WEEK: Final = dt.timedelta(days=3)  # the day that stands for a week is its middle
DATE_PRECISION: Final = {"1": "day", "2": "range", "3": "month"}
HARM: Final = {
    "Air/drone strike": "airstrike",
    "Shelling/artillery/missile attack": "shelling",
    "Armed clash": "ground fighting",
    "Government regains territory": "ground fighting",
    "Non-state actor overtakes territory": "ground fighting",
    "Suicide bomb": "suicide attack",
    "Remote explosive/landmine/IED": "IED",
    "Grenade": "other",
    "Chemical weapon": "other",
    "Abduction/forced disappearance": "abduction",
    "Attack": "other",
    "Sexual violence": "other",
    "Excessive force against protesters": "shooting",
    "Mob violence": "other",
    "Violent demonstration": "other",
    "Peaceful protest": "other",
    "Protest with intervention": "other",
}
# the words of before 2019, when battles had no sub-event
OLD_EVENTS: Final = {
    "battle no change of territory": "ground fighting",
    "battle government regains territory": "ground fighting",
    "battle non state actor overtakes territory": "ground fighting",
    "battle": "ground fighting",
    "battles": "ground fighting",
}
VIOLENT: Final = ("battle", "explosions", "violence against civilians", "remote violence")
# the words by which ACLED tells the factions of Libya's forces apart
SIDES: Final = (
    ("Haftar", "lna"),
    ("Libyan National Army", "lna"),
    ("Government of National Accord", "gna"),
)
_DATES: Final = ("%Y-%m-%d", "%d %B %Y", "%d-%B-%Y", "%d-%b-%Y", "%d %b %Y")
_DISTRICTS: Final = {
    "Al Jifarah": "Al Jafarah", "Jafara": "Al Jafarah", "Zawia": "Az Zawiyah", "Zawiyah": "Az Zawiyah", "Zwara": "Zwara", "Sirt": "Sirte",
    "Surt": "Sirte", "Benghazi": "Benghazi", "Tripoli": "Tripoli", "Misrata": "Misrata", "Misratah": "Misrata", "Murqub": "Al Murqub",
    "Almargeb": "Al Murqub", "Al Marqab": "Al Murqub", "Derna": "Derna", "Darnah": "Derna", "Murzuq": "Murzuq", "Sebha": "Sabha", "Sabha": "Sabha",
    "Nalut": "Nalut", "Ghat": "Ghat", "Ubari": "Ubari", "Jufra": "Al Jufrah", "Al Jufrah": "Al Jufrah", "Kufra": "Al Kufrah", "Ejdabia": "Ejdabia",
    "Al Jabal al Gharbi": "Jabal al Gharbi", "Wadi Ashshati": "Wadi ash Shati", "Tobruk": "Al Butnan", "Almarj": "Al Marj",
    "Al Jabal Al Akhdar": "Al Jabal al Akhdar",
}  # fmt: skip
PUBLISHER: Final = {
    "source_id": "acled",
    "name": "ACLED",
    "type": "casualty recorder",
    "affiliation": "none",
    "country": "US",
    "reason": "Non-profit that codes political violence from news, NGOs and partners; no party.",
    "url": "https://acleddata.com",
}


def to_tables(raw: pd.DataFrame, record: Record) -> tuple[Tables, list[Refused]]:
    """ACLED rows as rows of the record; see ``Source.to_tables``."""
    return row_by_row(raw, record, _problem, _converted)


def _problem(row: dict[str, str]) -> tuple[str, str, str] | None:
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


def _converted(row: dict[str, str], known: Known) -> list[tuple[str, dict[str, Any]]]:
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


def _published(timestamp: str) -> dict[str, str]:
    """ACLED's own time stamp, in seconds or as a day, is the day its row was last published."""
    written = re.match(r"\d{4}-\d{2}-\d{2}", timestamp.strip())
    if written:
        return {"published": written.group(), "date_basis": "printed"}
    if not re.fullmatch(r"[0-9]{9,10}", timestamp.strip()):
        return {"published": "", "date_basis": "none"}
    day = dt.datetime.fromtimestamp(int(timestamp), dt.UTC).date()
    return {"published": day.isoformat(), "date_basis": "printed"}


def _incident(row: dict[str, str], key: str) -> dict[str, str]:
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


def _span(row: dict[str, str]) -> tuple[str, str]:
    """First and last day an event may have happened: ACLED dates a week by a day of it, and a month likewise."""
    day = dt.date.fromisoformat(day_in(row["event_date"], _DATES) or "")
    precision = DATE_PRECISION[row["time_precision"].strip()]
    if precision == "day":
        return day.isoformat(), day.isoformat()
    if precision == "range":
        return (day - HALF_WEEK).isoformat(), (day + HALF_WEEK).isoformat()
    return month_span(f"{day:%Y-%m}") or ("", "")


def _done(row: dict[str, str], kind: str) -> str:
    """What was done, by ACLED's sub-event, else by the words its events had before there were any."""
    old = " ".join(re.sub("[-_/]", " ", row["event_type"].casefold()).split())
    return HARM.get(kind) or OLD_EVENTS.get(old, "other")


def _title(row: dict[str, str], kind: str) -> str:
    """What ACLED says happened: its kind of event, place and the beginning of its notes."""
    said = " ".join(row["notes"].split())
    return f"ACLED: {kind}, {row['location'].strip()}{f': {said[:160]}' if said else ''}"


def _claims(row: dict[str, str], key: str, known: Known) -> list[tuple[str, dict[str, str]]]:
    made: list[tuple[str, dict[str, str]]] = []
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


def _withdrawn(raw: pd.DataFrame, record: Record) -> tuple[Tables, list[Refused]]:
    """ACLED's list of deleted events makes no rows: its keys take rows away."""
    return {}, []


ACLED_DELETED: Final = Source(
    name="acled-deleted",
    producer="ACLED",
    licence="ACLED terms of use: rows may not be passed on",
    attribution="Armed Conflict Location & Event Data (ACLED)",
    redistributable=False,
    cannot_tell=("why an event was deleted",),
    needs=frozenset({"event_id_cnty", "deleted_timestamp"}),
    key="event_id_cnty",
    to_tables=_withdrawn,
    withdraws="acled",
)
ACLED: Final = Source(
    name="acled",
    producer="ACLED",
    licence="ACLED terms of use: rows may not be passed on",
    attribution="Armed Conflict Location & Event Data (ACLED), acleddata.com",
    redistributable=False,
    cannot_tell=(
        "injuries",
        "displacement",
        "a range",
        "whether 0 is none or unknown",
        "who did it",
    ),
    needs=NEEDS,
    key="event_id_cnty",
    to_tables=to_tables,
    replaced=True,
    killed="fatalities",
    people=("fatalities",),
    codes=("time_precision", "geo_precision"),
    dated=("event_date",),
    first=dt.date(1997, 1, 1),
    measures=("killed",),
    told_as={
        "date_low": "event_date",
        "date_high": "event_date",
        "incident_id": "event_id_cnty",
        "place": "location",
        "published": "timestamp",
    },
    coverage="systematic",
)
