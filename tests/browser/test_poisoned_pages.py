"""Every page, dialog, tab and expander with poisoned texts, and poisoned addresses: nothing is fetched from outside."""

import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

import pytest
from made_poison import POISON
from made_records import ROOT
from served import PAGES

pytestmark = pytest.mark.thorough
ADDRESS = "from=2019-05-01&to=2019-08-31"


def opened(visit):
    """Open every expander and tab of a page."""
    for kind in ("[data-testid=stExpander] summary", "[data-testid=stMain] [role=tab]"):
        for one in visit.page.locator(kind).all():
            if one.is_visible():
                one.click(
                    timeout=15_000
                )  # the first page of all draws its map in software meanwhile
                visit.page.wait_for_timeout(150)
    visit.page.wait_for_timeout(700)


@pytest.mark.parametrize("where", PAGES)
def test_a_page_of_poisoned_texts_asks_nobody(visit_poisoned, where):
    visit_poisoned.open(f"{where}?{ADDRESS}&actor=bad")
    opened(visit_poisoned)
    assert visit_poisoned.outside == []
    main = visit_poisoned.page.locator("[data-testid=stMain]")
    assert not [one for one in main.locator("img").all() if "127.0.0.1:9" in (one.get_attribute("src") or "")]  # fmt: skip
    alive = main.locator("a[href*='127.0.0.1:9'], a[href*='example.org']")
    assert alive.count() == 0


def test_the_sheet_of_a_poisoned_incident_asks_nobody(visit_poisoned):
    visit_poisoned.open(f"incidents?incident=i1&{ADDRESS}")
    opened(visit_poisoned)
    assert "/i.png" in visit_poisoned.page.locator("[data-testid=stMain]").inner_text()
    assert visit_poisoned.outside == []


def test_the_dialog_of_a_figure_asks_nobody(visit_poisoned):
    visit_poisoned.open(f"?{ADDRESS}")
    visit_poisoned.page.locator("[data-testid=stMain] button[kind=tertiary]").first.click()
    visit_poisoned.page.wait_for_selector("[data-testid=stDialog]", timeout=15_000)
    visit_poisoned.page.wait_for_timeout(1500)
    assert visit_poisoned.outside == []


@pytest.mark.parametrize("name", ["incident", "record", "from", "actor", "district", "near", "lang", "form", "claims"])  # fmt: skip
def test_a_poisoned_address_asks_nobody(visit_poisoned, name):
    path = "incidents" if name == "incident" else ""
    visit_poisoned.page.goto(f"{visit_poisoned.app}/{path}?{name}={quote(POISON)}")
    visit_poisoned.page.wait_for_selector("[data-testid=stAlert], [data-testid=stHeading]", timeout=30_000)  # fmt: skip
    visit_poisoned.page.wait_for_timeout(2500)
    assert visit_poisoned.outside == []
    assert visit_poisoned.page.locator("[data-testid=stMain] a[href*='127.0.0.1:9']").count() == 0


def test_the_page_of_a_poisoned_pack_asks_nobody(page, poisoned, tmp_path):
    _, folder = poisoned
    program = Path(sys.executable).with_name("casualty-monitor")
    asked = ["brief", "--from", "2019-05-01", "--to", "2019-08-31", "--out", str(tmp_path), "--formats", "html,svg"]  # fmt: skip
    environment = {
        "CASUALTY_RECORD": str(folder),
        "CASUALTY_STORE": str(tmp_path / "none"),
        "PATH": "",
    }
    done = subprocess.run([program, *asked], env=environment, cwd=ROOT, capture_output=True, text=True)  # fmt: skip
    assert done.returncode == 0, done.stderr
    outside = []
    page.on("request", lambda one: outside.append(one.url) if not one.url.startswith(("file:", "data:", "blob:")) else None)  # fmt: skip
    for file in [tmp_path / "briefing.html", *(tmp_path / "pictures").glob("*.svg")]:
        page.goto(file.as_uri())
        page.wait_for_timeout(600)
    assert outside == []
