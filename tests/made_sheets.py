"""Rows in the layouts of IOM's Missing Migrants and of a team's own sheets, made for the tests."""

from __future__ import annotations

import csv
from pathlib import Path

IOM_API = [
    "web_id", "region", "reported_date", "number_dead", "number_missing", "total_dead_and_missing", "number_of_survivors",
    "number_of_female", "number_of_male", "number_of_children", "cause_death", "country_of_incident", "location_description",
    "unsd_geographic_grouping", "location_coodinates", "migration_route", "information_source", "url", "source_quality",
    "region_origin", "country_origin",
]  # fmt: skip
IOM_2021 = {
    "web_id": "Web ID", "region": "Region", "reported_date": "Reported Date", "number_dead": "Number Dead",
    "number_missing": "Minimum Estimated Number of Missing", "total_dead_and_missing": "Total Dead and Missing",
    "cause_death": "Cause of Death", "location_description": "Location Description", "information_source": "Information Source",
    "location_coodinates": "Location Coordinates", "url": "URL", "source_quality": "Source Quality",
}  # fmt: skip
IOM_2022 = {
    "web_id": "Main ID", "region": "Region of Incident", "reported_date": "Incident Date", "number_dead": "Number of Dead",
    "number_missing": "Minimum Estimated Number of Missing", "total_dead_and_missing": "Total Number of Dead and Missing",
    "cause_death": "Cause of Death", "country_of_incident": "Country of Incident", "location_description": "Location of Incident",
    "location_coodinates": "Coordinates", "information_source": "Information Source", "url": "URL",
}  # fmt: skip
IOM_ROW = {
    "web_id": "2019.MMP1", "region": "Mediterranean", "reported_date": "2019-07-01", "number_dead": "3", "number_missing": "20",
    "total_dead_and_missing": "23", "cause_death": "Presumed drowning", "country_of_incident": "Libya",
    "location_description": "Off the coast of Khoms, Libya", "location_coodinates": "32.9, 14.3", "information_source": "A test",
}  # fmt: skip
TEAM_ROW = {
    "id": "1", "date": "2019-07-02", "title": "Shelling of a street", "place": "Abu Salim, Tripoli", "district": "Tripoli", "country": "LY",
    "latitude": "32.85", "longitude": "13.17", "place_precision": "neighbourhood", "event_type": "shelling", "killed": "4",
    "publisher": "A field team", "source_rank": "3", "published": "2019-07-03",
}  # fmt: skip
TOLL_ROW = {
    "toll": "1", "publisher": "WHO", "published": "2019-07-08", "measure": "killed", "measure_as_printed": "people killed", "group": "all",
    "low": "100", "value": "100", "high": "100", "qualifier": "exact", "kind": "total", "period_start": "2019-07-01", "as_of": "2019-07-07",
    "area": "Tripoli", "area_scope": "tripoli",
}  # fmt: skip


def write_rows(
    path: Path,
    default: dict[str, str],
    rows: list[dict[str, str]],
    names: dict[str, str] | None = None,
) -> Path:
    """Write rows as CSV; what a row does not say is as in ``default``; ``names`` are another layout's headers."""
    full = [{**default, **row} for row in rows]
    columns = list(dict.fromkeys(key for row in full for key in row))
    if names:
        columns = [column for column in names if column in columns]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([(names or {}).get(column, column) for column in columns])
        writer.writerows([[row.get(column, "") for column in columns] for row in full])
    return path


def write_iom(path: Path, rows: list[dict[str, str]], names: dict[str, str] | None = None) -> Path:
    """Missing Migrants rows, in the interface's layout or another."""
    return write_rows(path, {**dict.fromkeys(IOM_API, ""), **IOM_ROW}, rows, names)


def write_team(path: Path, rows: list[dict[str, str]]) -> Path:
    """Rows of a team's own sheet, numbered."""
    return write_rows(path, TEAM_ROW, [{"id": str(n), **row} for n, row in enumerate(rows, 1)])


def write_tolls(path: Path, rows: list[dict[str, str]]) -> Path:
    """Rows of a sheet of totals, numbered."""
    return write_rows(path, TOLL_ROW, [{"toll": str(n), **row} for n, row in enumerate(rows, 1)])
