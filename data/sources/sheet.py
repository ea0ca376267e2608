"""A team's own sheet: one row an incident as one report tells it; the template says what each column means."""

from __future__ import annotations

import re
from typing import Any, Final

import pandas as pd

from data.record.districts import district_names, district_of
from data.record.places import fold
from data.record.record import Record
from data.sources.amounts import EXPECTED, amount
from data.sources.cells import month_span
from data.sources.source import Known, Refused, Source, Tables, row_by_row

MEASURED: Final = ("killed", "injured", "missing", "displaced")
# column -> what to write in it; a * is needed in every row
COLUMNS: Final[dict[str, str]] = {
    "id": "* your own id of the row, used once",
    "date": "* first day it may have happened, YYYY-MM-DD; a month YYYY-MM where only that is known",
    "date_to": "last day it may have happened, if not the same",
    "title": "* what happened, in your words; no names of private persons",
    "place": "* place as the source describes it",
    "district": "Libyan district (mantika)",
    "country": "* ISO code: LY, TN ...",
    "latitude": "degrees, with a point",
    "longitude": "degrees, with a point",
    "place_precision": "* site, neighbourhood, town, municipality, district, region or country",
    "coordinate_source": "gazetteer or geolocation of the point",
    "event_type": "* airstrike, drone strike, shelling, ground fighting, shooting, summary killing, IED, ...",
    "target_type": "residential, hospital, school, market ...; empty is other",
    "cause": "conflict, at sea or on a route; empty is conflict",
    "victims": "who all of them were: civilians, migrants, combatants, mixed ...; empty is unknown",
    **{
        f"{measure}{end}": f"{what} {measure}{more}"
        for measure in MEASURED
        for end, what, more in (
            ("_low", "least number of people", "; alone it means at least"),
            ("", "number of people", ", or 10+, 5-7, about 20, or a word as printed; empty is not reported"),
            ("_high", "greatest number of people", "; alone it means at most"),
        )
    },
    "children_killed": "children among the killed; or 10+, 5-7, about 20",
    "women_killed": "women among the killed; or 10+, 5-7, about 20",
    "blamed": "who is said to have done it; several separated by |",
    "blamed_by": "who says so; empty is the publisher",
    "denied_by": "who denies it for the one blamed",
    "publisher": "* who published it",
    "source_rank": "* 1 UN investigation, 2 UN body, 3 recorder or NGO, 4 party, 5 news, 6 aggregator, 7 witness",
    "published": "publication date: YYYY-MM-DD, YYYY-MM or YYYY",
    "url": "address of the document",
    "note": "what a reader must know",
}  # fmt: skip
PEOPLE: Final = (
    *(f"{measure}{end}" for measure in MEASURED for end in ("_low", "", "_high")),
    "children_killed",
    "women_killed",
)
NEEDS: Final = frozenset(name for name, meaning in COLUMNS.items() if meaning.startswith("*"))


def to_tables(raw: pd.DataFrame, record: Record) -> tuple[Tables, list[Refused]]:
    """Rows of the sheet as rows of the record; see ``Source.to_tables``."""
    full = raw.reindex(columns=[*COLUMNS], fill_value="").apply(lambda column: column.str.strip())
    return row_by_row(full, record, _problem, _converted)


def _problem(row: dict[str, str]) -> tuple[str, str, str] | None:
    """The first thing about a row that cannot be: column, value, expected."""
    for column in sorted(NEEDS):
        if not row[column]:
            return column, "", "a value; the cell is empty"
    if row["date_to"] and month_span(row["date"]):
        return "date_to", row["date_to"], "nothing; the month in date stands for all of its days"
    if row["district"] and row["country"] == "LY" and not district_of(row["district"]):
        return "district", row["district"], f"one of {', '.join(district_names())}, or its P-code"
    for measure in MEASURED:
        for column in (f"{measure}_low", f"{measure}_high"):
            if not re.fullmatch(r"[0-9]{0,8}", row[column]):
                return column, row[column], "a whole number, 0 or more, or nothing"
        said = amount(row[measure])
        if said is None:
            return measure, row[measure], EXPECTED
        bounds = [row[f"{measure}_low"], row[f"{measure}_high"]]
        if any(bounds) and said[3] not in ("", "exact"):
            return (
                measure,
                row[measure],
                "a number beside a low or a high; a word or range stands alone",
            )
        known = [int(n) for n in (bounds[0], said[1], bounds[1]) if n]
        if known != sorted(known):
            return (
                f"{measure}_low, {measure}, {measure}_high",
                ", ".join(map(str, known)),
                "low <= value <= high",
            )
    for column in ("children_killed", "women_killed"):
        if amount(row[column]) is None:
            return column, row[column], EXPECTED
    if row["denied_by"] and (not row["blamed"] or "|" in row["blamed"]):
        return "denied_by", row["denied_by"], "one actor in blamed, whom the denial speaks for"
    return None


