"""The part of a briefing on what is not covered: official tolls beside the incidents of the same scope."""

from __future__ import annotations

import pandas as pd

from components.briefing.annex import Annex
from components.briefing.bar_drawings import gaps
from components.briefing.cards import gaps_card
from components.briefing.model import Chart, Part, Series, Table
from components.briefing.picture_parts import WIDTH, values_of
from components.lines.coverage import (
    coverage_sentence,
    latest_compared,
    toll_area,
    toll_measure,
)
from components.pictures.palette import palette
from components.view import View
from components.words.names import publisher_name
from components.words.numbers import day, said
from data.counting.coverage import COMPARED, coverage, tolls_known
from data.counting.selection import Selection

MOST_TOLLS = 8


def coverage_part(view: View, annex: Annex) -> Part:
    """Official tolls beside the incidents of the same scope, the gap as a range, or why there is none."""
    words, record, selection = view.words, view.record, view.selection
    wide = Selection(selection.date_from, selection.date_to, selection.as_known_on)
    tolls = tolls_known(record, wide)
    measure = selection.measure if selection.measure in COMPARED else COMPARED[0]
    tolls = tolls[tolls["measure"] == measure].sort_values("day", ascending=False)
    found = dict(zip(tolls["toll_id"], coverage(record, tolls, wide), strict=True))
    # the latest of each publisher, measure, group and area: running totals of one series repeat each other
    latest = tolls.drop_duplicates(["source_id", "measure", "group", "area_scope"])
    shown = [row for _, row in latest.iterrows() if found[row["toll_id"]].comparable][:MOST_TOLLS]
    caution = words("briefing.gap_caution")
    if latest_compared(view) is None:  # a toll of another scope is not set beside this choice
        return Part("coverage", coverage_sentence(view), notes=(caution,))
    if not shown:
        return Part("coverage", words("briefing.gap_none"), notes=(caution,))
    drawn, cells = [], []
    for toll in shown:
        one = found[toll["toll_id"]]
        if one.incidents is None or one.gap is None or one.scope is None:
            continue
        annex.tolls.append(one.toll_id)
        cited = annex.cite("coverage", one.toll_id, one.scope, toll["measure"])
        name = words(
            "briefing.gap_line",
            publisher=publisher_name(record, toll["publisher"], words),
            measure=toll_measure(toll, words),
            group=words.term("group", toll["group"]),
            area=toll_area(toll, words),
            day=day(toll["day"], words),
        )
        gap = said(one.gap, words)
        cells.append(
            (name, said(one.toll, words), f"{said(one.incidents, words)} [{cited.figure_id}]", gap)
        )
        drawn.append(
            {
                "name": name,
                "toll_low": one.toll.low,
                "toll_best": one.toll.best,
                "toll_high": one.toll.high,
                "low": one.incidents.low,
                "best": one.incidents.best,
                "high": one.incidents.high,
                "gap": gap,
            }
        )
    rows = pd.DataFrame(drawn)
    heads = ("publisher", "toll", "incidents", "gap")
    colours = palette("light")
    series = (
        Series(words("column.toll"), values_of(rows["toll_best"]), colours.quiet, hollow=True),
        Series(
            words("coverage.incidents_short"), values_of(rows["best"]), colours.measure["killed"]
        ),
    )
    return Part(
        "coverage",
        coverage_sentence(view),
        words("briefing.gap_title"),
        table=Table(tuple(words(f"column.{one}") for one in heads), tuple(cells)),
        picture=gaps(rows, measure, colours, words, WIDTH),
        card=gaps_card(view, rows, measure),
        chart=Chart(
            "pairs",
            tuple(rows["name"]),
            series,
            words("trends.axis", measure=words.term("measure", measure)),
        ),
        notes=(caution,),
    )
