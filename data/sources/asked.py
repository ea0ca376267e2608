"""What only a person can say of a file: the question, and the answer that is kept with the import."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import Any, Final, Literal

from data.record.refusal import RecordError

Release = Literal["", "replaces", "beside"]
OPTIONS: Final = {
    "name": "--name NAME",
    "replaces": "--replaces",
    "beside": "--beside",
    "as_is": "--as-is ROW",
    "as_unknown": "--as-unknown ROW",
}


def option_of(answer: str) -> str:
    """How the command line is told an answer; one with a value is ``sheet:July``."""
    field, _, value = answer.partition(":")
    return f"--{field} {value!r}" if value else OPTIONS.get(answer, answer)


class Question(RecordError):
    """A file can be taken in several ways; nothing is written before somebody says which.

    Attributes:
        said: what is unclear.
        outcomes: by answer (a field or value of ``Answers``), what follows from it; ``sheet:July`` where a value is chosen.
        rows: the rows that are meant; none is the whole file.
    """

    def __init__(self, said: str, outcomes: dict[str, str], rows: tuple[int, ...] = ()) -> None:
        """Say what is unclear and what each answer would do."""
        self.said, self.outcomes, self.rows = said, outcomes, rows
        told = "; ".join(f"{option_of(one)}: {what}" for one, what in outcomes.items())
        super().__init__(f"{said} Say which: {told}.")

    def __reduce__(self) -> tuple:
        """Made again from its parts when it comes from another process."""
        return Question, (self.said, self.outcomes, self.rows)


class ColumnsUnknown(RecordError):
    """The columns are of no known source, or name persons; a mapping made by a person can tell which are read.

    Attributes:
        columns: the header.
    """

    def __init__(self, said: str, columns: list[str]) -> None:
        """What was met, and the header it was met in."""
        super().__init__(said)
        self.said, self.columns = said, columns

    def __reduce__(self) -> tuple:
        """Made again from its parts when it comes from another process."""
        return ColumnsUnknown, (self.said, self.columns)


@dataclass(frozen=True)
class Answers:
    """What a person said of a file.

    Attributes:
        name: of a team's sheet, part of the key of its rows; empty is by its publisher.
        release: ``replaces``: rows that the store has and the file lacks were left out by the producer;
            ``beside``: they stay.
        sheet: which sheet of a workbook is read.
        delimiter: what parts the cells of a text.
        as_is: rows whose number stands, though it looks like a placeholder or lies far above the others.
        as_unknown: rows whose number of that kind stands for unknown.
        coverage: how the keeper of a team's sheet covers its days; empty is in part.
    """

    name: str = ""
    release: Release = ""
    coverage: str = ""
    sheet: str = ""
    delimiter: str = ""
    as_is: tuple[int, ...] = ()
    as_unknown: tuple[int, ...] = ()

    def or_as(self, before: dict[str, Any]) -> Answers:
        """These answers, and where nothing is said those given before for the same file."""
        known = {
            name: tuple(value) if isinstance(value, list) else value
            for name, value in before.items()
            if name in asdict(self)
        }
        missing: dict[str, Any] = {
            name: value for name, value in known.items() if not getattr(self, name)
        }
        return replace(self, **missing)

    def kept(self) -> dict[str, Any]:
        """What was said, for the ledger."""
        return {name: value for name, value in asdict(self).items() if value}
