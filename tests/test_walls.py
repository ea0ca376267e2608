"""Arrows point down only; no room is nameless or grows past two rooms."""

import subprocess
import sys
from pathlib import Path

import pytest
from made_records import ROOT


def test_import_walls_hold():
    done = subprocess.run(
        [Path(sys.executable).with_name("lint-imports")], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-500:]
    assert "4 kept" in done.stdout


@pytest.mark.parametrize(
    "name", ["utils", "util", "helpers", "helper", "common", "constants", "misc"]
)
def test_no_room_without_a_name_of_its_own(name):
    assert not list((ROOT / "data").rglob(f"{name}.py")) + list(
        (ROOT / "components").rglob(f"{name}.py")
    )


def test_no_file_names_a_package_registry():
    tracked = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split()
    hosts = ["pypi" + ".org", "pythonhosted" + ".org", "registry." + "npmjs", "deb.debian" + ".org"]
    for name in tracked:
        path = ROOT / name
        if path.suffix in (".woff2", ".png") or not path.exists():
            continue
        text = path.read_text("utf-8", errors="ignore")
        assert not [host for host in hosts if host in text], name


def test_what_tests_share_has_a_name_of_its_own():
    """There are two files `conftest.py`: which of them an import finds depends on the order of collection."""
    taken = "from conf" + "test import"
    assert not [path for path in (ROOT / "tests").rglob("*.py") if taken in path.read_text("utf-8")]
