"""How a count, a day and a place are said: "53 (37-80)", "at least 44", "not reported"."""

from __future__ import annotations

import datetime as dt

import pandas as pd
from babel.dates import format_date
from babel.numbers import format_decimal

from components.words.language import THIN_SPACE, Strings
from data.counting.figure import Figure


def whole(number: int, words: Strings) -> str:
    """A whole number with thin separators."""
    grouped = format_decimal(number, locale=words.locale, group_separator=True)
    symbol = words.locale.number_symbols["latn"]["group"]
    return grouped.replace(symbol, THIN_SPACE)


def said(figure: Figure, words: Strings) -> str:
    """A figure as a reader sees it.

    Args:
        figure: low, best, high and whether the top is open.
        words: the reader's language.

    Returns:
        "53", "53 (37-80)", "at least 44", "87 (87-130 or more)", "up to 9" where only an upper
        figure is known, "not reported" where nothing is, "none documented" where there is no incident,
        and "not covered" where no dataset covers the days asked about.
    """
    if figure.kind == "incidents" and figure.incidents == figure.unreported == 0:
        return none_said(figure.share, words)
    if figure.best is None:
        if figure.high is None:
            return words("numbers.not_reported")
        return words("numbers.up_to", high=whole(figure.high, words))
    best = whole(figure.best, words)
    high = figure.high if figure.high is not None else figure.best
    if (
        figure.low is None
        and figure.kind == "toll"
        and figure.incidents is None
        and high > figure.best
    ):
        return words("numbers.no_least", best=best, high=whole(high, words))
    low = figure.low if figure.low is not None else figure.best
    if low == high:
        return words("numbers.at_least", best=best) if figure.open else best
    form = "numbers.range_open" if figure.open else "numbers.range"
    if low < 0 or high < 0:
        form = "numbers.range_below_zero"
    return words(form, best=best, low=whole(low, words), high=whole(high, words))


def none_said(share: float, words: Strings) -> str:
    """That there is no incident: of days that are covered, of a part of them, or of days that nobody covers.

    Args:
        share: covered part of the days asked about, 0 to 1.
        words: the reader's language.
    """
    if not share:
        return words("numbers.not_covered")
    if share < 1:
        return words("numbers.none_of_covered", percent=percent(share, words))
    return words("trends.none_documented")


def begun(text: str) -> str:
    """A text as a title begins: a figure such as "at least 44" with a capital letter."""
    return text[:1].upper() + text[1:]


def percent(share: float, words: Strings) -> str:
    """A part of a whole in percent: never 100 where a day is missing, never 0 where one is there."""
    whole_percent = max(1, min(99, round(share * 100))) if 0 < share < 1 else round(share * 100)
    return whole(whole_percent, words)


def iso_days(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows with their days as ISO text, as a file has them."""
    days_of = rows.select_dtypes("datetime").columns
    return rows.assign(**{name: rows[name].dt.strftime("%Y-%m-%d") for name in days_of})


def unreported(figure: Figure, words: Strings) -> str:
    """How many incidents gave no figure; empty when all did."""
    if not figure.unreported:
        return ""
    return words("numbers.unreported", n=figure.unreported, count=whole(figure.unreported, words))


def day(value: dt.date | pd.Timestamp, words: Strings) -> str:
    """A day written out: 2 July 2019."""
    written = format_date(value, "d MMMM y", locale=words.locale)
    return f"1er{written[1:]}" if words.language == "fr" and value.day == 1 else written


def days(start: dt.date | pd.Timestamp, end: dt.date | pd.Timestamp, words: Strings) -> str:
    """A day or a span of days written out."""
    if start == end:
        return day(start, words)
    return words("numbers.days", start=day(start, words), end=day(end, words))


def month(key: str, words: Strings) -> str:
    """A month key ``2019-07`` written out: July 2019."""
    return format_date(dt.date.fromisoformat(f"{key}-01"), "LLLL y", locale=words.locale)
