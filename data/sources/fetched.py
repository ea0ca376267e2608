"""What a fetch has got so far, beside the file that it will make: whole, or as if it were not there."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any


def kept(path: Path) -> Any:
    """What was kept there; None where there is nothing, or half of something from a stop."""
    try:
        return json.loads(path.read_text("utf-8"))
    except (FileNotFoundError, ValueError):
        return None


def put(path: Path, content: Any) -> None:
    """Keep something whole, in the place of what was there."""
    aside = path.with_name(f"{path.name}.part")
    aside.write_text(json.dumps(content), "utf-8")
    aside.replace(path)
