"""A signal as sentences: what rose and against what, and why it may be an artefact."""

from __future__ import annotations

from components.words.language import Strings
from components.words.numbers import day, said, whole
from components.words.sentences import actor_name
from data.counting.doubts import LATE_DAYS, stretch
from data.counting.selection import Selection
from data.counting.signals import Signal, checked_day
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


def doubt_sentences(signal: Signal, words: Strings) -> list[str]:
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
        told.append(words("signals.one_event", percent=percent, id=doubts.largest_id))
    return told


def no_signal(record: Record, selection: Selection, words: Strings) -> str:
    """That nothing rose, or why nothing could be checked."""
    end, begins = checked_day(record, selection)
    return words("signals.none" if begins else "signals.no_history", day=day(end, words))


def _what(signal: Signal, words: Strings) -> str:
    if signal.selection.district and signal.kind in ("high", "week"):
        named = words("sentence.or").join(
            words.term("district", one) for one in signal.selection.district
        )
        return words("signals.area", measure=words.term("measure", signal.measure), district=named)
    return words.term("measure", signal.measure)
