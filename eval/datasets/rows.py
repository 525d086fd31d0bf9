"""Streams the rows of a JSON Lines file, plain or gzipped; the edge where data sets become typed."""

import gzip
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, TypeVar, cast

from pydantic import BaseModel, ValidationError

from eval.errors import DatasetError

MAX_LINE = 16_000_000
Row = TypeVar("Row", bound=BaseModel)


def read_rows(file: Path, shape: type[Row]) -> Iterator[tuple[int, Row]]:
    """Yield (line number, row); blank lines are left out.

    Raises:
        DatasetError: the file cannot be read, or a line is not such a row.
    """
    try:
        with _open(file) as stream:
            for number, line in enumerate(_lines(stream, file), start=1):
                if line.strip():
                    yield number, _parse(line, shape, place=f"{file}, line {number}")
    except (OSError, EOFError, zlib.error) as exc:
        raise DatasetError(f"{file} cannot be read: {exc}") from exc


def _lines(stream: BinaryIO, file: Path) -> Iterator[bytes]:
    """Yield the lines; one that is longer than a row can be is never held in memory."""
    number = 0
    while line := stream.readline(MAX_LINE + 1):
        number += 1
        if len(line) > MAX_LINE:
            raise DatasetError(f"{file}, line {number}: it has more than {MAX_LINE:,} bytes, which is no row")
        yield line


def _open(file: Path) -> BinaryIO:
    return cast("BinaryIO", gzip.open(file)) if file.suffix == ".gz" else file.open("rb")


def _parse(line: bytes, shape: type[Row], *, place: str) -> Row:
    try:
        return shape.model_validate_json(line)
    except ValidationError as exc:
        raise DatasetError(describe_error(exc, place=place)) from exc


def describe_error(error: ValidationError, *, place: str) -> str:
    """Return the first thing that is wrong, in one line that names the key."""
    first = error.errors(include_url=False)[0]
    key = ".".join(str(part) for part in first["loc"])
    said = first["msg"].removeprefix("Value error, ")
    return f"{place}: {key + ': ' if key else ''}{said}"
