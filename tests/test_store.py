"""The store never loses or silently alters a number: batches, revisions, withdrawal, damage."""

import errno
from types import SimpleNamespace

import pytest
from made_sheets import write_team
from made_ucdp import write_ged

from data.counting.query import query
from data.counting.selection import Selection
from data.record.load import joined
from data.record.refusal import RecordError
from data.sources import keys
from data.sources.asked import Answers
from data.sources.intake import read_batch
from data.store.ledger import Ledger
from data.store.store import Store

BESIDE = Answers(release="beside")


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path / "store")


def whole(verdict):
    assert verdict.read == verdict.accepted + verdict.duplicates + verdict.put_aside
    return verdict


def with_imports(record, store):
    held = store.contents()
    return joined(record, held.tables, held.version)


def test_the_same_file_twice_changes_nothing_and_a_changed_row_is_a_revision(
    bundled, tmp_path, store
):
    path = write_ged(tmp_path / "ged.csv", [{}, {}])
    assert whole(store.add(read_batch(path, bundled))).accepted == 2
    before = with_imports(bundled, store).version
    again = whole(store.add(read_batch(path, bundled)))
    assert (again.accepted, again.duplicates, again.batch) == (0, 2, "")
    assert with_imports(bundled, store).version == before
    write_ged(path, [{}, {"best": "7", "deaths_b": "3"}])
    third = whole(store.add(read_batch(path, bundled)))
    assert (third.accepted, third.duplicates, third.revisions) == (1, 1, 1)
    record = with_imports(bundled, store)
    assert query(record, Selection(dataset=("ucdp",))).figures().loc["killed", "best"] == 6 + 7


def test_a_withdrawn_batch_is_gone_and_may_come_again(bundled, tmp_path, store):
    batch = read_batch(write_ged(tmp_path / "ged.csv", [{}]), bundled)
    first = store.add(batch)
    store.ledger.withdraw(first.batch, "a test")
    assert with_imports(bundled, store).version == bundled.version
    assert store.add(batch).accepted == 1
    with pytest.raises(RecordError, match="not in the store"):
        store.ledger.withdraw("nowhere", "a test")


def test_a_dry_run_writes_nothing(bundled, tmp_path, store):
    verdict = store.add(read_batch(write_ged(tmp_path / "ged.csv", [{}]), bundled), dry_run=True)
    assert (verdict.accepted, verdict.batch, store.batches().empty) == (1, "", True)


def test_a_flipped_byte_is_found_and_its_batch_left_out(bundled, tmp_path, store):
    first = store.add(read_batch(write_ged(tmp_path / "one.csv", [{}]), bundled))
    second = store.add(
        read_batch(write_ged(tmp_path / "two.csv", [{"id": "77"}]), bundled, answers=BESIDE)
    )
    path = next((store.files.folder / "observations" / f"_batch={second.batch}").glob("*.parquet"))
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    assert list(store.verify()) == [second.batch]
    held = store.contents()
    assert held.damaged == (second.batch,)
    record = joined(bundled, held.tables, held.version)
    assert query(record, Selection(dataset=("ucdp",))).ids == ["ucdp-1"]
    assert first.batch in set(store.batches()["batch"])


def test_an_import_without_its_manifest_does_not_count(bundled, tmp_path, store, monkeypatch):
    def stops_before_the_manifest(self, manifest):
        raise KeyboardInterrupt

    monkeypatch.setattr(Ledger, "write", stops_before_the_manifest)
    batch = read_batch(write_ged(tmp_path / "ged.csv", [{}]), bundled)
    with pytest.raises(KeyboardInterrupt):
        store.add(batch)
    monkeypatch.undo()
    assert with_imports(bundled, store).version == bundled.version
    assert store.add(batch).accepted == 1
    assert (
        query(with_imports(bundled, store), Selection(dataset=("ucdp",)))
        .figures()
        .loc["killed", "best"]
        == 6
    )


def test_a_changed_manifest_is_found(bundled, tmp_path, store):
    store.add(read_batch(write_ged(tmp_path / "ged.csv", [{}]), bundled))
    path = next((store.files.folder / "manifests").glob("*.json"))
    path.write_text(path.read_text().replace('"accepted": 1', '"accepted": 2'))
    with pytest.raises(RecordError, match="not as it was written"):
        store.contents()


def test_a_lost_log_entry_is_found(bundled, tmp_path, store):
    verdict = store.add(read_batch(write_ged(tmp_path / "ged.csv", [{}]), bundled))
    for entry in (store.files.folder / "observations" / "_delta_log").glob("*.json"):
        entry.unlink()
    assert store.contents().damaged == (verdict.batch,)


def test_an_entry_that_was_taken_away_is_missed(bundled, tmp_path, store):
    first = store.add(read_batch(write_ged(tmp_path / "a.csv", [{}]), bundled))
    second = store.add(
        read_batch(write_ged(tmp_path / "b.csv", [{"id": "7"}]), bundled, answers=BESIDE)
    )
    store.files.remove([f"manifests/{first.batch}.json"])
    assert store.verify() == {first.batch: [f"manifests/{first.batch}.json"]}
    held = store.contents()
    assert held.damaged == (first.batch,)
    assert held.tables["incidents"]["incident_id"].tolist() == ["ucdp-7"]
    assert second.batch not in held.damaged


