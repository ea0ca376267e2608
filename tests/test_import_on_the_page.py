"""On the page a file is shown with its numbers, confirmed, and what it changed is told."""

import time

import pandas as pd
import pytest
from made_ucdp import write_ged
from test_pages import page

from data.store.store import Store


def once_read(at):
    """The page once what was imported is read, which may take a moment beside other work."""
    for _ in range(40):
        if any("before" in one.value for one in at.table):
            break
        time.sleep(0.25)
        at.run()
    return at


@pytest.mark.thorough
def test_a_dropped_file_is_shown_confirmed_and_withdrawn(tmp_path, monkeypatch):
    monkeypatch.setenv("CASUALTY_STORE", str(tmp_path / "store"))
    path = write_ged(tmp_path / "ged.csv", [{}, {"low": "7"}])
    at = page("data")
    assert not at.exception
    at.file_uploader(key="upload").set_value(("ged.csv", path.read_bytes(), "text/csv")).run()
    assert not at.exception
    assert [metric.value for metric in at.metric] == ["2", "1", "0", "1", "0"]
    assert any(
        "low <= best <= high" in frame.value.get("expected", pd.Series(dtype=str)).tolist()
        for frame in at.dataframe
    )
    [shown] = [frame.value for frame in at.dataframe if "killed" in frame.value]
    assert len(shown) == 1 and shown["killed"].iloc[0] not in ("", "not reported")
    assert not shown.map(str).map(lambda cell: "00:00:00" in cell).any(axis=None)
    assert Store(tmp_path / "store").batches().empty
    next(button for button in at.button if button.label == "Import 1 row").click().run()
    assert not at.exception
    assert "1 row of ged.csv is imported" in at.success[0].value
    at = once_read(at)
    [changed] = [one.value for one in at.table if "before" in one.value]
    was, now = (changed[name].astype(str).tolist() for name in ("before", "now"))
    assert int(now[-1]) == int(was[-1]) + 1
    assert was[0] != now[0]
    live = Store(tmp_path / "store").batches()
    assert live["accepted"].tolist() == [1]
    at.text_input(key="withdraw-reason").set_value("a test").run()
    next(button for button in at.button if button.label == "Withdraw").click().run()
    assert not at.exception
    assert Store(tmp_path / "store").batches().empty


def test_a_file_of_no_known_source_is_refused_on_the_page(tmp_path, monkeypatch):
    monkeypatch.setenv("CASUALTY_STORE", str(tmp_path / "store"))
    at = page("data")
    at.file_uploader(key="upload").set_value(("x.csv", b"a,b\n1,2\n", "text/csv")).run()
    assert not at.exception
    assert any("of no known source" in error.value for error in at.error)


@pytest.mark.thorough
def test_a_file_that_only_leaves_rows_out_is_not_told_as_a_success(tmp_path, monkeypatch):
    monkeypatch.setenv("CASUALTY_STORE", str(tmp_path / "store"))
    candidate, final = "GEDEvent_v19_0_8.csv", "GEDEvent_v20_1.csv"
    august = {"date_start": "2019-08-19", "date_end": "2019-08-19"}
    events = [{"id": "900001", **august}, {"id": "900002", **august}]
    for name, rows, confirm in ((candidate, events, "Import 2"), (final, events[:1], "Take over")):
        content = write_ged(tmp_path / name, rows).read_bytes()
        at = page("data")
        at.file_uploader(key="upload").set_value((name, content, "text/csv")).run()
        next(one for one in at.button if one.label.startswith(confirm)).click().run()
        assert not at.exception
    assert not at.success
    assert any("counts anew" in one.value for one in at.info)
