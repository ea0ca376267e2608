"""Keys and places from the environment, else from the app's secrets; they stand in no message and no file."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path
from typing import Final

from data.record.refusal import RecordError

SECRETS: Final = Path(".streamlit/secrets.toml")


def secret(name: str) -> str:
    """A key from the environment, else from the app's secrets; empty where neither has it.

    Raises:
        RecordError: the secrets cannot be read.
    """
    return os.environ.get(name) or _secrets().get(name, "")


def reach(*prefixes: str) -> None:
    """Put keys of the app's secrets into the environment, where libraries look for them.

    Args:
        *prefixes: how the names of the keys begin; what the environment has already stays, an empty
            variable is as none.

    Raises:
        RecordError: the secrets cannot be read.
    """
    for name in [name for name in os.environ if name.startswith(prefixes) and not os.environ[name]]:
        del os.environ[name]
    for name, value in _secrets().items():
        if name.startswith(prefixes):
            os.environ.setdefault(name, value)


def _secrets() -> dict[str, str]:
    try:
        found = tomllib.loads(SECRETS.read_text("utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError):
        raise RecordError(
            f"{SECRETS}: the secrets cannot be read; expected TOML in UTF-8, its content is not shown."
        ) from None
    return {name: str(value) for name, value in found.items() if not isinstance(value, dict)}
