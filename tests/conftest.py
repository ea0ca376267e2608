"""Records for the tests: the bundled one, and small ones drawn by hand."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from made_records import write_record

from components import cli
from data.record import BUNDLED, Record, load


@pytest.fixture(autouse=True, scope="session")
def no_store_of_the_user(tmp_path_factory):
    """Tests never see what the person running them has imported."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CASUALTY_STORE", str(tmp_path_factory.mktemp("no-store") / "store"))
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
