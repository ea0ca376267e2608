"""What a row cannot be beside the others: without its parent, too long, elsewhere, from the future."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from typing import Final

import pandas as pd

from data.record.ids import among
from data.record.partial_dates import first_day, last_day
from data.record.places import far_from_country
from data.record.references import REFERENCES
from data.record.refusal import PUT_ASIDE_COLUMNS

LONGEST_INCIDENT_DAYS: Final = 31
EARLIEST: Final = dt.date(1900, 1, 1)
EARLIEST_CLOCK: Final = dt.timedelta(hours=14)  # Kiritimati, where each day begins first


def latest_day(record_date: dt.date) -> dt.date:
    """The latest day that anything new may be of: one that has begun somewhere, or the record's own if that is later.

    Args:
        record_date: the day until which the record is known.
    """
    far_east = dt.datetime.now(dt.UTC) + EARLIEST_CLOCK
    return max(record_date, far_east.date())


def without_parents(frames: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Take rows out of ``frames`` that refer to a row that is not there.

    Args:
        frames: tables by name; children are changed.

    Returns:
        What was taken out: file, row, column, value, expected.
    """
    refused = []
    for child, links in REFERENCES.items():
        for column, parent in links.items():
            frame = frames[child]
            known = frames[parent].iloc[:, 0]
            lost = frame[column].notna().to_numpy() & ~among(frame[column], known)
            refused += [
                (f"{child}.csv", row, column, frame.at[row, column], f"an id of {parent}.csv")
                for row in frame.index[lost]
            ]
            frames[child] = frame[~lost]
    return pd.DataFrame(refused, columns=PUT_ASIDE_COLUMNS)


def named_by(frames: dict[str, pd.DataFrame], parent: str) -> set[str]:
    """Ids of a table that rows of the others name."""
    named: set[str] = set()
    for child, links in REFERENCES.items():
        for column, table in links.items():
            if table == parent and column in frames.get(child, pd.DataFrame()):
                named.update(frames[child][column].dropna().unique().tolist())
    return named


def impossible_incidents(
    frames: dict[str, pd.DataFrame], today: dt.date, first: dt.date = EARLIEST
) -> pd.DataFrame:
    """Take incidents out of ``frames`` that cannot be one incident of that country.

    Args:
        frames: tables by name; ``incidents`` is changed.
        today: no incident begins later.
        first: no incident begins earlier: the first day that whoever tells of it can speak of.

    Returns:
        What was taken out: file, row, column, value, expected.
    """
    incidents = frames["incidents"]
    refused = []
    days = (incidents["date_high"] - incidents["date_low"]).dt.days + 1
    for row in incidents.index[days > LONGEST_INCIDENT_DAYS]:
        expected = f"at most {LONGEST_INCIDENT_DAYS} days; a longer row is a toll"
        refused.append(("incidents.csv", row, "date_high", f"{days[row]} days", expected))
    for row in incidents.index[incidents["date_low"] > pd.Timestamp(today)]:
        day = f"{incidents.at[row, 'date_low']:%Y-%m-%d}"
        refused.append(("incidents.csv", row, "date_low", day, f"a day up to {today}"))
    for row in incidents.index[incidents["date_low"] < pd.Timestamp(first)]:
        day = f"{incidents.at[row, 'date_low']:%Y-%m-%d}"
        refused.append(("incidents.csv", row, "date_low", day, f"a day from {first} to {today}"))
    for row in far_from_country(incidents):
        point = f"{incidents.at[row, 'latitude']}, {incidents.at[row, 'longitude']}"
        expected = f"a point in {incidents.at[row, 'country']}, or both cells empty"
        refused.append(("incidents.csv", row, "latitude, longitude", point, expected))
    gone = {row for _, row, *_ in refused}
    frames["incidents"] = incidents.drop(index=sorted(gone))
    put_aside = pd.DataFrame(refused, columns=PUT_ASIDE_COLUMNS)
    return put_aside.drop_duplicates(["file", "row"])


def impossible_days(frames: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Take incidents out of ``frames`` that lie before any record: one of the year 19 would draw two thousand years.

    Args:
        frames: tables by name; ``incidents`` is changed.

    Returns:
        What was taken out: file, row, column, value, expected.
    """
    incidents = frames["incidents"]
    far = incidents[incidents["date_low"] < pd.Timestamp(EARLIEST)]
    frames["incidents"] = incidents.drop(index=far.index)
    lines = [("incidents.csv", row.Index, "date_low", f"{row.date_low.date().isoformat()} ({row.incident_id})", f"a day from {EARLIEST}") for row in far.itertuples()]  # fmt: skip
    return pd.DataFrame(lines, columns=PUT_ASIDE_COLUMNS)


def impossible_dates(
    frames: dict[str, pd.DataFrame], today: dt.date, first: dt.date = EARLIEST
) -> pd.DataFrame:
    """Take out reports and tolls from after a day or before another, and spans that end before they begin.

    Args:
        frames: tables by name; reports, tolls and sides are changed.
        today: nothing is published later.
        first: nothing is published or counted earlier.

    Returns:
        What was taken out: file, row, column, value, expected.
    """
    refused: list[tuple] = []
    for name in ("reports", "tolls"):
        for row, text in _of(frames[name]["published"], lambda text: first_day(text) > today):
            refused.append((f"{name}.csv", row, "published", text, f"a day up to {today}"))
    for name, column in (("reports", "published"), ("tolls", "as_of"), ("tolls", "period_start")):
        for row, text in _of(frames[name][column], lambda text: last_day(text) < first):
            refused.append((f"{name}.csv", row, column, text, f"a day from {first}"))
    for name, start, end in (("tolls", "period_start", "as_of"), ("sides", "date_from", "date_to")):
        spans = frames[name][[start, end]].dropna()
        for row, begun, ended in spans.itertuples():
            if first_day(begun) > last_day(ended):
                refused.append(
                    (
                        f"{name}.csv",
                        row,
                        f"{start}, {end}",
                        f"{begun} > {ended}",
                        f"{start} not after {end}",
                    )
                )
    found = pd.DataFrame(refused, columns=PUT_ASIDE_COLUMNS).drop_duplicates(["file", "row"])
    for name in ("reports", "tolls", "sides"):
        frames[name] = frames[name].drop(index=found.loc[found["file"] == f"{name}.csv", "row"])
    return found


def _of(cells: pd.Series, which: Callable[[str], bool]) -> Iterable[tuple[int, str]]:
    """Rows whose text is one of a kind; each different text is asked about once."""
    found = [text for text in cells.dropna().unique() if which(text)]
    return cells[cells.isin(found)].items() if found else ()
