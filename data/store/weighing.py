"""What an import comes to beside what a store has: new, there already, revised, left out by the producer."""

from __future__ import annotations

import dataclasses
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from data.record.refusal import PUT_ASIDE_COLUMNS, RecordError
from data.sources.asked import Question
from data.sources.content import same_content
from data.sources.release import Release
from data.store.releases import LEFT_OUT, Scope, left_out, people_in, superseded, told_rows

if TYPE_CHECKING:
    from data.sources.intake import Batch

FEW: int = 2  # rows of a sheet whose day and place may both be corrected at once


@dataclass(frozen=True, eq=False)
class There:
    """What a store has of one producer.

    Attributes:
        contents: ``key``, ``content`` and ``batch`` of each row that counts or was left out.
        rows: live incidents and totals, as ``told_rows`` has them.
        releases: by batch, the release it is by its name.
        scopes: by batch that is a release, what it speaks of as a whole.
        unnamed: batches of sheets from before sheets had names.
    """

    contents: pd.DataFrame
    rows: pd.DataFrame
    releases: dict[str, Release | None]
    scopes: dict[str, Scope]
    unnamed: frozenset[str]


@dataclass(frozen=True, eq=False)
class Weighed:
    """What an import comes to.

    Attributes:
        batch: the file, with rows that add nothing to a newer release put aside.
        new: index of its rows to be written.
        duplicates: rows that are there already, unchanged.
        revisions: of the new rows, those under a key that is there.
        left_out: rows of the store that the file leaves out, as ``told_rows`` has them.
    """

    batch: Batch
    new: pd.Index
    duplicates: int
    revisions: int
    left_out: pd.DataFrame


def weigh(batch: Batch, there: There) -> Weighed:
    """Compare a file with what a store has of its producer.

    Raises:
        Question: only a person can tell what follows.
    """
    if there.contents.empty and there.rows.empty and not batch.source.sheet:  # all of it is new
        return Weighed(batch, batch.contents.index, batch.repeated, 0, there.rows)
    live = there.contents.loc[there.contents["content"] != LEFT_OUT, "key"]
    _one_form_of_ids(batch, list(live))
    batch = _under_old_keys(batch, there)
    own = told_rows(batch.tables, batch.contents["key"], batch.file)
    known = there.contents.set_index("key")
    keys, contents = batch.contents["key"], batch.contents["content"]
    before = known["content"].reindex(keys).set_axis(keys.index)
    known_before = np.flatnonzero(before.notna())
    olds, news = before.iloc[known_before].tolist(), contents.iloc[known_before].tolist()
    alike = np.zeros(len(keys), dtype=bool)
    alike[known_before] = [same_content(old, new) for old, new in zip(olds, news, strict=True)]
    same = pd.Series(alike, index=keys.index)
    by = superseded(batch, own, there.releases, there.scopes)
    by = by[~by.index.duplicated()].reindex(keys.index, fill_value="")
    late = by != ""
    there_already = same | (late & before.notna() & (before != LEFT_OUT))
    over = late & ~there_already
    new = ~there_already & ~over
    revised = new & before.notna()
    if batch.source.sheet:
        _ask_of_another_sheet(batch, own, there, keys[revised])
    gone = there.rows.iloc[:0]
    if batch.source.sheet and batch.source.replaced:
        gone = _gone_from_list(batch, own, there)
    elif batch.source.replaced:
        gone = left_out(batch, own, there.rows, there.releases)
    return Weighed(
        _put_aside(batch, by[over]),
        keys.index[new],
        batch.repeated + int(there_already.sum()),
        int(revised.sum()),
        gone,
    )


def _put_aside(batch: Batch, by: pd.Series) -> Batch:
    """The batch without the rows that a newer release covers, by its name."""
    if by.empty:
        return batch
    reasons = pd.DataFrame(
        [
            (batch.file, row, batch.source.key, batch.contents.at[row, "key"], f"a row of the newer release {name}, which covers that time and does not have it")
            for row, name in by.items()
        ],
        columns=PUT_ASIDE_COLUMNS,
    )  # fmt: skip
    whole = pd.concat([batch.put_aside, reasons]).sort_values("row", ignore_index=True)
    return dataclasses.replace(batch, put_aside=whole)


