"""A record whose every free text asks a viewer's browser for an image, a link or a script."""

from __future__ import annotations

from pathlib import Path

from made_records import write_record

FOREIGN = "http://127.0.0.1:9"
POISON = f"![x]({FOREIGN}/i.png) <img src={FOREIGN}/j.png> [y]({FOREIGN}/k) {FOREIGN}/l www.example.org/m @@=x $a$ :material/home:"  # fmt: skip


def write_poisoned(folder: Path) -> Path:
    """Write the record."""
    days = [f"2019-0{n}-1{n}" for n in range(5, 9)]
    return write_record(
        folder,
        sources=[{"source_id": "bad", "name": POISON, "reason": POISON}],
        actors=[{"actor_id": "bad", "name": POISON, "name_ar": POISON, "aliases": POISON, "note": POISON}],
        sides=[{"actor_id": "bad", "side": "lna", "basis": "reported", "who_says": POISON, "note": POISON}],
        places=[{"place_id": "bad", "name_en": POISON, "name_ar": POISON, "kind": "town", "latitude": "32.8", "longitude": "13.2", "gazetteer": POISON}],
        incidents=[
            {"incident_id": f"i{n}", "date_low": day, "date_high": day, "title": f"{POISON} {n}", "place": POISON, "note": POISON,
             "coordinate_source": POISON, "latitude": "32.8", "longitude": "13.2", "place_precision": "site" if n % 2 else "municipality"}
            for n, day in enumerate(days)
        ],
        reports=[{"report_id": "bad", "source_id": "bad", "origin_id": "bad", "source_rank": 3, "publisher": POISON, "title": POISON, "published": "2019-05-20"}],
        observations=[{"incident_id": f"i{n}", "report_id": "bad", "low": 3 + n, "value": 3 + n, "high": 3 + n, "note": POISON} for n in range(4)],
        claims=[{"incident_id": f"i{n}", "report_id": "bad", "claimant": POISON, "actor": "bad", "actor_as_printed": POISON, "stance": "blames", "about": "harm", "note": POISON} for n in range(4)],
        tolls=[{"toll_id": "t1", "source_id": "bad", "publisher": POISON, "measure": "killed", "measure_as_printed": POISON, "group": "all", "low": "9", "value": "9", "high": "9", "qualifier": "exact", "kind": "total", "period_start": "2019-05-01", "as_of": "2019-08-31", "as_of_basis": "printed", "area": POISON, "area_scope": "country", "published": "2019-09-01", "note": POISON}],
        milestones=[{"date": "2019-06-05", "date_precision": "day", "title": POISON, "kind": "offensive"}],
    )  # fmt: skip
