"""A measure by time and by one more axis at once: parts of each week or month that add up to it."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from data.counting.periods import Axis
from data.counting.query import query
from data.counting.selection import Selection
from data.counting.shard import shard_of
from data.record.kept import kept
from data.record.record import Record

SPLITS: Final = ("side", "actor", "event_type", "care", "attribution_status")
ENDS: Final = ("low", "best", "high")


@kept
def crossed(
    record: Record, selection: Selection, measure: str, axis: Axis, split: str
) -> pd.DataFrame:
    """A measure by week or month and by side, actor, type or attribution.

    Args:
        record: the record.
        selection: which incidents.
        measure: which people.
        axis: weeks or months.
        split: one of ``SPLITS``.

    Returns:
        One row a bin and part that has incidents: ``key`` (of the bin), ``part``, ``low``, ``best``,
        ``high`` (people; blank where no incident gave a figure), ``open``, ``incidents`` with a figure,
        ``unreported`` without. Over the parts of a bin every column adds up to the bin.
    """
    arrays = shard_of(record, selection)
    at = query(record, selection).kept
    ends, opened = arrays.told(measure, selection.group).of(at)
    known = ~np.isnan(ends[1])
    time, parts = arrays.codes[axis][at], arrays.codes[split][at]
    rows = pd.DataFrame(
        {
            "key": np.array([*arrays.labels[axis], ""], dtype=object)[time],
            "part": np.array([*arrays.labels[split], ""], dtype=object)[parts],
            **dict(zip(ENDS, ends.astype(float), strict=True)),
            "open": opened,
            "incidents": known.astype(int),
            "unreported": (~known).astype(int),
        }
    )
    return added(rows, ["key", "part"]).astype(dict.fromkeys(ENDS, "Int64"))


def added(rows: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    """Figures added up by some columns; a sum of nothing known is blank.

    Args:
        rows: ``low``, ``best``, ``high``, ``open``, ``incidents``, ``unreported`` and the columns.
        by: the columns.
    """
    people = {end: (end, lambda cells: cells.sum(min_count=1)) for end in ENDS}
    return rows.groupby(by, as_index=False).agg(
        **people, open=("open", "any"), incidents=("incidents", "sum"), unreported=("unreported", "sum")
    )  # fmt: skip
