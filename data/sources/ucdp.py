"""UCDP Georeferenced Event Dataset (GED): yearly and candidate releases, and HDX's country files.

Columns are found by name, since their order differs between versions (codebook of GED 23.1;
layouts 42, 48 and 49 columns). A row becomes an incident with one report by UCDP and the articles
it names; a row of more than 31 days becomes a toll.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Any, Final

import pandas as pd

from data.record.places import fold
from data.record.possible import LONGEST_INCIDENT_DAYS
from data.record.record import Record
from data.sources.source import Known, Refused, Source, Tables, iso_code, row_by_row

COUNTS: Final = (
    "low",
    "best",
    "high",
    "deaths_a",
    "deaths_b",
    "deaths_civilians",
    "deaths_unknown",
)
PARTS: Final = ("deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown")
NEEDS: Final = frozenset(
    {
        "id", "type_of_violence", "side_a", "side_a_new_id", "side_b", "side_b_new_id", "where_prec", "where_coordinates",
        "adm_1", "latitude", "longitude", "country", "date_prec", "date_start", "date_end", *COUNTS,
    }
)  # fmt: skip
# where_prec of the codebook: 1 exact place, 2 within 25 km, 3 second-order division, 4 first-order
# division, 5 linear or fuzzy, 6 country, 7 international waters or air
PRECISION: Final = {
    "1": "town",
    "2": "municipality",
    "3": "district",
    "4": "region",
    "5": "region",
    "6": "country",
    "7": "country",
}
# date_prec: 1 day, 2 two to six days, 3 week, 4 month, 5 more than a month
DATE_PRECISION: Final = {"1": "day", "2": "range", "3": "range", "4": "month", "5": "month"}
VIOLENCE: Final = {
    "1": "state-based conflict",
    "2": "non-state conflict",
    "3": "one-sided violence",
}
# UCDP's names of the two blocs of the war of 2019; what it calls the government changed with it
SIDES: Final = {
    "Forces of the House of Representatives": ("lna", "2014-01-01"),
    "Forces of Khalifa Haftar": ("lna", "2014-01-01"),
    "Government of Libya": ("gna", "2015-12-23"),
}
TOLD_AS: Final = {"date_low": "date_start", "date_high": "date_end", "as_of": "date_end", "period_start": "date_start", "incident_id": "id", "toll_id": "id", "place": "where_coordinates"}  # fmt: skip
_DAY: Final = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[T ]00:00:00(?:\.000)?)?")
_DISTRICTS: Final = {
    "Surt district": "Sirte", "Jabal al Gharbi district": "Jabal al Gharbi", "Zawiyah district": "Az Zawiyah", "An Nuqat al Khams district": "Zwara",
    "Al Jafarah district": "Al Jafarah", "Darnah district": "Derna", "Marj district": "Al Marj", "Murqub district": "Al Murqub",
}  # fmt: skip


PUBLISHER: Final = {
    "source_id": "ucdp",
    "name": "Uppsala Conflict Data Program",
    "type": "research or monitor",
    "affiliation": "none",
    "country": "SE",
    "reason": "University programme that codes conflict events from news and reports; no party.",
    "url": "https://ucdp.uu.se",
}


def to_tables(raw: pd.DataFrame, record: Record) -> tuple[Tables, list[Refused]]:
    """GED rows as rows of the record.

    Args:
        raw: text cells by GED column; the index is the row number.
        record: by whose names and aliases the sides are recognised.

    Returns:
        Text rows of incidents, tolls, reports, observations, claims, actors, and what was refused.
    """
    return row_by_row(raw, record, _problem, _converted)


def _problem(row: dict[str, str]) -> tuple[str, str, str] | None:
    """The first thing about a row that cannot be: column, value, expected."""
    for column in COUNTS:
        if not re.fullmatch(r"[0-9]{1,9}", row[column].strip()):
            return column, row[column], "a whole number, as UCDP gives in every row"
    low, best, high = (int(row[column]) for column in ("low", "best", "high"))
    if not low <= best <= high:
        return "low, best, high", f"{low}, {best}, {high}", "low <= best <= high"
    for column, codes in (
        ("where_prec", PRECISION),
        ("date_prec", DATE_PRECISION),
        ("type_of_violence", VIOLENCE),
    ):
        if row[column].strip() not in codes:
            return column, row[column], f"one of {', '.join(codes)}"
    for column in ("date_start", "date_end"):
        if _day(row[column]) is None:
            return column, row[column], "a day as YYYY-MM-DD, with or without a time of midnight"
    if not iso_code(row["country"]):
        return "country", row["country"], "a country of UCDP's list"
    return None


def _day(text: str) -> str | None:
    """The day without its time of midnight; None where it is no day of the calendar."""
    match = _DAY.fullmatch(text.strip())
    if not match:
        return None
    try:
        return dt.date.fromisoformat(match.group(1)).isoformat()
    except ValueError:
        return None


def _converted(row: dict[str, str], known: Known) -> list[tuple[str, dict[str, Any]]]:
    key = f"ucdp-{row['id'].strip()}"
    start, end = _day(row["date_start"]) or "", _day(row["date_end"]) or ""
    days = (dt.date.fromisoformat(end) - dt.date.fromisoformat(start)).days + 1
    report = {
        "report_id": f"{key}-ged", "source_id": "ucdp", "origin_id": "ucdp", "source_rank": "3", "publisher": "UCDP GED",
        "title": _read_by_ucdp(row), "date_basis": "none",
    }  # fmt: skip
    made: list[tuple[str, dict[str, Any]]] = [("sources", PUBLISHER), ("reports", report)]
    low, best, high = (row[column] for column in ("low", "best", "high"))
    if days > LONGEST_INCIDENT_DAYS:
        made.append(("tolls", _toll(row, key, start, end)))
        return made
    made.append(("incidents", _incident(row, key, start, end)))
    made += [
        (
            "observations",
            {
                "observation_id": f"{key}-{n}",
                "incident_id": key,
                "report_id": report["report_id"],
                "measure": "killed",
                **figure,
            },
        )
        for n, figure in enumerate(_figures(row, low, best, high))
    ]
    made += _claims(row, key, report["report_id"], known)
    return made


def _read_by_ucdp(row: dict[str, str]) -> str:
    """The conflict and the articles UCDP names as what it read; it gives no figure of each."""
    parts = [
        row.get(column, "").strip()
        for column in ("source_office", "source_date", "source_headline")
    ]
    article = ", ".join(part for part in parts if part) or row.get("source_article", "").strip()
    conflict = row.get("conflict_name", "").strip()
    return f"{conflict}. Read by UCDP: {article}"[:500] if article else conflict


def _figures(row: dict[str, str], low: str, best: str, high: str) -> list[dict[str, str]]:
    same = low == best == high
    civilians, unknown = row["deaths_civilians"].strip(), int(row["deaths_unknown"])
    fighters = str(int(row["deaths_a"]) + int(row["deaths_b"]))
    total = {
        "group": "all",
        "low": low,
        "value": best,
        "high": high,
        "qualifier": "exact" if same else "range",
    }
    parts = [row[column].strip() for column in PARTS]
    if sum(map(int, parts)) != int(best):  # the codebook defines best as their sum
        said = (
            f"UCDP's own parts ({' + '.join(parts)}) do not add up to its best; they are not kept."
        )
        return [total | {"note": said}]
    figures = [total]
    for group, number in (("civilians", civilians), ("combatants", fighters)):
        # with some of the dead of unknown kind, a group's own number is a least number
        qualifier, top = ("at least", "") if unknown else ("exact", number)
        figures.append(
            {"group": group, "low": number, "value": number, "high": top, "qualifier": qualifier}
        )
    return figures


def _incident(row: dict[str, str], key: str, start: str, end: str) -> dict[str, str]:
    violence = VIOLENCE[row["type_of_violence"].strip()]
    clarity = (
        ""
        if row.get("event_clarity", "1").strip() == "1"
        else " UCDP: details of the event are not clear."
    )
    districts = row["adm_1"].strip()
    unmarked = districts.translate(str.maketrans("āīūĀ", "aiuA"))
    return {
        "incident_id": key, "date_low": start, "date_high": end, "date_precision": DATE_PRECISION[row["date_prec"].strip()],
        "title": _title(row), "place": row["where_coordinates"].strip() or row["country"],
        "country": iso_code(row["country"]),
        "district": _DISTRICTS.get(unmarked, unmarked.removesuffix(" district")) if row["country"].strip() == "Libya" else "",
        "latitude": row["latitude"].strip(), "longitude": row["longitude"].strip(), "place_precision": PRECISION[row["where_prec"].strip()],
        "coordinate_source": "UCDP GED", "event_type": "other", "target_type": "other", "cause": "conflict", "victims": "unknown",
        "note": f"UCDP codes this as {violence}; it does not say what was done or what was hit.{clarity}",
        "report_id": f"{key}-ged", "dataset": "ucdp",
    }  # fmt: skip


def _title(row: dict[str, str]) -> str:
    """Who fought whom, and what the article UCDP read, or its own description of the place, says."""
    said = row.get("source_headline", "").strip() or row.get("where_description", "").strip()
    return f"UCDP: {row['side_a'].strip()} - {row['side_b'].strip()}{f': {said[:160]}' if said else ''}"


def _toll(row: dict[str, str], key: str, start: str, end: str) -> dict[str, str]:
    return {
        "toll_id": key, "source_id": "ucdp", "measure": "killed", "measure_as_printed": "deaths in one GED row of more than 31 days",
        "group": "all", "low": row["low"].strip(), "value": row["best"].strip(), "high": row["high"].strip(),
        "qualifier": "range" if row["low"].strip() != row["high"].strip() else "exact", "kind": "total", "period_start": start, "as_of": end,
        "as_of_basis": "printed", "area": row["where_coordinates"].strip() or row["country"], "area_scope": "other", "publisher": "UCDP GED",
        "document": row.get("conflict_name", ""),
    }  # fmt: skip


def _claims(
    row: dict[str, str], key: str, report: str, known: Known
) -> list[tuple[str, dict[str, str]]]:
    """UCDP codes who took part; in one-sided violence it says who did it."""
    one_sided = row["type_of_violence"].strip() == "3"
    made: list[tuple[str, dict[str, str]]] = []
    for side in ("a",) if one_sided else ("a", "b"):
        name, number = row[f"side_{side}"].strip(), row[f"side_{side}_new_id"].strip()
        ours, since = SIDES.get(name, ("", ""))
        own = ours if ours and (_day(row["date_start"]) or "") >= since else ""
        actor = own or known.actors.get(fold(name)) or f"ucdp-{number}"
        if actor.startswith("ucdp-"):
            made.append(
                (
                    "actors",
                    {
                        "actor_id": actor,
                        "name": name,
                        "kind": "unknown",
                        "note": "Named by UCDP GED.",
                    },
                )
            )
        claim = {
            "claim_id": f"{key}-{side}", "incident_id": key, "report_id": report, "claimant": "UCDP", "actor": actor,
            "actor_as_printed": name, "stance": "blames" if one_sided else "involved", "about": "harm",
        }  # fmt: skip
        made.append(("claims", claim))
    return made


def remarks(raw: pd.DataFrame) -> list[str]:
    """Rows whose parts do not add up to their best: a slip of the producer, or a digit that was altered."""
    numbers = raw[[*PARTS, "best"]].apply(pd.to_numeric, errors="coerce")
    odd = raw.index[numbers[list(PARTS)].sum(axis=1) != numbers["best"]]
    if odd.empty:
        return []
    listed = ", ".join(str(row) for row in odd[:20])
    return [f"{len(odd)} rows give parts that do not add up to their best; the best is taken, the parts are not kept (rows {listed}{' ...' if len(odd) > 20 else ''})."]  # fmt: skip


UCDP: Final = Source(
    name="ucdp",
    producer="Uppsala Conflict Data Program",
    licence="CC BY 4.0",
    attribution="UCDP Georeferenced Event Dataset, Uppsala Conflict Data Program, CC BY 4.0",
    redistributable=True,
    cannot_tell=(
        "injuries",
        "displacement",
        "what was done or hit",
        "the day its own figure was published",
    ),
    needs=NEEDS,
    key="id",
    to_tables=to_tables,
    replaced=True,
    remarks=remarks,
    killed="best",
    people=COUNTS,
    codes=("id", "type_of_violence", "where_prec", "date_prec", "event_clarity"),
    dated=("date_start", "date_end"),
    measures=("killed",),
    told_as=TOLD_AS,
    coverage="systematic",
)
