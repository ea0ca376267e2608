"""A command loads what it uses, and the list of commands says what each says of itself."""

import importlib
import os
import subprocess
import sys

import click
import pytest
from made_records import ROOT

from components.cli.main import COMMANDS


def test_every_command_is_in_the_list_with_what_it_says_of_itself():
    """The list is said without opening a room, so that it could say something else than the command does."""
    found = {}
    for room in {room for room, *_ in COMMANDS.values()}:
        module = importlib.import_module(f"components.cli.{room}")
        own = [one for one in vars(module).values() if isinstance(one, click.Command)]
        parts = [
            part for one in own if isinstance(one, click.Group) for part in one.commands.values()
        ]
        found |= {one.name: one for one in own if one not in parts}
    assert found.keys() == COMMANDS.keys()
    for name, (_, _, said) in COMMANDS.items():
        own = " ".join((found[name].help or "").split())
        assert own.startswith(said.rstrip(".").split(",")[0].split(";")[0][:18]), name


@pytest.mark.parametrize(
    ("asked", "never"),
    [
        (["--help"], {"pandas", "numpy", "pandera", "plotly", "pptx", "openpyxl", "scipy", "typst"}),
        (["template"], {"pptx", "typst", "scipy", "plotly", "streamlit"}),
        (["figures", "--from", "2019-07-01"], {"pptx", "typst", "openpyxl", "scipy", "streamlit", "pydeck", "plotly"}),
        (["verify"], {"pptx", "typst", "streamlit", "plotly"}),
    ],
)  # fmt: skip
def test_a_command_loads_what_it_uses(asked, never, tmp_path):
    code = "import sys\nfrom components.cli.main import main\ntry:\n    main()\nfinally:\n    print('|'.join(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code, *asked], cwd=ROOT, env={**os.environ, "CASUALTY_STORE": str(tmp_path)}, capture_output=True, text=True)  # fmt: skip
    loaded = set(done.stdout.splitlines()[-1].split("|"))
    assert len(loaded) > 50 and loaded & never == set()
