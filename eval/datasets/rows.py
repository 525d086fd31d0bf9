"""Streams the rows of a JSON Lines file, plain or gzipped; the edge where data sets become typed."""

import gzip
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Annotated, Any, AnyStr, BinaryIO, TypeVar, cast

from pydantic import AfterValidator, BaseModel, ValidationError

from eval.errors import DatasetError
from verify.problems import describe_error

# In bytes of JSON, in characters of CSV.
MAX_ROW = 16_000_000
Row = TypeVar("Row", bound=BaseModel)


def _say_something(text: str) -> str:
    if not text.strip():
        raise ValueError("it is empty")
    return text


Text = Annotated[str, AfterValidator(_say_something)]


def read_rows(file: Path, shape: type[Row], *, longest: int = MAX_ROW) -> Iterator[tuple[int, Row]]:
    """Yield (line number, row); blank lines are left out.

    Raises:
        DatasetError: the file cannot be read, or a line is not such a row.
    """
    with open_file(file) as stream:
        for number, line in enumerate(read_lines(stream, file, longest=longest), start=1):
            if line.strip():
                yield number, _parse(line, shape, place=f"{file}, line {number}")


@contextmanager
def open_file(file: Path) -> Iterator[BinaryIO]:
    """Open a file that may be gzipped.

    Raises:
        DatasetError: it cannot be opened, or not be read to its end.
    """
    try:
        with cast("BinaryIO", gzip.open(file)) if file.suffix == ".gz" else file.open("rb") as stream:
            yield stream
    except (OSError, EOFError, zlib.error, UnicodeDecodeError) as exc:
        raise DatasetError(f"{file} cannot be read: {exc}") from exc


def read_lines(stream: IO[AnyStr], file: Path, *, longest: int) -> Iterator[AnyStr]:
    """Yield the lines; one that is longer than a row can be is never held in memory."""
    number = 0
    while line := stream.readline(longest + 1):
        number += 1
        if len(line) > longest:
            raise DatasetError(f"{file}, line {number}: it has more than {longest:,} bytes, which is no row")
        yield line


def _parse(line: bytes, shape: type[Row], *, place: str) -> Row:
    try:
        return shape.model_validate_json(line)
    except ValidationError as exc:
        raise DatasetError(describe_error(exc, place=place)) from exc


def check_row(values: Mapping[str, Any], shape: type[Row], *, place: str) -> Row:
    """Return values that are read already as a row.

    Raises:
        DatasetError: they are not such a row.
    """
    try:
        return shape.model_validate(values)
    except ValidationError as exc:
        raise DatasetError(describe_error(exc, place=place)) from exc
