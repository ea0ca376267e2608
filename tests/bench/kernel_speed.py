"""The kernel beside pandas: ``python tests/bench/kernel_speed.py STORE``; with Polars and DuckDB where they are installed.

The same question of the same rows, interleaved, answers asserted equal; medians in milliseconds. Plain pandas is
masks over text columns; tuned pandas has categories and dates ready. Neither keeps ranges, unknowns or open tops:
each sums best figures by month, which is a part of what the kernel gives.
"""

import argparse
import datetime as dt
import importlib.util
import statistics
import sys
import time
from pathlib import Path

import numpy as np
import pandas as pd

sys.path[:0] = [str(Path(__file__).parent.parent.parent)]

from data.counting.kernel import matched, summed
from data.counting.selection import Selection
from data.counting.shard import shard
from data.record.vocabulary import MEASURES
from data.store.loading import load_holdings
from data.store.store import Store

ASKED = {
    "no filter": Selection(),
    "one year": Selection(dt.date(2019, 1, 1), dt.date(2019, 12, 31)),
    "one country": Selection(country=("LY",)),
    "ten years, one country": Selection(dt.date(2010, 1, 1), dt.date(2019, 12, 31), country=("LY",)),
}  # fmt: skip
ROUNDS = 15


def frame_of(arrays):
    best = arrays.told("killed", "all").of(np.arange(len(arrays.ids)))[0][1]
    labels = np.array(arrays.labels["country"], dtype=object)
    months = np.array(arrays.labels["month"], dtype=object)
    return pd.DataFrame(
        {
            "day": pd.to_datetime(arrays.days, unit="D"),
            "month": pd.array(months[arrays.codes["month"]], dtype="str"),
            "country": pd.array(labels[arrays.codes["country"]], dtype="str"),
            "killed": best,
        }
    )


def kernel(arrays, asked):
    kept = matched(arrays, asked)
    found = summed(arrays, "all", kept, "month")
    m = MEASURES.index("killed")
    return {month: cube[m][1] for month, cube in found.items()}


def in_pandas(frame, asked):
    rows = frame
    if asked.date_from:
        days = rows["day"].between(pd.Timestamp(asked.date_from), pd.Timestamp(asked.date_to))
        rows = rows[days]
    if asked.country:
        rows = rows[rows["country"].isin(asked.country)]
    return rows.groupby("month", observed=True)["killed"].sum().to_dict()


def in_polars(frame, asked):
    import polars as pl

    rows = frame.lazy()
    if asked.date_from:
        rows = rows.filter(pl.col("day").is_between(asked.date_from, asked.date_to))
    if asked.country:
        rows = rows.filter(pl.col("country").is_in(list(asked.country)))
    return dict(rows.group_by("month").agg(pl.col("killed").sum()).collect().iter_rows())


def in_duckdb(connection, asked):
    wheres = ["true"]
    if asked.date_from:
        wheres.append(f"day between '{asked.date_from}' and '{asked.date_to}'")
    if asked.country:
        wheres.append(f"country in ({', '.join(repr(one) for one in asked.country)})")
    said = f"select month, sum(killed) from rows where {' and '.join(wheres)} group by month"
    return dict(connection.execute(said).fetchall())


def ways(arrays):
    plain = frame_of(arrays)
    tuned = plain.astype({"month": "category", "country": "category"})
    found = {"kernel": (kernel, arrays), "plain pandas": (in_pandas, plain), "tuned pandas": (in_pandas, tuned)}  # fmt: skip
    if importlib.util.find_spec("polars"):
        import polars as pl

        own = pl.from_pandas(plain.fillna({"killed": 0}))
        own = own.with_columns(pl.col("day").cast(pl.Date), pl.col("month").cast(pl.Categorical), pl.col("country").cast(pl.Categorical))  # fmt: skip
        found["Polars lazy"] = (in_polars, own)
    if importlib.util.find_spec("duckdb"):
        import duckdb

        connection = duckdb.connect()
        connection.register("given", plain)
        connection.execute("create table rows as select * from given")
        found["DuckDB"] = (in_duckdb, connection)
    return found


def same(one, other):
    told = [{str(key): round(value) for key, value in found.items() if value} for found in (one, other)]  # fmt: skip
    return told[0] == told[1]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("store")
    arrays = shard(load_holdings(Store(parser.parse_args().store)).record)
    found = ways(arrays)
    print(f"{len(arrays.ids)} incidents; median of {ROUNDS}, ms\n")
    print(f"| question | {' | '.join(found)} |\n|---|{'---|' * len(found)}")
    for name, asked in ASKED.items():
        expected = kernel(arrays, asked)
        spent = {way: [] for way in found}
        for _ in range(ROUNDS):
            for way, (ask, given) in found.items():
                began = time.perf_counter()
                answer = ask(given, asked)
                spent[way].append(time.perf_counter() - began)
                assert same(answer, expected), (way, name)
        told = " | ".join(f"{statistics.median(one) * 1000:.2f}" for one in spent.values())
        print(f"| {name} | {told} |")


if __name__ == "__main__":
    main()
