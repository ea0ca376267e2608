"""A large file in UCDP GED's layout, made: ``python tests/bench/generate.py ROWS FILE [--seed N]``.

Marginals as in the real dataset (its codebook and yearly summaries): most events kill one or two and few kill
hundreds, a few dyads have most events, events cluster in a few thousand places, a twelfth is known to a span only.
No row is UCDP's.
"""

import argparse
import sys
from pathlib import Path

import numpy as np
import pandas as pd

sys.path[:0] = [str(Path(__file__).parent.parent), str(Path(__file__).parent.parent.parent)]

from made_ucdp import NEW

# share of events, and a box of latitude and longitude; Libya's lies inland, where its outline is checked
COUNTRIES = {
    "Afghanistan": (0.2, (30, 37), (61, 71)), "Syria": (0.2, (33, 37), (36, 41)), "India": (0.09, (9, 32), (71, 88)), "Iraq": (0.08, (30, 36), (39, 48)),
    "Ukraine": (0.06, (46, 51), (30, 40)), "Nigeria": (0.06, (5, 13), (4, 14)), "Somalia": (0.05, (0, 11), (42, 50)), "Pakistan": (0.05, (25, 36), (62, 75)),
    "Colombia": (0.05, (1, 11), (-77, -68)), "Sudan": (0.05, (5, 20), (22, 36)), "Mexico": (0.05, (17, 31), (-113, -90)), "Libya": (0.02, (27, 30), (12, 22)), "Algeria": (0.04, (28, 36), (0, 8)),
}  # fmt: skip
NUMBERS = {"Afghanistan": 700, "Syria": 652, "India": 750, "Iraq": 645, "Ukraine": 369, "Nigeria": 475, "Somalia": 520, "Pakistan": 770, "Colombia": 100, "Sudan": 625, "Mexico": 70, "Libya": 620, "Algeria": 615}  # fmt: skip
FIRST, LAST = "1989-01-01", "2024-12-31"
WORDS = np.array(
    [
        "army",
        "rebels",
        "village",
        "market",
        "checkpoint",
        "clashes",
        "shelling",
        "convoy",
        "ambush",
        "police",
        "station",
        "strike",
        "district",
        "province",
        "attack",
        "killed",
        "militants",
        "soldiers",
        "town",
        "border",
    ]
)


def rows(count: int, seed: int) -> pd.DataFrame:
    """So many events as text cells, in the columns of the newest layout."""
    chance = np.random.default_rng(seed)
    names = list(COUNTRIES)
    shares = np.array([COUNTRIES[name][0] for name in names])
    country = chance.choice(len(names), count, p=shares / shares.sum())
    # places: some thousand, a few of them with most events
    places = np.minimum(chance.zipf(1.35, count), 400) - 1
    low = np.array([[COUNTRIES[name][1][0], COUNTRIES[name][2][0]] for name in names])[country]
    high = np.array([[COUNTRIES[name][1][1], COUNTRIES[name][2][1]] for name in names])[country]
    spread = np.stack([(places * 0.6180339887) % 1, (places * 0.7548776662) % 1], axis=1)
    points = low + spread * (high - low)
    span = (pd.Timestamp(LAST) - pd.Timestamp(FIRST)).days
    start = (chance.beta(2.2, 1.1, count) * span).astype(int)
    precision = chance.choice(5, count, p=[0.82, 0.08, 0.05, 0.04, 0.01]) + 1
    longest = np.array([0, 5, 6, 29, 45])[precision - 1]
    end = np.minimum(start + (chance.random(count) * (longest + 0.99)).astype(int), span)
    dyad = np.minimum(chance.zipf(1.5, count), 60) - 1
    parts = np.stack([np.minimum(chance.zipf(a, count), 900) - 1 for a in (2.2, 2.4, 2.1, 2.6)])
    best = parts.sum(axis=0)
    least = np.where(chance.random(count) < 0.75, best, (best * chance.random(count)).astype(int))
    most = np.where(chance.random(count) < 0.75, best, (best * (1 + chance.random(count))).astype(int))  # fmt: skip
    violence = chance.choice(3, count, p=[0.72, 0.1, 0.18]) + 1
    headline = WORDS[chance.integers(0, len(WORDS), (count, 4))]
    day = pd.Timestamp(FIRST)
    label = pd.Series(np.array(names)[country])
    text = {name: number.astype(str) for name, number in (
        ("id", np.arange(1, count + 1)), ("year", pd.DatetimeIndex(day + pd.to_timedelta(start, "D")).year.to_numpy()), ("type_of_violence", violence), ("where_prec", chance.choice(6, count, p=[0.55, 0.22, 0.1, 0.08, 0.02, 0.03]) + 1),
        ("date_prec", precision), ("event_clarity", chance.choice(2, count, p=[0.93, 0.07]) + 1), ("deaths_a", parts[0]), ("deaths_b", parts[1]), ("deaths_civilians", parts[2]), ("deaths_unknown", parts[3]),
        ("best", best), ("low", least), ("high", most), ("country_id", np.array([NUMBERS[name] for name in names])[country]), ("side_a_new_id", 1000 + country), ("side_b_new_id", 2000 + country * 100 + dyad),
    )}  # fmt: skip
    frame = pd.DataFrame(text)
    frame["country"] = label
    frame["latitude"], frame["longitude"] = (np.char.mod("%.5f", points[:, n]) for n in (0, 1))
    frame["date_start"] = (day + pd.to_timedelta(start, "D")).strftime("%Y-%m-%d 00:00:00.000")
    frame["date_end"] = (day + pd.to_timedelta(end, "D")).strftime("%Y-%m-%d 00:00:00.000")
    frame["side_a"] = "Government of " + label
    frame["side_b"] = label + " faction " + pd.Series(dyad.astype(str))
    frame["conflict_name"] = label + ": Government"
    frame["where_coordinates"] = label + " place " + pd.Series(places.astype(str))
    frame["adm_1"] = label + " province " + pd.Series((places % 20).astype(str))
    frame["source_headline"] = pd.Series([" ".join(words) for words in headline.tolist()]).where(chance.random(count) < 0.7, "")  # fmt: skip
    frame["source_office"] = pd.Series(np.array(["Agency A", "Agency B", "Daily C", ""])[chance.integers(0, 4, count)])  # fmt: skip
    frame["source_date"] = (day + pd.to_timedelta(end, "D")).strftime("%Y-%m-%d")
    frame["region"], frame["active_year"], frame["code_status"] = "Made", "1", "Clear"
    return frame.reindex(columns=NEW, fill_value="")


def main() -> None:
    """Write the file."""
    options = argparse.ArgumentParser()
    options.add_argument("rows", type=int)
    options.add_argument("file", type=Path)
    options.add_argument("--seed", type=int, default=7)
    asked = options.parse_args()
    rows(asked.rows, asked.seed).to_csv(asked.file, index=False, lineterminator="\n")


if __name__ == "__main__":
    main()
