"""Drop a file, answer what only a person can say, see the verdict, confirm; and what was imported."""

from __future__ import annotations

import contextlib
import hashlib
import math
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from components.parts import imported, question
from components.parts.mapping_form import mapping_form
from components.parts.tables import static_table, table
from components.view import View
from components.words.language import literal
from components.words.numbers import whole
from data.record.formulas import without_formulas
from data.record.refusal import RecordError
from data.sources.apart import FILE_BYTES, busy, read_apart
from data.sources.asked import ColumnsUnknown, Question
from data.sources.cells import DaysUnclear
from data.sources.content import sha256_of
from data.sources.inbox import waiting, waiting_file
from data.sources.intake import Batch
from data.sources.producers import SOURCES
from data.sources.reading import EncodingUnknown
from data.store.mappings import mapping_names, saved_mapping
from data.store.passed_on import may_not_leave
from data.store.store import Store


def import_tab(view: View, store: Store) -> None:
    """The import of one file, and the batches that count."""
    words = view.words
    dropped = st.file_uploader(
        words("data.drop"), type=["csv", "tsv", "txt", "xlsx", "xls", "ods", "zip"], key="upload"
    )
    known = mapping_names(store.files)
    mapped = None
    if known:
        mapped = st.selectbox(
            words("data.mapping"), [None, *known], key="read-mapping",
            format_func=lambda name: name or words("data.by_columns"),
        )  # fmt: skip
    for given in filter(None, (_sent(dropped), _from_server(view))):
        if st.session_state.get("_written") == given.sha256:
            st.info(words("data.is_in"))
            break
        told = question.said(given.sha256)
        how = {
            "encoding": told.get("encoding"),
            "dates": told.get("dates"),
            "mapping": mapped,
            "answers": question.answers(given.sha256),
        }
        batch = _read(view, store, given, how)
        if batch is not None:
            _verdict(view, store, batch)
        break  # one file at a time: what was sent comes first
    _batches(view, store)


@dataclass(frozen=True)
class _Given:
    """A file to be read: sent by the reader, or waiting on the server.

    Attributes:
        sha256: of its bytes.
        opened: gives its path for as long as it is read.
        most_bytes: how large it may be.
    """

    sha256: str
    opened: Callable[[], AbstractContextManager[Path]]
    most_bytes: float


def _sent(dropped: Any) -> _Given | None:
    if dropped is None:
        return None

    @contextlib.contextmanager
    def opened() -> Iterator[Path]:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / Path(dropped.name).name
            path.write_bytes(dropped.getbuffer())
            yield path

    return _Given(hashlib.sha256(dropped.getbuffer()).hexdigest(), opened, FILE_BYTES)


def _from_server(view: View) -> _Given | None:
    """A file of any size that waits in the folder of the server; nothing is offered where none is named."""
    words = view.words
    try:
        names = waiting()
        if not names:
            return None
        name = st.selectbox(
            words("data.waiting"), [None, *names], key="waiting-file",
            format_func=lambda one: one or words("data.none_of_them"),
        )  # fmt: skip
        if name is None:
            return None
        path = waiting_file(name)
        return _Given(sha256_of(path), lambda: contextlib.nullcontext(path), math.inf)
    except RecordError as error:
        st.error(literal(str(error)))
        return None


def _read(view: View, store: Store, given: _Given, how: dict[str, Any]) -> Batch | None:
    """The file, read once for the same answers; or the question that must be answered first."""
    key = (given.sha256, repr(how))
    if st.session_state.get("_read") == key:
        return st.session_state["_batch"]
    words = view.words
    with (
        given.opened() as path,
        st.spinner(words("data.in_line" if busy() else "store.reading")),
    ):
        try:
            mapping = saved_mapping(store.files, how["mapping"]) if how["mapping"] else None
            said = how["answers"].or_as(store.answered(key[0]))
            batch = read_apart(
                path, file_bytes=given.most_bytes, **{**how, "mapping": mapping, "answers": said}
            )
        except Question as error:
            question.ask(view, error, key[0])
            return None
        except EncodingUnknown as error:
            st.error(literal(str(error)))
            shown = error.previews
            question.choose(words("data.encoding"), [*shown], "encoding", key[0], lambda one: literal(f"{one}: {shown[one]}") if one else words("data.unknown"))  # fmt: skip
            return None
        except DaysUnclear as error:
            st.error(literal(str(error)))
            question.choose(words("data.dates"), ["day-first", "month-first"], "dates", key[0], lambda one: words(f"data.order.{one}") if one else words("data.unknown"))  # fmt: skip
            return None
        except ColumnsUnknown as error:
            st.error(literal(str(error)))
            mapping_form(view, store, error.columns, key[0])
            return None
        except RecordError as error:
            st.error(literal(str(error)))
            return None
    st.session_state["_read"], st.session_state["_batch"] = key, batch
    return batch


