"""The page of a report is fetched on request alone and kept as a web archive; whether its address answers changes no figure."""

import datetime as dt
import io

import pytest
from made_desk import two_incidents
from made_outside import PAGE, pages
from warcio.archiveiterator import ArchiveIterator

from data.counting.query import query
from data.counting.selection import Selection
from data.desk.reshaping import corrected
from data.outside.page import asked
from data.record.refusal import RecordError
from data.store import checks as checking
from data.store.captures import capture_fetched, captures, content_of
from data.store.checks import check, checks, preserved
from data.store.purge import purge


@pytest.fixture
def desk(tmp_path, monkeypatch):
    monkeypatch.setenv("CASUALTY_REACH", "localhost")
    return two_incidents(tmp_path, monkeypatch)


def at(desk, address, report="r0"):
    desk.act(corrected(desk.everything, "reports", report, {"url": address}, "Amal", "its address"))


def test_a_page_is_kept_with_every_turn_as_a_web_archive(desk):
    with pages() as (base, _):
        at(desk, f"{base}/moved/page")
        figures = query(desk.record, Selection()).figures()
        kept = capture_fetched(desk.store, desk.record, "r0", "Amal")
        assert (kept.name, kept.who, kept.address) == ("page.warc.gz", "Amal", f"{base}/page")
    records = [one for one in _records(content_of(desk.store, kept)) if one[0] == "response"]
    assert [(uri, status, body) for _, uri, status, body in records] == [(f"{base}/moved/page", "301", b""), (f"{base}/page", "200", PAGE)]  # fmt: skip
    assert desk.store.verify() == {} and desk.look().record.version == desk.record.version
    assert query(desk.record, Selection()).figures().equals(figures)


def _records(content):
    return [
        (one.rec_type, one.rec_headers.get_header("WARC-Target-URI"), one.http_headers.get_statuscode() if one.http_headers else "", one.content_stream().read())
        for one in ArchiveIterator(io.BytesIO(content), check_digests="raise")
    ]  # fmt: skip


@pytest.mark.parametrize(("path", "said"), [("nothing", "answered 404"), ("half", "half an answer"), ("moved/http://127.0.0.1:9/x", "CASUALTY_REACH")])  # fmt: skip
def test_what_is_no_page_is_not_kept(desk, path, said):
    with pages() as (base, _):
        at(desk, f"{base}/{path}")
        with pytest.raises(RecordError, match=said):
            capture_fetched(desk.store, desk.record, "r0", "Amal")
    assert captures(desk.store.ledger.entries()) == []


def test_a_report_without_an_address_is_not_fetched(desk):
    with pytest.raises(RecordError, match="has no address"):
        capture_fetched(desk.store, desk.record, "r0", "Amal")


@pytest.mark.thorough
def test_what_an_address_answers_is_kept_with_its_days(desk, monkeypatch):
    with pages() as (base, _):
        for path, found in (("page", "there"), ("moved/page", "moved"), ("nothing", "gone"), ("closed", "unclear"), ("drip", "unclear")):  # fmt: skip
            at(desk, f"{base}/{path}")
            if path == "drip":
                monkeypatch.setattr(
                    checking, "asked", lambda address, **k: asked(address, **k, seconds=0.5)
                )
            (one,) = check(desk.store, desk.record, ["r0", "r1"], "Amal")
            assert one.found == found and (one.why != "") == (found == "unclear")
        told = checks(desk.store.files)["r0"]
        assert [one.found for one in told] == ["there", "moved", "gone", "unclear", "unclear"]
        assert told[1].there == f"{base}/page" and told[2].status == 404 and told[-1].who == "Amal"


def test_a_state_that_stays_is_one_with_two_days(desk, monkeypatch):
    with pages() as (base, _):
        at(desk, f"{base}/page")
        for day in ("2026-03-01", "2026-03-05"):
            monkeypatch.setattr(checking, "now", lambda day=day: dt.datetime.fromisoformat(day))  # fmt: skip
            check(desk.store, desk.record, ["r0"], "Amal")
    (one,) = checks(desk.store.files)["r0"]
    assert (one.first, one.last) == ("2026-03-01", "2026-03-05")


def test_how_each_report_is_kept_is_told(desk, tmp_path):
    with pages() as (base, _):
        at(desk, f"{base}/page")
        at(desk, f"{base}/page", "r1")
        desk.act(corrected(desk.record, "reports", "r1", {"archived_url": "https://web.archive.org/x"}, "Amal", "why"))  # fmt: skip

        def kept():
            rows = preserved(desk.record, desk.store.files, desk.store.ledger.entries())
            return rows.set_index("report_id")["kept"].to_dict()

        assert kept() == {"r0": "not_yet", "r1": "archived"}
        capture_fetched(desk.store, desk.record, "r0", "Amal")
        assert kept() == {"r0": "copy", "r1": "archived"}
        check(desk.store, desk.record, ["r0"], "Amal")
        row = preserved(desk.record, desk.store.files, desk.store.ledger.entries()).set_index("report_id").loc["r0"]  # fmt: skip
        assert (row["found"], row["status"], row["copies"]) == ("there", 200, 1)


@pytest.mark.parametrize(("reports", "who", "said"), [(["none"], "Amal", "id of a report"), (["r0"], " ", "name of a person")])  # fmt: skip
def test_a_look_without_a_name_or_a_report_is_refused(desk, reports, who, said):
    with pytest.raises(RecordError, match=said):
        check(desk.store, desk.record, reports, who)


def test_a_purge_takes_what_was_looked_at(desk, tmp_path):
    form = {
        "incident": {"first_day": "2019-07-05", "title": "The secret house", "place": "Place", "known_to": "country", "event_type": "shelling", "target_type": "market", "victims": "unknown"},
        "report": [{"publisher": "paper", "published": "2019-07-06", "figure": [{"measure": "killed", "value": 3, "how": "exact"}]}],
    }  # fmt: skip
    with pages() as (base, _):
        form["report"][0]["url"] = f"{base}/secret-page"
        own = desk.enter(form)
        rows = desk.everything.observations
        report = rows.loc[rows["incident_id"] == own, "report_id"].iloc[0]
        check(desk.store, desk.everything, [report], "Amal")
        assert report in checks(desk.store.files)
        purge(desk.store, own, "asked for")
    assert checks(desk.store.files) == {}
    for path in (tmp_path / "store").rglob("*"):
        assert not path.is_file() or b"secret-page" not in path.read_bytes(), path


def test_from_the_command_line(run, desk, tmp_path):
    where = ("--store", str(tmp_path / "store"))
    with pages() as (base, _):
        at(desk, f"{base}/nothing")
        at(desk, f"{base}/page", "r1")
        status, out, err = run("sources", "--check", "--as", "Amal", "--format", "csv", *where)
        assert status == 0 and "gone,404" in out and "there,200" in out
        assert "2 reports: 0 with an archived address, 0 with a copy in the store, 0 without an address" in err  # fmt: skip
        assert run("capture", "r1", "--fetch", "--as", "Amal", *where)[0] == 0
        assert "1 with a copy" in run("sources", "--report", "r1", *where)[2]
        status, _, err = run("capture", "r0", "--fetch", "--as", "Amal", *where)
        assert status == 2 and "answered 404" in err
    assert run("capture", "r0", "--as", "Amal", *where)[0] == 2
    assert run("sources", "--check", *where)[0] == 2
    assert run("sources", "--report", "none", *where)[0] == 2
