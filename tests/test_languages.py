"""A language is one file: the same keys, the same placeholders, its own plural forms; no word is in the code."""

import ast
import re

import pytest
from babel import Locale
from made_records import ROOT

from components.words.language import LANGUAGES, strings
from components.words.names import publisher_name, side_name, source_names
from components.words.numbers import day, said, whole
from components.words.sentences import incident_title
from data.counting.figure import Figure

OTHERS = [one for one in LANGUAGES if one != "en"]
PLURALS = {"zero", "one", "two", "few", "many", "other"}
# In one and two of some languages the number is a word of its own form.
SPOKEN = {"n", "count"}


def plural(entry):
    return isinstance(entry, dict) and {"one", "other"} <= set(entry) <= PLURALS


def leaves(table, at=""):
    for key, entry in table.items():
        if plural(entry) or not isinstance(entry, dict):
            yield f"{at}{key}", entry
        else:
            yield from leaves(entry, f"{at}{key}.")


def placeholders(text):
    return set(re.findall(r"\{(\w+)\}", text))


@pytest.fixture(scope="module")
def english():
    return dict(leaves(strings("en")._words))


@pytest.mark.parametrize("language", OTHERS)
def test_every_language_has_the_same_keys(language, english):
    other = dict(leaves(strings(language)._words))
    assert set(english) - set(other) == set(), "missing"
    assert set(other) - set(english) == set(), "unknown"


@pytest.mark.parametrize("language", OTHERS)
def test_every_text_fills_in_what_the_english_one_does(language, english):
    for key, entry in leaves(strings(language)._words):
        mine, theirs = entry, english[key]
        if not plural(theirs):
            assert placeholders(mine) == placeholders(theirs), key
            continue
        wanted = placeholders(theirs["other"])
        for form, text in mine.items():
            assert placeholders(text) <= wanted, (key, form)
            left_out = wanted - placeholders(text)
            assert left_out <= (SPOKEN if form in ("zero", "one", "two") else set()), (key, form)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_plural_has_the_forms_its_language_counts_in(language):
    # French "many" is of millions; its text is that of "other"
    needed = (
        {*Locale.parse(language).plural_form.tags} - ({"many"} if language == "fr" else set())
    ) | {"other"}
    for key, entry in leaves(strings(language)._words):
        if plural(entry):
            assert needed <= set(entry), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_empty_and_none_of_another_language_is_left_in_english(language, english):
    words = strings(language)._words
    same = 0
    for key, entry in leaves(words):
        for text in entry.values() if isinstance(entry, dict) else [entry]:
            assert text.strip() or english[key] == text, key
            spoken = re.sub(r"\{\w+\}", "", text).split()
            same += text == english[key] and len(spoken) > 3
    assert language == "en" or same == 0


def test_numbers_and_days_are_written_as_the_reader_does():
    ar, fr = strings("ar"), strings("fr")
    assert whole(12345, ar) == whole(12345, fr) == "12\u202f345"
    assert day(__import__("datetime").date(2019, 7, 2), fr) == "2 juillet 2019"
    assert "يوليو" in day(__import__("datetime").date(2019, 7, 2), ar)
    assert said(Figure("incidents", 37, 53, 80), ar) == "53 (37-80)"
    assert ar.right_to_left and not fr.right_to_left


def test_arabic_counts_in_its_own_forms():
    ar = strings("ar")
    spoken = {n: ar("trends.in_incidents", n=n) for n in (0, 1, 2, 3, 11, 100)}
    assert len(set(spoken.values())) == 6
    assert "حادثتان" in spoken[2]


PHRASE = re.compile(r"[A-Za-z]{2,}[,.]? +[A-Za-z]{2,}")
NOT_WORDS = re.compile(r"[{};=]|^(IBM Plex|Monitor Arabic)|^<")  # styles, markup, fonts
# The command line speaks English: the help of its options is its manual and stands beside them.
HELP = ("help", "metavar")
CODES = {"middle center", "middle left", "middle right", "top left"}  # places, in plotly's words


def closed_lists():
    import data.counting.attribution
    import data.counting.estimate
    import data.counting.signals
    import data.matching.grouping
    import data.record.vocabulary

    found = set()
    for module in (
        data.record.vocabulary, data.counting.estimate, data.counting.attribution, data.matching.grouping, data.counting.signals,
    ):  # fmt: skip
        for value in vars(module).values():
            for one in value if isinstance(value, (tuple, dict)) else ():
                found.add(one)
    return found | {*data.counting.signals.Kind.__args__, "ceasefire call", "control change"}


