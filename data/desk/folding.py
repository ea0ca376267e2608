"""Acts in their order, and the documents as they leave them: plain rows of text, one document at a time.

Few documents are ever touched by hand, so that this walks them one by one; what grows with the record is in ``kept``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from data.desk.acts import Act, Document, standing_acts
from data.desk.remarks import Remark, holding, said_of
from data.desk.rows import Cells, Rows
from data.record.decided import COUNTING, PENDING, REVIEWED

IN_ONE: tuple[str, ...] = ("observations", "claims")  # rows of an incident
RESHAPING: tuple[str, ...] = ("merge", "split", "move")


@dataclass
class Standing:
    """How one document stands.

    Attributes:
        state: one of ``decided.STATES``.
        last: name of the last act that was about it; empty where there is none.
        accepted: its rows when it was last accepted; None where it never was.
        editors: who changed it since.
        into: what it was merged into.
        alone: it was accepted by who entered it.
        remarks: how many readers' there are that no acceptance and no correction has answered.
        said: of single values, by name; what moved since is not there.
        to: whose work it is; empty is nobody's.
        due: day by which; empty is none.
        accepted_at: number of the act by which it was accepted last; 0 for what was there before.
        merged_since: what was merged into it since then.
    """

    state: str
    last: str = ""
    accepted: Rows | None = None
    editors: set[str] = field(default_factory=set)
    into: str = ""
    alone: bool = False
    remarks: int = 0
    accepted_at: int = 0
    merged_since: set[Document] = field(default_factory=set)
    said: dict[str, Remark] = field(default_factory=dict)
    to: str = ""
    due: str = ""

    @property
    def red(self) -> list[str]:
        """Names of the values that somebody says are to be corrected."""
        return [name for name, one in self.said.items() if one.colour == "red"]


@dataclass
class Folded:
    """Documents as some acts leave them.

    Attributes:
        rows: by table and id, what stands there of all that was touched; what is gone is not there.
        standing: of each document.
        acts: how many left them so.
    """

    rows: Rows
    standing: dict[Document, Standing]
    acts: int = 0

    def state(self, one: Document) -> str:
        """The state of a document; what nobody touched is accepted, and what is not there has none."""
        own = self.standing.get(one)
        if own:
            return own.state
        return "accepted" if one.id in self.rows.get(one.table, {}) else ""

    def last(self, one: Document) -> str:
        """Name of the last act that was about it; empty where there is none."""
        own = self.standing.get(one)
        return own.last if own else ""

    def editors(self, one: Document) -> set[str]:
        """Who changed it since it was last accepted."""
        own = self.standing.get(one)
        return own.editors if own else set()

    def changed(self, one: Document) -> bool:
        """Whether it counts and is not as it was last accepted."""
        own = self.standing.get(one)
        if own is None or one.table not in REVIEWED:
            return False
        return own.state in COUNTING and own.accepted != dossier(one, self.rows)

    def in_states(self, states: tuple[str, ...]) -> list[Document]:
        """The documents in some states, in the order they were touched."""
        return [one for one, own in self.standing.items() if own.state in states]

    @property
    def pending(self) -> list[Document]:
        """What waits."""
        return self.in_states(PENDING)


def folded(base: Rows, acts: Iterable[Act]) -> Folded:
    """Rows and states after some acts.

    Args:
        base: what stood there of all that they touch; see ``rows.before``.
        acts: oldest first.
    """
    found = Folded({table: dict(own) for table, own in base.items()}, {})
    for act in standing_acts(list(acts)):
        apply(found, act)
    for one, own in found.standing.items():  # what came in since may have moved a value too
        own.said = holding(own.said, dossier(one, found.rows))
    return found


def apply(found: Folded, act: Act) -> None:
    """One more act, which undoes none: the documents are as it leaves them from then on."""
    rows, standing = found.rows, found.standing
    found.acts += 1
    for one in act.about:
        if one not in standing:
            own = dossier(one, rows)
            there = one.id in rows.get(one.table, {})
            standing[one] = Standing("accepted", accepted=own) if there else Standing("")
    said = {one: standing[one].said for one in act.about}
    if act.kind in RESHAPING:  # what is said of a value goes where the value goes
        together = {key: one for own in said.values() for key, one in own.items()}
        said = dict.fromkeys(act.about, together)
    for table, ids in act.gone.items():
        for own_id in ids:
            rows[table].pop(own_id, None)
    for table, put in act.rows.items():
        rows.setdefault(table, {}).update(put)
    for one in act.about:
        _stands(one, standing[one], act, found.acts, rows)
        standing[one].said = holding(said_of(said[one], act), dossier(one, rows))
    if act.kind in RESHAPING:  # who entered a figure has entered it wherever it stands
        editors = set().union(*(standing[one].editors for one in act.about))
        for one in act.about:
            standing[one].editors |= editors
    for one, into in act.into.items():
        standing[Document(one.table, into)].merged_since |= {one, *standing[one].merged_since}


def _stands(one: Document, own: Standing, act: Act, n: int, rows: Rows) -> None:
    own.last = act.name
    own.state = act.states.get(one, own.state)
    own.into = act.into.get(one, own.into)
    if act.kind == "assign":
        own.to, own.due = act.to, act.due
    elif act.kind == "remark":
        own.remarks += not act.remarks
    else:
        own.remarks = 0
    if act.kind == "accept":
        own.accepted, own.editors, own.alone = dossier(one, rows), set(), act.alone
        own.accepted_at, own.merged_since = n, set()
    elif act.rows or act.gone:
        own.editors.add(act.who)


def dossier(one: Document, rows: Rows) -> Rows:
    """The rows that make a document: of an incident also its observations, its claims and their reports.

    Args:
        one: the document.
        rows: by table and id.
    """
    own = rows.get(one.table, {}).get(one.id)
    found: Rows = {one.table: {one.id: own} if own else {}}
    if one.table == "actors":
        sides = rows.get("sides", {}).items()
        found["sides"] = {key: cells for key, cells in sides if cells["actor_id"] == one.id}
    if one.table != "incidents":
        return found
    for table in IN_ONE:
        there = rows.get(table, {}).items()
        found[table] = {key: cells for key, cells in there if cells["incident_id"] == one.id}
    named = {cells["report_id"] for table in found for cells in found[table].values()}
    reports = rows.get("reports", {})
    found["reports"] = {key: reports[key] for key in sorted(named) if key in reports}
    return found


def touched(acts: Iterable[Act]) -> dict[str, set[str]]:
    """Ids by table of everything that some acts speak of."""
    found: dict[str, set[str]] = {}
    for act in acts:
        for one in act.about:
            found.setdefault(one.table, set()).add(one.id)
        for table, put in [*act.rows.items(), *act.gone.items()]:
            found.setdefault(table, set()).update(put)
        for table in IN_ONE:  # a row that comes from another incident
            for cells in act.rows.get(table, {}).values():
                found.setdefault("incidents", set()).add(cells["incident_id"])
    found.pop("sides", None)  # they come with their actor
    return found


def put_together(parts: Iterable[Rows]) -> Rows:
    """Rows of several documents as one."""
    found: Rows = {}
    for part in parts:
        for table, own in part.items():
            found.setdefault(table, {}).update(own)
    return found


def differences(old: Rows, new: Rows) -> list[tuple[str, str, str, str, str]]:
    """What differs between two states of a document: table, id, column, old and new value, in order."""
    told = []
    for table in sorted({*old, *new}):
        for key in sorted({*old.get(table, {}), *new.get(table, {})}):
            was: Cells = old.get(table, {}).get(key, {})
            now: Cells = new.get(table, {}).get(key, {})
            told += [
                (table, key, column, was.get(column, ""), now.get(column, ""))
                for column in dict.fromkeys([*was, *now])
                if was.get(column, "") != now.get(column, "")
            ]
    return told
