"""The words of a trend: its finding, the text under each bar, which milestones are written out."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from components.pictures.furniture import RIGHT_TO_LEFT_MARKS
from components.view import View
from components.words.numbers import day, days, month, said, whole
from data.counting.figure import of_row
from data.counting.selection import Selection
from data.counting.shard import shard
from data.record.partial_dates import first_day

MONTHS_TO_NAME, MOST_MONTHS = 3, 6
MONTH_PIXELS = 120  # for the name of a month or a day under a chart
MILESTONE_PIXELS = 170  # for the title of a milestone in a chart
LONGEST_WRITTEN_OUT = 56  # characters: two lines beside a bar
# turning points, in the people killed that an attack of the same weight has
WEIGHTS = {"offensive": 30, "control change": 15, "ceasefire": 15, "attack": 0, "ceasefire call": 0}


def bin_name(view: View, row: pd.Series, axis: str) -> str:
    """A bin as a reader says it: the week of 1 July 2019, July 2019."""
    words = view.words
    return (
        words("trends.week_of", day=day(row["start"], words))
        if axis == "week"
        else month(row["key"], words)
    )


def bar_labels(view: View, rows: pd.DataFrame, measure: str, axis: str) -> list[str]:
    """Hover text of each bin."""
    words = view.words
    labels = []
    for _, row in rows.iterrows():
        count = int(row["incidents"] + row["unreported"])
        figure = said(of_row(row), words)
        parts = [
            f"<b>{days(row['start'], row['end'], words)}</b>",
            f"{words.term('measure', measure)}: {figure}",
        ]
        parts.append(words("trends.in_incidents", n=count))
        if row["unreported"]:
            parts.append(
                words("numbers.unreported", n=int(row["unreported"]), count=int(row["unreported"]))
            )
        if row["sure"] != row["possible"]:
            sure, possible = whole(row["sure"], words), whole(row["possible"], words)
            parts.append(words("trends.lies", sure=sure, possible=possible))
        labels.append("<br>".join(parts))
    return labels


def finding(view: View, rows: pd.DataFrame, measure: str, axis: str) -> str:
    """The chart's title: the highest bin and its weight, or that no incident gave a figure."""
    words = view.words
    term = words.term("measure", measure)
    title = words.term("measure_title", measure)
    known = rows[rows["best"].notna()]
    if known.empty or not something_to_draw(rows):
        total = of_row(view.answer.figures().loc[measure])
        if total.best is None and total.high is None:
            return words("trends.nothing_known", measure=term)
        return words("trends.total", Measure=title, figure=said(total, words))  # 0, or "up to 9"
    peak = known.loc[known["best"].astype(float).idxmax()]
    name = bin_name(view, peak, axis)
    form = "single" if len(known) == 1 else f"peak_{axis}"
    said_so = words(f"trends.{form}", Measure=title, figure=said(of_row(peak), words), when=name)
    silent, of = int(peak["unreported"]), int(peak["incidents"] + peak["unreported"])
    if silent:
        return words("trends.silent_then", title=said_so, n=silent, of=of)
    silent = int(rows["unreported"].sum())
    if silent:
        of = int(rows["incidents"].sum()) + silent
        return words("trends.silent", title=said_so, n=silent, of=of)
    return said_so


def something_to_draw(rows: pd.DataFrame) -> bool:
    """Whether a bin or a part has a figure above 0: of none known, and of a known 0, a line says it better.

    Args:
        rows: ``best`` and ``high``.
    """
    return bool((rows[["best", "high"]].astype("Float64") > 0).fillna(False).to_numpy(bool).any())


