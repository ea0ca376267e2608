"""The coverage sentence: the latest official toll of the view's scope beside what the incidents say."""

from __future__ import annotations

import itertools

import pandas as pd

from components.view import View, once
from components.words.covered import bands_said
from components.words.language import DEFAULT, Strings
from components.words.names import publisher_name
from components.words.numbers import day, days, percent, said, whole
from data.counting.coverage import (
    COMPARED,
    Comparison,
    compare,
    narrowed,
    toll_figure,
    tolls_known,
)
from data.counting.covered import covered
from data.counting.quarters import Quarter, quarters
from data.counting.selection import Selection
from data.record.partial_dates import first_day, last_day


def toll_area(toll: pd.Series, words: Strings) -> str:
    """Where a toll is of: as published, in English; else what its scope is called."""
    if words.language != DEFAULT and toll["area_scope"] in ("tripoli", "country"):
        return words(f"coverage.scope.{toll['area_scope']}")
    return str(toll["area"])


def toll_measure(toll: pd.Series, words: Strings) -> str:
    """What a toll counts: people killed, or of them those killed by mines alone, as its publisher says."""
    measure = words.term("measure", toll["measure"])
    return (
        measure
        if pd.isna(toll["of_harm"])
        else f"{measure} {words.term('of_harm', toll['of_harm'])}"
    )


def latest_compared(view: View) -> tuple[pd.Series, Comparison] | None:
    """The latest toll of the view's measure that incidents can be cut to, the whole harm before a part, own group first; None without one."""
    return once(view, "latest-compared", lambda: _latest_compared(view))


def _latest_compared(view: View) -> tuple[pd.Series, Comparison] | None:
    record, selection = view.record, view.selection
    if narrowed(selection):
        return None
    wide = Selection(selection.date_from, selection.date_to, selection.as_known_on)
    tolls = tolls_known(record, wide, selection.measure)
    # of all harm before of a part, of the group asked for before another, the latest first
    rank = 2 * tolls["of_harm"].isna() + (tolls["group"] == selection.group)
    for _, toll in tolls.loc[rank.sort_values(kind="stable").index].iloc[::-1].iterrows():
        found = compare(record, toll, wide)
        if found.incidents:
            return toll, found
    return None


def coverage_sentence(view: View) -> str:
    """The latest comparable toll of the view's measure beside the incidents of the same scope."""
    words = view.words
    measure = words.term("measure", view.selection.measure)
    if narrowed(view.selection):
        return words("coverage.narrowed")
    latest = latest_compared(view)
    if latest is None or latest[1].incidents is None:
        return words("coverage.none", measure=measure)
    toll, found = latest
    return words(
        "coverage.sentence",
        publisher=publisher_name(view.record, toll["publisher"], words),
        toll=said(found.toll, words),
        group=words.term("group", toll["group"]),
        measure=toll_measure(toll, words),
        area=toll_area(toll, words),
        days=days(first_day(toll["period_start"]), last_day(toll["as_of"]), words),
        incidents=said(latest[1].incidents, words),
    )


def falls(tolls: pd.DataFrame, words: Strings) -> list[str]:
    """Of each publisher's running totals, where one is lower than the one before it, and why that may be.

    Args:
        tolls: rows with ``day``, ``publisher``, ``kind``, ``period_start``, ``best``, ``measure_as_printed``, ``area``,
            oldest first. Only totals since one day are one series: a stock may fall, and quarters are no series.
        words: the reader's language.
    """
    return [
        words(
            "coverage.fell",
            publisher=publisher,
            now=whole(int(now["best"]), words),
            day=day(now["day"], words),
            before=whole(int(before["best"]), words),
            before_day=day(before["day"], words),
            words=now["measure_as_printed"],
            area=now["area"],
        )
        for (publisher, _), own in tolls[tolls["kind"] == "total"]
        .dropna(subset=["best", "period_start"])
        .groupby(["publisher", "period_start"], sort=False)
        for before, now in itertools.pairwise(own.to_dict("records"))
        if now["best"] < before["best"]
    ]


def gap_rows(view: View, tolls: pd.DataFrame, compared: dict[str, Comparison]) -> pd.DataFrame:
    """Tolls of people killed or injured beside the incidents of their scope, newest first, in words.

    Args:
        view: the view.
        tolls: result of ``tolls_known``.
        compared: result of ``coverage`` by toll id.

    Returns:
        ``toll_id``, ``as_of``, ``publisher``, ``measure``, ``group``, ``area``, ``toll``, ``incidents``, ``gap``,
        ``reason`` (why there is no gap), ``scope_bands`` (how the record covers its days), ``note``, ``link`` (the incidents of that scope), ``url``.
    """
    words = view.words
    rows = []
    kept = tolls[tolls["measure"].isin(COMPARED)].sort_values("day", ascending=False)
    for _, toll in kept.iterrows():
        one = compared[toll["toll_id"]]
        rows.append(
            {
                "toll_id": toll["toll_id"],
                "as_of": toll["as_of"],
                "publisher": publisher_name(view.record, toll["publisher"], words),
                "measure": toll_measure(toll, words),
                "group": words.term("group", toll["group"]),
                "area": toll_area(toll, words),
                "toll": said(one.toll, words),
                "incidents": said(one.incidents, words) if one.incidents else "",
                "gap": said(one.gap, words) if one.gap else "",
                "reason": words.term("reason", one.reason) if one.reason else "",
                "scope_bands": bands_said(covered(view.record, one.scope), words)
                if one.scope
                else "",
                "note": toll["note"],
                "link": f"incidents?{one.scope.to_query()}" if one.scope else None,
                "url": toll["url"],
            }
        )
    return pd.DataFrame(rows)


def quarter_rows(view: View) -> pd.DataFrame:
    """Every quarter that is kept systematically or in part, beside the mission's counts within it, in words.

    Returns:
        ``quarter``, ``bands``, ``killed_here``, ``killed_unsmil``, ``injured_here``, ``injured_unsmil``, and
        ``link`` to the incidents.
    """
    words = view.words
    rows = []
    for one in quarters(view.record, view.selection):
        row = {
            "quarter": one.name,
            "bands": bands_said(covered(view.record, one.scope), words),
        }
        for measure, figure in one.figures.items():
            row[f"{measure}_here"] = said(figure, words)
            row[f"{measure}_unsmil"] = _counted(one, measure, words)
        rows.append(row | {"link": f"incidents?{one.scope.to_query()}"})
    return pd.DataFrame(rows)


def _counted(quarter: Quarter, measure: str, words: Strings) -> str:
    rows = quarter.tolls[measure]
    if rows.empty:
        return words("coverage.quarter_none")
    told = [
        words(
            "coverage.quarter_toll",
            count=said(toll_figure(row), words),
            days=days(first_day(row["period_start"]), last_day(row["as_of"]), words),
        )
        for _, row in rows.iterrows()
    ]
    share = quarter.share(measure)
    if share is not None:
        told.append(words("coverage.quarter_share", percent=percent(share, words)))
    return "; ".join(told)
