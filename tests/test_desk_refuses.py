"""What the desk must not let through: acceptance by oneself, rows that change hands, undoing what others rest on."""

import dataclasses
import datetime as dt

import pytest
from made_desk import incident, killed, two_incidents

from data.counting.estimate import estimates
from data.desk.acts import Act
from data.desk.duplicates import address
from data.desk.form import entered
from data.desk.recognised import host_of
from data.desk.reshaping import corrected, merged, moved, split
from data.desk.rules import Conflict
from data.record.refusal import RecordError
from data.record.reviewed import as_reviewed
from data.store.purge import purge


@pytest.fixture
def desk(tmp_path, monkeypatch):
    return two_incidents(tmp_path, monkeypatch)


def form(**incident):
    told = {"first_day": "2019-07-05", "title": "Another street", "place": "Place", "known_to": "country", "event_type": "shelling", "target_type": "market", "victims": "unknown"}  # fmt: skip
    return {
        "incident": told | incident,
        "report": [{"publisher": "paper", "published": "2019-07-06", "figure": [{"measure": "killed", "value": 3, "how": "exact"}]}],
    }  # fmt: skip


def refused(desk, act, said):
    with pytest.raises(RecordError, match=said):
        desk.act(act)


def test_a_report_that_was_added_is_accepted_by_another(desk):
    desk.enter({"incident": {"id": "b"}, "report": form()["report"]})
    assert desk.record.decided.states.set_index("id").loc["b", "changed"]
    desk.judge("accept", "b")
    assert not desk.record.decided.states.set_index("id").loc["b", "changed"]


@pytest.mark.parametrize("way", ["merge", "move"])
def test_an_incident_is_not_joined_to_itself(desk, way):
    with pytest.raises(RecordError, match="a is one incident; expected two"):
        merged(desk.record, "a", "a", "Amal", "why") if way == "merge" else moved(desk.record, "r1", "a", "a", "Amal", "why")  # fmt: skip


@pytest.mark.parametrize("way", ["merge", "split", "move"])
def test_who_entered_a_figure_has_entered_it_wherever_it_stands(desk, way):
    two = form()
    two["report"] += [{"publisher": "agency", "published": "2019-07-07", "figure": [{"measure": "killed", "value": 4, "how": "exact"}]}]  # fmt: skip
    own = desk.enter(two)
    rows = desk.everything.observations
    mine = rows[rows["incident_id"] == own]
    if way == "merge":
        desk.act(merged(desk.everything, own, "a", "Basma", "why"))
        about = "a"
    elif way == "move":
        desk.act(moved(desk.everything, mine["report_id"].iloc[0], own, "a", "Basma", "why"))
        about = "a"
    else:
        act = desk.act(split(desk.everything, own, [mine["observation_id"].iloc[0]], {}, "Basma", "why"))  # fmt: skip
        about = act.about[1].id
    for who in ("Amal", "Basma"):
        refused(desk, Act("", "accept", who, "", (incident(about),)), "another person")
    desk.judge("accept", about, "Chadi")


def test_who_corrects_a_report_of_what_waits_has_changed_it(desk):
    own = desk.enter(form())
    rows = desk.everything.observations
    report = rows.loc[rows["incident_id"] == own, "report_id"].iloc[0]
    desk.act(corrected(desk.everything, "reports", report, {"published": "2019-07-07"}, "Basma", "why"))  # fmt: skip
    refused(desk, Act("", "accept", "Basma", "", (incident(own),)), "another person")


def test_what_is_accepted_is_what_was_looked_at(desk):
    own = desk.enter(form())
    seen = desk.record.decided.last("incidents", own)
    desk.act(corrected(desk.everything, "incidents", own, {"title": "Somewhere else"}, "Chadi", "why"))  # fmt: skip
    with pytest.raises(Conflict):
        desk.act(Act("", "accept", "Basma", "", (incident(own),), seen={incident(own): seen}))


@pytest.mark.parametrize("way", ["merge", "move"])
def test_figures_of_one_dataset_never_become_anothers(tmp_path, monkeypatch, way):
    desk = two_incidents(tmp_path, monkeypatch)
    rows = desk.record.incidents
    other = rows.assign(dataset=["made", "other"])
    desk.held = dataclasses.replace(desk.held, record=dataclasses.replace(desk.record, incidents=other))  # fmt: skip
    act = merged(desk.record, "b", "a", "Amal", "why") if way == "merge" else moved(desk.record, "r0", "b", "a", "Amal", "why")  # fmt: skip
    refused(desk, act, "match")


def test_nothing_that_another_rests_on_is_undone(desk):
    first = form()
    first["publisher"] = [{"name": "New Paper", "type": "news outlet", "affiliation": "none", "reason": "x"}]  # fmt: skip
    first["report"][0]["publisher"] = "New Paper"
    desk.enter(first)
    act = desk.store.ledger.entries().acts()[-1]
    second = form(first_day="2019-07-06")
    second["report"][0]["publisher"] = "new-paper"
    desk.judge("accept", desk.enter(second))
    refused(desk, Act("", "undo", "Basma", "", (), "why", of=act.name), "rests on sources")
    assert killed(desk.record) == (10, 14, 14)


