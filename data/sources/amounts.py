"""A number of people as a person writes it: 4, 10+, 5-7, about 20, at least 3; a word stays a word."""

from __future__ import annotations

import re
from typing import Final

from data.sources.cells import plain, whole_number

EXPECTED: Final = (
    "a whole number, 0 or more; 10+, 5-7 or about 20; a word without digits; or nothing"
)
_N: Final = r"([0-9][0-9,٬' \u00a0\u202f]*)"
_FORMS: Final = (
    ("at least", rf"{_N}\s*\+|(?:at least|min\.?|minimum|≥|>=|au moins|لا يقل عن|على الأقل)\s*{_N}"),
    ("more than", rf"(?:more than|over|above|>|plus de|أكثر من)\s*{_N}"),
    ("at most", rf"(?:at most|up to|max\.?|≤|<=|jusqu['’]à|au plus|حتى|لا يزيد عن)\s*{_N}"),
    ("about", rf"(?:about|around|approx\.?|approximately|circa|ca\.?|c\.|~|≈|environ|حوالي|نحو|قرابة)\s*{_N}"),
    ("range", rf"(?:from|between|de|entre|من|بين)?\s*{_N}\s*(?:-|–|—|to|and|à|et|إلى|و)\s*{_N}"),
)  # fmt: skip
FORMS: Final = tuple((name, re.compile(pattern, re.IGNORECASE)) for name, pattern in _FORMS)


def amount(text: str) -> tuple[str, str, str, str] | None:
    """What a cell says of people.

    Args:
        text: the cell.

    Returns:
        Low, value, high and qualifier, as the record's observations have them: all empty where nothing is
        said; ``words`` where it is a word. None where it is no amount: a negative or broken number, a number
        with letters, the error of a spreadsheet.
    """
    bare = plain(text)
    if not bare:
        return "", "", "", ""
    number = whole_number(bare)
    if re.fullmatch(r"[0-9]{1,8}", number):
        return number, number, number, "exact"
    for qualifier, pattern in FORMS:
        found = pattern.fullmatch(bare)
        if found:
            numbers = [whole_number(part.strip()) for part in found.groups() if part]
            if not all(re.fullmatch(r"[0-9]{1,8}", part) for part in numbers):
                return None
            return _as(qualifier, numbers)
    if bare.casefold() in ("true", "false"):  # a spreadsheet's ticked box is no word of a source
        return None
    # a digit of any script, a fraction or a power is a number that cannot be read; the rest is a word
    return None if any(c.isnumeric() for c in bare) else ("", "", "", "words")


def _as(qualifier: str, numbers: list[str]) -> tuple[str, str, str, str] | None:
    first = numbers[0]
    if qualifier == "range":
        low, high = numbers
        return (low, "", high, "range") if int(low) <= int(high) else None
    if qualifier == "at most":
        return "", first, first, "at most"
    if qualifier == "about":
        return first, first, first, "about"
    return first, first, "", qualifier
