"""Arrows point down only; no room is nameless or grows past two rooms."""

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from made_records import ROOT

ROOMS = [path for wing in ("data", "components") for path in (ROOT / wing).rglob("*.py")]


def test_import_walls_hold():
    done = subprocess.run(
        [Path(sys.executable).with_name("lint-imports")], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-500:]
    assert "7 kept" in done.stdout


def test_every_room_stands_in_a_wing_and_on_a_floor():
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]
    floors = [floor for one in contracts["contracts"] for floor in one.get("layers", [])]
    told = {name for floor in floors for name in floor.split(" | ")}
    free = {"components.server", "components.view"}  # between the wings
    free |= {
        "components.pages",
        "components.briefing",
    }  # pages lean on no page; a pack has its own order
    rooms = {".".join(path.relative_to(ROOT).with_suffix("").parts) for path in ROOMS if path.stem != "__init__"}  # fmt: skip
    rooms = {room for room in rooms if room not in free and room.rpartition(".")[0] not in free}
    assert (
        rooms
        - told
        - {"data.geography.build", "data.geography.build_world", "components.assets.fonts.build"}
        == set()
    )


def test_no_room_has_grown_into_two_and_no_wing_hands_on():
    lines = {path: path.read_text("utf-8").splitlines() for path in ROOMS}
    tests = {path: path.read_text("utf-8").splitlines() for path in (ROOT / "tests").rglob("*.py")}
    assert [path.name for path, text in (lines | tests).items() if len(text) > 300] == []
    wings = [text for path, text in lines.items() if path.stem == "__init__"]
    assert all(line.startswith('"""') for text in wings for line in text)


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
