"""Places of the war: fronts, airports and detention centres that a source names as such, with its days."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, Final

from data.record.bands import DAY, entry
from data.record.refusal import RecordError

KINDS: Final = ("front", "airport", "port", "detention centre", "military camp")
_LANGUAGES: Final = ("en", "ar", "fr")


@dataclass(frozen=True)
class WarPlace:
    """A place that stands on maps as context; nothing is counted by it.

    Attributes:
        kind: one of ``KINDS``.
        names: by language.
        longitude: degrees.
        latitude: degrees.
        date_from: first day on which a source names it as such; None where unknown.
        date_to: last day; None where no end is known.
        who_says: who says so, of the first and of the last day, parted by |.
        url: where, likewise.
        note: what the source says, in short.
    """

    kind: str
    names: dict[str, str]
    longitude: float
    latitude: float
    date_from: dt.date | None
    date_to: dt.date | None
    who_says: str
    url: str = ""
    note: str = ""

    def touches(self, start: dt.date, end: dt.date) -> bool:
        """Whether it was such a place between two days, as far as is known."""
        return not (self.date_from and self.date_from > end) and not (
            self.date_to and self.date_to < start
        )


def war_places_of_file(file: str, content: dict[str, Any]) -> tuple[WarPlace, ...]:
    """The places of the war that ``record.toml`` names, in its order.

    Raises:
        RecordError: an entry is missing or wrong.
    """
    told = content.get("war_place", [])
    if not isinstance(told, list) or not all(isinstance(one, dict) for one in told):
        raise RecordError(f"{file}: war_place = {told!r}; expected [[war_place]] tables.")
    return tuple(_place(file, one) for one in told)


def _place(file: str, told: dict[str, Any]) -> WarPlace:
    names = entry(file, told, "name", dict, "names in en, ar and fr")
    if any(not isinstance(names.get(language), str) for language in _LANGUAGES):
        raise RecordError(f"{file}: name of a war place = {names!r}; expected names in en, ar and fr.")  # fmt: skip
    kind = entry(file, told, "kind", str, "a text")
    if kind not in KINDS:
        raise RecordError(f"{file}: kind of {names['en']!r} = {kind!r}; expected one of {', '.join(KINDS)}.")  # fmt: skip
    point = [entry(file, told, axis, float, "degrees") for axis in ("longitude", "latitude")]
    if abs(point[0]) > 180 or abs(point[1]) > 90:
        raise RecordError(f"{file}: point of {names['en']!r} = {point!r}; expected degrees.")
    days = [entry(file, told, end, dt.date, DAY) if end in told else None for end in ("from", "to")]
    if days[0] and days[1] and days[0] > days[1]:
        raise RecordError(f"{file}: {names['en']!r} ends before it begins.")
    who = entry(file, told, "who_says", str, "a text")
    more = {
        name: entry(file, told, name, str, "a text") for name in ("url", "note") if name in told
    }
    return WarPlace(kind, names, point[0], point[1], days[0], days[1], who, **more)
