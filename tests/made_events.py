"""Invented events of two years of war, as UCDP and ACLED would code them; made, seeded, none is theirs.

What makes real pairs hard: a city's point lies kilometres from other gazetteers', most events kill one or
two, the front of a city has several a day, UCDP knows some to a span, an event is split over two rows, or two
are merged into one, and each dataset lacks some that the other has.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from made_acled import write_acled
from made_matches import ACLED_ACTORS, ACLED_KIND, UCDP_ACTORS
from made_ucdp import write_ged

from data.record.places import lies_in
from data.record.record import Record

EVENTS = 600
FIRST, DAYS = pd.Timestamp("2014-05-01"), 730
CITIES = {"Tripoli": 0.22, "Benghazi": 0.3}  # share of all events; the rest lies in towns
SPLIT, MERGED, SPAN, LACKS, COARSE = 0.08, 0.08, 0.1, 0.2, 0.5
KINDS = ("shelling", "ground fighting", "shooting", "airstrike", "IED", "summary killing")
WORDS = [
    "market",
    "mortar",
    "checkpoint",
    "clashes",
    "brigade",
    "hospital",
    "rocket",
    "airport",
    "camp",
    "prison",
    "funeral",
    "convoy",
    "port",
    "depot",
    "district",
    "assassinated",
    "gunmen",
    "officer",
]


@dataclass(frozen=True)
class Event:
    """One event as it was."""

    name: str
    day: pd.Timestamp
    town: str
    latitude: float
    longitude: float
    kind: str
    side: str
    killed: int
    words: tuple[str, ...]


def invented(record: Record, seed: int) -> list[Event]:
    """Events in time, place and number as skewed as in war."""
    chance = random.Random(seed)
    towns = record.places[record.places["kind"].isin(["municipality", "town"]) & record.places["latitude"].notna()]  # fmt: skip
    points = {row.name_en: (float(row.latitude), float(row.longitude)) for row in towns.itertuples() if lies_in("LY", float(row.latitude), float(row.longitude))}  # fmt: skip
    weight = {name: CITIES.get(name, (1 - sum(CITIES.values())) / (len(points) - len(CITIES))) for name in points}  # fmt: skip
    made = []
    while len(made) < EVENTS:
        town = chance.choices(list(weight), list(weight.values()))[0]
        latitude = points[town][0] + chance.gauss(0, 0.025 if town in CITIES else 0.01)
        longitude = points[town][1] + chance.gauss(0, 0.03 if town in CITIES else 0.01)
        if lies_in("LY", latitude, longitude):
            killed = min(60, max(1, round(chance.paretovariate(1.15))))
            words = tuple(chance.sample(WORDS, 4))
            made.append(Event(f"e{len(made)}", FIRST + pd.Timedelta(days=chance.randrange(DAYS)), town, latitude, longitude, chance.choice(KINDS), chance.choice(["lna", "gna", ""]), killed, words))  # fmt: skip
    return sorted(made, key=lambda event: (event.day, event.name))


def coded(record: Record, folder: Path, seed: int) -> tuple[list[Path], dict[str, frozenset[str]], dict[str, int]]:  # fmt: skip
    """The files of both coders.

    Returns:
        The files; by incident id the events that its row tells of; and how many each event killed.
    """
    chance = random.Random(seed + 1)
    made = invented(record, seed)
    towns = record.places[record.places["latitude"].notna()]
    points = {row.name_en: (float(row.latitude), float(row.longitude)) for row in towns.itertuples()}  # fmt: skip
    off = {name: _displaced(point, 22.0 if name == "Tripoli" else chance.uniform(0, 8), chance) for name, point in points.items()}  # fmt: skip
    ucdp: list[tuple[frozenset[str], dict[str, str]]] = []
    acled: list[tuple[frozenset[str], dict[str, str]]] = []
    merged: dict[str, Event] = {}
    for event in made:
        lacks = chance.random() < LACKS and chance.choice(["ucdp", "acled"])
        before = merged.pop(event.town, None)
        if before and (event.day - before.day).days <= 2 and lacks != "ucdp":
            ucdp.append((frozenset({before.name, event.name}), _as_ucdp(event, off, chance, before)))  # fmt: skip
        else:
            if before:
                ucdp.append((frozenset({before.name}), _as_ucdp(before, off, chance)))
            if lacks != "ucdp" and event.town in CITIES and chance.random() < MERGED / sum(CITIES.values()):  # fmt: skip
                merged[event.town] = event
            elif lacks != "ucdp":
                ucdp.append((frozenset({event.name}), _as_ucdp(event, off, chance)))
        if lacks == "acled":
            continue
        parts = [event.killed]
        if event.killed > 2 and chance.random() < SPLIT:
            parts = [event.killed // 2, event.killed - event.killed // 2]
        acled += [(frozenset({event.name}), _as_acled(event, killed, points, chance)) for killed in parts]  # fmt: skip
    ucdp += [(frozenset({event.name}), _as_ucdp(event, off, chance)) for event in merged.values()]
    paths, truth = [], {}
    for prefix, rows, write, key in (("ucdp", ucdp, write_ged, "id"), ("acled", acled, write_acled, "event_id_cnty")):  # fmt: skip
        chance.shuffle(rows)
        numbered = [{**row, key: f"{n + 1}"} for n, (_, row) in enumerate(rows)]
        paths.append(write(folder / f"{'GEDEvent_v25_1' if prefix == 'ucdp' else prefix}.csv", numbered))  # fmt: skip
        truth |= {f"{prefix}-{n + 1}": names for n, (names, _) in enumerate(rows)}
    return paths, truth, {event.name: event.killed for event in made}


def _displaced(point: tuple[float, float], km: float, chance: random.Random) -> tuple[float, float]:
    while True:
        angle = chance.uniform(0, 2 * np.pi)
        moved = point[0] + km / 111.2 * np.sin(angle), point[1] + km / 94 * np.cos(angle)
        if lies_in("LY", *moved):
            return moved


def _slip(killed: int, chance: random.Random) -> int:
    kind = chance.choices(["same", "close", "far"], [65, 25, 10])[0]
    if kind == "close":
        return max(1, killed + chance.choice([-1, 1, 1, round(killed * 0.2)]))
    return max(1, round(killed * chance.uniform(0.5, 1.8))) if kind == "far" else killed


def _as_ucdp(event: Event, off: dict, chance: random.Random, before: Event | None = None) -> dict[str, str]:  # fmt: skip
    coarse = event.town in CITIES or chance.random() < COARSE
    latitude, longitude = off[event.town] if coarse else (event.latitude, event.longitude)
    start = end = event.day + pd.Timedelta(days=chance.choices([0, 1, -1], [82, 10, 8])[0])
    killed, span = _slip(event.killed, chance), "1"
    if before:
        start, killed, span = min(before.day, end), killed + before.killed, "2"
    elif chance.random() < SPAN:
        wide = chance.choice([2, 4, 7, 14])
        start -= pd.Timedelta(days=chance.randint(0, wide))
        end, span = start + pd.Timedelta(days=wide), "2" if wide < 7 else "3"
    return {
        "latitude": f"{latitude:.5f}", "longitude": f"{longitude:.5f}", "where_prec": "2" if coarse else "1",
        "where_coordinates": f"{event.town} city" if event.town in CITIES else f"{event.town} town", "adm_1": "",
        "date_start": f"{start:%Y-%m-%d}", "date_end": f"{end:%Y-%m-%d}", "date_prec": span,
        "side_a": UCDP_ACTORS.get(event.side, "Unknown"), "side_b": UCDP_ACTORS["gna" if event.side == "lna" else "lna"],
        "side_a_new_id": {"lna": "1", "gna": "2"}.get(event.side, "3"), "side_b_new_id": "2" if event.side == "lna" else "1",
        "source_headline": f"Libya: {event.words[0]} {event.words[1]}" if chance.random() < 0.4 else "",
        "deaths_a": "0", "deaths_b": "0", "deaths_unknown": "0", "deaths_civilians": str(killed), "low": str(killed), "best": str(killed), "high": str(killed),
    }  # fmt: skip


def _as_acled(event: Event, killed: int, points: dict, chance: random.Random) -> dict[str, str]:
    coarse = chance.random() < COARSE
    latitude, longitude = points[event.town] if coarse else (event.latitude, event.longitude)
    kind, sub = ACLED_KIND[event.kind]
    day = event.day + pd.Timedelta(days=chance.choices([0, 1, -1], [90, 7, 3])[0])
    return {
        "latitude": f"{latitude:.5f}", "longitude": f"{longitude:.5f}", "geo_precision": "2" if coarse else "1", "time_precision": "1",
        "event_date": f"{day:%Y-%m-%d}", "location": event.town if coarse else f"{event.town} - {chance.choice(['Centre', 'Port', 'Airport', 'Old Town'])}", "admin1": "",
        "event_type": kind, "sub_event_type": sub, "actor1": ACLED_ACTORS.get(event.side, "Unidentified Armed Group (Libya)"), "actor2": "Civilians (Libya)",
        "notes": " ".join(event.words) + f" in {event.town}", "inter2": "Civilians", "fatalities": str(_slip(killed, chance)),
    }  # fmt: skip
