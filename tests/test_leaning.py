"""Whose view a selection is, counted by report and voucher, not by page that reprints them."""

import datetime as dt

from data.counting.leaning import leaning
from data.counting.selection import Selection


def test_each_report_counts_once_by_who_vouches_for_it(made):
    record = made(
        sources=[{"source_id": "m", "name": "Ministry", "affiliation": "gna"}],
        incidents=[{"incident_id": "a"}, {"incident_id": "b", "date_low": "2019-08-01", "date_high": "2019-08-01"}],
        reports=[
            {"report_id": "r1", "source_id": "paper", "origin_id": "m"},
            {"report_id": "r2", "source_id": "paper", "origin_id": "paper", "published": "2019-07-09"},
            {"report_id": "r3", "source_id": "paper", "origin_id": "paper"},
        ],
        observations=[
            {"incident_id": "a", "report_id": one, "measure": measure, "low": 1, "value": 1, "high": 1}
            for one in ("r1", "r2") for measure in ("killed", "injured")
        ],
        claims=[{"incident_id": "b", "report_id": "r3"}, {"incident_id": "a", "report_id": "r1"}],
    )  # fmt: skip
    july = Selection(dt.date(2019, 7, 1), dt.date(2019, 7, 31))
    assert leaning(record, july).to_dict() == {"gna": 1, "none": 1}
    assert leaning(record, Selection()).to_dict() == {"gna": 1, "none": 2}
    early = july.replace(as_known_on=dt.date(2019, 7, 5))
    assert leaning(record, early).to_dict() == {"gna": 1}
