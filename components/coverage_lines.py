"""The coverage sentence: the latest official toll of the view's scope beside what the incidents say."""

from __future__ import annotations

from components.filters import View
from components.numbers import day, said
from data.coverage import Comparison, coverage, tolls_known
from data.partial_dates import last_day


def coverage_sentence(view: View) -> str:
    """The latest comparable toll of the view's measure beside the incidents of the same scope."""
    words, record = view.words, view.record
    measure = view.selection.measure
    found: list[Comparison] = [
        one for one in coverage(record, view.selection.replace(group="all")) if one.comparable
    ]
    tolls = tolls_known(record, view.selection.replace(group="all")).set_index("toll_id")
    own = [one for one in found if tolls.at[one.toll_id, "measure"] == measure and one.incidents]
    if not own:
        return words("coverage.none", measure=words.term("measure", measure))
    same_group = [one for one in own if tolls.at[one.toll_id, "group"] == view.selection.group]
    last = (same_group or own)[-1]
    toll = tolls.loc[last.toll_id]
    assert last.incidents is not None
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
