"""Which records are one incident: by the score of the evidence, and by what people decided.

Groups are joined best first, compared as wholes by the mean score of their pairs; without a person only
above ``ACCEPT`` and where no rival comes within ``MARGIN``. Without a person a group never holds two rows of
one dataset, and never two that a person said are different. The rest is left for a person.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import product
from typing import Final

import pandas as pd

ACCEPT: Final = 3.0  # bits
MARGIN: Final = 2.0  # bits by which a pair of groups must beat its rivals
NO_EVIDENCE: Final = -1.0  # bits of two records of joined groups that are no pair of their own

STATES: Final = ("review", "automatic", "accepted", "rejected", "ruled out")

Key = frozenset[str]


def clusters(
    found: pd.DataFrame, datasets: pd.Series, decisions: Iterable[tuple[str, str, str]] = ()
) -> tuple[dict[str, str], pd.DataFrame]:
    """Group the records of one incident.

    Args:
        found: result of ``match.pairs``.
        datasets: by incident id, in the order of the record: the first of a group gives its id.
        decisions: a, b and ``accept`` or ``reject``, the last word on each pair.

    Returns:
        By incident id the id of its group, for incidents in groups only; and ``found`` with ``state``:
        accepted or rejected by a person, automatic, ruled out (one of them is joined with another row
        of the same dataset already), or review.
    """
    said = {frozenset((a, b)): verdict for a, b, verdict in decisions}
    rejected = {key for key, verdict in said.items() if verdict == "reject"}
    spoken = {*found["a"], *found["b"], *(one for key in said for one in key)}
    known = [one for one in sorted(spoken) if one in datasets.index]
    group = {one: frozenset([one]) for one in known}
    for key in sorted((k for k, verdict in said.items() if verdict == "accept"), key=sorted):
        if key <= group.keys():
            a, b = sorted(key)
            if not any(frozenset(pair) in rejected for pair in product(group[a], group[b])):
                _join(group, group[a], group[b])
    scores = {
        frozenset((a, b)): score
        for a, b, score in found[["a", "b", "score"]].itertuples(index=False)
    }
    while _round(group, scores, datasets, rejected):
        pass
    place = dict(zip(known, datasets.index.get_indexer(known), strict=True))
    heads = {
        one: min(members, key=place.__getitem__)
        for one, members in group.items()
        if len(members) > 1
    }
    return heads, found.assign(state=_states(found, group, said, datasets))


def may_join(one: Key, other: Key, datasets: pd.Series, rejected: set[Key]) -> bool:
    """Whether no dataset has a row in both groups, and no pair of theirs was rejected by a person."""
    if {datasets[x] for x in one} & {datasets[x] for x in other}:
        return False
    return not any(frozenset((x, y)) in rejected for x in one for y in other)


def _round(
    group: dict[str, Key], scores: dict[Key, float], datasets: pd.Series, rejected: set[Key]
) -> bool:
    """Join what is clear now; whether anything was."""
    told: dict[frozenset[Key], float] = {}
    for key, score in scores.items():
        a, b = key
        if group[a] != group[b]:
            pair = frozenset((group[a], group[b]))
            told[pair] = told.get(pair, 0.0) + score - NO_EVIDENCE
    mean: dict[Key, dict[Key, float]] = {}
    for pair, total in told.items():
        one, other = pair
        if may_join(one, other, datasets, rejected):
            value = total / (len(one) * len(other)) + NO_EVIDENCE
            mean.setdefault(one, {})[other] = value
            mean.setdefault(other, {})[one] = value
    ranked = sorted(
        ((value, one, other) for one, others in mean.items() for other, value in others.items()),
        key=lambda entry: (-entry[0], sorted(entry[1]), sorted(entry[2])),
    )
    joined: set[Key] = set()
    for value, one, other in ranked:
        if value < ACCEPT:
            break
        if one in joined or other in joined:
            continue
        rivals = [
            rival
            for centre, partner in ((one, other), (other, one))
            for third, rival in mean[centre].items()
            if third != partner and not may_join(third, partner, datasets, set())
        ]
        if not rivals or value - max(rivals) >= MARGIN:
            _join(group, one, other)
            joined |= {one, other}
    return bool(joined)


def _join(group: dict[str, Key], one: Key, other: Key) -> None:
    for member in one | other:
        group[member] = one | other


def _states(
    found: pd.DataFrame, group: dict[str, Key], said: dict[Key, str], datasets: pd.Series
) -> list[str]:
    states = []
    for a, b in found[["a", "b"]].itertuples(index=False):
        verdict = said.get(frozenset((a, b)))
        if verdict:
            states.append("accepted" if verdict == "accept" else "rejected")
        elif group[a] == group[b]:
            states.append("automatic")
        else:
            free = datasets[a] == datasets[b] or may_join(group[a], group[b], datasets, set())
            states.append("review" if free else "ruled out")
    return states
