"""What a person who keeps the record may look at next: counts that open, of the record's own incidents."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

import pandas as pd

from data.desk.naming import own_dataset
from data.record.decided import COUNTING, PENDING, Decided
from data.record.ids import among, positions
from data.record.kept import kept
from data.record.record import Record
from data.record.vocabulary import POINT_PRECISIONS

# what waits for a decision, then what is weak
DECIDE: Final = (
    "waiting",
    "returned",
    "draft",
    "changed",
    "disputed",
    "remarked",
    "red",
    "assigned",
)
WEAK: Final = ("one_source", "no_figure", "undated", "coarse", "not_archived", "source_gone")
KINDS: Final = (*DECIDE, *WEAK)


def work(record: Record, gone: Collection[str] = ()) -> dict[str, list[str]]:
    """Ids of incidents by what there is to do, in the order of ``KINDS``.

    Args:
        record: the record as it opens. What is weak is told of the rows that are kept by hand, not of those of producers.
        gone: ids of reports whose address answers no more.

    Returns:
        - ``waiting``, ``returned``, ``draft``, ``disputed``: their state,
        - ``changed``: counted, and changed since they were accepted,
        - ``remarked``: somebody said that something is wrong, and nobody has accepted it since,
        - ``red``: a value of it is marked to be corrected,
        - ``assigned``: it is somebody's work, what is due first,
        - ``one_source``: one voucher alone speaks of it,
        - ``no_figure``: no number of killed, injured, missing, displaced or held,
        - ``undated``: a report without a day of publication,
        - ``coarse``: known to a municipality or less well,
        - ``not_archived``: no report of it has an archived address,
        - ``source_gone``: the address of one of its reports answers no more, and it has no archived one.
    """
    return {**_work(record), "source_gone": _resting_on(record, gone)}


@kept
def _work(record: Record) -> dict[str, list[str]]:
    whole = record.apart or record
    rows = whole.incidents[whole.incidents["dataset"] == own_dataset(whole)]
    ids = rows["incident_id"]
    spoken = pd.concat([whole.table(name)[["incident_id", "report_id"]] for name in ("incidents", "observations", "claims")])  # fmt: skip
    spoken = spoken[among(spoken["incident_id"], ids)].drop_duplicates()
    at = positions(spoken["report_id"], whole.reports["report_id"])
    told = whole.reports[["origin_id", "published", "archived_url"]].take(at)
    spoken = spoken.assign(**{name: told[name].to_numpy() for name in told})
    by = spoken.groupby("incident_id")
    numbers = whole.observations[["low", "value", "high"]].notna().any(axis=1)
    figured = whole.observations.loc[numbers, "incident_id"]
    weak = {
        "one_source": by["origin_id"].nunique().loc[lambda n: n == 1].index,
        "no_figure": ids[~among(ids, figured.unique())],
        "undated": spoken.loc[spoken["published"].isna(), "incident_id"].unique(),
        "coarse": rows.loc[~rows["place_precision"].isin(POINT_PRECISIONS), "incident_id"],
        "not_archived": by["archived_url"].count().loc[lambda n: n == 0].index,
    }
    return _decided(record.decided) | {name: sorted(found) for name, found in weak.items()}


def _resting_on(record: Record, gone: Collection[str]) -> list[str]:
    whole = record.apart or record
    lost = whole.reports.loc[whole.reports["archived_url"].isna(), "report_id"]
    lost = lost[among(lost, sorted(gone))]
    spoken = (whole.table(name) for name in ("incidents", "observations", "claims"))
    return sorted({one for rows in spoken for one in rows.loc[among(rows["report_id"], lost), "incident_id"]})  # fmt: skip


def _decided(decided: Decided | None) -> dict[str, list[str]]:
    if decided is None:
        return {name: [] for name in DECIDE}
    rows = decided.states[decided.states["table"] == "incidents"].set_index("id")
    found = {state: rows.index[rows["state"] == state].tolist() for state in ("waiting", "returned", "draft", "disputed")}  # fmt: skip
    found |= {"changed": rows.index[rows["changed"]].tolist(), "remarked": rows.index[rows["remarks"] > 0].tolist()}  # fmt: skip
    open_still = rows["state"].isin([*PENDING, *COUNTING])
    red = decided.said.loc[decided.said["colour"] == "red", "id"]
    found["red"] = [one for one in dict.fromkeys(red) if open_still.get(one, False)]
    theirs = rows[(rows["to"] != "") & open_still]
    found["assigned"] = theirs.sort_values("due", key=lambda due: due.replace("", "9999"), kind="stable").index.tolist()  # fmt: skip
    return {name: found[name] for name in DECIDE}
