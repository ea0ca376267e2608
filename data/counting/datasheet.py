"""The counts of the bundled record's datasheet, made from the data: ``python -m data.counting.datasheet``."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Final

import pandas as pd

from data.counting.covered import covered
from data.counting.figure import Figure
from data.counting.leaning import leaning
from data.counting.quarters import quarters
from data.counting.query import figure_at, query
from data.counting.selection import Selection
from data.record.codebook import DATASHEET
from data.record.load import load
from data.record.record import BUNDLED, Record
from data.record.refusal import RecordError

START: Final = "<!-- counts: made by python -m data.counting.datasheet -->"
END: Final = "<!-- end of counts -->"


def with_counts(text: str, record: Record) -> str:
    """The datasheet with its counts made anew.

    Args:
        text: the datasheet.
        record: the bundled record.

    Raises:
        RecordError: the lines between which they stand are missing.
    """
    before, start, rest = text.partition(START)
    _, end, after = rest.partition(END)
    if not start or not end:
        raise RecordError(f"{DATASHEET.name}: the lines {START!r} and {END!r} are missing.")
    return f"{before}{START}\n\n{_counts(record)}\n\n{END}{after}"


def _counts(record: Record) -> str:
    basis = record.reports["basis"].value_counts()
    judged = pd.read_csv(BUNDLED / "judged.csv").fillna("")
    parts = [
        "### By year",
        _table(("year", "incidents", "killed", "injured", "no figure of killed", "how kept"), _years(record)),
        "### Who vouches, by year",
        _table(("year", "reports", "GNA side", "LNA side", "GNU side", "another party", "none", "unknown"), _voices(record)),
        "### Who vouches most, and how many of the reports rest on them",
        _table(("source", "affiliation", "reports", "share"), _vouchers(record)),
        f"Of {basis.sum()} reports {basis.get('whole page', 0)} were read as a whole page, {basis.get('excerpt', 0)} as the part of it that a search shows.",
        "### Quarters beside UNSMIL's counts (civilians)",
        _table(("quarter", "killed, here", "killed, UNSMIL", "injured, here", "injured, UNSMIL"), _quarters(record)),
        "### Gathered and not rows of their own, with the reason",
        _table(("row", "verdict", "of", "reason"), judged.itertuples(index=False, name=None)),
    ]  # fmt: skip
    return "\n\n".join(parts)


def _years(record: Record) -> Iterable[tuple[object, ...]]:
    for year, chosen in _by_year(record):
        killed, injured = (figure_at(record, chosen, measure) for measure in ("killed", "injured"))
        spans = covered(record, chosen)[0].spans
        kept = "; ".join(f"{kind} {first} to {last}" for kind, first, last in spans) or "none"
        yield year, len(query(record, chosen).kept), _said(killed), _said(injured), killed.unreported or 0, kept  # fmt: skip


def _voices(record: Record) -> Iterable[tuple[object, ...]]:
    sides = ("gna", "lna", "gnu", "other party", "none", "unknown")
    for year, chosen in _by_year(record):
        found = leaning(record, chosen)
        yield year, int(found.sum()), *(int(found.get(side, 0)) for side in sides)


def _vouchers(record: Record, most: int = 15) -> Iterable[tuple[object, ...]]:
    counted = record.reports["origin_id"].value_counts()
    about = record.sources.set_index("source_id")
    for source, count in counted.head(most).items():
        share = f"{100 * count / counted.sum():.0f} %"
        yield about.at[source, "name"], about.at[source, "affiliation"], count, share
    rest = counted.iloc[most:]
    yield f"{len(rest)} others", "", int(rest.sum()), f"{100 * rest.sum() / counted.sum():.0f} %"


def _quarters(record: Record) -> Iterable[tuple[object, ...]]:
    for one in quarters(record, Selection()):
        row: list[object] = [one.name]
        for measure, figure in one.figures.items():
            tolls = one.tolls[measure]
            counts = [f"{toll.qualifier} {toll.value} ({toll.period_start} to {toll.as_of})" for toll in tolls.itertuples()]  # fmt: skip
            row += [_said(figure), "; ".join(counts) or "not found"]
        yield tuple(row)


def _by_year(record: Record) -> Iterable[tuple[int, Selection]]:
    for year in sorted(set(record.incidents["date_low"].dt.year)):
        yield int(year), Selection(dt.date(year, 1, 1), dt.date(year, 12, 31))


def _said(figure: Figure) -> str:
    if figure.best is None:
        return "not reported"
    ends = f" ({figure.low}-{figure.high}{' or more' if figure.open else ''})"
    return f"{figure.best}{ends if figure.open or figure.low != figure.high else ''}"


def _table(heads: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> str:
    lines = [" | ".join(heads), " | ".join("---" for _ in heads)]
    lines += [" | ".join(str(cell) for cell in row) for row in rows]
    return "\n".join(f"| {line} |" for line in lines)


if __name__ == "__main__":
    DATASHEET.write_text(with_counts(DATASHEET.read_text("utf-8"), load()), "utf-8")
