"""A Brief as one HTML file that needs no network: pictures with hover, their tables, a filter by period."""

from __future__ import annotations

import html
import json
import os
import re
from pathlib import Path
from string import Template
from typing import Any, Final
from urllib.parse import quote

import pandas as pd

from components.briefing.canvas import font_faces
from components.briefing.model import REFERENCE, Brief, Part, Table
from components.briefing.stamp import Stamp
from components.pictures.furniture import FONT
from components.pictures.palette import palette
from components.view import View
from data.counting.lineage import incident_figures
from data.counting.periods import extent

CONTACT_VARIABLE: Final = "CASUALTY_CONTACT"
FOLDER: Final = Path(__file__).parent
SPOKEN: Final = ("not_reported", "at_least", "range", "range_open")


def page(brief: Brief, view: View) -> bytes:
    """The briefing as one file; its filter by period sums the incidents of the view again."""
    words, stamp, colours = view.words, brief.stamp, palette("light")
    first, last = (day.isoformat() for day in extent(view.selection, view.record))
    sections = "\n".join(_section(part, view) for part in brief.parts)
    text = {
        "language": words.language,
        "direction": "rtl" if words.right_to_left else "ltr",
        "title": brief.title,
        "metadata": stamp.metadata(),
        "font": FONT,
        "ink": colours.ink,
        "quiet": colours.quiet,
        "grid": colours.grid,
        "paper": colours.paper,
        "sentence": stamp.sentence,
        "period_from": words("briefing.period_from"),
        "period_to": words("briefing.period_to"),
        "all_days": words("briefing.all_days"),
        "first": first,
        "last": last,
        "line": stamp.line(),
        "link": stamp.link,
        "wrong": words("briefing.wrong"),
        "mail": _letter(view, stamp),
    }
    data = {
        "locale": str(words.locale).replace("_", "-"),
        "first": first,
        "last": last,
        "incidents": _incidents(view),
        "words": {
            **{name: words(f"numbers.{name}") for name in SPOKEN},
            "none_documented": words("trends.none_documented"),
            "in_period": words("briefing.in_period"),
            "measure": words.term("measure", view.selection.measure),
            "incidents": words("column.incidents"),
            "unreported": words("column.unreported"),
        },
    }
    made = Template((FOLDER / "page.html").read_text("utf-8")).substitute(
        {key: html.escape(value) for key, value in text.items()},
        faces=font_faces(sections + stamp.line() + brief.title),
        sections=sections,
        qr=_code(stamp, colours.ink) if stamp.served else "",
        data=json.dumps(data, ensure_ascii=False).replace("<", "\\u003c"),
        script=(FOLDER / "page.js").read_text("utf-8"),
    )
    return made.encode("utf-8")


def _letter(view: View, stamp: Stamp) -> str:
    """A letter begun for a reader who finds something wrong where there is no desk to say it at."""
    contact = os.environ.get(CONTACT_VARIABLE, "")
    to = quote(contact, safe="@") if re.fullmatch(r"[^@\s,;?&]+@[^@\s,;?&]+", contact) else ""
    body = view.words("briefing.wrong_body", sentence=stamp.sentence, link=stamp.link, id=stamp.id)
    subject = view.words("briefing.wrong_subject", id=stamp.id)
    return f"mailto:{to}?subject={quote(subject)}&body={quote(body)}"


def _code(stamp: Stamp, ink: str) -> str:
    code, modules = stamp.qr()
    return (
        f'<svg viewBox="0 0 {modules} {modules}" role="img" aria-label="{html.escape(stamp.link)}">'
        f'<path d="{code}" fill="{ink}"/></svg>'
    )


def _incidents(view: View) -> list[dict[str, Any]]:
    measure = view.selection.measure
    rows = incident_figures(view.record, view.selection, [measure])
    days = view.record.incidents.set_index("incident_id")["date_low"]
    return [
        {
            "id": row.incident_id,
            "day": f"{days[row.incident_id]:%Y-%m-%d}",
            **{end: _whole(getattr(row, end)) for end in ("low", "best", "high")},
            "open": bool(row.open),
        }
        for row in rows.itertuples()
    ]


def _whole(value: Any) -> int | None:
    return None if pd.isna(value) else int(value)


def _section(part: Part, view: View) -> str:
    inside = [f"<h2>{html.escape(part.title)}</h2>"]
    if part.subtitle:
        inside.append(f'<p class="quiet">{html.escape(part.subtitle)}</p>')
    if part.picture is not None:
        drawn = part.picture.svg("", f"{part.title} {part.subtitle}")
        inside.append(f'<div class="drawn">{drawn}</div>')
    if part.table is not None:
        table = _table(part.table, set(view.answer.ids))
        if part.picture is not None or part.name == "gravest":
            twin = html.escape(view.words("briefing.table_twin"))
            table = f"<details><summary>{twin}</summary>{table}</details>"
        inside.append(table)
    for one in part.sentences:
        own = one.partition(":")[0] if part.name == "references" else ""
        at = f' id="{html.escape(own)}"' if own else ""
        inside.append(f"<p{at}>{_referring(one)}</p>")
    inside += [f'<p class="note">{html.escape(one)}</p>' for one in part.notes]
    return f'<section id="{html.escape(part.name)}">{"".join(inside)}</section>'


def _referring(text: str) -> str:
    """Text whose references are small numbers that lead to the list at the end."""
    return REFERENCE.sub('<sup><a href="#\\1">\\1</a></sup>\u2009', html.escape(text))


def _table(table: Table, ids: set[str]) -> str:
    heads = "".join(f'<th scope="col">{html.escape(one)}</th>' for one in table.columns)
    rows = []
    for row in table.rows:
        own = f' data-id="{html.escape(row[-1])}"' if row[-1] in ids else ""
        cells = [f'<th scope="row">{html.escape(row[0])}</th>']
        cells += [f"<td>{_referring(one)}</td>" for one in row[1:]]
        rows.append(f"<tr{own}>{''.join(cells)}</tr>")
    return (
        f'<div class="scroll" tabindex="0"><table><thead><tr>{heads}</tr></thead>'
        f"<tbody>{''.join(rows)}</tbody></table></div>"
    )
