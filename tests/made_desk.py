"""A desk for the tests: a record in a folder, a store beside it, and acts by name."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Any

from made_records import ROOT, write_record
from streamlit.testing.v1 import AppTest

from data.counting.query import query
from data.counting.selection import Selection
from data.desk.acts import Act, Document, act_of
from data.desk.folding import folded, touched
from data.desk.form import entered
from data.desk.kept import kept_record
from data.desk.rows import before
from data.desk.rules import concerned, settled
from data.record.record import BUNDLED, RECORD_VARIABLE, Record
from data.record.reviewed import as_reviewed
from data.store.current import forget
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


class Kept:
    """A record with acts, without a store: as the desk keeps them, and many times as fast."""

    def __init__(self, base) -> None:
        self.base, self.acts, self.n = base, [], 0
        self._known, self._everything = [], base

    @property
    def record(self):
        return kept_record(self.base, self.acts)

    @property
    def everything(self):
        known = [act.entry() for act in self.acts]
        if known != self._known:
            self._known, self._everything = known, as_reviewed(self.record, "with", "latest")
        return self._everything

    def act(self, act):
        about = tuple(dict.fromkeys([*act.about, *concerned(act, self.everything)]))
        act = dataclasses.replace(act, about=about)
        wanted = touched([*self.acts, act])
        after = folded(before(self.base, wanted), self.acts)
        self.n += 1
        act = settled(act, self.everything, after)
        act = dataclasses.replace(act, name=f"{self.n:04d}")
        self.acts.append(act_of(json.loads(json.dumps(act.entry()))))
        return act

    def judge(self, kind: Any, own: str, who: str = "Basma", reason: str = "a test") -> Act:
        """Change the state of an incident."""
        return self.act(Act("", kind, who, "", (incident(own),), reason))

    def look(self) -> None:
        """Nothing: there is no other state than this one."""


def two_incidents(tmp_path: Path, monkeypatch: Any) -> Desk:
    """A store beside ``record_of_two``."""
    return Desk(tmp_path / "store", monkeypatch, record_of_two(tmp_path))


def record_of_two(tmp_path: Path) -> Path:
    """Two incidents of a made record: ``a`` with two figures by two papers, ``b`` with one."""
    incidents = [{"incident_id": one, "report_id": "r0", "date_low": day, "date_high": day} for one, day in (("a", "2019-07-01"), ("b", "2019-07-09"))]  # fmt: skip
    observations = [
        {"observation_id": "a1", "incident_id": "a", "report_id": "r0", "low": 5, "value": 5, "high": 5},
        {"observation_id": "a2", "incident_id": "a", "report_id": "r1", "low": 9, "value": 9, "high": 9},
        {"observation_id": "b1", "incident_id": "b", "report_id": "r0", "low": 2, "value": 2, "high": 2},
    ]  # fmt: skip
    reports = [{"report_id": "r0"}, {"report_id": "r1", "source_id": "agency", "origin_id": "agency"}]  # fmt: skip
    return write_record(tmp_path / "record", incidents=incidents, observations=observations, reports=reports)  # fmt: skip


def names_alone(tmp_path: Path) -> Path:
    """A record with the bundled names and no incident."""
    folder = tmp_path / "record"
    folder.mkdir()
    for path in BUNDLED.iterdir():
        if path.is_file():
            (folder / path.name).write_bytes(path.read_bytes())
    for name in ("incidents", "observations", "claims", "reports", "tolls", "translations"):
        head = (folder / f"{name}.csv").read_text("utf-8").split("\n", 1)[0]
        (folder / f"{name}.csv").write_text(head + "\n", "utf-8")
    return folder


def killed(record: Record, **changes: Any) -> tuple[int | None, ...]:
    """Low, best and high of the killed of a selection; None where unknown."""
    found = query(record, Selection(**changes)).figures().loc["killed"]
    return tuple(None if n is None or n != n else int(n) for n in found[["low", "best", "high"]])


def incident(own: str) -> Document:
    """An incident as a document."""
    return Document("incidents", own)


def desk_page(tab: str, tmp_path: Path, monkeypatch: Any, **asked: str) -> AppTest:
    """A tab of the page Desk as Basma sees it, on the store ``store``; its address asks for ``a`` unless told otherwise."""
    monkeypatch.setenv("CASUALTY_STORE", str(tmp_path / "store"))
    forget()
    at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    for name, value in {"tab": tab, "incident": "a", **asked}.items():
        if value:
            at.query_params[name] = value
    at.session_state["_person"] = "Basma"
    at.switch_page("components/pages/desk.py").run()
    assert not at.exception
    return at
