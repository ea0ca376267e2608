"""The record at the command line: the same selection as the address of a page, the same numbers."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from typing import Any

import click

from components.cli import incident as cli_incident
from components.cli import output as cli_output
from components.cli.formats import form_option
from components.cli.options import (
    NOT_COVERED,
    WORDS,
    Refused,
    day_given,
    end_covered,
    selected,
    selected_to_pass_on,
    selecting,
    tell_coverage,
    with_holdings,
    with_record,
)
from components.lines.signals import not_checked
from components.words.sentences import attributed, selection_sentence
from components.words.standing import standing_sentence
from data.counting.checks import checks
from data.counting.coverage import coverage, tolls_known
from data.counting.covered import covered
from data.counting.lineage import SHOWN, changes, lineage, one_row_each
from data.counting.query import query, several_datasets
from data.counting.search import spoken_of
from data.counting.selection import Selection
from data.counting.shard import of_selection
from data.counting.signals import signals
from data.counting.standing import standing
from data.counting.time_known import certainly_and_possibly
from data.record.record import Record
from data.record.refusal import RecordError
from data.record.reviewed import as_reviewed
from data.store.holdings import Holdings
from data.store.passed_on import incident_passed_on
from data.store.store import Store
from data.store.versions import changes_between

SIGNALS_FOUND = 1  # exit status for a scheduler


@click.command()
@selecting("measure")
@with_holdings
def figures(_store: Store, holdings: Holdings, form: str, **picks: Any) -> None:
    """How many were killed, injured and displaced, as ranges, with what is not reported."""
    record = holdings.record
    selection = selected(record, picks)
    together = several_datasets(record, selection)
    if together:
        waiting, named = _waiting(holdings), ", ".join(together)
        once = WORDS("errors.datasets_once", datasets=named)
        several = WORDS("errors.several_datasets", datasets=named, n=waiting)
        click.echo(several if waiting else once, err=True)
    answer = query(record, selection)
    sentence = selection_sentence(selection, record, WORDS)
    credit = attributed(of_selection(record, selection), holdings.imported, answer.ids, WORDS)
    if credit:
        click.echo(f"casualty-monitor: note: {credit.strip()}", err=True)
    both = certainly_and_possibly(record, selection)
    decided = standing_sentence(record, selection, WORDS)
    if decided:
        click.echo(f"casualty-monitor: note: {decided}", err=True)
    found = standing(record, selection)
    cli_output.figures(answer, sentence, both, holdings.put_aside, found, form, WORDS)
    end_covered(record, selection)


def _waiting(holdings: Holdings) -> int:
    return int((holdings.matches["state"] == "review").sum())


@click.command(name="lineage")
@selecting()
@with_record
def lineage_command(record: Record, form: str, **picks: Any) -> None:
    """The observations behind figures; the columns gives_low, gives_best, gives_high add up to them."""
    selection = selected_to_pass_on(record, picks)
    tell_coverage(record, selection)
    cli_output.frame(lineage(record, selection, _measures(selection, picks)), form)
    end_covered(record, selection)


@click.command()
@click.argument("incident_id")
@click.option(
    "--as-known-on", "known", metavar="YYYY-MM-DD", help="only reports published by this day count"
)
@form_option
@with_record
def incident(record: Record, incident_id: str, known: str | None, form: str) -> None:
    """One incident with its estimates, reports, observations and claims."""
    ids = record.incidents["incident_id"].tolist()
    incident_id = record.heads.get(incident_id, incident_id)
    if incident_id not in ids:
        near = difflib.get_close_matches(incident_id, ids, 1, 0) or ids[:1]
        raise Refused(WORDS("errors.no_incident", id=incident_id, example="".join(near)))
    day = None if known is None else day_given(known, "--as-known-on", record.date)
    first = record.known_since[incident_id].date()
    if day and first > day:
        raise Refused(WORDS("errors.not_yet", id=incident_id, day=day, first=first))
    shown, barred = incident_passed_on(record, incident_id)
    for name in barred:
        click.echo(WORDS("store.kept_back", dataset=name), err=True)
    if shown is None:
        raise Refused(WORDS("store.nothing_left"))
    cli_incident.incident(shown, incident_id, day, form)


@click.command(name="coverage")
@selecting()
@with_record
def coverage_command(record: Record, form: str, **picks: Any) -> None:
    """Official tolls beside the incidents of their scope: the gap as a range, or why there is none."""
    selection = selected(record, picks)
    record = as_reviewed(record, selection.pending, selection.review)
    measure = selection.measure if picks["pick_measure"] else None
    group = selection.group if picks["pick_group"] else None
    tolls = tolls_known(record, selection, measure, group)
    tell_coverage(record, selection)
    compared = coverage(record, tolls, selection)
    cli_output.coverage(tolls, compared, covered(record, selection), form, WORDS)
    end_covered(record, selection)


@click.command(name="changes")
@click.option("--known-from", metavar="YYYY-MM-DD", help="earlier day of knowledge")
@click.option("--known-to", metavar="YYYY-MM-DD", help="later day of knowledge")
@click.option("--version-from", metavar="VERSION", help="earlier version; see versions")
@click.option("--version-to", metavar="VERSION", help="later version")
@selecting("measure", "as-known-on")
@with_holdings
def changes_command(
    store: Store,
    holdings: Holdings,
    known_from: str | None,
    known_to: str | None,
    version_from: str | None,
    version_to: str | None,
    form: str,
    **picks: Any,
) -> None:
    """What changed between two days of knowledge, or two versions: new, revised, merged, withdrawn, and why."""
    record = holdings.record
    selection = selected_to_pass_on(record, picks)
    if version_from and version_to and not (known_from or known_to):
        try:
            found = changes_between(store, version_from, version_to, selection)
        except RecordError as error:
            raise Refused(str(error)) from None
        tell_coverage(record, selection)
        cli_output.frame(found, form)
        end_covered(record, selection)
        return
    if not (known_from and known_to) or version_from or version_to:
        raise Refused(WORDS("errors.two_ends"))
    start = day_given(known_from, "--known-from", record.date)
    end = day_given(known_to, "--known-to", record.date)
    if start >= end:
        raise Refused(WORDS("errors.order", known_from=start, known_to=end))
    tell_coverage(record, selection)
    cli_output.frame(changes(record, selection, start, end), form)
    end_covered(record, selection)


@click.command()
@click.option(
    "--search",
    "text",
    metavar="WORDS",
    help="only those whose title, place, reports or claims say it",
)
@selecting()
@with_record
def export(record: Record, text: str | None, form: str, **picks: Any) -> None:
    """The selected incidents, one row each, with low, best, high of killed, injured and displaced."""
    selection = selected_to_pass_on(record, picks)
    measures = _measures(selection, picks)
    rows = one_row_each(record, selection, measures)
    if text:
        rows = rows[spoken_of(record, rows, text, selection.as_known_on)]
    tell_coverage(record, selection)
    cli_output.frame(rows, form)
    end_covered(record, selection)


@click.command(name="signals")
@selecting("from")
@with_record
def signals_command(record: Record, form: str, **picks: Any) -> None:
    """What rose in what was documented by --to, and why it may not be a rise."""
    selection = selected_to_pass_on(record, picks)
    record = as_reviewed(record, selection.pending, selection.review)
    found = signals(record, selection)
    cli_output.signals(found, record, selection, form, WORDS)
    checked = any(one.since for one in checks(record, selection))
    if form != "table" or found:  # the table of nothing says it itself
        for said in not_checked(record, selection, WORDS):
            click.echo(f"casualty-monitor: note: {said}", err=True)
    if found:
        raise click.exceptions.Exit(SIGNALS_FOUND)
    if not checked:
        raise click.exceptions.Exit(NOT_COVERED)


def _measures(selection: Selection, picks: dict[str, Any]) -> Sequence[str]:
    """The measure asked for, or the three that are always shown."""
    return (selection.measure,) if picks["pick_measure"] else SHOWN
