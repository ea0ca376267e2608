"""HDX HAPI: monthly counts of conflict events, displaced people by round, returns by year; totals, never incidents.

The conflict events come from ACLED, whose terms forbid passing rows on; ``civilian_targeting`` overlaps
``political_violence``, so the rows of one month are never summed. Returns come from UNHCR by country and
year; rows of one sex or age are parts of the row for all.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from collections.abc import Callable
from typing import Any, Final

import pandas as pd

from data.record.record import Record
from data.sources.source import Known, Refused, Source, Tables, row_by_row

LIBYA: Final = "LBY"
EVENTS: Final = ("civilian_targeting", "demonstration", "political_violence")
_PLACE: Final = frozenset(
    {
        "location_code",
        "admin1_code",
        "admin1_name",
        "admin2_code",
        "admin2_name",
        "admin_level",
        "reference_period_start",
        "reference_period_end",
    }
)
_SCOPES: Final = {"0": "country", "1": "region", "2": "municipality"}
RETURNS: Final = {
    "RET": "returned refugees",
    "RDP": "returned internally displaced people",
    "RRI": "returnees, refugees and internally displaced people not told apart",
}
_SEXES: Final = {"f": "female", "m": "male", "all": ""}
PUBLISHERS: Final = {
    "acled": ("ACLED", "casualty recorder", "US"),
    "iom": ("IOM", "UN body", "CH"),
    "unhcr": ("UNHCR", "UN body", "CH"),
}


def _day(text: str) -> str:
    """The day of a time stamp such as 2019-07-01T00:00:00; empty where it is none."""
    found = re.match(r"\d{4}-\d{2}-\d{2}", text.strip())
    try:
        return dt.date.fromisoformat(found.group()).isoformat() if found else ""
    except ValueError:
        return ""


_AREA: Final = ("location_code", "admin1_code", "admin2_code")
# what a row without a P-code is told apart by
_NAMES: Final = {
    "admin1_code": ("provider_admin1_name", "admin1_name"),
    "admin2_code": ("provider_admin2_name", "admin2_name"),
}


def _keyed(*parts: str) -> Callable[[pd.DataFrame], pd.DataFrame]:
    """A key made of the place and what else tells rows apart, and the period."""
    columns = [*parts, "reference_period_start", "reference_period_end"]

    def keyed(raw: pd.DataFrame) -> pd.DataFrame:
        cells = raw.reindex(columns=columns, fill_value="")
        for code, names in _NAMES.items():
            for name in names:
                if code in cells and name in raw:
                    cells[code] = cells[code].where(cells[code] != "", raw[name])
        return raw.assign(key=cells[columns[0]].str.cat(cells[columns[1:]], sep="|"))

    return keyed


def _problem_of(number: str) -> Callable[[dict[str, str]], tuple[str, str, str] | None]:
    def problem(row: dict[str, str]) -> tuple[str, str, str] | None:
        if not row[number].strip() and row.get("event_type", "").strip() == "demonstration":
            return "event_type", "demonstration", "a row that counts dead; of demonstrations this one counts none"  # fmt: skip
        if not re.fullmatch(r"[0-9]{1,9}", row[number].strip()):
            return number, row[number], "a whole number of people"
        if row.get("admin_level", "0").strip() not in _SCOPES:
            return "admin_level", row["admin_level"], "one of 0, 1, 2"
        for column in ("reference_period_start", "reference_period_end"):
            if not _day(row[column]):
                return column, row[column], "a day as 2019-07-01, with or without a time"
        if "event_type" in row and row["event_type"].strip() not in EVENTS:
            return "event_type", row["event_type"], f"one of {', '.join(EVENTS)}"
        if row.get("population_group", "RET").strip() not in RETURNS:
            return "population_group", row["population_group"], f"one of {', '.join(RETURNS)}"
        if row.get("gender", "all").strip() not in _SEXES:
            return "gender", row["gender"], f"one of {', '.join(_SEXES)}"
        if row.get("error", "").strip():
            return "error", row["error"], "a row without an error of the producer"
        return None

    return problem


def _toll(row: dict[str, str], number: str, source: str) -> dict[str, str]:
    value = row[number].strip()
    return {
        "toll_id": f"hapi-{row['key']}", "source_id": source, "group": "all", "low": value, "value": value, "high": value, "qualifier": "exact",
        "as_of": _day(row["reference_period_end"]), "as_of_basis": "printed", "note": row.get("warning", "").strip(),
    }  # fmt: skip


def _district(row: dict[str, str]) -> dict[str, str]:
    level = row["admin_level"].strip()
    names = [row["admin2_name"], row["admin1_name"], row["location_code"]]
    scope = _SCOPES[level] if row["location_code"].strip() == LIBYA or level != "0" else "other"
    return {"area": ", ".join(name.strip() for name in names if name.strip()), "area_scope": scope}


def _publisher(source: str) -> dict[str, str]:
    name, kind, country = PUBLISHERS[source]
    return {"source_id": source, "name": name, "type": kind, "affiliation": "none", "country": country, "reason": "Named by HDX HAPI as the provider of its rows."}  # fmt: skip


def _events(row: dict[str, str], known: Known) -> list[tuple[str, dict[str, Any]]]:
    kind = row["event_type"].strip()
    toll = {
        **_toll(row, "fatalities", "acled"), **_district(row), "measure": "killed", "measure_as_printed": f"fatalities, {kind.replace('_', ' ')}", "kind": "total",
        "period_start": _day(row["reference_period_start"]), "publisher": "ACLED via HDX HAPI",
    }  # fmt: skip
    toll["note"] = (
        f"{toll['note']} Kinds of event overlap: rows of one month are never summed.".strip()
    )
    return [("sources", _publisher("acled")), ("tolls", toll)]


def _displaced(row: dict[str, str], known: Known) -> list[tuple[str, dict[str, Any]]]:
    toll = {
        **_toll(row, "population", "iom"), **_district(row), "measure": "displaced", "measure_as_printed": "internally displaced people", "kind": "stock",
        "publisher": "IOM DTM via HDX HAPI", "document": f"Round {row.get('reporting_round', '').strip()}",
    }  # fmt: skip
    return [("sources", _publisher("iom")), ("tolls", toll)]


def _returned(row: dict[str, str], known: Known) -> list[tuple[str, dict[str, Any]]]:
    home, away = row["origin_location_code"].strip(), row["asylum_location_code"].strip()
    who = _SEXES[row["gender"].strip()], row["age_range"].strip().replace("all", "")
    part = ", ".join(word for word in who if word)
    toll = {
        **_toll(row, "population", "unhcr"), "measure": "returnees", "kind": "total", "period_start": _day(row["reference_period_start"]),
        "measure_as_printed": ", ".join(filter(None, (RETURNS[row["population_group"].strip()], part))), "publisher": "UNHCR via HDX HAPI",
        "area": home if away == home else f"{home}, from {away}", "area_scope": "country" if home == LIBYA else "other",
    }  # fmt: skip
    if part:
        toll["group"] = "other"
        toll["note"] = f"{toll['note']} A part of the row for all sexes and ages: the two are never summed.".strip()  # fmt: skip
    return [("sources", _publisher("unhcr")), ("tolls", toll)]


def _events_to_tables(raw: pd.DataFrame, record: Record) -> tuple[Tables, list[Refused]]:
    """Conflict events as tolls; see ``Source.to_tables``."""
    return row_by_row(raw, record, _problem_of("fatalities"), _events)


def _displaced_to_tables(raw: pd.DataFrame, record: Record) -> tuple[Tables, list[Refused]]:
    """Displaced people as stocks; see ``Source.to_tables``."""
    return row_by_row(raw, record, _problem_of("population"), _displaced)


def _returned_to_tables(raw: pd.DataFrame, record: Record) -> tuple[Tables, list[Refused]]:
    """Returnees as totals of a year; see ``Source.to_tables``."""
    return row_by_row(raw, record, _problem_of("population"), _returned)


HAPI_EVENTS: Final = Source(
    name="hapi-conflict-events",
    producer="HDX HAPI, from ACLED",
    licence="ACLED terms of use: rows may not be passed on",
    attribution="ACLED, through the Humanitarian API of HDX, with the date of access",
    redistributable=False,
    cannot_tell=("incidents", "injuries", "a range", "whether 0 is none or unknown"),
    needs=_PLACE | {"event_type", "events", "fatalities"},
    key="key",
    to_tables=_events_to_tables,
    replaced=True,
    people=("fatalities", "events", "population"),
    codes=("admin_level",),
    first=dt.date(1950, 1, 1),
    told_as={
        "as_of": "reference_period_end",
        "period_start": "reference_period_start",
        "toll_id": "key",
    },
    prepared=_keyed(*_AREA, "event_type"),
)
HAPI_DISPLACED: Final = dataclasses.replace(
    HAPI_EVENTS,
    name="hapi-idps",
    producer="HDX HAPI, from IOM DTM",
    licence="as IOM DTM says for each dataset",
    attribution="IOM Displacement Tracking Matrix, through the Humanitarian API of HDX",
    cannot_tell=("incidents", "when people were displaced"),
    needs=_PLACE | {"population", "assessment_type", "reporting_round"},
    to_tables=_displaced_to_tables,
    prepared=_keyed(*_AREA, "assessment_type", "operation", "reporting_round"),
)
HAPI_RETURNEES: Final = dataclasses.replace(
    HAPI_EVENTS,
    name="hapi-returnees",
    producer="HDX HAPI, from UNHCR",
    licence="CC BY 4.0",
    attribution="UNHCR Refugee Data Finder, through the Humanitarian API of HDX",
    redistributable=True,
    cannot_tell=(
        "incidents",
        "where in a country people returned to",
        "whether 0 is none or unknown",
    ),
    needs=frozenset(
        {
            "origin_location_code",
            "asylum_location_code",
            "population_group",
            "gender",
            "age_range",
            "population",
            "reference_period_start",
            "reference_period_end",
        }
    ),
    to_tables=_returned_to_tables,
    prepared=_keyed(
        "origin_location_code", "asylum_location_code", "population_group", "gender", "age_range"
    ),
)
