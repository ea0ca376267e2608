"""One run that keeps everything up to date, by a clock outside or its own."""

from __future__ import annotations

import re
import time
from pathlib import Path
from typing import Final

import click

from components.cli.options import WORDS, Refused, with_name, with_store
from components.cli.watch import folder_of, out_option, run_watches, running_alone
from data.record.refusal import RecordError
from data.store.loading import load_holdings
from data.store.snapshot import fetched_of
from data.store.store import Store
from data.store.workers import count_by_workers
from data.watching.gather import gather
from data.watching.runs import note_run

SECONDS: Final = {"m": 60, "h": 3600, "d": 86_400}


@click.command()
@out_option
@click.option("--every", metavar="6h", help="again and again: after so many minutes (m), hours (h) or days (d)")  # fmt: skip
@with_store
@with_name
def keep(store: Store, out: Path | None, every: str | None) -> None:
    """One run that keeps things up to date: fetch what is configured, import it, match, run the watches, note how it went."""
    pause = _pause(every)
    store.ledger.who = store.ledger.who or "keep"
    while True:
        began = time.monotonic()
        with running_alone(store):
            failed = _once(store, fetched_of(store), folder_of(out))
            try:
                note_run(store.files, failed)
            except (RecordError, OSError) as error:
                failed.append(WORDS("watch.not_noted", error=error))
        if pause is None:
            break
        for sentence in failed:
            click.echo(f"casualty-monitor: {sentence}", err=True)
        time.sleep(max(0.0, pause - (time.monotonic() - began)))
    if failed:
        raise Refused(" ".join(failed))


def _once(store: Store, fetched: Path, folder: Path) -> list[str]:
    """One run; what fails in it, a sentence each. What was imported is matched as it is read."""
    failed = []
    try:
        for one in gather(store, fetched):
            if one.failed:
                failed.append(one.failed)
            else:
                click.echo(WORDS("watch.gathered", name=one.name, n=one.rows, accepted=one.accepted, aside=one.put_aside))  # fmt: skip
    except RecordError as error:
        failed.append(str(error))
    try:
        holdings = load_holdings(store)
        count_by_workers(holdings, store)
    except RecordError as error:
        return [*failed, str(error)]
    return failed + run_watches(store, holdings, folder)


def _pause(every: str | None) -> int | None:
    if every is None:
        return None
    found = re.fullmatch(r"([1-9][0-9]{0,3})([mhd])", every)
    if not found:
        raise Refused(WORDS("watch.every", value=every))
    return int(found[1]) * SECONDS[found[2]]
