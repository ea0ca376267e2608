"""Bring your own data: drop a file, see what it is taken for and the verdict, confirm; withdraw."""

import tempfile
from pathlib import Path

import streamlit as st

from components.exhibit import literal, table
from components.filters import view
from components.numbers import whole
from data.intake import SOURCES, read_batch
from data.record import load_chosen
from data.store import Store
from data.tables import RecordError

v = view()
words = v.words
st.header(words("data.title"), anchor=False)
st.text(words("data.caution"))
store = Store()


def confirm(folder: Path, name: str) -> None:
    verdict = Store(folder).add(st.session_state["_batch"])
    st.session_state["_said"] = words(
        "data.written", n=verdict.accepted, file=name, batch=verdict.batch
    )
    del st.session_state["_batch"]
    st.cache_resource.clear()


def withdraw(batch: str) -> None:
    reason = st.session_state["withdraw-reason"].strip()
    if not reason:
        st.session_state["_said"] = words("data.reason_needed")
        return
    store.withdraw(batch, reason)
    st.session_state["_said"] = words("store.withdrawn", batch=batch)
    st.cache_resource.clear()


said = st.session_state.pop("_said", None)
if said:
    st.success(literal(said))

dropped = st.file_uploader(words("data.drop"), type=["csv"], key="upload")
if dropped is not None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / Path(dropped.name).name
        path.write_bytes(dropped.getvalue())
        try:
            batch = read_batch(path, load_chosen())
        except RecordError as error:
            st.error(literal(str(error)))
            st.stop()
    verdict = store.add(batch, dry_run=True)
    source = batch.source
    st.subheader(words("data.taken_for", producer=source.producer, name=source.name), anchor=False)
    st.caption(words("data.terms", licence=source.licence, attribution=source.attribution))
    st.caption(words("data.cannot_tell", list=", ".join(source.cannot_tell)))
    cells = st.columns(5)
    for cell, name in zip(
        cells, ("read", "accepted", "duplicates", "put_aside", "revisions"), strict=True
    ):
        cell.metric(words(f"data.count.{name}"), whole(getattr(verdict, name), words))
    if len(batch.put_aside):
        st.markdown(f"**{words('data.put_aside')}**")
        table(batch.put_aside)
        refused = batch.put_aside.to_csv(index=False).encode("utf-8-sig")
        st.download_button(
            words("data.download"), refused, "put-aside.csv", "text/csv", on_click="ignore"
        )
    st.markdown(f"**{words('data.preview')}**")
    columns = ["date_low", "title", "place", "country", "place_precision", "note"]
    table(batch.tables["incidents"][columns].head(50))
    st.session_state["_batch"] = batch
    if verdict.accepted:
        st.button(
            words("data.confirm", n=verdict.accepted),
            type="primary",
            on_click=confirm,
            args=(store.folder, batch.file),
        )
    else:
        st.info(words("data.nothing_new"))

st.subheader(words("data.batches"), anchor=False)
live = store.batches()
if live.empty:
    st.text(words("store.nothing"))
    st.caption(
        words(
            "data.sources",
            list="; ".join(f"{one.producer} ({one.licence})" for one in SOURCES.values()),
        )
    )
    st.stop()
table(live[["batch", "source", "file", "accepted", "read", "licence", "who", "at", "sha256"]])
bar = st.columns([2, 2, 1], vertical_alignment="bottom")
chosen = bar[0].selectbox(words("data.which"), live["batch"].tolist()[::-1], key="withdraw-batch")
bar[1].text_input(words("data.reason"), key="withdraw-reason")
bar[2].button(words("data.withdraw"), on_click=withdraw, args=(chosen,))
