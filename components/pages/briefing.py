"""The briefing pack: choose parts, order, language and title; see it; take it along."""

import datetime as dt
import io
import zipfile

import pandas as pd
import streamlit as st

from components.briefing.model import PARTS, Brief
from components.briefing.pack import FORMATS, pack
from components.briefing.parts import brief_of
from components.parts.address import asked, asked_day, asked_list, tell
from components.parts.drawing import drawing
from components.parts.exhibit import empty, heading, served_at
from components.parts.filters import view
from components.parts.tables import static_table
from components.view import View, view_of
from components.words.language import LANGUAGES, literal, strings
from components.words.numbers import day
from data.store.passed_on import passed_on

WITHOUT_SINCE = "changes"


@st.cache_resource(show_spinner=False, max_entries=8)
def briefed(
    _view: View,
    address: str,
    parts: tuple[str, ...],
    title: str,
    since: dt.date | None,
    served: str,
) -> Brief:
    """The briefing of an address; readers who ask the same share it."""
    return brief_of(_view, parts=parts, title=title, address=served, since=since)


@st.cache_resource(show_spinner=False, max_entries=4)
def zipped(
    _brief: Brief, _view: View, address: str, about: tuple, formats: tuple[str, ...]
) -> bytes:
    """The pack of a briefing as one file to take along."""
    words = view().words
    bar = st.progress(0.0)

    def step(name: str, share: float) -> None:
        bar.progress(share, literal(words("briefing.making", what=name)))

    made = pack(_brief, _view, formats, step)
    bar.empty()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as folder:
        for name, content in made.items():
            folder.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


v = view()
words, record = v.words, v.record
heading(v, "briefing")
if not v.answer.ids:
    empty(v)
    st.stop()
selection, barred = passed_on(v.holdings.record, v.selection)
for name in barred:
    st.warning(literal(words("briefing.kept_back", dataset=words.term("dataset", name))))
if selection is None:
    st.stop()

usual = [part for part in PARTS if part != WITHOUT_SINCE]
if "briefing-parts" not in st.session_state:
    st.session_state["briefing-parts"] = asked_list("parts", PARTS, usual, words)
if "briefing-title" not in st.session_state:
    st.session_state["briefing-title"] = st.query_params.get("heading", "")
parts = st.multiselect(
    words("briefing.order"),
    PARTS,
    format_func=lambda part: words(f"briefing.part.{part}"),
    key="briefing-parts",
    placeholder=words("filters.any"),
)
bar = st.columns([1.2, 1.1, 0.9], vertical_alignment="top")
title = bar[0].text_input(words("briefing.pack_name"), key="briefing-title")
language = bar[1].segmented_control(
    words("briefing.language"),
    LANGUAGES,
    default=asked("speak", LANGUAGES, words.language, words),
    required=True,
    format_func=lambda one: strings(one)("language.name"),
    key="briefing-language",
)
first = asked_day("learned", ("",), "", words)
since = bar[2].date_input(
    words("briefing.since"),
    first or None,
    max_value=record.date,
    key="briefing-since",
    format="YYYY-MM-DD",
)
formats = st.pills(
    words("briefing.formats"),
    FORMATS,
    default=asked_list("formats", FORMATS, FORMATS, words),
    selection_mode="multi",
    format_func=lambda form: words(f"briefing.formats_name.{form}"),
    key="briefing-formats",
)
for name, chosen, opens_on in (
    ("parts", ",".join(parts), ",".join(usual)),
    ("formats", ",".join(formats), ",".join(FORMATS)),
    ("speak", str(language), words.language),
    ("learned", since.isoformat() if isinstance(since, dt.date) else "", ""),
    ("heading", title, ""),
):
    tell(name, chosen, opens_on)
if since is not None and since >= v.answer.as_known_on:
    st.warning(
        words.md(
            "briefing.since_order", since=day(since, words), known=day(v.answer.as_known_on, words)
        )
    )
    since = None
if since is not None and WITHOUT_SINCE not in parts:
    parts = [*parts, WITHOUT_SINCE]
told = view_of(v.holdings, selection, strings(str(language)), "light")
served = served_at()
about = (tuple(parts), title, since if isinstance(since, dt.date) else None)
brief = briefed(told, told.query, *about, served)
if st.button(words("briefing.make"), type="primary", disabled=not (parts and formats)):
    st.session_state["_packed"] = (told.query, about)
if st.session_state.get("_packed") == (told.query, about) and formats:
    content = zipped(brief, told, told.query, about, tuple(formats))
    size = f"{len(content) / 1e6:.1f}"
    st.download_button(
        words.md("briefing.download", size=size),
        content,
        f"briefing-{brief.stamp.id}.zip",
        "application/zip",
        on_click="ignore",
    )
if not served:
    st.caption(words.md("briefing.missing", list=words("briefing.address_missing")))
st.caption(words("briefing.preview"))
direction = "rtl" if told.words.right_to_left else "ltr"
with st.container(border=True, key=f"preview-{direction}"):
    st.markdown(f"### {literal(brief.title)}")
    for part in brief.parts:
        st.markdown(f"#### {literal(part.title)}")
        if part.subtitle:
            st.caption(literal(part.subtitle))
        if part.picture is not None:
            drawing(part.picture.svg("#ffffff"), f"{part.title} {part.subtitle}")
        if part.table is not None and part.name == "change":
            columns = [head.replace("\n", " ") for head in part.table.columns]
            cells = [dict(zip(columns, row, strict=True)) for row in part.table.rows]
            static_table(pd.DataFrame(cells))
        for sentence in part.sentences:
            st.text(sentence)
    st.caption(literal(brief.stamp.line()))
