"""How cells of numbers, codes and days are read: what has one reading is taken, what has two is asked about."""

from __future__ import annotations

import datetime as dt
import functools
import re
from typing import Final, Literal

import numpy as np
import pandas as pd
from babel import Locale

from data.record.partial_dates import last_day
from data.record.places import fold
from data.record.refusal import RecordError
from data.sources.source import Source
from data.sources.wholly import each

DayOrder = Literal["day-first", "month-first"]
# direction marks, joiners, soft hyphens, byte-order marks: nobody sees them, and no number has them
INVISIBLE: Final = re.compile("[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
# what spreadsheets and people write where there is no number
NOTHING: Final = frozenset({"-", "–", "—", "?", ".", "n/a", "na", "n.a.", "null", "nan", "nil"})
ERRORS: Final = frozenset(
    {"#N/A", "#DIV/0!", "#REF!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!"}
)
PLACEHOLDERS: Final = frozenset({"999", "9999", "99999", "999999", "9999999"})
OUTLYING: Final = 100  # times the largest of the file's other numbers
_SPACES: Final = re.compile("[\u00a0\u2000-\u200a\u202f\u205f\u3000]")
# not three: 12.000 is twelve in one country and twelve thousand in another
_ZEROS: Final = re.compile(r"(-?[0-9]+)\.(?:0{1,2}|0{4,})")
_GROUPED: Final = re.compile(r"[0-9]{1,3}(?:([,٬' ])[0-9]{3})(?:\1[0-9]{3})*(?:\.0{1,2})?")
_DECIMAL: Final = re.compile(r"(-?[0-9]{1,3})[,٫]([0-9]+)")
_SLASHED: Final = re.compile(
    r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})(?:[ T]\d{1,2}:\d{2}(?::\d{2})?)?"
)
_NAMED: Final = re.compile(r"(?:[^\W\d]{2,12},?\s+)?(\d{1,2})[\s.-]+([^\W\d]+\.?(?:\s[^\W\d]+)?)[\s.,-]+(\d{4}|\d{2})")  # fmt: skip
_TIMED: Final = re.compile(r"(\d{4}-\d{2}-\d{2})[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?")  # fmt: skip
_WEEKDAY: Final = re.compile(r"[^\W\d]{2,10},\s+(?=\d)")
_SERIAL: Final = re.compile(r"[1-5][0-9]{4}(?:\.\d+)?")
_DIGITS: Final = re.compile("[0-9]{1,9}")
_GROUPS: Final = re.compile("(?<=[0-9])[,٬' ](?=[0-9]{3}(?![0-9]))")
_LANGUAGES: Final = ("en", "fr", "ar", "ar_LY", "ar_IQ", "ar_MA")


class DaysUnclear(RecordError):
    """Days may be read in two ways; a person must say which."""


def seen(text: str) -> str:
    """A cell with the invisible made visible, for a reason."""
    return INVISIBLE.sub(lambda found: f"‹U+{ord(found.group()):04X}›", text)


def cleaned(raw: pd.DataFrame, source: Source) -> tuple[pd.DataFrame, list[str]]:
    """Numbers, codes, degrees and days of a source's rows without what is only their form.

    ``5.0`` is 5, ``1,093`` and ``106 000`` are whole numbers of people, ``32,85`` is a degree. Texts stay.

    Returns:
        The rows; and in words, what was read in another way than it was written.
    """
    raw, changed = raw.copy(), 0
    for columns, read in (
        (source.people, whole_number),
        (source.codes, whole_number),
        (source.degrees, degree),
        (source.dated, plain),
    ):
        for column in raw.columns.intersection(list(columns)):
            new = each(raw[column], read)
            changed += int((new != raw[column].str.strip()).sum())
            raw[column] = new
    empty = 0
    for column in raw.columns.intersection(list(source.people)):
        nothing = raw[column].str.casefold().isin(NOTHING)
        empty += int(nothing.sum())
        raw[column] = raw[column].where(~nothing, "")
    told = [f"{changed} cells of numbers, codes and days were read without their form (such as 5.0, 1,093, invisible marks)."]  # fmt: skip
    told = told if changed else []
    if empty:
        told.append(
            f"{empty} cells such as N/A, - or ? in columns of numbers were read as not reported."
        )
    return raw, told


