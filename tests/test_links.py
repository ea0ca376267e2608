"""A link is read as it was meant, or says what cannot be read; it never shows a wider view in silence."""

import datetime as dt
import difflib
from urllib.parse import parse_qs, quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_records import ROOT
from streamlit.testing.v1 import AppTest

from components.parts.address import OF_PAGES
from data.counting.asked import parse
from data.counting.links import as_meant
from data.counting.selection import PARAMETERS, Selection

JULY = Selection(dt.date(2019, 7, 1), dt.date(2019, 7, 31), side=("lna",))
QUERY = JULY.to_query()


@pytest.mark.parametrize(
    "query",
    [
        QUERY,
        QUERY.replace("&", "&amp;"),
        QUERY.upper().replace("LNA", "lna"),
        quote(QUERY),
        quote(QUERY, safe="="),
        quote(quote(QUERY, safe="")),
        QUERY.replace("2019-07-31", "2019-07-%0A31"),
        QUERY.replace("2019-07-31", "2019-07-3%0D%0A1"),
        QUERY.replace("&to", "&t%0Ao"),
        f"{QUERY}&utm_source=mail&fbclid=x",
        "side=lna&from=2019-07-01&to=2019-07-31.",
        f"?{QUERY}",
    ],
)
def test_what_can_be_understood_is_read_as_meant(bundled, query):
    meant, unknown = as_meant(parse_qs(query, keep_blank_values=True), ("record",))
    selection, problems = parse(meant, bundled)
    assert (selection, problems, unknown) == (JULY, [], {})


@pytest.mark.parametrize("name", ["form", "frm", "sides", "2019-07-01", "datefrom"])
def test_what_nobody_knows_is_told(name):
    _, unknown = as_meant({name: ["2019-07-01"]})
    assert list(unknown) == [name]


@pytest.mark.parametrize("name", ["utm_campaign", "gclid", "mc_cid", "FBCLID"])
def test_names_that_only_count_readers_are_silent(name):
    assert as_meant({name: ["x"]}) == ({}, {})


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from(sorted(PARAMETERS.values())), st.lists(st.from_regex(r"[a-z0-9 ,.-]{1,12}", fullmatch=True), min_size=1, max_size=3)))  # fmt: skip
def test_a_sound_address_means_itself(params):
    params = {name: [value.strip() or "x" for value in values] for name, values in params.items()}
    meant, unknown = as_meant(params)
    days = {"from", "to", "as-known-on"}
    assert unknown == {}
    assert {k: v for k, v in meant.items() if k not in days} == {k: v for k, v in params.items() if k not in days}  # fmt: skip


def page(**asked):
    at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    for name, value in asked.items():
        at.query_params[name] = value
    at.run()
    assert not at.exception
    return at


@pytest.mark.parametrize(
    "asked",
    [
        {"form": "2019-07-02", "to": "2019-07-31"},
        {"from": "2019-99-02"},
        {"actor": "martians"},
        {"side": "lna", "claims": "unconested"},
        {"near": "32.8,13.2"},
    ],
)
def test_a_link_that_cannot_be_read_whole_shows_no_wider_figure(asked):
    at = page(**asked)
    assert at.warning and not at.header and not at.get("plotly_chart") and not at.metric
    next(one for one in at.button if "without what cannot be" in one.label).click().run()
    assert at.header and at.get("plotly_chart")


def test_no_slip_in_a_name_of_the_choice_is_a_control_of_a_page():
    """``form`` was one: a slip for ``from``, taken for a control, would have shown every day."""
    for own in OF_PAGES:
        for name in PARAMETERS.values():
            assert sorted(own) != sorted(name)
            assert difflib.SequenceMatcher(None, own, name).ratio() < 0.75, (own, name)


def test_a_choice_of_the_reader_is_an_answer_too():
    at = page(actor="martians")
    at.multiselect(key="pick_side").set_value(["lna"]).run()
    assert at.header and at.get("plotly_chart")


def test_a_link_meant_for_july_is_the_view_of_july():
    at = page(**{"FROM": "2019-07-01", "amp;to": "2019-07-31", "amp;side": "lna", "utm_source": "x"})  # fmt: skip
    text = " ".join(one.value for one in at.text)
    assert "1 July 2019 to 31 July 2019" in text and "LNA side" in text
    assert not [one for one in at.warning if "cannot be" in one.value]


@pytest.mark.parametrize("day", ["1989-01-01", "1911-10-26", "2099-01-01"])
def test_a_valid_day_outside_the_record_stays_as_asked(day):
    at = page(**{"from": day, "to": day})
    assert str(at.date_input(key="pick_date_from").value) == day
    assert any("none of them" in one.value for one in at.warning)


def test_a_link_without_days_says_that_it_spans_bands():
    at = page(side="lna")
    told = " ".join(one.value for one in [*at.warning, *at.caption])
    assert "gravest events only" in told and "systematic" in told


def test_a_page_change_keeps_the_choice_even_if_every_control_came_back_empty():
    at = page(**{"from": "2019-07-02", "to": "2019-07-02", "side": "lna"})
    at.session_state["pick_date_from"] = at.session_state["pick_date_to"] = None
    at.session_state["pick_side"] = []
    for name in list(at.query_params):
        del at.query_params[name]
    at.switch_page("components/pages/actors.py").run()
    assert not at.exception
    assert at.session_state["pick_side"] == ["lna"]
    assert str(at.session_state["pick_date_from"]) == "2019-07-02"


def test_after_a_run_that_was_cut_short_every_control_is_sent_once_more():
    at = page(**{"from": "2019-07-02", "to": "2019-07-02", "side": "lna"})
    assert at.session_state["_whole"]

    def sent(at):
        [side] = [one for one in at.multiselect if one.key == "pick_side"]
        return side.proto.set_value

    at.run()
    assert not sent(at)
    at.session_state["_whole"] = False
    at.run()
    assert sent(at) and at.session_state["pick_side"] == ["lna"]


@pytest.mark.parametrize("tab", ["import", "matches", "by_source"])
def test_the_open_tab_of_the_data_page_stands_in_the_address(tab):
    at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    at.query_params["tab"] = tab
    at.switch_page("components/pages/data.py").run()
    assert not at.exception and at.get("file_uploader")
    assert at.query_params.get("tab", "import") == tab
    assert bool([b for b in at.button if str(b.key).startswith("by-source-")]) == (
        tab == "by_source"
    )
    at.query_params["tab"] = "nowhere"
    at.run()
    assert [one for one in at.warning if "nowhere" in one.value]
