"""No text from data or address becomes Markdown: no image is fetched, no link comes alive, in any viewer's browser."""

import ast
import re

import plotly.graph_objects as go
import pytest
from made_records import ROOT
from streamlit.testing.v1 import AppTest

from components.pictures.furniture import Furniture, finished
from components.words.language import LANGUAGES, Markdown, literal, strings

# what of Streamlit renders its first argument, its label or its help as Markdown
RENDERS = {
    "badge", "button", "caption", "checkbox", "date_input", "download_button", "error", "expander", "file_uploader",
    "form_submit_button", "header", "info", "link_button", "markdown", "metric", "multiselect", "number_input", "page_link",
    "pills", "popover", "radio", "segmented_control", "selectbox", "select_slider", "slider", "spinner", "status", "subheader",
    "success", "tabs", "text_area", "text_input", "title", "toast", "toggle", "warning", "dialog",
}  # fmt: skip
KEYWORDS = {"label", "help", "body"}
# functions whose answer is Markdown of our own
MADE = {"literal", "md", "attribution_text"}
FILES = [
    *(ROOT / "components" / "parts").glob("*.py"),
    *(ROOT / "components" / "pages").glob("*.py"),
    ROOT / "app.py",
]
POISON = (
    "![x](http://127.0.0.1:9/a.png)",
    "[x](http://127.0.0.1:9/)",
    "http://127.0.0.1:9/b",
    "www.example.org/c",
    "mail@example.org",
    "<img src=http://127.0.0.1:9/d>",
    ":material/home: :red[x] $x$",
    "a\n\n# b",
)


def is_our_own(node):
    """Whether an expression can only be our own words, with what is filled in shown letter by letter."""
    if isinstance(node, ast.Constant):
        return True
    if isinstance(node, ast.Call):
        function = node.func
        name = function.id if isinstance(function, ast.Name) else getattr(function, "attr", "")
        return name in MADE or (name == "words" and not node.keywords)
    if isinstance(node, ast.JoinedStr):
        return all(is_our_own(one.value) for one in node.values if isinstance(one, ast.FormattedValue))  # fmt: skip
    if isinstance(node, ast.IfExp):
        return is_our_own(node.body) and is_our_own(node.orelse)
    if isinstance(node, ast.BoolOp):
        return all(is_our_own(one) for one in node.values)
    return isinstance(node, ast.List) and all(is_our_own(one) for one in node.elts)


def rendered(tree):
    for node in ast.walk(tree):
        called = node.func if isinstance(node, ast.Call) else None
        if isinstance(called, ast.Attribute) and called.attr in RENDERS:
            yield from (
                node.args[:1] if called.attr != "page_link" else ()
            )  # a page; its label is named
            yield from (one.value for one in node.keywords if one.arg in KEYWORDS)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_what_is_rendered_as_markdown_is_our_own(path):
    tree = ast.parse(path.read_text("utf-8"))
    wrong = [f"{one.lineno}: {ast.unparse(one)}" for one in rendered(tree) if not is_our_own(one)]
    assert wrong == []


def test_the_walk_sees_a_text_from_data():
    seen = list(rendered(ast.parse("st.warning(words('a', name=name)); st.caption(row.title)")))
    assert len(seen) == 2 and not any(map(is_our_own, seen))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_nothing_writes_html_or_tables_of_markdown(path):
    text = path.read_text("utf-8")
    assert "unsafe_allow_html" not in text and "st.write(" not in text
    assert path.stem == "tables" or "st.table(" not in text
    assert path.stem in ("look", "drawing", "incident_map", "printed") or "st.html(" not in text


@pytest.mark.parametrize("text", POISON)
def test_a_text_shows_letter_by_letter(text):
    shown = literal(text)
    assert isinstance(shown, Markdown)
    plain = re.sub(r"\\(.)", r"\1", shown).replace("\u2060", "")
    assert plain == " ".join(text.split("\n"))
    assert not re.search(r"(?<!\\)[\[\]()<>!$:]", shown)
    # what looks for bare addresses looks at the text after escapes are gone
    alive = re.sub(r"\\(.)", r"\1", shown)
    assert not re.search(r"https?://|www\.|\w@\w", alive)


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_that_are_filled_are_markdown_only_of_our_own(language):
    said = strings(language).md("incidents.unknown", id=POISON[0])
    assert isinstance(said, Markdown) and "![" not in said


@pytest.mark.parametrize("parameter", ["incident", "record", "from", "actor", "district", "near", "claims", "lang"])  # fmt: skip
def test_a_poisoned_link_fetches_nothing(parameter):
    page = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    page.query_params[parameter] = POISON[0]
    if parameter == "incident":
        page.run()
        page.switch_page("components/pages/incidents.py")
        page.query_params[parameter] = POISON[0]
    page.run()
    every = [*page.markdown, *page.warning, *page.error, *page.info, *page.caption]
    assert not page.exception and every
    assert not [one.value for one in every if "![x](" in one.value or "http://127" in one.value]


def test_a_chart_has_no_tag_from_data():
    figure = go.Figure()
    figure.add_bar(x=["<a href='http://127.0.0.1:9'>a</a>"], y=[1], name="<img src=x>", hovertext=["<b>ok</b><br><i>x</i>"])  # fmt: skip
    around = Furniture("<a href=x>t</a>", "s <img>", "f", "light")
    text = finished(figure, around, 300).to_json()
    assert "<a" not in text and "<img" not in text and "\\u003ca" not in text
    assert "b\\u003eok" in text or "<b>ok</b>" in text


@pytest.mark.parametrize("text", [":streamlit:", "a :material/home: b", ":smile:", "x@-b.example", "mailto:x", ":red[x]", "::streamlit::", ":+1:"])  # fmt: skip
def test_no_shortcode_or_address_is_left_whole(text):
    """Streamlit looks for shortcodes, and the browser's Markdown for addresses, where the escapes are gone."""
    shown = re.sub(r"\\(.)", r"\1", literal(text))
    assert not re.search(r":[\w+/-]+:|@[\w-]|mailto:", shown)
    assert shown.replace("\u2060", "") == text
