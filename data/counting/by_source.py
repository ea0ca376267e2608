"""What each dataset alone would say, and which of them have which incidents."""

from __future__ import annotations

import pandas as pd

from data.counting.query import query
from data.counting.selection import Selection
from data.record.cluster import datasets, overlap
from data.record.record import Record


def by_source(record: Record, selection: Selection) -> pd.DataFrame:
    """A selection as each dataset alone tells it, beside all together.

    Args:
        record: the record.
        selection: its ``dataset`` is not used; its ``measure`` is counted.

    Returns:
        One row a dataset that has an incident of the selection, and a last row ``all``: ``dataset``,
        ``incidents``, ``alone`` (that no other dataset has), ``low``, ``best``, ``high`` (people, blank
        unknown), ``open``, ``unreported``, and one column a dataset with the incidents both have. The
        rows do not add up to ``all``: an incident of several datasets stands in each.
    """
    whole = selection.replace(dataset=())
    ids = query(record, whole).ids
    shared = overlap(record, ids)
    rows = []
    for name in (*datasets(record), ""):
        answer = query(record, whole.replace(dataset=(name,) if name else ()))
        figure = answer.figures().loc[selection.measure]
        if not answer.ids and name:
            continue
        rows.append(
            {
                "dataset": name or "all",
                "incidents": len(answer.ids),
                "alone": int(shared.at[name, "alone"]) if name else int(shared["alone"].sum()),
                **figure[["low", "best", "high", "open", "unreported"]].to_dict(),
                **(
                    {other: int(shared.at[name, other]) for other in datasets(record)}
                    if name
                    else {}
                ),
            }
        )
    named = [row["dataset"] for row in rows[:-1]]
    columns = ["dataset", "incidents", "alone", "low", "best", "high", "open", "unreported", *named]
    numbers = dict.fromkeys(["low", "best", "high", "unreported", *named], "Int64")
    return pd.DataFrame(rows, columns=columns).astype(numbers)