def labelled_milestones(view: View, start: dt.date, end: dt.date, most: int) -> pd.DataFrame:
    """Milestones of a period known to the day, the ones to write out marked: the weightiest, spread in time.

    An attack weighs the people killed on its day, a turning point as much as a grave attack; which are written
    out does not depend on the language.
    """
    rows = view.record.milestones[view.record.milestones["date_precision"] == "day"].copy()
    short = rows["title"].str.len() <= LONGEST_WRITTEN_OUT
    own = f"title_{view.words.language}"
    if own in rows:
        rows["title"] = rows[own].fillna(rows["title"])
    rows = rows.assign(short=short)
    rows["day"] = pd.to_datetime([first_day(text) for text in rows["date"]])
    last = min(pd.Timestamp(end), pd.Timestamp(view.answer.as_known_on))
    rows = rows[rows["day"].between(pd.Timestamp(start), last)].sort_values("day")
    named: list[tuple[int, pd.Timestamp]] = []
    most = min(most, view.pixels // MILESTONE_PIXELS)
    gap = pd.Timedelta(days=max((end - start).days // (most + 2), 1))
    told = rows[rows["short"] & rows["kind"].isin(list(WEIGHTS))]
    killed = _killed_on(view, told["day"])
    weights = [max(WEIGHTS[kind], dead if kind == "attack" else 0) for kind, dead in zip(told["kind"], killed, strict=True)]  # fmt: skip
    for row in told.assign(weight=weights).sort_values("weight", ascending=False, kind="stable").itertuples():  # fmt: skip
        if len(named) < most and all(abs(row.day - other) >= gap for _, other in named):
            named.append((row.Index, row.day))
    rows["named"] = rows.index.isin([index for index, _ in named])
    rows["title"] = [
        f"{day(row.day, view.words)}: {row.title}" if not row.named else row.title
        for row in rows.itertuples()
    ]
    return rows[["day", "title", "named"]]


def _killed_on(view: View, of_days: pd.Series) -> list[float]:
    """The best figures of people killed in incidents that began on each day, whatever is selected."""
    known = Selection(as_known_on=view.selection.as_known_on, dataset=view.selection.dataset)
    arrays = shard(view.record, known.as_known_on, known.dataset)
    best = np.nan_to_num(arrays.told("killed", "all").of(np.arange(len(arrays.ids)))[0][1])
    sums = pd.Series(best).groupby(arrays.days).sum()  # days since 1970
    days_since = of_days.to_numpy("datetime64[D]").astype("int64")
    return sums.reindex(days_since, fill_value=0.0).tolist()


def trend_words(view: View, measure: str) -> dict[str, str]:
    """Words of the trend chart's legend and axis."""
    words = view.words
    term = words.term("measure", measure)
    return {
        "best": words("trends.to_low", measure=term),
        "only": words("trends.best", measure=term),
        "to_best": words("trends.to_best"),
        "to_high": words("trends.to_high"),
        "or_more": words("trends.or_more"),
        "unsure": words("trends.unsure"),
        "not_known": words("trends.not_known"),
        "uncovered": words("trends.uncovered"),
        "band": words("trends.band"),
        "unreported": words("trends.unreported"),
        "provisional": words("trends.provisional"),
        "axis": words("trends.axis", measure=term),
    }


def with_months(
    figure: go.Figure, start: dt.date, end: dt.date, view: View, share: float = 1.0
) -> go.Figure:
    """A chart over time with its months in the reader's language: plotly brings English ones only.

    Args:
        figure: a chart whose horizontal axis is time.
        start: first day.
        end: last day.
        view: the view; on a narrow page fewer are written.
        share: the chart's part of its row.
    """
    words = view.words
    marks = RIGHT_TO_LEFT_MARKS if words.right_to_left else ("", "")
    room = max(int(view.pixels * share) // MONTH_PIXELS, 2)
    firsts = pd.date_range(start, end, freq="MS")
    if len(firsts) < MONTHS_TO_NAME:
        most = min((end - start).days + 1, 5, room)
        days_shown = pd.date_range(start, end, periods=most).normalize()
        return figure.update_xaxes(
            tickvals=days_shown, ticktext=[day(one, words).join(marks) for one in days_shown]
        )
    shown = firsts[:: -(-len(firsts) // min(MOST_MONTHS, room))]
    return figure.update_xaxes(
        tickvals=shown, ticktext=[month(f"{one:%Y-%m}", words).join(marks) for one in shown]
    )
