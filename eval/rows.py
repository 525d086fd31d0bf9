"""Streams the rows of a JSON Lines file, plain or gzipped; the edge where data sets become typed."""

import gzip
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, TypeVar, cast

from pydantic import BaseModel, ValidationError

from eval.errors import DatasetError

Row = TypeVar("Row", bound=BaseModel)


def read_rows(file: Path, shape: type[Row]) -> Iterator[tuple[int, Row]]:
    """Yield (line number, row); blank lines are left out.

    Raises:
        DatasetError: the file cannot be read, or a line is not such a row.
    """
    try:
        with _open(file) as stream:
            for number, line in enumerate(stream, start=1):
                if line.strip():
                    yield number, _parse(line, shape, place=f"{file}, line {number}")
    except (OSError, EOFError, zlib.error) as exc:
        raise DatasetError(f"{file} cannot be read: {exc}") from exc


def _open(file: Path) -> BinaryIO:
    return cast("BinaryIO", gzip.open(file)) if file.suffix == ".gz" else file.open("rb")


def _parse(line: bytes, shape: type[Row], *, place: str) -> Row:
    try:
        return shape.model_validate_json(line)
    except ValidationError as exc:
        first = exc.errors(include_url=False)[0]
        field = ".".join(str(part) for part in first["loc"])
        raise DatasetError(f"{place}: {field + ': ' if field else ''}{first['msg']}") from exc
