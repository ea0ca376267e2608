"""A copy of a document is kept by what is in it, opened from the sheet, checked with the rest, gone with a purge."""

import pytest
from made_desk import two_incidents

from data.record.refusal import RecordError
from data.store.captures import capture, captures, content_of
from data.store.purge import purge


@pytest.fixture
def desk(tmp_path, monkeypatch):
    return two_incidents(tmp_path, monkeypatch)


@pytest.fixture
def page(tmp_path):
    path = tmp_path / "page.pdf"
    path.write_bytes(b"%PDF-1.7 the page as it was")
    return path


def test_a_copy_is_kept_and_changes_no_figure_and_no_version(desk, page):
    version = desk.record.version
    kept = capture(desk.store, desk.record, "r0", page, "Amal")
    assert content_of(desk.store, kept) == page.read_bytes()
    assert captures(desk.store.ledger.entries()) == [kept]
    assert (kept.report, kept.name, kept.size, kept.who) == ("r0", "page.pdf", len(page.read_bytes()), "Amal")  # fmt: skip
    assert desk.look().record.version == version
    assert desk.store.verify() == {}


def test_what_was_read_before_a_copy_came_may_still_be_worked_on(desk, page):
    capture(desk.store, desk.record, "r0", page, "Amal")
    assert desk.judge("dispute", "a").states


@pytest.mark.parametrize("harm", ["changed", "gone"])
def test_a_copy_that_is_not_as_it_was_is_told(desk, page, tmp_path, harm):
    kept = capture(desk.store, desk.record, "r0", page, "Amal")
    path = tmp_path / "store" / "captures" / kept.sha256
    path.unlink() if harm == "gone" else path.write_bytes(b"another")
    assert desk.store.verify() == {kept.entry: [f"captures/{kept.sha256}"]}
    with pytest.raises(RecordError, match="restore"):
        content_of(desk.store, kept)


@pytest.mark.parametrize(
    ("report", "name", "content", "who", "said"),
    [
        ("none", "a.pdf", b"x", "Amal", "id of a report"),
        ("r0", "a.exe", b"x", "Amal", "a file of the kind"),
        ("r0", "a.pdf", b"", "Amal", "0 bytes"),
        ("r0", "a.pdf", b"x", " ", "name of a person"),
    ],
)
def test_what_is_no_copy_is_refused(desk, tmp_path, report, name, content, who, said):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(RecordError, match=said):
        capture(desk.store, desk.record, report, path, who)


def test_the_same_copy_is_kept_once(desk, page):
    capture(desk.store, desk.record, "r0", page, "Amal")
    with pytest.raises(RecordError, match="there already"):
        capture(desk.store, desk.record, "r0", page, "Basma")
    capture(desk.store, desk.record, "r1", page, "Basma")
    assert len(captures(desk.store.ledger.entries())) == 2


def test_a_purge_takes_the_copies_of_what_goes(desk, page, tmp_path):
    form = {
        "incident": {"first_day": "2019-07-05", "title": "The secret house", "place": "Place", "known_to": "country", "event_type": "shelling", "target_type": "market", "victims": "unknown"},
        "report": [{"publisher": "paper", "published": "2019-07-06", "figure": [{"measure": "killed", "value": 3, "how": "exact"}]}],
    }  # fmt: skip
    own = desk.enter(form)
    rows = desk.everything.observations
    report = rows.loc[rows["incident_id"] == own, "report_id"].iloc[0]
    kept = capture(desk.store, desk.everything, report, page, "Amal")
    other = tmp_path / "other.pdf"
    other.write_bytes(b"another page")
    stays = capture(desk.store, desk.record, "r0", other, "Amal")
    purge(desk.store, own, "asked for")
    assert captures(desk.store.ledger.entries()) == [stays]
    assert not (tmp_path / "store" / "captures" / kept.sha256).exists()
    assert desk.store.verify() == {}
