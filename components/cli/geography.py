"""The command ``geography``: what a team's own boundaries and basemap are, and how a selection falls into them."""

from __future__ import annotations

from typing import Any

import click
import pandas as pd

from components.cli import output as cli_output
from components.cli.formats import form_option
from components.cli.options import WORDS, Refused, selected, selecting, with_record
from data.counting.bounded import by_boundaries
from data.record.record import Record
from data.record.refusal import RecordError
from data.record.team_geography import GEOGRAPHY_VARIABLE, team_geography


@click.command()
@form_option
@selecting("format")
@with_record
def geography(record: Record, form: str, **picks: Any) -> None:
    """What a selection counts in each area of a team's own boundaries.

    The folder in CASUALTY_GEOGRAPHY holds the files and geography.toml, which says what they are.
    """
    try:
        own = team_geography()
    except RecordError as error:
        raise Refused(str(error)) from None
    if not (own.boundaries or own.basemap):
        raise Refused(WORDS("geography.none", variable=GEOGRAPHY_VARIABLE))
    selection = selected(record, picks)
    tables = []
    for one in own.boundaries:
        rows, left = by_boundaries(record, selection, one.areas)
        tables.append(rows.drop(columns="ids").assign(file=one.file))
        told = {"file": one.file, "areas": len(one.areas), "attribution": one.attribution}
        click.echo(WORDS("geography.read", **told, licence=one.licence, n=len(left)), err=True)
    if own.basemap is not None:
        archive, base = own.basemap.archive, own.basemap
        told = {"file": base.file, "form": archive.form, "attribution": base.attribution}
        zooms = {"least": archive.least_zoom, "most": archive.most_zoom}
        click.echo(WORDS("geography.basemap", **told, **zooms, licence=base.licence), err=True)
    if tables:
        cli_output.frame(pd.concat(tables, ignore_index=True), form)
