"""Object storage that cannot be used, falls silent or is held by another is told, and nothing is lost."""

import json
import uuid

import pytest
from made_sheets import write_team
from test_pages import page

from data.record.refusal import RecordError
from data.sources.intake import read_batch
from data.store import bucket as bucket_module
from data.store.bucket import PURGES, Bucket
from data.store.current import forget
from data.store.files import Unreachable
from data.store.store import PENDING, Store


@pytest.mark.parametrize(
    ("where", "said"),
    [
        ("ftp://somewhere/else", "expected a folder or a URL of s3://, gs://, az://, abfss://"),
        ("s3://no-such-bucket-at-all/x", "NoSuchBucket"),
        ("s3://", "cannot be used"),
        ("s3:/bucket/x", "expected a folder or a URL of"),
        ("", "expected a folder or a URL"),
        ("s3://AKIA-not-to-be-told:secret@bucket/x", "expected bucket and path alone"),
        ("s3://bucket/x?region=y", "expected bucket and path alone"),
        ("s3://bucket/x#y", "expected bucket and path alone"),
    ],
)
def test_a_place_that_cannot_be_is_one_sentence(run, keys, where, said):
    status, out, err = run("figures", "--store", where)
    assert (status, out, len(err.strip().splitlines())) == (2, "", 1)
    assert said in err and "AKIA" not in err


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("AWS_ENDPOINT_URL", "127.0.0.1:9", "an address that begins with https://"),
        ("AWS_SECRET_ACCESS_KEY", "AKIA-not-to-be-told\nx", "expected one line"),
        ("AWS_ALLOW_HTTP", "false", "AWS_ALLOW_HTTP=true"),
    ],
)
def test_an_environment_that_cannot_be_is_one_sentence(run, keys, monkeypatch, name, value, said):
    monkeypatch.setenv(name, value)
    status, _, err = run("figures", "--store", f"s3://b-{uuid.uuid4().hex}/x")
    assert (status, len(err.strip().splitlines())) == (2, 1)
    assert said in err and "AKIA" not in err


def test_who_reads_does_not_wait_for_a_purge_that_died(run, bundled, tmp_path, url):
    store = Store(url)
    store.add(read_batch(write_team(tmp_path / "t.csv", [{}, {}]), bundled))
    store.files.write(f"{PURGES}died", b"")
    store.files.write(PENDING, b"{}")
    status, out, err = run("figures", "--dataset", "team", "--store", url, "--format", "json")
    assert (status, json.loads(out)["incidents"]) == (0, 2)
    assert "note:" in err and "a purge is under way" in err


def test_who_stood_still_too_long_writes_nothing_more(bundled, tmp_path, url, monkeypatch):
    store = Store(url)
    batch = read_batch(write_team(tmp_path / "t.csv", [{}]), bundled)
    monkeypatch.setattr(bucket_module, "LEASE_SECONDS", 0.0)
    with pytest.raises(RecordError, match="stood still"):
        store.add(batch)
    monkeypatch.undo()
    assert store.batches().empty


def test_an_answer_that_is_lost_is_not_told_as_a_failure(bundled, tmp_path, url, monkeypatch):
    store = Store(url)
    batch = read_batch(write_team(tmp_path / "t.csv", [{}]), bundled)
    write = Bucket.write

    def lost(files, name, content):
        write(files, name, content)
        if name.startswith("manifests/"):
            raise Unreachable(url, "no answer", "a storage that answers")

    with monkeypatch.context() as broken:
        broken.setattr(Bucket, "write", lost)
        with pytest.raises(RecordError, match="may count or not"):
            store.add(batch)
    assert len(store.batches()) == 1


def test_a_running_page_shows_what_was_last_read_while_the_storage_is_away(
    run, tmp_path, url, monkeypatch
):
    monkeypatch.setenv("CASUALTY_STORE", url)
    assert run("import", str(write_team(tmp_path / "t.csv", [{}])))[0] == 0
    forget()
    at = page("overview")
    figure = [button.label for button in at.button]

    def away(*_):
        raise Unreachable(url, "no answer", "a storage that answers")

    with monkeypatch.context() as broken:
        broken.setattr(Bucket, "marks", away)
        at.run()
    assert not at.exception and not at.error
    assert any("last read" in warning.value for warning in at.warning)
    assert [button.label for button in at.button] == figure
    forget()


def test_nobody_answering_is_one_sentence(run, keys, monkeypatch):
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    status, _, err = run("figures", "--store", f"s3://b-{uuid.uuid4().hex}/x")
    assert status == 2 and "no answer" in err and "AKIA" not in err
