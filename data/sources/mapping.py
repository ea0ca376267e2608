"""What the columns of a foreign sheet are, said once by a person: which is which, and how its cells are read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Final

import pandas as pd

from data.record.places import fold
from data.record.refusal import RecordError

NUMBER: Final = "{n}"
LONGEST: Final = 32_767  # letters of a text that are looked at
# a whole number as it stands in a text, with all that belongs to it: 12 000, 5-7, at least 20, 10+
_WHOLE: Final = "[0-9\u0660-\u0669](?:[.,\u066b\u066c' \u00a0\u202f]?[0-9\u0660-\u0669])*"
_BEFORE: Final = "at least|at most|more than|up to|about|around|between|from|over|au moins|au plus|plus de|environ|entre|لا يقل عن|على الأقل|أكثر من|حوالي|نحو|بين"
_AMOUNT: Final = (
    r"(?<![\w.,\u066b\u066c+~≈<>≤≥-])"  # nothing of it is left outside
    rf"((?:[~≈<>≤≥-]\s?|(?:{_BEFORE})\s+)?{_WHOLE}(?:\s?(?:-|–|—|to|and|à|et|إلى|و)\s?{_WHOLE})?\+?)"
    r"(?![\w.]\w)(?![\w+%])"
)
WESTERN: Final = str.maketrans(
    "\u0660\u0661\u0662\u0663\u0664\u0665\u0666\u0667\u0668\u0669", "0123456789"
)
JOINED: Final = " + "  # between the columns that are read as one
# names that foreign sheets give to the template's columns, in three languages
ALSO: Final[dict[str, tuple[str, ...]]] = {
    "id": ("report no", "nr", "no", "ref", "reference", "uuid", "code", "index", "الرقم", "رقم", "numéro"),
    "date": ("incident date", "date of incident", "when", "day", "today", "التاريخ", "date de l'incident", "jour"),
    "title": ("description", "summary", "what happened", "event", "الوصف", "résumé"),
    "place": ("location", "where", "town", "city", "المدينة", "ville", "place of event", "site", "المكان", "الموقع", "lieu", "endroit"),
    "district": ("mantika", "admin2", "المنطقة", "région"),
    "country": ("admin0", "البلد", "pays"),
    "latitude": ("lat", "gps latitude", "خط العرض"),
    "longitude": ("lon", "long", "lng", "gps longitude", "خط الطول"),
    "killed": ("deaths", "dead", "fatalities", "deaths total", "number killed", "قتلى", "القتلى", "عدد القتلى", "tués", "morts"),
    "injured": ("wounded", "injuries", "number injured", "جرحى", "الجرحى", "عدد الجرحى", "blessés"),
    "event_type": ("type", "type of event", "incident type", "نوع الحادث", "type d'incident"),
    "publisher": ("source", "reported by", "المصدر"),
    "published": ("report date", "date of report", "تاريخ النشر", "date de publication"),
    "url": ("link", "source link", "الرابط", "lien"),
    "note": ("notes", "remarks", "comments", "ملاحظات", "remarques"),
    "harm": ("status", "outcome", "result", "الحالة", "statut", "état"),
    "age": ("years", "العمر", "السن", "âge"),
    "sex": ("gender", "الجنس", "sexe", "genre"),
}  # fmt: skip


@dataclass(frozen=True)
class Mapping:
    """A foreign sheet in the template's columns.

    Attributes:
        name: a name to find it by.
        columns: column of the template -> column of the sheet, or several joined by `` + ``.
        constants: column of the template -> what it says in every row.
        translate: column of the template -> what the sheet's cells mean in its words.
        patterns: column of the template -> the words around a number in the sheet's text, with ``{n}`` for it.
        persons: each row is a person, to be counted; see ``persons``.
    """

    name: str
    columns: dict[str, str]
    constants: dict[str, str]
    translate: dict[str, dict[str, str]] = field(default_factory=dict)
    patterns: dict[str, str] = field(default_factory=dict)
    persons: bool = False

    def taken(self, header: Iterable[str] = ()) -> set[str]:
        """The columns of the sheet that are read; all others are left out before anything is looked at.

        Args:
            header: the sheet's columns: a name that is one of them is no join of two.
        """
        there = set(header)
        return {part for theirs in self.columns.values() for part in _parts(theirs, there)}

    def check(self, header: list[str], template: list[str], file: str) -> None:
        """Nothing, where every column that it names is there.

        Args:
            header: the sheet's columns.
            template: the template's.
            file: name of the sheet.

        Raises:
            RecordError: a column does not exist, or a pattern does not say where the number is.
        """
        strange = sorted(
            {*self.columns, *self.constants, *self.translate, *self.patterns} - set(template)
        )
        if strange:
            raise RecordError(
                f"{', '.join(strange)}: no column of the template; expected some of {', '.join(template)}."
            )
        absent = sorted(self.taken(header) - set(header))
        if absent:  # what was taken for the header of a list of persons may be a person's row
            shown = f"one of its {len(header)} columns" if self.persons else f"some of {', '.join(header)}"  # fmt: skip
            raise RecordError(f"{file}, row 1: no column {', '.join(absent)}; expected {shown}.")
        for pattern in self.patterns.values():
            number_in(pattern)

    def applied(self, raw: pd.DataFrame, file: str) -> pd.DataFrame:
        """The rows in the template's columns; the sheet's other columns are left out.

        A cell that a translation does not know stays as it is, and is refused where the record's words are
        closed. A text without the words of a pattern says nothing of the number.

        Raises:
            RecordError: the sheet lacks a column of the mapping.
        """
        absent = sorted(self.taken(raw.columns) - set(raw.columns))
        if absent:
            raise RecordError(
                f"{file}, row 1: missing {', '.join(absent)}; expected the columns of the mapping {self.name!r}."
            )
        mapped = {ours: self._cells(raw, ours, theirs) for ours, theirs in self.columns.items()}
        constant = {
            ours: pd.Series(value, index=raw.index, dtype="str")
            for ours, value in self.constants.items()
        }
        return pd.DataFrame({**mapped, **constant}, index=raw.index, dtype="str")

    def _cells(self, raw: pd.DataFrame, ours: str, theirs: str) -> pd.Series:
        first, *more = _parts(theirs, set(raw.columns))
        cells = raw[first].str.strip()
        for part in more:
            other = raw[part].str.strip()
            cells = (cells + ", " + other).where((cells != "") & (other != ""), cells + other)
        if ours in self.patterns:
            cells = cells.map(number_in(self.patterns[ours]))
        words = {fold(word): meaning for word, meaning in self.translate.get(ours, {}).items()}
        return cells.map(lambda cell: words.get(fold(cell), cell)) if words else cells


def _parts(theirs: str, there: set[str]) -> list[str]:
    if theirs in there:
        return [theirs]
    return [part.strip() for part in theirs.split(JOINED)]


def number_in(pattern: str) -> Callable[[str], str]:
    """A reader of the number in a text that stands where a pattern says.

    The pattern is plain words with ``{n}`` for the number, so that reading takes time in proportion to the text.
    Of a text with two different numbers there the text is left, which is refused as no number; of a text
    without the words nothing is left.

    Raises:
        RecordError: the pattern does not say where the number is.
    """
    if pattern.count(NUMBER) != 1:
        raise RecordError(
            f"pattern = {pattern!r}; expected words with {NUMBER} once, for the number."
        )
    before, after = (re.escape(part.strip()) for part in pattern.split(NUMBER))
    start, end = r"(?<!\w)" if before else "", r"(?!\w)" if after else ""
    sought = re.compile(rf"{start}{before}\s?{_AMOUNT}\s?{after}{end}", re.IGNORECASE)

    def read(text: str) -> str:
        found = {one.group(1) for one in sought.finditer(text[:LONGEST])}
        if len(found) != 1:
            return text if found else ""
        return found.pop().translate(WESTERN)

    return read


def pair(text: str) -> tuple[str, str]:
    """The two sides of ``ours=theirs``.

    Raises:
        RecordError: it has not two sides.
    """
    ours, sign, theirs = text.partition("=")
    if not sign or not ours.strip():
        raise RecordError(f"{text!r} cannot be; expected two names with = between them.")
    return ours.strip(), theirs.strip()


def translations(lines: Iterable[str]) -> dict[str, dict[str, str]]:
    """What the cells of each column mean, from lines such as ``event_type:bombing=airstrike``.

    Raises:
        RecordError: a line is no such line.
    """
    found: dict[str, dict[str, str]] = {}
    for line in lines:
        ours, _, meant = line.partition(":")
        found.setdefault(ours.strip(), {}).update([pair(meant)])
    return found


def guessed(header: list[str], columns: list[str]) -> dict[str, str]:
    """Which columns of a foreign sheet are likely which of the template's, by their names in three languages.

    Args:
        header: the sheet's columns.
        columns: the template's.

    Returns:
        Column of the template -> column of the sheet, for a person to look at.
    """
    plain = {fold(name.rpartition("/")[2].replace("_", " ")): name for name in reversed(header)}
    found: dict[str, str] = {}
    for ours in columns:
        for name in (ours.replace("_", " "), *ALSO.get(ours, ())):
            theirs = plain.get(fold(name))
            if theirs and theirs not in found.values():
                found[ours] = theirs
                break
    return found


def looks_like_header(header: list[str], columns: list[str], stated: Mapping) -> bool:
    """Whether a row is likely the header: it has the columns that were stated, or two with names of the template's."""
    if stated.columns:
        return stated.taken(header) <= set(header)
    return len(guessed(header, columns)) > 1
