"""IOM Missing Migrants Project: its interface's layout, and the CSV downloads of 2021 and since 2022.

One incident may stand in several rows under one id, each a part of it (dead of one cause, missing of
another): each part is a row of its own here, numbered, so that nothing is lost and nothing twice. These
are deaths on migration routes: their cause keeps them apart from the dead of the conflict.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Any, Final

import pandas as pd

from data.record.places import lies_in
from data.record.record import Record
from data.sources.source import Known, Refused, Source, Tables, day_in, iso_code, row_by_row

RENAMES: Final = {
    "Web ID": "web_id", "Main ID": "web_id", "Region": "region", "Region of Incident": "region", "Reported Date": "reported_date",
    "Incident Date": "reported_date", "Number Dead": "number_dead", "Number of Dead": "number_dead",
    "Minimum Estimated Number of Missing": "number_missing", "Total Dead and Missing": "total_dead_and_missing",
    "Total Number of Dead and Missing": "total_dead_and_missing", "Cause of Death": "cause_death", "Country of Incident": "country_of_incident",
    "Location Description": "location_description", "Location of Incident": "location_description",
    "Location Coordinates": "location_coodinates", "Coordinates": "location_coodinates", "Migration Route": "migration_route",
    "Information Source": "information_source", "URL": "url", "Source Quality": "source_quality", "Incident Type": "incident_type",
}  # fmt: skip
NEEDS: Final = frozenset(
    {
        "web_id", "region", "reported_date", "number_dead", "number_missing", "total_dead_and_missing", "cause_death",
        "location_description", "location_coodinates", "information_source", "url",
    }
)  # fmt: skip
PUBLISHER: Final = {
    "source_id": "iom_missing_migrants",
    "name": "IOM Missing Migrants Project",
    "type": "casualty recorder",
    "affiliation": "none",
    "country": "CH",
    "reason": "Recorder of the UN migration agency; no party.",
    "url": "https://missingmigrants.iom.int",
}
_DATES: Final = ("%Y-%m-%d", "%B %d, %Y")
# the cause as printed, in some two hundred spellings, by the word that tells; the first that fits
_EVENTS: Final = (
    ("drown", "drowning"),
    ("shot", "shooting"),
    ("vehicle|car accident|traffic", "vehicle accident"),
    ("sickness|starv|dehydrat|weather|hypotherm|exposure|environment", "hardship"),
)


def numbered(raw: pd.DataFrame) -> pd.DataFrame:
    """Rows under one id get ``#2``, ``#3`` ... in an order that does not hang on the file's.

    Args:
        raw: text rows, no two of them the same in every cell.
    """
    first, *others = sorted(NEEDS)  # of every layout, in one order
    cells = raw[first].str.cat(raw[others], sep="|")
    place = cells.groupby(raw["web_id"].str.strip()).rank(method="first").astype(int)
    suffix = place.map(lambda n: "" if n == 1 else f"#{n}")
    return raw.assign(web_id=raw["web_id"].str.strip() + suffix)


def to_tables(raw: pd.DataFrame, record: Record) -> tuple[Tables, list[Refused]]:
    """Missing Migrants rows as rows of the record; see ``Source.to_tables``."""
    return row_by_row(raw, record, _problem, _converted)


def _count(text: str) -> int | None:
    """People as printed: ``1,022``, ``12.0``; None where the cell is empty.

    Raises:
        ValueError: it is no number of people.
    """
    if not text.strip():
        return None
    if not re.fullmatch(r"([0-9]{1,3}(,[0-9]{3})+|[0-9]{1,6})(\.0{1,2})?", text.strip()):
        raise ValueError
    return int(text.strip().split(".")[0].replace(",", ""))


def _problem(row: dict[str, str]) -> tuple[str, str, str] | None:
    """The first thing about a row that cannot be: column, value, expected."""
    if not row["web_id"]:
        return "web_id", row["web_id"], "an id"
    counts: dict[str, int | None] = {}
    for column in ("number_dead", "number_missing", "total_dead_and_missing"):
        try:
            counts[column] = _count(row[column])
        except ValueError:
            return column, row[column], "a whole number of people, or nothing"
    dead, missing, total = counts.values()
    known = [count for count in (dead, missing) if count is not None]
    if total is not None and sum(known) != total:
        return (
            "total_dead_and_missing",
            f"{total}, not {' + '.join(map(str, known)) or 'nothing'}",
            "the sum of dead and missing",
        )
    if day_in(row["reported_date"], _DATES) is None:
        return "reported_date", row["reported_date"], "a day as 2019-07-02 or July 2, 2019"
    if _point(row["location_coodinates"]) is None:
        return "location_coodinates", row["location_coodinates"], "latitude, longitude"
    return None


def _point(text: str) -> tuple[str, str] | None:
    """Latitude and longitude of one cell, two empty texts where it is empty."""
    if not text.strip():
        return "", ""
    match = re.fullmatch(r"(-?[0-9]+(?:\.[0-9]+)?)\s*,\s*(-?[0-9]+(?:\.[0-9]+)?)", text.strip())
    return (match.group(1), match.group(2)) if match else None


def _converted(row: dict[str, str], known: Known) -> list[tuple[str, dict[str, Any]]]:
    key = f"iom-{row['web_id']}"
    report = {
        "report_id": key, "source_id": PUBLISHER["source_id"], "origin_id": PUBLISHER["source_id"], "source_rank": "2",
        "publisher": "IOM Missing Migrants Project", "title": f"Sources named: {row['information_source'].strip()}"[:300],
        "date_basis": "none", "url": (row["url"].split() or [""])[0].rstrip(","),
    }  # fmt: skip
    made: list[tuple[str, dict[str, Any]]] = [
        ("sources", PUBLISHER),
        ("reports", report),
        ("incidents", _incident(row, key)),
    ]
    dead, missing = _count(row["number_dead"]), _count(row["number_missing"])
    if row.get("incident_type", "").strip().casefold().startswith("cumulative"):
        return [("sources", PUBLISHER), *_cumulative(row, key, dead, missing)]
    figure = {"incident_id": key, "report_id": key, "group": "all"}
    if dead is not None:
        same = str(dead)
        made.append(
            ("observations", {**figure, "observation_id": f"{key}-dead", "measure": "killed", "low": same, "value": same, "high": same, "qualifier": "exact"})
        )  # fmt: skip
    if missing is not None:  # IOM's column is the least number of missing
        made.append(
            ("observations", {**figure, "observation_id": f"{key}-missing", "measure": "missing", "low": str(missing), "value": str(missing), "qualifier": "at least"})
        )  # fmt: skip
    return made


def _incident(row: dict[str, str], key: str) -> dict[str, str]:
    day, place = day_in(row["reported_date"], _DATES) or "", row["location_description"].strip()
    latitude, longitude = _point(row["location_coodinates"]) or ("", "")
    printed = row["cause_death"].strip()
    kind = next((kind for word, kind in _EVENTS if re.search(word, printed, re.I)), "other")
    at_sea = kind == "drowning" or "mediterranean" in row["region"].casefold()
    vague = not place or "unspecified" in place.casefold()
    return {
        "incident_id": key, "date_low": day, "date_high": day, "date_precision": "day",
        "title": f"Missing Migrants: {printed or 'cause not given'}; {place or 'place not given'}"[:200], "place": place or "not stated",
        "country": _country(row.get("country_of_incident", ""), place, latitude, longitude), "latitude": latitude, "longitude": longitude,
        "place_precision": "region" if vague else "municipality", "coordinate_source": "IOM Missing Migrants Project",
        "event_type": kind, "target_type": "other", "cause": "at sea" if at_sea else "on a route", "victims": "migrants",
        "note": f"Cause as printed: {printed or 'none'}. IOM does not say how well the place is known; a named one is taken as known to 12 km.",
        "report_id": key, "dataset": "missing-migrants",
    }  # fmt: skip


def _cumulative(
    row: dict[str, str], key: str, dead: int | None, missing: int | None
) -> list[tuple[str, dict[str, Any]]]:
    """A row that sums what happened by a day is a total, not one day's deaths."""
    day = day_in(row["reported_date"], _DATES) or ""
    about = {
        "source_id": PUBLISHER["source_id"], "group": "migrants", "kind": "total", "as_of": day, "as_of_basis": "printed",
        "area": row["location_description"].strip() or "not stated", "area_scope": "other", "publisher": "IOM Missing Migrants Project",
        "note": "IOM calls this a cumulative incident: a sum of several days, whose first it does not give.",
    }  # fmt: skip
    made = []
    for measure, number, how in (("killed", dead, "exact"), ("missing", missing, "at least")):
        if number is not None:
            figure = {"low": str(number), "value": str(number), "high": str(number) if how == "exact" else "", "qualifier": how}  # fmt: skip
            own = {"toll_id": f"{key}-{measure}", "measure": measure, "measure_as_printed": f"cumulative incident, {measure}"}  # fmt: skip
            made.append(("tolls", about | own | figure))
    return made


