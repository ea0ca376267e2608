"""A list of persons counted into incidents: by day, place and actor, never by who they were.

The columns that say who a person was are left out before a cell is looked at; what is kept is how many, and
of the killed how many were children and women. A row of the list is kept nowhere, not even as a hash.
"""

from __future__ import annotations

import dataclasses
import functools
import re
from typing import Final

import pandas as pd

from data.record.places import fold
from data.record.refusal import RecordError
from data.sources.amounts import amount
from data.sources.content import digest_of
from data.sources.mapping import Mapping
from data.sources.sheet import COLUMNS, PEOPLE, SHEET

PERSON: Final[dict[str, str]] = {
    "harm": "* what became of the person: killed, injured or missing",
    "age": "years; under 18 is a child",
    "sex": "female or male",
}
# rows that agree in all of these are one incident
GROUPING: Final = (
    "date", "place", "district", "country", "latitude", "longitude", "place_precision", "event_type", "target_type", "cause", "blamed",
)  # fmt: skip
IN_ID: Final = ("date", "place", "blamed")
AS_WRITTEN: Final = ("date", "latitude", "longitude")  # the others agree in any spelling
COUNTED: Final = (
    "id",
    "date_to",
    *PEOPLE,
)  # of the sheet's columns, those that are counted or not said
TEMPLATE: Final = {name: COLUMNS[name] for name in GROUPING} | PERSON
_WORDS: Final = {
    "harm": {
        "killed": ("killed", "dead", "deceased", "died", "death", "martyr", "قتيل", "قتيلة", "شهيد", "شهيدة", "متوفى", "متوفاة", "tué", "tuée", "mort", "morte", "décédé", "décédée"),
        "injured": ("injured", "wounded", "hurt", "جريح", "جريحة", "مصاب", "مصابة", "blessé", "blessée"),
        "missing": ("missing", "disappeared", "مفقود", "مفقودة", "disparu", "disparue"),
    },
    "sex": {
        "female": ("female", "f", "woman", "girl", "أنثى", "امرأة", "طفلة", "femme", "féminin", "fille"),
        "male": ("male", "m", "man", "boy", "ذكر", "رجل", "homme", "masculin", "garçon"),
    },
    "age": {
        "child": ("child", "minor", "infant", "baby", "newborn", "طفل", "طفلة", "رضيع", "قاصر", "enfant", "mineur", "nourrisson", "bébé"),
        "adult": ("adult", "elderly", "بالغ", "مسن", "adulte"),
    },
}  # fmt: skip
_FOLDED: Final = {
    column: {fold(word): meaning for meaning, words in meanings.items() for word in words}
    for column, meanings in _WORDS.items()
}
_UNDER_A_YEAR: Final = re.compile(r"[0-9]{1,2}\s*(?:months?|weeks?|days?|mois|semaines?|jours?|شهرا?|أشهر|أسابيع|أسبوع|أيام|يوما?)")  # fmt: skip
OLDEST_YEARS: Final = 115
_UNSURE: Final = re.compile("[?؟~≈]")  # folding drops it, and then a doubt is certain
ADULT_YEARS: Final = 18  # Convention on the Rights of the Child, article 1


# a list comes again as a whole: an incident that it no longer has is asked about
PERSONS: Final = dataclasses.replace(SHEET, replaced=True)


def check_persons(mapping: Mapping) -> None:
    """Nothing, where a mapping of a list of persons reads no more of them than is counted.

    Raises:
        RecordError: it reads another column, sets what is counted, or does not say what became of them.
    """
    other = sorted(set(mapping.columns) - set(TEMPLATE))
    if other:
        raise RecordError(
            f"{', '.join(other)}: not taken from a list of persons, where it could tell of one; expected some of {', '.join(TEMPLATE)}, and constants for the rest."
        )
    made = sorted(set(mapping.constants) & {*COUNTED, "age", "sex"})
    if made:
        raise RecordError(f"{', '.join(made)}: counted from the list; expected no constant for it.")
    lacks = sorted({"date", "place", "harm"} - set(mapping.columns) - set(mapping.constants))
    if lacks:
        raise RecordError(
            f"{', '.join(lacks)}: not said yet; a list of persons is counted by day and place, and harm says what became of them (killed, injured or missing)."
        )


