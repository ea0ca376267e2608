"""What is said of a value stands beside it until the value moves; work is somebody's, by a day, in a person's own order."""

import dataclasses

import pytest
from made_desk import Kept, desk_page, incident, record_of_two, two_incidents

from data.counting.query import query
from data.counting.selection import Selection
from data.desk.acts import Act
from data.desk.history import feed
from data.desk.kept import kept_record
from data.desk.remarks import on_values, value_name
from data.desk.reshaping import corrected, merged, moved
from data.desk.worklist import work
from data.record.load import load
from data.record.refusal import RecordError
from data.store.purge import purge


@pytest.fixture(scope="module")
def two(tmp_path_factory):
    return load(record_of_two(tmp_path_factory.mktemp("two")))


@pytest.fixture
def desk(two):
    return Kept(two)


@pytest.fixture
def stored(tmp_path, monkeypatch):
    return two_incidents(tmp_path, monkeypatch)


def say(desk, aspect, row, colour, words="why", of="a", who="Basma"):
    return desk.act(on_values(of, {value_name(aspect, row): (colour, words)}, who))


def said(desk):
    rows = desk.record.decided.said
    return {(row.id, row.row, row.aspect): (row.colour, row.words, row.who) for row in rows.itertuples()}  # fmt: skip


def own(desk, table="incidents"):
    return desk.record.decided.states.set_index("id")


@pytest.mark.parametrize(("aspect", "row"), [("figure", "a1"), ("source", "r1"), ("day", "a"), ("place", "a"), ("what", "a")])  # fmt: skip
@pytest.mark.parametrize("colour", ["green", "grey", "red"])
def test_each_value_of_an_incident_may_carry_a_remark(desk, aspect, row, colour):
    say(desk, aspect, row, colour)
    assert said(desk) == {("a", row, aspect): (colour, "why", "Basma")}
    desk.look()
    assert said(desk) == {("a", row, aspect): (colour, "why", "Basma")}
    assert own(desk).loc["a", "state"] == "accepted"


@pytest.mark.parametrize(
    ("aspect", "table", "row", "values", "stays"),
    [
        ("figure", "observations", "a1", {"value": "6", "low": "6", "high": "6"}, False),
        ("figure", "observations", "a2", {"value": "6", "low": "6", "high": "6"}, True),
        ("source", "reports", "r0", {"title": "Another"}, False),
        ("source", "reports", "r1", {"title": "Another"}, True),
        ("day", "incidents", "a", {"date_low": "2019-06-30"}, False),
        ("day", "incidents", "a", {"place": "Elsewhere"}, True),
        ("place", "incidents", "a", {"place": "Elsewhere"}, False),
        ("what", "incidents", "a", {"event_type": "airstrike"}, False),
        ("what", "incidents", "a", {"note": "seen"}, True),
    ],
)
def test_a_remark_lapses_when_its_own_value_moves(desk, aspect, table, row, values, stays):
    target = {"figure": "a1", "source": "r0"}.get(aspect, "a")
    say(desk, aspect, target, "grey")
    desk.act(corrected(desk.everything, table, row, values, "Amal", "why"))
    assert (("a", target, aspect) in said(desk)) == stays


def test_nothing_marked_red_is_accepted_until_it_is_corrected_or_taken_back(desk):
    desk.act(corrected(desk.everything, "observations", "a2", {"value": "6", "low": "6", "high": "6"}, "Amal", "why"))  # fmt: skip
    say(desk, "figure", "a1", "red")
    assert work(desk.record)["red"] == ["a"]
    with pytest.raises(RecordError, match=r"a1/figure is marked red.*\(1 in all\)"):
        desk.judge("accept", "a")
    say(desk, "figure", "a1", "", "")
    desk.judge("accept", "a")
    say(desk, "figure", "a1", "red")
    desk.act(corrected(desk.everything, "observations", "a1", {"value": "4", "low": "4", "high": "4"}, "Amal", "why"))  # fmt: skip
    desk.judge("accept", "a")
    assert said(desk) == {} and work(desk.record)["red"] == []


def test_a_red_is_taken_back_by_who_made_it_alone(desk):
    say(desk, "figure", "a1", "red")
    for colour in ("green", "grey", ""):
        with pytest.raises(RecordError, match="marked red by Basma"):
            say(desk, "figure", "a1", colour, who="Amal")
    say(desk, "figure", "a1", "green")
    assert said(desk) == {("a", "a1", "figure"): ("green", "why", "Basma")}