def _country(stated: str, place: str, latitude: str, longitude: str) -> str:
    """The country stated, else the one that the last words of the place name where the point agrees.

    Returns:
        Its code, or ``ZZ``: not stated (the downloads of 2021 have no column for it).
    """
    if iso_code(stated):
        return iso_code(stated)
    named = iso_code(re.split(r"[,.]\s*", place.rstrip(" ."))[-1])
    agrees = not latitude or lies_in(named, float(latitude), float(longitude))
    return named if named and agrees else "ZZ"


MISSING_MIGRANTS: Final = Source(
    name="missing-migrants",
    producer="IOM Missing Migrants Project",
    licence="CC BY 4.0",
    attribution="IOM Missing Migrants Project, missingmigrants.iom.int, CC BY 4.0",
    redistributable=True,
    cannot_tell=(
        "injuries",
        "whether the children and women it counts died or are missing",
        "how well a place is known",
        "the day its own figure was published",
        "whether a line that stands twice is a second death",
    ),
    needs=NEEDS,
    key="web_id",
    to_tables=to_tables,
    renames=RENAMES,
    prepared=numbered,
    key_forms=(r"\d+(#\d+)?", r"\d{4}\.MMP\d+(#\d+)?"),  # downloads until 2021, and since
    replaced=True,
    killed="number_dead",
    people=("number_dead", "number_missing", "total_dead_and_missing"),
    part_sign="#",
    dated=("reported_date",),
    first=dt.date(2013, 1, 1),
    measures=("killed", "missing"),
    told_as={
        "date_low": "reported_date",
        "date_high": "reported_date",
        "incident_id": "web_id",
        "latitude": "location_coodinates",
        "longitude": "location_coodinates",
        "place": "location_description",
    },
    causes=("at sea", "on a route"),
)
