"""What the commands have in common: the options of a Selection, the store, and how a mistake is said."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Callable
from typing import Any

import click

from components.cli.formats import form_option
from components.lines.near import near_sentence
from components.words.covered import covered_sentence
from components.words.language import strings
from data.counting.asked import EARLIEST, Problem, Unfit, day_from, parse
from data.counting.covered import covered, period, share_of
from data.counting.selection import Selection
from data.record.record import Record
from data.record.refusal import RecordError
from data.store.files import Busy
from data.store.holdings import Holdings
from data.store.loading import load_holdings
from data.store.passed_on import passed_on
from data.store.purge import finish
from data.store.store import Store
from data.store.workers import count_by_workers

WORDS = strings("en")

_OPTIONS: dict[str, tuple[str, str]] = {
    "from": ("first day", "YYYY-MM-DD"),
    "to": ("last day", "YYYY-MM-DD"),
    "as-known-on": ("only reports published by this day count", "YYYY-MM-DD"),
    "actor": ("a claim names this actor", "ID"),
    "side": ("a claim names an actor of this side", "BLOC or none"),
    "claims": ("which attributions count", "any|uncontested|uncontested-only|acknowledged"),
    "claimant": ("who says so", "ID or NAME"),
    "rank": ("rank of the report that a claim stands in", "1-7"),
    "affiliation": ("side of the publisher that a claim stands in", "SIDE"),
    "event-type": ("what was done", "TYPE"),
    "target-type": ("what was hit", "TYPE"),
    "care": ("what of health care was hit", "facility|vehicle|worker|none|not judged"),
    "district": ("district", "NAME"),
    "near": ("a point; needs --within", "LAT,LON"),
    "within": ("distance from that point", "KM"),
    "precision": ("place known to this or better", "PRECISION"),
    "grade": ("verification grade", "GRADE"),
    "group": ("of whom", "GROUP"),
    "cause": ("conflict, or migration", "conflict|at sea|on a route"),
    "measure": ("which tolls; which measure ranks", "MEASURE"),
    "dataset": ("dataset", "NAME"),
    "country": ("country", "CODE"),
    "pending": ("whether what waits for review counts", "without|with"),
    "review": ("changed values as they are, or as last accepted", "latest|accepted"),
}


# The same for every command, and printed in its help.
NOT_COVERED, NOTHING_ACCEPTED = 3, 4


class Refused(click.ClickException):
    """One sentence on stderr, exit status 2."""

    exit_code = 2


def selecting(*without: str) -> Callable[[Callable], Callable]:
    """Give a command the options of a Selection, but those it has no use for, and ``--format``."""

    def add(command: Callable) -> Callable:
        if "format" not in without:
            command = form_option(command)
        for name, (meaning, metavar) in reversed(_OPTIONS.items()):
            if name not in without:
                picked = f"pick_{name.replace('-', '_')}"
                command = click.option(
                    f"--{name}", picked, multiple=True, metavar=metavar, help=meaning
                )(command)
        return command

    return add


def selected(record: Record, picks: dict[str, Any]) -> Selection:
    """The Selection that options ask for; what cannot be is refused."""
    params = {
        name.removeprefix("pick_").replace("_", "-"): list(values) for name, values in picks.items()
    }
    selection, problems = parse(params, record)
    if problems:
        raise Refused(" ".join(option_sentence(problem) for problem in problems))
    near = near_sentence(record, selection, WORDS)
    if near:
        click.echo(f"casualty-monitor: note: {near}", err=True)
    return selection


def selected_to_pass_on(record: Record, picks: dict[str, Any]) -> Selection:
    """The Selection that options ask for, of what may leave; what stays behind is told."""
    selection, barred = passed_on(record, selected(record, picks))
    for name in barred:
        click.echo(WORDS("store.kept_back", dataset=name), err=True)
    if selection is None:
        raise Refused(WORDS("store.nothing_left"))
    return selection


def tell_coverage(record: Record, selection: Selection) -> None:
    """Say on stderr where the days asked about are not all covered; see ``end_covered``."""
    found = covered(record, selection)
    if share_of(found, *period(record, selection)) < 1:
        click.echo(f"casualty-monitor: note: {covered_sentence(found, WORDS)}", err=True)


def end_covered(record: Record, selection: Selection) -> None:
    """End with the exit status of an answer: 3 where no chosen dataset covers a day of the period."""
    if not share_of(covered(record, selection), *period(record, selection)):
        raise click.exceptions.Exit(NOT_COVERED)


def day_given(text: str, option: str, latest: dt.date) -> dt.date:
    """A day given to an option; what cannot be is refused."""
    try:
        return day_from(text, EARLIEST, latest)
    except Unfit as error:
        problem = Problem(option, text, error.expected, error.details)
        raise Refused(option_sentence(problem)) from None


def option_sentence(problem: Problem) -> str:
    """Why what an option was given cannot be."""
    expected = WORDS(f"expected.{problem.expected}", **problem.details)
    option = problem.parameter if problem.parameter.startswith("--") else f"--{problem.parameter}"
    return WORDS("errors.option", option=option, value=problem.value, expected=expected)


def with_store(command: Callable) -> Callable:
    """Give a command ``--store``; it gets the Store that is meant."""

    @click.option(
        "--store", "where", metavar="URL", help="folder of the store, or s3://, gs://, az://"
    )
    @functools.wraps(command)
    def opened(where: str | None, **given: Any) -> Any:
        try:
            store = Store(where)
            finish(store)  # a purge that was stopped in between
        except Busy as error:  # who only reads need not wait
            click.echo(f"casualty-monitor: note: {error}", err=True)
        except RecordError as error:
            raise Refused(str(error)) from None
        return command(store, **given)

    return opened


def with_name(command: Callable) -> Callable:
    """Give a command ``--as``, the name that the entry it makes carries; ``with_store`` comes outside of it."""

    @click.option("--as", "who", default="", metavar="NAME", help="who does it; it is kept")
    @functools.wraps(command)
    def named(store: Store, *args: Any, who: str, **given: Any) -> Any:
        store.ledger.who = " ".join(who.split())
        return command(store, *args, **given)

    return named


def with_holdings(command: Callable) -> Callable:
    """Give a command ``--store``; it gets the Store and what a reader gets of it."""

    @functools.wraps(command)
    def loaded(store: Store, **given: Any) -> Any:
        try:
            holdings = load_holdings(store)
            count_by_workers(holdings, store)
        except RecordError as error:
            raise Refused(str(error)) from None
        if holdings.damaged:
            said = WORDS("link.damaged", batches=", ".join(holdings.damaged))
            click.echo(f"casualty-monitor: note: {said}", err=True)
        return command(store, holdings, **given)

    return with_store(loaded)


def with_record(command: Callable) -> Callable:
    """Give a command ``--store``; it gets the record with what was imported."""

    @functools.wraps(command)
    def loaded(_store: Store, holdings: Holdings, **given: Any) -> Any:
        return command(holdings.record, **given)

    return with_holdings(loaded)
