"""Rows in UCDP GED's layouts, made for the tests; none is UCDP's."""

from __future__ import annotations

import csv
from pathlib import Path

OLD = [
    "id",
    "year",
    "active_year",
    "type_of_violence",
    "conflict_new_id",
    "conflict_name",
    "dyad_new_id",
    "dyad_name",
    "side_a_new_id",
    "gwnoa",
    "side_a",
    "side_b_new_id",
    "gwnob",
    "side_b",
    "number_of_sources",
    "source_article",
    "source_office",
    "source_date",
    "source_headline",
    "source_original",
    "where_prec",
    "where_coordinates",
    "adm_1",
    "adm_2",
    "latitude",
    "longitude",
    "geom_wkt",
    "priogrid_gid",
    "country",
    "country_id",
    "region",
    "event_clarity",
    "date_prec",
    "date_start",
    "date_end",
    "deaths_a",
    "deaths_b",
    "deaths_civilians",
    "deaths_unknown",
    "best",
    "low",
    "high",
]
NEW = [
    "id",
    "relid",
    "year",
    "active_year",
    "code_status",
    "type_of_violence",
    "conflict_dset_id",
    "conflict_new_id",
    "conflict_name",
    "dyad_dset_id",
    "dyad_new_id",
    "dyad_name",
    "side_a_dset_id",
    "side_a_new_id",
    "side_a",
    "side_b_dset_id",
    "side_b_new_id",
    "side_b",
    "number_of_sources",
    "source_article",
    "source_office",
    "source_date",
    "source_headline",
    "source_original",
    "where_prec",
    "where_coordinates",
    "where_description",
    "adm_1",
    "adm_2",
    "latitude",
    "longitude",
    "geom_wkt",
    "priogrid_gid",
    "country",
    "country_id",
    "region",
    "event_clarity",
    "date_prec",
    "date_start",
    "date_end",
    "deaths_a",
    "deaths_b",
    "deaths_civilians",
    "deaths_unknown",
    "best",
    "high",
    "low",
    "gwnoa",
    "gwnob",
]
ROW = {
    "id": "1", "year": "2019", "type_of_violence": "1", "conflict_name": "Libya: Government", "side_a_new_id": "113", "side_a": "Government of Libya",
    "side_b_new_id": "900", "side_b": "Forces of a test", "where_prec": "1", "where_coordinates": "Tripoli town", "adm_1": "Tripoli district",
    "latitude": "32.88", "longitude": "13.19", "country": "Libya", "country_id": "620", "event_clarity": "1", "date_prec": "1",
    "date_start": "2019-07-01", "date_end": "2019-07-01", "deaths_a": "1", "deaths_b": "2", "deaths_civilians": "3", "deaths_unknown": "0",
    "low": "5", "best": "6", "high": "9",
}  # fmt: skip


def write_ged(path: Path, rows: list[dict[str, str]], columns: list[str] | None = None) -> Path:
    """Write a file of GED rows; what a row does not say is as in ``ROW``, ids are numbered."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns or NEW, lineterminator="\n", extrasaction="ignore")
        writer.writeheader()
        for number, row in enumerate(rows, start=1):
            writer.writerow({**ROW, "id": str(number), **row})
    return path
