"""What a store holds, as whoever makes the record takes it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

import pandas as pd

from data.desk.acts import Act
from data.record.bands import Band


@dataclass(frozen=True, eq=False)
class Contents:
    """What a store holds now.

    Attributes:
        tables: live rows by table of the schema.
        version: short hash over the live batches; empty for an empty store.
        damaged: batches left out because a file's hash differs from its manifest.
        decided: the last word of a person on each pair of records.
        bands: how the imported datasets cover their days.
        put_aside: by dataset, rows that were put aside and killed that they print.
        acts: what people did to documents of the record, oldest first.
        until: the day on which what counts was last brought or changed; None where nothing was.
    """

    tables: dict[str, pd.DataFrame]
    version: str
    damaged: tuple[str, ...]
    decided: list[tuple[str, str, str]]
    bands: tuple[Band, ...] = ()
    put_aside: dict[str, tuple[int, int | None]] = field(default_factory=dict)
    acts: list[Act] = field(default_factory=list)
    until: dt.date | None = None
