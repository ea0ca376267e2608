"""On the page a foreign sheet, or a list of persons, is read through the same mapping as at the command line."""

import hashlib

import pytest
from test_pages import page
from test_persons import CONSTANTS, HEADER, NAME, PERSONS

from data.record.refusal import RecordError
from data.sources.mapping import translations
from data.store.address import files_at
from data.store.mappings import mapping_names, saved_mapping

LIST = "".join(",".join(row) + "\n" for row in [HEADER, *PERSONS]).encode()
SHEET = b"no;when;what;where;text\n1;2019-07-02;Bombing;Abu Salim;14 killed\n"
OPENED = {"title": ["what", "where"], "place": ["where"], "event_type": ["what"], "killed": ["text"], "date": ["when"], "id": ["no"]}  # fmt: skip


@pytest.fixture
def dropped(tmp_path, monkeypatch):
    monkeypatch.setenv("CASUALTY_STORE", str(tmp_path / "store"))

    def drop(content):
        at = page("data")
        at.file_uploader(key="upload").set_value(("foreign.csv", content, "text/csv")).run()
        assert not at.exception
        return at, hashlib.sha256(content).hexdigest()[:8]

    return drop


def say(at, mark, columns, constants, name):
    for ours, theirs in columns.items():
        at.multiselect(key=f"map-{mark}-{ours}").set_value(theirs)
    for ours, value in constants.items():
        at.text_input(key=f"constant-{mark}-{ours}").set_value(value)
    at.text_input(key="mapping-name").set_value(name)


def keep(at):
    next(one for one in at.button if one.label == "Keep and use it").click().run()
    assert not at.exception
    return at


@pytest.mark.thorough
def test_columns_are_joined_translated_and_read_out_of_text(dropped, tmp_path):
    at, mark = dropped(SHEET)
    assert at.multiselect(key=f"map-{mark}-place").value == ["where"]  # guessed
    say(at, mark, OPENED, {name: CONSTANTS[name] for name in ("country", "place_precision", "publisher", "source_rank")}, "other")  # fmt: skip
    at.text_area(key=f"translate-{mark}").set_value("event_type:bombing=airstrike")
    at.text_area(key=f"patterns-{mark}").set_value("killed={n} killed")
    keep(at)
    assert [metric.value for metric in at.metric] == ["1", "1", "0", "0", "0"]
    kept = saved_mapping(files_at(str(tmp_path / "store")), "other")
    assert kept.columns["title"] == "what + where" and kept.patterns == {"killed": "{n} killed"}
    shown = [frame.value for frame in at.dataframe if "title" in frame.value]
    assert shown[0]["title"].tolist() == ["Bombing, Abu Salim"]


@pytest.mark.thorough
def test_a_list_of_persons_is_counted_and_nobody_is_shown(dropped):
    at, mark = dropped(LIST)
    assert any("looks like personal data" in error.value for error in at.error)
    at.toggle(key=f"persons-{mark}").set_value(True).run()
    assert not at.exception
    say(at, mark, {"date": ["day"], "place": ["town"]}, CONSTANTS, "dead")
    assert at.multiselect(key=f"map-{mark}-harm").value == ["status"]  # guessed
    keep(at)
    assert [metric.value for metric in at.metric] == ["3", "3", "0", "0", "0"]
    assert any("6 persons were counted into 3 incidents" in one.value for one in at.info)
    assert NAME not in str([*at.dataframe, *at.info, *at.error, *at.markdown])


@pytest.mark.thorough
def test_a_mapping_that_cannot_be_is_a_sentence_and_is_not_kept(dropped, tmp_path):
    at, mark = dropped(SHEET)
    say(at, mark, {}, {}, "other")
    at.text_area(key=f"translate-{mark}").set_value("nonsense")
    keep(at)
    assert any("expected two names with" in error.value for error in at.error)
    assert mapping_names(files_at(str(tmp_path / "store"))) == []


@pytest.mark.parametrize("line", ["nonsense", "event_type:bombing", ":=", ""])
def test_a_translation_that_cannot_be_is_refused(line):
    with pytest.raises(RecordError, match="two names with ="):
        translations([line])
