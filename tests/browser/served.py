"""The app in a process of its own on loopback, and when a page of it is at rest; for tests and pictures alike."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[2]
# as the address has them, in the order of the pages; the first has none
PAGES = ("", "map", "trends", "actors", "incidents", "coverage", "briefing", "method", "data", "desk")  # fmt: skip
PARTS = """() => {
  const busy = '[data-test-script-state=running], [data-stale=true], [data-testid=stSkeleton]';
  return document.querySelector(busy) ? -1 : document.querySelectorAll('[data-testid]').length;
}"""


@contextmanager
def served(folder: Path, **more: str) -> Iterator[str]:
    """The app at an address of its own; what it writes is kept in the folder.

    Raises:
        RuntimeError: it did not start within a minute.
    """
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = (folder / "log").open("w+")
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    command += ["--server.address", "127.0.0.1"]
    environment = {name: value for name, value in os.environ.items() if name != "CASUALTY_RECORD"}
    process = subprocess.Popen(
        command, cwd=ROOT, stdout=log, stderr=subprocess.STDOUT, env=environment | more
    )
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(240):
            try:
                with urllib.request.urlopen(f"{address}/_stcore/health", timeout=1):
                    break
            except OSError:
                time.sleep(0.25)
        else:
            log.seek(0)
            raise RuntimeError(f"the app did not start: {log.read()[-2000:]}")
        yield address
    finally:
        process.terminate()
        process.wait(10)
        log.close()


def at_rest(page, looks: int = 60) -> bool:
    """Wait until nothing runs on a page and two looks half a second apart find as many parts; whether it came to that.

    Charts and tables are mounted one by one after the script has ended, how soon depends on the machine.
    """
    page.wait_for_selector("[data-testid=stMain] [data-testid=stHeading]", timeout=60_000)
    before = -1
    for _ in range(looks):
        now = page.evaluate(PARTS)
        if now == before and now > 0:
            return True
        before = now
        page.wait_for_timeout(500)
    return False
