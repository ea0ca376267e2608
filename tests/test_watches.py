"""The owner of a watch is told of a thing once, by each channel, and again when it changed after they had seen it."""

import dataclasses
import datetime as dt
import email
import email.policy
import re
from xml.etree import ElementTree

import pytest
from made_desk import two_incidents

from data.counting.asked import parse
from data.counting.selection import Selection
from data.counting.signals import signals
from data.desk.reshaping import corrected
from data.record.refusal import RecordError
from data.store.purge import purge
from data.store.store import Store
from data.watching.runs import last_run
from data.watching.things import MOST_TOPICS, far_apart, things, topics
from data.watching.told import acknowledge, begin, keep_notice, notice_of, notices, start, to_tell
from data.watching.watch import Watch, checked, keep_watch, watches

ATOM = "{http://www.w3.org/2005/Atom}"
JULY = ("--to", "2019-07-15")


@pytest.fixture
def desk(tmp_path, monkeypatch):
    return two_incidents(tmp_path, monkeypatch)


def tell(desk, watch):
    """The keys that are told now, and what they were before."""
    fresh, was = to_tell(desk.store.files, watch, things(desk.held, watch))
    if fresh:
        keep_notice(desk.store.files, notice_of(desk.store.files, watch, fresh, was))
    return [one.key for one in fresh], was


def test_july_2019s_rise_is_told_once_by_each_channel_with_a_link_that_works(run, tmp_path, bundled, monkeypatch):  # fmt: skip
    where = ("--store", str(tmp_path / "store"))
    out = tmp_path / "out"
    monkeypatch.setenv("CASUALTY_ADDRESS", "http://127.0.0.1:8501")
    assert run("watch", "add", "rise", "--owner", "desk@example.org", "--rule", "signal", *JULY, *where)[0] == 0  # fmt: skip
    assert run("keep", "--out", str(out), *where)[0] == 0
    first = {path.name: path.read_bytes() for path in out.iterdir()}
    (letter,) = out.glob("*.eml")
    told = email.message_from_bytes(letter.read_bytes(), policy=email.policy.default)
    text = told.get_content()
    assert told["To"] == "desk@example.org" and "15 July 2019" in text
    letter.unlink()  # sent by whoever sends
    assert run("keep", "--out", str(out), *where)[0] == 0
    assert {path.name for path in out.iterdir()} == {"rise.atom"}
    assert (out / "rise.atom").read_bytes() == first["rise.atom"]
    feed = ElementTree.parse(out / "rise.atom").getroot()
    (entry,) = feed.findall(f"{ATOM}entry")
    links = [entry.find(f"{ATOM}link").get("href"), *re.findall(r"http://\S+", text)]
    for link in links:
        given = dict(part.split("=", 1) for part in link.partition("?")[2].split("&"))
        assert link.startswith("http://127.0.0.1:8501/trends?")
        assert given.pop("record") == bundled.version
        selection, problems = parse({name: [value.replace("+", " ")] for name, value in given.items()}, bundled)  # fmt: skip
        assert not problems and selection.date_to == dt.date(2019, 7, 15)


def test_fifteen_signals_are_at_most_five_topics_and_none_is_lost(desk, bundled, monkeypatch):
    held = dataclasses.replace(desk.held, record=bundled)
    watch = Watch("rise", "desk", "to=2019-07-15", "signal")
    found = things(held, watch)
    every = signals(bundled, Selection(date_to=dt.date(2019, 7, 15)))
    grouped = topics(found)
    told = [one for topic in grouped for thing in topic for one in thing.group.signals]
    assert len(every) >= 10 and len(found) >= len(grouped) and len(grouped) <= MOST_TOPICS
    assert sorted(map(str, told)) == sorted(map(str, every))
    clear = [any(one.clear for one in thing.group.signals) for thing in found]
    assert clear == sorted(clear, reverse=True)


def test_what_is_told_is_quiet_until_it_is_seen_and_a_revision_says_old_and_new(desk):
    watch = Watch("many", "desk", "", "revised", 10)
    begin(desk.store.files, watch, things(desk.held, watch))
    assert tell(desk, watch) == ([], {})

    def correct(value):
        text = str(value)
        desk.act(corrected(desk.record, "observations", "b1", {"low": text, "value": text, "high": text}, "Amal", "why"))  # fmt: skip

    correct(8)
    assert tell(desk, watch) == (["figure:b"], {"figure:b": "2|2|2|False"})
    for value in (9, 12, 20):
        correct(value)
        assert tell(desk, watch) == ([], {})
    last = notices(desk.store.files, "many")[-1]
    acknowledge(desk.store.files, "many", last.id, "Basma")
    assert tell(desk, watch) == (["figure:b"], {"figure:b": "8|8|8|False"})


def test_what_was_there_is_not_new(desk):
    watch = Watch("new", "desk", "", "new")
    begin(desk.store.files, watch, things(desk.held, watch))
    assert tell(desk, watch) == ([], {})


@pytest.mark.parametrize(("number", "mark"), [(5, "surely"), (11, "perhaps"), (12, None)])
def test_a_range_passes_a_number_surely_or_perhaps(desk, number, mark):
    found = things(desk.held, Watch("p", "desk", "", "passes", number))
    assert [one.mark for one in found] == ([mark] if mark else [])


