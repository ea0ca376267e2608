"""A notice goes out once by each way: refused, slow, half an answer or a wrong certificate lose none and send none twice."""

import base64
import datetime as dt
import email
import email.policy
import json

import pytest
import trustme
from made_outside import Letters, free_port, lines, mail, pages, server_context
from standardwebhooks import Webhook

from components import delivery
from components.delivery import delivered
from data.outside.hook import hooked
from data.outside.mail import mailed
from data.outside.reach import NotReached
from data.record.refusal import RecordError
from data.store.store import Store
from data.watching.told import Notice, keep_notice
from data.watching.watch import Watch

SECRET = base64.b64encode(b"0123456789abcdef01234567").decode()
WATCH = Watch("rise", "desk@example.org", "", "signal")


@pytest.fixture
def files(tmp_path, monkeypatch):
    monkeypatch.setenv("CASUALTY_REACH", "localhost 127.0.0.1")
    monkeypatch.setenv("CASUALTY_MAIL_FROM", "monitor@example.org")
    return Store(tmp_path / "store").files


def notice(own, **more):
    return Notice(own, "rise", f"2026-01-0{own}T10:00:00+00:00", {own: "1"}, {}, f"Title {own}", f"Text {own}", f"http://h/{own}", **more)  # fmt: skip


def letter_of(content):
    return email.message_from_bytes(content, policy=email.policy.default)


def go(files, tmp_path, *told, watch=WATCH):
    return delivered(files, watch, list(told), tmp_path / "out")


def test_each_way_gets_each_notice_once(files, tmp_path, monkeypatch):
    handler = Letters()
    with mail(handler) as port, pages() as (base, server):
        monkeypatch.setenv("CASUALTY_MAIL", f"smtp+plain://localhost:{port}")
        monkeypatch.setenv("CASUALTY_WEBHOOK", f"{base}/page")
        monkeypatch.setenv("CASUALTY_WEBHOOK_SECRET", SECRET)
        assert go(files, tmp_path, notice("1")) == (2, [])
        assert go(files, tmp_path, notice("1")) == (0, [])
        assert go(files, tmp_path, notice("1"), notice("2")) == (2, [])
    first = letter_of(handler.got[0])
    assert [letter_of(one)["Subject"] for one in handler.got] == ["Title 1", "Title 2"]
    assert (first["From"], first["To"]) == ("monitor@example.org", "desk@example.org")
    assert "Text 1" in first.get_content() and "http://h/1" in first.get_content()
    headers, body = server.got[0]
    told = Webhook(SECRET).verify(body, headers)
    assert [one["id"] for one in told["data"]["notices"]] == ["1"] and len(server.got) == 2
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["rise.atom"]


def test_where_there_is_no_mail_server_or_address_the_letter_is_a_file(files, tmp_path, monkeypatch):  # fmt: skip
    assert go(files, tmp_path, notice("1")) == (1, [])
    monkeypatch.setenv("CASUALTY_MAIL", "smtp://nowhere.example")
    nobody = Watch("rise", "Amal", "", "signal")
    assert go(files, tmp_path, notice("1"), notice("2"), watch=nobody) == (1, [])
    assert sorted(path.name for path in (tmp_path / "out").glob("*.eml")) == ["rise-1.eml", "rise-2.eml"]  # fmt: skip


def test_what_failed_is_tried_again_and_comes_once(files, tmp_path, monkeypatch):
    handler = Letters(refuses=1)
    with mail(handler) as port:
        monkeypatch.setenv("CASUALTY_MAIL", f"smtp+plain://localhost:{port}")
        sent, failed = go(files, tmp_path, notice("1"), notice("2"))
        assert sent == 0 and failed == ["watch rise: localhost answered 451 and took no letter."]
        assert go(files, tmp_path, notice("1"), notice("2")) == (2, [])
    assert [letter_of(one)["Subject"] for one in handler.got] == ["Title 1", "Title 2"]


