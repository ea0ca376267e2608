"""A choice read from an address or from options, and what of it cannot be."""

from __future__ import annotations

import datetime as dt
import difflib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from data.counting.attribution import NAMING
from data.counting.selection import PARAMETERS, Selection, written
from data.record.blocs import NO_SIDE
from data.record.cluster import datasets
from data.record.kept import kept
from data.record.record import Record
from data.record.vocabulary import (
    AFFILIATIONS,
    CARE,
    CAUSES,
    CLAIM_STATUSES,
    EVENT_TYPES,
    GRADES,
    GROUPS,
    MEASURES,
    PRECISIONS,
    SOURCE_RANKS,
    TARGET_TYPES,
)

CLAIM_MODES: Final = tuple(CLAIM_STATUSES)
EARLIEST, LATEST = dt.date(1900, 1, 1), dt.date(2100, 12, 31)
NOT_GRADED: Final = "not graded"
NOT_JUDGED: Final = "not judged"
PENDING: Final = ("without", "with")
LISTED: Final = 12  # of what can be, in a refusal
REVIEWS: Final = ("latest", "accepted")
_FIELDS: Final = {short: name for name, short in PARAMETERS.items()}


class Unfit(ValueError):
    """A value that cannot be; the message is the name of what was expected, with what it was held against."""

    def __init__(self, expected: str, **details: object) -> None:
        """What was expected, and the values its sentence names."""
        super().__init__(expected)
        self.expected = expected
        self.details = details


@dataclass(frozen=True)
class Problem:
    """A part of a link or command that cannot be.

    Attributes:
        parameter: which.
        value: what was given.
        expected: name of what was expected, such as ``day``; the screen has the words.
        details: values those words name.
    """

    parameter: str
    value: str
    expected: str
    details: dict[str, Any] = field(default_factory=dict)


@kept
def choices(record: Record) -> dict[str, tuple[str, ...]]:
    """The values each closed field may take in this record, by field name."""
    naming = record.claims[
        record.claims["stance"].isin(NAMING) & (record.claims["about"] == "harm")
    ]
    claimants = sorted(naming["claimant_actor"].dropna().unique())
    claimants += sorted(naming.loc[naming["claimant_actor"].isna(), "claimant"].dropna().unique())
    return {
        "measure": MEASURES,
        "group": GROUPS,
        "cause": CAUSES,
        "actor": tuple(record.actors["actor_id"]),
        "side": (*(bloc.bloc_id for bloc in record.blocs), NO_SIDE),
        "claims": CLAIM_MODES,
        "claimant": tuple(claimants),
        "source_rank": tuple(str(rank) for rank in SOURCE_RANKS),
        "affiliation": AFFILIATIONS,
        "event_type": EVENT_TYPES,
        "target_type": TARGET_TYPES,
        "care": (*CARE, NOT_JUDGED),
        "district": tuple(sorted(record.incidents["district"].dropna().unique())),
        "place_precision": PRECISIONS,
        "verification_grade": (*GRADES, NOT_GRADED),
        "dataset": tuple(sorted(datasets(record))),
        "country": tuple(sorted(record.incidents["country"].unique())),
        "pending": PENDING,
        "review": REVIEWS,
    }


def parse(params: Mapping[str, Sequence[str]], record: Record) -> tuple[Selection, list[Problem]]:
    """Read a choice from query parameters or command-line options.

    Args:
        params: short name to the values given; names that are no parameter of a Selection are
            not looked at.
        record: decides which actors, districts, claimants, datasets and countries there are.

    Returns:
        The Selection made of what can be, and a Problem for each value that cannot: a caller
        must show these, since without them the Selection is wider than what was asked for.
    """
    allowed = choices(record)
    values: dict[str, Any] = {}
    problems: list[Problem] = []
    for short, given in params.items():
        if short not in _FIELDS or not given:
            continue
        name = _FIELDS[short]
        try:
            values[name] = _read(name, list(given), allowed, record.date)
        except Unfit as error:
            problems.append(Problem(short, ", ".join(given), error.expected, error.details))
    start, end = values.get("date_from"), values.get("date_to")
    if start and end and start > end:
        problems.append(Problem("from", str(start), "order", {"end": end}))
        values.pop("date_from")
    if ("near" in values) != ("within_km" in values):
        present = "near" if "near" in values else "within_km"
        value = ", ".join(written(values.pop(present)))
        problems.append(Problem(PARAMETERS[present], value, "together"))
    return Selection(**values), problems


def _read(
    name: str, given: list[str], allowed: Mapping[str, tuple[str, ...]], today: dt.date
) -> Any:
    if name in ("date_from", "date_to"):
        return day_from(_single(given), EARLIEST, LATEST)
    if name == "as_known_on":
        return day_from(_single(given), EARLIEST, today)
    if name == "near":
        return _point(_single(given))
    if name == "within_km":
        return _distance(_single(given))
    for value in given:
        if value not in allowed[name]:
            more = " ..." if len(allowed[name]) > LISTED else ""
            raise Unfit("one_of", list=", ".join(nearest(value, allowed[name])) + more)
    if name in ("measure", "group", "cause", "claims", "place_precision", "pending", "review"):
        return _single(given)
    return tuple(int(value) for value in given) if name == "source_rank" else tuple(given)


def nearest(value: str, allowed: Sequence[str]) -> list[str]:
    """What may have been meant by a value that cannot be: what looks like it first, twelve at most.

    Args:
        value: what was given.
        allowed: what can be.
    """
    folded = {one.casefold(): one for one in reversed(allowed)}
    alike = [
        folded[one] for one in difflib.get_close_matches(value.casefold(), folded, LISTED, 0.6)
    ]
    return list(dict.fromkeys([*alike, *allowed]))[:LISTED]


def day_from(text: str, earliest: dt.date, latest: dt.date) -> dt.date:
    """A day written as YYYY-MM-DD, within bounds.

    Raises:
        Unfit: with what was expected.
    """
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        raise Unfit("day")
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        raise Unfit("day") from None
    if not earliest <= day <= latest:
        raise Unfit("day_between", earliest=earliest, latest=latest)
    return day


def _single(given: list[str]) -> str:
    if len(set(given)) != 1:
        raise Unfit("single")
    return given[0]


def _point(text: str) -> tuple[float, float]:
    try:
        latitude, longitude = (float(part) for part in text.split(","))
    except ValueError:
        raise Unfit("point") from None
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise Unfit("degrees")
    return latitude, longitude


def _distance(text: str) -> float:
    try:
        distance = float(text)
    except ValueError:
        distance = 0.0
    if not 0 < distance <= 20_000:
        raise Unfit("distance")
    return distance
