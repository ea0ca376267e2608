"""Keys and places from the environment, else from the app's secrets; they stand in no message and no file."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path
from typing import Final

SECRETS: Final = Path(".streamlit/secrets.toml")


def secret(name: str) -> str:
    """A key from the environment, else from the app's secrets; empty where neither has it."""
    return os.environ.get(name) or _secrets().get(name, "")


def reach(*prefixes: str) -> None:
    """Put keys of the app's secrets into the environment, where libraries look for them.

    Args:
        *prefixes: how the names of the keys begin; what the environment has already stays.
    """
    for name, value in _secrets().items():
        if name.startswith(prefixes):
            os.environ.setdefault(name, value)


def _secrets() -> dict[str, str]:
    if not SECRETS.exists():
        return {}
    found = tomllib.loads(SECRETS.read_text("utf-8"))
    return {name: str(value) for name, value in found.items() if not isinstance(value, dict)}
