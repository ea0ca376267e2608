"""Rows in ACLED's layouts, made for the tests; none is ACLED's."""

from __future__ import annotations

import csv
from pathlib import Path

CURRENT = [
    "event_id_cnty",
    "event_date",
    "year",
    "time_precision",
    "disorder_type",
    "event_type",
    "sub_event_type",
    "actor1",
    "assoc_actor_1",
    "inter1",
    "actor2",
    "assoc_actor_2",
    "inter2",
    "interaction",
    "civilian_targeting",
    "iso",
    "region",
    "country",
    "admin1",
    "admin2",
    "admin3",
    "location",
    "latitude",
    "longitude",
    "geo_precision",
    "source",
    "source_scale",
    "notes",
    "fatalities",
    "tags",
    "timestamp",
]
MIDDLE = [
    "data_id",
    "iso",
    "event_id_cnty",
    "event_id_no_cnty",
    "event_date",
    "year",
    "time_precision",
    "event_type",
    "sub_event_type",
    "actor1",
    "assoc_actor_1",
    "inter1",
    "actor2",
    "assoc_actor_2",
    "inter2",
    "interaction",
    "region",
    "country",
    "admin1",
    "admin2",
    "admin3",
    "location",
    "latitude",
    "longitude",
    "geo_precision",
    "source",
    "source_scale",
    "notes",
    "fatalities",
    "timestamp",
    "iso3",
]
SHOUTING = [
    "GWNO",
    "EVENT_ID_CNTY",
    "EVENT_ID_NO_CNTY",
    "EVENT_DATE",
    "YEAR",
    "TIME_PRECISION",
    "EVENT_TYPE",
    "ACTOR1",
    "ALLY_ACTOR_1",
    "INTER1",
    "ACTOR1_ID",
    "ACTOR2",
    "ALLY_ACTOR_2",
    "INTER2",
    "ACTOR2_ID",
    "INTERACTION",
    "ACTOR_DYAD_ID",
    "COUNTRY",
    "ADMIN1",
    "ADMIN2",
    "ADMIN3",
    "LOCATION",
    "LATITUDE",
    "LONGITUDE",
    "GEO_PRECISION",
    "SOURCE",
    "NOTES",
    "FATALITIES",
]
ROW = {
    "event_id_cnty": "LBY1", "event_date": "02 July 2019", "year": "2019", "time_precision": "1", "event_type": "Explosions/Remote violence",
    "sub_event_type": "Air/drone strike", "actor1": "Military Forces of Testland (2016-) Haftar Faction", "inter1": "1", "actor2": "Civilians (Libya)",
    "inter2": "7", "civilian_targeting": "Civilian targeting", "country": "Libya", "admin1": "Tripoli", "location": "Tajoura", "latitude": "32.88",
    "longitude": "13.35", "geo_precision": "1", "source": "A paper; Another", "notes": "made for a test", "fatalities": "7", "timestamp": "1563000000",
}  # fmt: skip


def write_acled(path: Path, rows: list[dict[str, str]], columns: list[str] | None = None) -> Path:
    """Write a file of ACLED rows; what a row does not say is as in ``ROW``, ids are numbered."""
    columns = columns or CURRENT
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n", extrasaction="ignore")
        writer.writeheader()
        for number, row in enumerate(rows, start=1):
            full = {**ROW, "event_id_cnty": f"LBY{number}", **row}
            writer.writerow({column: full.get(column.lower(), "") for column in columns})
    return path