def test_what_waits_and_what_is_old_are_told(desk):
    assert things(desk.held, Watch("w", "desk", "", "waiting")) == []
    assert [one.key for one in things(desk.held, Watch("s", "desk", "", "stale", 30))] == ["stale"]
    assert things(desk.held, Watch("s", "desk", "", "stale", 100_000)) == []


@pytest.mark.parametrize(
    ("old", "new", "percent", "apart"),
    [
        ("1|10|10|False", "1|11|11|False", 10, False),
        ("1|10|10|False", "1|12|12|False", 10, True),
        ("1|10|10|False", "1|12|12|False", 50, False),
        ("<NA>|<NA>|<NA>|False", "1|1|1|False", 10, True),
    ],
)
def test_a_revision_is_told_by_more_than_some_per_cent(old, new, percent, apart):
    assert far_apart(old, new, percent) == apart


@pytest.mark.parametrize(
    "watch",
    [
        Watch("a/b", "desk", "", "signal"),
        Watch("a", " ", "", "signal"),
        Watch("a", "desk", "", "passes"),
        Watch("a", "desk", "", "signal", 3),
    ],
)
def test_a_watch_that_cannot_be_is_refused(watch):
    with pytest.raises(RecordError, match="expected"):
        checked(watch)


def test_a_selection_that_the_record_knows_no_more_fails_its_watch_alone(run, tmp_path):
    where = ("--store", str(tmp_path / "store"))
    run("watch", "add", "good", "--owner", "me", "--rule", "waiting", *where)
    run("watch", "add", "bad", "--owner", "me", "--rule", "signal", *JULY, *where)
    path = tmp_path / "store" / "watches" / "bad.json"
    path.write_text(path.read_text().replace("to=2019-07-15", "actor=nobody"))
    status, out, err = run("keep", "--out", str(tmp_path / "out"), *where)
    assert status == 2 and "watch bad" in err and "good" in out
    failed = last_run(Store(tmp_path / "store").files).failed
    assert len(failed) == 1 and "watch bad" in failed[0]


def test_what_is_purged_stands_in_no_notice(desk, tmp_path):
    form = {
        "incident": {"id": "secret-house", "first_day": "2019-07-05", "title": "The secret house", "place": "Place", "known_to": "country", "event_type": "shelling", "target_type": "market", "victims": "unknown"},
        "report": [{"publisher": "paper", "published": "2019-07-06", "figure": [{"measure": "killed", "value": 3, "how": "exact"}]}],
    }  # fmt: skip
    own = desk.enter(form)
    desk.judge("accept", own)
    watch = Watch("new", "desk", "", "new")
    keep_watch(desk.store.files, watch)
    assert own in str(tell(desk, watch))
    purge(desk.store, own, "asked for")
    assert [one.name for one in watches(desk.store.files)] == ["new"]
    for path in (tmp_path / "store").rglob("*"):
        assert not path.is_file() or own.encode() not in path.read_bytes(), path


def test_what_comes_back_after_it_was_gone_is_news_and_each_letter_is_its_own(desk):
    watch = Watch("p", "desk", "", "passes", 10)

    def correct(value):
        text = str(value)
        desk.act(corrected(desk.record, "observations", "a2", {"low": text, "value": text, "high": text}, "Amal", "why"))  # fmt: skip

    assert tell(desk, watch)[0] == ["passes:10"]
    acknowledge(desk.store.files, "p", notices(desk.store.files, "p")[-1].id, "Basma")
    correct(6)
    assert tell(desk, watch)[0] == []
    correct(9)
    assert tell(desk, watch)[0] == ["passes:10"]
    told = [one.id for one in notices(desk.store.files, "p") if not one.id.startswith("gone")]
    assert len(set(told)) == 2


def test_a_watch_that_takes_the_name_of_another_tells_its_own_owner(desk):
    old = Watch("w", "Amal", "", "passes", 10)
    start(desk.store.files, desk.held, old)
    assert tell(desk, old)[0] == ["passes:10"]
    new = Watch("w", "Basma", "", "passes", 10)
    start(desk.store.files, desk.held, new)
    assert all(one.acknowledged for one in notices(desk.store.files, "w"))
    assert tell(desk, new)[0] == ["passes:10"]


@pytest.mark.parametrize("owner", ["foo@", "a@[1", "@", "a b@c", "a@b\nBcc: c@d"])
def test_an_owner_that_is_no_address_is_refused(owner):
    with pytest.raises(RecordError, match="expected a name, or an e-mail address"):
        checked(Watch("w", owner, "", "signal"))


def test_a_damaged_notice_stops_no_other_watch(run, tmp_path):
    where = ("--store", str(tmp_path / "store"))
    for name in ("a", "b"):
        run("watch", "add", name, "--owner", "me", "--rule", "waiting", *where)
    path = tmp_path / "store" / "notices" / "a" / "x.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("{half")
    status, out, err = run("keep", "--out", str(tmp_path / "out"), *where)
    assert (
        status == 2
        and "a: the watch or one of its notices is damaged" in err
        and "b: new to tell" in out
    )
