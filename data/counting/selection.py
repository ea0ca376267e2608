"""The reader's choice as one frozen value; to a query string, and as clauses of a sentence. ``asked`` reads it back."""

from __future__ import annotations

import dataclasses
import datetime as dt
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode


@dataclass(frozen=True)
class Selection:
    """What the reader asked for. The empty Selection is all harm of the conflict as known now.

    Within one field any value may match; between fields all must. ``claimant``, ``source_rank``
    and ``affiliation`` look at the claims: an incident stays if one claim fits all of them
    together with ``actor`` and ``side``. ``pending`` counts what waits for review too; ``review`` counts what
    changed since it was accepted as it is, or as it was last accepted.
    """

    date_from: dt.date | None = None
    date_to: dt.date | None = None
    as_known_on: dt.date | None = None
    measure: str = "killed"
    group: str = "all"
    cause: str = "conflict"
    actor: tuple[str, ...] = ()
    side: tuple[str, ...] = ()
    claims: str = "any"
    claimant: tuple[str, ...] = ()
    source_rank: tuple[int, ...] = ()
    affiliation: tuple[str, ...] = ()
    event_type: tuple[str, ...] = ()
    target_type: tuple[str, ...] = ()
    care: tuple[str, ...] = ()
    district: tuple[str, ...] = ()
    near: tuple[float, float] | None = None
    within_km: float | None = None
    place_precision: str | None = None
    verification_grade: tuple[str, ...] = ()
    dataset: tuple[str, ...] = ()
    country: tuple[str, ...] = ()
    pending: str = "without"
    review: str = "latest"

    def __post_init__(self) -> None:
        """One spelling for one choice: values of a field unique and in order, the point as two floats.

        Raises:
            ValueError: only one of ``near`` and ``within_km`` is given.
        """
        if (self.near is None) != (self.within_km is None):
            raise ValueError("near and within_km go together")
        for one in dataclasses.fields(self):
            value = getattr(self, one.name)
            if isinstance(value, tuple) and one.name != "near":
                object.__setattr__(self, one.name, tuple(sorted(set(value))))
        if self.near is not None and self.within_km is not None:
            object.__setattr__(self, "near", (float(self.near[0]), float(self.near[1])))
            object.__setattr__(self, "within_km", float(self.within_km))

    def clauses(self) -> list[tuple[str, Any]]:
        """The choices that differ from the empty Selection, as (field, value), in reading order."""
        return [
            (one.name, value)
            for one in dataclasses.fields(self)
            if (value := getattr(self, one.name)) != one.default
        ]

    def replace(self, **changes: Any) -> Selection:
        """The same choice with some fields changed."""
        return dataclasses.replace(self, **changes)

    def to_params(self) -> dict[str, list[str]]:
        """Query parameters by their short names; only what differs from the empty Selection."""
        return {PARAMETERS[name]: written(value) for name, value in self.clauses()}

    def to_query(self) -> str:
        """The query string, without ``?``; short, readable, stable."""
        return urlencode(self.to_params(), doseq=True, safe=",:")


# field -> its name in the address and on the command line
PARAMETERS: Final[dict[str, str]] = {
    "date_from": "from",
    "date_to": "to",
    "as_known_on": "as-known-on",
    "measure": "measure",
    "group": "group",
    "cause": "cause",
    "actor": "actor",
    "side": "side",
    "claims": "claims",
    "claimant": "claimant",
    "source_rank": "rank",
    "affiliation": "affiliation",
    "event_type": "event-type",
    "target_type": "target-type",
    "care": "care",
    "district": "district",
    "near": "near",
    "within_km": "within",
    "place_precision": "precision",
    "verification_grade": "grade",
    "dataset": "dataset",
    "country": "country",
    "pending": "pending",
    "review": "review",
}


def written(value: Any) -> list[str]:
    """A value as it stands in an address."""
    if isinstance(value, tuple) and value and isinstance(value[0], float):
        return [",".join(_number(part) for part in value)]
    if isinstance(value, tuple):
        return [str(part) for part in value]
    return [_number(value) if isinstance(value, float) else str(value)]


def _number(value: float) -> str:
    return str(int(value)) if value == int(value) else repr(value)
