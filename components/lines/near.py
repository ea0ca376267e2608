"""What a distance from a point leaves open, as a sentence for page and command line."""

from __future__ import annotations

from components.words.language import Strings
from data.counting.near import undecided
from data.counting.selection import Selection
from data.record.record import Record


def near_sentence(record: Record, selection: Selection, words: Strings) -> str:
    """How many incidents are known too coarsely to tell whether they lie within the distance; empty without one."""
    found = undecided(record, selection)
    if found is None:
        return ""
    more = words("exhibit.near_more", n=found.may_lie_within) if found.may_lie_within else ""
    said = words("exhibit.near", coarse=found.may_lie_outside, n=found.counted)
    return " ".join(filter(None, (said, more, words("exhibit.near_tolls"))))
