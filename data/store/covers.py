"""Which days and countries an import covers, and how: the bands of imported datasets."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from data.record.bands import Band, joined_bands
from data.sources.content import digest_of
from data.sources.producers import SOURCES
from data.sources.ucdp import UCDP

if TYPE_CHECKING:
    from data.sources.intake import Batch

NAME: Final = "what was imported"


def covers_of(batch: Batch) -> dict[str, Any] | None:
    """The days, countries and kind of coverage of a file, for the ledger; None where it tells no incidents.

    From its first to its last day, and where the name of a release tells which months it is of, those.
    """
    incidents = batch.tables.get("incidents", pd.DataFrame())
    if incidents.empty:
        return None
    first, last = incidents["date_low"].min().date(), incidents["date_low"].max().date()
    kind = batch.answers.coverage or batch.source.coverage
    if batch.source.name == UCDP.name:
        kind = "systematic" if batch.release and batch.release.kind == "final" else "partial"
    if batch.release and batch.release.kind == "candidate" and batch.release.first:
        first, last = min(first, batch.release.first), max(last, batch.release.last)
    return {
        "from": first.isoformat(),
        "to": last.isoformat(),
        "countries": sorted(incidents["country"].unique()),
        "kind": kind,
        "release": f"{batch.release.kind} release {batch.release.name}" if batch.release else "",
    }


def put_aside_of(imports: pd.DataFrame, keys: pd.Series) -> dict[str, tuple[int, int | None]]:
    """By dataset, how many rows of its files were put aside and do not count, and how many killed they print.

    Args:
        imports: the batches that count, as the ledger has them.
        keys: the keys that count now, with their source: a row that came in sound later is not aside any more.

    Returns:
        Rows, and killed; None where none of them prints a number.
    """
    found: dict[str, dict[str, int | None]] = {}
    for entry in imports.to_dict("records"):
        if isinstance(entry.get("aside"), dict):
            found.setdefault(entry["source"], {}).update(entry["aside"])
    live = {digest_of(key) for key in keys} if any(found.values()) else set()
    out: dict[str, tuple[int, int | None]] = {}
    for source, rows in found.items():
        left = {digest: killed for digest, killed in rows.items() if digest not in live}
        known = [killed for killed in left.values() if killed is not None]
        if left:
            out[source] = len(left), sum(known) if known else None
    return out


def bands_of_imports(imports: pd.DataFrame, incidents: pd.DataFrame) -> tuple[Band, ...]:
    """The bands of what was imported.

    Args:
        imports: the batches that count, as the ledger has them.
        incidents: their rows with ``_batch``; they tell where an entry does not: one from before coverage was
            kept, or one that a purge has taken a row from.
    """
    by_batch = dict(iter(incidents.groupby("_batch"))) if len(incidents) else {}
    bands = []
    for entry in imports.to_dict("records"):
        source = SOURCES.get(entry["source"])
        covers = entry.get("covers")
        if not isinstance(covers, dict):
            rows = by_batch.get(entry["batch"])
            if rows is None or source is None:
                continue
            answers = entry.get("answers")
            declared = answers.get("coverage") if isinstance(answers, dict) else None
            days = pd.to_datetime(rows["date_low"])
            covers = {
                "from": f"{days.min():%Y-%m-%d}",
                "to": f"{days.max():%Y-%m-%d}",
                "countries": sorted(rows["country"].unique()),
                "kind": declared or ("partial" if source is UCDP else source.coverage),
            }
        if source is not None:
            first, last = (dt.date.fromisoformat(covers[end]) for end in ("from", "to"))
            countries = tuple(covers["countries"])
            name = str(covers.get("release") or NAME)
            bands.append(
                Band(
                    name,
                    first,
                    last,
                    covers["kind"],
                    (source.name,),
                    countries,
                    source.causes,
                    source.measures,
                )
            )
    return joined_bands(bands)
