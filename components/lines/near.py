"""What a distance from a point leaves open, as a sentence for page and command line."""

from __future__ import annotations

from components.words.language import Strings
from data.counting.near import Undecided, undecided
from data.counting.selection import Selection
from data.record.record import Record


def near_sentence(record: Record, selection: Selection, words: Strings) -> str:
    """How many incidents are known too coarsely to tell whether they lie within the distance; empty without one."""
    found = undecided(record, selection)
    if found is None:
        return ""
    said = words("exhibit.near", coarse=found.may_lie_outside, n=found.counted)
    more = more_sentence(found, words)
    return " ".join(filter(None, (said, more, words("exhibit.near_tolls"))))


def more_sentence(found: Undecided, words: Strings) -> str:
    """How many incidents that are not counted may lie within the distance; empty where none may."""
    n = len(found.may_lie_within)
    return words("exhibit.near_more", n=n) if n else ""