def slug(name: str) -> str:
    """A name as part of an id."""
    return re.sub(r"[^\w]+", "-", name.casefold()).strip("-") or "unnamed"


def _converted(row: dict[str, str], known: Known) -> list[tuple[str, dict[str, Any]]]:
    key, days = f"team-{row['id']}", _days(row)
    source = known.publishers.get(fold(row["publisher"])) or f"team-{slug(row['publisher'])}"
    made: list[tuple[str, dict[str, Any]]] = []
    if source.startswith("team-"):
        made.append(
            ("sources", {"source_id": source, "name": row["publisher"], "type": "unknown", "affiliation": "unknown", "reason": "Named in a team's sheet."})
        )  # fmt: skip
    made += [
        (
            "reports",
            {
                "report_id": key, "source_id": source, "origin_id": source, "source_rank": row["source_rank"], "publisher": row["publisher"],
                "published": row["published"], "date_basis": "printed" if row["published"] else "none", "url": row["url"],
            },
        ),
        (
            "incidents",
            {
                **{name: row[name] for name in ("title", "place", "country", "latitude", "longitude", "place_precision", "coordinate_source", "event_type", "note")},
                "incident_id": key, "date_low": days[0], "date_high": days[1], "date_precision": days[2], "target_type": row["target_type"] or "other",
                "district": district_of(row["district"]) or row["district"], "cause": row["cause"] or "conflict", "victims": row["victims"] or "unknown", "report_id": key, "dataset": "team",
            },
        ),
    ]  # fmt: skip
    figures = [(measure, "all", *_figure(row, measure)) for measure in MEASURED]
    figures += [("killed", group, *_said(row[f"{group}_killed"])) for group in ("children", "women")]  # fmt: skip
    for n, (measure, group, low, value, high, qualifier, printed) in enumerate(figures):
        if qualifier:
            made.append(
                ("observations", {"observation_id": f"{key}-{n}", "incident_id": key, "report_id": key, "measure": measure, "group": group, "low": low, "value": value, "high": high, "qualifier": qualifier, "words": printed})
            )  # fmt: skip
    return made + _claims(row, key, known.actors)


def _figure(row: dict[str, str], measure: str) -> tuple[str, str, str, str, str]:
    """Low, value, high, qualifier and words of a measure; no qualifier where nothing is stated."""
    low, high = row[f"{measure}_low"], row[f"{measure}_high"]
    said = _said(row[measure])
    if said[3] and not (low or high):
        return said
    value = said[1]
    if (low and high) or (value and (low or high)):
        return low, value, high, "range", ""
    if low:
        return low, low, "", "at least", ""
    return "", high, high, "at most" if high else "", ""


def _said(cell: str) -> tuple[str, str, str, str, str]:
    """Low, value, high, qualifier and words of a number as a person writes it."""
    said = amount(cell) or ("", "", "", "")
    return *said, cell if said[3] not in ("", "exact") else ""


def _days(row: dict[str, str]) -> tuple[str, str, str]:
    """First day, last day and how well the day is known; a month stands for all of its days."""
    month = month_span(row["date"])
    if month and not row["date_to"]:
        return *month, "month"
    last = row["date_to"] or row["date"]
    return row["date"], last, "day" if last == row["date"] else "range"


def _claims(
    row: dict[str, str], key: str, actors: dict[str, str]
) -> list[tuple[str, dict[str, Any]]]:
    made: list[tuple[str, dict[str, Any]]] = []
    said = [(name.strip(), "blames", row["blamed_by"] or row["publisher"]) for name in row["blamed"].split("|") if name.strip()]  # fmt: skip
    if row["denied_by"]:
        said.append((row["blamed"].strip(), "denies", row["denied_by"]))
    for n, (name, stance, claimant) in enumerate(said):
        actor = actors.get(fold(name)) or f"team-{slug(name)}"
        if actor.startswith("team-"):
            made.append(("actors", {"actor_id": actor, "name": name, "kind": "unknown", "note": "Named in a team's sheet."}))  # fmt: skip
        made.append(
            ("claims", {"claim_id": f"{key}-c{n}", "incident_id": key, "report_id": key, "claimant": claimant, "claimant_actor": actors.get(fold(claimant), ""), "actor": actor, "actor_as_printed": name, "stance": stance, "about": "harm"})
        )  # fmt: skip
    return made


SHEET: Final = Source(
    name="team",
    producer="your own sheet",
    licence="your own",
    attribution="",
    redistributable=True,
    cannot_tell=("what its columns leave empty",),
    needs=NEEDS,
    key="id",
    to_tables=to_tables,
    sheet=True,
    killed="killed",
    people=PEOPLE,
    codes=("source_rank",),
    told_as={"date_low": "date", "date_high": "date_to", "incident_id": "id"},
    causes=("conflict", "at sea", "on a route"),
    dated=("date", "date_to", "published"),
)
