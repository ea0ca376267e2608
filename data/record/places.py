"""Where things are: Tripoli, place names in both scripts, distance, and how coarse a point is."""

from __future__ import annotations

import functools
import json
import re
import unicodedata
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd
import shapely
from shapely.geometry import shape

GEOGRAPHY: Final = Path(__file__).parents[1] / "geography"
TRIPOLI: Final = (32.8872, 13.1913)  # latitude, longitude of the old town; GeoNames 2210247
SHORTEST_KEY: Final = 3  # a shorter key is in nearly every text
KM_A_DEGREE_AT_MOST: Final = (
    111.7  # of latitude at the poles, WGS 84: a circle is rather taken to touch
)
EARTH_RADIUS_KM: Final = 6371.0088  # mean radius, IUGG
COUNTRY_TOLERANCE_DEG: Final = 0.1  # outline and gazetteers disagree by some kilometres at coasts
# more of it where a point stands for an area; every precision is named, so that none is 0 by being forgotten
AREA_TOLERANCE_DEG: Final = {
    "site": 0.0,
    "neighbourhood": 0.0,
    "town": 0.0,
    "municipality": 0.1,
    "district": 0.3,
    "region": 0.5,
    "country": 0.5,
}
# Only Libya's outline is bundled whole: its neighbours are cut at the edge of the map, so a point of
# another country is not judged.
_ISO3: Final = {"LY": "LBY", "TN": "TUN", "MT": "MLT"}  # whose bundled outline is whole

_ARABIC_SAME: Final = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ة": "ه", "ى": "ي", "ـ": ""})
# Romanisations of the same Arabic letters, applied in this order: Ayn/Ain, Zarah/Zara, Souk/Souq/Suq.
_LATIN_SAME: Final = (
    (r"[^\w\s]", ""),
    (r"\b(al|el|as|ash|ar|az|an|at|ad)\s+", ""),
    (r"ph", "f"),
    (r"dh", "d"),
    (r"kh", "h"),
    (r"gh", "g"),
    (r"ay|ei|ey", "ai"),
    (r"ou|oo|o", "u"),
    (r"ee|y", "i"),
    (r"e", "i"),
    (r"q", "k"),
    (r"([^\W\d_])\1+", r"\1"),
    (r"(?<=\w)ah\b", "a"),
    (r"i[ia]\b", "ia"),
)


@functools.lru_cache(maxsize=100_000)
def fold(text: str) -> str:
    """One spelling for the spellings of a name, in Latin or Arabic script.

    Args:
        text: any name as typed or printed.

    Returns:
        A key for comparison only: accents, articles and the usual differences between
        romanisations are gone. Ain Zara, Ayn Zarah and 'Ain Zarah fold to the same key.
    """
    marked = unicodedata.normalize("NFKD", text.translate(_ARABIC_SAME))
    plain = "".join(c for c in marked if not unicodedata.combining(c)).casefold()
    plain = re.sub(r"[-_/,]", " ", plain)
    for pattern, same in _LATIN_SAME:
        plain = re.sub(pattern, same, plain)
    return " ".join(plain.split())


def places_named(places: pd.DataFrame, text: str) -> list[str]:
    """Places whose name or alias, in either script, contains ``text``.

    Args:
        places: the record's ``places`` table.
        text: what a reader typed.

    Returns:
        Their ``place_id``; empty when ``text`` folds to nothing.
    """
    key = fold(text)
    if not key:
        return []
    names = _joined(places, ["name_en", "name_ar", "aliases"], "|")
    hit = [any(key in fold(name) for name in joined.split("|")) for joined in names]
    return places.loc[hit, "place_id"].tolist()