def test_a_remark_lapses_when_a_producer_revises_the_value(desk, two):
    say(desk, "figure", "a1", "red")
    say(desk, "day", "a", "green")
    rows = two.observations.copy()
    rows.loc[rows["observation_id"] == "a1", ["low", "value", "high"]] = 50
    revised = kept_record(dataclasses.replace(two, observations=rows), desk.acts)
    assert set(revised.decided.said["aspect"]) == {"day"}


def test_a_red_on_what_is_withdrawn_is_no_work(desk):
    say(desk, "figure", "a1", "red")
    desk.judge("withdraw", "a")
    assert work(desk.record)["red"] == []


def test_an_undone_remark_is_gone_and_an_undone_correction_brings_it_back(desk):
    first = say(desk, "figure", "a1", "green", "")
    act = desk.act(corrected(desk.everything, "observations", "a1", {"value": "4", "low": "4", "high": "4"}, "Amal", "why"))  # fmt: skip
    assert said(desk) == {}
    desk.act(Act("", "undo", "Amal", "", (), "why", of=act.name))
    assert said(desk) == {("a", "a1", "figure"): ("green", "", "Basma")}
    desk.act(Act("", "undo", "Amal", "", (), "why", of=first.name))
    assert said(desk) == {}


@pytest.mark.parametrize("way", ["merge", "move"])
def test_a_remark_goes_where_its_figure_goes(desk, way):
    say(desk, "figure", "a2", "grey")
    desk.act(merged(desk.everything, "a", "b", "Amal", "why") if way == "merge" else moved(desk.everything, "r1", "a", "b", "Amal", "why"))  # fmt: skip
    assert set(said(desk)) == {("b", "a2", "figure")}


@pytest.mark.parametrize(
    ("name", "colour", "words", "match"),
    [
        ("observations/a1/figure", "blue", "why", "expected green, grey, red"),
        ("observations/a1/figure", "red", " ", "says nothing without words"),
        ("observations/a1/figure", "grey", "", "says nothing without words"),
        ("observations/a1/figure", "grey", "x" * 501, "at most 500"),
        ("observations/a1/place", "grey", "why", "expected figure, claim, source"),
        ("nothing", "grey", "why", "expected figure, claim, source"),
        ("observations/b1/figure", "grey", "why", "expected one of incidents/a"),
        ("observations/none/figure", "grey", "why", "expected one of incidents/a"),
    ],
)
def test_what_is_no_remark_is_refused(desk, name, colour, words, match):
    with pytest.raises(RecordError, match=match):
        desk.act(on_values("a", {name: (colour, words)}, "Basma"))


def test_the_history_tells_what_was_said_and_whose_work_it_became(desk):
    say(desk, "figure", "a1", "red", "the page says 4")
    assign(desk, "Basma", "2026-12-01")
    rows = feed(desk.record, desk.acts)
    assert list(rows["new"]) == ["red: the page says 4", "Basma 2026-12-01"]


def assign(desk, to, due=""):
    return desk.act(Act("", "assign", "Amal", "", (incident("a"),), to=to, due=due))


def test_work_is_somebody_s_by_a_day_until_it_is_another_s(desk):
    assign(desk, "Basma", "2026-12-01")
    assert own(desk).loc["a", ["to", "due"]].tolist() == ["Basma", "2026-12-01"]
    desk.act(corrected(desk.everything, "observations", "a1", {"value": "4", "low": "4", "high": "4"}, "Amal", "why"))  # fmt: skip
    assert work(desk.record)["assigned"] == ["a"]
    assign(desk, "")
    assert work(desk.record)["assigned"] == [] and own(desk).loc["a", "to"] == ""


@pytest.mark.parametrize(("to", "due", "match"), [("", "2026-12-01", "nobody's"), ("Basma", "soon", "YYYY-MM-DD"), ("x" * 81, "", "at most 80")])  # fmt: skip
def test_work_that_is_nobody_s_or_due_on_no_day_is_refused(desk, to, due, match):
    with pytest.raises(RecordError, match=match):
        assign(desk, to, due)


