"""Which release a producer's file is, by its name: what it covers, and which of two is the newer."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass
from typing import Final, Literal

# GEDEvent_v25_1 is yearly, v25_0_9 a candidate month, v26_01_26_06 a candidate of some months
_GED: Final = re.compile(r"(?i)ged\w*?[_-]?v?(\d{2})[._](\d{1,2})(?:[._](\d{1,2}))?(?:[._](\d{1,2}))?(?!\d)")  # fmt: skip


@dataclass(frozen=True, order=True)
class Release:
    """A release of UCDP GED.

    Attributes:
        year: of its publication.
        month: of its publication.
        name: as UCDP writes it, ``25.1``.
        kind: ``final`` or ``candidate``.
        first: first day it covers; None is the first day of its rows' first year.
        last: last day it covers.
    """

    year: int
    month: int
    name: str
    kind: Literal["final", "candidate"]
    first: dt.date | None
    last: dt.date


def ged_release(file: str) -> Release | None:
    """The release a file of UCDP GED is by its name; None where the name does not tell.

    A yearly release comes out in the middle of a year and ends with the year before; a candidate release
    comes out some weeks after its last month (UCDP Candidate Events Dataset, codebook).
    """
    found = _GED.search(file)
    if found is None:
        return None
    parts = [int(part) for part in found.groups() if part is not None]
    year, middle = 2000 + parts[0], parts[1]
    if len(parts) == 2 and 1 <= middle <= 2:
        return Release(year, 6, f"{parts[0]}.{middle}", "final", None, dt.date(year - 1, 12, 31))
    if len(parts) == 3 and middle == 0 and 1 <= parts[2] <= 12:
        return _candidate(".".join(map(str, parts)), (year, parts[2]), (year, parts[2]))
    if len(parts) == 4 and 1 <= middle <= 12 and 1 <= parts[3] <= 12 and parts[2] >= parts[0]:
        name = f"{parts[0]}.{middle:02}.{parts[2]}.{parts[3]:02}"
        return _candidate(name, (year, middle), (2000 + parts[2], parts[3]))
    return None


def _candidate(name: str, first: tuple[int, int], last: tuple[int, int]) -> Release:
    year, month = last
    end = dt.date(year, month, calendar.monthrange(year, month)[1])
    out = (year, month + 1) if month < 12 else (year + 1, 1)
    return Release(*out, name, "candidate", dt.date(*first, 1), end)
