"""Pictures of the running app and of its pack: all that are looked at before a release, or those the README shows.

``uv run python tests/browser/pictures.py FOLDER`` takes every page (English light 1440, Arabic dark 390, French light
1920), Overview, Map and Trends in all 18 combinations, and the pack. ``--readme`` takes those of the README
into ``docs/``. The app is started on loopback and ended again; Debian's chromium draws.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from itertools import product
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, sync_playwright
from served import PAGES, ROOT, at_rest, served

LOOKS = (("en", "light", 1440), ("ar", "dark", 390), ("fr", "light", 1920))
THREE = ("", "map", "trends")
LANGUAGES, SCHEMES, WIDTHS = ("en", "ar", "fr"), ("light", "dark"), (390, 1440, 1920)
SIEGE = "from=2019-04-04&to=2019-12-31"
JULY = "from=2019-07-01&to=2019-07-31"
# file -> path, language, scheme, width, and what is clicked before it is taken
README: dict[str, tuple[str, str, str, int, str]] = {
    "overview": (f"?{JULY}", "en", "light", 1440, ""),
    "overview_ar": (f"?{JULY}", "ar", "light", 1440, ""),
    "map": (f"map?{SIEGE}", "en", "light", 1440, ""),
    "months": (f"map?{SIEGE}&layer=months", "en", "light", 1440, ""),
    "trends": (f"trends?{SIEGE}&split=side&bins=month", "en", "light", 1440, ""),
    "actors": (f"actors?{SIEGE}", "en", "light", 1440, ""),
    "incident": (f"incidents?incident=2019-07-02-tajoura&{JULY}", "en", "light", 1440, ""),
    "coverage": (f"coverage?{SIEGE}", "en", "light", 1440, ""),
    "lineage": (f"?{JULY}", "en", "light", 1440, ".st-key-change-table button"),
    "dark": (f"?{JULY}", "fr", "dark", 1440, ""),
    "phone": (f"trends?{SIEGE}", "ar", "dark", 390, ""),
}
TALLEST = {"incident": 1500, "coverage": 1300, "actors": 1500, "trends": 1500, "phone": 1700}


def taken(
    browser: Browser, address: str, out: Path, path: str, look: tuple[str, str, int], **more: Any
) -> None:
    """One picture of a page in a language, a scheme and a width, as tall as the page is."""
    language, scheme, width = look
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(f"{address}/{path}{'&' if '?' in path else '?'}lang={language}")
    at_rest(page)
    page.wait_for_timeout(1500)  # a map draws its names last
    if more.get("click"):
        page.locator(more["click"]).first.click()
        at_rest(page)
    high = page.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight")
    page.set_viewport_size({"width": width, "height": min(high + 40, more.get("tallest", 4200))})
    at_rest(page)
    page.wait_for_timeout(1500)
    page.screenshot(path=out)
    context.close()
    sys.stdout.write(f"{out}\n")
    sys.stdout.flush()


def pack(out: Path, languages: tuple[str, ...] = LANGUAGES, *more: str) -> None:
    """The pack of July 2019 in some languages, with its pictures."""
    for language in languages:
        asked = ("--from", "2019-07-01", "--to", "2019-07-31", "--language", language)
        command = [str(Path(sys.executable).with_name("casualty-monitor")), "brief", *asked]
        with tempfile.TemporaryDirectory() as none:  # whatever this machine has imported
            subprocess.run([*command, *more, "--out", str(out / f"pack-{language}")], check=True, cwd=ROOT, env={**os.environ, "CASUALTY_STORE": none})  # fmt: skip


def main() -> None:
    """Take the pictures that were asked for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("folder", nargs="?", type=Path, help="where the pictures go")
    parser.add_argument("--readme", action="store_true", help="those of the README, into docs/")
    given = parser.parse_args()
    if not (given.folder or given.readme):
        parser.error("say where the pictures go, or --readme")
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    with (
        tempfile.TemporaryDirectory() as own,
        served(Path(own), CASUALTY_STORE=own) as address,
        sync_playwright() as play,
    ):
        browser = play.chromium.launch(
            executable_path=found, args=["--no-sandbox", "--use-gl=swiftshader"]
        )
        if given.readme:
            for name, (path, language, scheme, width, click) in README.items():
                look = (language, scheme, width)
                tallest = TALLEST.get(name, 1300)
                taken(browser, address, ROOT / "docs" / f"{name}.png", path, look, click=click, tallest=tallest)  # fmt: skip
            with tempfile.TemporaryDirectory() as made:
                pack(Path(made), ("en", "ar"), "--parts", "snapshot", "--formats", "png")
                for language in ("en", "ar"):
                    drawn = Path(made) / f"pack-{language}" / "pictures" / "snapshot-screen.png"
                    shutil.copy(drawn, ROOT / "docs" / f"first_page_{language}.png")
        if given.folder:
            given.folder.mkdir(parents=True, exist_ok=True)
            looks = {(page, look) for page in PAGES for look in LOOKS}
            looks |= {(page, look) for page in THREE for look in product(LANGUAGES, SCHEMES, WIDTHS)}  # fmt: skip
            for page, look in sorted(looks):
                name = "-".join((page or "overview", *map(str, look)))
                taken(browser, address, given.folder / f"{name}.png", f"{page}?{SIEGE}", look)
    if given.folder:
        pack(given.folder)


if __name__ == "__main__":
    main()
