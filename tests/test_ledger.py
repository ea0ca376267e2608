"""No entry of a ledger goes or changes unseen, whoever does it; a purge breaks nothing and says nothing."""

import json
import shutil
import zipfile

import pytest
from made_records import ROOT
from made_sheets import write_team

from data.record.refusal import RecordError
from data.record.schema import TABLES
from data.sources.intake import read_batch
from data.store import chain
from data.store.purge import purge
from data.store.store import Store


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path / "store")


def test_the_last_entry_of_a_ledger_is_missed_too(bundled, tmp_path, store):
    store.add(read_batch(write_team(tmp_path / "a.csv", [{}]), bundled))
    last = store.add(read_batch(write_team(tmp_path / "b.csv", [{"id": "9"}]), bundled)).batch
    assert store.verify() == {}
    store.files.remove([f"manifests/{last}.json"])
    assert list(store.verify()) == [last]


def test_a_stop_between_an_entry_and_its_head_is_mended_and_no_tampering(bundled, tmp_path, store):
    first = store.add(read_batch(write_team(tmp_path / "a.csv", [{}]), bundled)).batch
    (head,) = store.files.marks("heads/")
    assert head.startswith(f"heads/{first}~")
    store.files.remove([head])
    assert store.verify() == {} and store.contents().damaged == ()
    store.add(read_batch(write_team(tmp_path / "b.csv", [{"id": "9"}]), bundled))
    assert head in store.files.marks("heads/")


def replace_entry(store, name, **changed):
    """Put another entry in the place of one, whole and with a digest of its own that fits."""
    path = f"manifests/{name}.json"
    entry = json.loads(store.files.read(path)) | changed
    entry.pop("digest")
    store.files.write(path, json.dumps({**entry, "digest": chain.digest(entry)}).encode())


CHANGES = {  # what somebody puts in the place of an entry
    "the body alone": lambda entry: {"accepted": 9},
    "body and its digest": lambda entry: {
        "accepted": 9,
        "body": chain.digest({k: v for k, v in (entry | {"accepted": 9}).items() if k not in (*chain.CORE, "digest")}),
    },
    "what it came after": lambda entry: {"after": {}},
    "its time": lambda entry: {"at": "2020-01-01T00:00:00+00:00"},
}  # fmt: skip


@pytest.fixture(scope="module")
def imported(tmp_path_factory, bundled):
    """A store with three imports, and their names."""
    folder = tmp_path_factory.mktemp("three")
    store = Store(folder / "store")
    return store, [store.add(read_batch(write_team(folder / f"{id}.csv", [{"id": id}]), bundled)).batch for id in "123"]  # fmt: skip


@pytest.fixture
def three(imported, tmp_path):
    """A copy of it to be changed, and the names."""
    folder = shutil.copytree(imported[0].files.folder, tmp_path / "three")
    return Store(folder), list(imported[1])


@pytest.mark.parametrize("which", [1, 2], ids=["one with one after it", "the last"])
@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_an_entry_replaced_by_one_with_a_digest_that_fits_is_missed(three, change, which):
    store, names = three
    assert store.verify() == {}
    entry = json.loads(store.files.read(f"manifests/{names[which]}.json"))
    replace_entry(store, names[which], **change(entry))
    assert list(store.verify()) == [names[which]]
    assert store.contents().damaged == (names[which],)


def test_two_writers_at_once_are_joined_by_the_next_entry(bundled, tmp_path, store):
    one = store.add(read_batch(write_team(tmp_path / "a.csv", [{}]), bundled)).batch
    seen = {"after": chain.ends(store.ledger.entries().rows)}  # both saw the same
    store.ledger.write({"batch": "w1", "kind": "decision", "a": "x", "b": "y", "verdict": "undo", **seen})  # fmt: skip
    store.ledger.write({"batch": "w2", "kind": "decision", "a": "x", "b": "z", "verdict": "undo", **seen})  # fmt: skip
    store.ledger.withdraw(one, "a test")
    rows = {row["batch"]: row for row in store.ledger.entries().rows}
    assert set(rows[f"{one}-withdrawn"]["after"]) == {"w1", "w2"}
    assert store.verify() == {}
    store.files.remove(["manifests/w1.json"])
    assert list(store.verify()) == ["w1"]


def test_the_chain_is_whole_after_a_purge_and_says_nothing_of_what_went(bundled, tmp_path, store):
    batch = store.add(read_batch(write_team(tmp_path / "a.csv", [{}, {}]), bundled)).batch
    gone, other = "team-a-field-team-1", "2019-07-02-tajoura"
    store.ledger.decide(gone, other, "reject", "apart")
    store.ledger.decide("team-a-field-team-2", other, "reject", "apart")
    before = chain.ends(store.ledger.entries().rows)
    purge(store, gone, "asked for")
    entries = store.ledger.entries()
    assert store.verify() == {}
    assert set(before) <= set(entries.rows[-1]["after"])
    assert [row["batch"] for row in entries.rows if row.keys() == set(chain.CORE)]
    assert entries.last_words() == [(other, "team-a-field-team-2", "reject")]
    written = b"".join(store.files.read(name) for name in store.files.marks("manifests/"))
    assert gone.encode() not in written
    purge(store, "team-a-field-team-2", "asked for too")
    assert store.verify() == {}
    replace_entry(store, batch, accepted=9)
    assert list(store.verify()) == [batch]