def test_rows_of_a_damaged_batch_may_come_again(bundled, tmp_path, store):
    batch = read_batch(write_ged(tmp_path / "a.csv", [{}]), bundled)
    first = store.add(batch)
    part = next(iter(store.files.marks(f"observations/_batch={first.batch}/")))
    store.files.write(part, b"nothing of the kind")
    again = store.add(batch)
    assert (again.accepted, again.duplicates) == (1, 0)
    held = store.contents()
    assert held.damaged == (first.batch,)
    assert held.tables["incidents"]["incident_id"].tolist() == ["ucdp-1"]


@pytest.mark.parametrize("content", ["[1]", "{}", "[" * 100_000, "\x00"])
def test_a_manifest_of_any_other_kind_is_a_sentence(bundled, tmp_path, store, content):
    store.add(read_batch(write_ged(tmp_path / "a.csv", [{}]), bundled))
    store.files.write("manifests/odd.json", content.encode())
    with pytest.raises(RecordError, match=r"odd\.json: the manifest is not as it was written"):
        store.contents()


def test_publishers_of_refused_rows_are_not_kept(bundled, tmp_path, store):
    rows = [{}, {"publisher": "Xylophone Post", "latitude": "999"}]
    verdict = store.add(
        read_batch(write_team(tmp_path / "t.csv", rows), bundled, answers=Answers(name="a"))
    )
    assert (verdict.accepted, verdict.put_aside) == (1, 1)
    assert store.contents().tables["sources"]["name"].tolist() == ["A field team"]


@pytest.mark.parametrize("name", ["a b", "ا ب", "q?x", "h#y", "s3", "+"])
def test_a_folder_of_any_name_keeps_what_it_was_given(bundled, tmp_path, name):
    store = Store(tmp_path / name / "store")
    store.add(read_batch(write_ged(tmp_path / "a.csv", [{}]), bundled))
    assert store.contents().tables["incidents"]["incident_id"].tolist() == ["ucdp-1"]


def test_a_place_that_cannot_be_a_store_is_a_sentence(run, tmp_path):
    path = tmp_path / "file.csv"
    path.write_text("x")
    for where in (path, tmp_path / "a%20b", tmp_path / "a\\b"):
        status, _, err = run("verify", "--store", str(where))
        assert status == 2 and "expected a folder" in err


def test_secrets_that_cannot_be_read_are_a_sentence(run, tmp_path, monkeypatch):
    monkeypatch.delenv("CASUALTY_STORE", raising=False)
    monkeypatch.setattr(keys, "SECRETS", tmp_path / "secrets.toml")
    (tmp_path / "secrets.toml").write_text("KEY = do-not-print-me")
    status, _, err = run("verify")
    assert status == 2 and "secrets cannot be read" in err and "do-not-print-me" not in err


def test_a_withdrawal_says_why_and_refused_rows_are_written_before_anything_counts(
    run, bundled, tmp_path, store
):
    path, where = str(write_ged(tmp_path / "a.csv", [{}])), store.files.where
    nowhere = ("--put-aside", str(tmp_path / "nowhere" / "x.csv"))
    status, _, err = run("import", path, "--store", where, *nowhere)
    assert status == 2 and "cannot be written" in err and "nothing was imported" in err
    assert store.batches().empty
    assert run("import", path, "--store", where)[0] == 0
    batch = store.batches()["batch"].iloc[0]
    assert run("withdraw", batch, "--reason", " ", "--store", where)[0] == 2
    assert len(store.batches()) == 1


@pytest.mark.parametrize(
    "where", ["data.store.delta.write_deltalake", "data.store.ledger.Ledger.write"]
)
def test_a_full_disk_is_a_sentence_and_the_store_is_as_it_was(
    bundled, tmp_path, store, monkeypatch, where
):
    def full(*_, **__):
        raise OSError(errno.ENOSPC, "No space left on device")

    store.add(read_batch(write_ged(tmp_path / "a.csv", [{}]), bundled))
    before = with_imports(bundled, store).version
    with monkeypatch.context() as disk:
        disk.setattr(where, full)
        with pytest.raises(RecordError, match=r"b.csv: .*No space left on device.*as it was"):
            store.add(
                read_batch(write_ged(tmp_path / "b.csv", [{"id": "7"}]), bundled, answers=BESIDE)
            )
    assert with_imports(bundled, store).version == before


@pytest.mark.parametrize("free", [0, 10_000, 66_000])
def test_a_disk_without_room_is_a_sentence_before_the_engine_panics(bundled, tmp_path, store, monkeypatch, capfd, free):  # fmt: skip
    batch = read_batch(write_team(tmp_path / "a.csv", [{"id": str(n)} for n in range(50)]), bundled)
    with monkeypatch.context() as disk:
        disk.setattr("shutil.disk_usage", lambda path: SimpleNamespace(free=free))
        with pytest.raises(RecordError, match=r"a.csv: .*No space left on device.*as it was"):
            store.add(batch)
    assert "panicked" not in capfd.readouterr().err
    assert store.batches().empty and store.add(batch).accepted == 50
