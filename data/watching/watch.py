"""A saved selection with an owner and a rule, kept beside a store."""

from __future__ import annotations

import dataclasses
import json
import re
from dataclasses import dataclass
from typing import Final, Literal, get_args
from urllib.parse import parse_qs

from data.counting.asked import parse
from data.counting.selection import Selection
from data.record.record import Record
from data.record.refusal import RecordError
from data.store.files import Files

Rule = Literal["signal", "new", "revised", "passes", "waiting", "stale"]
RULES: Final[tuple[str, ...]] = get_args(Rule)
Digest = Literal["", "daily", "weekly"]
DIGESTS: Final[tuple[str, ...]] = get_args(Digest)
WITH_NUMBER: Final = {"revised": "percent", "passes": "people", "stale": "days"}
FOLDER: Final = "watches/"


@dataclass(frozen=True)
class Watch:
    """What somebody wants to be told of.

    Attributes:
        name: its name, one a store.
        owner: whom it tells.
        query: the selection, as an address has it.
        rule: ``signal`` (something rose), ``new`` (an incident), ``revised`` (a figure by more than ``number`` per cent),
            ``passes`` (the range of the figure reaches ``number``), ``waiting`` (a review or a match), ``stale`` (no data of
            the last ``number`` days).
        number: what the rule is held against; 0 where it needs none.
        language: of the owner.
        digest: ``daily`` or ``weekly``: its notices are sent together, once a day or week (UTC); empty sends each at once.
    """

    name: str
    owner: str
    query: str
    rule: Rule
    number: int = 0
    language: str = "en"
    digest: Digest = ""

    def selection(self, record: Record) -> Selection:
        """The selection it watches.

        Raises:
            RecordError: the record knows a part of it no more.
        """
        found, problems = parse(parse_qs(self.query), record)
        if problems:
            one = problems[0]
            raise RecordError(
                f"watch {self.name}: {one.parameter} = {one.value!r} is not in the record any more; expected a selection that it knows."
            )
        return found


def checked(watch: Watch) -> Watch:
    """A watch that may be kept.

    Raises:
        RecordError: its name is no file name, nobody owns it, or its rule lacks its number.
    """
    if not re.fullmatch(r"[\w-]{1,60}", watch.name):
        raise RecordError(f"watch = {watch.name!r}; expected letters, digits, - and _ only.")
    if not watch.owner.strip():
        raise RecordError("owner = ''; expected whom it tells.")
    if "@" in watch.owner and not re.fullmatch(
        r"[\w.+%-]+@[\w-]+(\.[\w-]+)*", watch.owner.strip(), re.ASCII
    ):
        raise RecordError(f"owner = {watch.owner!r}; expected a name, or an e-mail address such as desk@example.org.")  # fmt: skip
    if watch.rule not in RULES:
        raise RecordError(f"rule = {watch.rule!r}; expected one of {', '.join(RULES)}.")
    if watch.digest not in DIGESTS:
        raise RecordError(
            f"digest = {watch.digest!r}; expected {' or '.join(DIGESTS[1:])}, or none."
        )
    if (watch.rule in WITH_NUMBER) != (watch.number > 0):
        wanted = WITH_NUMBER.get(watch.rule)
        if not wanted:
            raise RecordError(f"number = {watch.number}; expected none with the rule {watch.rule}.")
        said = f"number = {watch.number}" if watch.number else "number is missing"
        raise RecordError(
            f"{said}; expected a number of {wanted} above 0 with the rule {watch.rule}."
        )
    return watch


def keep_watch(files: Files, watch: Watch) -> None:
    """Keep a watch; one of the same name is replaced."""
    content = json.dumps(dataclasses.asdict(checked(watch)), ensure_ascii=False, indent=1)
    files.write(f"{FOLDER}{watch.name}.json", content.encode())


def drop_watch(files: Files, name: str) -> None:
    """Watch no more.

    Raises:
        RecordError: there is no such watch.
    """
    if f"{FOLDER}{name}.json" not in files.marks(FOLDER):
        raise RecordError(f"watch = {name!r}; expected one of the store's.")
    files.remove([f"{FOLDER}{name}.json"])


def watches(files: Files) -> list[Watch]:
    """The watches of a store, by name.

    Raises:
        RecordError: one is not as it was kept.
    """
    found = []
    for name in files.marks(FOLDER):
        if name.endswith(".json"):
            try:
                found.append(checked(Watch(**json.loads(files.read(name)))))
            except (ValueError, TypeError):
                raise RecordError(f"{name}: not as it was kept; take it away and watch again.") from None  # fmt: skip
    return found