def mentions(places: pd.DataFrame, rows: pd.DataFrame, text: str) -> np.ndarray:
    """Incidents that lie at or speak of what a reader typed, in either script.

    Args:
        places: the record's ``places`` table.
        rows: incidents.
        text: a place or a word.

    Returns:
        One boolean a row. A text that names a place finds it under all of its names.
    """
    written = _joined(rows, ["title", "place", "incident_id", "note"], " ")
    if len(fold(text)) < SHORTEST_KEY:
        return (
            written.str.casefold().str.contains(text.strip().casefold(), regex=False).to_numpy(bool)
        )
    named = places_named(places, text)
    own = _joined(places[places["place_id"].isin(named)], ["name_en", "name_ar", "aliases"], "|")
    names = {fold(name) for joined in own for name in joined.split("|")}
    keys = {
        fold(text),
        *(name for name in names if fold(text) in name and len(name) >= SHORTEST_KEY),
    }
    exact = {fold(text)} & names
    if exact:  # the text is a place's whole name: its other names mean the same
        same = [joined for joined in own if fold(text) in {fold(n) for n in joined.split("|")}]
        keys |= {
            fold(name)
            for joined in same
            for name in joined.split("|")
            if len(fold(name)) >= SHORTEST_KEY
        }
    folded = written.map(fold)
    found = np.array(rows["place_id"].isin(named), dtype=bool)
    for key in keys:
        found |= folded.str.contains(key, regex=False).to_numpy(bool)
    return found


def _joined(rows: pd.DataFrame, columns: list[str], mark: str) -> pd.Series:
    first, *others = (rows[column].fillna("") for column in columns)
    return first.str.cat(others, sep=mark)


def distance_km(
    latitude: np.ndarray, longitude: np.ndarray, point: tuple[float, float]
) -> np.ndarray:
    """Great-circle distance of points from one point.

    Args:
        latitude: degrees; NaN where unknown.
        longitude: degrees; NaN where unknown.
        point: (latitude, longitude) in degrees.

    Returns:
        Kilometres; NaN where the position is unknown.
    """
    lat1, lon1, lat2, lon2 = (np.radians(v) for v in (latitude, longitude, *point))
    half = np.sin((lat2 - lat1) / 2) ** 2
    half = half + np.cos(lat1) * np.cos(lat2) * np.sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(half))


@functools.cache
def country_outlines() -> dict[str, shapely.Geometry]:
    """Bundled country outlines by ISO 3166 alpha-3 code, widened by the tolerance."""
    features = json.loads((GEOGRAPHY / "land.geojson").read_text("utf-8"))["features"]
    outlines: dict[str, shapely.Geometry] = {}
    for feature in features:
        iso3 = feature["properties"].get("iso3")
        grown = shape(feature["geometry"]).buffer(COUNTRY_TOLERANCE_DEG)
        outlines[iso3] = grown if iso3 not in outlines else outlines[iso3].union(grown)
    return outlines


def lies_in(country: str, latitude: float, longitude: float) -> bool:
    """Whether a point lies in a country, within the tolerance; True where no outline is bundled."""
    outline = country_outlines().get(_ISO3.get(country, ""))
    return outline is None or bool(shapely.contains_xy(outline, longitude, latitude))


def reaches(country: str, point: tuple[float, float], km: float) -> bool:
    """Whether a circle touches a country, within the tolerance; True where no outline is bundled.

    Args:
        country: its ISO code.
        point: latitude and longitude in degrees.
        km: the circle's radius.
    """
    outline = country_outlines().get(_ISO3.get(country, ""))
    away = 0.0 if outline is None else shapely.distance(outline, shapely.Point(point[::-1]))
    return bool(away * KM_A_DEGREE_AT_MOST <= km)


def unchecked(rows: pd.DataFrame) -> list[str]:
    """Countries of rows with a point that no bundled outline holds, so that nobody knows whether it lies there."""
    located = rows[rows["latitude"].notna() & rows["cause"].ne("at sea")]
    return sorted(set(located["country"].dropna()) - set(_ISO3))


def far_from_country(rows: pd.DataFrame) -> list[int]:
    """Rows whose point lies outside their own country.

    Args:
        rows: ``country`` (ISO alpha-2), ``latitude``, ``longitude`` in degrees, ``place_precision``, ``cause``.

    Returns:
        Index labels. A country without a bundled outline, a row without a point
        and a death at sea are not judged.
    """
    outside: list[int] = []
    located = rows[
        rows["latitude"].notna() & rows["longitude"].notna() & rows["cause"].ne("at sea")
    ]
    for country, group in located.groupby("country"):
        outline = country_outlines().get(_ISO3.get(str(country), ""))
        if outline is None:
            continue
        points = shapely.points(
            group["longitude"].to_numpy(float), group["latitude"].to_numpy(float)
        )
        # a place known to a municipality or less well has a point of its whole area: a gulf, a border zone
        allowed = group["place_precision"].map(AREA_TOLERANCE_DEG).to_numpy(float)
        outside += group.index[shapely.distance(outline, points) > allowed].tolist()
    return sorted(outside)