def errors(raw: pd.DataFrame) -> list[tuple[int, str, str, str]]:
    """Cells that hold an error of a spreadsheet, as reasons to put their rows aside."""
    return [
        (int(row), column, raw.at[row, column], "a value; the cell holds an error of a spreadsheet")
        for column in raw.columns
        for row in raw.index[_errors_in(raw[column])]
    ]


def _errors_in(cells: pd.Series) -> pd.Series:
    hashed = cells.str.contains("#", regex=False)
    return cells.where(hashed, "").str.strip().str.upper().isin(ERRORS)


def doubtful(raw: pd.DataFrame, source: Source) -> list[tuple[int, str, str]]:
    """Numbers of people that often stand for unknown, or are far above all others of the file.

    Returns:
        Row, column and cell of each.
    """
    found = []
    for column in raw.columns.intersection(list(source.people)):
        cells = raw[column]
        held = {cell: _DIGITS.findall(_GROUPS.sub("", cell)) for cell in cells.unique()}
        odd = {cell for cell, numbers in held.items() if PLACEHOLDERS & set(numbers)}
        greatest = {cell: max(map(int, numbers)) for cell, numbers in held.items() if numbers and cell not in odd}  # fmt: skip
        usual = cells.map(greatest).dropna().astype(float).sort_values()
        if len(usual) > 2:
            # above the first step of a hundredfold nothing is usual, however many stand there
            steps = usual.to_numpy()[1:] >= OUTLYING * np.maximum(usual.to_numpy()[:-1], 1)
            upper = np.flatnonzero(steps[len(usual) // 2 :])
            if len(upper):
                odd |= set(cells[usual.index[len(usual) // 2 + upper[0] + 1 :]])
        found += [(int(row), column, str(cells.at[row])) for row in cells.index[cells.isin(odd)]]
    return found


def plain(text: str) -> str:
    """A cell without invisible marks, with plain spaces."""
    return _SPACES.sub(" ", INVISIBLE.sub("", text)).strip()


def whole_number(text: str) -> str:
    """A whole number in plain digits, if it is one: people come in no parts, so that a separator is one of thousands."""
    bare = plain(text).replace("’", "'")
    if _GROUPED.fullmatch(bare):
        return re.sub(r"[,٬' ]|\.0+$", "", bare)
    found = _ZEROS.fullmatch(bare)
    return found.group(1) if found else bare


def degree(text: str) -> str:
    """A degree with a point, if it is written with a comma."""
    bare = plain(text)
    found = _DECIMAL.fullmatch(bare)
    return f"{found.group(1)}.{found.group(2)}" if found else bare


def with_days(
    raw: pd.DataFrame, source: Source, file: str, dates: DayOrder | None
) -> tuple[pd.DataFrame, list[str]]:
    """Days turned into YYYY-MM-DD where they have one reading, or as somebody said how to read them.

    Args:
        raw: the rows.
        source: says in which columns days stand.
        file: its name, for the message.
        dates: whether the day or the month comes first in 03/04/2020.

    Returns:
        The rows; and in words, what was read in another way than it was written.

    Raises:
        DaysUnclear: a day has two readings and nobody said which.
    """
    told: list[str] = []
    if dates and not source.dated:
        told.append(f"Days of {source.name} are written in one way; the order of day and month was not used.")  # fmt: skip
    for column in raw.columns.intersection(list(source.dated)):
        cells = raw[column].str.strip()
        texts = {cell: plain(_WEEKDAY.sub("", cell)) for cell in cells.unique() if cell}
        readings = {cell: _readings(text, dates) for cell, text in texts.items()}
        twofold = [cell for cell, found in readings.items() if len(found) > 1]
        if twofold:
            row = raw.index[cells == twofold[0]][0]
            raise DaysUnclear(
                f"{file}, row {row}, column {column}: {twofold[0]!r} may be read in two ways ({' or '.join(readings[twofold[0]])}); "
                "expected YYYY-MM-DD, or say whether the day or the month comes first (--dates day-first or --dates month-first)."
            )
        new = {cell: found[0] for cell, found in readings.items() if found}
        read = cells.isin(list(new))
        raw[column] = cells.where(~read, cells.map(new))
        new = {cell: day for cell, day in new.items() if not _NAMED.fullmatch(texts[cell])}
        read = cells.isin(list(new))
        if new:
            told.append(f"{int(read.sum())} days of the column {column} were read from another form, such as {next(iter(new))!r} as {next(iter(new.values()))}.")  # fmt: skip
    return raw, told


def _readings(text: str, dates: DayOrder | None) -> list[str]:
    """What a text that is no ISO day may mean; nothing where it is one already, or none."""
    if timed := _TIMED.fullmatch(text):
        return [timed.group(1)] if not re.fullmatch(r".*[T ]00:00:00(\.0+)?", text) else []
    if named := _NAMED.fullmatch(text):
        day, name, year = named.groups()
        month = _months().get(fold(name.rstrip(".")))
        if month is None:
            return []
        if len(year) == 2 and dates is None:  # 3-Sep-19: the nineteenth of 2003 as well
            return [one for one in (_iso(f"20{year}", month, day), _iso(f"20{int(day):02}", month, year)) if one]  # fmt: skip
        found = _iso(year if len(year) == 4 else f"20{year}", month, day)
        return [found] if found else []
    slashed = _SLASHED.fullmatch(text)
    if slashed is None:
        return []
    one, other, year = slashed.groups()
    whole = year if len(year) == 4 else f"20{year}"
    day_first, month_first = _iso(whole, int(other), one), _iso(whole, int(one), other)
    if dates or len(year) == 2:
        chosen = {"day-first": [day_first], "month-first": [month_first], None: [day_first, month_first]}[dates]  # fmt: skip
        readable = [reading for reading in chosen if reading]
        if dates is None and len(readable) == 1:  # a year of two digits may stand first
            readable.append(_iso(f"20{int(one):02}", int(other), year) or f"{text}, year unclear")
        return readable
    return list(dict.fromkeys(reading for reading in (day_first, month_first) if reading))


def _iso(year: str, month: int, day: str) -> str:
    try:
        return dt.date(int(year), month, int(day)).isoformat()
    except ValueError:
        return ""


@functools.cache
def _months() -> dict[str, int]:
    """Names of months in the three languages, folded; a name that two of them use for two months is left out."""
    found: dict[str, set[int]] = {}
    for language in _LANGUAGES:
        months = Locale.parse(language).months["format"]
        for width in ("wide", "abbreviated"):
            for number, name in months[width].items():
                found.setdefault(fold(str(name).rstrip(".")), set()).add(int(number))
    return {name: next(iter(numbers)) for name, numbers in found.items() if len(numbers) == 1}


def likely_reason(text: str) -> str:
    """Why a day that cannot be may have come about, in words; empty where nothing is likely."""
    bare = plain(text)
    if _SERIAL.fullmatch(bare):
        day = dt.date(1899, 12, 30) + dt.timedelta(days=int(float(bare)))
        return f"it looks like the number a spreadsheet keeps for {day.isoformat()}"
    found = re.match(r"(\d{4})-(\d{2})", bare)
    if found is None:
        return ""
    year = int(found.group(1))
    if bare.startswith(("1970-01-01", "1969-12-31", "1900-01-0", "1899-12-3", "0000")):
        return "it looks like the zero of a computer's calendar"
    if 1390 <= year <= 1500:
        return "it looks like a day of the Hijri calendar"
    if year < 1000:
        return "it looks like a year with its century lost"
    return ""


def month_span(text: str) -> tuple[str, str] | None:
    """First and last day of a month ``2019-07``; None where the text is none."""
    if not re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", text):
        return None
    return f"{text}-01", last_day(text).isoformat()
