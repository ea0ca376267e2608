"""How well the chosen datasets cover a time, and how old they are, as sentences."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from babel.dates import format_timedelta

from components.words.language import Strings
from components.words.numbers import day, days, percent, whole
from data.counting.covered import NOT_COVERED, Covered


def covered_sentence(found: Sequence[Covered], words: Strings) -> str:
    """How well each chosen dataset covers the days asked about, as one sentence.

    Args:
        found: of an answer.
        words: the reader's language.
    """
    said = words("covered.joint").join(_of_one(one, words) for one in found)
    return words("covered.sentence", list=said) if said else words("covered.no_dataset")


def bands_said(found: Sequence[Covered], words: Strings) -> str:
    """Which days each chosen dataset covers in which way, short enough for a cell of a table."""
    spans = [span for one in found for span in one.spans]
    told = [words("covered.band", kind=words.term("band", kind), days=days(first, last, words)) for kind, first, last in spans]  # fmt: skip
    return words("covered.joint").join(told)


def _of_one(one: Covered, words: Strings) -> str:
    name = words.term("dataset", one.dataset)
    if one.candidates:
        numbers = ", ".join(release.rpartition(" ")[2] for release in one.candidates)
        name = words("covered.candidate", dataset=name, releases=numbers)
    if one.coverage == NOT_COVERED:
        if one.last_day is None:
            return words("covered.never", dataset=name)
        return words("covered.none", dataset=name, last=day(one.last_day, words))
    kinds = {kind for kind, *_ in one.spans}
    if one.share == 1 and len(kinds) == 1:
        return words("covered.whole", dataset=name, kind=words.term("coverage", one.coverage))
    spans = [
        words("covered.span", kind=words.term("coverage", kind), days=days(first, last, words))
        for kind, first, last in one.spans
    ]
    part = percent(one.share, words)
    return words("covered.part", dataset=name, percent=part, spans=words("covered.and").join(spans))


def age_sentence(
    date: dt.date, found: Sequence[Covered], imported: dict[str, dt.date], words: Strings
) -> str:
    """How old the record, its last day covered and each chosen import are today.

    Args:
        date: the record's own date.
        found: of an answer.
        imported: by dataset, the day its newest batch came in.
        words: the reader's language.
    """
    told = [words("covered.record_age", day=day(date, words), age=_age(date, words))]
    for one in found:
        name = words.term("dataset", one.dataset)
        if one.dataset in imported:
            came = imported[one.dataset]
            told.append(words("covered.import_age", dataset=name, day=day(came, words)))
        if one.coverage != NOT_COVERED and one.last_day is not None:
            ago = {"day": day(one.last_day, words), "age": _age(one.last_day, words)}
            told.append(words("covered.last_day", dataset=name, **ago))
    return " ".join(told)


def _age(then: dt.date, words: Strings) -> str:
    """How long ago a day was, in its largest unit: 3 days, 6 years."""
    gone = max(dt.date.today() - then, dt.timedelta(0))
    if gone.days == 0:
        return words("covered.today")
    unit = format_timedelta(gone, granularity="day", threshold=1, locale=words.locale)
    return words("covered.ago", age=unit)


def aside_sentence(
    put_aside: dict[str, tuple[int, int | None]], found: Sequence[Covered], words: Strings
) -> str:
    """How many rows of the chosen datasets were put aside, with the dead they print; empty where none were.

    Args:
        put_aside: of the holdings.
        found: of an answer; it names the datasets that are chosen.
        words: the reader's language.
    """
    told = []
    for one in found:
        rows, killed = put_aside.get(one.dataset, (0, None))
        if rows:
            name = words.term("dataset", one.dataset)
            count = words("covered.aside", n=rows, count=whole(rows, words), dataset=name)
            printed = words("covered.aside_killed", killed=whole(killed, words)) if killed is not None else words("covered.aside_silent")  # fmt: skip
            told.append(f"{count} {printed}")
    return " ".join(told)


def coverage_objects(
    found: Sequence[Covered], put_aside: dict[str, tuple[int, int | None]] | None = None
) -> list[dict]:
    """How well each chosen dataset covers the days, as the objects of the command line's contract.

    Args:
        found: of an answer.
        put_aside: of the holdings; None says nothing of it.
    """
    return [
        {
            "dataset": one.dataset,
            "coverage": one.coverage,
            "share": round(one.share, 4),
            "last_day_covered": one.last_day.isoformat() if one.last_day else None,
            "spans": [
                {"coverage": kind, "from": first.isoformat(), "to": last.isoformat()}
                for kind, first, last in one.spans
            ],
        }
        | _aside(one, put_aside)
        for one in found
    ]


def _aside(one: Covered, put_aside: dict[str, tuple[int, int | None]] | None) -> dict:
    if put_aside is None or one.dataset not in put_aside:
        return {}
    rows, killed = put_aside[one.dataset]
    return {"put_aside": {"rows": rows, "killed_as_printed": killed}}


def coverage_cells(found: Sequence[Covered]) -> dict[str, str]:
    """The same as cells of a row: one value where one dataset is chosen, else each with its dataset."""
    cells = {
        "coverage": {one.dataset: one.coverage for one in found},
        "share_covered": {one.dataset: f"{one.share:.4g}" for one in found},
        "last_day_covered": {
            one.dataset: one.last_day.isoformat() if one.last_day else "" for one in found
        },
    }
    if len(found) == 1:
        return {name: next(iter(values.values())) for name, values in cells.items()}
    return {
        name: "; ".join(f"{dataset}: {value}" for dataset, value in values.items())
        for name, values in cells.items()
    }
