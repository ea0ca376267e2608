"""Parts of a briefing that are pictures: where, since when, who is said to have done it."""

from __future__ import annotations

import pandas as pd

from components.briefing.annex import Annex
from components.briefing.bar_drawings import parts
from components.briefing.canvas import Canvas
from components.briefing.cards import HIGH, WIDE, claims_card, map_card
from components.briefing.drawings import trend
from components.briefing.drawn_map import LEGEND, incident_picture, map_legend
from components.briefing.frame import Frame
from components.briefing.model import Chart, Part, Series, Table
from components.briefing.said_parts import people_sentence, refs
from components.lines.claims import (
    claim_rows,
    contested_finding,
    named_alone,
    of_no_side,
    whose_view,
)
from components.lines.map import (
    colour_keys,
    source_line,
    summary,
    told_by_plates,
    war_places,
)
from components.lines.stacks import points_drawn
from components.lines.trend import bar_labels, bin_name, finding, labelled_milestones, trend_words
from components.pictures.palette import palette
from components.view import View, part_of
from components.words.numbers import begun, day, days, month, said, whole
from components.words.sentences import place_name
from data.counting.covered import gaps, telling
from data.counting.figure import of_row
from data.counting.lineage import incident_figures
from data.counting.periods import Axis, axis_for, bins, extent
from data.counting.placing import place, placed
from data.record.vocabulary import ATTRIBUTION

WIDTH = 1120.0
MAP_HEIGHT = 520.0
TREND_HEIGHT = 400.0


def map_part(view: View, annex: Annex) -> Part:
    """Greater Tripoli, and Libya beside it, with the legend."""
    words, colours = view.words, palette("light")
    gap, wide = 16.0, 650.0
    keys = map_keys(view, "stack")
    canvas = Canvas(WIDTH, MAP_HEIGHT + 14 + keys.height, rtl=words.right_to_left)
    x = 0.0
    for extent_name, width in (("tripoli", wide), ("libya", WIDTH - wide - gap)):
        areas, districts = told_by_plates(view, view.selection, extent_name)
        zoom = Frame(extent_name, width, MAP_HEIGHT).zoom
        drawn = incident_picture(
            points_drawn(view, view.selection, "event_type", extent_name, zoom),
            areas,
            districts,
            extent_name,
            colours,
            words,
            (width, MAP_HEIGHT),
            war_places(view),
        )
        canvas.clipped(drawn, x, 0.0)
        canvas.text(
            x + 10,
            MAP_HEIGHT - 10,
            words(f"briefing.map_{extent_name}"),
            size=12,
            weight=600,
            fill=colours.quiet,
            halo=colours.sea,
        )
        x += width + gap
    canvas.place(keys, 0, MAP_HEIGHT + 16)
    measure = words.term("measure", view.selection.measure)
    known = view.record.incidents.set_index("incident_id")
    rows = [
        (
            days(row.date_low, row.date_high, words),
            place_name(view.record, known.loc[row.incident_id], words),
            words.term("place_precision", row.place_precision),
            said(of_row(row), words),
            str(row.incident_id),
        )
        for row in place(view.record, view.selection).points.itertuples()
    ]
    heads = ("day", "place", "precision", "best", "incident")
    return Part(
        "map",
        map_title(view),
        f"{words('briefing.map_subtitle', measure=measure)}. {summary(view, placed(view.record, view.selection))}",
        table=Table(tuple(words(f"column.{one}") for one in heads), tuple(rows)),
        picture=canvas,
        card=map_card(view),
        notes=(source_line(words),),
    )


def map_title(view: View) -> str:
    """The gravest incident of a view, or that none gave a figure."""
    words = view.words
    measure = words.term("measure", view.selection.measure)
    if not view.answer.gravest:
        return words("briefing.map_none", measure=measure)
    name = view.answer.gravest[0][1]
    shares = incident_figures(view.record, view.selection, [view.selection.measure])
    row = view.record.incidents.set_index("incident_id").loc[name]
    return words(
        "briefing.map_title",
        figure=said(of_row(shares.set_index("incident_id").loc[name]), words),
        measure=measure,
        place=place_name(view.record, row, words),
        day=days(row["date_low"], row["date_high"], words),
    )


def map_keys(view: View, *also: str) -> Canvas:
    """The legend of a map of a view, as wide as the pack.

    Args:
        view: the view.
        *also: what else is drawn, such as ``stack`` of a map of the country.
    """
    words = view.words
    kinds = colour_keys(view, placed(view.record, view.selection), "event_type")
    measure = words.term("measure", view.selection.measure)
    told = (*LEGEND, *also, "war") if war_places(view) else (*LEGEND, *also)
    return map_legend(palette("light"), words, measure, kinds, WIDTH, told)


def trend_rows(view: View) -> tuple[pd.DataFrame, Axis]:
    """The view's measure by week or month with its hover text, and which of the two."""
    axis = axis_for(view.selection, view.record)
    rows = bins(view.answer, view.record, view.selection.measure, axis)
    return rows.assign(label=bar_labels(view, rows, view.selection.measure, axis)), axis


