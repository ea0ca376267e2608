"""The stamp: what a figure that has left the screen must still say, in its pixels and in its file."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import asdict, dataclass
from typing import Any

import segno

from components.view import View, address_of, stamp
from components.words.language import strings
from components.words.names import note_text
from components.words.numbers import begun, day, unreported
from data.counting.figure import of_row

CONTROL = re.compile(r"[\x00-\x1f\x7f]")  # no file format of a pack takes these
PROGRAM = "Libya Casualty Monitor"


@dataclass(frozen=True)
class Stamp:
    """What every picture, slide and page of a pack carries.

    Attributes:
        title: of the pack.
        sentence: the selection, complete enough to repeat it.
        sources: number of incidents, publishers, attribution, day of knowledge, record date and version.
        silent: how many incidents gave no figure; blank when all did.
        licence: of the record.
        terms: the same in the language of the pack.
        query: the selection and record version as an address has them.
        link: the address that reopens the view; the bare query where no address of an app is known.
        id: eight letters that name this view of this record.
        language: of the pack.
        as_known_on: ISO day.
        record_version: of the record.
        record_date: ISO day.
        incidents: number of incidents.
        unreported: number of incidents without a figure of the measure.
    """

    title: str
    sentence: str
    sources: str
    silent: str
    licence: str
    terms: str
    query: str
    link: str
    id: str
    language: str
    as_known_on: str
    record_version: str
    record_date: str
    incidents: int
    unreported: int

    def line(self) -> str:
        """All of it, as it stands under every picture."""
        parts = [
            f"{self.title}.",
            self.sentence,
            self.sources,
            f"{self.silent}." if self.silent else "",
        ]
        return " ".join(part for part in [*parts, f"{self.terms}.", f"[{self.id}]"] if part)

    def short(self) -> str:
        """Its second line on a card, below the selection: who counts, from how many incidents, which version, which view."""
        return strings(self.language)(
            "briefing.card_stamp",
            n=self.incidents,
            program=PROGRAM,
            version=self.record_version,
            silent=f"{self.silent}. " if self.silent else "",
            id=self.id,
        )

    def metadata(self, **more: str) -> str:
        """All of it as JSON, from which the selection can be rebuilt.

        Args:
            **more: what else a file says of itself, such as which picture it is.
        """
        return json.dumps(
            {"program": PROGRAM, **asdict(self), **more}, ensure_ascii=False, sort_keys=True
        )

    @property
    def served(self) -> bool:
        """Whether the link has the address of an app; a code that opens nothing is not drawn."""
        return self.link.startswith("http")

    def code(self) -> segno.QRCode:
        """The link as a QR code."""
        return segno.make(self.link, error="m", micro=False)

    def qr(self) -> tuple[str, int]:
        """The QR code as a picture: SVG path of dark modules in a square, and the side of that square in modules."""
        rows = list(self.code().matrix)
        dark = [
            f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, bit in enumerate(row) if bit
        ]
        return "".join(dark), len(rows)


def stamp_of(view: View, title: str, address: str) -> Stamp:
    """The stamp of a view.

    Args:
        view: the view.
        title: title of the pack.
        address: where the app is served, such as ``https://example.org/casualties``; blank if nobody said.
    """
    record = view.record
    figure = of_row(view.answer.figures().loc[view.selection.measure])
    whole = view.holdings.record
    ids = list(view.answer.ids)
    query = address_of(view.selection, whole)
    link = address_given(view, address) or f"?{view.query}"
    return Stamp(
        title=" ".join(CONTROL.sub(" ", title).split()),
        sentence=view.sentence,
        sources=stamp(view),
        silent=begun(unreported(figure, view.words)),
        licence=record.licence,
        terms=note_text(record, record.licence, view.words),
        query=query,
        link=link,
        id=hashlib.sha256(query.encode()).hexdigest()[:8],
        language=view.words.language,
        as_known_on=view.answer.as_known_on.isoformat(),
        record_version=whole.version,
        record_date=record.date.isoformat(),
        incidents=len(ids),
        unreported=figure.unreported or 0,
    )


def address_given(view: View, address: str) -> str:
    """The address that reopens a view; blank where nobody said at which the app is served."""
    return f"{address.rstrip('/')}/?{view.query}" if address else ""


def told(metadata: dict[str, Any], view: View) -> str:
    """What a stamped file shows, and whether this record would still say the same, as a sentence."""
    words = view.words
    same = metadata["record_version"] == view.holdings.record.version
    return words(
        "briefing.reopened" if same else "briefing.reopened_other",
        sentence=view.sentence,
        linked=metadata["record_version"],
        version=view.holdings.record.version,
        date=day(view.record.date, words),
    )