def test_neither_changes_a_figure_nor_the_review(desk):
    before = query(desk.record, Selection()).figures()
    say(desk, "figure", "a1", "grey")
    assign(desk, "Basma")
    states = own(desk).loc["a"]
    assert states["state"] == "accepted" and not states["changed"]
    assert query(desk.record, Selection()).figures().equals(before)


def test_a_purge_takes_what_was_said(stored, tmp_path):
    form = {
        "incident": {"first_day": "2019-07-05", "title": "The secret house", "place": "Place", "known_to": "country", "event_type": "shelling", "target_type": "market", "victims": "unknown"},
        "report": [{"publisher": "paper", "published": "2019-07-06", "figure": [{"measure": "killed", "value": 3, "how": "exact"}]}],
    }  # fmt: skip
    new = stored.enter(form)
    say(stored, "place", new, "red", "told by somebody who is at risk", of=new)
    purge(stored.store, new, "asked for")
    for path in (tmp_path / "store").rglob("*"):
        assert not path.is_file() or b"at risk" not in path.read_bytes(), path


def test_from_the_command_line(run, stored, tmp_path):
    where = ("--as", "Basma", "--store", str(tmp_path / "store"))
    assert run("desk", "remark", "a", "--on", "figure:a1", "--colour", "red", "--reason", "page says 4", *where)[0] == 0  # fmt: skip
    assert run("desk", "assign", "a", "--to", "Amal", "--due", "2026-12-01", *where)[0] == 0
    out = run("desk", "work", "--to", "Amal", "--format", "csv", "--store", str(tmp_path / "store"))[1]  # fmt: skip
    assert "red,a,Amal,2026-12-01" in out and "assigned,a,Amal,2026-12-01" in out
    assert run("desk", "remark", "a", "--on", "figure:a1", "--colour", "none", *where)[0] == 0
    stored.look()
    assert said(stored) == {}
    for wrong in (["--on", "figure:a1"], ["--colour", "red"], ["--on", "x", "--colour", "red"], ["--on", "figure:", "--colour", "red"]):  # fmt: skip
        assert run("desk", "remark", "a", *wrong, *where)[0] == 2


def test_the_page_says_it_and_shows_it(stored, monkeypatch, tmp_path):
    stored.act(corrected(stored.everything, "observations", "a2", {"value": "6", "low": "6", "high": "6"}, "Amal", "why"))  # fmt: skip
    at = desk_page("review", tmp_path, monkeypatch)
    at.selectbox("remark-of-a").select(("figure", "a1"))
    assert at.button("remark-say-a").disabled
    at.button_group("remark-colour-a").set_value("red").run()
    at.text_input("remark-words-a").input("the page says 4")
    at.button("remark-say-a").click().run()
    assert not at.exception
    stored.look()
    assert said(stored) == {("a", "a1", "figure"): ("red", "the page says 4", "Basma")}
    told = " ".join(one.value.replace("\\", "") for one in at.run().caption)
    assert "Figure: to correct: the page says 4 (Basma)" in told


def test_the_order_of_work_is_a_person_s_own_and_work_is_assigned(stored, monkeypatch, tmp_path):
    at = desk_page("work", tmp_path, monkeypatch)
    assert at.radio("desk-work").options[0].startswith("waiting")
    at.multiselect("desk-order-Basma").set_value(["one_source", "waiting"]).run()
    assert [one.split(" (")[0] for one in at.radio("desk-work").options] == ["one source only", "waiting for review"]  # fmt: skip
    again = desk_page("work", tmp_path, monkeypatch)
    assert again.multiselect("desk-order-Basma").value == ["one_source", "waiting"]


def test_what_is_accepted_is_what_was_on_the_screen(stored, monkeypatch, tmp_path):
    def number(value, who):
        stored.act(corrected(stored.everything, "observations", "a2", {"value": value, "low": value, "high": value}, who, "why"))  # fmt: skip

    number("6", "Amal")
    at = desk_page("review", tmp_path, monkeypatch)
    number("60", "Chaima")
    at.button("desk-accept-a").click().run()
    assert any("changed by somebody else" in one.value for one in at.error)
    stored.look()
    assert stored.record.decided.states.set_index("id").loc["a", "changed"]
    at.button("desk-accept-a").click().run()
    stored.look()
    assert not stored.record.decided.states.set_index("id").loc["a", "changed"]
