"""The store never loses or silently alters a number: batches, revisions, withdrawal, damage."""

import errno
import subprocess
import sys

import pytest
from made_records import ROOT
from made_ucdp import write_ged

from data.intake import read_batch
from data.ledger import Ledger
from data.query import query
from data.record import joined
from data.selection import Selection
from data.store import Store
from data.tables import RecordError


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
    second = store.add(read_batch(write_ged(tmp_path / "two.csv", [{"id": "77"}]), bundled))
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


def test_faults_in_small_numbers(tmp_path):
    """The same faults as ``python tests/bench/store_faults.py``, fewer of each."""
    command = [
        sys.executable,
        "tests/bench/store_faults.py",
        "--kills",
        "6",
        "--pairs",
        "3",
        "--flips",
        "8",
    ]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.splitlines()[-3:] == [
        "kills: 6, torn or mixed: 0",
        "pairs at once: 3, lost: 0",
        "flipped bytes: 8, not found: 0",
    ]


@pytest.mark.parametrize("where", ["data.store.write_deltalake", "data.ledger.Ledger.write"])
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
            store.add(read_batch(write_ged(tmp_path / "b.csv", [{"id": "7"}]), bundled))
    assert with_imports(bundled, store).version == before