def trend_picture(view: View, rows: pd.DataFrame, size: tuple[float, float], most: int) -> Canvas:
    """The trend of a view with events of context.

    Args:
        view: the view.
        rows: of ``trend_rows``.
        size: width and height in pixels.
        most: how many events are written out.
    """
    record, measure = view.record, view.selection.measure
    start, end = extent(view.selection, record)
    return trend(
        rows,
        measure,
        palette("light"),
        trend_words(view, measure),
        view.words,
        milestones=labelled_milestones(view, start, end, most=most),
        provisional_from=pd.Timestamp(record.provisional_from),
        uncovered=gaps(telling(view.answer.covered, measure), start, end),
        size=size,
    )


def trend_part(view: View, annex: Annex) -> Part:
    """The measure by week or month, with events of context."""
    words, selection = view.words, view.selection
    measure = selection.measure
    rows, axis = trend_rows(view)
    picture = trend_picture(view, rows, (WIDTH, TREND_HEIGHT), 4)
    sentences = []
    if rows["best"].notna().any():
        peak = rows.loc[rows["best"].astype("Float64").idxmax()]
        own = selection.replace(date_from=peak["start"].date(), date_to=peak["end"].date())
        name = bin_name(view, peak, axis)
        said_so = people_sentence(view, annex.cite("trend", "peak", own, measure))
        sentences.append(words("briefing.peak", when=begun(name), sentence=said_so))
    names = [bin_name(view, row, axis) for _, row in rows.iterrows()]
    cells = []
    for (_, row), name in zip(rows.iterrows(), names, strict=True):
        count = int(row["incidents"] + row["unreported"])
        figure = said(of_row(row), words)
        cells.append((name, figure, whole(count, words), whole(int(row["unreported"]), words)))
    heads = ("period", "best", "incidents", "unreported")
    labels = trend_words(view, measure)
    hue = palette("light").measure[measure]
    low, best, high = (rows[end].astype("Float64") for end in ("low", "best", "high"))
    series: tuple[Series, ...] = (
        Series(labels["best"], values_of(low), hue),
        Series(labels["to_best"], values_of(best - low), hue, hatched=True),
        Series(labels["to_high"], values_of(high - best), hue, hollow=True),
    )
    if not any(value for one in series[1:] for value in one.values):
        series = (Series(labels["only"], values_of(low), hue),)
    short = [
        day(row.start, words) if axis == "week" else month(str(row.key), words)
        for row in rows.itertuples()
    ]
    return Part(
        "trend",
        finding(view, rows, measure, axis),
        words(f"trends.subtitle.{axis}", measure=words.term("measure", measure)),
        sentences=tuple(sentences),
        table=Table(tuple(words(f"column.{one}") for one in heads), tuple(cells)),
        picture=picture,
        card=trend_picture(view, rows, (WIDE, HIGH), 1),
        chart=Chart(
            "columns", tuple(short), series, labels["axis"], words(f"briefing.along.{axis}")
        ),
    )


def values_of(numbers: pd.Series) -> tuple[float | None, ...]:
    """Numbers of a chart that slides draw; None where unknown."""
    return tuple(None if pd.isna(one) else float(one) for one in numbers)


def actors_part(view: View, annex: Annex, axis: str) -> Part:
    """People by side or actor, the contested parts apart."""
    words, measure, colours = view.words, view.selection.measure, palette("light")
    rows = claim_rows(view, axis)
    labels = {status: words.term("attribution_status", status) for status in ATTRIBUTION}
    sentences = []
    if axis == "side":
        for status in ATTRIBUTION:
            one = part_of(view, "attribution_status", status, labels[status])
            if one.ids:
                cited = annex.cite(
                    "actors", status, view.selection, measure, "attribution_status", status
                )
                term = words.term("measure", measure)
                sentences.append(
                    words(
                        "briefing.status_line",
                        status=labels[status],
                        figure=said(one.figure, words),
                        measure=term,
                        refs=refs(cited),
                    )
                )
    cells = []
    for row in rows.itertuples():
        cited = annex.cite("actors", axis, view.selection, measure, f"{axis}_status", row.key)
        cells.append(
            (
                str(row.name),
                labels[row.status],
                f"{said(cited.figure, words)} [{cited.figure_id}]",
                whole(int(row.incidents + row.unreported), words),
            )
        )
    heads = ("actor", "attribution_status", "best", "incidents")
    names = tuple(dict.fromkeys(rows["name"]))
    best = rows.set_index(["name", "status"])["best"]
    series = tuple(
        Series(
            labels[status],
            tuple(
                float(best[name, status])
                if (name, status) in best.index and not pd.isna(best[name, status])
                else None
                for name in names
            ),
            colours.status[status],
            hatched=status == "contested",
            hollow=status == "unattributed",
        )
        for status in ATTRIBUTION
        if status in set(rows["status"])
    )
    return Part(
        f"actors-{axis}",
        contested_finding(view) if axis == "side" else named_alone(view, rows),
        words(f"actors.subtitle.{axis}", measure=words.term("measure", measure)),
        sentences=tuple(sentences),
        table=Table(tuple(words(f"column.{one}") for one in heads), tuple(cells)),
        picture=parts(rows, colours, labels, words, WIDTH),
        card=claims_card(view, rows, labels),
        chart=Chart(
            "bars", names, series, words("trends.axis", measure=words.term("measure", measure))
        ),
        notes=tuple(filter(None, (words("actors.rule"), of_no_side(view), whose_view(view))))
        if axis == "side"
        else (),
    )
