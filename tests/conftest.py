"""Records for the tests: the bundled one, and small ones drawn by hand."""

from __future__ import annotations

import datetime as dt
import functools
import io
import logging
import shutil
import socket
import uuid
from pathlib import Path
from typing import Any

import pytest
from made_records import write_record
from streamlit.components.v2 import manifest_scanner

from components.briefing.parts import brief_of
from components.cli import main as cli
from components.view import view_of
from components.words.language import LANGUAGES, strings
from data.counting.selection import Selection
from data.record import load as record_module
from data.record.load import load
from data.record.record import BUNDLED, Record
from data.store.loading import load_holdings
from data.store.store import Store


@pytest.fixture(autouse=True, scope="session")
def no_store_of_the_user(tmp_path_factory):
    """Tests never see what the person running them has imported, nor what is kept ready of it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("caches")))
        patch.setenv("CASUALTY_STORE", str(tmp_path_factory.mktemp("no-store") / "store"))
        yield


@pytest.fixture(autouse=True, scope="session")
def processes_keep_what_they_compiled():
    """A process that compiles every import anew takes four times as long to start."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("PYTHONDONTWRITEBYTECODE", raising=False)
        yield


@pytest.fixture(autouse=True, scope="session")
def components_are_looked_for_once():
    """Each page under ``AppTest`` would look through all installed packages for components again."""
    scan = functools.cache(manifest_scanner.scan_component_manifests)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(manifest_scanner, "scan_component_manifests", scan)
        yield


@pytest.fixture(autouse=True, scope="session")
def the_bundled_record_is_read_once(bundled):
    """Nothing changes a record, so that who asks for one again whose files are as they were may get the same."""
    known: dict[tuple, Record] = {}

    def kept(folder: Path = BUNDLED) -> Record:
        if folder == BUNDLED:
            return bundled
        files = {path: path.stat() for path in sorted(Path(folder).glob("*"))}
        state = (folder, *((path, own.st_mtime_ns, own.st_size) for path, own in files.items()))
        if state not in known:
            known.clear()
            known[state] = load(folder)
        return known[state]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(record_module, "load", kept)
        yield


@pytest.fixture
def made(tmp_path):
    """A function that makes a record of a few hand-drawn rows and loads it."""
    count = 0

    def make(**tables: list[dict[str, Any]]) -> Record:
        nonlocal count
        count += 1
        return load(write_record(tmp_path / f"record-{count}", **tables))

    return make


@pytest.fixture(scope="session")
def bundled() -> Record:
    """The bundled record."""
    return load()


@pytest.fixture
def copy_of_bundled(tmp_path) -> Path:
    """A folder with a copy of the bundled record's files, to be damaged."""
    return Path(shutil.copytree(BUNDLED, tmp_path / "copy"))


@pytest.fixture
def run(monkeypatch, capsys):
    """Call the command line in this process; returns (status, stdout, stderr)."""

    def call(*arguments):
        monkeypatch.setattr("sys.argv", ["casualty-monitor", *arguments])
        with pytest.raises(SystemExit) as stopped:
            cli.main()
        said = capsys.readouterr()
        return stopped.value.code, said.out, said.err

    return call


@pytest.fixture(scope="session")
def no_imports(tmp_path_factory):
    """The bundled record alone, as the pages hold it."""
    return load_holdings(Store(tmp_path_factory.mktemp("empty") / "store"))


@pytest.fixture(scope="session")
def briefs(no_imports):
    """The siege of 2019 as a briefing in every language: language -> (view, brief)."""
    siege = Selection(dt.date(2019, 4, 4), dt.date(2019, 12, 31))
    views = {one: view_of(no_imports, siege, strings(one), "light") for one in LANGUAGES}
    return {one: (view, brief_of(view, since=dt.date(2019, 8, 1))) for one, view in views.items()}


@pytest.fixture(scope="session")
def packed(tmp_path_factory):
    """A pack of July 2019 as the command line makes it with no network and no other program: (folder, what it said)."""
    asked = ("brief", "--from", "2019-07-01", "--to", "2019-07-31", "--side", "lna", "--out")
    out, folder = io.StringIO(), tmp_path_factory.mktemp("pack")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", _no_network)
        patch.setenv("PATH", "")
        patch.setattr("sys.argv", ["casualty-monitor", *asked, str(folder)])
        patch.setattr("sys.stdout", out)
        patch.setattr("sys.stderr", out)
        with pytest.raises(SystemExit) as stopped:
            cli.main()
    assert stopped.value.code == 0
    return folder, out.getvalue()


def _no_network(*_):
    raise AssertionError("the pack asked for the network")


@pytest.fixture(scope="session")
def s3():
    """A server on loopback that plays S3."""
    from moto.server import ThreadedMotoServer

    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    yield "http://{}:{}".format(*server.get_host_and_port())
    server.stop()


@pytest.fixture
def keys(s3, monkeypatch):
    """The environment that reaches the server."""
    own = {"AWS_ACCESS_KEY_ID": "AKIA-not-to-be-told", "AWS_SECRET_ACCESS_KEY": "s", "AWS_REGION": "us-east-1", "AWS_ALLOW_HTTP": "true", "AWS_ENDPOINT_URL": s3}  # fmt: skip
    for name, value in own.items():
        monkeypatch.setenv(name, value)
    return own


@pytest.fixture
def url(s3, keys):
    """A place in a bucket of its own."""
    import boto3

    bucket = f"b-{uuid.uuid4().hex}"
    boto3.client("s3", endpoint_url=s3, region_name="us-east-1").create_bucket(Bucket=bucket)
    return f"s3://{bucket}/team"
