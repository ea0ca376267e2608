"""Some datasets of a record are what they would be if they were made from their rows alone, by the plain way."""

import dataclasses
import datetime as dt
import itertools

import numpy as np
import pandas as pd
import pytest
from made_matches import store_of_three

from data.counting.query import query
from data.counting.selection import Selection
from data.counting.shard import AXES, build, shard
from data.record.cluster import BETWEEN, clustered, datasets, of_datasets, whole_of
from data.record.load import links
from data.record.record import known_since
from data.record.vocabulary import GROUPS, MEASURES
from data.store.loading import load_holdings

FRAMES = ("incidents", "observations", "claims")
DAYS = (None, dt.date(2019, 7, 4), dt.date(2020, 1, 1))


@pytest.fixture(scope="module")
def record(tmp_path_factory, bundled):
    """Three producers' rows beside the bundled ones, some of them one incident."""
    return load_holdings(store_of_three(bundled, tmp_path_factory.mktemp("narrowed"))).record


def some(record):
    names = datasets(record)
    return [chosen for n in range(1, len(names)) for chosen in itertools.combinations(names, n)]


def slow_clustered(record, heads):
    """Every id looked up, every group of rows joined."""
    frames = {}
    for name in FRAMES:
        rows = record.table(name)
        frames[name] = rows.assign(incident_id=[heads.get(one, one) for one in rows["incident_id"]])
    every = frames["incidents"]
    names = every.groupby("incident_id")["dataset"].agg(lambda own: BETWEEN.join(dict.fromkeys(own)))  # fmt: skip
    frames["incidents"] = every.drop_duplicates("incident_id").reset_index(drop=True)
    frames["incidents"]["dataset"] = frames["incidents"]["incident_id"].map(names)
    told = links({**frames, "incidents": every})
    return frames, known_since(told, record.reports)


def slow_narrowed(record, chosen):
    whole = record.apart
    incidents = whole.incidents[whole.incidents["dataset"].isin(chosen)].reset_index(drop=True)
    told = {
        name: whole.table(name)[whole.table(name)["incident_id"].isin(incidents["incident_id"])].reset_index(drop=True)
        for name in ("observations", "claims")
    }  # fmt: skip
    return slow_clustered(dataclasses.replace(whole, incidents=incidents, **told), record.heads)


def assert_same(found, expected, since):
    for name in FRAMES:
        pd.testing.assert_frame_equal(found.table(name), expected[name], check_dtype=False)
    ids = found.incidents["incident_id"]
    assert found.known_since.index.is_unique
    pd.testing.assert_series_equal(found.known_since.reindex(ids), since.reindex(ids))


def test_rows_of_one_incident_are_put_together_as_the_plain_way_does(record):
    assert record.heads
    expected, since = slow_clustered(record.apart, record.heads)
    assert_same(clustered(record.apart, record.heads), expected, since)


def test_some_datasets_are_cut_out_as_the_plain_way_does(record):
    for chosen in some(record):
        assert_same(of_datasets(record, chosen), *slow_narrowed(record, chosen))


def told(arrays):
    """What arrays say, in texts and numbers, whatever their codes are."""
    every = np.arange(len(arrays.ids))
    found = {
        axis: [arrays.labels[axis][code] if code >= 0 else "" for code in codes]
        for axis, codes in arrays.codes.items() if axis in arrays.labels
    }  # fmt: skip
    found["place_precision"] = arrays.codes["place_precision"].tolist()
    for name in ("ids", "rows", "days", "last_days"):
        found[name] = getattr(arrays, name).tolist()
    named = arrays.claims.sort_values("claim_id")
    found["claims"] = list(zip(named["claim_id"], named["incident"], named["actor"].fillna(""), strict=True))  # fmt: skip
    for key in itertools.product(MEASURES, GROUPS):
        ends, opened = arrays.told(*key).of(every)
        found[key] = np.where(np.isnan(ends), -1, ends).tolist(), opened.tolist()
    return found


@pytest.mark.thorough
@pytest.mark.parametrize("day", DAYS)
def test_arrays_of_some_datasets_are_those_made_of_their_rows(day, record):
    shared = 0
    for chosen in some(record):
        own = of_datasets(record, chosen)
        assert whole_of(own) == (record, chosen)
        arrays, plain = shard(own, day), build(own, own.incidents, day or record.date)
        assert told(arrays) == told(plain)
        assert arrays.longest >= plain.longest
        np.testing.assert_array_equal(arrays.latitude, plain.latitude)
        whole = shard(record, day)
        labels = [set(whole.labels["dataset"][code].split(BETWEEN)) for code in whole.codes["dataset"]]  # fmt: skip
        shared += sum(bool(one & set(chosen)) and not one <= set(chosen) for one in labels)
    assert shared > 20


def test_a_record_that_is_narrowed_does_not_hold_the_one_it_is_of(record):
    import gc

    copy = dataclasses.replace(record)
    own = of_datasets(copy, ("ucdp",))
    del copy
    gc.collect()
    assert whole_of(own) is None
    assert len(query(own, Selection()).ids) == len(own.incidents)
    assert query(own, Selection()).by(AXES[0]).equals(query(of_datasets(record, ("ucdp",)), Selection()).by(AXES[0]))  # fmt: skip
