"""The command line: which commands there are, and how a mistake is said. A command's own rooms are opened when it runs."""

from __future__ import annotations

import difflib
import importlib
import logging
import sys
from typing import Final, NoReturn

import click

from data.record.refusal import RecordError

# command -> room of this wing, name in it, and what the list of commands says of it
COMMANDS: Final = {
    "brief": ("brief", "brief", "Make a briefing pack: slides, document, pictures, a page, the data annex."),
    "capture": ("sources", "capture", "Keep a copy of a report's document in the store."),
    "changes": ("answers", "changes_command", "What changed between two days of knowledge, or two versions."),
    "coverage": ("answers", "coverage_command", "Official tolls beside the incidents of their scope."),
    "desk": ("desk", "desk", "Keep the record: enter, review, correct and undo incidents."),
    "export": ("answers", "export", "The selected incidents, one row each."),
    "fetch": ("imports", "fetch_command", "Rows from a producer's interface into a CSV; then import it."),
    "figures": ("answers", "figures", "How many were killed, injured and displaced, as ranges."),
    "geography": ("geography", "geography", "What a selection counts in each area of a team's own boundaries."),
    "import": ("imports", "import_command", "Bring producers' files in, beside the bundled record."),
    "incident": ("answers", "incident", "One incident with its estimates, reports, observations, claims."),
    "keep": ("keep", "keep", "One run that keeps things up to date: fetch, import, match, watches."),
    "lineage": ("answers", "lineage_command", "The observations behind figures."),
    "map": ("mapping", "map_command", "Say what the columns of a foreign sheet are."),
    "match": ("store", "match", "Decide whether two records are one incident."),
    "matches": ("store", "matches", "Pairs of records that may be one incident, with the evidence."),
    "overlap": ("store", "overlap_command", "What each dataset alone would say, and what they share."),
    "purge": ("store", "purge_command", "One imported record gone for good."),
    "reopen": ("brief", "reopen", "What a file of a pack shows, and how to see it again."),
    "run": ("serve", "run", "Serve the pages, by several processes behind nginx."),
    "signals": ("answers", "signals_command", "What rose in what was documented, and why it may not be a rise."),
    "sources": ("sources", "sources", "How each report is kept, and whether its address still answers."),
    "template": ("imports", "template", "An empty sheet as CSV: what each column means."),
    "verify": ("store", "verify", "Check the hash of every imported file against its manifest."),
    "versions": ("store", "versions", "Every version the record has been through."),
    "watch": ("watch", "watch", "Be told once of what a saved selection finds."),
    "withdraw": ("store", "withdraw", "Take one import out of everything that is shown."),
}  # fmt: skip
# the same for every command, and printed in its help
EXITS: Final = (
    "Exit status: 0 answered or accepted; 1 signals: some; 2 error or refused; 3 the period is not "
    "covered, or not checked; 4 nothing was accepted."
)


class Commands(click.Group):
    """The commands by name; a room is opened for the one that runs, since all of them take seconds to load."""

    def list_commands(self, context: click.Context) -> list[str]:
        """Their names."""
        return sorted(COMMANDS)

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        """One of them; None where there is none of that name."""
        if name not in COMMANDS:
            alike = difflib.get_close_matches(name, COMMANDS, 1)
            words = importlib.import_module("components.cli.options").WORDS
            asked = {"name": name, "like": "".join(alike)}
            context.fail(words("errors.command_like" if alike else "errors.command", **asked))
        room, own, _ = COMMANDS[name]
        command: click.Command = getattr(importlib.import_module(f"components.cli.{room}"), own)
        command.epilog = EXITS
        return command

    def format_commands(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of them, without opening a room."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, said) for name, (*_, said) in sorted(COMMANDS.items())])


@click.group(cls=Commands, context_settings={"max_content_width": 100}, epilog=EXITS)
def app() -> None:
    """Figures on harm to people in the Libyan conflict, each open to its sources."""


def main() -> NoReturn:
    """Run the command line; every error is one sentence on stderr with exit status 2."""
    logging.getLogger("stamina").setLevel(logging.ERROR)  # a try that is made again is no news
    try:
        status = app.main(standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message())
        sys.exit(2)
    except click.ClickException as error:
        click.echo(f"casualty-monitor: {' '.join(error.format_message().split())}", err=True)
        sys.exit(2)
    except click.Abort:
        sys.exit(130)
    except Exception as error:
        if not isinstance(error, RecordError):
            raise
        click.echo(f"casualty-monitor: {error}", err=True)
        sys.exit(2)
    sys.exit(status if isinstance(status, int) else 0)
