"""Columns and cells that speak of private persons: the record has no room for them."""

from __future__ import annotations

import re
from typing import Final

import pandas as pd
import phonenumbers

from data.record.places import fold
from data.sources.asked import ColumnsUnknown

LONGEST: Final = 2_000  # letters of a cell that are looked at piece by piece
# headers of a person's own, in three languages, folded: a header with one of these phrases is one
_PERSON: Final = (
    "victim name", "name of victim", "victims names", "names of victims", "first name", "last name", "full name", "family name", "given name",
    "middle name", "surname", "mother name", "father name", "mothers name", "fathers name", "nickname", "maiden name", "name of deceased",
    "deceased name", "name of injured", "patient name", "respondent name", "interviewee", "contact person", "next of kin", "guardian",
    "phone", "mobile number", "mobile no", "cell number", "whatsapp", "telephone", "tel", "email", "e mail", "passport", "national id", "national number", "identity no",
    "identity number", "identity card", "id card", "date of birth", "birth date", "dob", "home address",
    "name of the victim", "names of the victims", "name of the deceased", "names of the dead", "names of dead", "martyr name", "contact number",
    "phone no", "cellphone", "cell phone", "telegram", "skype", "personal id", "social security", "ssn", "national no", "person name", "child name",
    "nom de la personne", "nom du mort", "noms des morts", "nom de l enfant", "gsm", "adresse personnelle", "cni", "numero de carte",
    "اسم الشهيد", "اسماء الشهداء", "اسم القتيل", "اسماء القتلى", "اسم المفقود", "اسم الشخص", "اسم الطفل", "اسم الزوج", "تليفون", "التليفون", "الموبايل",
    "الايميل", "الرقم القومي", "رقم قومي", "رقم القيد", "رقم جواز السفر", "رقم الجوال", "الاسم واللقب",
    "nom de la victime", "noms des victimes", "prenom", "prenoms", "nom de famille", "nom complet", "nom du pere", "nom de la mere", "nom du defunt",
    "nom du blesse", "nom du patient", "personne a contacter", "courriel", "adresse mail", "numero de portable", "passeport", "numero national", "numero d identite",
    "carte d identite", "piece d identite", "date de naissance", "adresse du domicile", "surnom",
    "اسم الضحية", "اسماء الضحايا", "الاسم الاول", "الاسم الكامل", "الاسم الثلاثي", "الاسم الرباعي", "اسم العائلة", "اسم الاب", "اسم الام", "اسم المتوفى",
    "اسم الجريح", "اسم المريض", "اسم المصاب", "اللقب", "الكنية", "هاتف", "الهاتف", "جوال", "الجوال", "موبايل", "المحمول", "واتساب", "البريد الالكتروني",
    "ايميل", "جواز", "الجواز", "جواز السفر", "الرقم الوطني", "رقم الهوية", "رقم البطاقة", "بطاقة الهوية", "تاريخ الميلاد", "تاريخ الولادة", "عنوان السكن", "ولي الامر",
)  # fmt: skip
_ALONE: Final = (
    "mobile",
    "mobiles",
    "contact",
    "portable",
)  # as a whole header only: a mobile clinic is no number, an event's id is no person's
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
    "etablissement", "نوع المنشاة", "المنشاة", "خط العرض", "البلدية",
)  # fmt: skip
_PLACE_NAMES: Final = ("place", "location", "lieu", "المكان", "الموقع", "title")
_MAIL: Final = re.compile(r"[\w.+-]{1,64}@[\w-]{1,64}\.[\w.]{2,64}")
_LIBYAN: Final = re.compile(r"(?<![\d.])(?:\+218|00218|0)[ -]?9[1-5][ -]?\d{3}[ -]?\d{4}(?!\d)")
_FOREIGN: Final = re.compile(r"(?<![\w.])(?:\+|00)[1-9][\d\s().-]{7,18}\d(?!\d)")
_NATIONAL: Final = re.compile(r"(?<![\d.])[12](?:19|20)\d{9}(?![\d.])")
_PASSPORT: Final = re.compile(
    r"(?i)\b(?:passport|passeport|جواز(?:\s+(?:السفر|سفر))?|الجواز)\b[^\d]{0,20}\b(?:[A-Z]{1,2}\s?)?\d{6,9}\b"
)
_FOLDED: Final = {
    "person": frozenset(map(fold, _PERSON)),
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
            _is_of_a_person(plain)
            or _is_of_a_person(whole)
            or (persons and plain in _FOLDED["names"])
        ):
            raise ColumnsUnknown(
                f"{file}, row 1, column {name!r}: looks like personal data; leave that column out, the record holds no private persons. A mapping that leaves it out reads the rest, and counts a list of persons.",
                list(headers),
            )
    for column in raw.columns:
        for cell in raw[column].unique():
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
    return plain in _FOLDED["alone"] or any(f" {phrase} " in padded for phrase in _FOLDED["person"])


def _of_persons(headers: set[str]) -> bool:
    """Whether a bare name among these headers is likely a person's: not where the sheet is a list of places."""
    if headers & _FOLDED["persons"]:
        return True
    return not headers & _FOLDED["places"] or bool(headers & _FOLDED["place names"])


def personal(cell: str) -> str:
    """What of a private person a cell holds, in words; empty where it holds nothing."""
    text = cell[:LONGEST]
    if "@" in text and _MAIL.search(text):
        return "an e-mail address"
    if sum(one.isdigit() for one in text) < 6:
        return ""
    if _LIBYAN.search(text) or any(_is_phone(found.group()) for found in _FOREIGN.finditer(text)):
        return "a phone number"
    if _NATIONAL.search(text):
        return "a national identity number"
    return "a passport number" if _PASSPORT.search(text) else ""


def _is_phone(text: str) -> bool:
    try:
        number = phonenumbers.parse(re.sub(r"^00", "+", text.strip()))
    except phonenumbers.NumberParseException:
        return False
    return phonenumbers.is_valid_number(number)
