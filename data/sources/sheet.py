"""A team's own sheet: one row an incident as one report tells it; the template says what each column means."""

from __future__ import annotations

import functools
import json
import re
from typing import Any, Final

import pandas as pd

from data.record.places import GEOGRAPHY, fold
from data.record.record import Record
from data.sources.source import Known, Refused, Source, Tables, row_by_row

MEASURED: Final = ("killed", "injured", "missing", "displaced")
# column -> what to write in it; a * is needed in every row
COLUMNS: Final[dict[str, str]] = {
    "id": "* your own id of the row, used once",
    "date": "* first day it may have happened, YYYY-MM-DD",
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
            ("", "number of people", ", or a word as printed; empty is not reported"),
            ("_high", "greatest number of people", "; alone it means at most"),
        )
    },
    "children_killed": "children among the killed",
    "women_killed": "women among the killed",
    "blamed": "who is said to have done it; several separated by |",
    "blamed_by": "who says so; empty is the publisher",
    "denied_by": "who denies it for the one blamed",
    "publisher": "* who published it",
    "source_rank": "* 1 UN investigation, 2 UN body, 3 recorder or NGO, 4 party, 5 news, 6 aggregator, 7 witness",
    "published": "publication date: YYYY-MM-DD, YYYY-MM or YYYY",
    "url": "address of the document",
    "note": "what a reader must know",
}  # fmt: skip
NEEDS: Final = frozenset(name for name, meaning in COLUMNS.items() if meaning.startswith("*"))


@functools.cache
def _districts() -> frozenset[str]:
    features = json.loads((GEOGRAPHY / "districts.geojson").read_text("utf-8"))["features"]
    return frozenset(feature["properties"]["name_en"] for feature in features)


def to_tables(raw: pd.DataFrame, record: Record) -> tuple[Tables, list[Refused]]:
    """Rows of the sheet as rows of the record; see ``Source.to_tables``."""
    full = raw.reindex(columns=[*COLUMNS], fill_value="").apply(lambda column: column.str.strip())
    return row_by_row(full, record, _problem, _converted)


def _problem(row: dict[str, str]) -> tuple[str, str, str] | None:
    """The first thing about a row that cannot be: column, value, expected."""
    for column in sorted(NEEDS):
        if not row[column]:
            return column, "", "a value; the cell is empty"
    if row["district"] and row["country"] == "LY" and row["district"] not in _districts():
        return "district", row["district"], f"one of {', '.join(sorted(_districts()))}"
    for measure in MEASURED:
        for column in (f"{measure}_low", f"{measure}_high"):
            if row[column] and not re.fullmatch(r"[0-9]{1,8}", row[column]):
                return column, row[column], "a whole number, or nothing"
        stated = row[measure]
        if re.search(r"\d", stated) and not re.fullmatch(r"[0-9]{1,8}", stated):
            return measure, stated, "a whole number, or a word without digits, or nothing"
        if stated and not stated.isdigit() and (row[f"{measure}_low"] or row[f"{measure}_high"]):
            return measure, stated, "a number beside a low or a high; a word stands alone"
        known = [
            int(row[c]) for c in (f"{measure}_low", measure, f"{measure}_high") if row[c].isdigit()
        ]
        if known != sorted(known):
            return (
                f"{measure}_low, {measure}, {measure}_high",
                ", ".join(map(str, known)),
                "low <= value <= high",
            )
    for column in ("children_killed", "women_killed"):
        if row[column] and not re.fullmatch(r"[0-9]{1,8}", row[column]):
            return column, row[column], "a whole number, or nothing"
    if row["denied_by"] and (not row["blamed"] or "|" in row["blamed"]):
        return "denied_by", row["denied_by"], "one actor in blamed, whom the denial speaks for"
    return None


def slug(name: str) -> str:
    """A name as part of an id."""
    return re.sub(r"[^\w]+", "-", name.casefold()).strip("-") or "unnamed"


def _converted(row: dict[str, str], known: Known) -> list[tuple[str, dict[str, Any]]]:
    key = f"team-{row['id']}"
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
                **{name: row[name] for name in ("title", "place", "district", "country", "latitude", "longitude", "place_precision", "coordinate_source", "event_type", "note")},
                "incident_id": key, "date_low": row["date"], "date_high": row["date_to"] or row["date"],
                "date_precision": "day" if row["date_to"] in ("", row["date"]) else "range", "target_type": row["target_type"] or "other",
                "cause": row["cause"] or "conflict", "victims": row["victims"] or "unknown", "report_id": key, "dataset": "team",
            },
        ),
    ]  # fmt: skip
    figures = [(measure, "all", *_figure(row, measure)) for measure in MEASURED]
    figures += [("killed", group, row[f"{group}_killed"], row[f"{group}_killed"], row[f"{group}_killed"], "exact", "") for group in ("children", "women") if row[f"{group}_killed"]]  # fmt: skip
    for n, (measure, group, low, value, high, qualifier, printed) in enumerate(figures):
        if qualifier:
            made.append(
                ("observations", {"observation_id": f"{key}-{n}", "incident_id": key, "report_id": key, "measure": measure, "group": group, "low": low, "value": value, "high": high, "qualifier": qualifier, "words": printed})
            )  # fmt: skip
    return made + _claims(row, key, known.actors)


def _figure(row: dict[str, str], measure: str) -> tuple[str, str, str, str, str]:
    """Low, value, high, qualifier and words of a measure; no qualifier where nothing is stated."""
    low, value, high = row[f"{measure}_low"], row[measure], row[f"{measure}_high"]
    if value and not value.isdigit():
        return "", "", "", "words", value
    if (low and high) or (value and (low or high)):
        return low, value, high, "range", ""
    if low:
        return low, low, "", "at least", ""
    if high:
        return "", high, high, "at most", ""
    return value, value, value, "exact" if value else "", ""


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
    causes=("conflict", "at sea", "on a route"),
    dated=("date", "date_to", "published"),
)
