"""Bundled incidents as UCDP, ACLED and a field sheet would code them, and near misses; made, seeded.

Days shift, places coarsen to a town's point, names change their spelling, counts differ; a near miss is
another strike of the same day and municipality, drawn independently, or the total of a month.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from made_acled import write_acled
from made_sheets import write_team
from made_ucdp import write_ged

from data.counting.estimate import estimates
from data.record.places import fold, lies_in
from data.record.record import Record
from data.sources.intake import read_batch
from data.store.holdings import Holdings
from data.store.store import Store

INCIDENTS = 120
LAYOUTS = ("ucdp", "acled", "team")
UCDP_ACTORS = {"lna": "Forces of Khalifa Haftar", "gna": "Government of Libya"}
ACLED_ACTORS = {"lna": "Military Forces of Libya (2016-) Haftar Faction", "gna": "Military Forces of Libya (2016-2021) Government of National Accord"}  # fmt: skip
TEAM_ACTORS = {"lna": "Haftar forces", "gna": "Volcano of Rage"}
ACLED_KIND = {
    "airstrike": ("Explosions/Remote violence", "Air/drone strike"), "drone strike": ("Explosions/Remote violence", "Air/drone strike"),
    "shelling": ("Explosions/Remote violence", "Shelling/artillery/missile attack"), "ground fighting": ("Battles", "Armed clash"),
    "shooting": ("Violence against civilians", "Attack"), "summary killing": ("Violence against civilians", "Attack"),
    "IED": ("Explosions/Remote violence", "Remote explosive/landmine/IED"), "suicide attack": ("Explosions/Remote violence", "Suicide bomb"),
    "landmine": ("Explosions/Remote violence", "Remote explosive/landmine/IED"), "abduction": ("Violence against civilians", "Abduction/forced disappearance"),
    "bodies found": ("Violence against civilians", "Attack"), "other": ("Violence against civilians", "Attack"),
}  # fmt: skip
CONFUSED = {"airstrike": "drone strike", "drone strike": "airstrike", "shelling": "airstrike", "shooting": "ground fighting", "ground fighting": "shooting"}  # fmt: skip
SPELT = (
    ("kh", "h"),
    ("q", "k"),
    ("ou", "u"),
    ("ee", "i"),
    ("y", "i"),
    ("sh", "ch"),
    ("al-", "el "),
    ("z", "s"),
)


@dataclass(frozen=True)
class Event:
    """One real event, as a coder somewhere knows it."""

    day: pd.Timestamp
    place: str
    latitude: float
    longitude: float
    kind: str
    target: str
    side: str
    killed: int | None
    district: str
    title: str
    town: tuple[str, float, float]


def joined_alone(held: Holdings) -> pd.Series:
    """A pair that was joined by the rule, whose group has nobody else: parted, they are two."""
    heads = pd.Series(held.record.heads)
    alone = heads.value_counts().loc[lambda n: n == 2].index
    told = held.matches[held.matches["state"] == "automatic"]
    return told[told["a"].map(heads).isin(alone)].iloc[0]


def events(record: Record, chance: random.Random) -> dict[str, Event]:
    """120 bundled incidents with a point, by id."""
    rows = record.incidents[record.incidents["latitude"].notna()]
    best = estimates(record)
    best = best[(best["measure"] == "killed") & (best["group"] == "all")].set_index("incident_id")[
        "best"
    ]
    sides = (
        record.claims[record.claims["stance"] == "blames"].groupby("incident_id")["actor"].first()
    )
    towns = record.places[record.places["latitude"].notna()]
    found = {}
    for row in (
        rows.sample(INCIDENTS, random_state=chance.randrange(2**31))
        .sort_values("incident_id")
        .itertuples()
    ):
        away = np.hypot(
            towns["latitude"].astype(float) - row.latitude,
            towns["longitude"].astype(float) - row.longitude,
        )
        spoken = towns[[fold(name) in fold(row.place) for name in towns["name_en"]]]
        town = spoken.loc[away[spoken.index].idxmin()] if len(spoken) else towns.loc[away.idxmin()]
        killed = best.get(row.incident_id)
        blamed = str(sides.get(row.incident_id, ""))
        side = (
            "lna"
            if "lna" in blamed or blamed in ("uae", "hor")
            else "gna"
            if "gna" in blamed
            else ""
        )
        found[row.incident_id] = Event(
            row.date_low, row.place, float(row.latitude), float(row.longitude), row.event_type, row.target_type, side,
            None if killed is None or pd.isna(killed) else int(killed), "" if pd.isna(row.district) else row.district, row.title,
            (str(town["name_en"]), float(town["latitude"]), float(town["longitude"])),
        )  # fmt: skip
    return found


def near_miss(event: Event, others: list[Event], chance: random.Random) -> Event:
    """Another strike of the same day and municipality: what was done, to whom and how many drawn anew."""
    other = chance.choice(others)
    latitude, longitude = 0.0, 0.0
    while not lies_in("LY", latitude, longitude):
        angle, km = chance.uniform(0, 6.28), chance.uniform(3, 14)
        latitude = event.latitude + km / 111.2 * np.sin(angle)
        longitude = event.longitude + km / 93.5 * np.cos(angle)
    return Event(
        event.day, f"{chance.choice(['Sidi', 'Bir', 'Wadi', 'Shari'])} {chance.choice(['Ghanim', 'Mansur', 'Nasr', 'Jadid', 'Salih'])}",
        latitude, longitude, other.kind, other.target,
        chance.choice(["lna", "gna", ""]), other.killed, event.district, other.title, event.town,
    )  # fmt: skip


def as_coded(event: Event, layout: str, chance: random.Random) -> dict[str, str]:
    """One event as a row of a layout, with that coder's coarseness and slips."""
    day = event.day + pd.Timedelta(days=chance.choices([0, 1, -1, 2, -2], [70, 14, 6, 7, 3])[0])
    coarse = chance.random() < {"ucdp": 0.5, "acled": 0.35, "team": 0.1}[layout]
    if coarse:
        place, latitude, longitude = event.town
    else:
        latitude = event.latitude + chance.gauss(0, 0.008)
        longitude = event.longitude + chance.gauss(0, 0.009)
        if not lies_in(
            "LY", latitude, longitude
        ):  # a slip into the sea is not what is measured here
            latitude, longitude = event.latitude, event.longitude
        place = event.place
    for one, other in chance.sample(SPELT, 3):
        place = place.replace(one, other)
    killed = event.killed
    if killed is not None:
        slip = chance.choices(["same", "close", "far"], [62, 26, 12])[0]
        if slip == "close":
            killed = max(1, killed + chance.choice([-1, 1, 1, round(killed * 0.2)]))
        elif slip == "far":
            killed = max(1, round(killed * chance.uniform(0.5, 1.8)))
    said = [word for word in event.title.split() if chance.random() < 0.55]
    chance.shuffle(said)
    told = " ".join(said)
    shared = {"latitude": f"{latitude:.5f}", "longitude": f"{longitude:.5f}"}
    if layout == "ucdp":
        return {
            **shared, "date_start": f"{day:%Y-%m-%d}", "date_end": f"{day:%Y-%m-%d}", "where_coordinates": place, "where_prec": "2" if coarse else "1",
            "adm_1": f"{event.district} district", "side_a": UCDP_ACTORS.get(event.side, "Unknown"), "side_b": UCDP_ACTORS["gna" if event.side == "lna" else "lna"],
            "source_headline": told if chance.random() < 0.6 else "",
            "side_a_new_id": {"lna": "1", "gna": "2"}.get(event.side, "3"), "side_b_new_id": "2" if event.side == "lna" else "1",
            "deaths_a": "0", "deaths_b": "0", "deaths_civilians": str(killed), "deaths_unknown": "0", "low": str(killed), "best": str(killed),
            "high": str(round((killed or 0) * chance.choice([1, 1, 1.3]))),
        }  # fmt: skip
    if layout == "acled":
        kind, sub = ACLED_KIND[event.kind]
        return {
            **shared, "event_date": f"{day:%Y-%m-%d}", "location": place, "geo_precision": "2" if coarse else "1", "time_precision": "1",
            "admin1": event.district, "event_type": kind, "sub_event_type": sub, "actor1": ACLED_ACTORS.get(event.side, "Unidentified Armed Group (Libya)"),
            "actor2": "Civilians (Libya)", "notes": told, "inter2": "Civilians", "fatalities": str(killed or 0),
        }  # fmt: skip
    kind = CONFUSED.get(event.kind, event.kind) if chance.random() < 0.12 else event.kind
    return {
        **shared, "date": f"{day:%Y-%m-%d}", "place": place, "district": event.district, "place_precision": "town" if coarse else "neighbourhood",
        "event_type": kind, "target_type": event.target if chance.random() < 0.8 else "other", "killed": "" if killed is None else str(killed),
        "blamed": TEAM_ACTORS.get(event.side, ""), "title": told or kind, "published": f"{day + pd.Timedelta(days=2):%Y-%m-%d}",
    }  # fmt: skip