def test_a_way_that_fails_stops_no_other(files, tmp_path, monkeypatch):
    monkeypatch.setenv("CASUALTY_MAIL", f"smtp+plain://localhost:{free_port()}")
    with pages() as (base, server):
        monkeypatch.setenv("CASUALTY_WEBHOOK", f"{base}/page")
        monkeypatch.setenv("CASUALTY_WEBHOOK_SECRET", SECRET)
        sent, failed = go(files, tmp_path, notice("1"))
        assert sent == 1 and len(failed) == 1 and len(server.got) == 1


@pytest.mark.parametrize(
    ("said", "seconds", "told"),
    [
        ((b"",), 30, "half an answer"),
        ((b"220 hi\r\n",), 0, "half an answer"),
        ((b"554 no\r\n",), 0, "took no letter|half an answer"),
        ((b"220 hi\r\n", b"250 ok\r\n", b"250 ok\r\n", b"250 ok\r\n", b"354 go\r\n"), 0, "half an answer"),
    ],
)  # fmt: skip
def test_half_of_a_letter_is_not_sent(files, said, seconds, told):
    message = delivery.letter(WATCH, [notice("1")], "a@example.org")
    with lines(*said, seconds=seconds) as port, pytest.raises(NotReached, match=told):
        mailed(f"smtp+plain://localhost:{port}", message, seconds=1)


@pytest.mark.parametrize("farewell", [b"221 bye\r\n", b"421 no\r\n", b""])
def test_a_letter_that_was_taken_is_taken_however_the_server_leaves(files, farewell):
    message = delivery.letter(WATCH, [notice("1")], "a@example.org")
    steps = (b"220 hi\r\n", *[b"250 ok\r\n"] * 3, b"354 go\r\n", b"250 taken\r\n", farewell)
    with lines(*steps) as port:
        mailed(f"smtp+plain://localhost:{port}", message, seconds=5)


@pytest.mark.parametrize(("known", "told"), [(True, ""), (False, "certificate")])
def test_a_letter_is_encrypted_and_the_certificate_has_to_hold(files, monkeypatch, tmp_path, known, told):  # fmt: skip
    authority, handler = trustme.CA(), Letters()
    (authority if known else trustme.CA()).cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    message = delivery.letter(WATCH, [notice("1")], "a@example.org")
    with mail(handler, server_context(authority)) as port:
        if told:
            with pytest.raises(NotReached, match=told):
                mailed(f"smtp://localhost:{port}", message)
        else:
            mailed(f"smtp://localhost:{port}", message)
    assert len(handler.got) == known


def test_a_server_that_does_not_encrypt_gets_no_letter(files):
    handler = Letters()
    message = delivery.letter(WATCH, [notice("1")], "a@example.org")
    with mail(handler) as port, pytest.raises(NotReached, match="does not encrypt"):
        mailed(f"smtp://name:secret-word@localhost:{port}", message)
    assert handler.got == []


@pytest.mark.parametrize("server", ["", "localhost", "http://localhost", "smtp+plain://a:b@localhost", "smtp://", "smtp://localhost:none", "smtp://[bad"])  # fmt: skip
def test_what_is_no_mail_server_is_refused_without_its_words(server):
    with pytest.raises(RecordError, match="expected smtp://host:587") as told:
        mailed(server, delivery.letter(WATCH, [notice("1")], "a@example.org"))
    assert "a:b" not in str(told.value)


@pytest.mark.parametrize("secret", ["", "short", "not base64 !"])
def test_a_call_without_a_secret_is_not_made(files, tmp_path, monkeypatch, secret):
    with pages() as (base, server):
        monkeypatch.setenv("CASUALTY_WEBHOOK", f"{base}/page")
        monkeypatch.setenv("CASUALTY_WEBHOOK_SECRET", secret)
        assert "at least 24 bytes" in go(files, tmp_path, notice("1"))[1][0]
        assert server.got == []


