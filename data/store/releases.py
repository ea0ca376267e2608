"""A newer release of a producer replaces the older one for the countries and days that are in it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from data.record.places import distance_km
from data.sources.asked import Question
from data.sources.release import Release, ged_release
from data.sources.ucdp import UCDP

if TYPE_CHECKING:
    from data.sources.intake import Batch

COLUMNS: Final = ["key", "id", "area", "day", "place", "source", "title", "killed", "latitude", "longitude", "batch"]  # fmt: skip
LEFT_OUT: Final = "left out"  # the content of a key that a newer release no longer has
SAME_EVENT_DAYS, SAME_EVENT_KM = 2, 30.0
MOST_MISSING: Final = (
    0.5  # a release that lacks more of what is there than this is taken for a part of one
)


@dataclass(frozen=True)
class Scope:
    """The areas and days that a file speaks of as a whole."""

    areas: frozenset[str]
    first: dt.date
    last: dt.date

    def holds(self, rows: pd.DataFrame) -> pd.Series:
        """Which rows (``area``, ``day``) lie in it."""
        days = rows["day"].between(pd.Timestamp(self.first), pd.Timestamp(self.last))
        return rows["area"].isin(list(self.areas)) & days


def told_rows(tables: dict[str, pd.DataFrame], keys: pd.Series, batch: str = "") -> pd.DataFrame:
    """Incidents and totals as what tells releases apart.

    Args:
        tables: rows of the record's tables.
        keys: key by index of those rows.
        batch: where all of them came from; else the column ``_batch`` tells.

    Returns:
        ``COLUMNS``, one row an incident or total; ``area`` is its country or, of a total, its area; ``killed``
        as printed for all, blank where no number stands.
    """
    found = []
    reports = tables.get("reports", pd.DataFrame(columns=["report_id", "source_id"]))
    vouched = reports.drop_duplicates("report_id").set_index("report_id")["source_id"]
    for table, own, area, day in (
        ("incidents", "incident_id", "country", "date_low"),
        ("tolls", "toll_id", "area", "as_of"),
    ):
        rows = tables.get(table, pd.DataFrame())
        if rows.empty:
            continue
        found.append(
            pd.DataFrame(
                {
                    "key": keys.reindex(rows.index),
                    "id": rows[own],
                    "area": rows[area],
                    "day": pd.to_datetime(
                        rows[day].astype("str").str.slice(0, 10), errors="coerce"
                    ),
                    "place": rows["place"] if table == "incidents" else rows["area"],
                    "source": rows["report_id"].map(vouched)
                    if table == "incidents"
                    else rows["source_id"],
                    "title": rows["title"] if table == "incidents" else rows["measure_as_printed"],
                    "latitude": rows["latitude"] if table == "incidents" else np.nan,
                    "longitude": rows["longitude"] if table == "incidents" else np.nan,
                    "batch": batch or rows.get("_batch", ""),
                }
            )
        )
    if not found:
        return pd.DataFrame(columns=COLUMNS)
    whole = pd.concat(found)
    figures = tables.get("observations", pd.DataFrame())
    killed = pd.Series(dtype="Int64")
    if len(figures):
        all_killed = figures[(figures["measure"] == "killed") & (figures["group"] == "all")]
        best = all_killed["value"].fillna(all_killed["low"]).astype("Int64")
        killed = best.groupby(all_killed["incident_id"]).max()
    whole["killed"] = killed.reindex(whole["id"]).to_numpy(dtype=object, na_value=pd.NA)
    return whole[COLUMNS]


def scope_of(batch: Batch, rows: pd.DataFrame) -> Scope | None:
    """What a file speaks of as a whole: the areas of its rows; the months of a candidate, else the days of its rows.

    UCDP codes whole years: a file that is no candidate of some months stands for the years of its rows.
    """
    dated = rows[rows["day"].notna()]
    if dated.empty:
        return None
    first, last = dated["day"].min().date(), dated["day"].max().date()
    if batch.release and batch.release.first:
        first, last = min(first, batch.release.first), max(last, batch.release.last)
    elif batch.source.name == UCDP.name:
        first, last = dt.date(first.year, 1, 1), dt.date(last.year, 12, 31)
    return Scope(frozenset(dated["area"].dropna().unique().tolist()), first, last)


def newer_than(batch: Batch, there: dict[str, Release | None]) -> bool:
    """Whether a file is a release newer than all those that some rows came from, by their names."""
    return batch.release is not None and all(
        one is not None and one < batch.release for one in there.values()
    )


def left_out(
    batch: Batch, own: pd.DataFrame, there: pd.DataFrame, releases: dict[str, Release | None]
) -> pd.DataFrame:
    """The rows of a store that a file leaves out, so that they no longer count.

    Args:
        batch: the file.
        own: its rows, as ``told_rows`` has them.
        there: the store's live rows of the same producer.
        releases: by batch of those rows, the release it is.

    Returns:
        Rows of ``there``. A line of an id whose other lines the file has is left out in any case.

    Raises:
        Question: whether the file is a newer release or a part of one cannot be told.
    """
    gone = there[~there["key"].isin(own["key"])]
    parts = gone.iloc[:0]
    if batch.source.part_sign:
        first = own["key"].str.split(batch.source.part_sign).str[0]
        of_own = gone["key"].str.split(batch.source.part_sign).str[0].isin(first)
        parts, gone = gone[of_own], gone[~of_own]
    scope = scope_of(batch, own)
    if scope is None:
        return parts
    within = there[scope.holds(there)]
    gone = gone[scope.holds(gone)]
    if batch.release is not None:  # what a newer release has, an older one cannot leave out
        newer = [name for name, one in releases.items() if one is not None and one > batch.release]
        gone = gone[~gone["batch"].isin(newer)]
    if gone.empty or batch.answers.release == "beside":
        return parts
    missing = gone[~_told_again(gone, own)]
    of_gone = {name: releases.get(name) for name in gone["batch"].unique()}
    sure = newer_than(batch, of_gone) and len(missing) <= MOST_MISSING * len(within)
    if batch.answers.release == "replaces" or sure:
        return pd.concat([parts, gone])
    raise Question(
        f"{batch.file}: the store has {len(gone)} rows of {batch.source.name} in its countries and days ({scope.first} to {scope.last}) that the file lacks, such as {gone['id'].iloc[0]}.",
        {
            "replaces": f"it is the newer release, they were left out by the producer; {people_in(own)}",
            "beside": f"it is a part or another slice, they stay; {people_in(pd.concat([own, gone]))}",
        },
    )


def people_in(rows: pd.DataFrame) -> str:
    """How many killed some rows print together, for a question."""
    known = rows["killed"].dropna()
    if known.empty:
        return f"{len(rows)} rows then"
    return f"{int(known.sum())} killed in {len(rows)} rows then, as printed"


def _told_again(gone: pd.DataFrame, own: pd.DataFrame) -> pd.Series:
    """Which rows have another one near in time and place in the file: one event under a new id."""
    found = pd.Series(False, index=gone.index)
    span = pd.Timedelta(days=SAME_EVENT_DAYS)
    for area, rows in gone.groupby("area"):
        there = own[own["area"] == area].dropna(subset="day").sort_values("day")
        latitude, longitude = (there[name].to_numpy(float) for name in ("latitude", "longitude"))
        begin = there["day"].searchsorted(rows["day"] - span)
        end = there["day"].searchsorted(rows["day"] + span, side="right")
        for row, first, last in zip(rows.itertuples(), begin, end, strict=True):
            if pd.isna(row.latitude):
                found[row.Index] = last > first
                continue
            away = distance_km(
                latitude[first:last], longitude[first:last], (float(row.latitude), float(row.longitude))
            )  # fmt: skip
            found[row.Index] = bool((away <= SAME_EVENT_KM).any())
    return found


def superseded(
    batch: Batch,
    own: pd.DataFrame,
    releases: dict[str, Release | None],
    scopes: dict[str, Scope],
) -> pd.Series:
    """Which rows of an older release lie in what a newer one covers, so that they add nothing.

    Args:
        batch: the file.
        own: its rows, as ``told_rows`` has them.
        releases: by batch of the store, the release it is.
        scopes: by batch, what it speaks of as a whole.

    Returns:
        By the index of ``own``, the newest release that covers it; empty where none does.
    """
    held = pd.Series("", index=own.index, dtype="str")
    known = [(one, name) for name, one in releases.items() if one is not None and name in scopes]
    for one, name in sorted(known):
        if batch.release is not None and one > batch.release:
            held = held.mask(scopes[name].holds(own), one.name)
    return held


def releases_of(imports: pd.DataFrame) -> tuple[dict[str, Release | None], dict[str, Scope]]:
    """By batch, the release it is by its file's name; and of releases, what they speak of as a whole.

    Args:
        imports: the batches of one producer, as the ledger has them.
    """
    releases = {str(row.batch): ged_release(str(row.file)) for row in imports.itertuples()}
    scopes = {}
    for entry in imports.to_dict("records"):
        one, covers = releases[entry["batch"]], entry.get("covers")
        if one is not None and isinstance(covers, dict):
            first, last = (dt.date.fromisoformat(covers[end]) for end in ("from", "to"))
            if one.first is None:
                first, last = dt.date(first.year, 1, 1), dt.date(last.year, 12, 31)
            scopes[entry["batch"]] = Scope(frozenset(covers["countries"]), first, last)
    return releases, scopes
