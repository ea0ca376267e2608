"""Whatever people do, in whatever order: the record that follows is the one somebody would write by hand."""

import copy
import json

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made_desk import Kept, incident
from made_records import write_record

from data.counting.estimate import estimates
from data.counting.lineage import lineage
from data.counting.query import query
from data.counting.selection import Selection
from data.desk.acts import Act, Document
from data.desk.forgetting import forgotten, from_elsewhere
from data.desk.remarks import on_values, value_name
from data.desk.reshaping import corrected, merged, moved, split
from data.record.decided import COUNTING, PENDING
from data.record.load import load
from data.record.refusal import RecordError
from data.record.reviewed import as_reviewed
from data.record.schema import TABLES

SOURCES = ("paper", "agency", "who", "unsmil", "airwars", "ministry")
ACTS = ("enter", "submit", "accept", "return", "dispute", "withdraw", "correct", "merge", "split", "move", "remark", "assign", "undo", "purge")  # fmt: skip
STEPS = st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 5), st.integers(0, 5), st.integers(0, 30)), max_size=14)  # fmt: skip


def observation(own, of, source, value):
    return {"observation_id": own, "incident_id": of, "report_id": f"r-{source}", "low": str(value), "value": str(value), "high": str(value)}  # fmt: skip


BASE_OBSERVATIONS = [observation("o1", "a", "paper", 5), observation("o2", "a", "agency", 9), observation("o3", "b", "who", 2), observation("o4", "b", "paper", 4)]  # fmt: skip


class ByHand:
    """The record as somebody would keep it in a book: an incident has a state and figures, nothing cleverer."""

    def __init__(self) -> None:
        self.state = {"a": "accepted", "b": "accepted"}
        self.figures = {one["observation_id"]: one for one in copy.deepcopy(BASE_OBSERVATIONS)}
        self.accepted = {one: self.of(one) for one in self.state}
        self.merged = {}  # since it was last accepted

    def of(self, one):
        return {key: cells for key, cells in self.figures.items() if cells["incident_id"] == one}

    def counted(self, *, pending=False, accepted=False):
        """Incidents and figures that count."""
        found = []
        for one, state in self.state.items():
            if accepted and state in COUNTING:
                changed = self.of(one) != self.accepted.get(one)
                also = self.merged.get(one, set()) if changed else set()
                found += [
                    (each, self.accepted[each])
                    for each in [one, *sorted(also)]
                    if self.accepted.get(each) is not None
                ]
            elif state in COUNTING or (pending and state in PENDING):
                found.append((one, self.of(one)))
        return found


def step(kept, book, kind, i, j, value):
    """One act, in both; what is refused by the desk is done in neither."""
    ids = list(book.state)
    one, other = ids[i % len(ids)], ids[j % len(ids)]
    who = "Basma" if kind == "accept" else "Amal"
    figures = sorted(book.of(one))
    if kind == "enter":
        new, key = f"n{kept.n}", f"p{kept.n}"
        row = {**kept_incident(new), "report_id": f"r-{SOURCES[j]}"}
        cells = {"measure": "killed", "group": "all", "qualifier": "exact", **observation(key, new, SOURCES[j], value)}  # fmt: skip
        kept.act(Act("", "enter", who, "", (incident(new),), "", {"incidents": {new: row}, "observations": {key: cells}}))  # fmt: skip
        book.state[new], book.figures[key] = "waiting", observation(key, new, SOURCES[j], value)
    elif kind in ("submit", "accept", "return", "dispute", "withdraw"):
        act = kept.act(Act("", kind, who, "", (incident(one),), "why"))
        book.state[one] = act.states[incident(one)]
        if kind == "accept":
            book.accepted[one], book.merged[one] = copy.deepcopy(book.of(one)), set()
    elif kind == "remark" and figures:
        kept.act(on_values(one, {value_name("figure", figures[0]): ("grey", "why")}, who))
    elif kind == "assign":
        kept.act(Act("", "assign", who, "", (incident(one),), "", to="Basma", due="2026-01-01"))
    elif kind == "correct" and figures:
        key = figures[j % len(figures)]
        text = str(value)
        kept.act(corrected(kept.everything, "observations", key, {"low": text, "value": text, "high": text}, who, "why"))  # fmt: skip
        book.figures[key] = {**book.figures[key], "low": text, "value": text, "high": text}
        book.state[one] = "waiting" if book.state[one] == "returned" else book.state[one]
    elif kind == "merge":
        kept.act(merged(kept.everything, one, other, who, "why"))
        for key in figures:
            book.figures[key] = {**book.figures[key], "incident_id": other}
        book.state[one] = "merged"
        book.merged[other] = {*book.merged.get(other, set()), one, *book.merged.get(one, set())}
    elif kind == "split" and figures:
        act = kept.act(split(kept.everything, one, figures[:1], {}, who, "why"))
        new = act.about[1].id
        book.figures[figures[0]] = {**book.figures[figures[0]], "incident_id": new}
        book.state[new] = book.state[one]
    elif kind == "move" and figures:
        report = book.figures[figures[0]]["report_id"]
        kept.act(moved(kept.everything, report, one, other, who, "why"))
        for key in figures:
            if book.figures[key]["report_id"] == report:
                book.figures[key] = {**book.figures[key], "incident_id": other}