def _verdict(view: View, store: Store, batch: Batch) -> None:
    words, source = view.words, batch.source
    try:
        batch = store.weigh(batch).batch
        verdict = store.add(batch, dry_run=True)
    except Question as error:
        question.ask(view, error, batch.sha256)
        return
    except RecordError as error:
        st.error(literal(str(error)))
        return
    st.subheader(
        words.md("data.taken_for", producer=source.producer, name=source.name), anchor=False
    )
    terms = [text for text in (source.licence, source.attribution) if text]
    st.caption(literal(f"{'. '.join(terms)}."))
    st.caption(words.md("data.cannot_tell", list=", ".join(source.cannot_tell)))
    for line in batch.told:
        st.info(literal(line))
    cells = st.columns(5)
    for cell, name in zip(cells, ("read", "accepted", "duplicates", "put_aside", "revisions"), strict=True):  # fmt: skip
        cell.metric(words(f"data.count.{name}"), whole(getattr(verdict, name), words))
    if len(batch.put_aside):
        st.markdown(f"**{words('data.put_aside')}**")
        table(batch.put_aside)
        refused = without_formulas(batch.put_aside).to_csv(index=False).encode("utf-8-sig")
        st.download_button(words("data.download"), refused, "put-aside.csv", "text/csv", on_click="ignore")  # fmt: skip
    if verdict.left_out:
        st.markdown(f"**{words.md('data.left_out', n=len(verdict.left_out))}**")
        # rows of the store may be seen here, and not taken along where their terms forbid it
        draw = static_table if may_not_leave(batch.source.name) else table
        draw(pd.DataFrame(verdict.left_out))
    imported.preview(view, batch)
    if verdict.accepted or verdict.left_out:
        n = verdict.accepted
        label = words("data.confirm", n=n) if n else words("data.confirm_left_out")
        st.button(literal(label), type="primary", on_click=_confirm, args=(view, store, batch))
    else:
        st.info(words("data.nothing_new" if verdict.duplicates else "data.none_acceptable"))


def _confirm(view: View, store: Store, batch: Batch) -> None:
    was = imported.before(view, batch)
    try:
        verdict = store.add(batch)
    except RecordError as error:
        st.session_state["_refused"] = str(error)
        return
    told = {"file": batch.file, "batch": verdict.batch}
    if verdict.accepted:
        st.session_state["_said"] = view.words("data.written", n=verdict.accepted, **told)
    else:  # it only says what the store has and the file lacks
        st.session_state["_told"] = view.words("data.written_none", **told)
    st.session_state["_before"], st.session_state["_written"] = was, batch.sha256
    if "incidents" in batch.tables:
        st.session_state["_switch_on"] = batch.source.name
    for key in ("_batch", "_read"):
        st.session_state.pop(key, None)


def _batches(view: View, store: Store) -> None:
    words = view.words
    st.subheader(words("data.batches"), anchor=False)
    live = store.batches()
    if live.empty:
        st.text(words("store.nothing"))
        known = dict.fromkeys(f"{one.producer} ({one.licence})" for one in SOURCES.values())
        listed = "; ".join(known)
        st.caption(words.md("data.sources", list=listed))
        return
    st.caption(literal(words("data.kept_in", where=store.files.where)))
    minutes = live["at"].str.slice(0, 16).str.replace("T", " ")
    columns = ["file", "source", "accepted", "read", "at", "who", "batch", "licence", "sha256"]
    table(live.assign(at=minutes)[columns])
    bar = st.columns([2, 2, 1], vertical_alignment="bottom")
    chosen = bar[0].selectbox(words("data.which"), live["batch"].tolist()[::-1], key="withdraw-batch")  # fmt: skip
    bar[1].text_input(words("data.reason"), key="withdraw-reason")
    bar[2].button(words("data.withdraw"), on_click=_withdraw, args=(view, store, chosen))


def _withdraw(view: View, store: Store, batch: str) -> None:
    reason = st.session_state["withdraw-reason"].strip()
    if not reason:
        st.session_state["_refused"] = view.words("data.reason_needed")
        return
    try:
        store.ledger.withdraw(batch, reason)
    except RecordError as error:
        st.session_state["_refused"] = str(error)
        return
    st.session_state.pop("_written", None)  # the same file may be imported again
    st.session_state["_said"] = view.words("store.withdrawn", batch=batch)
