"""What changed between two versions of the record, and a record that is gone for good."""

import itertools
import json
import shutil

import pytest
from made_matches import joined_alone, labelled
from made_sheets import write_team

from data.counting.query import query
from data.counting.selection import Selection
from data.record.refusal import RecordError
from data.sources.asked import Answers
from data.sources.intake import read_batch
from data.sources.mapping import Mapping
from data.store.files import Folder
from data.store.holdings import decide
from data.store.loading import load_holdings
from data.store.made import held_together, make
from data.store.mappings import save_mapping, saved_mapping
from data.store.purge import finish, purge
from data.store.store import PENDING, Store
from data.store.versions import changes_between, history

NAMED = Answers(name="a field team")


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path / "store")


def total(store, entry):
    figures = query(make(store, until=entry).record, Selection()).figures()
    return figures.loc[["killed", "injured", "displaced"], ["low", "best", "high"]].fillna(0).sum()


@pytest.mark.thorough
def test_changes_between_versions_have_reasons_and_sum_to_the_difference(bundled, tmp_path, store):
    paths, _ = labelled(bundled, tmp_path)
    first = store.add(read_batch(paths[0], bundled))
    store.add(read_batch(paths[2], bundled))
    held = held_together(bundled, store.contents())
    pair = joined_alone(held)
    decide(store, held, pair["a"], pair["b"], "reject", "two strikes")
    store.ledger.withdraw(first.batch, "wrong release")
    known = history(store, bundled)
    assert known["kind"].tolist() == ["record", "import", "import", "decision", "withdrawal"]
    assert known["version"].nunique() == 5
    between = {}
    for start, end in ((0, 4), (2, 3), (3, 4)):
        found = changes_between(store, known["version"][start], known["version"][end], Selection())
        between[start, end] = found
        before, after = total(store, known["entry"][start]), total(store, known["entry"][end])
        for column in ("low", "best", "high"):
            moved = found[f"{column}_to"].fillna(0).sum() - found[f"{column}_from"].fillna(0).sum()
            assert moved == after[column] - before[column]
        assert found["because"].ne("").all()
    back = between[3, 4]
    assert set(back["change"]) >= {"withdrawn", "revised"}
    assert back["because"].str.contains("withdrawn: wrong release").any()
    apart = between[2, 3]
    assert "two strikes" in " ".join(apart["because"])
    together = changes_between(store, known["version"][3], known["version"][2], Selection())
    assert "merged" in set(together["change"])
    with pytest.raises(RecordError, match="none of the store's"):
        changes_between(store, "nothing", known["version"][1], Selection())


def test_each_choice_alone_narrows_the_changes(bundled, tmp_path, store):
    store.add(read_batch(write_team(tmp_path / "t.csv", [{}, {"date": "2019-08-01"}]), bundled))
    known = history(store, bundled)["version"]
    whole = changes_between(store, known[0], known[1], Selection())
    july = changes_between(store, known[0], known[1], Selection(dataset=("team",)))
    killed = changes_between(store, known[0], known[1], Selection(), ["killed"])
    assert len(july) and len(killed) < len(whole)


def everything_in(folder):
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_a_purged_record_is_nowhere_and_the_rest_is_as_it_was(bundled, tmp_path, store):
    secret = {
        "title": "Xylophone of Zanzibar",
        "place": "Xylophone street",
        "publisher": "Xylophone Post",
    }
    path = write_team(tmp_path / "t.csv", [{}, secret, {"publisher": "Another paper"}])
    store.add(read_batch(path, bundled, answers=NAMED))
    held = held_together(bundled, store.contents())
    decide(store, held, "team-a-field-team-2", "2019-07-02-tajoura", "reject", "apart")
    before = held.record.version
    assert b"Xylophone" in everything_in(store.files.folder)
    purge(store, "team-a-field-team-2", "asked for by the family")
    content = everything_in(store.files.folder)
    assert (
        b"Xylophone" not in content
        and b"team-a-field-team-2" not in content
        and b"team:a-field-team/2" not in content
    )
    after = held_together(bundled, store.contents())
    kept = set(after.record.incidents["incident_id"])
    assert {
        "team-a-field-team-1",
        "team-a-field-team-3",
    } <= kept and "team-a-field-team-2" not in kept
    assert not after.damaged and not store.verify()
    assert "team-another-paper" in set(after.record.sources["source_id"])
    assert after.record.version != before
    told = history(store, bundled).iloc[-1]
    assert (told["kind"], told["reason"]) == ("purge", "asked for by the family")
    for wrong in (
        ("team-a-field-team-2", "again"),
        ("nobody", "x"),
        ("team-a-field-team-1", "because of team-a-field-team-1"),
        ("team-a-field-team-1", " "),
    ):
        with pytest.raises(RecordError):
            purge(store, *wrong)


