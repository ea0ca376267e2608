"""What a watch finds now: each thing with a name that stays, and the state it is in."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

from data.counting.explained import Explained, explained
from data.counting.figure import Figure
from data.counting.lineage import incident_figures
from data.counting.query import figure_at, query
from data.counting.selection import Selection
from data.counting.shard import of_selection
from data.counting.signals import signals
from data.counting.standing import standing
from data.record.ids import among
from data.record.refusal import RecordError
from data.store.holdings import Holdings
from data.store.passed_on import passed_on
from data.watching.watch import Watch

MOST_TOPICS: Final = 5


@dataclass(frozen=True)
class Thing:
    """One thing to tell.

    Attributes:
        key: what it is, whatever its numbers are: it is told once under it.
        mark: its state, as text: another one is a revision.
        selection: the view that shows it.
        figure: its figure; None where it is none.
        group: signals that one thing explains; None where it is no signal.
        incident_id: the incident it is about; empty where it is about none.
        day: the day it is about, for what is stale.
    """

    key: str
    mark: str
    selection: Selection
    figure: Figure | None = None
    group: Explained | None = None
    incident_id: str = ""
    day: dt.date | None = None


def things(held: Holdings, watch: Watch) -> list[Thing]:
    """What a watch finds now.

    Args:
        held: the record.
        watch: the watch.

    Raises:
        RecordError: its selection fits the record no more, or none of its rows may leave.
    """
    selection, _ = passed_on(held.record, watch.selection(held.record))
    if selection is None:
        raise RecordError(f"watch {watch.name}: the terms of its datasets forbid passing their rows on; expected another dataset.")  # fmt: skip
    return _RULES[watch.rule](held, selection, watch)


def mark_of(figure: Figure) -> str:
    """A figure as text that changes when it does."""
    return f"{figure.low}|{figure.best}|{figure.high}|{figure.open}"


def topics(found: list[Thing]) -> list[list[Thing]]:
    """Things as at most ``MOST_TOPICS`` topics, in their order; of more the last holds the rest, none is lost."""
    if len(found) <= MOST_TOPICS:
        return [[one] for one in found]
    return [*([one] for one in found[: MOST_TOPICS - 1]), found[MOST_TOPICS - 1 :]]


def _signals(held: Holdings, selection: Selection, watch: Watch) -> list[Thing]:
    """Signals by what explains them, first what is above the old high even at its low."""
    del watch
    groups = explained(signals(held.record, selection))
    groups.sort(key=lambda group: not any(one.clear for one in group.signals))
    return [
        Thing(
            key=f"signal:{_named(group)}",
            mark=";".join(mark_of(one.figure) for one in group.signals),
            selection=group.signals[0].selection,
            figure=group.signals[0].figure,
            group=group,
        )
        for group in groups
    ]


def _named(group: Explained) -> str:
    lead = group.signals[0]
    return "/".join(filter(None, (lead.kind, lead.value, group.incident_id, *lead.selection.district, *lead.selection.dataset)))  # fmt: skip


def _new(held: Holdings, selection: Selection, watch: Watch) -> list[Thing]:
    del watch
    return [
        Thing(f"incident:{one}", "", selection, incident_id=one)
        for one in query(held.record, selection).ids
    ]


def _revised(held: Holdings, selection: Selection, watch: Watch) -> list[Thing]:
    del watch
    rows = incident_figures(held.record, selection, [selection.measure])
    return [
        Thing(f"figure:{row.incident_id}", f"{row.low}|{row.best}|{row.high}|{row.open}", selection, incident_id=row.incident_id)
        for row in rows[rows["best"].notna()].itertuples()
    ]  # fmt: skip


def _passes(held: Holdings, selection: Selection, watch: Watch) -> list[Thing]:
    figure = figure_at(held.record, selection, selection.measure)
    surely = figure.low is not None and figure.low >= watch.number
    perhaps = figure.open or (figure.high is not None and figure.high >= watch.number)
    if not (surely or perhaps) or figure.best is None:
        return []
    return [Thing(f"passes:{watch.number}", "surely" if surely else "perhaps", selection, figure)]


def _waiting(held: Holdings, selection: Selection, watch: Watch) -> list[Thing]:
    del watch
    matches = int((held.matches["state"] == "review").sum())
    reviews = len(standing(held.record, selection).pending)
    return [Thing("waiting", f"{reviews}|{matches}", selection)] if matches or reviews else []


def _stale(held: Holdings, selection: Selection, watch: Watch) -> list[Thing]:
    record = of_selection(held.record, selection)
    own = among(record.incidents["incident_id"], query(held.record, selection).ids)
    if not own.any():
        return []
    newest = record.incidents.loc[own, "date_low"].max().date()
    if (dt.date.today() - newest).days <= watch.number:
        return []
    return [Thing("stale", newest.isoformat(), selection, day=newest)]


def far_apart(old: str, new: str, percent: int) -> bool:
    """Whether the best of two marks differs by more than some per cent; a figure where there was none does."""
    was, now = (_best(mark) for mark in (old, new))
    if was is None or now is None:
        return was != now
    return abs(now - was) * 100 > percent * max(was, 1)


def _best(mark: str) -> int | None:
    parts = mark.split("|")
    return int(parts[1]) if len(parts) > 1 and parts[1].isdigit() else None


_RULES: Final = {
    "signal": _signals,
    "new": _new,
    "revised": _revised,
    "passes": _passes,
    "waiting": _waiting,
    "stale": _stale,
}