def _ask_of_another_sheet(batch: Batch, own: pd.DataFrame, there: There, keys: pd.Series) -> None:
    """Nothing, where rows under keys that are there are corrections of them.

    Raises:
        Question: they tell of other events, so that the file may be another sheet under the same name.
    """
    if batch.answers.release == "replaces":
        return
    old, new = (rows.set_index("key").reindex(keys) for rows in (there.rows, own))
    known = old["day"].notna()
    day, place, source = ((old[name] != new[name]) & known for name in ("day", "place", "source"))
    other = day & place & source
    if not other.any() and (day & place).sum() <= FEW:
        return
    told = (day & place)[day & place].index[0]
    first, was = new.loc[told], old.loc[told]
    raise Question(
        f"{batch.file}: {int((day & place).sum())} of its rows have the ids of rows of the sheet {batch.answers.name!r} that tell of another day and place, such as {told}: {first['day']:%Y-%m-%d}, {first['place']}; there: {was['day']:%Y-%m-%d}, {was['place']}.",
        {
            "name": "it is another sheet, its rows are added under a name of its own",
            "replaces": "they are corrections, and replace those rows",
        },
    )


def _gone_from_list(batch: Batch, own: pd.DataFrame, there: There) -> pd.DataFrame:
    """Incidents that a list of persons had and no longer has: of a list the whole comes again.

    Raises:
        Question: whether it is the whole list, or a part, cannot be told.
    """
    mine = there.rows[there.rows["key"].str.startswith(f"{batch.answers.name}/")]
    gone = mine[~mine["key"].isin(own["key"])]
    if gone.empty or batch.answers.release == "beside":
        return gone.iloc[:0]
    if batch.answers.release == "replaces":
        return gone
    raise Question(
        f"{batch.file}: the store has {len(gone)} incidents of the list {batch.answers.name!r} that the file no longer has, such as {gone['id'].iloc[0]}.",
        {
            "replaces": f"it is the whole list, they are corrected by it; {people_in(own)}",
            "beside": f"it is a part or another list, they stay; {people_in(pd.concat([own, gone]))}",
        },
    )


def _under_old_keys(batch: Batch, there: There) -> Batch:
    """A sheet whose rows are in the store from before sheets had names keeps their keys and ids.

    A row is taken for the one under its bare id where nothing differs, or day, place or source agree.
    """
    old = there.contents[there.contents["batch"].isin(there.unnamed)].set_index("key")
    if not batch.source.sheet or old.empty:
        return batch
    prefix = f"{batch.answers.name}/"
    bare = batch.contents["key"].str.removeprefix(prefix)
    own = told_rows(batch.tables, bare, batch.file).set_index("key")
    was = there.rows.set_index("key").reindex(own.index)
    agree = pd.concat([own[name] == was[name] for name in ("day", "place", "source")], axis=1)
    agreeing = set(own.index[agree.any(axis=1)])
    own_keys = set(there.contents["key"])
    legacy = [
        key in old.index
        and f"{prefix}{key}" not in own_keys
        and (key in agreeing or same_content(old.at[key, "content"], content))
        for key, content in zip(bare, batch.contents["content"], strict=True)
    ]
    rows = batch.contents.index[legacy]
    contents = batch.contents.assign(key=batch.contents["key"].where(~pd.Series(legacy, index=bare.index), bare))  # fmt: skip
    named = rf"^(team|toll)-{re.escape(batch.answers.name)}-"
    tables = {}
    for name, frame in batch.tables.items():
        ids = [column for column in frame.columns if column.endswith("_id")]
        mine = frame.index.isin(rows)
        renamed = frame.copy()
        if name not in ("actors", "sources"):
            for column in ids:
                if column not in ("source_id", "origin_id", "place_id"):
                    cells = frame.loc[mine, column].str.replace(named, r"\1-", regex=True)
                    renamed.loc[mine, column] = cells
        tables[name] = renamed
    return dataclasses.replace(batch, contents=contents, tables=tables)


def unnamed_sheets(imports: pd.DataFrame) -> frozenset[str]:
    """The batches of one source whose rows are known by their bare ids: from before sheets had names."""
    return frozenset(
        entry["batch"]
        for entry in imports.to_dict("records")
        if not (isinstance(entry.get("answers"), dict) and entry["answers"].get("name"))
    )


def _one_form_of_ids(batch: Batch, there: list[str]) -> None:
    """Nothing, where the ids of a batch are of the form of those that the store has of its source.

    Raises:
        RecordError: the producer gave the same rows other ids in another release.
    """
    for form in batch.source.key_forms:
        new = next((key for key in batch.contents["key"] if re.fullmatch(form, key)), None)
        old = next((key for key in there if not re.fullmatch(form, key)), None)
        if new and old:
            raise RecordError(
                f"{batch.file}: its rows have ids such as {new}, those of {batch.source.name} in the store such as {old}: releases that name the same rows in two ways, which together would count deaths twice; withdraw the batches of the one before importing the other."
            )
