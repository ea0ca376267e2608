"""The record: its tables together, read-only, with what was put aside and why."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar, Final

import pandas as pd

from data.record.bands import Band
from data.record.blocs import USUAL, Bloc
from data.record.decided import Decided
from data.record.ids import coded, positions
from data.record.war_places import WarPlace

BUNDLED: Final = Path(__file__).parents[1] / "libya"
RECORD_VARIABLE: Final = "CASUALTY_RECORD"
PROVISIONAL_DAYS: Final = 90


@dataclass(frozen=True, eq=False)
class Record:
    """Everything known, as tables. Treat every frame as read-only.

    Attributes:
        title: name of the record.
        date: the day until which it is known: its own, or a later one on which a store beside it was last
            written to; undated reports count as known from this day.
        version: short hash over the tables; the same version gives the same numbers.
        bands: dated bands of coverage, of every dataset.
        put_aside: rows that were not accepted: file, row, column, value, expected.
        read: rows read, by table.
        known_since: by incident id, the day of the first report that speaks of it.
        blocs: the sides of the conflict, each with its days.
        war_places: fronts and places of the war, context on maps.
        translations: by language, the record's own words in it by its English; see ``translations``.
        heads: by incident id, the id of the cluster it is counted in; see ``cluster``.
        apart: the record before rows of one incident were counted as one; None where none were.
        decided: what people decided about its incidents; None where nobody has.
        kept_as: whether it counts what waits, and what was last accepted; None is the record as it opens.
        opened: the record as it opens, of one that counts otherwise.
        gathered: the day until which its own files were gathered; None is ``date``.
    """

    takes_room: ClassVar[bool] = (
        False  # its columns are mapped, or those of the record it was cut from
    )

    title: str
    date: dt.date
    version: str
    licence: str
    bands: tuple[Band, ...]
    incidents: pd.DataFrame
    reports: pd.DataFrame
    observations: pd.DataFrame
    claims: pd.DataFrame
    tolls: pd.DataFrame
    milestones: pd.DataFrame
    actors: pd.DataFrame
    sides: pd.DataFrame
    places: pd.DataFrame
    sources: pd.DataFrame
    put_aside: pd.DataFrame
    read: dict[str, int]
    known_since: pd.Series
    blocs: tuple[Bloc, ...] = USUAL
    war_places: tuple[WarPlace, ...] = ()
    translations: dict[str, dict[str, str]] = field(default_factory=dict)
    heads: dict[str, str] = field(default_factory=dict)
    apart: Record | None = None
    decided: Decided | None = None
    kept_as: tuple[bool, bool] | None = None
    opened: Record | None = None
    gathered: dt.date | None = None

    @property
    def provisional_from(self) -> dt.date:
        """First day whose figures are recent enough to change."""
        return self.date - dt.timedelta(days=PROVISIONAL_DAYS)

    def table(self, name: str) -> pd.DataFrame:
        """The accepted rows of one table by its name in ``schema.TABLES``."""
        return getattr(self, name)


def chosen_folder() -> Path:
    """The folder of the bundled record, or the one that the variable ``CASUALTY_RECORD`` names."""
    folder = os.environ.get(RECORD_VARIABLE)
    return Path(folder) if folder else BUNDLED


def version_of(folder: Path) -> str:
    """Short hash over the files of a record; see ``Record.version``."""
    digest = hashlib.sha256()
    for path in sorted([*folder.glob("*.csv"), folder / "record.toml"]):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:10]


def known_since(links: Iterable[pd.DataFrame], reports: pd.DataFrame) -> pd.Series:
    """The day of the first report that speaks of each incident.

    Args:
        links: frames of ``incident_id`` and ``report_id``.
        reports: with ``known_on``.
    """
    every = pd.concat(links, ignore_index=True)
    known_on = reports["known_on"].array.take(positions(every["report_id"], reports["report_id"]))
    codes, ids = coded(every["incident_id"])
    days = pd.Series(known_on).groupby(codes).min()
    return pd.Series(
        days.to_numpy(), pd.Index(ids, dtype="str", name="incident_id"), name="known_on"
    )
