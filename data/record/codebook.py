"""The datasheet's column tables, made from the schema: ``python -m data.record.codebook`` writes them anew."""

from __future__ import annotations

import re

from data.record.load import load
from data.record.record import BUNDLED
from data.record.refusal import RecordError
from data.record.schema import TABLES

START, END = "<!-- columns: made by python -m data.record.codebook -->", "<!-- end of columns -->"
MANY = 40  # values that are worth listing
DATASHEET = BUNDLED / "DATASHEET.md"


def codebook(name: str) -> list[tuple[str, str, str, str]]:
    """The columns of a table for a reader.

    Returns:
        Rows of (column, kind, meaning, allowed values or unit), in the order of the file.
    """
    rows: list[tuple[str, str, str, str]] = []
    for header, declared in TABLES[name].columns.items():
        values = declared.values
        listed = ", ".join(values) if len(values) < MANY else "ISO 3166 alpha-2 codes"
        allowed = listed or declared.unit
        rows.append((header, declared.kind, declared.meaning, allowed))
    return rows


def column_tables() -> str:
    """Every table's columns as Markdown, with its number of rows in the bundled record."""
    record = load()
    parts = []
    for name in TABLES:
        lines = [
            f"### `{name}.csv` ({len(record.table(name))} rows)",
            "",
            "| column | kind | meaning | values or unit |",
            "|---|---|---|---|",
        ]
        lines += [
            f"| `{column}` | {kind} | {meaning} | {values} |"
            for column, kind, meaning, values in codebook(name)
        ]
        parts.append("\n".join(lines))
    return "\n\n".join(parts)


def with_columns(text: str) -> str:
    """The datasheet with its column tables replaced by fresh ones.

    Args:
        text: the datasheet as it stands.

    Raises:
        RecordError: it has no place for them.
    """
    if START not in text or END not in text:
        raise RecordError(f"{DATASHEET.name}: the lines {START!r} and {END!r} are missing.")
    fresh = f"{START}\n\n{column_tables()}\n\n{END}"
    return re.sub(re.escape(START) + ".*?" + re.escape(END), lambda _: fresh, text, flags=re.S)


if __name__ == "__main__":
    DATASHEET.write_text(with_columns(DATASHEET.read_text("utf-8")), "utf-8")