def literals(path):
    tree = ast.parse(path.read_text("utf-8"))
    passed_over = set()
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if isinstance(body, list) and body and isinstance(body[0], ast.Expr):
            passed_over.add(id(body[0].value))  # a docstring
        if isinstance(node, ast.Call):
            named = ast.unparse(node.func)
            if named.startswith("click.") or named in ("ValueError", "words", "WORDS"):
                passed_over |= {id(one) for one in ast.walk(node)}
            passed_over |= {
                id(one)
                for keyword in node.keywords
                if keyword.arg in HELP
                for one in ast.walk(keyword)
            }
        # help of commands and options, as in docstrings and ``help=``
        if isinstance(node, (ast.Assign, ast.AnnAssign)) and ast.unparse(node).startswith(("_OPTIONS", "COMMANDS")):  # fmt: skip
            passed_over |= {id(one) for one in ast.walk(node)}
        if isinstance(node, ast.Raise) and "ValueError" in ast.unparse(node):
            passed_over |= {id(one) for one in ast.walk(node)}
    for node in ast.walk(tree):
        spoken = isinstance(node, ast.Constant) and isinstance(node.value, str)
        if spoken and id(node) not in passed_over:
            yield node.lineno, node.value


def test_no_sentence_a_reader_sees_stands_in_the_code():
    codes = closed_lists() | CODES | {"Libya Casualty Monitor"}
    found = []
    for path in [*(ROOT / "components").rglob("*.py"), ROOT / "app.py"]:
        if path.name == "build.py":
            continue
        for line, text in literals(path):
            plain = text.strip()
            if PHRASE.search(plain) and not NOT_WORDS.search(plain) and plain not in codes:
                found.append(f"{path.relative_to(ROOT)}:{line}: {plain}")
    assert found == []


def test_the_scan_for_sentences_finds_one(tmp_path):
    file = tmp_path / "page.py"
    file.write_text(
        '"""A docstring of some words."""\nimport streamlit as st\nst.text("No news today")\n'
    )
    assert [text for _, text in literals(file) if PHRASE.search(text)] == ["No news today"]


@pytest.mark.parametrize(
    ("language", "said"), [("ar", "مطار طرابلس"), ("fr", "aéroport international")]
)
def test_milestones_and_blocs_are_told_in_the_reader_s_language(bundled, language, said):
    titles = bundled.milestones[f"title_{language}"]
    assert titles.notna().all() and titles.str.contains(said).any()
    assert not (titles == bundled.milestones["title"]).any()
    assert all(side_name(bundled, bloc.bloc_id, strings(language)) == bloc.names[language] for bloc in bundled.blocs)  # fmt: skip


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_no_composed_title_says_other(bundled, language):
    words = strings(language)
    other = words.term("event_type", "other"), words.term("target_type", "other")
    rows = bundled.incidents[(bundled.incidents["event_type"] == "other") | (bundled.incidents["target_type"] == "other")]  # fmt: skip
    assert len(rows) > 10
    for row in rows.itertuples():
        title = incident_title(bundled, row, words)
        assert not any(title.startswith(one) or f", {one}," in title or f"، {one}،" in title for one in other)  # fmt: skip


@pytest.mark.parametrize(
    ("language", "source", "named"),
    [
        ("en", "unsmil", "UN Support Mission in Libya (with OHCHR)"),
        ("fr", "unsmil", "Mission d’appui des Nations Unies en Libye (MANUL, avec le HCDH)"),
        ("ar", "unsmil", "بعثة الأمم المتحدة للدعم في ليبيا (مع مفوضية حقوق الإنسان)"),
        ("fr", "libya_observer", "The Libya Observer"),
    ],
)
def test_a_source_has_its_own_name_in_the_reader_s_language(bundled, language, source, named):
    names = source_names(bundled, language)
    assert names[source] == named and names.notna().all() and len(names) == len(bundled.sources)
    own = bundled.sources.set_index("source_id")["name"][source]
    assert publisher_name(bundled, own, strings(language)) == named
    assert publisher_name(bundled, "a sheet of mine", strings(language)) == "a sheet of mine"
