"""Words that two records have in common, weighed by how rare they are among all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from data.record.places import fold

SHORTEST: Final = 4  # letters of a word that may tell one incident from another
_BETWEEN: Final = r"[\s\-_/,]+"  # the signs that folding takes for spaces


@dataclass(frozen=True, eq=False)
class Words:
    """Which words stand in which rows, each once, in one spelling.

    Attributes:
        rows: position of the row of each.
        codes: which word it is.
        size: how many rows there are.
    """

    rows: np.ndarray
    codes: np.ndarray
    size: int

    def without(self, other: Words) -> Words:
        """The words of each row that do not stand in the same row of another."""
        most = int(max(self.codes.max(initial=0), other.codes.max(initial=0))) + 1
        kept = ~np.isin(self.rows * most + self.codes, other.rows * most + other.codes)
        return Words(self.rows[kept], self.codes[kept], self.size)

    def of(self, rows: np.ndarray) -> dict[int, frozenset[int]]:
        """The words of some rows."""
        order = np.argsort(self.rows, kind="stable")
        first = np.searchsorted(self.rows[order], [rows, rows + 1])
        codes = self.codes[order]
        return {int(row): frozenset(codes[a:b].tolist()) for row, a, b in zip(rows, *first, strict=True)}  # fmt: skip


def words_of(*columns: pd.Series) -> list[Words]:
    """The words of texts; a word has the same code in each of the columns.

    A text is cut at the signs that folding takes for spaces, so that each different piece is folded once:
    what folding does, it does within a word.
    """
    parted = [_parted(column) for column in columns]
    pieces = pa.chunked_array([piece for piece, _ in parted]).combine_chunks().dictionary_encode()
    known: dict[str, int] = {}
    meant = []
    for piece in pieces.dictionary.to_pylist():
        own = [word for word in fold(piece).split() if len(word) >= SHORTEST]
        meant.append([known.setdefault(word, len(known)) for word in own])
    counts = np.array([len(codes) for codes in meant], dtype=np.int64)
    flat = np.array([code for codes in meant for code in codes], dtype=np.int64)
    begins = np.cumsum(counts) - counts
    found, at = [], 0
    for piece, rows in parted:
        own = pieces.indices[at : at + len(piece)].to_numpy(zero_copy_only=False)
        at += len(piece)
        many = counts[own]
        row = np.repeat(rows, many)
        within = np.arange(len(row)) - np.repeat(np.cumsum(many) - many, many)
        codes = flat[np.repeat(begins[own], many) + within]
        size = max(len(known), 1)
        once = np.unique(row * size + codes)
        found.append(Words(once // size, once % size, len(columns[0])))
    return found


def _parted(texts: pd.Series) -> tuple[pa.Array, np.ndarray]:
    """The pieces of each text, and the position of the row each is of."""
    cells = pa.array(texts.to_numpy(object), pa.string()).fill_null("")
    lists = pc.split_pattern_regex(cells, _BETWEEN)
    rows = pc.list_parent_indices(lists).to_numpy(zero_copy_only=False).astype(np.int64)
    return pc.list_flatten(lists), rows


def weighed(
    words: Words, i: np.ndarray, j: np.ndarray, *, share: float, most: float, none: float
) -> np.ndarray:
    """Words in common weigh by how rare they are, each further one half as much; no word in common weighs against.

    Args:
        words: of all rows.
        i: rows on one side.
        j: rows on the other.
        share: how much of a word's rarity counts, since coders copy from the same reports.
        most: bits at most.
        none: bits where both say something and share no word.
    """
    weight = np.log2(words.size / np.maximum(np.bincount(words.codes), 1))
    of = words.of(np.unique(np.concatenate([i, j])))
    bits = []
    for x, y in zip(i.tolist(), j.tolist(), strict=True):
        common = sorted((weight[word] for word in of[x] & of[y]), reverse=True)
        if common:
            bits.append(min(most, sum(share * bit / 2**n for n, bit in enumerate(common))))
        else:
            bits.append(none if of[x] and of[y] else 0.0)
    return np.array(bits).round(2)