def labelled(
    record: Record, folder: Path, seed: int = 20190702
) -> tuple[list[Path], dict[str, str]]:
    """Three files, and by imported incident id the event it is.

    Returns:
        The files; and the bundled id of each row that is that incident, or a name of its own for a near
        miss.
    """
    chance = random.Random(seed)
    real = events(record, chance)
    rows: dict[str, list[tuple[str, dict[str, str]]]] = {layout: [] for layout in LAYOUTS}
    for one, event in real.items():
        for layout in LAYOUTS:
            if layout != "ucdp" or event.killed:
                rows[layout].append((one, as_coded(event, layout, chance)))
    for n, (one, event) in enumerate(real.items()):
        if n % 6 == 5:
            start = event.day.replace(day=1)
            month = {
                "date": f"{start:%Y-%m-%d}", "date_to": f"{start + pd.offsets.MonthEnd(0):%Y-%m-%d}", "place": event.town[0], "place_precision": "municipality",
                "latitude": str(event.town[1]), "longitude": str(event.town[2]), "district": event.district, "event_type": event.kind,
                "killed": str((event.killed or 3) * chance.randint(2, 6)), "title": "Total of the month",
            }  # fmt: skip
            rows["team"].append((f"miss-{one}", month))
        else:
            layout = LAYOUTS[n % 3]
            miss = near_miss(event, list(real.values()), chance)
            if layout == "ucdp" and not miss.killed:
                layout = "acled"
            rows[layout].append((f"miss-{one}", as_coded(miss, layout, chance)))
    truth: dict[str, str] = {}
    paths = []
    for layout, write in (("ucdp", write_ged), ("acled", write_acled), ("team", write_team)):
        chance.shuffle(rows[layout])
        key = {"ucdp": "id", "acled": "event_id_cnty", "team": "id"}[layout]
        numbered = [{**row, key: str(1000 + n)} for n, (_, row) in enumerate(rows[layout])]
        paths.append(write(folder / f"{layout}.csv", numbered))
        prefix = "team-a-field-team" if layout == "team" else layout
        truth |= {f"{prefix}-{1000 + n}": one for n, (one, _) in enumerate(rows[layout])}
    return paths, truth


def store_of_three(record: Record, folder: Path) -> Store:
    """A store of three producers' rows beside the bundled ones, some of them one incident."""
    own = Store(folder / "store")
    for path in labelled(record, folder)[0]:
        own.add(read_batch(path, record))
    return own
