"""The closed lists of the record, in the field's words, and the ranks and radii the rules rest on."""

from __future__ import annotations

from typing import Final

EVENT_TYPES: Final = (
    "airstrike",
    "drone strike",
    "shelling",
    "ground fighting",
    "shooting",
    "summary killing",
    "IED",
    "suicide attack",
    "landmine",
    "abduction",
    "bodies found",
    "drowning",
    "hardship",
    "vehicle accident",
    "other",
)
# Kinds that reports of one event confuse, and that share a colour.
EVENT_FAMILY: Final[dict[str, str]] = {
    "airstrike": "air",
    "drone strike": "air",
    "shelling": "shelling",
    "ground fighting": "ground",
    "shooting": "ground",
    "summary killing": "killing",
    "bodies found": "killing",
    "abduction": "other",
    "IED": "explosive",
    "suicide attack": "explosive",
    "landmine": "explosive",
    "drowning": "migration",
    "hardship": "migration",
    "vehicle accident": "migration",
    "other": "other",
}
TARGET_TYPES: Final = (
    "residential",
    "migrant detention centre",
    "hospital",
    "field hospital",
    "ambulance",
    "school",
    "IDP site",
    "airport",
    "market",
    "industrial",
    "government",
    "military",
    "other",
)
# What of health care an attack hit; people found dead or killed in a hospital are no attack on it.
CARE: Final = ("facility", "vehicle", "worker", "none")
VICTIMS: Final = (
    "civilians",
    "children",
    "women",
    "migrants",
    "health workers",
    "combatants",
    "mixed",
    "unknown",
)
# Deaths on migration routes are another kind of harm: a selection counts one cause, never a mix.
CAUSES: Final = ("conflict", "at sea", "on a route")
MEASURES: Final = ("killed", "injured", "missing", "displaced", "held")
GROUPS: Final = (
    "all",
    "civilians",
    "children",
    "women",
    "migrants",
    "health workers",
    "combatants",
)
TOLL_MEASURES: Final = (*MEASURES, "casualties", "returnees", "other")
# What a toll counts where it is a part of the harm, and the kinds of incidents that are the same part; none where
# incidents cannot be cut so. A toll of everything has none of these.
TOLL_PARTS: Final[dict[str, tuple[str, ...]]] = {
    "air strikes": ("airstrike", "drone strike"),
    "shelling": ("shelling",),
    "air and artillery strikes": ("airstrike", "drone strike", "shelling"),
    "gunfire": ("shooting",),
    "mines and remnants of war": ("landmine",),
    "explosive devices": ("IED", "suicide attack"),
    "another part": (),
}
TOLL_GROUPS: Final = (*GROUPS, "other")
QUALIFIERS: Final = (
    "exact",
    "at least",
    "more than",
    "at most",
    "about",
    "range",
    "single",
    "words",
)
OPEN_QUALIFIERS: Final = ("at least", "more than")
STANCES: Final = ("blames", "denies", "acknowledges", "involved")
ABOUT: Final = (
    "harm",
    "nearby strike",
    "another act",
    "political responsibility",
    "status of victims",
)
ATTRIBUTION: Final = ("acknowledged", "uncontested", "contested", "unattributed")
# each choice of attributions, and the statuses it keeps; uncontested keeps what is acknowledged, too
CLAIM_STATUSES: Final[dict[str, tuple[str, ...]]] = {
    "any": ATTRIBUTION,
    "uncontested": ("acknowledged", "uncontested"),
    "uncontested-only": ("uncontested",),
    "acknowledged": ("acknowledged",),
}
GRADES: Final = ("confirmed", "fair", "weak", "contested", "discounted")
SIDE_BASIS: Final = ("recognised", "reported", "suspected", "contested")
AFFILIATIONS: Final = ("gna", "lna", "gnu", "other party", "none", "unknown")
# What kind of body a publisher is. Not a closed list of the schema: a team's own publishers may be of another.
SOURCE_TYPES: Final = (
    "un investigation",
    "un body",
    "casualty recorder",
    "ngo",
    "government",
    "party to the conflict",
    "news agency",
    "news outlet",
    "research or monitor",
    "aggregator",
    "encyclopedia",
    "blog",
    "other",
)
DATE_BASIS: Final = ("printed", "completed", "partial", "none")
# What of a document was read: a whole page, or the part of it that a search shows.
BASIS: Final = ("whole page", "excerpt")

# Finest first. Radii in metres from the rules of the record; the last three are areas, not circles.
PRECISION_RADIUS_M: Final[dict[str, int | None]] = {
    "site": 250,
    "neighbourhood": 2_000,
    "town": 5_000,
    "municipality": 12_000,
    "district": None,
    "region": None,
    "country": None,
}
PRECISIONS: Final = tuple(PRECISION_RADIUS_M)
POINT_PRECISIONS: Final = ("site", "neighbourhood", "town")

# Rank 1 is best. The tier decides which votes an estimate may rest on.
SOURCE_RANKS: Final[dict[int, str]] = {
    1: "published UN investigation or human-rights report",
    2: "statement or situation report of a UN body or ECHO",
    3: "casualty recorder or NGO",
    4: "officials of a party",
    5: "news agency or outlet",
    6: "aggregator",
    7: "survivors or witnesses quoted",
}
TIER_OF_RANK: Final[dict[int, str]] = {
    1: "A",
    2: "A",
    3: "A",
    4: "B",
    5: "B",
    6: "B",
    7: "C",
}
