"""Front door. ``streamlit run app.py`` serves it; each view of a page runs ``main``."""

import contextlib
import gc
import sys
from pathlib import Path

import streamlit as st

from components.parts import filters
from components.parts.address import waiting
from components.parts.cautions import ask_instead, cautions
from components.parts.look import style, without_downloads
from components.words.language import literal
from data.record.tables import RecordError
from data.store.files import Busy
from data.store.holdings import Holdings, load_holdings
from data.store.purge import finish
from data.store.store import Store

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
)
FOLDER = Path(__file__).parent


@st.cache_resource(show_spinner=False, max_entries=2)
def holdings(where: str, state: str) -> Holdings:
    """The record with what was imported, and damaged batches left out; read once for all readers.

    Args:
        where: place of the store.
        state: of its ledger, so that what the command line imported is there at the next view.
    """
    store = Store(where)
    with contextlib.suppress(Busy):  # who only reads need not wait
        finish(store)  # a purge that was stopped in between
    loaded = load_holdings(store)
    # Streamlit collects garbage after every run; what is loaded once need not be walked each time.
    gc.collect()
    gc.freeze()
    return loaded


@st.cache_resource(show_spinner=False)
def last_read() -> dict[str, Holdings]:
    """By place of the store, what was last read of it: shown while the store cannot be reached."""
    return {}


def current() -> tuple[Holdings, str]:
    """What the store holds now, or what was last read of it and why.

    Raises:
        RecordError: it cannot be read and was not read before.
    """
    store, kept = Store(), last_read()
    try:
        kept[store.files.where] = holdings(store.files.where, store.ledger.state())
    except RecordError as error:
        if store.files.where not in kept:
            raise
        return kept[store.files.where], str(error)
    return kept[store.files.where], ""


def main() -> None:
    """Load, filters, warnings, pages, run."""
    words = filters.language()
    st.set_page_config(
        words("app.title"),
        page_icon=str(FOLDER / "components" / "assets" / "icon.svg"),
        layout="wide",
        initial_sidebar_state=320,
    )
    style(words.right_to_left)
    st.logo(FOLDER / "components" / "assets" / "mark.svg", size="large")
    try:
        held, unread = current()
        view = filters.sidebar(held)
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
    if waiting():
        ask_instead(view)
        st.stop()
    if unread:
        st.warning(literal(words("app.last_read", error=unread)))
    for warning in cautions(view):
        st.warning(literal(warning))
    page.run()


if __name__ == "__main__":
    main()
else:
    from components.server import middleware, routes

    try:
        current()
    except RecordError as error:  # the page says so too; the server's log says it at once
        sys.stderr.write(f"{error}\n")
    app = st.App(__file__, routes=routes(), middleware=middleware())
