"""Front door. ``streamlit run app.py`` serves it; each view of a page runs ``main``."""

import sys
from pathlib import Path

import streamlit as st

from components.parts import answers, filters
from components.parts.address import waiting, whole
from components.parts.cautions import (
    ask_instead,
    cautions,
    no_such_page,
    open_standing,
    until_it_is_read,
)
from components.parts.keyboard import pages_first
from components.parts.look import style, without_downloads
from components.parts.printed import printed
from components.parts.star import star
from components.parts.width import page_pixels
from components.tiles import forget_other_records
from components.words.language import literal
from data.record.refusal import RecordError
from data.store.current import current

PAGES = (
    "overview",
    "map",
    "trends",
    "actors",
    "incidents",
    "coverage",
    "briefing",
    "method",
    "data",
    "desk",
)
FOLDER = Path(__file__).parent


def main() -> None:
    """Load, filters, warnings, pages, run."""
    answers.begin()
    words = filters.language()
    st.set_page_config(
        words("app.title"),
        page_icon=str(FOLDER / "components" / "assets" / "icon.svg"),
        layout="wide",
        initial_sidebar_state=320,
    )
    style(words)
    printed(words)
    st.logo(FOLDER / "components" / "assets" / "mark.svg", size="large")
    try:
        seen = current()
        forget_other_records(seen.held.record.version)
        view = filters.sidebar(seen.held, page_pixels())
        with st.sidebar:
            star(view)
        st.session_state["_everything"] = seen.held.record
        if filters.kept_back():
            without_downloads()
    except RecordError as error:
        st.error(words.md("app.no_record", error=error))
        st.stop()
    pages = [
        st.Page(
            f"components/pages/{name}.py",
            title=words(f"{name}.title_short"),
            default=name == PAGES[0],
        )
        for name in PAGES
    ]
    page = st.navigation(pages, position="top")
    pages_first()
    with st.container(key="phone-pages", horizontal=True, gap="small"):  # seen on a phone alone
        for name, one in zip(PAGES, pages, strict=True):
            st.page_link(one, label=words(f"{name}.title_short"))
    if waiting():
        ask_instead(view)
        st.stop()
    if seen.unread:
        st.warning(literal(words("app.last_read", error=seen.unread)))
    if seen.newer:
        until_it_is_read(words)
    for warning in filter(None, (no_such_page(PAGES, words), *cautions(view))):
        st.warning(literal(warning))
    open_standing(view)
    try:
        page.run()
    except RecordError as error:  # who counts is elsewhere and does not answer
        st.error(words.md("app.no_answer", error=error))
    whole()


if __name__ == "__main__":
    main()
else:
    from components.server import middleware, routes

    try:
        current()
    except RecordError as error:  # the page says so too; the server's log says it at once
        sys.stderr.write(f"{error}\n")
    app = st.App(
        __file__,
        routes=routes(),
        middleware=middleware(PAGES, st.get_option("server.baseUrlPath") or ""),
    )
