"""Columns and cells that speak of private persons: the record has no room for them."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

import pandas as pd

from data.record.places import fold
from data.sources.asked import ColumnsUnknown

LONGEST: Final = 2_000  # letters of a cell that are looked at piece by piece
# headers of a person's own, in three languages, folded: a header with one of these phrases is one
_PERSON: Final = (
    "victim name", "name of victim", "victims names", "names of victims", "first name", "last name", "full name", "family name", "given name",
    "middle name", "surname", "mother name", "father name", "mothers name", "fathers name", "nickname", "maiden name", "name of deceased",
    "deceased name", "name of injured", "patient name", "respondent name", "interviewee", "contact person", "next of kin", "guardian name",
    "phone", "mobile number", "mobile no", "cell number", "whatsapp", "telephone", "tel no", "tel number", "email", "e mail", "passport", "national id", "national number", "identity no",
    "identity number", "identity card", "id card", "date of birth", "birth date", "dob", "home address",
    "name of the victim", "names of the victims", "name of the deceased", "names of the dead", "names of dead", "martyr name", "contact number",
    "phone no", "cellphone", "cell phone", "telegram id", "telegram number", "skype", "personal id", "social security", "ssn", "national no", "person name", "child name",
    "nom de la personne", "nom du mort", "noms des morts", "nom de l enfant", "gsm", "adresse personnelle", "cni", "numero de carte",
    "اسم الشهيد", "اسماء الشهداء", "اسم القتيل", "اسماء القتلى", "اسم المفقود", "اسم الشخص", "اسم الطفل", "اسم الزوج", "تليفون", "التليفون", "الموبايل",
    "الايميل", "الرقم القومي", "رقم قومي", "رقم القيد", "رقم جواز السفر", "رقم الجوال", "الاسم واللقب",
    "nom de la victime", "noms des victimes", "prenom", "prenoms", "nom de famille", "nom complet", "nom du pere", "nom de la mere", "nom du defunt",
    "nom du blesse", "nom du patient", "personne a contacter", "courriel", "adresse mail", "numero de portable", "passeport", "numero national", "numero d identite",
    "carte d identite", "piece d identite", "date de naissance", "adresse du domicile", "surnom",
    "اسم الضحية", "اسماء الضحايا", "الاسم الاول", "الاسم الكامل", "الاسم الثلاثي", "الاسم الرباعي", "اسم العائلة", "اسم الاب", "اسم الام", "اسم المتوفى",
    "اسم الجريح", "اسم المريض", "اسم المصاب", "اللقب", "الكنية", "هاتف", "الهاتف", "جوال", "الجوال", "موبايل", "رقم المحمول", "واتساب", "البريد الالكتروني",
    "ايميل", "جواز السفر", "رقم الجواز", "الرقم الوطني", "رقم الهوية", "رقم البطاقة", "بطاقة الهوية", "تاريخ الميلاد", "تاريخ الولادة", "عنوان السكن", "ولي الامر",
)  # fmt: skip
_ALONE: Final = (
    "mobile",
    "mobiles",
    "contact",
    "portable",
    "guardian",
    "tel",
    "telegram",
    "المحمول",
    "محمول",
    "جواز",
    "الجواز",
    "nid",
    "birthdate",
    "ne le",
    "nee le",
    "مواليد",
)  # as a whole header only: a mobile clinic is no number, an event's id is no person's
_MORE: Final = (
    "contact no", "date naissance", "phone number", "mobile phone", "رقم النقال", "النقال", "تلفون", "التلفون", "تلفونات", "born on", "national identity",
)  # fmt: skip
# a name of somebody: one of these words beside one of those, in any order and with any word between
_NAME_WORDS: Final = (
    "name",
    "names",
    "nom",
    "noms",
    "prenom",
    "prenoms",
    "اسم",
    "اسماء",
    "الاسم",
    "الاسماء",
)
_PERSON_WORDS: Final = (
    "victim", "victims", "martyr", "martyrs", "injured", "wounded", "dead", "killed", "deceased", "witness", "witnesses", "patient", "patients", "detainee",
    "detainees", "person", "persons", "child", "children", "mother", "father", "relative", "relatives", "survivor", "survivors", "interviewee", "respondent",
    "victime", "victimes", "tue", "tues", "mort", "morts", "decede", "decedes", "defunt", "defunts", "blesse", "blesses", "temoin", "temoins", "detenu", "detenus", "disparu", "disparus",
    "الضحيه", "الضحايا", "الشهيد", "الشهداء", "القتيل", "القتلى", "الجريح", "الجرحى", "المصاب", "المصابين", "المتوفى", "المتوفاه", "المتوفين", "الشاهد", "الشهود",
    "المريض", "المرضى", "المفقود", "المفقودين", "المعتقل", "المعتقلين", "الشخص", "الاشخاص", "الطفل", "الاطفال", "الناجي", "الناجين",
)  # fmt: skip
# of these nobody is named or called
_NOBODY: Final = ("phone network", "phone tower", "phone company", "phone operator", "phone coverage", "next of kin informed", "mobile network", "mobile clinic")  # fmt: skip
# headers that name a person or a place; the other columns tell which
_NAMES: Final = (
    "name",
    "names",
    "nom",
    "noms",
    "الاسم",
    "اسم",
    "name en",
    "name ar",
    "name fr",
    "الاسماء",
)
_ABOUT_PERSONS: Final = (
    "age", "sex", "gender", "nationality", "occupation", "marital status", "age sexe", "sexe", "genre", "nationalite", "profession",
    "العمر", "السن", "الجنس", "الجنسية", "المهنة", "النوع الاجتماعي",
)  # fmt: skip
_ABOUT_PLACES: Final = (
    "facility", "facility type", "hospital", "school", "site type", "latitude", "lat", "p code", "pcode", "admin2", "type d etablissement",
    "etablissement", "commune", "municipality", "town", "city", "village", "ville", "نوع المنشاة", "المنشاة", "خط العرض", "البلدية",
)  # fmt: skip
_PLACE_NAMES: Final = ("place", "location", "lieu", "المكان", "الموقع", "title")
_MAIL: Final = re.compile(r"[\w.+-]{1,64}@[\w-]{1,64}\.[\w.]{2,64}")
_BETWEEN: Final = r"[ ()./-]{0,3}"
_LIBYAN: Final = re.compile(
    rf"(?<![\d.])(?:(?:\+|00)?218{_BETWEEN}0?|\(?0)9[1-5]{_BETWEEN}(?:\d{_BETWEEN}){{6}}\d(?!\d)"
)
# as they are written in neighbouring countries without the country's own number
_NEIGHBOURS: Final = re.compile(r"(?<![\d.])(?:0[1-9](?:[ .-]\d{2}){4}|01[0125]\d{8})(?![\d.])")
_FOREIGN: Final = re.compile(r"(?<![\w.])(?:\+|00)[1-9][\d\s().-]{7,18}\d(?!\d)")
_NATIONAL: Final = re.compile(r"(?<![\d.])[12][ -]?(?:19|20)\d{2}[ -]?\d{7}(?![\d.])")
_PASSPORT: Final = re.compile(
    r"(?i)\b(?:passport|passeport|جواز(?:\s+(?:السفر|سفر))?|الجواز)\b(?:\s*(?:no|number|n°|nr|رقم|numéro))?[\s.:#]{0,4}\b(?:[A-Z]{1,2}\s?)?\d{6,9}\b"
)
_ADDRESS: Final = re.compile(r"(?i)\bhttps?://\S+|\bwww\.\S+")
_UNSEEN: Final = re.compile("[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_DASHES: Final = re.compile("[\u2010-\u2015\u2212]")
# of these the expressions above find nothing, held by a test: they are most of a large file
_HOLDS_ANY: Final = r"@|＠|(?:\P{N}*\p{N}){6}"
_HOLDS_NONE: Final = r"-?(?:0|[1-9][0-9]?|1[0-9][0-9])\.[0-9]+|[1-9][0-9]{0,8}|(?:19|20)[0-9]{2}-[0-9]{2}-[0-9]{2}(?:[ T]00:00:00(?:\.000)?)?"
_OVERLAP: Final = 80  # letters that two pieces share, so that nothing is cut in two
_FOLDED: Final = {
    "person": frozenset(map(fold, (*_PERSON, *_MORE))),
    "joined": frozenset(
        fold(phrase).replace(" ", "") for phrase in (*_PERSON, *_MORE) if " " in phrase
    ),
    "nobody": frozenset(map(fold, _NOBODY)),
    "alone": frozenset(map(fold, _ALONE)),
    "names": frozenset(map(fold, _NAMES)),
    "persons": frozenset(map(fold, _ABOUT_PERSONS)),
    "places": frozenset(map(fold, _ABOUT_PLACES)),
    "place names": frozenset(map(fold, _PLACE_NAMES)),
}


def refuse_personal_data(raw: pd.DataFrame, file: str) -> None:
    """Nothing, where no column or cell looks like personal data.

    Raises:
        ColumnsUnknown: one does.
    """
    headers = {str(name): _plain(str(name)) for name in raw.columns}
    persons = _of_persons(set(headers.values()))
    for name, plain in headers.items():
        whole = fold(name.replace("_", " "))
        if (
            _names_somebody(name)
            or _is_of_a_person(plain)
            or _is_of_a_person(whole)
            or (persons and plain in _FOLDED["names"])
        ):
            raise ColumnsUnknown(
                f"{file}, row 1, column {name!r}: looks like personal data; leave that column out, the record holds no private persons. A mapping that leaves it out reads the rest, and counts a list of persons.",
                list(headers),
            )
    for column in raw.columns:
        cells = pd.Series(raw[column].unique(), dtype="str")
        for cell in cells[_likely(cells)]:
            what = personal(cell)
            if what:
                row = raw.index[raw[column] == cell][0]
                raise ColumnsUnknown(
                    f"{file}, row {row}, column {column!r}: looks like {what}; leave it out, the record holds no private persons.",
                    list(headers),
                )


def _plain(name: str) -> str:
    """A header as its folded words: ``Victim_Name`` and ``victim's name`` are one."""
    bare = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name.rpartition("/")[2])
    return fold(re.sub(r"['’]s?\b|[()\[\].:#?*]", " ", bare))


