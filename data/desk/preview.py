"""What rows come to before they are kept: the estimates of one incident as the record would make them."""

from __future__ import annotations

import dataclasses

import pandas as pd

from data.counting.estimate import estimates_from, votes
from data.desk.rows import Rows, typed
from data.record.load import with_known_on
from data.record.record import Record


def preview(record: Record, rows: Rows) -> pd.DataFrame:
    """The estimates that the rows of an incident make.

    Args:
        record: its date stands for now.
        rows: the incident's, as text; what does not fit is left out.

    Returns:
        As ``estimate.estimates`` has them.
    """
    return estimates_from(ballot(record, rows))


def ballot(record: Record, rows: Rows) -> pd.DataFrame:
    """The part that each figure of an incident plays in its estimates; see ``estimate.votes``."""
    reports, _ = typed(rows.get("reports", {}), "reports", "reports")
    observations, _ = typed(rows.get("observations", {}), "observations", "observations")
    observations = observations[observations["report_id"].isin(reports["report_id"])]
    alone = dataclasses.replace(
        record,
        reports=with_known_on(reports, record.date),
        observations=observations.reset_index(drop=True),
        apart=None,
        decided=None,
    )
    return votes(alone)
