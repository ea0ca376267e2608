"""The first page of a briefing: five figures, a map and a trend on one picture, and what it comes to."""

from __future__ import annotations

from components.briefing.annex import Annex, Cited
from components.briefing.canvas import Canvas, lines_of
from components.briefing.cards import WIDE
from components.briefing.drawn_map import incident_picture
from components.briefing.model import REFERENCE, Part, Table
from components.briefing.picture_parts import WIDTH, map_keys, map_title, trend_picture, trend_rows
from components.lines.answer import answer
from components.lines.changes import ATTACKS_ON_CARE, compared_periods, incidents_said
from components.lines.claims import contested_finding
from components.lines.coverage import coverage_sentence, latest_compared
from components.lines.map import told_by_plates, war_places
from components.lines.stacks import points_drawn
from components.lines.trend import finding
from components.pictures.palette import Palette, palette
from components.view import View
from components.words.language import Strings
from components.words.names import publisher_name
from components.words.numbers import begun, day, said, unreported, whole
from data.counting.coverage import toll_figure
from data.counting.figure import Figure
from data.counting.periods import extent, stock_on
from data.counting.query import figure_at

FIGURES_HEIGHT, HEADING_HEIGHT, DRAWN_HEIGHT = 112.0, 58.0, 356.0
GAP = 24.0


