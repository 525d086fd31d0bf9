"""Writes results to stdout: JSON for machines, or what `display/` makes for people."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from rich.console import Console, RenderableType


def write_json(value: Mapping[str, object]) -> None:
    from api.jsonl import to_line  # noqa: PLC0415  # pydantic takes 0.2 s, and `--help` needs none of it

    typer.echo(to_line(value), nl=False)


def show(*parts: "RenderableType") -> None:
    console = open_console()
    for part in parts:
        console.print(part)


def open_console() -> "Console":
    from rich.console import Console  # noqa: PLC0415  # made per call, so that it writes to the stdout of now

    return Console(highlight=False, soft_wrap=False)
