"""The record is kept where it is read: entered, reviewed, corrected; what waits is listed and never counted."""

import datetime as dt

import pytest
from made_desk import TAJOURA, Desk, incident, killed, names_alone, two_incidents

from data.counting.estimate import estimates
from data.counting.query import query
from data.counting.selection import Selection
from data.desk.acts import Act
from data.desk.reshaping import corrected, merged, moved, split
from data.desk.rules import Conflict
from data.record.refusal import RecordError
from data.store.desk import write
from data.store.purge import purge
from data.store.versions import changes_between

NIGHT = Selection(date_from=dt.date(2019, 7, 2), date_to=dt.date(2019, 7, 2))


@pytest.fixture
def empty_desk(tmp_path, monkeypatch):
    return Desk(tmp_path / "store", monkeypatch, names_alone(tmp_path))


@pytest.fixture
def desk(tmp_path, monkeypatch):
    return two_incidents(tmp_path, monkeypatch)


def estimate(record, own, measure, known=None):
    found = estimates(record, known).set_index(["incident_id", "measure", "group"])
    row = found.loc[(own, measure, "all")]
    return (*(int(row[end]) for end in ("low", "best", "high")), bool(row["open"]))


def test_tajoura_entered_by_hand_is_the_worked_example_on_each_day(empty_desk):
    own = empty_desk.enter(TAJOURA)
    assert query(empty_desk.record, NIGHT).ids == []
    empty_desk.judge("accept", own)
    record = empty_desk.record
    assert query(record, NIGHT).ids == [own]
    for known, expected in [
        (dt.date(2019, 7, 3), (44, 44, 44, True)),
        (dt.date(2019, 7, 5), (44, 53, 53, True)),
        (None, (37, 53, 80, False)),
    ]:
        assert estimate(record, own, "killed", known) == expected
    assert estimate(record, own, "injured", dt.date(2019, 7, 5)) == (130, 130, 130, True)
    assert estimate(record, own, "injured") == (87, 87, 130, True)


def test_what_waits_counts_where_it_is_asked_for_alone(empty_desk):
    own = empty_desk.enter(TAJOURA)
    assert query(empty_desk.record, NIGHT).ids == []
    assert query(empty_desk.record, NIGHT.replace(pending="with")).ids == [own]
    empty_desk.judge("return", own)
    assert query(empty_desk.record, NIGHT).ids == []
    assert query(empty_desk.record, NIGHT.replace(pending="with")).ids == [own]
    empty_desk.judge("withdraw", own)
    assert query(empty_desk.record, NIGHT.replace(pending="with")).ids == []


def test_who_entered_cannot_accept_and_one_who_may_is_marked(empty_desk, monkeypatch):
    own = empty_desk.enter(TAJOURA, "Amal")
    with pytest.raises(RecordError, match="another person"):
        empty_desk.judge("accept", own, "Amal")
    monkeypatch.setenv("CASUALTY_REVIEW", "alone")
    assert empty_desk.judge("accept", own, " Amal ").alone
    assert empty_desk.record.decided.states["alone"].tolist() == [True]


@pytest.mark.parametrize("who", ["", "  ", "x" * 81])
def test_every_act_has_a_name(desk, who):
    with pytest.raises(RecordError, match="who ="):
        desk.judge("withdraw", "a", who)


def test_a_reason_is_asked_for(desk):
    with pytest.raises(RecordError, match="reason"):
        desk.judge("dispute", "a", reason=" ")


def test_a_changed_number_lapses_the_acceptance_and_both_values_can_be_read(desk):
    before = desk.record.version
    act = corrected(desk.record, "observations", "a2", {"low": "12", "value": "12", "high": "12"}, "Amal", "misread")  # fmt: skip
    desk.act(act)
    assert killed(desk.record) == (7, 14, 14)
    assert killed(desk.record, review="accepted") == (7, 11, 11)
    states = desk.record.decided.states.set_index("id")
    assert states.loc["a", ["state", "changed"]].tolist() == ["accepted", True]
    desk.judge("accept", "a")
    assert killed(desk.record, review="accepted") == (7, 14, 14)
    found = changes_between(desk.store, before, desk.record.version, Selection())
    row = found[found["measure"] == "killed"].iloc[0]
    assert (row["incident_id"], int(row["best_from"]), int(row["best_to"])) == ("a", 9, 12)
    assert "misread" in row["because"]


def test_a_figure_lapses_its_own_incident_alone(desk):
    act = corrected(desk.record, "observations", "a2", {"low": "12", "value": "12", "high": "12"}, "Amal", "why")  # fmt: skip
    desk.act(act)
    assert desk.record.decided.states["id"].tolist() == ["a"]


def test_a_corrected_report_lapses_every_incident_that_rests_on_it(desk):
    desk.act(corrected(desk.record, "reports", "r0", {"published": "2019-07-20"}, "Amal", "misread"))  # fmt: skip
    states = desk.record.decided.states
    assert states.loc[states["changed"], "id"].tolist() == ["a", "b"]
    early = {"as_known_on": dt.date(2019, 7, 10)}
    assert killed(desk.record, **early) == (9, 9, 9)
    assert killed(desk.record, review="accepted", **early) == (7, 11, 11)


def test_a_report_entered_late_counts_from_its_own_day(desk):
    form = {
        "incident": {"id": "b"},
        "report": [{"publisher": "who", "published": "2019-08-01", "rank": 2, "figure": [{"measure": "killed", "value": 4, "how": "exact"}]}],
    }  # fmt: skip
    desk.enter(form)
    assert killed(desk.record) == (9, 13, 13)
    assert killed(desk.record, as_known_on=dt.date(2019, 7, 31)) == (7, 11, 11)


