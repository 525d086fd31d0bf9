"""Streams the rows of a CSV file, plain or gzipped: cells by the names in its first line."""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import TextIOWrapper
from itertools import chain
from pathlib import Path

from eval.datasets.rows import MAX_ROW, open_file, read_lines
from eval.errors import DatasetError

DELIMITERS = ",;\t|"


def read_sheet(file: Path, *, longest: int = MAX_ROW) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield (number of the row's last line, cells that hold something); empty rows are left out.

    Raises:
        DatasetError: the file cannot be read, or has a row that does not fit its first line.
    """
    # The reader's own limit, of the whole process, is 128 KB; a cell may hold a long document.
    csv.field_size_limit(MAX_ROW)
    with open_file(file) as stream, TextIOWrapper(stream, encoding="utf-8-sig", newline="") as text:
        rows = _read_rows(_Lines(read_lines(text, file, longest=longest), file, longest))
        _, first = next(rows, (0, []))
        names = _check_names(first, file)
        for number, cells in rows:
            if len(cells) > len(names):
                raise DatasetError(f"{file}, line {number}: it has more cells than the first line has names")
            if named := {name: cell for name, cell in zip(names, cells, strict=False) if name and cell}:
                yield number, named


@dataclass(slots=True)
class _Lines:
    """Counts what a row takes: a quoted cell may span lines, so a bound on those alone bounds nothing."""

    lines: Iterator[str]
    file: Path
    longest: int
    number: int = 0
    taken: int = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = next(self.lines)
        self.number += 1
        self.taken += len(line)
        if self.taken > self.longest:
            raise DatasetError(
                f"{self.file}, line {self.number}: its row has more than {self.longest:,} characters; "
                "is there a quote that is never closed?"
            )
        return line


def _read_rows(lines: _Lines) -> Iterator[tuple[int, list[str]]]:
    first = next(lines, "")
    lines.taken = 0
    reader = csv.reader(chain([first], lines), delimiter=max(DELIMITERS, key=first.count), strict=True)
    try:
        for cells in reader:
            yield lines.number, cells
            lines.taken = 0
    except csv.Error as exc:
        raise DatasetError(f"{lines.file}, line {lines.number}: {exc}") from exc


def _check_names(cells: Sequence[str], file: Path) -> list[str]:
    """Return the names of the columns; one without a name is left out, as an index of rows is."""
    names = [cell.strip() for cell in cells]
    seen: set[str] = set()
    for name in filter(None, names):
        if name in seen:
            raise DatasetError(f"{file}, line 1: {name}: two columns have this name")
        seen.add(name)
    return names
