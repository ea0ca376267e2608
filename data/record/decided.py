"""What people decided about the documents of a record: which count, which wait, and what was last accepted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import pandas as pd

# of an incident; bundled rows and those of producers are accepted by the decision to take them in
STATES: Final = (
    "draft",
    "waiting",
    "accepted",
    "returned",
    "disputed",
    "withdrawn",
    "merged",
)
COUNTING: Final = ("accepted", "disputed")
PENDING: Final = ("draft", "waiting", "returned")
STATE_COLUMNS: Final = ["table", "id", "state", "changed", "into", "alone", "last", "remarks", "to", "due"]  # fmt: skip
SAID_COLUMNS: Final = ["id", "table", "row", "aspect", "colour", "words", "who", "at"]
# whose rows are reviewed; names of actors, places and publishers count nothing and hold at once
REVIEWED: Final = ("incidents", "tolls", "milestones")
OF_INCIDENTS: Final = ("incidents", "observations", "claims", "reports")


@dataclass(frozen=True, eq=False)
class Decided:
    """What people decided, beside what counts as the record opens.

    Attributes:
        states: ``table``, ``id``, ``state``, ``changed`` (since it was last accepted), ``into`` (what it was
            merged into), ``alone`` (accepted by who entered it) and ``last`` (the last act about it) and ``remarks``
            (how many nobody has answered since), ``to`` and ``due`` (whose work it is, and by which day), of every
            document that a person touched.
        said: what people say of single values: ``id`` of the incident, ``table``, ``row`` and ``aspect`` of the value,
            ``colour``, ``words``, ``who``, ``at``; not of values that moved since.
        pending: rows by table of what waits, which counts only where a reader asks for it.
        accepted: rows by table of what changed since, as it was last accepted.
        before: rows as text, by table and id, of what people touched, as they were without them.
        heads: by incident id, also of those that wait, the id of the cluster it is counted in.
    """

    states: pd.DataFrame
    said: pd.DataFrame
    pending: dict[str, pd.DataFrame]
    accepted: dict[str, pd.DataFrame]
    before: dict[str, dict[str, dict[str, str]]]
    heads: dict[str, str]

    def of_any(self, table: str) -> set[str]:
        """Ids of the documents of a table that a person touched."""
        return set(self.states.loc[self.states["table"] == table, "id"])

    def last(self, table: str, own: str) -> str:
        """Name of the last act about a document; empty where there is none."""
        found = self.states[(self.states["table"] == table) & (self.states["id"] == own)]["last"]
        return "" if found.empty else str(found.iloc[0])

    def of(self, states: tuple[str, ...], table: str = "incidents") -> list[str]:
        """Ids of the documents of a table in some states."""
        own = (self.states["table"] == table) & self.states["state"].isin(states)
        return self.states.loc[own, "id"].tolist()
