"""In which form a command prints rows."""

from __future__ import annotations

from collections.abc import Callable

import click

_EXCEL = "excel"


def _keep(context: click.Context, _: click.Parameter, value: bool) -> None:
    context.meta[_EXCEL] = value


def asked_for_excel() -> bool:
    """Whether the command that runs was asked for CSV with semicolons and a byte-order mark."""
    context = click.get_current_context(silent=True)
    return bool(context and context.meta.get(_EXCEL))


def excel_option(command: Callable) -> Callable:
    """Give a command ``--excel``."""
    return click.option(
        "--excel",
        is_flag=True,
        expose_value=False,
        callback=_keep,
        help="CSV with semicolons, for spreadsheets in French or Arabic",
    )(command)


def form_option(command: Callable) -> Callable:
    """Give a command ``--format`` and ``--excel``."""
    kinds = click.Choice(["json", "csv", "table"])
    given = click.option("--format", "form", type=kinds, default="table", show_default=True)
    return given(excel_option(command))


def blocks(rows: list[dict[str, str]]) -> None:
    """Print each row as lines of a name and what it has; what is blank is left out.

    Args:
        rows: texts by name.
    """
    for n, row in enumerate(rows):
        if n:
            click.echo()
        wide = max(map(len, row))
        for name, text in row.items():
            if text:
                click.echo(f"{name.ljust(wide)}  {text}")
