"""From a figure down to the observations it is made of, and what changed between two days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final

import numpy as np
import pandas as pd

from data.counting.estimate import KEYS, estimates, votes
from data.counting.kernel import matched
from data.counting.selection import Selection
from data.counting.shard import of_selection, shard
from data.record.ids import among
from data.record.kept import kept
from data.record.record import Record
from data.record.vocabulary import MEASURES

SHOWN: Final = ("killed", "injured", "displaced")
ENDS: Final = ("low", "best", "high")


def lineage(
    record: Record,
    selection: Selection,
    measures: Sequence[str] = SHOWN,
    ids: Sequence[str] | None = None,
) -> pd.DataFrame:
    """Every observation behind the figures of a selection.

    Args:
        record: the record.
        selection: the same selection the figures were asked for with.
        measures: which figures.
        ids: of these incidents alone; None is all that are selected.

    Returns:
        One row per observation of the selected incidents: ``incident_id``, ``date_low``, ``date_high``,
        ``title``, ``in_period`` (``certainly``, or ``by its first day`` where it may lie outside), the observation and its report, its ``role``, and ``gives_low``, ``gives_best``,
        ``gives_high``: the people it contributes. Each ``gives`` column, summed over one measure,
        is the figure. Observations that give nothing (other claims, superseded, of another group)
        are listed too; those not yet published on the day of knowledge are not.
    """
    record = of_selection(record, selection)
    arrays = shard(record, selection.as_known_on)
    kept = arrays.ids[matched(arrays, selection)]
    if ids is not None:
        kept = kept[among(kept, ids)]
    rows = votes(record, selection.as_known_on, kept)
    rows = rows[rows["measure"].isin(measures)]
    rows = rows[rows["role"] != "not yet known"].copy()
    gives = ["gives_low", "gives_best", "gives_high"]
    rows.loc[~_serves(record, rows, selection.group), gives] = pd.NA
    about = record.incidents[["incident_id", "date_low", "date_high", "title"]]
    sure = arrays.ids[matched(arrays, selection, "certainly")]
    about = about.assign(in_period=np.where(among(about["incident_id"], sure), "certainly", "by its first day"))  # fmt: skip
    out = about.merge(rows, on="incident_id", validate="1:m")
    order = {measure: i for i, measure in enumerate(measures)}
    out["_order"] = out["measure"].map(order)
    by = ["date_low", "incident_id", "_order", "known_on", "observation_id"]
    return out.sort_values(by, ignore_index=True).drop(columns="_order")


def _serves(record: Record, rows: pd.DataFrame, group: str) -> np.ndarray:
    """Whether each observation is of the group asked for, or of all where all were that group."""
    own = rows["group"] == group
    if group == "all":
        return own.to_numpy(bool)
    with_own = pd.MultiIndex.from_frame(rows.loc[own & rows["rests"], ["incident_id", "measure"]])
    has_own = pd.MultiIndex.from_frame(rows[["incident_id", "measure"]]).isin(with_own)
    victims = rows["incident_id"].map(record.incidents.set_index("incident_id")["victims"])
    stands_in = (rows["group"] == "all") & (victims == group) & ~has_own
    return (own | stands_in).to_numpy(bool)


@kept
def incident_figures(
    record: Record, selection: Selection, measures: Sequence[str] = SHOWN
) -> pd.DataFrame:
    """Each selected incident's part in the figures.

    Returns:
        One row per incident and measure: ``incident_id``, ``measure``, ``low``, ``best``, ``high``
        (people; blank unknown), ``open``. Every selected incident is there for every measure.
    """
    record = of_selection(record, selection)
    arrays = shard(record, selection.as_known_on)
    kept = matched(arrays, selection)
    parts = []
    for measure in measures:
        (low, best, high), opened = arrays.told(measure, selection.group).of(kept)
        parts.append(
            pd.DataFrame(
                {
                    "incident_id": arrays.ids[kept].astype(str),
                    "measure": measure,
                    "low": low,
                    "best": best,
                    "high": high,
                    "open": opened,
                }
            )
        )
    out = pd.concat(parts, ignore_index=True)
    return out.astype({"low": "Int64", "best": "Int64", "high": "Int64"})


def changes(
    record: Record,
    selection: Selection,
    known_from: dt.date,
    known_to: dt.date,
    measures: Sequence[str] = SHOWN,
) -> pd.DataFrame:
    """What was learned between two days, incident by incident.

    Args:
        record: the record.
        selection: the selection; its own ``as_known_on`` is not used.
        known_from: the earlier day of knowledge.
        known_to: the later day of knowledge.
        measures: which figures.

    Returns:
        One row per incident and measure that differs: ``incident_id``, ``measure``, ``change``,
        ``low_from`` .. ``open_to``, ``because``: ids of the reports published in between that speak of
        it, in figures or in claims. ``change`` is new (the incident), new figure, revised, or
        withdrawn (it no longer fits the selection). Differences of each column, unknown as nothing, sum exactly to
        the difference of the two figures.
    """
    before = incident_figures(record, selection.replace(as_known_on=known_from), measures)
    after = incident_figures(record, selection.replace(as_known_on=known_to), measures)
    differ = differences(before, after)
    told = of_selection(record, selection)  # a report of another dataset explains nothing here
    return differ.assign(because=_because(told, differ, known_from, known_to))


def differences(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """Which incidents' parts in the figures differ, and how.

    Args:
        before: result of ``incident_figures``.
        after: the same of another day, or of another version.

    Returns:
        One row per incident and measure that differs, as ``changes`` has them, without ``because``.
    """
    keys = ["incident_id", "measure"]
    both = before.merge(after, on=keys, how="outer", suffixes=("_from", "_to"), indicator=True)
    same = pd.Series(both["_merge"].eq("both").to_numpy(bool), index=both.index)
    for end in ENDS:
        left, right = both[f"{end}_from"], both[f"{end}_to"]
        same &= (left.isna() & right.isna()) | (left == right).fillna(False).astype(bool)
    same &= both["open_from"].eq(both["open_to"])
    both = both[~same].copy()
    both["change"] = np.select(
        [
            both["_merge"] == "right_only",
            both["_merge"] == "left_only",
            both["best_from"].isna() & both["best_to"].notna(),
        ],
        ["new", "withdrawn", "new figure"],
        default="revised",
    )
    return both.drop(columns="_merge").reset_index(drop=True)


def _because(
    record: Record, rows: pd.DataFrame, known_from: dt.date, known_to: dt.date
) -> list[str]:
    between = record.reports["known_on"].between(
        pd.Timestamp(known_from), pd.Timestamp(known_to), inclusive="right"
    )
    fresh = record.reports.loc[between, "report_id"]
    figures = record.observations.loc[
        among(record.observations["report_id"], fresh), [*KEYS[:2], "report_id"]
    ]
    claims = record.claims.loc[
        among(record.claims["report_id"], fresh), ["incident_id", "report_id"]
    ]
    spoken = pd.concat([figures, *(claims.assign(measure=measure) for measure in MEASURES)])
    by = spoken.groupby(KEYS[:2])["report_id"].agg(lambda ids: "|".join(sorted(set(ids))))
    return by.reindex(pd.MultiIndex.from_frame(rows[KEYS[:2]]), fill_value="").tolist()


def one_row_each(
    record: Record, selection: Selection, measures: Sequence[str] = SHOWN
) -> pd.DataFrame:
    """The selected incidents as a file has them: one row each, in order of their days.

    Args:
        record: the record.
        selection: what was asked.
        measures: of which people.

    Returns:
        Every column of ``incidents``, then for each measure ``_low``, ``_best``, ``_high`` and ``_open``.
    """
    parts = incident_figures(record, selection, measures)
    ends = ("low", "best", "high", "open")
    wide = parts.pivot(index="incident_id", columns="measure", values=list(ends))
    wide = wide.reindex(columns=[(end, measure) for measure in measures for end in ends])
    wide.columns = pd.Index([f"{measure}_{end}" for end, measure in wide.columns])
    rows = of_selection(record, selection).incidents.merge(wide.reset_index(), on="incident_id")
    return rows.sort_values(["date_low", "incident_id"], ignore_index=True)


def greatest_claimed(record: Record, selection: Selection, measure: str) -> int | None:
    """The greatest number of people anybody gives, other claims beside the estimate included.

    Args:
        record: the record.
        selection: what is counted.
        measure: which people.

    Returns:
        The sum over incidents of the greatest vote, a bound; None where no vote is greater than the
        figure's own high.
    """
    shares = incident_figures(record, selection, [measure])
    found = estimates(of_selection(record, selection), selection.as_known_on)
    found = found[(found["measure"] == measure) & (found["group"] == selection.group)]
    others = shares["incident_id"].map(found.set_index("incident_id")["other_high"])
    most = pd.concat([shares["high"].astype("Float64"), others.astype("Float64")], axis=1)
    greatest = most.max(axis=1).sum()
    return int(greatest) if greatest > shares["high"].astype("Float64").sum() else None
