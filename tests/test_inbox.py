"""A file too large to send is chosen from one folder of the server, and from no other."""

import pytest
from made_records import ROOT
from made_sheets import write_team
from streamlit.testing.v1 import AppTest

from data.record.refusal import RecordError
from data.sources.inbox import waiting, waiting_file
from data.store.current import forget
from data.store.store import Store


@pytest.fixture
def inbox(tmp_path, monkeypatch):
    folder = tmp_path / "inbox"
    folder.mkdir()
    monkeypatch.setenv("CASUALTY_INBOX", str(folder))
    monkeypatch.setenv("CASUALTY_STORE", str(tmp_path / "store"))
    forget()
    return folder


def data_page():
    at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    at.switch_page("components/pages/data.py")
    return at.run()


def test_only_tables_that_lie_in_the_folder_itself_wait_there(inbox, tmp_path):
    (tmp_path / "secret.csv").write_text("a\n1\n")
    (inbox / "link.csv").symlink_to(tmp_path / "secret.csv")
    (inbox / "deeper").mkdir()
    (inbox / "deeper" / "x.csv").write_text("a\n1\n")
    (inbox / "notes.md").write_text("no table")
    write_team(inbox / "b.csv", [{}])
    write_team(inbox / "A.CSV", [{}])
    assert waiting() == ["A.CSV", "b.csv"]
    assert waiting_file("b.csv") == inbox / "b.csv"
    for name in ("../secret.csv", "link.csv", "deeper/x.csv", str(tmp_path / "secret.csv"), "", "c.csv"):  # fmt: skip
        with pytest.raises(RecordError, match="does not wait"):
            waiting_file(name)


def test_where_no_folder_is_named_nothing_is_offered(monkeypatch, tmp_path):
    monkeypatch.delenv("CASUALTY_INBOX", raising=False)
    monkeypatch.setenv("CASUALTY_STORE", str(tmp_path / "store"))
    forget()
    at = data_page()
    assert waiting() == [] and "waiting-file" not in [one.key for one in at.selectbox]


def test_a_file_that_waits_is_read_weighed_and_imported(inbox):
    write_team(inbox / "team.csv", [{"title": "Shelling of a street"}])
    at = data_page()
    at.selectbox(key="waiting-file").select("team.csv").run()
    assert not at.exception
    [confirm] = [one for one in at.button if one.label.startswith("Import")]
    confirm.click().run()
    assert not at.exception
    [entry] = Store().batches().to_dict("records")
    assert (entry["file"], entry["accepted"]) == ("team.csv", 1)


def test_a_folder_that_is_not_there_is_one_sentence(inbox, monkeypatch):
    monkeypatch.setenv("CASUALTY_INBOX", str(inbox / "gone"))
    at = data_page()
    assert not at.exception
    assert [one.value for one in at.error if "CASUALTY" in one.value.replace("\\", "")]
