"""Blocs: the sides of the conflict, each with the days on which there was such a side and who says so."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, Final

from data.record.bands import DAY, entry
from data.record.refusal import RecordError
from data.record.vocabulary import SIDE_BASIS

NO_SIDE: Final = "none"
_NAMES: Final = ("en", "ar", "fr")


@dataclass(frozen=True)
class Bloc:
    """A side of the conflict; who belonged to it, and when, stands in ``sides.csv``.

    Attributes:
        bloc_id: what ``sides.csv`` and links call it.
        names: by language, what a reader calls it.
        date_from: its first day; None where it is not known or does not matter.
        date_to: its last day; None where it has not ended.
        basis: how it is known, one of ``SIDE_BASIS``; empty where nobody is named.
        who_says: who says so.
        url: where.
        note: what a reader must know.
    """

    bloc_id: str
    names: dict[str, str]
    date_from: dt.date | None = None
    date_to: dt.date | None = None
    basis: str = ""
    who_says: str = ""
    url: str = ""
    note: str = ""

    def touches(self, start: dt.date | None, end: dt.date | None) -> bool:
        """Whether there was such a side on any day of a period; None is an open end."""
        return not (end and self.date_from and self.date_from > end) and not (
            start and self.date_to and self.date_to < start
        )


# of a record that names no blocs
USUAL: Final = (
    Bloc("lna", {"en": "LNA side", "ar": "جانب الجيش الوطني", "fr": "camp de l’ANL"}),
    Bloc("gna", {"en": "GNA side", "ar": "جانب حكومة الوفاق", "fr": "camp du GNA"}),
)


def blocs_of_file(file: str, content: dict[str, Any]) -> tuple[Bloc, ...]:
    """The blocs that ``record.toml`` names, in its order; the usual two where it names none.

    Raises:
        RecordError: an entry is missing or wrong, or an id stands twice.
    """
    told = content.get("bloc", [])
    if not isinstance(told, list) or not all(isinstance(one, dict) for one in told):
        raise RecordError(f"{file}: bloc = {told!r}; expected one or more [[bloc]] tables.")
    blocs = tuple(_bloc(file, one) for one in told)
    ids = [bloc.bloc_id for bloc in blocs]
    for one in ids:
        if ids.count(one) > 1 or one == NO_SIDE:
            raise RecordError(f"{file}: bloc id = {one!r}; expected an id of its own, not {NO_SIDE!r}.")  # fmt: skip
    return blocs or USUAL


def _bloc(file: str, told: dict[str, Any]) -> Bloc:
    bloc_id = entry(file, told, "id", str, "a short text")
    names = entry(file, told, "name", dict, "names in en, ar and fr")
    if any(not isinstance(names.get(language), str) for language in _NAMES):
        raise RecordError(f"{file}: name of bloc {bloc_id!r} = {names!r}; expected names in en, ar and fr.")  # fmt: skip
    days = {
        end: entry(file, told, end, dt.date, DAY) if end in told else None for end in ("from", "to")
    }
    if days["from"] and days["to"] and days["from"] > days["to"]:
        raise RecordError(f"{file}: bloc {bloc_id!r} ends before it begins.")
    texts = {name: entry(file, told, name, str, "a text") for name in ("basis", "who_says", "url", "note") if name in told}  # fmt: skip
    if texts.get("basis", "") not in ("", *SIDE_BASIS):
        raise RecordError(f"{file}: basis = {texts['basis']!r}; expected one of {', '.join(SIDE_BASIS)}.")  # fmt: skip
    return Bloc(bloc_id, names, days["from"], days["to"], **texts)
