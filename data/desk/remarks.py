"""What people say of single values: agreed, noted, to be corrected; it lapses when the value moves."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, get_args

from data.desk.acts import Act, Document
from data.desk.rows import Rows
from data.record.refusal import RecordError

Colour = Literal["green", "grey", "red"]
COLOURS: Final[tuple[str, ...]] = get_args(Colour)
WORDS_MOST: Final = 500

# what of an incident is looked at -> its table, and the columns it is told by; none are all of the row
ASPECTS: Final[dict[str, tuple[str, tuple[str, ...]]]] = {
    "day": ("incidents", ("date_low", "date_high", "date_precision")),
    "place": ("incidents", ("place", "place_id", "district", "country", "latitude", "longitude", "place_precision", "coordinate_source")),
    "what": ("incidents", ("title", "event_type", "target_type", "care", "cause", "victims")),
    "figure": ("observations", ()),
    "claim": ("claims", ()),
    "source": ("reports", ()),
}  # fmt: skip


@dataclass(frozen=True)
class Remark:
    """What somebody said of a value.

    Attributes:
        colour: ``green`` (agreed), ``grey`` (noted), ``red`` (to be corrected).
        words: why.
        who: by whom.
        at: when, as the ledger writes it.
        mark: of the value that it was said of.
    """

    colour: str
    words: str
    who: str
    at: str
    mark: str


def value_name(aspect: str, row: str) -> str:
    """How an act names a value: its table, its row, and what of it."""
    return f"{ASPECTS[aspect][0]}/{row}/{aspect}"


def parts_of(name: str) -> tuple[str, str, str]:
    """Table, row and aspect of a value's name.

    Raises:
        RecordError: it names none.
    """
    table, _, rest = name.partition("/")
    row, _, aspect = rest.rpartition("/")
    if not row or ASPECTS.get(aspect, ("",))[0] != table:
        raise RecordError(f"value = {name!r}; expected figure, claim, source, day, place or what, with the id of a row.")  # fmt: skip
    return table, row, aspect


def on_values(incident: str, said: Mapping[str, tuple[str, str]], who: str) -> Act:
    """An act that says something of values of an incident.

    Args:
        incident: its id.
        said: by name of the value, a colour and words; a blank colour takes back what was said.
        who: by whom.

    Raises:
        RecordError: nothing is said, or a colour is none, or a grey or red one is without words.
    """
    for name, (colour, words) in said.items():
        parts_of(name)
        if colour and colour not in COLOURS:
            raise RecordError(f"colour = {colour!r}; expected {', '.join(COLOURS)}, or none to take it back.")  # fmt: skip
        if colour in ("grey", "red") and not words.strip():
            raise RecordError(f"{name}: {colour} says nothing without words; expected why.")
        if len(words) > WORDS_MOST:
            raise RecordError(f"{name}: {len(words)} letters; expected at most {WORDS_MOST}.")
    if not said:
        raise RecordError("remarks = none; expected one at least.")
    reason = "; ".join(words.strip() or colour or "-" for colour, words in said.values())
    kept = {name: [colour, words.strip(), ""] for name, (colour, words) in said.items()}
    return Act("", "remark", who, "", (Document("incidents", incident),), reason, remarks=kept)


def with_marks(act: Act, rows: Rows) -> Act:
    """An act whose remarks know the values that they were made on.

    Args:
        act: the act.
        rows: the rows of its document.
    """
    marked = {name: [*said[:2], mark_of_value(name, rows)] for name, said in act.remarks.items()}
    return dataclasses.replace(act, remarks=marked)


def said_of(said: dict[str, Remark], act: Act) -> dict[str, Remark]:
    """What is said of the values of a document after an act on it, of values that moved since too; see ``holding``."""
    found = dict(said)
    for name, (colour, words, mark) in act.remarks.items():
        found.pop(name, None)
        if colour:
            found[name] = Remark(colour, words, act.who, act.at, mark)
    return found


def holding(said: dict[str, Remark], rows: Rows) -> dict[str, Remark]:
    """What is said of values that are as they were when it was said, whoever would have moved them.

    Args:
        said: of a document.
        rows: its rows now.
    """
    return {name: one for name, one in said.items() if one.mark == mark_of_value(name, rows)}


def mark_of_value(name: str, rows: Rows) -> str:
    """What changes with a value; empty where it is not there."""
    table, row, aspect = parts_of(name)
    cells, columns = rows.get(table, {}).get(row), ASPECTS[aspect][1]
    if cells is None:
        return ""
    told = {column: text for column, text in cells.items() if (column in columns if columns else column != "incident_id")}  # fmt: skip
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:12]
