"""Every page draws on awkward records: no exception, and an empty page says why it is empty."""

import functools
import json
import re

import pytest
from made_records import ROOT, write_record
from streamlit.testing.v1 import AppTest

from components.parts import address
from components.words.language import LANGUAGES, strings

PAGES = sorted(
    file.stem for file in (ROOT / "components/pages").glob("*.py") if file.stem != "__init__"
)
AWKWARD = {
    "empty": {},
    "one row": {
        "incidents": [{"incident_id": "one"}],
        "observations": [
            {"incident_id": "one", "report_id": "r0", "low": 3, "value": 3, "high": 3}
        ],
    },
    "all unknown": {
        "incidents": [
            {"incident_id": "a"},
            {"incident_id": "b", "date_low": "2019-08-01", "date_high": "2019-08-02"},
        ]
    },
    "no coordinates": {
        "incidents": [
            {"latitude": "", "longitude": "", "district": "", "place_precision": "region"}
        ]
    },
    "districts that no map has": {
        "incidents": [
            {
                "incident_id": "a",
                "district": "Atlantis",
                "latitude": "",
                "longitude": "",
                "place_precision": "town",
            },
            {
                "incident_id": "b",
                "district": "Atlantis",
                "place_precision": "municipality",
                "country": "TN",
            },
            {"incident_id": "c", "district": "", "place_precision": "municipality"},
        ]
    },
    "arabic": {
        "incidents": [
            {"incident_id": "ع", "title": "قصف مركز إيواء المهاجرين", "place": "عين زارة"}
        ],
        "claims": [{"incident_id": "ع", "claimant": "حكومة الوفاق"}],
    },
    "bad rows": {
        "incidents": [{"incident_id": "good"}, {"incident_id": "bad", "date_low": "03/04/2020"}],
        "observations": [
            {"incident_id": "good", "report_id": "r0", "low": "9", "value": "3", "high": "9"}
        ],
    },
    "hostile text": {
        "incidents": [
            {
                "incident_id": "x",
                "title": "@@=foo( ![](http://192.0.2.1/a.png) <img src=x onerror=alert(1)> [a](javascript:b) $x$",
            }
        ],
    },
}


def page(name, folder=None, monkeypatch=None, **params):
    if folder is not None:
        monkeypatch.setenv("CASUALTY_RECORD", str(folder))
    at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    for key, value in params.items():
        at.query_params[key.replace("_", "-")] = value
    if name != "overview":
        at.switch_page(f"components/pages/{name}.py")
    return at.run()


@pytest.fixture(scope="module")
def awkward(tmp_path_factory):
    """The folder of a record that every page is drawn of, so that it is read once."""
    return functools.cache(lambda case: write_record(tmp_path_factory.mktemp("r"), **AWKWARD[case]))


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("case", AWKWARD)
def test_page_draws_on_an_awkward_record(name, case, awkward, monkeypatch):
    at = page(name, awkward(case), monkeypatch, **{"from": "2019-01-01", "to": "2019-12-31"})
    assert not at.exception
    said = [element.value for element in [*at.info, *at.warning, *at.error]]
    if case == "empty" and name not in ("method", "coverage", "data", "desk"):
        assert any("No incident of the record fits" in text for text in said)
    if case == "bad rows":
        assert any("put aside" in text for text in said)


@pytest.mark.parametrize("name", PAGES)
def test_page_draws_on_the_bundled_record(name):
    at = page(name)
    assert not at.exception
    assert name in ("data", "desk") or any(
        "as known on 28 November 2026" in text.value for text in at.text
    )


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("language", [one for one in LANGUAGES if one != "en"])
def test_page_draws_in_every_language_from_its_address(name, language):
    at = page(name, lang=language)
    assert not at.exception
    words = strings(language)
    title = f"{name}.title"
    assert at.header[0].value == words(title)
    other = {strings(one)(title) for one in LANGUAGES} - {words(title)}
    assert at.header[0].value not in other


def test_numbers_on_the_screen_are_the_same_to_the_digit_in_every_language(run):
    told = json.loads(
        run("figures", "--from", "2019-12-02", "--to", "2019-12-31", "--format", "json")[1]
    )
    for language in LANGUAGES:
        at = page("overview", lang=language)
        for measure in ("killed", "injured", "displaced"):
            (shown,) = [one.label for one in at.button if one.key == f"now-{measure}-all"]
            digits = [int(n) for n in re.findall(r"\d+", shown.replace("\u202f", ""))]
            ends = [told[measure][end] for end in ("best", "low", "high")]
            ends = [end for end in ends if end is not None]
            assert digits == (ends if len(set(ends)) > 1 else ends[:1]), (language, measure)


def test_a_language_nobody_speaks_here_is_english():
    assert page("method", lang="xx").header[0].value == "Method"


def test_opens_on_the_last_thirty_days_of_the_systematic_band():
    at = page("overview")
    assert str(at.session_state["pick_date_from"]) == "2019-12-02"
    assert str(at.session_state["pick_date_to"]) == "2019-12-31"


def test_a_link_is_taken_over_whole():
    at = page("overview", **{"from": "2019-07-02", "to": "2019-07-02", "as_known_on": "2019-07-03"})
    assert any("on 2 July 2019; as known on 3 July 2019" in text.value for text in at.text)
    assert "at least 44" in [button.label for button in at.button]


def shown(text):
    """What a reader sees of Markdown in which every mark is escaped."""
    return text.replace("\\", "").replace("\u2060", "")


