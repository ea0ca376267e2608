"""A store in object storage, by its URL, is the same store as one in a folder; a server on loopback plays S3."""

import json
import os
import subprocess
import sys
import time

import obstore
import pytest
from made_records import ROOT
from made_sheets import write_team
from made_ucdp import write_ged
from test_pages import page

from data.counting.query import query
from data.counting.selection import Selection
from data.record.refusal import RecordError
from data.sources import keys as keys_module
from data.sources.asked import Answers
from data.sources.intake import read_batch
from data.sources.mapping import Mapping
from data.store import bucket as bucket_module
from data.store.bucket import PURGES, Bucket
from data.store.current import forget
from data.store.loading import load_holdings
from data.store.made import held_together
from data.store.mappings import mapping_names, save_mapping, saved_mapping
from data.store.purge import finish, purge
from data.store.store import Store

pytestmark = pytest.mark.thorough

NAMED = Answers(name="a field team")


def everything_in(store):
    return b"".join(store.files.read(name) for name in store.files.marks(""))


def test_figures_imports_revisions_and_withdrawals_are_those_of_a_folder(bundled, tmp_path, url):
    paths = [
        write_ged(tmp_path / "a.csv", [{}, {"id": "7"}]),
        write_ged(tmp_path / "b.csv", [{"best": "7", "deaths_b": "3"}, {"id": "7"}]),
        write_team(tmp_path / "t.csv", [{}, {"date": "2019-08-01"}]),
    ]
    told = []
    for where in (url, tmp_path / "folder"):
        store = Store(where)
        verdicts = [store.add(read_batch(path, bundled)) for path in paths]
        before = held_together(bundled, store.contents()).record
        store.ledger.withdraw(verdicts[2].batch, "a test")
        after = load_holdings(store).record
        assert not store.verify()
        counts = [(v.read, v.accepted, v.duplicates, v.revisions) for v in verdicts]
        figures = [query(r, Selection()).figures().fillna(-1).values.tolist() for r in (before, after)]  # fmt: skip
        told.append((counts, figures))
    assert told[0] == told[1]
    assert told[0][0] == [(2, 2, 0, 0), (2, 1, 1, 1), (2, 2, 0, 0)]


