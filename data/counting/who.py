"""Who is named, who acknowledges and who denies: one row an actor, with the people of its incidents."""

from __future__ import annotations

import numpy as np
import pandas as pd

from data.counting.arrays import Told
from data.counting.attribution import said_of
from data.counting.query import query
from data.counting.selection import Selection
from data.counting.shard import shard_of
from data.record.kept import kept
from data.record.record import Record

ENDS = ("low", "best", "high")
STANCES = ("blames", "acknowledges", "denies")


@kept
def actors_named(record: Record, selection: Selection) -> pd.DataFrame:
    """What is said of each actor for the harm of the selected incidents.

    Args:
        record: the record.
        selection: which incidents, known when; its measure and group are counted.

    Returns:
        Indexed by ``actor``, most people first: ``blames``, ``acknowledges``, ``denies`` (incidents of
        which somebody blames it, or of which it acknowledges or denies the harm), ``claimants``,
        ``reports``; of the incidents where it is named alone (``alone_``) and where others are named too
        (``several_``): ``_low``, ``_best``, ``_high`` people, ``_open``, ``_incidents`` and ``_known``
        (how many gave a figure); ``most`` (id of the named incident with most people; blank where none
        gave a figure) with ``most_low``, ``most_best``, ``most_high``, ``most_open``. Rows do not add up: an incident of several stands in each.
    """
    ids = query(record, selection).ids
    arrays = shard_of(record, selection)
    claims = said_of(record, ids, selection.as_known_on)
    stances = claims.drop_duplicates(["actor", "stance", "at"]).pivot_table(
        index="actor", columns="stance", values="at", aggfunc="count", fill_value=0
    )
    found = stances.reindex(columns=list(STANCES), fill_value=0).astype(int)
    named = claims[claims["names"]]
    own = named.groupby("actor").agg(
        claimants=("claimant", "nunique"), reports=("report_id", "nunique")
    )
    pairs = named.drop_duplicates(["actor", "at"])[["actor", "at"]]
    alone = (pairs.groupby("at")["actor"].transform("size") == 1).to_numpy()
    kept_at = query(record, selection).kept[pairs["at"].to_numpy()]
    order = np.argsort(kept_at, kind="stable")
    pairs, alone, kept_at = pairs.iloc[order], alone[order], kept_at[order]
    ends, opened = _of(arrays.told(selection.measure, selection.group), kept_at)
    rows = pairs.assign(alone=alone, open=opened, known=~np.isnan(ends[1]) | ~np.isnan(ends[2]))
    rows[list(ENDS)] = ends.T
    for name, part in (("alone", rows[rows["alone"]]), ("several", rows[~rows["alone"]])):
        sums = part.groupby("actor").agg(
            **{f"{name}_{end}": (end, lambda cells: cells.sum(min_count=1)) for end in ENDS},
            **{f"{name}_open": ("open", "any"), f"{name}_known": ("known", "sum")},
            **{f"{name}_incidents": ("known", "size")},
        )
        found = found.join(sums)
    grave = rows[rows["best"] > 0].sort_values(["best", "at"], ascending=[False, True])
    grave = grave.drop_duplicates("actor").set_index("actor")
    found = found.join(own).join(
        pd.DataFrame(
            {"most": [ids[one] for one in grave["at"]]}
            | {f"most_{name}": grave[name].to_numpy() for name in (*ENDS, "open")},
            index=grave.index,
        )
    )
    counts = ["claimants", "reports", *(f"{one}_{what}" for one in ("alone", "several") for what in ("known", "incidents"))]  # fmt: skip
    found[counts] = found[counts].fillna(0).astype(int)
    for one in ("alone", "several", "most"):
        found[f"{one}_open"] = found[f"{one}_open"].astype("boolean").fillna(False).astype(bool)
    found["most"] = found["most"].fillna("")
    people = found["alone_best"].fillna(0) + found["several_best"].fillna(0)
    order_by = pd.DataFrame({"people": -people, "named": -(found["alone_incidents"] + found["several_incidents"])})  # fmt: skip
    return found.loc[order_by.sort_values(["people", "named"], kind="stable").index]


def _of(told: Told, kept_at: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """What is told of positions that may come twice."""
    once, back = np.unique(kept_at, return_inverse=True)
    ends, opened = told.of(once)
    return ends[:, back], opened[back]
