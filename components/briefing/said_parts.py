"""Parts of a briefing that are words and tables: what changed in number, what rose, what was gravest."""

from __future__ import annotations

import datetime as dt

import pandas as pd

from components.briefing.annex import Annex, Cited
from components.briefing.model import Part, Table
from components.lines.changes import (
    ROWS,
    Period,
    compared_periods,
    period_figure,
    reason_said,
    row_selection,
)
from components.lines.signals import (
    doubt_sentences,
    explained_line,
    no_signal,
    not_checked,
    signal_sentence,
)
from components.view import View
from components.words.language import Strings
from components.words.names import publisher_name, publishers
from components.words.numbers import day, days, none_said, said, unreported, whole
from components.words.sentences import incident_title, place_name, title_and_place
from data.counting.checks import checks
from data.counting.explained import explained
from data.counting.figure import Figure, of_row
from data.counting.lineage import changes, greatest_claimed, incident_figures
from data.counting.periods import extent
from data.counting.query import query
from data.counting.shard import shard_of
from data.counting.signals import signals

GRAVEST = 8
MOST_CHANGES = 14
MOST_SIGNALS = 3  # what one slide holds


def refs(one: Cited) -> str:
    """The small number under which a figure stands in the list at the end and in the annex."""
    return f" [{one.figure_id}]"


def people_sentence(view: View, one: Cited) -> str:
    """A figure as a sentence: how many were reported, between what, in how many incidents, who gave none."""
    words, figure = view.words, one.figure
    group = words.term("group", one.selection.group)
    if figure.best is None:
        term = words.term("measure", one.measure)
        spoken = words("briefing.not_reported", measure=term, group=group)
        return f"{spoken}.{refs(one)}"
    low = figure.low if figure.low is not None else figure.best
    high = figure.high if figure.high is not None else figure.best
    count = whole(figure.best, words)
    ranged = ""
    if low != high:
        form = "briefing.range_open" if figure.open else "briefing.range"
        ranged = words(form, low=whole(low, words), high=whole(high, words))
    elif figure.open:
        count = words("numbers.at_least", best=count)
    children = one.selection.group == "children" and one.measure == "killed"
    form = "briefing.people.children" if children else f"briefing.people.{one.measure}"
    spoken = words(form, n=figure.best, count=count)
    if one.selection.group != "all" and not children:
        spoken += words("briefing.of_group", group=group)
    spoken += words("briefing.in_incidents", n=figure.incidents or len(one.ids)) + ranged
    most = greatest_claimed(view.record, one.selection, one.measure)
    if most is not None:
        spoken += words("briefing.others", most=whole(most, words))
    silent = unreported(figure, words)
    return f"{spoken}{f'; {silent}' if silent else ''}.{refs(one)}"


def change_part(view: View, annex: Annex) -> Part:
    """The change table, and its first column as sentences."""
    words, record = view.words, view.record
    every = compared_periods(view)
    periods = [one for one in every if one.selection is not None]  # the others fold into the notes
    heads = [words("briefing.column.counted")]
    for one in periods:
        name = words(f"briefing.column.{one.name}")
        when = days(*extent(one.selection or view.selection, record), words)
        heads.append(f"{name}\n{when}")
    rows, sentences, spoken = [], [], {}
    own_group = view.selection.group
    for measure, group in ROWS:
        if group == own_group != "all":  # the row of the reader's own group says it already
            continue
        label = words(f"overview.row.{measure}_{group}").strip("*")
        cells = [_cell(view, annex, one, measure, group) for one in periods]
        rows.append((label, *cells))
        own = row_selection(periods[0], group)
        if own is not None:
            cited = annex.cite("change", "now", own, measure)
            sentences.append(people_sentence(view, cited))
            spoken[f"{measure}_{group}"] = said(cited.figure, words)
    counts = [words("overview.row.incidents").strip("*")]
    for one in periods:
        assert one.selection is not None
        cited = annex.cite("change", one.name, one.selection, "incidents", share=one.share)
        number = round(len(cited.ids) * one.share)
        told = whole(number, words) if cited.ids else none_said(query(record, one.selection).share, words)  # fmt: skip
        counts.append(f"{told} [{cited.figure_id}]")
    rows.append(tuple(counts))
    notes = [words("briefing.footnote")]
    for one in every:
        if one.selection is None:
            reason = reason_said(view, one.reason, one.days)
            period = words(f"briefing.column.{one.name}")
            notes.append(words("briefing.not_compared", Period=period, reason=reason))
    if any(one.share != 1.0 for one in periods if one.selection):
        notes.append(words("briefing.average_note"))
    end = extent(view.selection, record)[1]
    if end >= record.provisional_from:
        notes.append(words("briefing.provisional", day=day(record.provisional_from, words)))
    table = Table(tuple(heads), tuple(rows))
    form = "briefing.change_title" if own_group == "all" else "briefing.change_title_group"
    return Part(
        "change",
        words(form, group=words.term("group", own_group), **spoken),
        sentences=tuple(sentences),
        table=table,
        notes=tuple(notes),
    )


