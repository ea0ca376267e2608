"""Front door. ``streamlit run app.py`` serves it; each view of a page runs ``main``."""

import gc
import sys
from pathlib import Path

import streamlit as st

from components import filters
from components.cautions import cautions
from components.look import style
from data.holdings import Holdings, load_holdings
from data.purge import finish
from data.store import Store
from data.tables import RecordError

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
    finish(store)  # a purge that was stopped in between
    loaded = load_holdings(store)
    # Streamlit collects garbage after every run; what is loaded once need not be walked each time.
    gc.collect()
    gc.freeze()
    return loaded


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
        store = Store()
        held = holdings(store.files.where, store.ledger.state())
        view = filters.sidebar(held)
    except RecordError as error:
        st.error(words("app.no_record", error=error))
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
    for warning in cautions(view):
        st.warning(warning)
    page.run()


if __name__ == "__main__":
    main()
else:
    from components.server import middleware, routes

    try:
        first = Store()
        holdings(first.files.where, first.ledger.state())
    except RecordError as error:  # the page says so too; the server's log says it at once
        sys.stderr.write(f"{error}\n")
    app = st.App(__file__, routes=routes(), middleware=middleware())