def test_an_impossible_link_says_so():
    at = page("overview", actor="martians", **{"from": "2019-99-02"})
    said = [shown(warning.value) for warning in at.warning]
    assert any('actor = "martians"' in one for one in said)
    assert any('from = "2019-99-02"' in one for one in said)
    assert any("wider than what it asked for" in one.value for one in at.text)
    assert not at.header and not at.get(
        "plotly_chart"
    )  # no figure of a wider view than was asked for
    next(button for button in at.button if "without what cannot be" in button.label).click().run()
    said = [shown(warning.value) for warning in at.warning]
    assert any(
        "Shown instead: Incidents in the record; 2 December 2019 to 31 December 2019" in one
        for one in said
    )
    assert at.get("plotly_chart")


def test_a_link_to_another_version_says_so():
    at = page("overview", record="0000000000", **{"from": "2019-07-02"})
    assert any("0000000000" in warning.value for warning in at.warning)


def test_uncontested_only_says_what_left_with_it():
    link = {"from": "2019-07-02", "to": "2019-07-02", "side": "lna", "claims": "uncontested"}
    for name in ("overview", "actors"):
        said = [one.value.replace("\\", "") for one in page(name, **link).warning]
        assert any(
            "takes 1 incident with 53 (37-80) killed out of the total: none documented of 53" in one
            for one in said
        )


def test_contested_part_holds_tajoura_for_the_lna_side():
    at = page("actors", **{"from": "2019-07-02", "to": "2019-07-02", "side": "lna"})
    labels = {button.key: button.label for button in at.button}
    assert labels["status-contested"].replace("\\", "") == "53 (37-80)"


def test_a_figure_opens_its_lineage_in_one_click():
    at = page("overview", **{"from": "2019-07-02", "to": "2019-07-02"})
    at.button(key="now-killed-all").click().run()
    assert not at.exception
    assert any("53" in one.value for one in at.code)
    shown = [frame.value for frame in at.dataframe]
    rows = next(frame for frame in shown if "gives_best" in frame.columns)
    assert rows["gives_best"].sum() == 53
    makes = rows[["gives_low", "gives_best", "gives_high"]].notna().any(axis=1)
    assert makes.is_monotonic_decreasing and makes.any() and not makes.all()


def test_an_incident_opens_by_its_link():
    at = page("incidents", incident="2019-07-02-tajoura")
    assert not at.exception


@pytest.mark.parametrize("text", ["Ain Zara", "Ayn Zarah", "عين زارة"])
def test_one_place_under_three_spellings(text):
    at = page("incidents", **{"from": "2019-04-04", "to": "2019-12-31"})
    at.text_input(key="incident-search").set_value(text).run()
    assert not at.exception
    found = next(frame.value for frame in at.dataframe if "title" in frame.value.columns)
    assert len(found) >= 2


def test_a_record_that_cannot_be_read_is_a_clear_error(tmp_path, monkeypatch):
    folder = write_record(tmp_path / "record")
    (folder / "claims.csv").unlink()
    at = page("overview", folder, monkeypatch)
    assert not at.exception
    assert any("claims.csv: the file is missing" in shown(error.value) for error in at.error)


def test_a_client_that_comes_back_without_the_state_of_its_controls_sees_its_choice(
    bundled, monkeypatch
):
    class Address(dict):
        get_all = dict.get

    asked = Address({"from": ["2019-07-01"], "to": ["2019-07-31"], "side": ["lna"]})
    state = {}
    monkeypatch.setattr(address.st, "session_state", state)
    monkeypatch.setattr(address.st, "query_params", asked)
    address.adopt_address(bundled)
    state["_address"] = dict(asked)
    chosen = {key: value for key, value in state.items() if key.startswith("pick_")}
    for empty in (False, True):
        for key in chosen:
            del state[key]
        if empty:
            asked.clear()
        address.adopt_address(bundled)
        assert {key: value for key, value in state.items() if key.startswith("pick_")} == chosen


# page, control, its parameter, what a link says, what the control opens on without it
CONTROLS = [
    ("map", "map-region", "region", "libya", "tripoli"),
    ("map", "map-colour", "colour", "side", "event_type"),
    ("map", "map-layer", "layer", "hexagons", "incidents"),
    ("trends", "trend-axis", "bins", "month", "week"),
    ("trends", "trend-form", "curve", "cumulative", "each"),
    ("coverage", "toll-measure", "toll", "injured", "killed"),
]


@pytest.mark.parametrize(("name", "key", "parameter", "said", "usual"), CONTROLS)
def test_a_link_sets_a_pages_own_control_and_the_control_the_link(
    name, key, parameter, said, usual
):
    choice = {"from": "2019-04-04", "to": "2019-06-30"}
    at = page(name, **choice, **{parameter: said})
    assert not at.exception
    assert at.session_state[key] == said
    assert at.query_params[parameter] == said
    for value, told in ((usual, None), (said, said)):
        control = next(c for c in at.button_group if c.key == key)
        at = control.set_value(value).run()
        assert not at.exception
        assert at.session_state[key] == value
        assert at.query_params.get(parameter) == told
    assert page(name, **choice).session_state[key] == usual
    wrong = page(name, **choice, **{parameter: "nonsense"})
    assert not wrong.exception and wrong.session_state[key] == usual
    assert any(
        parameter in shown(one.value) and "nonsense" in shown(one.value) for one in wrong.warning
    )


def test_a_link_carries_the_text_that_is_searched():
    at = page("incidents", **{"from": "2019-04-04", "to": "2019-12-31", "search": "Tajoura"})
    assert at.text_input(key="incident-search").value == "Tajoura"
    at.text_input(key="incident-search").set_value("").run()
    assert not at.exception and "search" not in at.query_params
