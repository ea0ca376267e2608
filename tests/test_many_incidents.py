"""With very many incidents a page sends what it shows: squares instead of marks, windows instead of tables.

And it does no work that grows with them at a rerun: what is walked in Python, sent and asked of the kernel is counted.
"""

import json
import sys

import pytest
from made_records import ROOT
from streamlit.testing.v1 import AppTest

from components.parts import incident_map, windows
from data.counting import kernel
from data.counting.query import query
from data.counting.selection import Selection
from data.record.kept import KEPT
from data.store.current import forget

WHOLE = {"from": "2011-01-01", "to": "2026-11-28"}
PAGES = ("overview", "map", "trends", "actors", "incidents", "coverage")


@pytest.fixture(autouse=True)
def few_are_many(monkeypatch):
    monkeypatch.setattr(incident_map, "MOST_MARKS", 10)
    monkeypatch.setattr(windows, "ROWS", 20)
    forget()


def page(name, **params):
    at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    for key, value in {**WHOLE, **params}.items():
        at.query_params[key] = value
    if name != "overview":
        at.switch_page(f"components/pages/{name}.py")
    at.run()
    assert not at.exception
    return at


@pytest.mark.parametrize("name", ["map", "overview"])
def test_the_map_sends_addresses_and_no_incident(name, bundled):
    [drawn] = page(name).get("deck_gl_json_chart")
    layers = {layer["id"]: layer for layer in json.loads(drawn.proto.json)["layers"]}
    assert {"squares", "square-areas"} <= layers.keys() and "incidents" not in layers
    assert layers["squares"]["data"].startswith("/squares/")
    assert not any(one in drawn.proto.json for one in bundled.incidents["title"])


def test_the_table_of_incidents_is_sent_by_windows(bundled):
    at = page("incidents")
    every = query(bundled, Selection()).ids
    [table] = at.dataframe
    assert len(table.value) == 20 and len(every) > 100
    days = [table.value["date_low"].min()]
    seen = table.value["title"].tolist()
    for number in range(2, -(-len(every) // 20) + 1):
        at.number_input(key="window-incidents").set_value(number).run()
        rows = at.dataframe[0].value
        assert rows["date_low"].max() <= days[-1]
        days.append(rows["date_low"].min())
        seen += rows["title"].tolist()
    assert len(seen) == len(every)


def test_closed_expanders_of_the_map_make_nothing():
    at = page("map")
    assert not at.dataframe
    at = page("map")
    at.session_state["map-twin"] = True
    at.run()
    assert at.dataframe and max(len(one.value) for one in at.dataframe) <= 20


@pytest.mark.parametrize("name", PAGES)
def test_a_rerun_computes_nothing_again_and_asks_the_kernel_a_few_times(name, monkeypatch):
    at = page(name)
    at.run()
    calls = []

    def counted(*given, **named):
        calls.append(given)
        return matched(*given, **named)

    matched = kernel.matched
    for module in list(sys.modules.values()):
        if getattr(module, "matched", None) is matched and module.__name__.startswith("data."):
            monkeypatch.setattr(module, "matched", counted)
    before = KEPT.computed
    at.run()
    assert not at.exception
    assert KEPT.computed == before, "an answer was computed again"
    assert len(calls) <= 2