def counted(rows: pd.DataFrame) -> tuple[pd.DataFrame, list[tuple], list[str]]:
    """The rows of a list of persons as rows of a team's sheet, one an incident.

    Args:
        rows: ``GROUPING`` as far as mapped, ``harm``, perhaps ``age`` and ``sex``, and what is the same in
            every row; the index is the row in the file. No other column of the list.

    Returns:
        One row for each combination of what groups: people killed, injured and missing, children and women
        among the killed (``3+`` where somebody's age or sex is not known); the index is its first row in the
        file. Rows whose harm is no known word, with the reason; and what was counted, in words.
    """
    harm = rows["harm"].map(functools.partial(_meant, "harm"))
    expected = f"{', '.join(_WORDS['harm'])}; a translation says what another word means"
    odd = [(row, "harm", cell, expected) for row, cell in rows["harm"][harm == ""].items()]
    rows, harm = rows[harm != ""], harm[harm != ""]
    by = [name for name in GROUPING if name in rows]
    if rows.empty:
        return rows.assign(id="").drop(columns=[name for name in PERSON if name in rows]), odd, []
    same = {name: rows[name].str.strip() if name in AS_WRITTEN else rows[name].map(fold) for name in by}  # fmt: skip
    keys = pd.DataFrame(same).agg("\x1f".join, axis=1)
    group = pd.Categorical(keys, keys.unique())
    people = {one: _sum(harm == one, group) for one in _WORDS["harm"]}
    first = rows[~keys.duplicated()]
    made = first.drop(columns=[name for name in PERSON if name in first])
    made["id"] = _ids(pd.DataFrame(same).loc[first.index], first["date"].str.strip())
    for one, numbers in people.items():
        made[one] = ["" if n == 0 else str(n) for n in numbers]  # a list tells of nobody unharmed
    killed = harm == "killed"
    age = rows["age"].map(_age) if "age" in rows else pd.Series("", rows.index)
    sex = rows["sex"].map(functools.partial(_meant, "sex")) if "sex" in rows else pd.Series("", rows.index)  # fmt: skip
    if "age" in rows:
        made["children_killed"] = _least(killed & (age == "child"), killed & (age == ""), group)
    if "age" in rows and "sex" in rows:
        sure = killed & (age == "adult") & (sex == "female")
        made["women_killed"] = _least(sure, killed & (age != "child") & (sex != "male") & ~sure, group)  # fmt: skip
    told = [f"{len(rows)} persons were counted into {len(made)} incidents, by {', '.join(by)}. Names are not read: somebody listed twice is counted twice."]  # fmt: skip
    return made, odd, told


def _ids(same: pd.DataFrame, days: pd.Series) -> list[str]:
    """Ids by day, place and actor, so that another column that is mapped later names no other incidents.

    Where one day, place and actor has several incidents, the rest of what groups them is in the id too.
    """
    short = same[[name for name in IN_ID if name in same]].agg("\x1f".join, axis=1)
    whole = same.agg("\x1f".join, axis=1)
    several = short.duplicated(keep=False)
    return [f"{day}-{digest_of(long if more else key)}" for day, key, long, more in zip(days, short, whole, several, strict=True)]  # fmt: skip


def _meant(column: str, cell: str) -> str:
    return "" if _UNSURE.search(cell) else _FOLDED[column].get(fold(cell), "")


def _sum(holds: pd.Series, group: pd.Categorical) -> list[int]:
    return holds.groupby(group, observed=False).sum().astype(int).tolist()


def _least(sure: pd.Series, perhaps: pd.Series, group: pd.Categorical) -> list[str]:
    """How many it holds of; at least so many where it may hold of others; nothing where none is sure."""
    pairs = zip(_sum(sure, group), _sum(perhaps, group), strict=True)
    return [str(n) if not more else f"{n}+" if n else "" for n, more in pairs]


def _age(cell: str) -> str:
    """Child, adult, or nothing where it is not known which."""
    said = "" if _UNSURE.search(cell) else fold(cell)
    if said in _FOLDED["age"] or _UNDER_A_YEAR.fullmatch(cell.strip().casefold()):
        return _FOLDED["age"].get(said, "child")
    least, _, most, _ = amount(cell) or ("", "", "", "")  # an end that is open is empty
    if any(int(end) > OLDEST_YEARS for end in (least, most) if end):  # 999 stands for unknown
        return ""
    if least and int(least) >= ADULT_YEARS:
        return "adult"
    return "child" if most and int(most) < ADULT_YEARS else ""
