"""A signal as sentences: what rose and against what, what explains it, and why it may be an artefact."""

from __future__ import annotations

from components.words.language import Strings
from components.words.names import actor_name
from components.words.numbers import day, said, whole
from components.words.sentences import incident_title
from data.counting.checks import Check, checks
from data.counting.doubts import LATE_DAYS, stretch
from data.counting.explained import Explained
from data.counting.selection import Selection
from data.counting.signals import Signal
from data.record.record import Record


def signal_sentence(signal: Signal, record: Record, words: Strings) -> str:
    """What is new or higher than before, always of what was documented."""
    end = stretch(signal.selection)[1]
    about = {
        "what": _what(signal, words),
        "figure": said(signal.figure, words),
        "day": day(end, words),
        "since": day(signal.since, words),
    }
    if signal.kind == "new actor":
        return words("signals.new_actor", value=actor_name(record, signal.value, words), **about)
    if signal.kind == "new target type":
        return words("signals.new_target", value=words.term("target_type", signal.value), **about)
    before = said(signal.before, words) if signal.before else ""
    if signal.kind == "week":
        if signal.percent is None:
            return words("signals.week_from_none", reach=signal.reach, **about)
        return words(
            "signals.week", percent=signal.percent, reach=signal.reach, before=before, **about
        )
    if signal.before is None or signal.before_selection is None or not signal.before.best:
        return words("signals.high_from_none", **about)
    then = day(stretch(signal.before_selection)[1], words)
    return words("signals.high", before=before, then=then, **about)


def doubt_sentences(signal: Signal, record: Record, words: Strings) -> list[str]:
    """Why the signal may be an artefact, and whether the ranges leave room for no rise at all."""
    doubts, n = signal.doubts, len(signal.ids)
    told = []
    if signal.before is not None:
        told.append(words("signals.clear" if signal.clear else "signals.overlap"))
    if signal.peak is not None and signal.peak_selection is not None:
        then = day(stretch(signal.peak_selection)[1], words)
        told.append(words("signals.falling", figure=said(signal.peak, words), day=then))
    told.append(words("signals.sources", now=doubts.sources, before=doubts.sources_before))
    if doubts.coarse:
        told.append(words("signals.coarse", n=doubts.coarse, of=n))
    if doubts.late:
        told.append(words("signals.late", n=doubts.late, of=n, days=LATE_DAYS))
    if doubts.largest_id and doubts.largest_share >= 0.5 and n > 1:
        percent = whole(round(doubts.largest_share * 100), words)
        told.append(
            words(
                "signals.one_event",
                percent=percent,
                title=_titled(record, doubts.largest_id, words),
            )
        )
    return told


def explained_line(group: Explained, record: Record, words: Strings) -> str:
    """What explains some signals, and how many of them: an incident by its title and day, or an area."""
    n = len(group.signals)
    if group.incident_id:
        return words("signals.of_incident", n=n, title=_titled(record, group.incident_id, words))
    lead = group.signals[0]
    if lead.kind in ("new actor", "new target type"):
        return signal_sentence(lead, record, words)
    districts = lead.selection.district
    named = words("sentence.or").join(words.term("district", one) for one in districts)
    form = "signals.area_lead" if districts else "signals.everywhere_lead"
    return words("signals.of_area", n=n, lead=words(form, district=named))


def _titled(record: Record, incident_id: str, words: Strings) -> str:
    """An incident as a reader knows it: its title and its day."""
    row = next(record.incidents[record.incidents["incident_id"] == incident_id].itertuples())
    return f"{incident_title(record, row, words)}, {day(row.date_low, words)}"


def no_signal(record: Record, selection: Selection, words: Strings) -> str:
    """That nothing rose, or why nothing could be checked; of each dataset that is checked apart."""
    return " ".join(_nothing(one, words) for one in checks(record, selection))


def _nothing(check: Check, words: Strings) -> str:
    if check.since:
        return words("signals.none", day=day(check.day, words))
    return _unchecked(check, words)


def not_checked(record: Record, selection: Selection, words: Strings) -> list[str]:
    """Of each chosen dataset that could not be checked, that it was not."""
    return [_unchecked(one, words) for one in checks(record, selection) if one.since is None]


def _unchecked(check: Check, words: Strings) -> str:
    if not check.selection.dataset:
        return words("signals.no_history", day=day(check.day, words))
    named = words("sentence.or").join(words.term("dataset", one) for one in check.selection.dataset)
    return words("signals.not_checked", dataset=named, day=day(check.day, words))


def _what(signal: Signal, words: Strings) -> str:
    what = words.term("measure", signal.measure)
    if signal.selection.district and signal.kind in ("high", "week"):
        named = words("sentence.or").join(
            words.term("district", one) for one in signal.selection.district
        )
        what = words("signals.area", measure=what, district=named)
    if signal.selection.dataset:
        named = words("sentence.or").join(
            words.term("dataset", one) for one in signal.selection.dataset
        )
        what = words("signals.dataset", what=what, dataset=named)
    return what
