"""What there is to read, ready made: columns on disk that are mapped into memory and not read.

A cache and never the only copy. It is named by all that it was made from (the record, the entries and the whole
files of the store, the code); it is made anew where it is missing, damaged or of another name. Of one place
only the last is kept, so that what was purged is gone from it at the next look. Between processes that map it,
it is in memory once.
"""

from __future__ import annotations

import contextlib
import dataclasses
import datetime as dt
import functools
import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import numpy as np
import pandas as pd
import platformdirs
import pyarrow as pa

from data.counting.arrays import Shard, Told
from data.counting.shard import know, shard
from data.record.bands import Band
from data.record.blocs import Bloc
from data.record.decided import Decided
from data.record.record import Record, chosen_folder
from data.record.schema import TABLES
from data.record.war_places import WarPlace
from data.store.files import Folder
from data.store.holdings import Holdings
from data.store.store import Store

try:
    import fcntl
except ImportError:  # Windows, where two that start at once both make it
    fcntl = None  # type: ignore[assignment]

ABOUT: Final = "about.json"
FOLDER: Final = "ready"
_CODE: Final = Path(__file__).parents[1]
_DECIDED_PARTS: Final = ("pending", "accepted")
_RECORD_FRAMES: Final = tuple(one.name for one in dataclasses.fields(Record) if one.type == "pd.DataFrame")  # fmt: skip


def place_of(store: Store) -> Path:
    """Where it is kept: in the store, if that is a folder with something in it that may be written to; else among the user's caches."""
    files = store.files
    if isinstance(files, Folder) and store.ledger.state() and os.access(files.folder, os.W_OK):
        return files.folder / FOLDER
    known = f"{files.where}|{chosen_folder().absolute()}"
    own = hashlib.sha256(known.encode()).hexdigest()[:12]
    return Path(platformdirs.user_cache_dir("casualty-monitor")) / own


def fetched_of(store: Store) -> Path:
    """Where what is fetched by itself waits until it is imported; a purge clears it."""
    place = place_of(store)
    return place.with_name(f"{place.name}-fetched")


@contextlib.contextmanager
def alone(place: Path) -> Iterator[None]:
    """Nobody else makes it meanwhile."""
    place.mkdir(parents=True, exist_ok=True)
    with (place / ".lock").open("w") as file:
        if fcntl:
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def name_of(store: Store, record_version: str) -> str:
    """The name of what would be made now.

    Args:
        store: the store, whose files are looked at: damage makes it another one.
        record_version: of the record without imports.
    """
    entries = store.ledger.entries()
    wrong = store.damaged() if entries.rows else {}
    rows = [row for row in entries.rows if row["kind"] != "capture"]  # which changes no figure
    known = json.dumps([record_version, rows, wrong], sort_keys=True)
    return hashlib.sha256(f"{known}|{code_version()}".encode()).hexdigest()[:20]


@functools.cache
def code_version() -> str:
    """A hash over the code that makes the columns, and the libraries whose formats they are in."""
    digest = hashlib.sha256(f"{pd.__version__} {pa.__version__} {np.__version__}".encode())
    for path in sorted([*_CODE.glob("*/*.py"), *_CODE.glob("geography/*.geojson")]):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def clear(store: Store) -> None:
    """Take away what is kept of a store."""
    place = place_of(store)
    for path in [*place.glob("*/"), *fetched_of(store).glob("*/")]:
        shutil.rmtree(path)
    for path in fetched_of(store).glob("*.csv"):
        path.unlink()


