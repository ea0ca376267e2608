"""Bands of coverage: stretches of time in which a dataset was kept in one way."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from data.record.refusal import RecordError

# best first: every event that could be found, a part of them, only the gravest
KINDS: Final = ("systematic", "partial", "gravest")
DAY: Final = "a day as 2020-01-31, without quotes"


@dataclass(frozen=True)
class Band:
    """A stretch of time in which a dataset was kept in one way; sums across bands do not compare.

    Attributes:
        name: what a reader is told.
        date_from: its first day.
        date_to: its last day.
        kind: one of ``KINDS``.
        datasets: whose rows it speaks of; none is every row of a record without incidents.
        countries: the countries it speaks of, as ISO codes; none is every country of its rows.
        causes: the causes of harm it speaks of.
        measures: the measures it tells; none is every one.
    """

    name: str
    date_from: dt.date
    date_to: dt.date
    kind: str
    datasets: tuple[str, ...] = ()
    countries: tuple[str, ...] = ("LY",)
    causes: tuple[str, ...] = ("conflict",)
    measures: tuple[str, ...] = ()

    def holds(self, day: dt.date) -> bool:
        """Whether a day lies in it."""
        return self.date_from <= day <= self.date_to


def band_of_file(file: str, content: Any) -> Band:
    """A band as ``record.toml`` has it: ``kind``, or ``systematic`` true or false (gravest events only).

    Raises:
        RecordError: an entry is missing or wrong.
    """
    if not isinstance(content, dict):
        raise RecordError(f"{file}: band = {content!r}; expected one or more [[band]] tables.")
    kind = content.get("kind")
    if kind is None:
        yes = entry(file, content, "systematic", bool, "true or false, without quotes")
        kind = "systematic" if yes else "gravest"
    if kind not in KINDS:
        raise RecordError(f"{file}: kind = {kind!r}; expected one of {', '.join(KINDS)}.")
    band = Band(
        entry(file, content, "name", str, "a text"),
        entry(file, content, "from", dt.date, DAY),
        entry(file, content, "to", dt.date, DAY),
        kind,
    )
    if band.date_from > band.date_to:
        raise RecordError(f"{file}: band {band.name!r} ends before it begins.")
    return band


def entry(file: str, content: dict[str, Any], name: str, kind: type, expected: str) -> Any:
    """An entry of a TOML file, of the kind it must have.

    Raises:
        RecordError: it is missing or of another kind.
    """
    value = content.get(name)
    if type(value) is not kind:
        shown = "is missing" if value is None else f"= {value!r}"
        raise RecordError(f"{file}: {name} {shown}; expected {expected}.")
    return value


def joined_bands(bands: Iterable[Band]) -> tuple[Band, ...]:
    """Bands of one kind, dataset and area that touch or overlap as one band, oldest first."""
    kept: list[Band] = []
    order = sorted(bands, key=lambda one: (one.datasets, one.kind, one.countries, one.date_from))
    for band in order:
        last = kept[-1] if kept else None
        alike = last and dataclasses.replace(
            band, name=last.name, date_from=last.date_from, date_to=last.date_to
        )
        if last and alike == last and band.date_from <= last.date_to + dt.timedelta(days=1):
            kept[-1] = dataclasses.replace(last, date_to=max(last.date_to, band.date_to))
        else:
            kept.append(band)
    return tuple(sorted(kept, key=lambda one: (one.date_from, one.datasets)))