def _cell(view: View, annex: Annex, period: Period, measure: str, group: str) -> str:
    selection = row_selection(period, group)
    assert selection is not None  # periods that do not compare are in the notes
    cited = annex.cite("change", period.name, selection, measure, share=period.share)
    figure = period_figure(view, period, measure, group) or cited.figure
    silent = f"\n{unreported(figure, view.words)}" if figure.unreported else ""
    return f"{said(figure, view.words)} [{cited.figure_id}]{silent}"


def signals_part(view: View, annex: Annex) -> Part:
    """What rose in what was documented, and why it may not be a rise."""
    words, record = view.words, view.record
    found = signals(record, view.selection)
    apart = not_checked(record, view.selection, words)
    if not found:
        return Part("signals", no_signal(record, view.selection, words))
    sentences = []
    shown = explained(found)[:MOST_SIGNALS]
    for group in shown:
        one, n = group.signals[0], len(group.signals)
        cited = annex.cite("signals", one.kind, one.selection, one.measure)
        lead = f"{explained_line(group, record, words)}. " if n > 1 else ""
        doubts = " ".join(doubt_sentences(one, record, words))
        sentences.append(f"{lead}{signal_sentence(one, record, words)} {doubts}{refs(cited)}")
    left = len(found) - len(shown)
    notes = [words("signals.caution"), *apart]
    if left:
        notes.insert(0, words("signals.left_out", n=left))
    last = max(one.day for one in checks(record, view.selection) if one.since)
    lead = explained_line(shown[0], record, words)
    title = words("signals.title_lead", day=day(last, words), n=len(found), lead=lead)
    return Part("signals", title, sentences=tuple(sentences), notes=tuple(notes))


def gravest_part(view: View, annex: Annex) -> Part:
    """The incidents with most people of the measure, and who speaks of them."""
    words, record, measure = view.words, view.record, view.selection.measure
    shares = incident_figures(record, view.selection, [measure]).set_index("incident_id")
    rows = record.incidents.set_index("incident_id")
    arrays = shard_of(record, view.selection)
    status = dict(
        zip(
            arrays.ids,
            (arrays.labels["attribution_status"][c] for c in arrays.codes["attribution_status"]),
            strict=True,
        )
    )
    lines, cells = [], []
    for _, name in view.answer.gravest[:GRAVEST]:
        row = rows.loc[name]
        by = publishers(record, [name], words, most=1000)
        told = words("covered.and").join(by[:4])
        if len(by) > 4:
            told = words("briefing.sources_and", list=told, n=len(by) - 4)
        about = {
            "day": days(row["date_low"], row["date_high"], words),
            "title": incident_title(record, row, words),
            "place": place_name(record, row, words),
            "figure": said(of_row(shares.loc[name]), words),
            "measure": words.term("measure", measure),
            "attribution": words.term("attribution_status", status[name]),
            "publishers": told,
        }
        told_line = {**about, "title": title_and_place(record, row, words), "id": name}
        lines.append(words("briefing.gravest_line", **told_line))
        cells.append((*(str(one) for one in about.values()), name))
    heads = ("day", "title", "place", "best", "measure", "attribution_status", "publisher")
    table = Table(
        (*(words(f"column.{one}") for one in heads), words("column.incident")), tuple(cells)
    )
    return Part("gravest", words("briefing.gravest_title"), sentences=tuple(lines), table=table)


def changes_part(view: View, annex: Annex, since: dt.date) -> Part:
    """What was learned since an earlier briefing, incident by incident, and what it adds up to."""
    words, record, measure = view.words, view.record, view.selection.measure
    known = view.answer.as_known_on
    annex.since = since
    title = words("briefing.changes_title", day=day(since, words))
    found = changes(record, view.selection, since, known, [measure])
    then = annex.cite("changes", "then", view.selection.replace(as_known_on=since), measure)
    now = annex.cite("changes", "now", view.selection, measure)
    if found.empty:
        none = words("briefing.changes_none", day=day(since, words), known=day(known, words))
        return Part("changes", title, sentences=(none,))
    rows = record.incidents.set_index("incident_id")
    by = record.reports.set_index("report_id")["publisher"]
    lines = []
    for one in found.head(MOST_CHANGES).itertuples():
        told = (by[report] for report in one.because.split("|") if report)
        names = list(dict.fromkeys(publisher_name(record, name, words) for name in told))
        lines.append(
            words(
                "briefing.changes_line" if names else "briefing.changes_line_silent",
                title=incident_title(record, rows.loc[one.incident_id], words),
                measure=words.term("measure", measure),
                before=_end(one, "from", words),
                after=_end(one, "to", words),
                change=words.term("change", one.change),
                publishers=words("covered.and").join(names[:3]),
                id=one.incident_id,
            )
        )
    total = words(
        "briefing.changes_sum", before=said(then.figure, words), after=said(now.figure, words)
    )
    return Part("changes", title, sentences=(total + refs(now), *lines))


def _end(row: object, end: str, words: Strings) -> str:
    low, best, high, is_open = (
        getattr(row, f"{name}_{end}") for name in ("low", "best", "high", "open")
    )
    parts = pd.Series(
        {"low": low, "best": best, "high": high, "open": is_open is True or is_open == 1}
    )
    if pd.isna(best) and pd.isna(high):
        return said(Figure("incidents", None, None, None), words)
    return said(of_row(parts), words)