def write(place: Path, name: str, held: Holdings) -> None:
    """Keep holdings, and the arrays of their record as known now; all others of the place go.

    Raises:
        OSError: there is no room for them, or they may not be written.
    """
    clean = [path for path in place.glob("*/") if path.name != name]
    aside = place / f".{name}"
    for path in [*clean, aside]:
        shutil.rmtree(path, ignore_errors=path == aside)
    aside.mkdir()
    record, arrays = held.record, shard(held.record)
    about: dict[str, Any] = {
        "record": _record_written(aside, "whole", record),
        "apart": record.apart and _record_written(aside, "apart", record.apart),
        "damaged": held.damaged,
        "imported": {source: day.isoformat() for source, day in held.imported.items()},
        "entries": sorted(held.entries),
        "put_aside": held.put_aside,
        "shard": _shard_written(aside, arrays),
    }
    _put(aside, "matches", held.matches)
    about["sums"] = {path.name: _sum(path) for path in sorted(aside.glob("*.arrow"))}
    (aside / ABOUT).write_text(json.dumps(about))
    shutil.rmtree(place / name, ignore_errors=True)  # it was damaged
    aside.rename(place / name)


def read(place: Path, name: str) -> Holdings | None:
    """What is kept under a name; None where it is missing or not as it was written."""
    folder = place / name
    try:
        about = json.loads((folder / ABOUT).read_text())
        if {path.name: _sum(path) for path in folder.glob("*.arrow")} != about["sums"]:
            return None
        apart = about["apart"] and _record_read(folder, "apart", about["apart"], None)
        record = _record_read(folder, "whole", about["record"], apart)
        know(record, _shard_read(folder, about["shard"]))
        return Holdings(
            record,
            tuple(about["damaged"]),
            _got(folder, "matches"),
            {source: dt.date.fromisoformat(day) for source, day in about["imported"].items()},
            put_aside={source: tuple(counts) for source, counts in about["put_aside"].items()},
            entries=frozenset(about["entries"]),
        )
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return None


def _record_written(folder: Path, part: str, record: Record) -> dict[str, Any]:
    for name in _RECORD_FRAMES:
        _put(folder, f"{part}.{name}", record.table(name))
    _put(folder, f"{part}.known_since", record.known_since.reset_index())
    _put_heads(folder, f"{part}.heads", record.heads)
    if record.decided is not None:
        _decided_written(folder, f"{part}.decided", record.decided)
    return {
        "title": record.title,
        "date": record.date.isoformat(),
        "gathered": record.gathered and record.gathered.isoformat(),
        "version": record.version,
        "licence": record.licence,
        "bands": [_dated(band) for band in record.bands],
        "blocs": [_dated(bloc) for bloc in record.blocs],
        "war_places": [_dated(place) for place in record.war_places],
        "translations": record.translations,
        "read": record.read,
        "decided": record.decided is not None,
    }


def _record_read(folder: Path, part: str, about: dict[str, Any], apart: Record | None) -> Record:
    given = about | {
        "date": dt.date.fromisoformat(about["date"]),
        "gathered": dt.date.fromisoformat(about["gathered"]) if about["gathered"] else None,
        "bands": tuple(_band_read(band) for band in about["bands"]),
        "blocs": tuple(Bloc(**told | _days(told)) for told in about["blocs"]),
        "war_places": tuple(WarPlace(**told | _days(told)) for told in about["war_places"]),
        "decided": _decided_read(folder, f"{part}.decided") if about["decided"] else None,
    }
    return Record(
        **given,
        **{name: _got(folder, f"{part}.{name}") for name in _RECORD_FRAMES},
        known_since=_got(folder, f"{part}.known_since").set_index("incident_id")["known_on"],
        heads=_got_heads(folder, f"{part}.heads"),
        apart=apart,
    )


def _decided_written(folder: Path, name: str, decided: Decided) -> None:
    _put(folder, f"{name}.states", decided.states)
    _put(folder, f"{name}.said", decided.said)
    _put_heads(folder, f"{name}.heads", decided.heads)
    (folder / f"{name}.before.json").write_text(json.dumps(decided.before))
    for part in _DECIDED_PARTS:
        for table, rows in getattr(decided, part).items():
            _put(folder, f"{name}.{part}.{table}", rows)


def _decided_read(folder: Path, name: str) -> Decided:
    parts = {p: {t: _got(folder, f"{name}.{p}.{t}") for t in TABLES} for p in _DECIDED_PARTS}
    states, heads = _got(folder, f"{name}.states"), _got_heads(folder, f"{name}.heads")
    before = json.loads((folder / f"{name}.before.json").read_text())
    said = _got(folder, f"{name}.said")
    return Decided(states=states, said=said, heads=heads, before=before, **parts)


