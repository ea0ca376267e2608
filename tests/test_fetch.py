"""A fetch is complete or nothing: faults of a producer's interface, replayed by a server on loopback."""

import json

import pandas as pd
import pytest
import stamina
from made_interface import SECRET, Interface, ged, interfaces

from data.record.refusal import RecordError
from data.sources import fetch as fetching
from data.sources import keys
from data.sources.fetch import fetch
from data.sources.intake import read_batch


@pytest.fixture
def serve(monkeypatch):
    monkeypatch.setenv("CASUALTY_REACH", "127.0.0.1")
    with interfaces() as start:
        yield start


@pytest.fixture(autouse=True)
def small_pages_and_no_pauses(monkeypatch):
    monkeypatch.setattr(fetching, "PAGE", 4)
    stamina.set_testing(True, attempts=3)
    yield
    stamina.set_testing(False)


@pytest.mark.parametrize("count", [3, 4, 9])
def test_every_page_lands_in_one_file_that_imports(bundled, tmp_path, serve, count):
    out = tmp_path / "ged.csv"
    assert fetch("ucdp", out, {}, base=serve(Interface(ged(count)))) == count
    batch = read_batch(out, bundled)
    assert (batch.source.name, batch.read, len(batch.put_aside)) == ("ucdp", count, 0)
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".ged")] == []


PASSING = [
    (500, {}, ""),
    (429, {"Retry-After": "0"}, ""),
    (200, {}, '{"TotalCount": 9, "Resu'),
]


@pytest.mark.parametrize("fault", PASSING)
def test_a_failure_that_passes_is_tried_again(tmp_path, serve, fault):
    interface = Interface(ged(9), [fault, fault])
    assert fetch("ucdp", tmp_path / "ged.csv", {}, base=serve(interface)) == 9
    assert len(interface.requests) == 3 + 2


LASTING = [
    ([(500, {}, "")] * 9, "status 500"),
    ([(404, {}, "")], "status 404"),
    ([(200, {}, "cut")] * 9, "JSONDecodeError"),
    ([(200, {}, '{"rows": []}')], "another shape"),
    ([(200, {}, json.dumps({"TotalCount": 8, "Result": ged(4)}))], "data changed"),
    ([(200, {}, json.dumps({"TotalCount": 9, "Result": ged(4)})), (200, {}, json.dumps({"TotalCount": 9, "Result": ged(4)}))], "a row came twice"),
    ([(200, {}, json.dumps({"TotalCount": 9, "Result": ged(2)}))], "announced 9 rows and gave 2"),
    ([(200, {}, json.dumps({"TotalCount": 1, "Result": [{"identifier": 1}]}))], "no id"),
]  # fmt: skip


@pytest.mark.parametrize(("faults", "said"), LASTING)
def test_what_is_not_complete_is_nothing(tmp_path, serve, faults, said):
    out = tmp_path / "ged.csv"
    with pytest.raises(RecordError, match=said):
        fetch("ucdp", out, {}, base=serve(Interface(ged(9), faults)))
    assert not out.exists()


def test_a_fetch_that_was_stopped_goes_on(tmp_path, serve):
    interface = Interface(ged(9))
    base = serve(interface)
    original, interface.answer = interface.answer, None

    def second_page_fails(path, query, headers, body):
        status = original(path, query, headers, body)
        return (503, {}, "") if query["page"] == "2" else status

    interface.answer = second_page_fails
    with pytest.raises(RecordError, match="fetch again to go on"):
        fetch("ucdp", tmp_path / "ged.csv", {}, base=base)
    interface.answer, interface.requests = original, []
    assert fetch("ucdp", tmp_path / "ged.csv", {}, base=base) == 9
    assert [query["page"] for _, query, _, _ in interface.requests] == ["2", "3"]


def test_nobody_answering_is_a_sentence(tmp_path, monkeypatch):
    monkeypatch.setenv("CASUALTY_REACH", "127.0.0.1")
    with pytest.raises(RecordError, match="could not be read"):
        fetch("ucdp", tmp_path / "ged.csv", {}, base="http://127.0.0.1:9")


def test_the_quota_counts_failures_too(tmp_path, serve, monkeypatch):
    fetch("ucdp", tmp_path / "a.csv", {}, base=serve(Interface(ged(1), PASSING[:1])))
    used = json.loads((tmp_path / ".requests.json").read_text())
    assert list(used.values()) == [2]
    (tmp_path / ".requests.json").write_text(json.dumps(dict.fromkeys(used, 5000)))
    with pytest.raises(RecordError, match="5000 requests"):
        fetch("ucdp", tmp_path / "b.csv", {}, base=serve(Interface(ged(1))))


