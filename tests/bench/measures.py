"""What is measured of one store, each in a process of its own: ``python tests/bench/measures.py NAME STORE [FILE]``.

Prints one line of JSON: name -> number. Times of processes are wall clock in seconds; of reruns and of the same page
made by others, processor time in milliseconds; memory in MB.
"""

import datetime as dt
import json
import logging
import os
import resource
import statistics
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests"), str(Path(__file__).parent)]
logging.disable(logging.WARNING)

PAGES = ("overview", "trends", "incidents", "map", "actors", "coverage")
WHOLE = {"dataset": "ucdp", "from": "1989-01-01", "to": "2024-12-31"}
PART = {"dataset": "ucdp", "from": "2019-04-04", "to": "2019-12-31", "country": "LY"}
REPEATS = 7
# what somebody writes in an afternoon: the file read, filtered, summed and sent
NAIVE = """
import pandas as pd, plotly.express as px, streamlit as st
@st.cache_data
def rows():
    return pd.read_csv({file!r}, parse_dates=["date_start"], low_memory=False)
frame = rows()
shown = frame[frame["date_start"].between(pd.Timestamp({first!r}), pd.Timestamp({last!r}))]
shown = shown[shown["country"] == "Libya"] if {part} else shown
st.metric("killed", int(shown["best"].sum()))
monthly = shown.groupby(shown["date_start"].dt.to_period("M").astype(str))["best"].sum().reset_index()
st.plotly_chart(px.bar(monthly, x="date_start", y="best"))
st.map(shown[["latitude", "longitude"]])
st.dataframe(shown)
"""


def reruns(at):
    """Milliseconds of processor time of a rerun; the first two fill what is kept."""
    at.run()
    at.run()
    spent = []
    for _ in range(REPEATS):
        began = time.process_time()
        at.run()
        spent.append((time.process_time() - began) * 1000)
    assert not at.exception, at.exception
    return round(statistics.median(spent))


def page(name, chosen):
    from streamlit.testing.v1 import AppTest

    at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=900)
    for key, value in chosen.items():
        at.query_params[key] = value
    if name != "overview":
        at.switch_page(f"components/pages/{name}.py")
    return reruns(at)


def pages(store, file):
    from streamlit.testing.v1 import AppTest

    whole = WHOLE if file.exists() else {}
    found = {name: page(name, whole) for name in PAGES}
    empty = AppTest.from_string("import streamlit as st\nst.write('x')")
    return found | {"overview, nine months": page("overview", PART), "empty script": reruns(empty)}


def naive(store, file):
    """A page that reads the file with pandas and sends all rows, whole and nine months of one country."""
    from streamlit.testing.v1 import AppTest

    found = {}
    for what, chosen in (("naive Streamlit", WHOLE), ("naive Streamlit, nine months", PART)):
        text = NAIVE.format(file=str(file), first=chosen["from"], last=chosen["to"], part="country" in chosen)  # fmt: skip
        found[what] = reruns(AppTest.from_string(text, default_timeout=900))
    return found


def dash(store, file):
    """The same page with Dash, where it is installed: the callback behind a changed choice, its answer as JSON."""
    import pandas as pd
    import plotly.express as px
    from dash import Dash, Input, Output, dash_table, dcc, html

    frame = pd.read_csv(file, parse_dates=["date_start"], low_memory=False)
    app = Dash(__name__)
    app.layout = html.Div([dcc.Input(id="first"), html.Div(id="page")])

    @app.callback(Output("page", "children"), Input("first", "value"))
    def drawn(chosen):
        first, last, country = chosen.split("|")
        shown = frame[frame["date_start"].between(pd.Timestamp(first), pd.Timestamp(last))]
        shown = shown[shown["country"] == country] if country else shown
        monthly = shown.groupby(shown["date_start"].dt.to_period("M").astype(str))["best"].sum().reset_index()  # fmt: skip
        return [
            html.B(int(shown["best"].sum())),
            dcc.Graph(figure=px.bar(monthly, x="date_start", y="best")),
            dcc.Graph(figure=px.scatter_geo(shown, lat="latitude", lon="longitude")),
            dash_table.DataTable(shown.astype(str).to_dict("records"), page_size=500),
        ]

    client = app.server.test_client()
    found = {}
    for what, chosen, country in (("naive Dash", WHOLE, ""), ("naive Dash, nine months", PART, "Libya")):  # fmt: skip
        asked = {"output": "page.children", "outputs": {"id": "page", "property": "children"}, "changedPropIds": ["first.value"],
                 "inputs": [{"id": "first", "property": "value", "value": f"{chosen['from']}|{chosen['to']}|{country}"}]}  # fmt: skip
        spent = []
        for _ in range(3):
            began = time.process_time()
            answer = client.post("/_dash-update-component", json=asked)
            spent.append((time.process_time() - began) * 1000)
            assert answer.status_code == 200, answer.data[:500]
        found |= {what: round(statistics.median(spent)), f"{what}, MB": round(len(answer.data) / 2**20, 1)}  # fmt: skip
    return found


def start(store, file):
    from data.counting.query import query
    from data.counting.selection import Selection
    from data.store.loading import load_holdings
    from data.store.store import Store

    began = time.perf_counter()
    record = load_holdings(Store(store)).record
    query(record, Selection()).figures()
    return {"start": time.perf_counter() - began, "incidents": len(record.incidents)}


def counting(store, file):
    """A past day cold, a year's signals, and one question of the kernel."""
    from data.counting.query import query
    from data.counting.selection import Selection
    from data.counting.shard import shard
    from data.counting.signals import signals
    from data.store.loading import load_holdings
    from data.store.store import Store

    record = load_holdings(Store(store)).record
    found = {}
    for what, ask in {
        "a dataset is chosen, cold": lambda: query(record, Selection(dataset=("ucdp",))).figures(),
        "past day, cold": lambda: query(record, Selection(as_known_on=dt.date(2020, 1, 1))).figures(),
        "signals of a year, cold": lambda: signals(record, Selection(dt.date(2024, 1, 1), dt.date(2024, 12, 31), dataset=("ucdp",))),
        "filter, cold": lambda: query(record, Selection(dt.date(2019, 1, 1), dt.date(2019, 12, 31), country=("LY",))).figures(),
    }.items():  # fmt: skip
        began = time.perf_counter()
        ask()
        found[what] = time.perf_counter() - began
    assert len(shard(record).ids)
    return found


def main():
    name, store, file = sys.argv[1:4]
    os.environ["CASUALTY_STORE"] = store
    found = {"pages": pages, "naive": naive, "dash": dash, "start": start, "counting": counting}[name](store, Path(file))  # fmt: skip
    found["MB"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(json.dumps(found))


if __name__ == "__main__":
    main()
