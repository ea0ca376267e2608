"""A desk for the tests: a record in a folder, a store beside it, and acts by name."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from data.desk.acts import Act, Document
from data.desk.form import entered
from data.record.record import RECORD_VARIABLE
from data.record.reviewed import as_reviewed
from data.store.desk import write
from data.store.holdings import Holdings
from data.store.loading import load_holdings
from data.store.store import Store

TAJOURA: dict[str, Any] = {
    "incident": {
        "first_day": "2019-07-02",
        "title": "Air strike on the detention centre",
        "place": "Tajoura",
        "known_to": "site",
        "event_type": "airstrike",
        "target_type": "migrant detention centre",
        "victims": "migrants",
    },
    "report": [
        {
            "publisher": publisher,
            "published": published,
            "rank": rank,
            "figure": [
                {"measure": measure, **told}
                for measure, told in (("killed", killed), ("injured", injured))
                if told
            ],
        }
        for publisher, published, rank, killed, injured in (
            ("unsmil", "2019-07-03", 2, {"value": 44, "how": "at least"}, {"value": 130, "how": "more than"}),
            ("echo", "2019-07-04", 2, {"value": 53, "how": "at least"}, {"value": 130, "how": "exact"}),
            ("ocha", "2019-07-04", 2, {"value": 53, "how": "exact"}, {"value": 130, "how": "exact"}),
            ("iom", "2019-07-04", 2, {"value": 44, "how": "at least"}, {"value": 130, "how": "more than"}),
            ("unsmil", "2020-01-27", 1, {"value": 53, "how": "at least"}, {"value": 87, "how": "exact"}),
            ("airwars", "", 3, {"least": 37, "greatest": 80, "how": "range"}, {}),
        )
    ],
}  # fmt: skip


class Desk:
    """A store, and the record that it is kept beside."""

    def __init__(self, folder: Path, monkeypatch: Any, record: Path | None = None) -> None:
        if record is not None:
            monkeypatch.setenv(RECORD_VARIABLE, str(record))
        self.store = Store(folder)
        self.held: Holdings = load_holdings(self.store)

    def look(self) -> Holdings:
        """Read the record anew."""
        self.held = load_holdings(self.store)
        return self.held

    @property
    def record(self):
        """The record as it counts."""
        return self.held.record

    @property
    def everything(self):
        """The record with what waits."""
        return as_reviewed(self.held.record, "with", "latest")

    def act(self, act: Act, *, look: bool = True) -> Act:
        """Keep an act and read the record anew."""
        kept = write(self.store, self.held, act)
        if look:
            self.look()
        return kept

    def enter(self, form: dict[str, Any], who: str = "Amal") -> str:
        """Enter a form; the id of the incident."""
        own, rows = entered(form, self.everything)
        names = tuple(Document("sources", one) for one in rows["sources"])
        kind = "enter" if own in rows["incidents"] else "correct"
        filled = {table: rows for table, rows in rows.items() if rows}
        self.act(Act("", kind, who, "", (incident(own), *names), "a test", filled))
        return own

    def judge(self, kind: Any, own: str, who: str = "Basma", reason: str = "a test") -> Act:
        """Change the state of an incident."""
        return self.act(Act("", kind, who, "", (incident(own),), reason))


def incident(own: str) -> Document:
    """An incident as a document."""
    return Document("incidents", own)
