"""What a tab of the page Desk costs: ``python tests/bench/desk_speed.py STORE [STORE ...]``, ``-`` for a store with nothing in it.

Prints for each store and tab the median processor time of five reruns under Streamlit's own test runner, and the
seconds that one act takes until the page shows it.
"""

import os
import statistics
import sys
import tempfile
import time

from streamlit.testing.v1 import AppTest

TABS = ("work", "enter", "review", "correct", "names", "history", "watches")


def page(tab):
    at = AppTest.from_file("../../app.py", default_timeout=600)
    at.query_params["tab"] = tab
    at.query_params["incident"] = "2019-07-02-tajoura"
    at.session_state["_person"] = "Basma"
    at.switch_page("components/pages/desk.py").run()
    assert not at.exception, at.exception
    return at


def reruns(at):
    told = []
    for _ in range(5):
        began = time.process_time()
        at.run()
        told.append(time.process_time() - began)
    return statistics.median(told) * 1000


for store in sys.argv[1:]:
    where = tempfile.mkdtemp() if store == "-" else store
    os.environ["CASUALTY_STORE"] = where
    print(store, {tab: f"{reruns(page(tab)):.0f} ms" for tab in TABS}, flush=True)
    at = page("work")
    at.radio("desk-work").set_value("one_source").run()

    from data.desk.acts import Act, Document
    from data.store.current import current
    from data.store.desk import write
    from data.store.store import Store

    began = time.perf_counter()
    write(Store(), current().held, Act("", "assign", "Basma", "", (Document("incidents", "2019-07-02-tajoura"),), to="Amal"))  # fmt: skip
    kept = time.perf_counter() - began
    while (
        current().newer or Store().ledger.entries().rows[-1]["batch"] not in current().held.entries
    ):
        time.sleep(0.2)
    print(
        store,
        f"an act is kept in {kept:.2f} s and shown after {time.perf_counter() - began:.1f} s",
        flush=True,
    )
