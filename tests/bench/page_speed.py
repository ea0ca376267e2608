"""How long a reader waits: ``python tests/bench/page_speed.py ADDRESS`` on a running app.

Prints, over five visits of the Overview with an empty browser cache, the median seconds from the
request to the figures, to the drawn trend, and from a changed filter to the new figure and chart.
"""

import statistics
import sys
import time

from playwright.sync_api import sync_playwright


def visit(browser, address):
    page = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
    start = time.perf_counter()
    page.goto(address)
    page.wait_for_selector(".st-key-now-killed-all button")
    figures = time.perf_counter() - start
    page.wait_for_selector(".js-plotly-plot .main-svg", timeout=60_000)
    trend = time.perf_counter() - start
    page.wait_for_timeout(5000)
    start = time.perf_counter()
    page.get_by_role("radio", name="injured").first.click()
    page.wait_for_selector("text=Injured per week", timeout=60_000)
    chart = time.perf_counter() - start
    page.wait_for_timeout(3000)
    before = page.locator(".st-key-now-killed-all button").first.inner_text()
    start = time.perf_counter()
    page.locator(".st-key-pick_group input").first.click()
    page.get_by_role("option", name="children").click()
    page.wait_for_function(
        "before => document.querySelector('.st-key-now-killed-all button').innerText !== before",
        arg=before,
    )
    figure = time.perf_counter() - start
    page.context.close()
    return figures, trend, figure, chart


def main():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"]
        )
        rows = [visit(browser, sys.argv[1]) for _ in range(5)]
    names = (
        "request to figures",
        "request to trend",
        "filter to new figure",
        "filter to new chart",
    )
    for name, values in zip(names, zip(*rows, strict=True), strict=True):
        print(
            f"{name}: median {statistics.median(values):.2f} s (from {min(values):.2f} to {max(values):.2f})"
        )


if __name__ == "__main__":
    main()
