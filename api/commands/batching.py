"""Batch files: opened before any work starts, read and written row by row, with progress on a terminal."""

import sys
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import BinaryIO

import typer

from api.batch import Handler, run_batch
from api.errors import FAILED, InvalidInputError
from api.jsonl import Line, read_lines

STANDARD = "-"


@contextmanager
def open_batch(files: tuple[str, str]) -> Iterator[tuple[BinaryIO, BinaryIO]]:
    """Open input and output.

    Raises:
        InvalidInputError: one cannot be opened, or both are the same file.
    """
    source, target = files
    with ExitStack() as opened:
        try:
            if STANDARD not in files and Path(target).exists() and Path(source).samefile(target):
                raise InvalidInputError("the batch would overwrite its own input: name another output file")
            streams = opened.enter_context(_open_input(source)), opened.enter_context(_open_output(target))
        except OSError as exc:
            raise InvalidInputError(f"cannot use {exc.filename}: {exc.strerror}") from exc
        yield streams


def answer_batch(streams: tuple[BinaryIO, BinaryIO], handle: Handler) -> None:
    """Answer every row; exit 1 when one was bad."""
    reader, writer = streams
    bad = run_batch(_with_progress(read_lines(reader), _count_rows(reader)), handle, writer.write)
    if bad:
        typer.echo(f"error: {bad} {'row' if bad == 1 else 'rows'} could not be used", err=True)
        raise typer.Exit(FAILED)


@contextmanager
def _open_input(name: str) -> Iterator[BinaryIO]:
    if name == STANDARD:
        yield sys.stdin.buffer
        return
    with Path(name).open("rb") as stream:
        yield stream


@contextmanager
def _open_output(name: str) -> Iterator[BinaryIO]:
    if name == STANDARD:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    with Path(name).open("wb") as stream:
        yield stream


def _count_rows(reader: BinaryIO) -> int | None:
    """Return how many rows there are, or None where reading them twice is impossible."""
    if not sys.stderr.isatty() or not reader.seekable():
        return None
    rows = sum(1 for line in reader if line.strip())
    reader.seek(0)
    return rows


def _with_progress(lines: Iterable[Line], total: int | None) -> Iterable[Line]:
    if not sys.stderr.isatty():
        return lines
    from rich.console import Console  # noqa: PLC0415  # only a terminal needs it
    from rich.progress import track  # noqa: PLC0415  # as above

    console = Console(stderr=True)
    return track(lines, description="rows", total=total, console=console, transient=True)
