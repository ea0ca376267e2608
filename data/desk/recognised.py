"""What an address tells of a document before anybody reads it: who published it."""

from __future__ import annotations

from urllib.parse import urlsplit

import pandas as pd

from data.record.kept import kept
from data.record.record import Record


def publisher_of(record: Record, url: str) -> str:
    """The publisher that the record knows of an address; empty where it knows none of its host, or several equally.

    Args:
        record: the record.
        url: as somebody pasted it.
    """
    return _hosts(record).get(host_of(url), "")


def host_of(url: str) -> str:
    """The host of an address without ``www`` and ``m`` in front."""
    try:
        host = urlsplit(url.strip() if "//" in url else f"//{url.strip()}").netloc.casefold()
    except ValueError:  # a bracket that is none of an IPv6 address
        return ""
    for first in ("www.", "m.", "amp.", "mobile."):
        host = host.removeprefix(first)
    return host.rpartition("@")[2]


@kept
def _hosts(record: Record) -> dict[str, str]:
    """By host, who published most of what lies there; that of a publisher's own page comes first."""
    rows = record.reports[["url", "source_id"]].dropna()
    rows = rows.assign(host=[host_of(url) for url in rows["url"]])
    most = rows.groupby("host")["source_id"].agg(pd.Series.mode)
    found = {host: one for host, one in most.items() if isinstance(one, str)}
    own = record.sources[["url", "source_id"]].dropna()
    found.pop("", None)
    return found | {host_of(url): source for url, source in own.itertuples(index=False)}
