"""The versions a store has been through, and what changed in the figures between two of them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from data.counting.lineage import SHOWN, differences, incident_figures
from data.counting.selection import Selection
from data.record.load import load_chosen
from data.record.record import Record
from data.record.refusal import RecordError
from data.store.holdings import Holdings
from data.store.made import make, with_rule
from data.store.passed_on import all_passed_on
from data.store.store import Store


def history(store: Store, record: Record) -> pd.DataFrame:
    """Every version, oldest first: the record alone, then one an entry of the ledger.

    Args:
        store: the store.
        record: the record without imports.

    Returns:
        ``version``, ``entry``, ``at``, ``who``, ``kind``, ``what`` (a file, a batch, a pair) and ``reason``.
    """
    rows = [{"version": record.version, "entry": "", "kind": "record", "what": record.title}]
    entries = store.ledger.entries()
    for entry in entries.told():
        own = with_rule(entries.until(entry["batch"]).version())
        what = (
            entry.get("file")
            or entry["of"]
            or " ".join(filter(None, (entry.get("act"), ", ".join(entry.get("about", [])))))
            or " = ".join(str(entry[x]) for x in "ab" if x in entry)
        )
        rows.append(
            {
                "version": f"{record.version}-{own}" if own else record.version,
                "entry": entry["batch"],
                **{name: entry[name] for name in ("at", "who", "kind", "reason")},
                "what": what,
            }
        )
    columns = ["version", "entry", "at", "who", "kind", "what", "reason"]
    return pd.DataFrame(rows, columns=columns).fillna("")


def changes_between(
    store: Store,
    version_from: str,
    version_to: str,
    selection: Selection,
    measures: Sequence[str] = SHOWN,
) -> pd.DataFrame:
    """What differs between two versions of the record, incident by incident.

    Args:
        store: the store.
        version_from: the earlier version, as ``history`` has it.
        version_to: the later version.
        selection: the selection.
        measures: which figures.

    Returns:
        One row per incident and measure that differs, as ``lineage.changes`` has them; ``change`` may
        also be merged: it counts in another incident now. ``because``: the file, the reason of a
        withdrawal or decision, or the rule. Differences of each column, unknown as nothing, sum exactly
        to the difference of the two figures.

    Raises:
        RecordError: the store never had one of the versions, or what it rests on is not as it was written.
    """
    known = history(store, load_chosen())
    entries = [_entry_of(known, version) for version in (version_from, version_to)]
    before, after = (make(store, until=entry) for entry in entries)
    for version, held in ((version_from, before), (version_to, after)):
        if held.damaged:
            raise RecordError(
                f"version = {version!r} rests on {', '.join(held.damaged)}, not as written any more; expected a version whose files are whole, or restore them."
            )
    allowed = all_passed_on((before.record, after.record), selection)
    if allowed is None:
        raise RecordError("none of the rows of these versions may be passed on.")
    selection = allowed
    differ = differences(
        incident_figures(before.record, selection, measures),
        incident_figures(after.record, selection, measures),
    )
    merged = differ["incident_id"].isin(after.record.heads) & (differ["change"] == "withdrawn")
    differ["change"] = np.where(merged, "merged", differ["change"])
    order = known["entry"].tolist()
    first, last = sorted(order.index(entry) for entry in entries)
    said = _reasons(store, known.iloc[first + 1 : last + 1], (before, after))
    differ["because"] = [
        " | ".join(dict.fromkeys(said.get(one, []))) or _by_rule(one, before, after)
        for one in differ["incident_id"]
    ]
    return differ


def _entry_of(known: pd.DataFrame, version: str) -> str:
    found = known.loc[known["version"] == version, "entry"]
    if found.empty:
        raise RecordError(
            f"version = {version!r} is none of the store's; expected one of {', '.join(known['version'].unique()[-6:])}."
        )
    return str(found.iloc[-1])


def _reasons(
    store: Store, entries: pd.DataFrame, holdings: tuple[Holdings, Holdings]
) -> dict[str, list[str]]:
    """By incident id, why its figure may differ: the entries in between that touch one of its records."""
    said: dict[str, list[str]] = {}
    for row in entries.itertuples():
        if row.kind == "decision":
            ids, why = str(row.what).split(" = "), f"{row.reason} ({row.who})"
        elif row.kind == "withdrawal":
            ids, why = store.ids_of(str(row.what)), f"withdrawn: {row.reason}"
        elif row.kind == "desk":
            ids, why = _incidents_of(str(row.entry), store), f"{row.reason or row.what} ({row.who})"
        elif row.kind == "import":
            ids, why = store.ids_of(str(row.entry)), f"import of {row.what}"
        else:
            continue
        for one in ids:
            for touched in {one, *(held.record.heads.get(one, one) for held in holdings)}:
                said.setdefault(touched, []).append(why)
    return said


def _by_rule(one: str, before: Holdings, after: Holdings) -> str:
    head = after.record.heads.get(one) or before.record.heads.get(one) or one
    return f"matching rule: counted with {head}"


def _incidents_of(entry: str, store: Store) -> list[str]:
    """Incidents that an act of a person was about."""
    found = [act for act in store.ledger.entries().acts() if act.name == entry]
    return [one.id for act in found for one in act.about if one.table == "incidents"]