def kept_incident(own):
    return {
        "incident_id": own, "date_low": "2019-07-01", "date_high": "2019-07-01", "date_precision": "day", "title": "t",
        "place": "Tripoli", "country": "LY", "place_precision": "country", "event_type": "shelling", "target_type": "market",
        "cause": "conflict", "victims": "mixed", "dataset": "made",
    }  # fmt: skip


def written(folder, counted):
    """A record of what counts, written by hand and read as any record is."""
    rows = [cells for _, figures in counted for cells in figures.values()]
    return load(write_record(folder, **_tables([one for one, _ in counted], rows)))


def _tables(ids, rows):
    reports = [{"report_id": f"r-{one}", "source_id": one, "origin_id": one, "source_rank": str(1 + n)} for n, one in enumerate(SOURCES)]  # fmt: skip
    incidents = [{"incident_id": one, "report_id": "r-paper"} for one in ids]
    return {"incidents": incidents, "observations": rows, "reports": reports}


def told(record, **changes):
    """Estimates of the record as asked, by incident; and its killed."""
    shown = as_reviewed(record, changes.get("pending", "without"), changes.get("review", "latest"))
    rows = estimates(shown).set_index("incident_id")[["low", "best", "high"]].astype(int)
    found = query(record, Selection(**changes))
    return rows.sort_index().T.to_dict("list"), sorted(found.ids), found.figures().loc["killed", ["low", "best", "high"]].tolist()  # fmt: skip


@pytest.mark.thorough
@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=STEPS)
def test_what_follows_is_what_somebody_would_write_by_hand(steps, tmp_path_factory):
    folder = tmp_path_factory.mktemp("laws")
    base = load(write_record(folder / "base", **_tables(["a", "b"], BASE_OBSERVATIONS)))
    kept, book, past = Kept(base), ByHand(), []
    for kind, i, j, value in steps:
        saved = (
            copy.deepcopy((book.state, book.figures, book.accepted, book.merged)),
            len(kept.acts),
        )
        try:
            if kind == "undo":
                if past:
                    (book.state, book.figures, book.accepted, book.merged), length = past.pop()
                    undone = kept.acts[length]
                    kept.act(Act("", "undo", "Amal", "", undone.about, "why", of=undone.name))
                    past = []
            elif kind == "purge":
                _purge(kept, book, i)
                past = []
            else:
                step(kept, book, kind, i, j, value)
                past = [*past, saved] if len(kept.acts) > saved[1] else past
        except RecordError:
            assert len(kept.acts) == saved[1]
    record = kept.record
    for changes in ({}, {"pending": "with"}, {"review": "accepted"}):
        plain = book.counted(pending=changes.get("pending") == "with", accepted=changes.get("review") == "accepted")  # fmt: skip
        by_hand = written(folder / f"-{len(changes)}{list(changes)}", plain)
        assert told(record, **changes) == told(by_hand)
        rows = lineage(record, Selection(**changes))
        for end, figure in zip(("low", "best", "high"), told(record, **changes)[2], strict=True):
            own = rows.loc[rows["measure"] == "killed", f"gives_{end}"].sum()
            assert own == (0 if pd.isna(figure) else figure)
    again = kept.record
    for table in TABLES:
        pd.testing.assert_frame_equal(record.table(table), again.table(table))


def _purge(kept, book, i):
    """An entered incident gone for good from what people did; one that holds what came from another stays."""
    own = [one for one in book.state if one not in ("a", "b")]
    if not own:
        return
    gone = own[i % len(own)]
    if from_elsewhere(kept.acts, {gone}):
        return
    left = forgotten(kept.acts, {gone})
    kept.acts = [act for act in (left.get(act.name, act) for act in kept.acts) if act is not None]
    assert gone not in json.dumps([act.entry() for act in kept.acts]).replace(f"{gone}-", "")
    book.state.pop(gone)
    book.accepted.pop(gone, None)
    book.merged = {one: those - {gone} for one, those in book.merged.items() if one != gone}
    lost = set(book.of(gone))
    book.figures = {key: cells for key, cells in book.figures.items() if key not in lost}
    assert Document("incidents", gone) not in {one for act in kept.acts for one in act.about}