def test_a_purge_stopped_before_a_step_is_finished_and_loses_nothing_else(
    bundled, tmp_path, store, monkeypatch
):
    rows = [{}, {"title": "Xylophone of Zanzibar"}, {}]
    store.add(read_batch(write_team(tmp_path / "t.csv", rows), bundled, answers=NAMED))
    for stop in itertools.count(0, 4):  # every step takes half a minute
        copy = Store(shutil.copytree(store.files.where, tmp_path / f"copy-{stop}"))
        steps = itertools.count()
        with monkeypatch.context() as stopped:
            for name in ("write", "copy", "remove"):
                stopped.setattr(Folder, name, stopping(getattr(Folder, name), steps, stop))
            try:
                purge(copy, "team-a-field-team-2", "a test")
            except KeyboardInterrupt:
                noted = PENDING in copy.files.marks("purge/")
                assert finish(copy) == noted
            else:
                break
        held = copy.contents()
        purged = noted or "purge" in {entry["kind"] for entry in copy.ledger.entries().rows}
        gone = {"team-a-field-team-2"} if purged else set()
        assert (
            set(held.tables["incidents"]["incident_id"])
            == {"team-a-field-team-1", "team-a-field-team-2", "team-a-field-team-3"} - gone
        )
        assert (held.damaged, copy.verify(), finish(copy)) == ((), {}, False)
        assert (b"Xylophone" in everything_in(copy.files.folder)) != purged
    assert stop > 20


@pytest.mark.parametrize("damage", ["file", "footer", "log", "table"])
def test_a_purge_does_not_take_damage_for_truth(bundled, tmp_path, store, damage):
    batch = store.add(read_batch(write_team(tmp_path / "t.csv", [{}, {}]), bundled)).batch
    part = next(iter(store.files.marks(f"observations/_batch={batch}/")))
    content = store.files.read(part)
    if damage == "file":
        store.files.write(part, content.replace(b"PAR1", b"PAR2", 1))
    elif damage == "footer":
        store.files.write(part, content[:-8])
    else:
        prefix = "observations/_delta_log/" if damage == "log" else "observations/"
        store.files.remove(store.files.marks(prefix))
    with pytest.raises(RecordError, match=rf"{batch}: not as written"):
        purge(store, "team-a-field-team-2", "a test")
    assert not finish(store) and store.contents().damaged == (batch,)


