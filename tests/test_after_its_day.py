"""A record is kept on after the day it was gathered: what is published since comes in, counts, and is told as of its day."""

import copy
import datetime as dt

import pytest
from made_desk import TAJOURA, Desk, incident, killed, names_alone
from made_sheets import write_team

from components.words.covered import age_sentence
from components.words.language import strings
from components.words.sentences import selection_sentence
from data.counting.asked import parse
from data.counting.query import query
from data.counting.selection import Selection
from data.desk.acts import Act
from data.record import possible
from data.record.possible import latest_day
from data.record.record import RECORD_VARIABLE
from data.record.refusal import RecordError
from data.sources.intake import read_batch
from data.store.loading import load_holdings
from data.store.made import make
from data.store.store import Store

TODAY = dt.datetime.now(dt.UTC).date()
GATHERED = dt.date(2020, 2, 1)


@pytest.fixture
def desk(tmp_path, monkeypatch):
    """A record that was gathered long ago, and a store with nothing in it."""
    folder = names_alone(tmp_path)
    about = (folder / "record.toml").read_text("utf-8")
    before = next(line for line in about.splitlines() if line.startswith("date = "))
    (folder / "record.toml").write_text(about.replace(before, f"date = {GATHERED}"), "utf-8")
    return Desk(tmp_path / "store", monkeypatch, folder)


def form(published, first_day="2026-11-01"):
    told = copy.deepcopy(TAJOURA)
    told["incident"]["first_day"] = first_day
    told["report"] = [copy.deepcopy(told["report"][2]) | {"published": published}]
    return told


def test_what_is_published_since_is_entered_and_counts_as_known_on_that_day(desk):
    assert desk.record.date == GATHERED
    own = desk.enter(form(TODAY.isoformat()))
    desk.judge("accept", own)
    assert desk.record.date == TODAY and desk.record.gathered == GATHERED
    assert killed(desk.record) == killed(desk.record, as_known_on=TODAY) == (53, 53, 53)
    before = query(desk.record, Selection(as_known_on=TODAY - dt.timedelta(days=1)))
    assert len(before.ids) == 0
    chosen, problems = parse({"as-known-on": [TODAY.isoformat()]}, desk.record)
    assert chosen.as_known_on == TODAY and not problems
    _, problems = parse({"as-known-on": [str(TODAY + dt.timedelta(days=1))]}, desk.record)
    assert [one.parameter for one in problems] == ["as-known-on"]


def test_its_day_and_that_of_what_was_gathered_are_both_told(desk):
    desk.enter(form("2026-11-02"))
    words = strings("en")
    sentence = selection_sentence(Selection(), desk.record, words)
    assert f"as known on {TODAY.day} {TODAY:%B %Y}" in sentence
    assert "1 February 2020" in age_sentence(desk.record.gathered, query(desk.record, Selection()).covered, {}, words)  # fmt: skip


def test_what_is_kept_ready_and_an_earlier_state_have_their_days(desk):
    desk.enter(form("2026-11-02"))
    ready = load_holdings(desk.store).record
    assert (ready.date, ready.gathered) == (TODAY, GATHERED)
    assert make(desk.store, "").record.date == GATHERED


@pytest.mark.parametrize("kind", ["remark", "assign"])
def test_what_brings_nothing_does_not_make_it_newer(desk, kind, monkeypatch):
    own = desk.enter(form("2026-11-02"))
    later = dt.datetime.now(dt.UTC) + dt.timedelta(days=9)
    monkeypatch.setattr("data.store.desk.now", lambda: later)
    desk.act(Act("", kind, "Basma", "", (incident(own),), "look at it", to="Amal"))
    assert desk.record.date == TODAY
    desk.judge("accept", own)
    assert desk.record.date == later.date()


@pytest.mark.parametrize(("days", "taken"), [(0, True), (3, False)])
def test_an_import_brings_what_has_happened_and_nothing_to_come(bundled, tmp_path, monkeypatch, days, taken):  # fmt: skip
    monkeypatch.delenv(RECORD_VARIABLE, raising=False)
    day = (max(TODAY, bundled.date) + dt.timedelta(days=days)).isoformat()
    batch = read_batch(write_team(tmp_path / "a.csv", [{"date": day, "published": day}]), bundled)
    assert len(batch.tables["incidents"]) == taken
    assert [row["column"] for _, row in batch.put_aside.iterrows()] == [] if taken else ["date_low"]
    if taken:
        store = Store(tmp_path / "store")
        store.add(batch)
        assert load_holdings(store).record.date >= bundled.date


def test_what_has_not_begun_anywhere_is_refused_in_a_sentence(desk):
    far = (TODAY + dt.timedelta(days=3)).isoformat()
    with pytest.raises(RecordError, match=f"published = '{far}'; expected a day up to"):
        desk.enter(form(far))


@pytest.mark.parametrize(
    ("utc", "latest"),
    [("2026-12-01T09:59:00", "2026-12-01"), ("2026-12-01T10:00:00", "2026-12-02")],
)
def test_the_latest_day_is_one_that_has_begun_somewhere(utc, latest, monkeypatch):
    class Clock(dt.datetime):
        @classmethod
        def now(cls, zone=None):
            return dt.datetime.fromisoformat(utc).replace(tzinfo=zone)

    monkeypatch.setattr(possible.dt, "datetime", Clock)
    assert latest_day(dt.date(2020, 1, 1)) == dt.date.fromisoformat(latest)
    assert latest_day(dt.date(2030, 1, 1)) == dt.date(2030, 1, 1)
