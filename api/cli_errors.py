"""Errors as the command line says them: one line each on stderr, and an exit code from `errors.py`."""

from typing import Never

import typer
from typer.core import TyperGroup

from api.errors import DOMAIN_ERRORS, kind_of


def report_error(error: Exception) -> None:
    """Write the error to stderr, one line for each problem it names."""
    for line in str(error).splitlines() or [type(error).__name__]:
        typer.echo(f"error: {line}", err=True)


def fail(error: Exception) -> Never:
    report_error(error)
    raise typer.Exit(kind_of(error).exit_code)


class CommandGroup(TyperGroup):
    """A group whose commands may raise any domain error."""

    def invoke(self, ctx: typer.Context) -> object:  # type: ignore[override]  # the only kind Typer passes
        try:
            return super().invoke(ctx)
        except DOMAIN_ERRORS as exc:
            fail(exc)
