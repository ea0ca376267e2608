"""A running app and a real browser; without a browser these tests say why they do not run."""

from __future__ import annotations

import io
import os
import shutil
from pathlib import Path

import pytest
from made_poison import write_poisoned
from PIL import Image
from served import at_rest, served

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


PATIENCE_MS = (
    120_000  # a busy machine of two cores may take as long for one page; what is late is not wrong
)


@pytest.fixture
def context(context):
    context.set_default_timeout(PATIENCE_MS)
    return context


@pytest.fixture
def another(browser):
    """A browser of another person, as often as it is called."""

    def opened():
        context = browser.new_context(viewport={"width": 1440, "height": 1000})
        context.set_default_timeout(PATIENCE_MS)
        return context.new_page()

    return opened


@pytest.fixture(scope="session", autouse=True)
def a_browser_is_there(playwright):
    if CHROMIUM or Path(playwright.chromium.executable_path).exists():
        return
    reason = "no Chromium found: install Debian's chromium or run 'playwright install chromium'"
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def app(tmp_path_factory):
    """Address of the app on the bundled record, on loopback."""
    with served(tmp_path_factory.mktemp("app")) as address:
        yield address


@pytest.fixture(scope="session")
def poisoned(tmp_path_factory):
    """Address of the app on a record whose every text asks for an image, and the folder of that record."""
    folder = write_poisoned(tmp_path_factory.mktemp("poisoned") / "record")
    with served(folder.parent, CASUALTY_RECORD=str(folder)) as address:
        yield address, folder


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
        """Wait until the script has run and what it sent stands."""
        if not at_rest(self.page):
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
