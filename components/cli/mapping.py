"""Saying at the command line what the columns of a foreign sheet are."""

from __future__ import annotations

import functools
from pathlib import Path

import click
import pandas as pd

from components.cli import output as cli_output
from components.cli.options import WORDS, Refused, with_store
from data.record.refusal import RecordError
from data.sources.apart import read_in_a_copy
from data.sources.asked import Answers
from data.sources.mapping import Mapping, guessed, looks_like_header, pair, translations
from data.sources.persons import COUNTED, TEMPLATE, check_persons
from data.sources.producers import TEMPLATES
from data.sources.reading import header_of
from data.sources.sheet import NEEDS
from data.store.mappings import save_mapping
from data.store.store import Store


@click.command(name="map")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--to", "kind", type=click.Choice(["incidents"]), default="incidents", show_default=True
)
@click.option(
    "--save", metavar="NAME", help="keep the mapping; import FILE --mapping NAME reads with it"
)
@click.option(
    "--column",
    "columns",
    multiple=True,
    metavar="OURS=THEIRS",
    help="one column, or several joined: 'A + B'",
)
@click.option(
    "--constant", "constants", multiple=True, metavar="OURS=VALUE", help="the same in every row"
)
@click.option(
    "--translate",
    "words",
    multiple=True,
    metavar="OURS:THEIRS=OURS",
    help="what a cell means: event_type:bombing=airstrike",
)
@click.option(
    "--pattern",
    "patterns",
    multiple=True,
    metavar="OURS=WORDS",
    help="a number in text: 'killed={n} killed'",
)
@click.option(
    "--persons",
    is_flag=True,
    help="each row is a person: count them by day, place and actor; also --column harm, age, sex",
)
@click.option("--encoding", metavar="NAME", help="of a text that is not UTF-8, such as cp1252")
@click.option("--sheet", default="", metavar="NAME", help="which sheet of a workbook")
@with_store
def map_command(
    store: Store,
    file: Path,
    kind: str,
    save: str | None,
    columns: tuple[str, ...],
    constants: tuple[str, ...],
    words: tuple[str, ...],
    patterns: tuple[str, ...],
    persons: bool,
    encoding: str | None,
    sheet: str,
) -> None:
    """Say what the columns of a foreign sheet are. Likely ones are guessed and shown; nothing is imported."""
    try:
        template = TEMPLATE if persons else TEMPLATES["team"]
        stated = Mapping("stated", dict(map(pair, columns)), {})
        wanted = functools.partial(looks_like_header, columns=list(template), stated=stated)
        read = functools.partial(header_of, file, encoding, Answers(sheet=sheet), wanted)
        header = read_in_a_copy(file, read)
        known = guessed(header, list(template)) | stated.columns
        given = dict(map(pair, constants))
        known = {ours: theirs for ours, theirs in known.items() if ours not in given}
        mapping = Mapping(save or "unsaved", known, given, translations(words), dict(map(pair, patterns)), persons)  # fmt: skip
        every = {**template, **TEMPLATES["team"]} if persons else template
        mapping.check(header, list(every), file.name)
        if persons:
            check_persons(mapping)
        rows = [
            {"ours": ours, "theirs": known.get(ours, ""), "constant": given.get(ours, ""), "meaning": meaning}
            for ours, meaning in every.items() if not (persons and ours in COUNTED)
        ]  # fmt: skip
        cli_output.frame(pd.DataFrame(rows), "table")
        missing = sorted(NEEDS - set(known) - set(given) - set(COUNTED if persons else ()))
        if missing:
            click.echo(WORDS("store.mapping_lacks", list=", ".join(missing)), err=True)
        if save:
            save_mapping(store.files, mapping)
            click.echo(WORDS("store.mapping_kept", name=save, file=file.name))
    except RecordError as error:
        raise Refused(str(error)) from None