def test_entries_from_before_the_chain_are_held_by_the_first_one_after_them(bundled, tmp_path):
    with zipfile.ZipFile(ROOT / "tests" / "stores" / "765467f.zip") as packed:
        packed.extractall(tmp_path)
    store = Store(tmp_path / "store")
    last = store.ledger.entries().rows[-1]["batch"]
    store.add(read_batch(write_team(tmp_path / "new.csv", [{"id": "new"}]), bundled))
    assert store.verify() == {}
    replace_entry(store, last, at="2026-11-24T00:00:00+00:00")
    assert list(store.verify()) == [last]


def forged(store, name, under="", **fields):
    """An entry as somebody with the program's own code would write it: whole, with digests that fit."""
    entry = {"kind": "decision", "a": "p", "b": "q", "verdict": "undo", "of": "", "reason": "", "who": "x", "at": "2026-11-27T12:00:00+00:00", "after": {}, **fields, "batch": name}  # fmt: skip
    entry = {**entry, "body": chain.body_of(entry)}
    store.files.write(f"manifests/{under or name}.json", json.dumps({**entry, "digest": chain.digest(entry)}).encode())  # fmt: skip


def copied(store, names):
    entry = json.loads(store.files.read(f"manifests/{names[0]}.json"))
    entry.pop("digest"), entry.pop("body")
    forged(
        store, names[0], "0000", **{key: value for key, value in entry.items() if key != "batch"}
    )


FORGED = {  # what is done to a ledger of three imports
    "one taken away, and said to be forgotten": lambda store, names: (
        store.files.remove([f"manifests/{names[1]}.json"]),
        forged(store, "f", forgot=[names[1]], after=chain.ends(store.ledger.entries().rows)),
    ),
    "one changed, and said to be rewritten": lambda store, names: (
        replace_entry(store, names[1], accepted=9),
        forged(store, "f", rewrote=chain.rewritten(store.ledger.entries().rows), after=chain.ends(store.ledger.entries().rows)),
    ),
    "one said to be forgotten by a purge": lambda store, names: (
        store.files.remove([f"manifests/{names[1]}.json"]),
        forged(store, "f-purge", kind="purge", forgot=[names[1]], rewrote={}, after=chain.ends(store.ledger.entries().rows)),
    ),
    "one put in that came after nothing": lambda store, names: forged(store, "w", kind="withdrawal", of=names[0], at="2001-01-01T00:00:00+00:00"),
    "one put in before what it came after": lambda store, names: forged(store, "w", at="2001-01-01T00:00:00+00:00", after=chain.ends(store.ledger.entries().rows)),
    "an import of which nothing is left": lambda store, names: (
        lambda stub: store.files.write(f"manifests/{names[1]}.json", json.dumps({**stub, "digest": chain.digest(stub)}).encode())
    )(chain.stripped({row["batch"]: row for row in store.ledger.entries().rows}[names[1]])),
}  # fmt: skip


@pytest.mark.parametrize("forge", FORGED.values(), ids=FORGED)
def test_what_is_forged_with_digests_that_fit_is_told(three, run, forge):
    store, names = three
    forge(store, names)
    assert store.verify() != {}
    status, out, err = run("verify", "--store", store.files.where)
    assert status == 2 and "Traceback" not in out + err
    assert "Traceback" not in "".join(run("figures", "--store", store.files.where)[1:])


def test_an_entry_under_another_name_is_refused(bundled, tmp_path, store):
    names = [store.add(read_batch(write_team(tmp_path / "a.csv", [{}]), bundled)).batch]
    copied(store, names)
    with pytest.raises(RecordError, match=r"0000\.json: the manifest is not as it was written"):
        store.contents()


@pytest.mark.parametrize("tables", [["../outside"], ["incidents", "observations", "reports", "sources", "contents"], None])  # fmt: skip
@pytest.mark.parametrize("signed", [False, True])
def test_a_note_that_is_none_of_a_purge_takes_nothing(bundled, tmp_path, store, run, tables, signed):  # fmt: skip
    store.add(read_batch(write_team(tmp_path / "a.csv", [{}, {}]), bundled))
    precious = tmp_path / "outside" / "precious.txt"
    precious.parent.mkdir()
    precious.write_text("mine")
    note = {"ids": ["team-x"], "reason": "r", "entry": "e-purge", "tables": sorted([*TABLES, "contents"]) if tables is None else tables, "lost": []}  # fmt: skip
    note |= {"digest": chain.digest(note)} if signed else {}
    store.files.write("purge/note.json", json.dumps(note).encode())
    status, _, err = run("verify", "--store", store.files.where)
    assert status == 2 and "note of a purge" in err
    assert precious.read_text() == "mine"
    assert len(store.delta.whole("incidents", [])) == 2


def test_rows_that_no_entry_names_are_told_of_and_count_nowhere(bundled, tmp_path, store, run):
    names = [store.add(read_batch(write_team(tmp_path / f"{id}.csv", [{"id": id}]), bundled)).batch for id in "12"]  # fmt: skip
    assert store.without_entry() == []
    head = next(name for name in store.files.marks("heads/") if names[1] in name)
    store.files.remove(
        [f"manifests/{names[1]}.json", head]
    )  # rolled back whole: nothing is left to miss it
    status, _, err = run("verify", "--store", store.files.where)
    assert status == 0 and names[1] in err and "no entry names" in err
    assert len(store.contents().tables["incidents"]) == 1
