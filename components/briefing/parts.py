"""A View -> a Brief: the parts asked for, in the order asked for, and the annex of their numbers."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Sequence

from components.briefing.annex import Annex
from components.briefing.closing_parts import method_part, reading_part, references_part
from components.briefing.coverage_part import coverage_part
from components.briefing.model import PARTS, Brief, Part
from components.briefing.picture_parts import actors_part, map_part, trend_part
from components.briefing.said_parts import (
    change_part,
    changes_part,
    gravest_part,
    signals_part,
)
from components.briefing.snapshot_part import snapshot_part
from components.briefing.stamp import stamp_of
from components.view import View
from components.words.numbers import days
from components.words.sentences import elsewhere
from data.counting.periods import extent


def brief_of(
    view: View,
    *,
    parts: Sequence[str] = PARTS,
    title: str = "",
    address: str = "",
    since: dt.date | None = None,
    excel: bool = False,
) -> Brief:
    """A briefing of a view.

    Args:
        view: the view; its theme is not used, a pack is printed on white.
        parts: which of ``PARTS``, in the order they shall stand.
        title: of the pack; blank names the period.
        address: where the app is served, for the link and the QR code; blank if nobody said.
        since: day of knowledge of an earlier briefing, for ``changes``; without it that part is left out.
        excel: write the annex with semicolons, as spreadsheets in French and Arabic open it.

    Returns:
        The briefing in the language of the view. Its annex explains every number of its parts.
    """
    view = dataclasses.replace(view, theme="light")
    period = days(*extent(view.selection, view.record), view.words)
    where = elsewhere(view.record, view.selection, view.words)
    key = "briefing.pack_title_elsewhere" if where else "briefing.pack_title"
    stamp = stamp_of(view, title or view.words(key, period=period, place=where), address)
    about = {key: str(value) for key, value in dataclasses.asdict(stamp).items()}
    # the annex is the same in every language, and wherever the app is served
    for key in ("title", "sentence", "sources", "silent", "terms", "link", "language"):
        about.pop(key)
    annex = Annex(view, about)
    annex.cite("stamp", "now", view.selection, view.selection.measure)
    made: list[Part] = []
    for name in parts:
        if name == "references" or (name == "changes" and since is None):
            continue
        made += _part(view, annex, name, since, address)
    if (
        "references" in parts
    ):  # of all the others, so it closes the briefing wherever it is asked for
        made.append(references_part(view, annex))
    return Brief(stamp.title, stamp, tuple(made), annex.files(excel=excel))


def reading_page(view: View, address: str = "") -> Brief:
    """How to read and credit a figure as a page of its own, with the figure of the view as its example.

    Args:
        view: the view.
        address: where the app is served; blank if nobody said.
    """
    return brief_of(view, parts=("reading",), address=address)


def _part(view: View, annex: Annex, name: str, since: dt.date | None, address: str) -> list[Part]:
    if name == "actors":
        return [actors_part(view, annex, axis) for axis in ("side", "actor")]
    if name == "changes" and since is not None:
        return [changes_part(view, annex, since)]
    if name == "reading":
        return [reading_part(view, address)]
    if name == "method":
        return [method_part(view)]
    made = {
        "snapshot": snapshot_part,
        "change": change_part,
        "signals": signals_part,
        "map": map_part,
        "trend": trend_part,
        "coverage": coverage_part,
        "gravest": gravest_part,
    }
    return [made[name](view, annex)]