def _put_heads(folder: Path, name: str, heads: dict[str, str]) -> None:
    rows = pd.DataFrame({"id": list(heads), "head": list(heads.values())})
    _put(folder, name, rows.astype("str"))


def _got_heads(folder: Path, name: str) -> dict[str, str]:
    heads = _got(folder, name)
    return dict(zip(heads["id"], heads["head"], strict=True))


def _dated(span: Band | Bloc | WarPlace) -> dict[str, Any]:
    ends = {end: getattr(span, end) for end in ("date_from", "date_to")}
    return dataclasses.asdict(span) | {end: day and day.isoformat() for end, day in ends.items()}


def _days(told: dict[str, Any]) -> dict[str, dt.date | None]:
    return {end: told[end] and dt.date.fromisoformat(told[end]) for end in ("date_from", "date_to")}


def _band_read(told: dict[str, Any]) -> Band:
    lists = {name: tuple(value) for name, value in told.items() if isinstance(value, list)}
    return Band(**told | _days(told) | lists)


def _shard_written(folder: Path, arrays: Shard) -> dict[str, Any]:
    columns = {"ids": pd.Series(arrays.ids, dtype="str"), "rows": arrays.rows, "days": arrays.days, "last_days": arrays.last_days}  # fmt: skip
    columns |= {"latitude": arrays.latitude, "longitude": arrays.longitude}
    columns |= {f"code.{axis}": codes for axis, codes in arrays.codes.items()}
    _put(folder, "shard", pd.DataFrame(columns))
    _put(folder, "shard.claims", arrays.claims)
    for (measure, group), told in arrays.people.items():
        ends = dict(zip(("low", "best", "high"), told.ends, strict=True))
        at = {} if told.at is None else {"at": told.at}
        _put(folder, f"shard.people.{measure}.{group}", pd.DataFrame({**at, **ends, "open": told.open}))  # fmt: skip
    return {"labels": arrays.labels, "longest": arrays.longest, "people": list(arrays.people)}


def _shard_read(folder: Path, about: dict[str, Any]) -> Shard:
    columns = _got(folder, "shard")
    people = {}
    for measure, group in about["people"]:
        frame = _got(folder, f"shard.people.{measure}.{group}")
        ends = np.stack([frame[end].to_numpy() for end in ("low", "best", "high")])
        at = frame["at"].to_numpy() if "at" in frame else None
        people[measure, group] = Told(at, ends, frame["open"].to_numpy())
    return Shard(
        ids=columns["ids"].to_numpy(object),
        **{name: columns[name].to_numpy() for name in ("rows", "days", "last_days", "latitude", "longitude")},
        longest=about["longest"],
        codes={name.removeprefix("code."): columns[name].to_numpy() for name in columns if name.startswith("code.")},
        labels=about["labels"],
        people=people,
        claims=_got(folder, "shard.claims"),
    )  # fmt: skip


def _put(folder: Path, name: str, frame: pd.DataFrame) -> None:
    table = pa.Table.from_pandas(frame, preserve_index=False)
    with pa.OSFile(str(folder / f"{name}.arrow"), "wb") as file, pa.ipc.new_file(file, table.schema) as to:  # fmt: skip
        to.write_table(table)


def _got(folder: Path, name: str) -> pd.DataFrame:
    mapped = pa.memory_map(str(folder / f"{name}.arrow"))
    return pa.ipc.open_file(mapped).read_all().to_pandas(split_blocks=True)


def _sum(path: Path) -> int:
    """The sum of a file's words of eight bytes, as fast as it is read; a byte that changed changes it."""
    content = np.memmap(path, dtype=np.uint8, mode="r")
    whole = len(content) // 8 * 8
    words = int(content[:whole].view(np.uint64).sum(dtype=np.uint64))
    return words ^ int.from_bytes(content[whole:].tobytes(), "little") ^ len(content)
