"""A file is read in a process of its own: one upload never stops everybody."""

import functools
import mmap
import os
import re
import time

import pytest
from made_sheets import write_team

from data.record.refusal import RecordError
from data.sources.apart import MEMORY_A_BYTE, SECONDS_A_MB, read_apart, read_in_a_copy
from data.sources.cells import DaysUnclear
from data.sources.intake import read_batch
from data.sources.mapping import Mapping
from data.sources.reading import EncodingUnknown
from data.store.address import files_at
from data.store.mappings import mapping_names, save_mapping, saved_mapping


def test_the_same_batch_as_read_here(bundled, tmp_path):
    path = write_team(tmp_path / "t.csv", [{}, {"killed": "x1"}])
    apart, here = read_apart(path), read_batch(path, bundled)
    assert (apart.read, apart.sha256, apart.source.name) == (
        here.read,
        here.sha256,
        here.source.name,
    )
    assert apart.put_aside.equals(here.put_aside)
    assert apart.tables["incidents"].equals(here.tables["incidents"])


@pytest.mark.thorough
def test_what_is_refused_comes_back_as_it_was(tmp_path):
    path = write_team(tmp_path / "t.csv", [{"date": "03/04/2019", "place": "طرابلس"}])
    with pytest.raises(DaysUnclear):
        read_apart(path)
    assert read_apart(path, dates="day-first").read == 1
    path.write_bytes(path.read_text("utf-8").encode("cp1256"))
    with pytest.raises(EncodingUnknown) as raised:
        read_apart(path)
    assert raised.value.previews


def test_too_much_memory_or_time_is_a_sentence(tmp_path):
    path = write_team(tmp_path / "t.csv", [{}])
    with pytest.raises(RecordError, match=r"longer than 0\.01 s"):
        read_apart(path, seconds=0.01)
    with pytest.raises(RecordError, match="larger than 0 MB"):
        read_apart(path, file_bytes=100)
    with pytest.raises(RecordError, match="more than 64 MB of memory"):
        read_apart(path, memory_bytes=64 * 2**20)


def test_the_true_end_of_the_process_is_told(tmp_path, monkeypatch):
    path = write_team(tmp_path / "t.csv", [{}])
    with pytest.raises(RecordError, match=r"failed \(TypeError\).*fault of the program"):
        read_apart(path, nonsense=1)


