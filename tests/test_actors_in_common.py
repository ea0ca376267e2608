"""Actors in common are evidence as whole columns give it, and as a plain loop over the pairs does."""

import numpy as np
import pandas as pd
import pytest
from made_matches import labelled

from data.counting.attribution import side_on
from data.matching.match import _sides
from data.matching.near import located
from data.record.load import joined
from data.sources.intake import read_batch
from data.store.store import Store


def slow_sides(record, rows, i, j):
    """The evidence of actors pair by pair, as plainly as it can be said."""
    began = rows.set_index("incident_id")["date_low"]
    actors, sides = {}, {}
    for claim in record.claims[record.claims["about"] == "harm"].itertuples():
        if claim.incident_id not in began.index:
            continue
        actors.setdefault(claim.incident_id, set()).add(claim.actor)
        day = pd.Series([began[claim.incident_id]])
        own = side_on(record.sides, pd.Series([claim.actor]), day).iloc[0]
        if own != "none":
            sides.setdefault(claim.incident_id, set()).add(own)
    every = record.claims[record.claims["about"] == "harm"].drop_duplicates(
        ["incident_id", "actor"]
    )
    share = {actor: sum(every["actor"] == actor) / len(rows) for actor in set(every["actor"])}
    ids, bits = rows["incident_id"].tolist(), []
    for x, y in zip(i, j, strict=True):
        common = actors.get(ids[x], set()) & actors.get(ids[y], set())
        if common:
            rarest = max(min(share[actor] for actor in common), 0.05)
            bits.append(max(0.3, float(np.log2(0.7 / rarest))))
        elif ids[x] in sides and ids[y] in sides:
            bits.append(0.3 if sides[ids[x]] & sides[ids[y]] else -1.0)
        else:
            bits.append(0.0)
    return np.array(bits).round(2)


@pytest.mark.thorough
@pytest.mark.parametrize("seed", [0])
def test_actors_in_common_weigh_as_pair_by_pair(bundled, tmp_path, seed):
    store = Store(tmp_path / "store")
    for path in labelled(bundled, tmp_path)[0]:
        store.add(read_batch(path, bundled))
    held = store.contents()
    record = joined(bundled, held.tables, held.version)
    rows = located(record)
    chance = np.random.default_rng(seed)
    i, j = chance.integers(0, len(rows), (2, 400))
    expected = slow_sides(record, rows, i, j)
    assert {-1.0, 0.0, 0.3} <= set(expected) and len(set(expected)) > 4
    np.testing.assert_array_equal(_sides(record, rows, i, j), expected)
