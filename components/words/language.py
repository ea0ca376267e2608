"""Every word a reader sees: one TOML a language, the same keys in each."""

from __future__ import annotations

import functools
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from babel import Locale

LEAST_GROUPED = 10_000
THIN_SPACE = "\u202f"
LATIN = re.compile(r"[A-Za-z]")
FOLDER = Path(__file__).with_name("strings")
DEFAULT = "en"
LANGUAGES = (DEFAULT, *sorted({path.stem for path in FOLDER.glob("*.toml")} - {DEFAULT}))


_MARKS = re.compile(r"([\\`*_{}\[\]()#+!|<>~$:^=])")
# what Markdown would make a live link of, even where every mark of it is escaped
# and what Streamlit makes a picture of in text that is parsed already: :streamlit:, :material/home:, :smile:
_LINKS = re.compile(r"(?i)(?<=:)(?=//)|(?<=www)(?=\.)|(?<=@)|(?<=:)(?=[\w+/-]+:)|(?<=mailto)(?=:)")


class Markdown(str):
    """Text that may be rendered as Markdown: our own, with every text from data or address shown letter by letter."""

    __slots__ = ()


def literal(text: object) -> Markdown:
    """Text from data as Markdown that shows it letter by letter: no image, link or colour comes alive."""
    parted = _LINKS.sub("\u2060", " ".join(str(text).split("\n")))
    return Markdown(_MARKS.sub(r"\\\1", parted))


@dataclass(frozen=True, eq=False)
class Strings:
    """The words of one language.

    Attributes:
        language: its code, ``en``.
        locale: Babel's locale, for numbers, dates and plural forms.
    """

    language: str
    locale: Locale
    _words: dict[str, Any]

    @property
    def right_to_left(self) -> bool:
        """Whether the language is written from right to left."""
        return self.locale.text_direction == "rtl"

    def __call__(self, key: str, **values: Any) -> str:
        """The text at ``key`` (``page.part.word``) with ``values`` filled in.

        Where the entry is a table of plural forms, ``n`` among ``values`` decides the form.

        Raises:
            KeyError: the language has no such key.
        """
        entry: Any = self._words
        for part in key.split("."):
            entry = entry[part]
        if isinstance(entry, dict):
            entry = entry.get(self.locale.plural_form(values["n"]), entry["other"])
        values = {name: grouped(value) for name, value in values.items()}
        if self.right_to_left:
            values = {name: isolated(value) for name, value in values.items()}
        return str(entry.format(**values) if values else entry)

    def md(self, key: str, **values: Any) -> Markdown:
        """The text at ``key`` as Markdown: what is filled in shows letter by letter, whatever it is.

        Raises:
            KeyError: the language has no such key.
        """
        shown = {
            name: value if isinstance(value, (int, float, Markdown)) else literal(value)
            for name, value in values.items()
        }
        return Markdown(self(key, **shown))

    def term(self, field: str, value: Any) -> str:
        """The reader's word for a closed-list value, such as an event type; the value itself if it is open."""
        return self._words["terms"].get(field, {}).get(str(value), str(value))

    def section(self, key: str) -> dict[str, Any]:
        """A whole table of words, as it stands in the file."""
        entry = self._words
        for part in key.split("."):
            entry = entry[part]
        return entry


def grouped(value: Any) -> Any:
    """A whole number of five digits or more with thin separators, as figures have them; years stay as they are."""
    large = isinstance(value, int) and not isinstance(value, bool) and abs(value) >= LEAST_GROUPED
    return f"{value:,}".replace(",", THIN_SPACE) if large else value


def isolated(value: Any) -> Any:
    """A value with Latin letters, held together inside a text that runs from right to left.

    Unicode Standard Annex 9: FIRST STRONG ISOLATE to POP DIRECTIONAL ISOLATE; both are invisible.
    """
    return f"\u2068{value}\u2069" if isinstance(value, str) and LATIN.search(value) else value


@functools.cache
def strings(language: str = DEFAULT) -> Strings:
    """The words of a language.

    Args:
        language: one of ``LANGUAGES``.
    """
    content = tomllib.loads((FOLDER / f"{language}.toml").read_text("utf-8"))
    # a language may name the country whose digits and months it writes: ar_LY has 0-9
    return Strings(language, Locale.parse(content["language"]["locale"]), content)
