"""What is there already of what somebody is about to enter: the same document, or the same incident."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Final
from urllib.parse import parse_qsl, urlencode, urlsplit

import numpy as np
import pandas as pd

from data.desk.rows import Rows, typed
from data.matching.match import COLUMNS, pairs
from data.matching.near import AROUND_DAYS
from data.record.cluster import of_incidents
from data.record.ids import among
from data.record.load import with_known_on
from data.record.places import fold
from data.record.record import Record

TRACKING: Final = ("utm_", "fbclid", "gclid", "mc_", "ref", "cmpid", "ocid", "at_")
NEW: Final = "what is entered"  # its dataset while it is compared: rows of one dataset are never one incident


def address(url: str) -> str:
    """One spelling of an address: without what tells no document from another.

    Args:
        url: as somebody pasted it.

    Returns:
        A key for comparison only: no scheme, ``www``, ``m`` or ``amp`` in front, trailing slash, fragment or tracking.
    """
    try:
        parts = urlsplit(url.strip() if "//" in url else f"//{url.strip()}")
    except ValueError:  # a bracket that is none of an IPv6 address
        return url.strip()
    host = parts.netloc.casefold().rpartition("@")[2].removesuffix(":443").removesuffix(":80")
    for first in ("www.", "m.", "amp.", "mobile."):
        host = host.removeprefix(first)
    path = parts.path.rstrip("/").removesuffix("/amp").removesuffix("/index.html")
    kept = [(name, value) for name, value in parse_qsl(parts.query) if not name.casefold().startswith(TRACKING)]  # fmt: skip
    query = urlencode(sorted(kept))
    return f"{host}{path}{'?' if query else ''}{query}"


def known_documents(record: Record, rows: Rows) -> pd.DataFrame:
    """Reports of the record that are the same document as one that is entered.

    Args:
        record: the record.
        rows: what is entered.

    Returns:
        ``report_id``, ``publisher``, ``published``, ``url``, ``incident_id`` it speaks of, and ``same``: ``address``,
        or ``document`` (one publisher, day and headline under another address).
    """
    reports = record.reports
    found = []
    for cells in rows.get("reports", {}).values():
        url, title = cells.get("url", ""), fold(cells.get("title", ""))
        if url:
            host = address(url).partition("/")[0].rpartition(".")[0]
            near = reports[reports["url"].str.contains(host[-12:], regex=False, na=False)]
            same = near[near["url"].map(address) == address(url)]
            found.append(same.assign(same="address"))
        if title:
            near = reports[reports["source_id"] == cells.get("source_id", "")]
            near = near[near["published"].fillna("") == cells.get("published", "")]
            found.append(near[near["title"].fillna("").map(fold) == title].assign(same="document"))
    columns = ["report_id", "publisher", "published", "url", "incident_id", "same"]
    if not found:
        return pd.DataFrame(columns=columns)
    told = pd.concat(found).drop_duplicates("report_id")
    spoken = pd.concat([record.observations, record.claims])[["incident_id", "report_id"]]
    return told.merge(spoken.drop_duplicates(), on="report_id", how="left")[columns]


def near_incidents(record: Record, own_id: str, rows: Rows) -> pd.DataFrame:
    """Incidents of the record that may be the one that is entered, with the evidence in bits, best first.

    Args:
        record: the record.
        own_id: id of what is entered.
        rows: its rows.

    Returns:
        ``incident_id``, ``title``, ``date_low``, ``place`` and the columns of ``match.pairs``; empty where it has
        no point or no day yet.
    """
    columns = ["incident_id", "title", "date_low", "place", *COLUMNS]
    frames = {name: typed(rows.get(name, {}), name, name)[0] for name in ("incidents", "reports", "observations", "claims")}  # fmt: skip
    own = frames["incidents"]
    if own.empty or own["latitude"].isna().any():
        return pd.DataFrame(columns=columns)
    start = own["date_low"].iloc[0]
    around = dt.timedelta(days=AROUND_DAYS)
    there = record.incidents
    close = there["date_low"].between(start - around, start + around) & (there["country"] == own["country"].iloc[0])  # fmt: skip
    close &= there["incident_id"] != own_id
    beside = of_incidents(record, np.flatnonzero(close.to_numpy()))
    frames["reports"] = with_known_on(frames["reports"], record.date)
    both = dataclasses.replace(
        beside,
        **{name: _beside(beside.table(name), more) for name, more in {**frames, "incidents": own.assign(dataset=NEW)}.items()},
        apart=None,
        heads={},
    )  # fmt: skip
    found = pairs(both)
    found = found[(found["a"] == own_id) | (found["b"] == own_id)]
    other = np.where(found["a"] == own_id, found["b"], found["a"])
    found = found.assign(incident_id=pd.Series(other, index=found.index, dtype="str"))
    about = there[["incident_id", "title", "date_low", "place"]]
    return found.merge(about, on="incident_id").reset_index(drop=True)[columns]


def _beside(rows: pd.DataFrame, more: pd.DataFrame) -> pd.DataFrame:
    own = rows.columns[0]
    fresh = more[~among(more[own], rows[own])]
    return pd.concat([rows, fresh.astype(rows.dtypes.to_dict())], ignore_index=True)
