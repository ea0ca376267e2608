"""What the record says in its own words, in other languages: notes, and names of publishers as printed."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from data.record.refusal import RecordError
from data.record.tables import read_csv, read_text

FILE: Final = "translations.csv"
LANGUAGES: Final = ("ar", "fr")
HEADER: Final = ["text", *LANGUAGES]


def translations_of(folder: Path) -> dict[str, dict[str, str]]:
    """The record's texts in other languages.

    Args:
        folder: of the record; without the file there are none, and each text is shown as it was written.

    Returns:
        By language, the text by the text of the record. A blank cell is no translation.

    Raises:
        RecordError: the file is no UTF-8, its header is another, or a row cannot be read.
    """
    if not (folder / FILE).exists():
        return {language: {} for language in LANGUAGES}
    rows, refused = read_csv(read_text(folder / FILE), FILE)
    if list(rows.columns) != HEADER:
        raise RecordError(
            f"{FILE}: its columns are {', '.join(rows.columns)}; expected {', '.join(HEADER)}."
        )
    if refused:
        first = refused[0]
        raise RecordError(
            f"{FILE}, row {first[1]}, {first[2]} = {first[3]!r}, expected {first[4]}."
        )
    again = rows.index[rows["text"].duplicated()]
    if len(again):
        text = rows.at[again[0], "text"]
        raise RecordError(f"{FILE}, row {again[0]}, text = {text!r}, expected once.")
    return {
        language: {
            text: other for text, other in zip(rows["text"], rows[language], strict=True) if other
        }
        for language in LANGUAGES
    }