@pytest.mark.parametrize(
    ("name", "asked", "sent"),
    [
        ("ucdp", {"country": "615"}, {"Country": "615"}),
        ("ucdp", {"from": "2019-01-01"}, {"StartDate": "2019-01-01"}),
        ("ucdp", {"to": "2019-12-31"}, {"EndDate": "2019-12-31"}),
        ("acled", {"country": "Chad"}, {"country": "Chad"}),
        (
            "acled",
            {"from": "2019-01-01", "to": "2019-12-31"},
            {"event_date": "2019-01-01|2019-12-31"},
        ),
        ("hapi-idps", {"country": "TCD"}, {"location_code": "TCD"}),
        ("hapi-returnees", {"country": "TCD"}, {"origin_location_code": "TCD"}),
    ],
)
def test_each_choice_alone_is_asked_for(tmp_path, serve, monkeypatch, name, asked, sent):
    for key in ("ACLED_EMAIL", "ACLED_PASSWORD", "HAPI_APP", "HAPI_EMAIL"):
        monkeypatch.setenv(key, SECRET)
    for choice, there in (({}, False), (asked, True)):
        interface = Interface([{"id": "1", "event_id_cnty": "1"}])
        fetch(name, tmp_path / "x.csv", choice, base=serve(interface))
        query = interface.requests[-1][1]
        assert (sent.items() <= query.items()) == there


def test_the_release_is_part_of_the_address(tmp_path, serve):
    interface = Interface(ged(1))
    fetch("ucdp", tmp_path / "x.csv", {"release": "25.0.9"}, base=serve(interface))
    assert interface.requests[0][0] == "/api/gedevents/25.0.9"


def test_keys_sign_in_and_are_never_told(tmp_path, serve, monkeypatch, run):
    rows = [{"event_id_cnty": f"LBY{n}"} for n in range(6)]
    monkeypatch.setattr(keys, "SECRETS", tmp_path / "secrets.toml")
    status, _, err = run("fetch", "acled", "--out", str(tmp_path / "a.csv"))
    assert status == 2 and "ACLED_EMAIL and ACLED_PASSWORD" in err
    (tmp_path / "secrets.toml").write_text(
        f'ACLED_EMAIL = "{SECRET}@x"\nACLED_PASSWORD = "{SECRET}"\n'
    )
    interface = Interface(rows)
    base = serve(interface)
    status, out, err = run("fetch", "acled", "--out", str(tmp_path / "a.csv"), "--base", base)
    assert status == 0, err
    assert len(pd.read_csv(tmp_path / "a.csv")) == 6
    assert interface.requests[-1][2]["Authorization"] == "Bearer t"
    monkeypatch.setenv("ACLED_PASSWORD", f"wrong-{SECRET}")
    status, out, err = run("fetch", "acled", "--out", str(tmp_path / "b.csv"), "--base", base)
    assert status == 2 and "did not sign in" in err
    written = b"".join(path.read_bytes() for path in tmp_path.rglob("*.csv"))
    assert SECRET not in out + err and SECRET.encode() not in written


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("acled-deleted", {"country": "Chad"}),
        ("hapi-idps", {"from": "2019-01-01"}),
        ("acled", {"release": "25.1"}),
        ("acled", {"from": "2019-01-01"}),
    ],
)
def test_a_choice_the_interface_does_not_know_is_refused_not_ignored(tmp_path, name, asked):
    with pytest.raises(RecordError, match=r"cannot be asked|together"):
        fetch(name, tmp_path / "x.csv", asked)


def test_a_number_beside_a_null_stays_as_it_was(tmp_path, serve):
    rows = ged(2)
    rows[0] |= {"best": 6, "priogrid_gid": 7}
    rows[1] |= {"best": 6, "priogrid_gid": None}
    fetch("ucdp", tmp_path / "x.csv", {}, base=serve(Interface(rows)))
    assert pd.read_csv(tmp_path / "x.csv", dtype=str)["priogrid_gid"].tolist()[0] == "7"


@pytest.mark.parametrize("name", ["acled", "acled-deleted"])
@pytest.mark.parametrize("answer", [(403, {}, ""), (401, {}, ""), (200, {}, '{"data": []}')])
def test_a_login_that_may_not_read_events_is_told_apart_from_a_wrong_one(
    tmp_path, serve, monkeypatch, run, name, answer
):
    for key in ("ACLED_EMAIL", "ACLED_PASSWORD"):
        monkeypatch.setenv(key, SECRET)
    interface = Interface([{"event_id_cnty": "LBY1"}], [(200, {}, '{"access_token": "t"}'), answer])
    out = tmp_path / "a.csv"
    status, _, err = run("fetch", name, "--out", str(out), "--base", serve(interface))
    assert status == 2 and not out.exists()
    assert "signed in, this account may not read event data; HAPI's totals are open" in err
    assert "did not sign in" not in err


def test_another_producer_that_has_no_row_gives_an_empty_file(tmp_path, serve):
    assert fetch("ucdp", tmp_path / "none.csv", {}, base=serve(Interface([]))) == 0