def _is_of_a_person(plain: str) -> bool:
    padded = f" {plain} "
    if any(f" {phrase} " in padded for phrase in _FOLDED["nobody"]):
        return False
    return (
        plain in _FOLDED["joined"]
        or plain in _FOLDED["alone"]
        or any(f" {phrase} " in padded for phrase in _FOLDED["person"])
    )


def _names_somebody(name: str) -> bool:
    """Whether a header holds a word for a name and one for a person; as written, since folding makes dyad of dead."""
    bare = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name.rpartition("/")[2])
    words = set(re.findall(r"[^\W\d_]+", _light(bare)))
    return bool(words & _NAMED and words & _PERSONS)


def _light(text: str) -> str:
    """Without accents and case; the letters of Arabic that are written in two ways as one."""
    marked = unicodedata.normalize("NFKD", text.casefold()).translate(str.maketrans("ةى", "هي"))
    return "".join(c for c in marked if not unicodedata.combining(c))


_NAMED: Final = frozenset(map(_light, _NAME_WORDS))
_PERSONS: Final = frozenset(map(_light, _PERSON_WORDS))


def _of_persons(headers: set[str]) -> bool:
    """Whether a bare name among these headers is likely a person's: not where the sheet is a list of places."""
    if headers & _FOLDED["persons"]:
        return True
    return not headers & _FOLDED["places"] or bool(headers & _FOLDED["place names"])


