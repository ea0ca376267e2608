"""A link as it was meant: what mail programs and hands do to an address is undone, what is left over is told."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final
from urllib.parse import parse_qsl, unquote

from data.counting.selection import PARAMETERS

# names that others hang onto links to count who follows them; they mean nothing here
TRACKING: Final = re.compile(
    r"(?i)utm_\w+|fbclid|gclid|dclid|msclkid|mc_[ce]id|igshid|_ga|_gl|yclid|twclid|ttclid|si|cmpid"
)
_DAY: Final = frozenset({"from", "to", "as-known-on"})


def as_meant(
    params: Mapping[str, Sequence[str]], others: Sequence[str] = ()
) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """Query parameters under the names and in the form they were written with.

    ``&amp;`` for ``&``, an address encoded twice, names in capitals, a line broken within a name or value,
    and the full stop of a sentence after a day are undone.

    Args:
        params: name to the values given.
        others: further names that a page knows.

    Returns:
        The parameters of a selection and the others that are known; and those that nobody knows, except
        the ones that only count who follows a link.
    """
    known = {name.casefold(): name for name in (*PARAMETERS.values(), *others)}
    meant: dict[str, list[str]] = {}
    unknown: dict[str, list[str]] = {}
    for name, values in _parts(params):
        plain = re.sub(r"(?i)^(?:amp;|\?)+", "", re.sub(r"\s+|=$", "", name)).casefold()
        plain = plain.replace("_", "-") if plain.replace("_", "-") in known else plain
        if plain in known:
            own = known[plain]
            meant.setdefault(own, []).extend(_value(own, value) for value in values)
        elif not TRACKING.fullmatch(plain) and (plain or any(values)):
            unknown.setdefault(name, []).extend(values)
    return meant, unknown


def _parts(params: Mapping[str, Sequence[str]]) -> list[tuple[str, list[str]]]:
    """Names and values, those encoded twice or run together taken apart."""
    found: list[tuple[str, list[str]]] = []
    for name, values in params.items():
        plain = unquote(name)
        if "=" in plain.rstrip("="):  # a whole address that was encoded as one name
            whole = "&".join([plain, *(value for value in values if value)])
            found += [(one, [value]) for one, value in parse_qsl(whole.replace("&amp;", "&"), keep_blank_values=True)]  # fmt: skip
            continue
        kept = []
        for value in values:
            head, *rest = re.split(r"&(?:amp;)?(?=[\w-]+=)", _unquoted(value))
            kept.append(head)
            found += [(one, [other]) for one, other in parse_qsl("&".join(rest), keep_blank_values=True)]  # fmt: skip
        found.append((plain, kept))
    return found


def _unquoted(value: str) -> str:
    """A value without the percent signs of a second encoding."""
    return unquote(value) if re.search(r"%[0-9A-Fa-f]{2}", value) else value


def _value(name: str, value: str) -> str:
    broken = re.sub(r"=?[\r\n]+\s*", "", value).strip()
    if name in _DAY:
        return re.sub(r"\s+", "", broken).rstrip(".,;:)>]\"'»")
    return broken