def damaged(store, batch):
    """One bit of a batch's numbers is another; the batch was whole before."""
    part = next(iter(store.files.marks(f"observations/_batch={batch}/")))
    content = bytearray(store.files.read(part))
    content[len(content) // 2] ^= 1
    store.files.write(part, bytes(content))


def test_damage_of_a_withdrawn_batch_is_found_where_a_version_rests_on_it(
    run, bundled, tmp_path, store
):
    batch = store.add(read_batch(write_team(tmp_path / "t.csv", [{}]), bundled)).batch
    store.ledger.withdraw(batch, "a test")
    known = history(store, bundled)["version"].tolist()
    assert len(changes_between(store, known[0], known[1], Selection()))
    damaged(store, batch)
    assert list(store.verify()) == [batch] and store.contents().damaged == ()
    status, _, err = run("verify", "--store", store.files.where)
    assert status == 2 and batch in err
    assert make(store, until=batch).damaged == (batch,)
    with pytest.raises(RecordError, match=f"rests on {batch}, not as written any more"):
        changes_between(store, known[0], known[1], Selection())


def test_a_withdrawn_batch_that_is_damaged_stops_no_purge(run, bundled, tmp_path, store):
    first = store.add(read_batch(write_team(tmp_path / "a.csv", [{"id": "7"}]), bundled)).batch
    rows = [{}, {"title": "Xylophone of Zanzibar"}]
    store.add(read_batch(write_team(tmp_path / "b.csv", rows), bundled, answers=NAMED))
    damaged(store, first)
    with pytest.raises(RecordError, match=f"{first}: not as written; .* withdraw it to lose it"):
        purge(store, "team-a-field-team-2", "a test")
    store.ledger.withdraw(first, "damaged")
    status, out, _ = run(
        "purge", "team-a-field-team-2", "--reason", "a test", "--store", store.files.where
    )
    assert status == 0 and first in out
    assert b"Xylophone" not in everything_in(store.files.folder)
    assert not store.files.marks(f"observations/_batch={first}/")
    held = store.contents()
    assert (held.tables["incidents"]["incident_id"].tolist(), held.damaged) == (
        ["team-a-field-team-1"],
        (),
    )
    assert list(store.verify()) == [first]
    assert purge(store, "team-a-field-team-1", "a test") == [first]


def test_publishers_that_nobody_names_any_more_go_with_the_last_record(bundled, tmp_path, store):
    rows = [{"publisher": "Xylophone Post"}, {"publisher": "Xylophone Post"}, {}]
    store.add(read_batch(write_team(tmp_path / "t.csv", rows), bundled, answers=NAMED))
    purge(store, "team-a-field-team-1", "a test")
    assert b"Xylophone" in everything_in(store.files.folder)
    purge(store, "team-a-field-team-2", "a test")
    assert b"Xylophone" not in everything_in(store.files.folder)
    assert store.contents().tables["incidents"]["incident_id"].tolist() == ["team-a-field-team-3"]


def test_files_left_by_a_purge_that_died_go_too(bundled, tmp_path, store):
    batch = read_batch(write_team(tmp_path / "t.csv", [{}]), bundled)
    store.files.write("purge/.note.json.tmp", b"team-a-field-team-2")
    assert store.add(batch).accepted == 1
    assert not finish(store) and not store.files.marks("purge/")


def test_nobody_decides_on_a_store_that_has_changed_since(bundled, tmp_path, store):
    store.add(read_batch(write_team(tmp_path / "t.csv", [{}, {}]), bundled))
    held = load_holdings(store)
    purge(store, "team-a-field-team-2", "a test")
    with pytest.raises(RecordError, match="has changed since"):
        decide(store, held, "team-a-field-team-2", "2019-07-02-tajoura", "reject", "apart")
    assert b"team-a-field-team-2" not in everything_in(store.files.folder)


def test_nothing_is_imported_beside_a_purge_that_was_stopped(run, bundled, tmp_path, store):
    batch = read_batch(write_team(tmp_path / "t.csv", [{}]), bundled)
    store.files.write(PENDING, b"{}")
    with pytest.raises(RecordError, match="a purge of the store was stopped in between"):
        store.add(batch)
    assert run("verify", "--store", store.files.where)[0] == 0
    assert store.add(batch).accepted == 1


def stopping(work, steps, stop):
    def one(*given):
        if next(steps) == stop:
            raise KeyboardInterrupt
        return work(*given)

    return one


def test_from_the_command_line_alone(run, bundled, tmp_path, monkeypatch):
    folder = str(tmp_path / "elsewhere")
    path = str(write_team(tmp_path / "t.csv", [{}, {}]))
    assert run("import", path, "--store", folder)[0] == 0
    status, out, _ = run("versions", "--store", folder, "--format", "json")
    known = json.loads(out)
    assert status == 0 and [row["kind"] for row in known] == ["record", "import"]
    ends = ("--version-from", known[0]["version"], "--version-to", known[1]["version"])
    status, out, _ = run("changes", *ends, "--store", folder, "--format", "json")
    assert status == 0 and {row["because"] for row in json.loads(out)} == {"import of t.csv"}
    assert run("changes", *ends[:2], "--store", folder)[0] == 2
    assert run("changes", *ends, "--known-from", "2019-07-01", "--store", folder)[0] == 2
    assert run("changes", "--version-from", "x", "--version-to", "y", "--store", folder)[0] == 2
    assert run("purge", "team-a-field-team-2", "--reason", "a test", "--store", folder)[0] == 0
    assert run("purge", "team-a-field-team-2", "--reason", "a test", "--store", folder)[0] == 2
    status, out, _ = run("figures", "--dataset", "team", "--store", folder, "--format", "json")
    assert json.loads(out)["incidents"] == 1


def test_words_of_people_that_name_what_is_purged_go_too(bundled, tmp_path, store):
    title = "House of Zaynab Qaddur hit"
    rows = [{"id": "1", "title": title}, {"id": "2"}]
    store.add(read_batch(write_team(tmp_path / f"{title}.csv", rows), bundled))
    other = store.add(read_batch(write_team(tmp_path / "b.csv", [{"id": "3"}]), bundled)).batch
    store.ledger.decide("team-a-field-team-2", "2019-07-02-tajoura", "reject", f"not {title}")
    store.ledger.withdraw(other, "as TEAM-A-FIELD-TEAM-1 was wrong")
    save_mapping(store.files, Mapping("m", {}, {"title": title, "country": "LY"}))
    for wrong in (f"about {title.upper()}", "about team-a-field-team-1"):
        with pytest.raises(RecordError, match="without naming"):
            purge(store, "team-a-field-team-1", wrong)
    purge(store, "team-a-field-team-1", "asked for")
    assert store.verify() == {}
    written = b"".join(store.files.read(name) for top in ("manifests/", "heads/", "mappings/", "incidents/", "contents/", "reports/", "purge/") for name in store.files.marks(top))  # fmt: skip
    for gone in (title, "team-a-field-team-1"):
        assert gone.casefold().encode() not in written.lower()
    assert saved_mapping(store.files, "m").constants == {"country": "LY"}
    assert [verdict for *_, verdict in store.ledger.entries().last_words()] == ["reject"]