def _likely(cells: pd.Series) -> pd.Series:
    """Cells that may hold something personal: with a sign of mail or six digits, and neither a degree nor a day."""
    some = cells.str.contains(_HOLDS_ANY, regex=True)
    return some & ~cells.where(some, "").str.fullmatch(_HOLDS_NONE)


def personal(cell: str) -> str:
    """What of a private person a cell holds, in words; empty where it holds nothing.

    Looked at as it would be read aloud: digits of any script, without what nobody sees and without web addresses.
    """
    if "@" not in cell and "＠" not in cell and sum(one.isdigit() for one in cell) < 6:
        return ""
    text = _DASHES.sub("-", _UNSEEN.sub("", unicodedata.normalize("NFKC", cell)))
    text = _ADDRESS.sub(" ", "".join(str(unicodedata.digit(c)) if c.isdigit() else c for c in text))
    pieces = (text[n : n + LONGEST + _OVERLAP] for n in range(0, max(len(text), 1), LONGEST))
    return next(filter(None, map(_in_piece, pieces)), "")


def _in_piece(text: str) -> str:
    if "@" in text and _MAIL.search(text):
        return "an e-mail address"
    if (
        _LIBYAN.search(text)
        or _NEIGHBOURS.search(text)
        or any(_is_phone(found.group()) for found in _FOREIGN.finditer(text))
    ):
        return "a phone number"
    if _NATIONAL.search(text):
        return "a national identity number"
    return "a passport number" if _PASSPORT.search(text) else ""


def _is_phone(text: str) -> bool:
    import phonenumbers  # the numbering plans of the world take a while

    try:
        number = phonenumbers.parse(re.sub(r"^00", "+", text.strip()))
    except phonenumbers.NumberParseException:
        return False
    return phonenumbers.is_valid_number(number)
