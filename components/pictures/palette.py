"""One designed palette, light and dark: each colour carries one meaning on every page.

Killed, injured and displaced differ in lightness first, so they survive grey print and colour
blindness; the sides' hues are on nobody's flag. Event families are six hues of Paul Tol's "muted"
scheme (SRON technical note SRON/EPS/TN/09-002, issue 3.2), made for colour-blind readers.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

Theme = Literal["light", "dark"]


@dataclass(frozen=True)
class Palette:
    """Colours as ``#rrggbb``."""

    paper: str
    ink: str
    quiet: str
    grid: str
    sea: str
    land: str
    abroad: str
    border: str
    measure: dict[str, str]
    side: dict[str, str]
    status: dict[str, str]
    event: dict[str, str]
    unknown: str

    def of_side(self, side: str) -> str:
        """The hue of a bloc; of one that a record named for itself, that of no side."""
        return self.side.get(side, self.side["none"])


PALETTES: Final[dict[str, Palette]] = {
    "light": Palette(
        paper="#ffffff",
        ink="#1b2333",
        quiet="#5d6675",
        grid="#e4e6ea",
        sea="#dfe8ee",
        land="#f7f5ef",
        abroad="#efede6",
        border="#b9b6ab",
        measure={
            "killed": "#1f2f56",
            "injured": "#b7791f",
            "displaced": "#3f9a93",
            "missing": "#7d6b91",
            "held": "#8c8c8c",
            "incidents": "#5d6675",
        },
        side={
            "lna": "#8a4f7d",
            "gna": "#4379a8",
            "east": "#bb7aa8",
            "gnu": "#2f5f86",
            "tripoli": "#94703f",
            "none": "#7b7f86",
            "several": "#a08d63",
            "unattributed": "#b4b7bc",
        },
        status={
            "acknowledged": "#1f2f56",
            "uncontested": "#5f74a8",
            "contested": "#9aa7c7",
            "unattributed": "#c4c7cd",
        },
        event={
            "air": "#332288",
            "shelling": "#cc6677",
            "ground": "#117733",
            "killing": "#882255",
            "explosive": "#b59a2a",
            "migration": "#2f8fb0",
            "other": "#6f7b86",
        },
        unknown="#8d939d",
    ),
    "dark": Palette(
        paper="#12161f",
        ink="#e8eaf0",
        quiet="#a4acba",
        grid="#2b3240",
        sea="#161d29",
        land="#2a2f38",
        abroad="#232830",
        border="#59606c",
        measure={
            "killed": "#c3cdf0",
            "injured": "#e2ad55",
            "displaced": "#57b8ae",
            "missing": "#b8a3d0",
            "held": "#a9a9a9",
            "incidents": "#a4acba",
        },
        side={
            "lna": "#cf93c0",
            "gna": "#7fb2dd",
            "east": "#e9bfdc",
            "gnu": "#b3d6f2",
            "tripoli": "#d0a873",
            "none": "#a2a6ad",
            "several": "#cdb986",
            "unattributed": "#6d727b",
        },
        status={
            "acknowledged": "#c3cdf0",
            "uncontested": "#8fa3dc",
            "contested": "#62719f",
            "unattributed": "#5a6070",
        },
        event={
            "air": "#9d90e8",
            "shelling": "#e08a98",
            "ground": "#5fb37b",
            "killing": "#d0729f",
            "explosive": "#ddcc77",
            "migration": "#88ccee",
            "other": "#a7b0ba",
        },
        unknown="#8d939d",
    ),
}


def palette(theme: Theme) -> Palette:
    """The colours of a theme."""
    return PALETTES[theme]


def rgb(colour: str, alpha: int = 255) -> list[int]:
    """A colour as deck.gl wants it: red, green, blue, alpha from 0 to 255."""
    return [int(colour[i : i + 2], 16) for i in (1, 3, 5)] + [alpha]
