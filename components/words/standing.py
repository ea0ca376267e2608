"""What people decided about the incidents of an answer, as sentences beside its figures."""

from __future__ import annotations

from components.words.language import Strings
from data.counting.selection import Selection
from data.counting.standing import standing
from data.record.record import Record


def standing_sentence(record: Record, selection: Selection, words: Strings) -> str:
    """How many incidents wait, are disputed, have changed or were accepted by who entered them; empty where none.

    Args:
        record: the record.
        selection: what is asked.
        words: the reader's language.
    """
    found = standing(record, selection)
    waits = "counted" if selection.pending == "with" else "not_counted"
    changed = "as_accepted" if selection.review == "accepted" else "as_changed"
    told = (
        (f"standing.{waits}", found.pending),
        ("standing.disputed", found.disputed),
        (f"standing.{changed}", found.changed),
        ("standing.alone", found.alone),
    )
    return " ".join(words(key, n=len(ids)) for key, ids in told if ids)