def test_an_act_is_undone_once_and_not_under_one_that_stands(desk):
    dispute = desk.judge("dispute", "a")
    withdraw = desk.judge("withdraw", "a")
    undo = desk.act(Act("", "undo", "Basma", "", (), "why", of=withdraw.name))
    refused(desk, Act("", "undo", "Basma", "", (), "why", of=withdraw.name), "undone already")
    desk.act(Act("", "undo", "Basma", "", (), "why", of=undo.name))
    refused(desk, Act("", "undo", "Basma", "", (), "why", of=dispute.name), "undo that first")


def test_what_was_merged_counts_as_last_accepted_until_the_merge_is(desk):
    desk.act(merged(desk.record, "a", "b", "Amal", "why"))
    assert killed(desk.record, review="accepted") == (7, 11, 11)
    desk.judge("accept", "b")
    assert killed(desk.record, review="accepted") == killed(desk.record)


def test_a_figure_that_counts_is_not_moved_to_where_it_does_not(desk):
    own = desk.enter(form())
    refused(desk, moved(desk.everything, "r1", "a", own, "Amal", "why"), "expected one that counts")


def test_a_report_counts_as_the_last_of_its_incidents_was_accepted_with(desk):
    desk.act(corrected(desk.record, "reports", "r0", {"published": "2019-07-20"}, "Amal", "why"))
    desk.judge("accept", "a")
    shown = as_reviewed(desk.record, "without", "accepted")
    known = estimates(shown, dt.date(2019, 7, 10)).set_index("incident_id")["best"].to_dict()
    assert known == {"a": 9}


def test_a_bundled_incident_is_not_purged(desk):
    desk.judge("withdraw", "b")
    with pytest.raises(RecordError, match="of the bundled record nothing is purged"):
        purge(desk.store, "b", "asked for")
    assert killed(desk.look().record) == (5, 9, 9)


def test_a_purge_takes_no_words_that_only_share_a_letter(desk):
    own = desk.enter(form(title="e"))
    desk.judge("dispute", "a", reason="the street is wrong")
    purge(desk.store, own, "asked for")
    reasons = [act.reason for act in desk.store.ledger.entries().acts()]
    assert reasons == ["the street is wrong"]


def test_a_half_that_was_split_off_carries_nothing_of_the_others_name(desk):
    act = desk.act(split(desk.record, "a", ["a2"], {}, "Amal", "why"))
    assert not act.about[1].id.startswith("a-")


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"report": 3}, "report = 3"),
        ({"report": [{"publisher": "paper", "figure": 3}]}, "figure = 3"),
        ({"report": [{"publisher": "paper", "claim": "x"}]}, "claim = 'x'"),
        ({"report": [3]}, "report 1 = 3"),
        ({"publisher": 3}, "publisher = 3"),
        ({"publisher": [{"id": "paper", "name": "P"}]}, "is a publisher of the record"),
        ({"nothing": 1}, "nothing is no field"),
    ],
)
def test_a_form_that_is_none_is_one_sentence(desk, told, said):
    with pytest.raises(RecordError, match=said):
        entered({**form(), **told}, desk.record)


def test_a_publisher_of_another_script_has_an_id(desk):
    first = form()
    first["publisher"] = [{"name": "قناة ليبيا", "type": "news outlet", "affiliation": "none", "reason": "x"}]  # fmt: skip
    first["report"][0]["publisher"] = "قناة ليبيا"
    desk.enter(first)
    assert "قناة ليبيا" in desk.record.sources["name"].tolist()


@pytest.mark.parametrize("url", ["http://[bad/x", "[", "//", ""])
def test_an_address_that_is_none_breaks_nothing(url):
    assert isinstance(address(url), str) and isinstance(host_of(url), str)


def test_a_form_handed_in_twice_is_one_act_and_with_more_in_it_an_error(desk):
    own, rows = entered(form(), desk.everything)
    filled = {table: cells for table, cells in rows.items() if cells}
    first = desk.act(Act("", "enter", "Amal", "", (incident(own),), "", filled, token="t"))
    own, rows = entered(form(), desk.everything)
    filled = {table: cells for table, cells in rows.items() if cells}
    assert desk.act(Act("", "enter", "Amal", "", (incident(own),), "", filled, token="t")).name == first.name  # fmt: skip
    own, rows = entered(form(title="Another"), desk.everything)
    filled = {table: cells for table, cells in rows.items() if cells}
    refused(desk, Act("", "enter", "Amal", "", (incident(own),), "", filled, token="t"), "handed in already")  # fmt: skip
