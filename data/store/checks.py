"""Whether the addresses of reports still answer: looked at on request, kept with the day; no figure changes."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from typing import Final, Literal

import pandas as pd

from data.outside.page import MOVED, asked
from data.outside.reach import NotReached
from data.record.ids import among
from data.record.record import Record
from data.record.refusal import RecordError
from data.store.captures import captures
from data.store.files import Files
from data.store.ledger import Entries, now
from data.store.store import CHECKS, Store, checks_of

Found = Literal["there", "moved", "gone", "unclear"]
GONE_STATUS: Final = (404, 410)


@dataclass(frozen=True)
class Check:
    """What an address answered, from one day to another.

    Attributes:
        report: id of the report.
        address: that was asked.
        found: ``there`` (200), ``moved`` (another address answers 200), ``gone`` (404, 410), ``unclear``: anything else,
            which says nothing of the page: a server that is away, or does not answer programs.
        status: of HTTP; None where there was no answer.
        there: where it has moved to; empty where it has not.
        why: why it is unclear.
        first: day it was found so first.
        last: day it was last.
        who: by whom, the last time.
    """

    report: str
    address: str
    found: Found
    status: int | None
    there: str = ""
    why: str = ""
    first: str = ""
    last: str = ""
    who: str = ""


def checks(files: Files) -> dict[str, list[Check]]:
    """What was found of each report, one after another as it changed; the last is how it is."""
    found = {}
    for name in [one for one in files.marks(CHECKS) if one.endswith(".json")]:
        states = [Check(**one) for one in json.loads(files.read(name))]
        found[states[-1].report] = states
    return found


def gone(record: Record, files: Files) -> set[str]:
    """Ids of the reports whose address answers no more; one that was corrected since may answer."""
    lost = {report: states[-1].address for report, states in checks(files).items() if states[-1].found == "gone"}  # fmt: skip
    known = record.reports.loc[
        among(record.reports["report_id"], sorted(lost)), ["report_id", "url"]
    ]
    return {row.report_id for row in known.itertuples() if row.url == lost[row.report_id]}


def check(store: Store, record: Record, reports: Iterable[str], who: str) -> list[Check]:
    """Ask the addresses of reports, one after another, and keep what they answer.

    Args:
        store: keeps it.
        record: knows the reports, with what waits.
        reports: their ids.
        who: by whom.

    Raises:
        RecordError: nobody gave a name, or there is no such report.
    """
    name = " ".join(who.split())
    if not name:
        raise RecordError("who = ''; expected the name of a person.")
    known = record.reports.set_index("report_id")["url"]
    wanted = list(dict.fromkeys(reports))
    lost = [one for one in wanted if one not in known.index]
    if lost:
        raise RecordError(f"report = {lost[0]!r}; expected the id of a report of the record.")
    today, purges = now().date().isoformat(), store.ledger.entries().purges
    found = []
    for one in wanted:
        if not pd.isna(known[one]):
            found.append(replace(_looked_at(one, str(known[one])), first=today, last=today, who=name))  # fmt: skip
            with store.files.held(
                alone=False
            ):  # as it is now: somebody else may have looked, or purged it
                if store.ledger.entries().purges != purges:
                    raise RecordError("something was purged meanwhile; expected to look again.")
                states = _with(checks(store.files).get(one, []), found[-1])
                content = json.dumps([asdict(state) for state in states], ensure_ascii=False)
                store.files.write(checks_of(one), content.encode())
    return found


def _with(states: list[Check], one: Check) -> list[Check]:
    """The states of a report with one more look: the same as the last only prolongs it."""
    if states and replace(states[-1], first="", last="", who="") == replace(one, first="", last="", who=""):  # fmt: skip
        return [*states[:-1], replace(one, first=states[-1].first)]
    return [*states, one]


def preserved(record: Record, files: Files, entries: Entries) -> pd.DataFrame:
    """How each report is kept for those who ask for it later.

    Args:
        record: the record.
        files: of the store.
        entries: of its ledger.

    Returns:
        ``report_id``, ``publisher``, ``title``, ``url``, ``archived_url``, ``copies`` (in the store), ``kept`` (``archived``,
        ``copy``, ``no_address``: it is known by what others quote of it; ``not_yet``), ``checked`` (day), ``found`` and
        ``status`` of the last check.
    """
    copies = pd.Series([one.report for one in captures(entries)], dtype="str").value_counts()
    last = {report: states[-1] for report, states in checks(files).items()}
    rows = record.reports[["report_id", "publisher", "title", "url", "archived_url"]].copy()
    rows["copies"] = rows["report_id"].map(copies).fillna(0).astype(int)
    kept = pd.Series("not_yet", index=rows.index)
    kept[rows["url"].isna()] = "no_address"
    kept[rows["copies"] > 0] = "copy"
    kept[rows["archived_url"].notna()] = "archived"
    rows["kept"] = kept
    known = rows["report_id"].map(last.get)
    rows["checked"] = [one.last if one else None for one in known]
    rows["found"] = [one.found if one else None for one in known]
    rows["status"] = [one.status if one else None for one in known]
    return rows.reset_index(drop=True)


def _looked_at(report: str, address: str) -> Check:
    try:
        answers = asked(address, whole=False)
    except NotReached as error:
        return Check(report, address, "unclear", None, why=str(error))
    last = answers[-1]
    if last.status in GONE_STATUS:
        return Check(report, address, "gone", last.status)
    if not 200 <= last.status < 300:
        return Check(report, address, "unclear", last.status, why=f"status {last.status}")
    if any(one.status in MOVED for one in answers[:-1]):
        return Check(report, address, "moved", last.status, there=last.address)
    return Check(report, address, "there", last.status)
