"""Say which column of a foreign sheet is which, and how its cells are read; kept under a name for the next time."""

from __future__ import annotations

import streamlit as st

from components.view import View
from components.words.language import literal
from data.record.refusal import RecordError
from data.sources.mapping import JOINED, Mapping, guessed, pair, translations
from data.sources.persons import COUNTED, TEMPLATE, check_persons
from data.sources.producers import TEMPLATES
from data.store.mappings import save_mapping
from data.store.store import Store


def mapping_form(view: View, store: Store, header: list[str], sha256: str) -> None:
    """The form; the next run reads the file with what it says.

    Args:
        view: the view.
        store: keeps the mapping.
        header: the columns of the file.
        sha256: of the file, so that what was chosen for another is not taken for it.
    """
    words, mark = view.words, sha256[:8]
    st.markdown(f"**{words('data.mapping_title')}**")
    persons = st.toggle(words("data.persons"), help=words("data.persons_help"), key=f"persons-{mark}")  # fmt: skip
    template = {**TEMPLATE, **TEMPLATES["team"]} if persons else TEMPLATES["team"]
    read = TEMPLATE if persons else template
    likely = guessed(header, list(read))
    with st.form(f"mapping-{mark}"):
        st.text_input(words("data.mapping_name"), key="mapping-name")
        for ours, meaning in read.items():
            cells = st.columns(2)
            cells[0].multiselect(literal(ours), header, [likely[ours]] if ours in likely else [], key=f"map-{mark}-{ours}", help=literal(meaning), format_func=literal, placeholder=words("data.not_there"))  # fmt: skip
            if ours not in ("age", "sex"):
                cells[1].text_input(words.md("data.constant", column=ours), key=f"constant-{mark}-{ours}")  # fmt: skip
        alone = [ours for ours in template if ours not in read and ours not in COUNTED]
        for n in range(0, len(alone), 2):
            for cell, ours in zip(st.columns(2), alone[n : n + 2], strict=False):
                cell.text_input(words.md("data.same", column=ours), key=f"constant-{mark}-{ours}", help=literal(template[ours]))  # fmt: skip
        st.text_area(words("data.translate"), key=f"translate-{mark}", placeholder="event_type:bombing=airstrike")  # fmt: skip
        if not persons:
            st.text_area(words("data.patterns"), key=f"patterns-{mark}", placeholder="killed={n} killed")  # fmt: skip
        st.form_submit_button(words("data.mapping_save"), on_click=_save, args=(store, header, mark, persons))  # fmt: skip


def _save(store: Store, header: list[str], mark: str, persons: bool) -> None:
    said = st.session_state
    template = {**TEMPLATE, **TEMPLATES["team"]} if persons else TEMPLATES["team"]
    chosen = {ours: JOINED.join(said.get(f"map-{mark}-{ours}", ())) for ours in template}
    constant = {ours: said.get(f"constant-{mark}-{ours}", "").strip() for ours in template}
    try:
        mapping = Mapping(
            said["mapping-name"].strip(),
            {ours: theirs for ours, theirs in chosen.items() if theirs},
            {ours: value for ours, value in constant.items() if value and not chosen[ours]},
            translations(_lines(said[f"translate-{mark}"])),
            dict(map(pair, _lines(said.get(f"patterns-{mark}", "")))),
            persons,
        )
        mapping.check(header, list(template), said["mapping-name"])
        if persons:
            check_persons(mapping)
        save_mapping(store.files, mapping)
    except RecordError as error:
        said["_refused"] = str(error)
        return
    said["read-mapping"] = mapping.name


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
