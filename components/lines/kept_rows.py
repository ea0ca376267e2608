"""A row of an incident in a few words, where somebody chooses one."""

from __future__ import annotations

from components.view import View
from components.words.names import actor_name
from data.desk.rows import Cells, Rows


def row_said(view: View, table: str, cells: Cells, rows: Rows) -> str:
    """A row of an incident in a few words."""
    words, record = view.words, view.holdings.record
    if table == "incidents":
        return words("desk.row.incidents")
    report = cells if table == "reports" else rows["reports"].get(cells.get("report_id", ""), {})
    source = f"{report.get('publisher', '')}, {report.get('published') or words('incident.undated')}"  # fmt: skip
    if table == "reports":
        return words("desk.row.reports", source=source)
    if table == "claims":
        return words("desk.row.claims", stance=words.term("stance", cells["stance"]), actor=actor_name(record, cells["actor"], words), source=source)  # fmt: skip
    number = "-".join(dict.fromkeys(cells[end] for end in ("low", "value", "high") if end in cells))
    told = f"{words.term('qualifier', cells['qualifier'])} {number or cells.get('words', '')}"
    return words("desk.row.observations", measure=words.term("measure", cells["measure"]), group=words.term("group", cells["group"]), told=told, source=source)  # fmt: skip
