"""`plumbline eval bench`: measure quality and speed on this machine."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.commands.output import show
from api.commands.toolbox import toolbox
from api.errors import FAILED, InvalidInputError

if TYPE_CHECKING:
    from api.settings import Settings
    from eval.bench import BenchPart
    from eval.report import Report
    from eval.workspace import RoomSettings

JsonFile = Annotated[
    Path | None,
    typer.Option("--json", metavar="FILE", help="Write the same figures as JSON.", dir_okay=False),
]
Only = Annotated[
    list[str] | None,
    typer.Option(
        "--only",
        metavar="samples|public|verifier|speed|retrieval",
        help="Measure only this; may be repeated.",
    ),
]
Strict = Annotated[bool, typer.Option("--strict", help="Exit 1 when a target is missed.")]
OnStep = Callable[[str, int, int], None]


def bench(
    ctx: typer.Context, *, only: Only = None, json_file: JsonFile = None, strict: Strict = False
) -> None:
    """Measure quality on the samples and on public sets, and speed; takes half an hour."""
    # What follows is imported here so that `plumbline --help` stays quick.
    from eval.bench import run_bench  # noqa: PLC0415  # see above
    from eval.errors import EvalError  # noqa: PLC0415  # see above
    from eval.report import write_report  # noqa: PLC0415  # see above
    from eval.report_table import render_report  # noqa: PLC0415  # see above

    wanted = choose_parts(only)
    settings = toolbox(ctx).load_settings()
    try:
        with show_steps() as on_step:
            report = run_bench(
                wanted, settings=room_settings(settings), data=settings.bench_data, on_step=on_step
            )
        if json_file is not None:
            write_report(report, json_file)
    except EvalError as exc:
        raise InvalidInputError(str(exc)) from exc
    show(*render_report(report))
    if strict:
        require_targets(report)


def require_targets(report: "Report") -> None:
    """Exit 1 when a target is missed; what was not measured is no miss."""
    if report.misses:
        raise typer.Exit(FAILED)


def choose_parts(only: list[str] | None) -> "list[BenchPart]":
    """Return the named parts, or all.

    Raises:
        InvalidInputError: there is no such part.
    """
    from eval.bench import BenchPart  # noqa: PLC0415  # as in `bench`

    known = [part.value for part in BenchPart]
    for name in only or []:
        if name not in known:
            raise InvalidInputError(f"--only takes {', '.join(known)}, not {name!r}")
    return [part for part in BenchPart if not only or part.value in only]


def room_settings(settings: "Settings") -> "RoomSettings":
    from eval.workspace import RoomSettings  # noqa: PLC0415  # as in `bench`

    return RoomSettings(
        retrieval=settings.retrieval, ingest=settings.ingest, verify=settings.verify, answer=settings.answer
    )


@contextmanager
def show_steps() -> Iterator[OnStep]:
    """Yield what draws a bar per step on a terminal, and says one line per step elsewhere."""
    if not sys.stderr.isatty():
        said: set[str] = set()

        def say(step: str, _done: int, _total: int) -> None:
            if step not in said:
                said.add(step)
                typer.echo(f"{step} …", err=True)

        yield say
        return
    from rich.console import Console  # noqa: PLC0415  # only a terminal needs it
    from rich.progress import Progress, TaskID  # noqa: PLC0415  # as above

    tasks: dict[str, TaskID] = {}
    with Progress(console=Console(stderr=True), transient=True) as bar:

        def advance(step: str, done: int, total: int) -> None:
            if step not in tasks:
                tasks[step] = bar.add_task(step, total=total)
            bar.update(tasks[step], completed=done, total=total)

        yield advance
