"""GED rows turned into rows of the record once more, in plain slow Python row by row, to hold the columns against."""

from __future__ import annotations

import datetime as dt
import re

from data.record.places import fold
from data.record.possible import LONGEST_INCIDENT_DAYS
from data.sources.source import iso_code, row_by_row
from data.sources.ucdp import (
    _DAY,
    _DISTRICTS,
    COUNTS,
    DATE_PRECISION,
    PARTS,
    PRECISION,
    PUBLISHER,
    SIDES,
    VIOLENCE,
)


def to_tables(raw, record):
    return row_by_row(raw, record, _problem, _converted)


def _problem(row):
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


def _day(text):
    """The day without its time of midnight; None where it is no day of the calendar."""
    match = _DAY.fullmatch(text.strip())
    if not match:
        return None
    try:
        return dt.date.fromisoformat(match.group(1)).isoformat()
    except ValueError:
        return None


def _converted(row, known):
    key = f"ucdp-{row['id'].strip()}"
    start, end = _day(row["date_start"]) or "", _day(row["date_end"]) or ""
    days = (dt.date.fromisoformat(end) - dt.date.fromisoformat(start)).days + 1
    report = {
        "report_id": f"{key}-ged", "source_id": "ucdp", "origin_id": "ucdp", "source_rank": "3", "publisher": "UCDP GED",
        "title": _read_by_ucdp(row), "date_basis": "none",
    }  # fmt: skip
    made = [("sources", PUBLISHER), ("reports", report)]
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


def _read_by_ucdp(row):
    """The conflict and the articles UCDP names as what it read; it gives no figure of each."""
    parts = [
        row.get(column, "").strip()
        for column in ("source_office", "source_date", "source_headline")
    ]
    article = ", ".join(part for part in parts if part) or row.get("source_article", "").strip()
    conflict = row.get("conflict_name", "").strip()
    return f"{conflict}. Read by UCDP: {article}"[:500] if article else conflict


def _figures(row, low, best, high):
    low, best, high = (cell.strip() for cell in (low, best, high))
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


def _incident(row, key, start, end):
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


def _title(row):
    """Who fought whom, and what the article UCDP read, or its own description of the place, says."""
    said = row.get("source_headline", "").strip() or row.get("where_description", "").strip()
    return f"UCDP: {row['side_a'].strip()} - {row['side_b'].strip()}{f': {said[:160]}' if said else ''}"


def _toll(row, key, start, end):
    return {
        "toll_id": key, "source_id": "ucdp", "measure": "killed", "measure_as_printed": "deaths in one GED row of more than 31 days",
        "group": "all", "low": row["low"].strip(), "value": row["best"].strip(), "high": row["high"].strip(),
        "qualifier": "range" if row["low"].strip() != row["high"].strip() else "exact", "kind": "total", "period_start": start, "as_of": end,
        "as_of_basis": "printed", "area": row["where_coordinates"].strip() or row["country"], "area_scope": "other", "publisher": "UCDP GED",
        "document": row.get("conflict_name", ""),
    }  # fmt: skip


def _claims(row, key, report, known):
    """UCDP codes who took part; in one-sided violence it says who did it."""
    one_sided = row["type_of_violence"].strip() == "3"
    made = []
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
