"""The feed of the whole record: who, what, when, why, old and new, and the way back by a new act."""

import datetime as dt

import pytest
from made_desk import desk_page, two_incidents

from data.desk.acts import Act, standing_acts
from data.desk.folding import dossier, folded
from data.desk.history import _figures, _said, _values, feed
from data.desk.reshaping import corrected, merged


@pytest.fixture
def desk(tmp_path, monkeypatch):
    found = two_incidents(tmp_path, monkeypatch)
    number(found, "a1", 6, "Amal")
    number(found, "b1", 7, "Chaima")
    return found


def number(desk, row, value, who):
    text = str(value)
    return desk.act(corrected(desk.everything, "observations", row, {"low": text, "value": text, "high": text}, who, "the page says so"))  # fmt: skip


def slow(record, acts):
    """The feed as it is defined: everything folded anew before and after each act."""
    base, held = record.decided.before, {act.name for act in standing_acts(acts)}
    told = []
    for n, act in enumerate(acts):
        earlier, later = folded(base, acts[:n]), folded(base, acts[: n + 1])
        for one in act.about:
            old, new = dossier(one, earlier.rows), dossier(one, later.rows)
            values = [*_values(old, new), *_figures(record, old, new), *_said(act)] or [("",) * 5]
            own = later.standing.get(one)
            told += [(act.name, act.at, act.who, act.kind, one.table, one.id, own.state if own else "", *value, act.reason, act.name not in held and act.kind != "undo") for value in values]  # fmt: skip
    return told


@pytest.mark.thorough
def test_the_feed_is_what_folding_anew_before_and_after_each_act_tells(desk):
    last = number(desk, "a2", 8, "Amal")
    desk.act(Act("", "undo", "Basma", "", (), "why", of=last.name))
    desk.act(merged(desk.everything, "b", "a", "Amal", "the same"))
    number(desk, "b1", 3, "Basma")
    acts = desk.store.ledger.entries().acts()
    assert list(feed(desk.record, acts).itertuples(index=False, name=None)) == slow(desk.record, acts)  # fmt: skip


@pytest.mark.parametrize(
    ("key", "value", "left"),
    [
        ("history-who", ["Amal"], {"a"}),
        ("history-kind", ["correct"], {"a", "b"}),
        ("history-about", "b", {"b"}),
        ("history-about", "none", set()),
    ],
)
def test_it_is_asked_for_by_person_kind_and_document(desk, monkeypatch, tmp_path, key, value, left):
    at = desk_page("history", tmp_path, monkeypatch)
    (at.text_input(key) if key == "history-about" else at.multiselect(key)).set_value(value).run()
    assert not at.exception
    shown = [one.value for one in at.dataframe if "id" in one.value]
    assert {own for rows in shown for own in rows["id"]} == left


def test_it_is_asked_for_since_a_day(desk, monkeypatch, tmp_path):
    at = desk_page("history", tmp_path, monkeypatch)
    at.date_input("history-since").set_value(dt.date.today() + dt.timedelta(days=2)).run()
    assert not at.exception and not [one for one in at.dataframe if "id" in one.value]
