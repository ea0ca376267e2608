"""What explains several signals at once: one incident, or the incidents of one area."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from data.counting.signals import Signal

HALF: Final = 0.5
Apart = Literal["", "falling", "claim"]


@dataclass(frozen=True)
class Explained:
    """Signals that one thing explains, the gravest first.

    Attributes:
        incident_id: the incident that makes half or more of each; blank where many do.
        signals: the signals.
    """

    incident_id: str
    signals: tuple[Signal, ...]

    @property
    def apart(self) -> Apart:
        """Why it is no rise of now: every sum among them is falling, or claims alone are new; else blank."""
        rising = [one for one in self.signals if one.kind != "new actor"]
        if not rising:
            return "claim"
        return "falling" if all(one.peak is not None for one in rising) else ""


def explained(found: list[Signal]) -> list[Explained]:
    """Signals by what explains them: those of now first, then what is falling or rests on a claim alone.

    Args:
        found: result of ``signals``.
    """
    groups: dict[tuple, list[Signal]] = {}
    for one in found:
        incident = _incident(one)
        area = () if incident else (one.kind, one.value) if one.value else one.selection.district
        groups.setdefault((incident, area, one.selection.dataset), []).append(one)
    out = [Explained(incident, tuple(each)) for (incident, *_), each in groups.items()]
    return sorted(
        out, key=lambda group: (("", "falling", "claim").index(group.apart), -_gravest(group))
    )


def _gravest(group: Explained) -> int:
    return max(one.figure.best or 0 for one in group.signals)


def _incident(signal: Signal) -> str:
    if len(signal.ids) == 1:
        return signal.ids[0]
    return signal.doubts.largest_id if signal.doubts.largest_share >= HALF else ""
