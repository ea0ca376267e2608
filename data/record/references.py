"""Which column of which table names a row of which other."""

from __future__ import annotations

from typing import Final

# child table -> {column: parent table}; a row whose parent is not in the record is put aside
REFERENCES: Final[dict[str, dict[str, str]]] = {
    "sides": {"actor_id": "actors"},
    "reports": {"source_id": "sources", "origin_id": "sources"},
    "incidents": {"place_id": "places", "report_id": "reports"},
    "observations": {"incident_id": "incidents", "report_id": "reports"},
    "claims": {
        "incident_id": "incidents",
        "report_id": "reports",
        "claimant_actor": "actors",
        "actor": "actors",
    },
    "tolls": {"source_id": "sources"},
}
