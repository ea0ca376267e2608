"""Small records drawn by hand: what a row does not say has a default."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

from data.record.schema import TABLES

ROOT = Path(__file__).parent.parent

DEFAULTS: dict[str, dict[str, Any]] = {
    "sources": {
        "name": "Source",
        "type": "news outlet",
        "affiliation": "none",
        "reason": "made for a test",
    },
    "actors": {"name": "Actor", "kind": "armed group"},
    "sides": {"side": "none"},
    "places": {"name_en": "Place", "kind": "town"},
    "incidents": {
        "date_low": "2019-07-01",
        "date_high": "2019-07-01",
        "date_precision": "day",
        "title": "An incident",
        "place": "Tripoli",
        "country": "LY",
        "district": "Tripoli",
        "latitude": "32.88",
        "longitude": "13.19",
        "place_precision": "site",
        "event_type": "shelling",
        "target_type": "residential",
        "cause": "conflict",
        "victims": "mixed",
        "report_id": "r0",
        "dataset": "made",
    },
    "reports": {
        "source_id": "paper",
        "origin_id": "paper",
        "source_rank": "5",
        "publisher": "Paper",
        "published": "2019-07-02",
        "date_basis": "printed",
    },
    "observations": {"measure": "killed", "group": "all", "qualifier": "exact"},
    "claims": {"stance": "blames", "about": "harm", "report_id": "r0", "actor": "lna"},
    "tolls": {
        "source_id": "who",
        "measure": "killed",
        "measure_as_printed": "killed",
        "group": "all",
        "qualifier": "exact",
        "kind": "total",
        "period_start": "2019-07-01",
        "as_of": "2019-07-31",
        "as_of_basis": "printed",
        "area": "Libya",
        "area_scope": "country",
        "publisher": "WHO",
        "published": "2019-08-01",
    },
    "milestones": {
        "date": "2019-07-05",
        "date_precision": "day",
        "title": "Event",
        "kind": "other",
    },
}
BASE: dict[str, list[dict[str, Any]]] = {
    "sources": [
        {"source_id": s, "name": s}
        for s in ("paper", "agency", "who", "unsmil", "airwars", "ministry", "witness")
    ],
    "actors": [{"actor_id": a, "name": a.upper()} for a in ("lna", "gna", "uae")],
    "sides": [
        {"actor_id": "lna", "side": "lna", "basis": "reported", "who_says": "a test"},
        {"actor_id": "gna", "side": "gna", "basis": "reported", "who_says": "a test"},
        {
            "actor_id": "uae",
            "side": "lna",
            "date_from": "2019-06-01",
            "basis": "suspected",
            "who_says": "a test",
        },
    ],
    "places": [],
    "incidents": [],
    "reports": [{"report_id": "r0"}],
    "observations": [],
    "claims": [],
    "tolls": [],
    "milestones": [],
}
ABOUT = """title = "Made for a test"
date = 2020-01-31
licence = "none"

[[band]]
name = "before"
from = 2019-01-01
to = 2019-03-31
systematic = false

[[band]]
name = "systematic"
from = 2019-04-01
to = 2019-12-31
systematic = true
"""


def write_record(folder: Path, **tables: list[dict[str, Any]]) -> Path:
    """Write a record of a few rows; what a row does not say has a default, ids are numbered."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "record.toml").write_text(ABOUT, "utf-8")
    for name, schema in TABLES.items():
        columns = list(schema.columns)
        rows = [*BASE[name], *tables.get(name, [])]
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, columns, lineterminator="\n")
            writer.writeheader()
            for number, row in enumerate(rows):
                ids = {columns[0]: f"{name[0]}{number}"}
                writer.writerow({**ids, **DEFAULTS[name], **row})
    return folder
