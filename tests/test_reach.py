"""Nothing is asked of an address of one's own network, at no turn; and no answer may take too long or be too much."""

import socket
import time

import pytest
import trustme
from made_outside import PAGE, free_port, lines, pages, server_context

from data.outside.page import asked, posted
from data.outside.reach import NotReached, reachable
from data.record.refusal import RecordError
from data.sources.fetch import fetch

OWN = ("127.0.0.1", "127.8.8.8", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "224.0.0.1", "255.255.255.255", "240.0.0.1",
       "::1", "::", "fe80::1", "fc00::1", "ff02::1", "fec0::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "2130706433", "0x7f.1", "localhost")  # fmt: skip


@pytest.fixture
def listed(monkeypatch):
    monkeypatch.setenv("CASUALTY_REACH", "localhost")


@pytest.mark.parametrize("host", OWN)
def test_an_address_of_ones_own_network_is_refused(host):
    with pytest.raises(NotReached, match=r"expected a public one|no machine of this name"):
        reachable(host, 80)


@pytest.mark.parametrize("host", ["93.184.216.34", "2606:2800:220:1::1", "64:ff9b::5db8:d822"])
def test_a_public_address_is_not(host):
    assert reachable(host, 443) == [host]


def test_of_several_addresses_none_may_be_ones_own(monkeypatch):
    both = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, 80)) for one in ("93.184.216.34", "10.0.0.1")]  # fmt: skip
    monkeypatch.setattr(socket, "getaddrinfo", lambda *a, **k: both)
    with pytest.raises(NotReached, match=r"is 10\.0\.0\.1"):
        reachable("two.example", 80)


@pytest.mark.parametrize(("told", "may"), [("", False), ("other", False), ("localhost", True), ("LOCALHOST, x", True), ("127.0.0.1 ::1", True)])  # fmt: skip
def test_what_the_operator_lists_is_reached(monkeypatch, told, may):
    monkeypatch.setenv("CASUALTY_REACH", told)
    with pages() as (base, _):
        if may:
            assert asked(f"{base}/page")[-1].content == PAGE
        else:
            with pytest.raises(NotReached, match="CASUALTY_REACH"):
                asked(f"{base}/page")


def test_a_turn_to_ones_own_network_is_not_taken(listed):
    with pages() as (base, server):
        there = f"http://127.0.0.1:{server.server_port}/page"
        with pytest.raises(NotReached, match=r"127\.0\.0\.1 is 127\.0\.0\.1"):
            asked(f"{base}/moved/{there}")


def test_the_address_that_was_looked_at_is_the_one_connected_to(listed, monkeypatch):
    """A name that is another machine a moment later is still the first."""
    names, real = [], socket.getaddrinfo
    monkeypatch.setattr(socket, "getaddrinfo", lambda host, *a, **k: (names.append(host), real(host, *a, **k))[1])  # fmt: skip
    with pages() as (base, _):
        asked(f"{base}/page")
    assert names.count("localhost") == 1


def test_the_environment_s_proxy_is_no_way_round(listed, monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{free_port()}")
    with pages() as (base, _):
        assert asked(f"{base}/page")[-1].status == 200


def test_each_turn_is_kept_and_the_last_is_the_answer(listed):
    with pages() as (base, _):
        first, last = asked(f"{base}/moved/page")
        assert (first.status, last.status, last.address) == (301, 200, f"{base}/page")
        assert asked(f"{base}/nothing", whole=False)[-1].status == 404
        with pytest.raises(NotReached, match="more than 5 times"):
            asked(f"{base}/circle")


@pytest.mark.parametrize(("path", "said"), [("half", "half an answer"), ("much", "more than 10 MB"), ("drip", "in time")])  # fmt: skip
def test_half_too_much_and_too_late_are_no_answer(listed, path, said):
    began = time.monotonic()
    with pages() as (base, _), pytest.raises(NotReached, match=said):
        asked(f"{base}/{path}", seconds=1.5)
    assert time.monotonic() - began < 10


def test_a_server_that_says_nothing_is_left(listed):
    with lines(b"", seconds=30) as port, pytest.raises(NotReached, match="in time"):
        asked(f"http://localhost:{port}/", seconds=0.5)


def test_nobody_there_is_said(listed):
    with pytest.raises(NotReached, match="refuses a connection"):
        asked(f"http://localhost:{free_port()}/")


@pytest.mark.parametrize(("known", "name", "said"), [(True, "localhost", ""), (True, "other.example", "certificate"), (False, "localhost", "certificate")])  # fmt: skip
def test_a_certificate_has_to_hold(listed, monkeypatch, tmp_path, known, name, said):
    authority = trustme.CA()
    path = tmp_path / "ca.pem"
    (authority if known else trustme.CA()).cert_pem.write_to_path(str(path))
    monkeypatch.setenv("SSL_CERT_FILE", str(path))
    with pages(server_context(authority, name)) as (base, _):
        if said:
            with pytest.raises(NotReached, match=said):
                asked(f"{base}/page")
        else:
            assert asked(f"{base}/page")[-1].status == 200


@pytest.mark.parametrize("address", ["ftp://example.org/x", "file:///etc/passwd", "example.org", "", "http://", "http://a:b@localhost/", "https://[::1", "javascript:1"])  # fmt: skip
def test_what_is_no_address_of_the_web_is_refused(address):
    with pytest.raises(NotReached, match="expected"):
        asked(address)


def test_what_is_sent_is_sent_to_where_it_may_go_alone(monkeypatch):
    with pages() as (base, server):
        with pytest.raises(NotReached):
            posted(f"{base}/page", b"x", {})
        monkeypatch.setenv("CASUALTY_REACH", "localhost")
        assert posted(f"{base}/moved/page", b"x", {}).status == 301
        assert len(server.got) == 1


def test_another_address_of_an_interface_is_held_to_it(tmp_path):
    with pytest.raises(RecordError, match="CASUALTY_REACH"):
        fetch("ucdp", tmp_path / "a.csv", {}, base="http://127.0.0.1:1")