def test_disputed_counts_and_withdrawn_does_not(desk):
    desk.judge("dispute", "a")
    assert killed(desk.record) == (7, 11, 11)
    desk.judge("withdraw", "b")
    assert killed(desk.record) == (5, 9, 9)
    assert killed(desk.record, review="accepted") == (5, 9, 9)


def test_two_merged_are_one(desk):
    desk.act(merged(desk.record, "b", "a", "Amal", "the same"))
    assert query(desk.record, Selection()).ids == ["a"]
    assert killed(desk.record) == (5, 9, 9)
    states = desk.record.decided.states.set_index("id")
    assert states.loc["b", ["state", "into"]].tolist() == ["merged", "a"]


def test_one_split_is_two_and_the_total_is_what_its_figures_say(desk):
    act = desk.act(split(desk.record, "a", ["a2"], {"title": "Another", "date_low": "2019-07-03", "date_high": "2019-07-03"}, "Amal", "two streets"))  # fmt: skip
    new = act.about[1].id
    assert sorted(query(desk.record, Selection()).ids) == sorted(["a", "b", new])
    assert killed(desk.record) == (16, 16, 16)
    assert killed(desk.record, review="accepted") == (7, 11, 11)


def test_a_report_moved_speaks_of_the_other_incident(desk):
    desk.act(moved(desk.record, "r1", "a", "b", "Amal", "of the other day"))
    found = estimates(desk.record).set_index("incident_id")["best"].to_dict()
    assert found == {"a": 5, "b": 9}


def test_undo_is_an_act_of_its_own_and_may_be_undone(desk):
    act = desk.judge("withdraw", "a")
    assert killed(desk.record) == (2, 2, 2)
    undo = desk.act(Act("", "undo", "Basma", "", (), "a slip", of=act.name))
    assert killed(desk.record) == (7, 11, 11)
    desk.act(Act("", "undo", "Amal", "", (), "no slip", of=undo.name))
    assert killed(desk.record) == (2, 2, 2)


def test_what_a_later_act_rests_on_is_not_undone(desk):
    act = desk.judge("dispute", "a")
    desk.judge("withdraw", "a")
    with pytest.raises(RecordError, match="undo that first"):
        desk.act(Act("", "undo", "Basma", "", (), "a slip", of=act.name))


def test_the_second_to_save_sees_both_versions_and_nothing_is_lost(desk):
    held = desk.held
    seen = {incident("a"): ""}
    first = corrected(desk.record, "observations", "a1", {"low": "6", "value": "6", "high": "6"}, "Amal", "one")  # fmt: skip
    second = corrected(desk.record, "observations", "a2", {"low": "8", "value": "8", "high": "8"}, "Basma", "two")  # fmt: skip
    write(desk.store, held, Act(**{**vars(first), "seen": seen}))
    with pytest.raises(Conflict) as met:
        write(desk.store, held, Act(**{**vars(second), "seen": seen}))
    assert met.value.now["observations"]["a1"]["value"] == "6"
    write(desk.store, held, Act(**{**vars(second), "seen": {incident("a"): met.value.last}}))
    desk.look()
    assert killed(desk.record) == (8, 10, 10)


@pytest.mark.parametrize(
    ("table", "row", "values", "said"),
    [
        ("observations", "a1", {"value": "many"}, "observations a1, value = 'many'"),
        ("observations", "a1", {"report_id": "none"}, "an id of reports"),
        ("incidents", "a", {"date_high": "2019-06-01"}, "date_low not above date_high"),
        ("incidents", "a", {"date_high": "2020-06-01"}, "at most 31 days"),
        ("incidents", "a", {"latitude": "10", "longitude": "10"}, "a point in LY"),
        ("incidents", "a", {"nothing": "x"}, "no column of incidents"),
        ("incidents", "a", {"incident_id": "x"}, "an id stays as it is"),
        ("incidents", "z", {"title": "x"}, "there is no incidents 'z'"),
        ("reports", "r0", {"published": "2190-01-01"}, "a day up to"),
    ],
)
def test_what_does_not_fit_is_told_by_its_row_and_column(desk, table, row, values, said):
    with pytest.raises(RecordError, match=said):
        desk.act(corrected(desk.record, table, row, values, "Amal", "why"))


def test_the_version_is_that_of_the_acts_and_its_numbers_stay(desk):
    first = desk.record.version
    desk.judge("withdraw", "a")
    second = desk.record.version
    assert first != second
    assert killed(desk.look().record) == (2, 2, 2)
    assert desk.record.version == second


def test_what_is_purged_stands_in_no_act_and_the_rest_is_as_it_was(empty_desk, tmp_path):
    own = empty_desk.enter({**TAJOURA, "incident": {**TAJOURA["incident"], "title": "A secret house"}})  # fmt: skip
    other = empty_desk.enter({**TAJOURA, "incident": {**TAJOURA["incident"], "first_day": "2019-07-09"}})  # fmt: skip
    empty_desk.judge("accept", own)
    empty_desk.judge("accept", other)
    before = killed(empty_desk.record, date_from=dt.date(2019, 7, 9))
    purge(empty_desk.store, own, "asked for")
    record = empty_desk.look().record
    assert query(record, Selection()).ids == [other]
    assert killed(record) == before
    assert empty_desk.store.verify() == {}
    for path in (tmp_path / "store").rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            assert own.encode() not in content and b"A secret house" not in content, path


def test_what_was_merged_into_another_is_found_there(desk):
    desk.act(merged(desk.record, "b", "a", "Amal", "the same"))
    assert desk.record.heads["b"] == "a"