def snapshot_part(view: View, annex: Annex) -> Part:
    """Killed, injured, civilians killed, attacks on care and the displaced; where; since when; what it comes to."""
    words, colours = view.words, palette("light")
    told = _figures(view, annex)
    wide = (WIDTH - GAP) / 2
    keys = map_keys(view)
    top = FIGURES_HEIGHT + HEADING_HEIGHT
    canvas = Canvas(WIDTH, top + DRAWN_HEIGHT + 16 + keys.height, rtl=words.right_to_left)
    _five(canvas, told, colours, words, len(told))
    card = Canvas(WIDE, 2 * FIGURES_HEIGHT, rtl=words.right_to_left)
    alone = [(*one[:3], REFERENCE.sub("", one[3])) for one in told]  # no list goes with it
    for at in range(0, len(told), 3):
        row = Canvas(WIDE, FIGURES_HEIGHT, rtl=words.right_to_left)
        _five(row, alone[at : at + 3], colours, words, 3)
        card.place(row, 0, at // 3 * FIGURES_HEIGHT)
    where = _map(view, wide, colours), map_title(view)
    rows, axis = trend_rows(view)
    since = (
        trend_picture(view, rows, (wide, DRAWN_HEIGHT), 2),
        finding(view, rows, view.selection.measure, axis),
    )
    left, right = (0.0, wide + GAP) if not words.right_to_left else (wide + GAP, 0.0)
    for x, (drawn, title) in ((left, where), (right, since)):
        _heading(canvas, begun(title), x, wide, colours)
        canvas.clipped(drawn, x, top)
    canvas.place(keys, 0, top + DRAWN_HEIGHT + 16)
    spoken = answer(view)
    comes_to = " ".join(
        [*spoken[1:], begun(f"{contested_finding(view)}."), coverage_sentence(view)]
    )
    sources = ", ".join(f"[{one.figure_id}]" for one in _cited(view, annex))
    rows = tuple((label, figure, note) for label, figure, _, note in told)
    heads = tuple(words(f"column.{one}") for one in ("measure", "best", "note"))
    return Part(
        "snapshot",
        spoken[0] if spoken else words("empty.nothing"),
        words("briefing.snapshot.subtitle"),
        sentences=(f"{comes_to} {sources}",),
        table=Table(heads, rows),
        picture=canvas,
        card=card,
    )


def _cited(view: View, annex: Annex) -> list[Cited]:
    """The figures behind what it comes to: this period, the one before, the contested part, a toll's incidents."""
    selection, measure = view.selection, view.selection.measure
    cited = [annex.cite("snapshot", "now", selection, measure)]
    before = compared_periods(view)[1].selection
    if before is not None:
        cited.append(annex.cite("snapshot", "previous", before, measure))
    if "contested" in view.answer.sums("attribution_status"):
        axis = "attribution_status"
        cited.append(annex.cite("snapshot", "contested", selection, measure, axis, "contested"))
    latest = latest_compared(view)
    if latest is not None and latest[1].scope is not None:
        annex.tolls.append(latest[1].toll_id)
        cited.append(annex.cite("snapshot", latest[1].toll_id, latest[1].scope, measure))
    return cited


def _figures(view: View, annex: Annex) -> list[tuple[str, str, str, str]]:
    """Five times: what, the figure as it is said, its range, and how many gave none with its id in the annex."""
    words, selection = view.words, view.selection
    low = {one: figure_at(view.record, selection.replace(group=one), "killed").low or 0 for one in ("civilians", "migrants")}  # fmt: skip
    told_as = max(low, key=lambda one: low[one])  # the most of those who were no fighters
    wanted = (
        ("killed_all", selection, "killed"),
        ("injured_all", selection, "injured"),
        (f"killed_{told_as}", selection.replace(group=told_as), "killed"),
    )
    told = []
    for row, own, measure in wanted:
        cited = annex.cite("snapshot", "now", own, measure)
        big, ranged = _parted(cited.figure, words)
        note = " ".join(filter(None, (unreported(cited.figure, words), f"[{cited.figure_id}]")))
        told.append((words(f"overview.row.{row}").strip("*"), big, ranged, note))
    care = selection if selection.care else selection.replace(care=ATTACKS_ON_CARE)
    cited = annex.cite("snapshot", "care", care, "incidents")
    told.append(
        (words("overview.row.care"), incidents_said(view, care), "", f"[{cited.figure_id}]")
    )
    stock = stock_on(view.record, extent(selection, view.record)[1], selection.as_known_on)
    label = words("overview.row.stock")
    if stock is None:
        return [*told, (label, words("numbers.not_reported"), "", "")]
    annex.tolls.append(stock["toll_id"])
    figure = said(toll_figure(stock), words)
    by = words(
        "overview.stock",
        publisher=publisher_name(view.record, stock["publisher"], words),
        day=day(stock["day"], words),
    )
    return [*told, (label, figure, "", by)]


def _parted(figure: Figure, words: Strings) -> tuple[str, str]:
    """A figure as its best number, and the range around it."""
    if figure.best is None or figure.low is None or figure.high is None or figure.low == figure.high:  # fmt: skip
        return said(figure, words), ""
    form = "briefing.snapshot.between_open" if figure.open else "briefing.snapshot.between"
    ends = {"low": whole(figure.low, words), "high": whole(figure.high, words)}
    return whole(figure.best, words), words(form, **ends)


def _five(
    canvas: Canvas,
    told: list[tuple[str, str, str, str]],
    colours: Palette,
    words: Strings,
    columns: int,
) -> None:
    wide = canvas.width / columns
    for n, (label, figure, ranged, note) in enumerate(told):
        x, anchor = (canvas.width - n * wide, "end") if words.right_to_left else (n * wide, "start")
        if n:
            canvas.shape("line", x1=x, x2=x, y1=4, y2=FIGURES_HEIGHT - 22, stroke=colours.grid)
            x += -12 if words.right_to_left else 12
        y = 14.0
        for line in lines_of(label, 13, wide - 24, 600)[:2]:
            canvas.text(x, y, line, size=13, weight=600, anchor=anchor, fill=colours.quiet)
            y += 16
        size = 30 if len(figure) < 9 else 19
        y = 62.0
        canvas.text(x, y, figure, size=size, weight=600, anchor=anchor, fill=colours.ink)
        for line in (ranged, *lines_of(note, 11.5, wide - 24)[:2]):
            if line:
                y += 16
                canvas.text(x, y, line, size=11.5, anchor=anchor, fill=colours.quiet)


def _heading(canvas: Canvas, title: str, x: float, wide: float, colours: Palette) -> None:
    at, anchor = (x + wide, "end") if canvas.rtl else (x, "start")
    for n, line in enumerate(lines_of(title, 14, 0.93 * wide, 600)[:3]):
        y = FIGURES_HEIGHT + 14 + 18 * n
        canvas.text(at, y, line, size=14, weight=600, anchor=anchor, fill=colours.ink)


def _map(view: View, wide: float, colours: Palette) -> Canvas:
    points = points_drawn(view, view.selection, "event_type", "tripoli", 0.0)
    areas, districts = told_by_plates(view, view.selection, "tripoli")
    size = (wide, DRAWN_HEIGHT)
    there = war_places(view)
    return incident_picture(points, areas, districts, "tripoli", colours, view.words, size, there)
