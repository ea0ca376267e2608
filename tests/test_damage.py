"""What happens to damaged files and failing stores, in the small numbers that a change is worth."""

import subprocess
import sys

import pytest
from made_records import ROOT

pytestmark = pytest.mark.thorough


def test_damage_in_small_numbers():
    """The same damage as ``python tests/bench/damaged_files.py``, fewer variants."""
    command = [sys.executable, "tests/bench/damaged_files.py", "--variants", "40"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "silently different" not in done.stdout


def test_faults_in_small_numbers(tmp_path):
    """The same faults as ``python tests/bench/store_faults.py``, fewer of each."""
    command = [
        sys.executable,
        "tests/bench/store_faults.py",
        "--kills",
        "6",
        "--pairs",
        "3",
        "--flips",
        "8",
    ]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.splitlines()[-3:] == [
        "kills: 6, torn or mixed: 0",
        "pairs at once: 3, lost: 0",
        "flipped bytes: 8, not found: 0",
    ]
