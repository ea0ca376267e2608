"""Personal data is refused before anything is written, and what only looks like it is not: 60 made files of either kind."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_sheets import TEAM_ROW, write_rows

from data.record.refusal import RecordError
from data.sources.personal import _likely, personal
from data.sources.reading import read_rows

# a header with an empty cell, or a cell of the column note; a third in each language
HOLDS = {
    "en": (
        [{name: ""} for name in ("victim_name", "Victim's name", "First Name", "last name", "FullName", "family name", "Name of deceased", "phone", "Mobile number", "WhatsApp", "E-mail", "Passport No", "national id", "ID card", "Date of birth")]
        + [{"note": text} for text in ("call 091-234 5678", "his number +218 92 345 6789", "write to someone@example.org", "card 119850123456", "passport AB 123456")]
    ),
    "fr": (
        [{name: ""} for name in ("Nom de la victime", "Prénom", "nom de famille", "Nom complet", "Nom du père", "Nom de la mère", "Téléphone", "Portable", "Courriel", "Passeport", "Numéro national", "Carte d'identité", "Date de naissance", "Nom du défunt", "Personne à contacter")]
        + [{"note": text} for text in ("appeler le 00218 91 234 5678", "joindre au +33 6 12 34 56 78", "écrire à quelqu.un@example.org", "carte 220010123456", "passeport n° 12345678")]
    ),
    "ar": (
        [{name: ""} for name in ("اسم الضحية", "الاسم", "الاسم الأول", "الاسم الثلاثي", "اسم الأب", "اسم العائلة", "اللقب", "رقم الهاتف", "الجوال", "البريد الإلكتروني", "رقم الجواز", "الرقم الوطني", "رقم الهوية", "تاريخ الميلاد", "اسم المصاب")]
        + [{"note": text} for text in ("٠٩١٢٣٤٥٦٧٨", "للاتصال 0925551234", "جواز السفر رقم ١٢٣٤٥٦٧", "البريد a.b@example.org", "١١٩٨٥٠١٢٣٤٥٦")]
    ),
}  # fmt: skip
CLEAN = {
    "en": (
        [{name: ""} for name in ("facility_name", "hospital name", "source name", "telecom outage", "mobile clinic", "id", "region name", "identified", "name of place", "passenger vehicle")]
        + [{"note": text} for text in ("12 July 2019, 14:30 to 15:45", "MGRS 33S US 12345 67890", "see report 2019/07/02-0015", "at 32.887, 13.191", "1,093 killed, 5,752 injured", "@UNSMIL said so", "flight 8U 0912 from Mitiga", "UN S/2019/682, paragraph 119", "coordinates 32.8872 13.1913", "calibre 120 and 155 mm")]
    ),
    "fr": (
        [{name: ""} for name in ("Nom du lieu", "nom de la structure", "Nom de la source", "numéro", "lieu de naissance du conflit", "numéro du rapport", "Région", "nom du quartier", "clinique mobile", "identifiant")]
        + [{"note": text} for text in ("le 2 juillet 2019 à 14 h 30", "rapport n° 2019-0702-15", "1 093 tués et 5 752 blessés", "au 32,887 et 13,191", "selon @MSF", "route 25, kilomètre 119", "calibre 155 mm", "du 04/04/2019 au 31/12/2019", "résolution 1970 (2011) et 1973 (2011)", "vol 8U 0912")]
    ),
    "ar": (
        [{name: ""} for name in ("اسم المكان", "اسم المستشفى", "اسم المصدر", "رقم التقرير", "المنطقة", "اسم الحي", "رقم الحادث", "نوع السلاح", "العنوان", "الجهة")]
        + [{"note": text} for text in ("في ٢ يوليو ٢٠١٩ الساعة ١٤:٣٠", "التقرير رقم ٢٠١٩/٠٧/٠٢", "١٠٩٣ قتيلا و٥٧٥٢ جريحا", "عند ٣٢٫٨٨٧ و١٣٫١٩١", "القرار 1970 لسنة 2011", "عيار 155 ملم", "الكيلومتر 119", "من 2019-04-04 إلى 2019-12-31", "الرحلة 0912", "بحسب الأمم المتحدة S/2019/682")]
    ),
}  # fmt: skip


def refused(tmp_path, cells):
    # without the columns of the template: a stranger's sheet has others
    path = write_rows(tmp_path / "s.csv", {"id": "1", "place": TEAM_ROW["place"]}, [cells])
    try:
        read_rows(path)
    except RecordError as error:
        assert "personal data" in str(error) or "no private persons" in str(error)
        return True
    return False


@pytest.mark.parametrize("language", HOLDS)
def test_files_that_hold_personal_data_are_refused(tmp_path, language):
    assert len(HOLDS[language]) == 20
    missed = [cells for cells in HOLDS[language] if not refused(tmp_path, cells)]
    assert missed == []


@pytest.mark.parametrize("language", CLEAN)
def test_files_that_hold_none_are_read(tmp_path, language):
    assert len(CLEAN[language]) == 20
    assert [cells for cells in CLEAN[language] if refused(tmp_path, cells)] == []


@pytest.mark.parametrize(
    ("header", "person"),
    [
        (["name", "type", "latitude", "longitude"], False),
        (["name_en", "name_ar", "facility type", "lat"], False),
        (["name_en", "age", "sex"], True),
        (["name_ar", "date", "place"], True),
        (["الاسم", "العمر", "الجنس"], True),
        (["الاسم", "نوع المنشأة", "خط العرض"], False),
        (["nom", "âge", "sexe", "latitude"], True),
    ],
)
def test_names_of_places_are_told_from_those_of_persons_by_the_other_columns(tmp_path, header, person):  # fmt: skip
    path = tmp_path / "s.csv"
    path.write_text(",".join(header) + "\n" + ",".join("x" for _ in header) + "\n", "utf-8")
    try:
        read_rows(path)
        found = False
    except RecordError:
        found = True
    assert found == person


TRIED = {  # what others found; True where it speaks of a private person
    True: [
        *({name: ""} for name in ("fullname", "firstname", "phonenumber", "dateofbirth", "Names of martyrs", "name_of_the_injured", "Witness name", "Birthdate", "NID", "Contact no.", "Nom des victimes", "Noms des tués", "Nom du décédé", "Nom du martyr", "Né le", "Date naissance", "أسماء الجرحى", "اسم الشاهد", "تلفون", "رقم النقال", "مواليد", "اسم المتوفاة")),
        *({"note": text} for text in ("للاتصال بوالد الضحية ٠٩١٢٣٤٥٦٧٨", "الرقم الوطني ١١٩٨٥٠١٢٣٤٥٦", "x" * 2100 + " father: 0912345678", "x" * 1995 + " 0912345678", "218912345678", "091.234.5678", "+٢١٨ ٩١ ٢٣٤ ٥٦٧٨", "(091) 2345678", "091/2345678", "06 12 34 56 78", "01001234567", "1-1985-0123456", "0\u200b912345678", "091\u00a0234\u20135678", "ali＠gmail.com")),
    ],
    False: [
        *({name: ""} for name in ("The Guardian URL", "السلاح المحمول", "جواز المرور", "Mobile phone network", "tel_aviv", "Next of kin informed (number)", "Telegram channel", "dyad_name", "Killed (persons)", "عدد القتلى", "victims", "dead children")),
        *({"note": text} for text in ("https://t.me/c/0912345678/2", "https://twitter.com/x/status/0931234567", "passport checks resumed on 20190702", "coordinates 32.85912345 13.17412345", "12 000 000", "GED 0123456789")),
    ],
}  # fmt: skip


@pytest.mark.parametrize(("cells", "personal"), [(cells, told) for told, some in TRIED.items() for cells in some])  # fmt: skip
def test_what_others_tried_is_told_apart(tmp_path, cells, personal):
    assert refused(tmp_path, cells) == personal


DEGREES = st.from_regex(r"-?(0|[1-9][0-9]?|1[0-9][0-9])\.[0-9]{1,18}", fullmatch=True)
DAYS = st.from_regex(r"(19|20)[0-9]{2}-[0-9]{2}-[0-9]{2}([ T]00:00:00(\.000)?)?", fullmatch=True)


NUMBERS = st.from_regex(r"[1-9][0-9]{0,8}", fullmatch=True)


@given(st.one_of(DEGREES, DAYS, NUMBERS))
def test_degrees_and_days_hold_nothing_personal_so_that_they_need_not_be_looked_at(cell):
    assert personal(cell) == ""


@given(st.text(alphabet="0123456789٠١٢²Ⅷ೧@＠ .-+abجواز", max_size=30))
def test_a_cell_that_is_not_looked_at_holds_nothing_personal(cell):
    assert _likely(pd.Series([cell], dtype="str")).iloc[0] or personal(cell) == ""