def test_a_command_reads_in_a_copy_of_itself_with_the_same_limits(bundled, tmp_path):
    path = write_team(tmp_path / "t.csv", [{}])
    here = functools.partial(read_batch, path, bundled)
    batch = read_in_a_copy(path, here)
    assert batch.sha256 == here().sha256 and batch.tables["incidents"].equals(here().tables["incidents"])  # fmt: skip
    with pytest.raises(RecordError, match=r"t.csv: reading it took longer than 0\.\d+ s"):
        read_in_a_copy(path, lambda: time.sleep(9), seconds=0.1)
    with pytest.raises(RecordError, match=r"more than \d+ MB of memory"):
        read_in_a_copy(path, lambda: bytearray(2**33))
    with pytest.raises(RecordError, match="memory"):
        read_in_a_copy(path, lambda: os.kill(os.getpid(), 9))
    with pytest.raises(RecordError, match=r"failed \(ZeroDivisionError\).*fault of the program"):
        read_in_a_copy(path, lambda: 1 // 0)


@pytest.mark.parametrize(("limit", "grows"), [("seconds", SECONDS_A_MB / 2**20), ("memory_bytes", MEMORY_A_BYTE)])  # fmt: skip
def test_the_limits_of_a_command_grow_with_the_file(tmp_path, limit, grows):
    small, large = tmp_path / "small", tmp_path / "large"
    small.write_bytes(b"x")
    large.write_bytes(b"x" * 2**20)
    given = {"seconds": 0.1, "memory_bytes": 2**33}
    asked = (lambda: time.sleep(9)) if limit == "seconds" else (lambda: bytearray(2**34))
    found = []
    for path in (small, large):
        with pytest.raises(RecordError) as raised:
            read_in_a_copy(path, asked, **given)
        found.append(float(re.search(r"than ([0-9.e+]+)", str(raised.value)).group(1)))
    assert found[1] - found[0] == pytest.approx(grows * (2**20 - 1) / (1 if limit == "seconds" else 2**20), abs=1)  # fmt: skip
    assert found[1] > found[0]


def test_every_command_that_reads_a_strangers_file_reads_it_in_a_copy(run, tmp_path, monkeypatch):
    path = write_team(tmp_path / "t.csv", [{}])
    slow = functools.partial(read_in_a_copy, seconds=0.0)
    for room in ("imports", "mapping"):
        monkeypatch.setattr(f"components.cli.{room}.read_in_a_copy", slow)
    for command in ("import", "map"):
        status, _, err = run(command, str(path), "--store", str(tmp_path / "s"))
        assert status == 2 and "took longer" in err and err.count("\n") == 1


@pytest.mark.thorough
def test_two_files_are_read_at_once_and_a_third_waits(tmp_path):
    import threading

    from data.sources.apart import busy

    paths = [write_team(tmp_path / f"{n}.csv", [{}]) for n in range(3)]
    batches = []
    readers = [threading.Thread(target=lambda path=path: batches.append(read_apart(path))) for path in paths]  # fmt: skip
    assert not busy()
    for reader in readers:
        reader.start()
    for _ in range(200):
        if busy():
            break
        threading.Event().wait(0.05)
    else:
        pytest.fail("no reader had to wait")
    for reader in readers:
        reader.join()
    assert len(batches) == 3 and not busy()


def test_a_mapping_said_once_reads_a_foreign_sheet(bundled, tmp_path, run):
    path = tmp_path / "foreign.csv"
    path.write_text("nr,when,where,dead\n7,2019-07-02,Tajoura,5\n")
    with pytest.raises(RecordError, match="of no known source"):
        read_batch(path, bundled)
    constants = {"country": "LY", "place_precision": "municipality", "event_type": "shelling", "publisher": "A team", "source_rank": "3"}  # fmt: skip
    mapping = Mapping("field", {"id": "nr", "date": "when", "place": "where", "title": "where", "killed": "dead"}, constants)  # fmt: skip
    batch = read_batch(path, bundled, mapping=mapping)
    assert batch.tables["observations"]["value"].tolist() == [5]
    folder = tmp_path / "store"
    files = files_at(str(folder))
    save_mapping(files, mapping)
    assert (mapping_names(files), saved_mapping(files, "field")) == (["field"], mapping)
    with pytest.raises(RecordError, match="letters, digits"):
        save_mapping(files, Mapping("../x", {}, {}))
    assert run("import", str(path), "--mapping", "field", "--store", str(folder))[0] == 0
    assert run("import", str(path), "--mapping", "none", "--store", str(folder))[0] == 2
    other = tmp_path / "other.csv"
    other.write_text("a\n1\n")
    with pytest.raises(RecordError, match="expected the columns of the mapping 'field'"):
        read_batch(other, bundled, mapping=mapping)


def test_a_source_and_a_mapping_exclude_each_other(bundled, tmp_path):
    path = write_team(tmp_path / "t.csv", [{}])
    with pytest.raises(RecordError, match="exclude each other"):
        read_batch(path, bundled, "ucdp", mapping=Mapping("m", {"id": "id"}, {}))


def test_what_this_process_has_mapped_already_is_no_use_of_the_copy(tmp_path):
    """A long-lived process maps gigabytes; a copy of it refused small files for want of memory."""
    path = tmp_path / "small.csv"
    path.write_text("a")
    held = mmap.mmap(-1, 6 * 2**30)  # mapped and never touched
    try:
        assert read_in_a_copy(path, lambda: len(bytearray(2**26))) == 2**26
    finally:
        held.close()
