"""The tables of a store stay open: DuckDB, Polars and Dask find the total that this program shows.

What counts is told by two columns: of the batches that the ledger still counts, the rows of the latest under each key.
"""

import dask.dataframe
import deltalake
import duckdb
import pandas as pd
import polars as pl
import pytest
from made_sheets import write_team
from made_ucdp import write_ged

from data.counting.query import query
from data.counting.selection import Selection
from data.sources.intake import read_batch
from data.store.loading import load_holdings
from data.store.store import Store

TABLES = ("contents", "observations")
SHEETS = [  # the second corrects a row of the first, the third is withdrawn
    [{"id": "1", "killed": "3"}, {"id": "2", "killed": "5"}],
    [{"id": "1", "killed": "40"}, {"id": "3", "killed": "7"}],
    [{"id": "4", "killed": "900"}],
]
DATASETS = {"team": 52, "ucdp": 24}


@pytest.fixture(scope="module")
def store(tmp_path_factory, bundled):
    folder = tmp_path_factory.mktemp("open")
    own = Store(folder / "store")
    for n, rows in enumerate(SHEETS):
        own.add(read_batch(write_team(folder / f"{n}.csv", rows), bundled))
    events = [{"id": str(n), "best": str(n), "low": str(n), "high": str(n), "deaths_civilians": str(n), "deaths_a": "0", "deaths_b": "0", "deaths_unknown": "0"} for n in (11, 13)]  # fmt: skip
    own.add(read_batch(write_ged(folder / "ged.csv", events), bundled))
    own.ledger.withdraw(own.batches()["batch"].iloc[2], "a test")
    return own


def counting(store):
    """The batches that count, and their order: what the ledger of the store says."""
    batches = store.batches()["batch"]
    return pd.DataFrame({"_batch": batches, "turn": range(len(batches))})


def by_duckdb(store, order):
    files = {t: deltalake.DeltaTable(store.files.table(t)).file_uris() for t in TABLES}
    con = duckdb.connect()
    for table, own in files.items():
        con.read_parquet(own, hive_partitioning=True).create_view(table)
    con.register("batches", order)
    return con.sql("""
        with live as (
            select _key, arg_max(_batch, turn) as _batch from contents join batches using (_batch) group by _key
        )
        select split_part(_key, ':', 1) as dataset, sum(value)::int as killed
        from observations join live using (_key, _batch)
        where measure = 'killed' and "group" = 'all' group by dataset
    """).df().set_index("dataset")["killed"].to_dict()  # fmt: skip


def by_polars(store, order):
    contents, observations = (pl.scan_delta(store.files.table(table)) for table in TABLES)
    turns = pl.from_pandas(order).lazy()
    live = contents.join(turns, on="_batch").sort("turn").group_by("_key").agg(pl.col("_batch").last())  # fmt: skip
    killed = observations.filter(measure="killed", group="all").join(live, on=["_key", "_batch"])
    dataset = pl.col("_key").str.split(":").list.first().alias("dataset")
    found = killed.group_by(dataset).agg(pl.col("value").sum()).collect()
    return dict(found.iter_rows())


def by_dask(store, order):
    frames = {}
    for table in TABLES:
        files = deltalake.DeltaTable(store.files.table(table)).file_uris()
        frames[table] = dask.dataframe.read_parquet(files).astype({"_batch": "str"})
    contents = frames["contents"].merge(order, on="_batch")
    latest = contents.groupby("_key")["turn"].max().reset_index()
    live = contents.merge(latest, on=["_key", "turn"])[["_key", "_batch"]]
    told = frames["observations"]
    told = told[(told["measure"] == "killed") & (told["group"] == "all")].merge(live, on=["_key", "_batch"])  # fmt: skip
    return told.assign(dataset=told["_key"].str.split(":").str[0]).groupby("dataset")["value"].sum().compute(scheduler="threads").to_dict()  # fmt: skip


@pytest.mark.parametrize("tool", [by_duckdb, by_polars, by_dask])
def test_another_tool_finds_the_same_total(tool, store):
    assert tool(store, counting(store)) == DATASETS


@pytest.mark.parametrize("dataset", DATASETS)
def test_this_program_shows_that_total(dataset, store):
    found = query(load_holdings(store).record, Selection(dataset=(dataset,))).figures()
    assert found.loc["killed", "best"] == DATASETS[dataset]
