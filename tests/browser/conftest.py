"""A running app and a real browser; without a browser these tests say why they do not run."""

from __future__ import annotations

import io
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from made_poison import write_poisoned
from made_records import ROOT
from PIL import Image

CHROMIUM = next(
    (
        path
        for name in ("chromium", "chromium-browser", "google-chrome")
        if (path := shutil.which(name))
    ),
    None,
)


def pytest_collection_modifyitems(items):
    for item in items:
        if "/browser/" in str(item.path):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    """The system's Chromium, or Playwright's own if that is installed."""
    arguments = {**browser_type_launch_args, "args": ["--no-sandbox", "--disable-gpu"]}
    return {**arguments, "executable_path": CHROMIUM} if CHROMIUM else arguments


@pytest.fixture(scope="session", autouse=True)
def a_browser_is_there(playwright):
    if CHROMIUM or Path(playwright.chromium.executable_path).exists():
        return
    reason = "no Chromium found: install Debian's chromium or run 'playwright install chromium'"
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


def _served(folder, **more):
    """An app of its own on loopback; its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = (folder / "log").open("w+")
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    environment = {name: value for name, value in os.environ.items() if name != "CASUALTY_RECORD"}
    process = subprocess.Popen(
        command, cwd=ROOT, stdout=log, stderr=subprocess.STDOUT, env=environment | more
    )
    address = f"http://127.0.0.1:{port}"
    for _ in range(240):
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=1):
                break
        except OSError:
            time.sleep(0.25)
    else:
        process.kill()
        log.seek(0)
        pytest.fail(f"the app did not start: {log.read()[-2000:]}")
    yield address
    process.terminate()
    process.wait(10)


@pytest.fixture(scope="session")
def app(tmp_path_factory):
    """Address of the app on the bundled record, on loopback."""
    yield from _served(tmp_path_factory.mktemp("app"))


@pytest.fixture(scope="session")
def poisoned(tmp_path_factory):
    """Address of the app on a record whose every text asks for an image, and the folder of that record."""
    folder = write_poisoned(tmp_path_factory.mktemp("poisoned") / "record")
    for address in _served(folder.parent, CASUALTY_RECORD=str(folder)):
        yield address, folder


PARTS = """() => {
  const busy = '[data-test-script-state=running], [data-stale=true], [data-testid=stSkeleton]';
  return document.querySelector(busy) ? -1 : document.querySelectorAll('[data-testid]').length;
}"""


class Visit:
    """A page opened in the browser, with every request it made."""

    def __init__(self, page, app):
        self.page, self.app = page, app
        self.outside, self.errors = [], []
        page.on("request", self._asked)
        page.on("pageerror", lambda error: self.errors.append(str(error)))

    def _asked(self, request):
        if not request.url.startswith((self.app, self.app.replace("http", "ws"), "data:", "blob:")):
            self.outside.append(request.url)

    def open(self, path=""):
        self.page.goto(f"{self.app}/{path}")
        self.settle()
        return self

    def settle(self):
        """Wait until the script has run and what it sent stands: nothing stale, nothing still to be mounted.

        Charts and tables are mounted one by one after the script has ended, how soon depends on
        the machine: the page is settled when two looks a while apart find the same number of parts.
        """
        self.page.wait_for_selector("[data-testid=stMain] [data-testid=stHeading]", timeout=30_000)
        before = -1
        for _ in range(60):
            now = self.page.evaluate(PARTS)
            if now == before and now > 0:
                return
            before = now
            self.page.wait_for_timeout(500)
        pytest.fail("the page did not come to rest within half a minute")

    def drawn(self, selector, look):
        """What ``look`` finds in a picture of an element, taken again until it finds something in one that stays.

        A map arrives file by file, and how soon depends on the machine.
        """
        before = b""
        for _ in range(60):
            content = self.page.locator(selector).screenshot()
            if content == before and (
                found := look(Image.open(io.BytesIO(content)).convert("RGB"))
            ):
                return found
            before = content
            self.page.wait_for_timeout(1000)
        pytest.fail(f"{selector}: {look.__name__} found nothing within a minute")


@pytest.fixture
def visit_poisoned(page, poisoned):
    page.set_viewport_size({"width": 1440, "height": 1000})
    return Visit(page, poisoned[0])


@pytest.fixture
def visit(page, app):
    page.set_viewport_size({"width": 1440, "height": 900})
    return Visit(page, app)
