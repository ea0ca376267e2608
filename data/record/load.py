"""A record's files in, the record out; and the record with imported rows beside its own."""

from __future__ import annotations

import dataclasses
import datetime as dt
import tomllib
from pathlib import Path
from typing import Final

import pandas as pd

from data.record.bands import DAY, Band, band_of_file, entry
from data.record.blocs import NO_SIDE, blocs_of_file
from data.record.ids import among
from data.record.partial_dates import last_day
from data.record.possible import (
    impossible_dates,
    impossible_days,
    impossible_incidents,
    without_parents,
)
from data.record.record import BUNDLED, Record, chosen_folder, known_since, version_of
from data.record.refusal import PUT_ASIDE_COLUMNS, RecordError
from data.record.schema import TABLES
from data.record.tables import read_table
from data.record.translations import translations_of
from data.record.war_places import war_places_of_file

NEVER: Final = pd.Timestamp("1800-01-01")


def load(folder: Path = BUNDLED) -> Record:
    """Read, check and join the tables of a record.

    Args:
        folder: a folder with ``record.toml`` and one CSV per table of ``schema.TABLES``.

    Returns:
        The record. Rows that break a rule are in ``put_aside``, the rest is loaded.

    Raises:
        RecordError: a file is missing or unreadable, or ``record.toml`` lacks an entry.
    """
    about = _about(folder / "record.toml")
    tables = {name: read_table(folder / f"{name}.csv", name) for name in TABLES}
    frames = {name: table.rows for name, table in tables.items()}
    refused = [table.put_aside for table in tables.values()]
    refused.append(without_parents(frames))
    refused.append(_of_no_bloc(frames, [bloc.bloc_id for bloc in about["blocs"]]))
    refused.append(impossible_incidents(frames, about["date"]))
    refused.append(impossible_dates(frames, about["date"]))
    refused.append(without_parents(frames))
    if tables["incidents"].read and frames["incidents"].empty:
        first = pd.concat(refused).iloc[0]
        raise RecordError(
            f"incidents.csv: none of its {tables['incidents'].read} rows could be accepted; "
            f"the first reason: {first['file']}, row {first['row']}, {first['column']} = "
            f"{first['value']!r}, expected {first['expected']}."
        )
    for name in tables:
        frames[name] = frames[name].reset_index(drop=True)
    for name in ("reports", "tolls"):
        frames[name] = with_known_on(frames[name], about["date"])
    own = tuple(frames["incidents"]["dataset"].unique())
    about["bands"] = tuple(dataclasses.replace(band, datasets=own) for band in about["bands"])
    return Record(
        **about,
        **frames,
        translations=translations_of(folder),
        version=version_of(folder),
        put_aside=pd.concat(refused, ignore_index=True)[PUT_ASIDE_COLUMNS],
        read={name: table.read for name, table in tables.items()},
        known_since=known_since(links(frames), frames["reports"]),
    )


def joined(
    record: Record,
    imports: dict[str, pd.DataFrame],
    version: str,
    bands: tuple[Band, ...] = (),
    until: dt.date | None = None,
) -> Record:
    """A record with imported rows beside its own.

    Args:
        record: the record.
        imports: accepted rows by table; of an id that the record has, the record's row stays.
        version: of the imports; it becomes part of the record's version.
        bands: of the imported datasets.
        until: the day on which something last came in; None is not after the record's own day.

    Returns:
        The record as if the rows had stood in its files.
    """
    if not version:
        return record
    date = max(record.date, until or record.date)
    frames = {}
    for name, schema in TABLES.items():
        columns = list(schema.columns)
        own = record.table(name)[columns]
        more = (
            imports[name][columns].astype(own.dtypes.to_dict())
            if len(imports[name])
            else own.iloc[:0]
        )
        if name != "sides":  # which has no id
            more = more[~among(more[columns[0]], own[columns[0]])].drop_duplicates(columns[0])
        frames[name] = pd.concat([own, more], ignore_index=True)
    far = impossible_days(frames)
    lost = pd.concat([far, without_parents(frames)])
    for name in ("reports", "tolls"):
        frames[name] = with_known_on(frames[name].reset_index(drop=True), date)
    return dataclasses.replace(
        record,
        date=date,
        gathered=record.gathered or record.date,
        **{name: frame.reset_index(drop=True) for name, frame in frames.items()},
        version=f"{record.version}-{version}",
        bands=(*record.bands, *bands),
        put_aside=pd.concat([record.put_aside, lost], ignore_index=True),
        read={name: record.read[name] + len(imports[name]) for name in TABLES},
        known_since=known_since(links(frames), frames["reports"]),
    )


def load_chosen() -> Record:
    """The bundled record, or the one in the folder that the variable ``CASUALTY_RECORD`` names.

    Raises:
        RecordError: it cannot be read.
    """
    return load(chosen_folder())


def _about(path: Path) -> dict:
    try:
        content = tomllib.loads(path.read_text("utf-8"))
    except OSError:
        raise RecordError(f"{path.name}: the file is missing; the record needs it.") from None
    except UnicodeDecodeError:
        raise RecordError(f"{path.name}: the file is not UTF-8; save it as UTF-8.") from None
    except tomllib.TOMLDecodeError as error:
        raise RecordError(f"{path.name}: {error}.") from None
    bands = entry(path.name, content, "band", list, "one or more [[band]] tables")
    return {
        "title": entry(path.name, content, "title", str, "a text"),
        "date": entry(path.name, content, "date", dt.date, DAY),
        "licence": entry(path.name, content, "licence", str, "a text"),
        "bands": tuple(band_of_file(path.name, band) for band in bands),
        "blocs": blocs_of_file(path.name, content),
        "war_places": war_places_of_file(path.name, content),
    }


def with_known_on(rows: pd.DataFrame, today: dt.date) -> pd.DataFrame:
    """Add ``known_on``, the day from which a report counts, and ``dated_on``, by which later words replace earlier.

    An undated report or toll counts only now, yet nothing shows that it is later than a dated one: it
    replaces no dated word and wins no tie.
    """
    known = {text: pd.Timestamp(min(last_day(text), today)) for text in rows["published"].dropna().unique()}  # fmt: skip
    known_on = rows["published"].map(known).fillna(pd.Timestamp(today)).astype("datetime64[us]")
    return rows.assign(known_on=known_on, dated_on=known_on.where(rows["published"].notna(), NEVER))


def _of_no_bloc(frames: dict[str, pd.DataFrame], blocs: list[str]) -> pd.DataFrame:
    """Take memberships out of ``frames`` that name no bloc of the record."""
    sides = frames["sides"]
    wrong = sides[~sides["side"].isin([*blocs, NO_SIDE])]
    frames["sides"] = sides.drop(index=wrong.index)
    expected = f"one of: {', '.join([*blocs, NO_SIDE])}"
    lines = [("sides.csv", row, "side", value, expected) for row, value in wrong["side"].items()]
    return pd.DataFrame(lines, columns=PUT_ASIDE_COLUMNS)


def links(frames: dict[str, pd.DataFrame]) -> list[pd.DataFrame]:
    """Which reports speak of which incidents, as ``record.known_since`` takes them."""
    return [
        frames[name][["incident_id", "report_id"]]
        for name in ("incidents", "observations", "claims")
    ]