@pytest.mark.parametrize(("address", "told"), [("http://10.0.0.1/hook", "CASUALTY_REACH"), ("{base}/nothing", "status 404"), ("{base}/moved/page", "status 301")])  # fmt: skip
def test_a_call_that_is_not_taken_is_made_again(files, tmp_path, monkeypatch, address, told):
    with pages() as (base, server):
        monkeypatch.setenv("CASUALTY_WEBHOOK_SECRET", SECRET)
        monkeypatch.setenv("CASUALTY_WEBHOOK", address.format(base=base))
        assert told in go(files, tmp_path, notice("1"))[1][0]
        monkeypatch.setenv("CASUALTY_WEBHOOK", f"{base}/page")
        assert go(files, tmp_path, notice("1")) == (1, [])
        names = {headers["webhook-id"] for headers, _ in server.got}
        assert names in ({"1"}, set()) and json.loads(server.got[-1][1])["data"]["watch"] == "rise"


@pytest.mark.parametrize(("digest", "later", "again"), [("daily", 0, False), ("daily", 1, True), ("weekly", 1, False), ("weekly", 7, True), ("", 0, True)])  # fmt: skip
def test_a_digest_comes_once_a_day_or_week_and_holds_them_all(files, tmp_path, monkeypatch, digest, later, again):  # fmt: skip
    handler = Letters()
    watch = Watch("rise", "desk@example.org", "", "signal", digest=digest)
    at = dt.datetime(2026, 3, 3, 9, tzinfo=dt.UTC)
    with mail(handler) as port:
        monkeypatch.setenv("CASUALTY_MAIL", f"smtp+plain://localhost:{port}")
        monkeypatch.setattr(delivery, "now", lambda: at)
        go(files, tmp_path, notice("1"), notice("2"), watch=watch)
        assert len(handler.got) == (1 if digest else 2)
        monkeypatch.setattr(delivery, "now", lambda: at + dt.timedelta(days=later, hours=1))
        go(files, tmp_path, notice("1"), notice("2"), notice("3"), notice("4"), watch=watch)
    texts = "".join(letter_of(one).get_content() for one in handler.got)
    assert [texts.count(f"http://h/{n}") for n in (1, 2, 3, 4)] == [1, 1, int(again), int(again)]


def test_what_was_seen_is_not_sent_by_a_way_opened_later(files, tmp_path, monkeypatch):
    go(files, tmp_path, notice("1"))
    with pages() as (base, server):
        monkeypatch.setenv("CASUALTY_WEBHOOK", f"{base}/page")
        monkeypatch.setenv("CASUALTY_WEBHOOK_SECRET", SECRET)
        assert go(files, tmp_path, notice("1", acknowledged="Amal"), notice("2"))[1] == []
        assert len(server.got) == 1


@pytest.mark.parametrize("language", ["en", "ar", "fr"])
def test_a_letter_is_in_its_owner_s_language(files, language):
    watch = Watch("rise", "desk@example.org", "", "signal", language=language)
    subject = delivery.letter(watch, [notice("1"), notice("2")])["Subject"]
    assert {"en": "2 notices", "ar": "الإشعارات", "fr": "2 avis"}[language] in subject


def test_what_is_told_is_kept_before_it_is_sent(files, tmp_path):
    """A run that is killed between the two sends at the next."""
    keep_notice(files, notice("1"))
    assert go(files, tmp_path, notice("1")) == (1, [])


@pytest.mark.parametrize(
    "address", ["hooks.example.org/services/secret-token", "https://user:secret-token@host/", ""]
)
def test_the_address_of_a_webhook_is_said_to_nobody(address):
    with pytest.raises(RecordError) as told:
        hooked(address, SECRET, "1", {})
    assert "secret-token" not in str(told.value)


@pytest.mark.parametrize("path", ["half", "much"])
def test_a_call_that_was_taken_is_taken_whatever_else_is_answered(files, tmp_path, monkeypatch, path):  # fmt: skip
    with pages() as (base, server):
        monkeypatch.setenv("CASUALTY_WEBHOOK", f"{base}/{path}")
        monkeypatch.setenv("CASUALTY_WEBHOOK_SECRET", SECRET)
        assert go(files, tmp_path, notice("1"))[1] == []
        assert go(files, tmp_path, notice("1"))[1] == [] and len(server.got) == 1
