"""The data annex: every number of a pack with its incidents, observations and reports.

It has no words of any language and no time of making, so the same record and selection give the same bytes.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import pandas as pd

from components.view import View
from components.words.numbers import iso_days
from data.counting.estimate import as_of
from data.counting.figure import Figure, of_row
from data.counting.lineage import changes, lineage
from data.counting.query import ids_at, query
from data.counting.selection import Selection
from data.counting.shard import of_selection
from data.record.formulas import without_formulas
from data.record.ids import among

BYTE_ORDER_MARK: Final = "\ufeff"  # spreadsheets read Arabic only with it
LINEAGE: Final = (
    "incident_id", "observation_id", "report_id", "measure", "group", "qualifier", "low", "value",
    "high", "words", "role", "gives_low", "gives_best", "gives_high",
)  # fmt: skip
REPORT: Final = (
    "report_id", "publisher", "published", "source_rank", "type", "affiliation", "title", "url",
)  # fmt: skip
TOLL: Final = (
    "toll_id", "publisher", "measure", "measure_as_printed", "group", "qualifier", "low", "value",
    "high", "period_start", "as_of", "area", "published", "url",
)  # fmt: skip


@dataclass(frozen=True)
class Cited:
    """A number of a pack: what it counts, and of which part of the selection's total it is."""

    figure_id: str
    part: str
    what: str
    measure: str
    selection: Selection
    axis: str
    key: str
    share: float
    figure: Figure
    ids: tuple[str, ...]


@dataclass
class Annex:
    """The numbers of a pack as they are cited, and the files that explain them."""

    view: View
    about: dict[str, str] = field(default_factory=dict)
    cited: list[Cited] = field(default_factory=list)
    tolls: list[str] = field(default_factory=list)
    since: dt.date | None = None

    def cite(
        self,
        part: str,
        what: str,
        selection: Selection,
        measure: str,
        axis: str = "",
        key: str = "",
        share: float = 1.0,
    ) -> Cited:
        """Note a number; the same number is noted once.

        Args:
            part: part of the pack it stands in.
            what: what it is there, such as ``now`` or ``previous``.
            selection: what is counted.
            measure: which people; ``incidents`` counts incidents.
            axis: one of ``shard.AXES`` for a part of the total; blank is all of it.
            key: which part.
            share: by which the sum is multiplied where it is shown (an average).
        """
        for one in self.cited:
            if (one.selection, one.measure, one.axis, one.key, one.share) == (
                selection, measure, axis, key, share,
            ):  # fmt: skip
                return one
        record = self.view.record
        answer = query(record, selection)
        ids = tuple(ids_at(record, selection, axis, key) if axis else answer.ids)
        if measure == "incidents":
            figure = Figure("incidents", len(ids), len(ids), len(ids), False, len(ids), 0)
        elif axis:
            figure = of_row(answer.by(axis).loc[key, measure])
        else:
            figure = of_row(answer.figures().loc[measure])
        name = f"F{len(self.cited) + 1}"
        one = Cited(name, part, what, measure, selection, axis, key, share, figure, ids)
        self.cited.append(one)
        return one

    def files(self, *, excel: bool = False) -> dict[str, bytes]:
        """The annex: file name -> CSV with a byte order mark.

        Args:
            excel: with semicolons and the line ends of spreadsheets, which split no cell at a comma in
                French and Arabic.
        """
        record = of_selection(self.view.record, self.view.selection)
        ids = sorted({one for cited in self.cited for one in cited.ids})
        rows = record.incidents[among(record.incidents["incident_id"], ids)]
        rows = rows.sort_values(["date_low", "incident_id"])
        parts = pd.concat([self._lineage(one) for one in self.cited], ignore_index=True)
        reports = self._reports(record, [*parts["report_id"], *rows["report_id"]])
        files = {
            "about.csv": pd.DataFrame(self.about.items(), columns=["what", "value"]),
            "figures.csv": pd.DataFrame([_figure_row(one) for one in self.cited]),
            "incidents.csv": rows,
            "observations.csv": parts[["observation_id", *LINEAGE[:1], *LINEAGE[2:11]]]
            .drop_duplicates("observation_id")
            .sort_values("observation_id"),
            "lineage.csv": parts[["figure_id", *LINEAGE[:3], *LINEAGE[11:]]],
            "reports.csv": reports,
        }
        if self.tolls:
            tolls = record.tolls[record.tolls["toll_id"].isin(self.tolls)]
            files["tolls.csv"] = tolls.sort_values("toll_id")[list(TOLL)]
        if self.since:
            known = self.view.answer.as_known_on
            files["changes.csv"] = changes(self.view.record, self.view.selection, self.since, known)
        return {name: _written(frame, excel=excel) for name, frame in files.items()}

    def _lineage(self, one: Cited) -> pd.DataFrame:
        if one.measure == "incidents":
            return pd.DataFrame(columns=["figure_id", *LINEAGE])
        rows = lineage(self.view.record, one.selection, [one.measure])
        rows = rows.loc[among(rows["incident_id"], one.ids), list(LINEAGE)]
        return rows.assign(figure_id=one.figure_id)

    def _reports(self, record: Any, used: Sequence[str]) -> pd.DataFrame:
        reports = record.reports[record.reports["report_id"].isin(set(used))]
        reports = reports[reports["known_on"] <= as_of(record, self.view.selection.as_known_on)]
        names = record.sources.set_index("source_id")[["type", "affiliation"]]
        return reports.join(names, on="source_id").sort_values("report_id")[list(REPORT)]


def _figure_row(one: Cited) -> dict[str, Any]:
    return {
        "figure_id": one.figure_id,
        "part": one.part,
        "what": one.what,
        "measure": one.measure,
        "group": one.selection.group,
        "selection": one.selection.to_query(),
        "axis": one.axis,
        "key": one.key,
        "share": f"{one.share:.6f}",
        "low": one.figure.low,
        "best": one.figure.best,
        "high": one.figure.high,
        "open": one.figure.open,
        "incidents": one.figure.incidents,
        "unreported": one.figure.unreported,
        "incident_ids": "|".join(one.ids),
    }


def _written(frame: pd.DataFrame, *, excel: bool) -> bytes:
    frame = iso_days(frame)
    numbers = frame.select_dtypes("float").columns
    whole = [c for c in numbers if (frame[c].dropna() % 1 == 0).all()]
    frame = frame.astype(dict.fromkeys(whole, "Int64"))
    out = io.StringIO()
    out.write(BYTE_ORDER_MARK)
    ends: dict[str, Any] = {"sep": ";", "lineterminator": "\r\n"} if excel else {"lineterminator": "\n"}  # fmt: skip
    without_formulas(frame).to_csv(out, index=False, quoting=csv.QUOTE_MINIMAL, **ends)
    return out.getvalue().encode("utf-8")
