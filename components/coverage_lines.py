"""The coverage sentence: the latest official toll of the view's scope beside what the incidents say."""

from __future__ import annotations

import pandas as pd

from components.filters import View
from components.numbers import day, said
from data.coverage import compare, tolls_known
from data.partial_dates import last_day
from data.selection import Selection


def coverage_sentence(view: View) -> str:
    """The latest comparable toll of the view's measure beside the incidents of the same scope."""
    words, record = view.words, view.record
    measure = view.selection.measure
    wide = Selection(view.selection.date_from, view.selection.date_to, view.selection.as_known_on)
    tolls = tolls_known(record, wide, measure)
    own = tolls[tolls["group"] == view.selection.group]
    for _, toll in (
        pd.concat([tolls[tolls["group"] != view.selection.group], own]).iloc[::-1].iterrows()
    ):
        last = compare(record, toll, wide)
        if last.incidents:
            break
    else:
        return words("coverage.none", measure=words.term("measure", measure))
    return words(
        "coverage.sentence",
        publisher=toll["publisher"],
        toll=said(last.toll, words),
        group=words.term("group", toll["group"]),
        measure=words.term("measure", measure),
        area=toll["area"],
        day=day(last_day(toll["as_of"]), words),
        incidents=said(last.incidents, words),
    )