def test_a_changed_object_is_found_and_its_batch_left_out(bundled, tmp_path, url):
    store = Store(url)
    store.add(read_batch(write_ged(tmp_path / "one.csv", [{}]), bundled))
    second = store.add(
        read_batch(
            write_ged(tmp_path / "two.csv", [{"id": "77"}]),
            bundled,
            answers=Answers(release="beside"),
        )
    )
    part = next(n for n in store.files.marks(f"observations/_batch={second.batch}/"))
    content = bytearray(store.files.read(part))
    content[len(content) // 2] ^= 1
    store.files.write(part, bytes(content))
    held = store.contents()
    assert held.damaged == (second.batch,)
    assert held.tables["incidents"]["incident_id"].tolist() == ["ucdp-1"]
    manifest = next(iter(store.files.marks("manifests/")))
    store.files.write(manifest, store.files.read(manifest).replace(b'"read": 1', b'"read": 2'))
    with pytest.raises(RecordError, match="not as it was written"):
        store.contents()


def test_a_purged_record_is_nowhere_and_a_stopped_purge_is_finished(
    bundled, tmp_path, url, monkeypatch
):
    store = Store(url)
    secret = {"title": "Xylophone of Zanzibar", "publisher": "Xylophone Post"}
    store.add(read_batch(write_team(tmp_path / "t.csv", [{}, secret, {}]), bundled, answers=NAMED))
    copies = []

    def stops(files, name, to):
        copies.append(name)
        if len(copies) == 5:
            raise KeyboardInterrupt
        obstore.copy(files.objects, name, to)

    with monkeypatch.context() as stopped:
        stopped.setattr(Bucket, "copy", stops)
        with pytest.raises(KeyboardInterrupt):
            purge(store, "team-a-field-team-2", "a test")
    assert finish(store) and not finish(store)
    assert b"Xylophone" not in everything_in(store)
    held = held_together(bundled, store.contents())
    ids = {one for one in held.record.incidents["incident_id"] if one.startswith("team-")}
    assert (ids, held.damaged, store.verify()) == (
        {"team-a-field-team-1", "team-a-field-team-3"},
        (),
        {},
    )


def test_a_purge_waits_for_no_import_and_no_import_for_a_purge(bundled, tmp_path, url, monkeypatch):
    store = Store(url)
    batch = read_batch(write_team(tmp_path / "t.csv", [{}, {}]), bundled)
    store.add(batch)
    busy = r"(an import|a purge) is under way \(on .*, process \d+\)"
    with store.files.held(alone=False), store.files.held(alone=False), pytest.raises(RecordError, match=busy):  # fmt: skip
        purge(store, "team-a-field-team-2", "a test")
    new = read_batch(write_team(tmp_path / "u.csv", [{"id": "9"}]), bundled)
    with store.files.held(alone=True), pytest.raises(RecordError, match=busy):
        store.add(new)
    store.files.write(f"{PURGES}dead", b"")
    with pytest.raises(RecordError, match="a purge is under way;"):
        purge(store, "team-a-field-team-2", "a test")
    monkeypatch.setattr(bucket_module, "LEASE_SECONDS", 1.0)
    monkeypatch.setattr(bucket_module, "RENEWED_SECONDS", 0.2)
    time.sleep(2.5)
    purge(store, "team-a-field-team-2", "the one that died is forgotten")
    assert not store.files.marks("held/")


def test_imports_at_once_all_land(bundled, tmp_path, url, keys):
    paths = [write_team(tmp_path / f"{n}.csv", [{"id": f"{n}"}]) for n in "ab"]
    command = [
        sys.executable,
        "-c",
        "from components.cli.main import main; main()",
        "import",
        "--store",
        url,
    ]
    working = [
        subprocess.Popen([*command, str(path)], cwd=ROOT, env={**os.environ, **keys}, stdout=subprocess.DEVNULL)
        for path in paths
    ]  # fmt: skip
    assert [process.wait() for process in working] == [0, 0]
    store = Store(url)
    rows = store.contents().tables["incidents"]
    assert sorted(rows["incident_id"]) == ["team-a-field-team-a", "team-a-field-team-b"]


def test_mappings_are_kept_there_too(url):
    mapping = Mapping("mine", {"date": "Day"}, {"country": "LY"})
    save_mapping(Store(url).files, mapping)
    files = Store(url).files
    assert (mapping_names(files), saved_mapping(files, "mine")) == (["mine"], mapping)


def test_the_command_line_and_the_environment_take_a_url(run, bundled, tmp_path, url, monkeypatch):
    path = str(write_team(tmp_path / "t.csv", [{}, {}]))
    assert run("import", path, "--store", url)[0] == 0
    assert run("verify", "--store", url)[0] == 0
    monkeypatch.setenv("CASUALTY_STORE", url)
    status, out, _ = run("figures", "--dataset", "team", "--format", "json")
    assert (status, json.loads(out)["incidents"]) == (0, 2)
    status, out, _ = run("versions", "--format", "json")
    assert [row["kind"] for row in json.loads(out)] == ["record", "import"]


def test_place_and_keys_may_stand_in_the_secrets(run, url, keys, tmp_path, monkeypatch):
    path = str(write_team(tmp_path / "t.csv", [{}]))
    assert run("import", path, "--store", url)[0] == 0
    for name in (*keys, "CASUALTY_STORE"):
        monkeypatch.delenv(name, raising=False)
    told = {**keys, "CASUALTY_STORE": f"{url}/"}
    secrets = tmp_path / "secrets.toml"
    secrets.write_text("\n".join(f'{name} = "{value}"' for name, value in told.items()))
    monkeypatch.setattr(keys_module, "SECRETS", secrets)
    out = run("versions", "--format", "json")[1]
    assert [row["kind"] for row in json.loads(out)] == ["record", "import"]
    for name in keys:
        monkeypatch.delenv(name)


def test_a_running_page_shows_what_the_command_line_imported_since(run, tmp_path, url, monkeypatch):
    monkeypatch.setenv("CASUALTY_STORE", url)
    forget()
    at = page("data")
    assert not at.exception and at.multiselect(key="pick_dataset").options == ["bundled record"]
    assert run("import", str(write_team(tmp_path / "t.csv", [{}, {}])))[0] == 0
    for _ in range(60):  # at the next look, or soon after it on a slow machine
        at.run()
        assert not at.exception
        if len(at.multiselect(key="pick_dataset").options) == 2:
            break
        time.sleep(0.5)
    assert len(at.multiselect(key="pick_dataset").options) == 2
    forget()
