"""Libya's districts (mantikas) by name in either script, P-code (OCHA) or ISO 3166-2 code."""

from __future__ import annotations

import csv
import functools
import json

from data.record.places import GEOGRAPHY, fold


@functools.cache
def district_names() -> tuple[str, ...]:
    """The districts as the record names them."""
    features = json.loads((GEOGRAPHY / "districts.geojson").read_text("utf-8"))["features"]
    return tuple(sorted(feature["properties"]["name_en"] for feature in features))


def district_of(text: str) -> str:
    """The district that a name or code is of; empty where it is none."""
    return _districts().get(fold(text), "")


@functools.cache
def _districts() -> dict[str, str]:
    """By folded name, alias and code the record's name."""
    found: dict[str, str] = {}
    features = json.loads((GEOGRAPHY / "districts.geojson").read_text("utf-8"))["features"]
    for feature in features:
        about = feature["properties"]
        found |= {fold(about[name]): about["name_en"] for name in ("name_en", "name_ar")}
    with (GEOGRAPHY / "district_names.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            named = [row["p_code"], row["iso_code"], *row["aliases"].split("|")]
            found |= {fold(name): row["name_en"] for name in named if name}
    return found
