"""Rows against the schema, by pandera: it takes a third of a second to load, so only what reads rows does."""

from __future__ import annotations

import functools

import pandas as pd
import pandera.pandas as pa
from pandera.errors import SchemaErrors

from data.record.columns import Column
from data.record.schema import TABLES


def failures(frame: pd.DataFrame, name: str) -> pd.DataFrame:
    """What of a table does not pass, one line a failure of a row: ``index``, ``column``, ``check``, ``schema_context``.

    Args:
        frame: rows typed as the table declares them.
        name: which table of ``schema.TABLES`` they are.
    """
    declared = {header: one.dtype for header, one in TABLES[name].columns.items()}
    assert {header: str(one) for header, one in frame.dtypes.items()} == declared
    try:
        _schema(name).validate(frame, lazy=True)
    except SchemaErrors as errors:
        return errors.failure_cases.dropna(subset=["index"])
    return pd.DataFrame()


@functools.cache
def _schema(name: str) -> pa.DataFrameSchema:
    """What a table's cells must be. Of the types pandera looks at each cell anew, and they hold by the reading."""
    table = TABLES[name]
    columns = {
        header: _column(one)
        for header, one in table.columns.items()
        if one.required or one.unique or one.values or one.limits
    }
    checks = [pa.Check(one.passes, name=one.name, error=one.expected) for one in table.checks]
    return pa.DataFrameSchema(columns, checks=checks)


def _column(declared: Column) -> pa.Column:
    checks: list[pa.Check] = []
    values, limits = declared.values, declared.limits
    if values:
        checks.append(pa.Check.isin(values, error=f"one of: {', '.join(values[:20])}"))
    if limits:
        said = f"a number from {limits[0]:.0f} to {limits[1]:.0f}"
        checks.append(pa.Check.in_range(*limits, error=said))
    return pa.Column(
        None,
        checks,
        nullable=not declared.required,
        unique=declared.unique,
        report_duplicates="exclude_first",
    )
