"""Finds the tables of a sheet: what empty rows and empty columns separate."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

# Text by row and column; cells that show nothing are not there.
Cells = dict[int, dict[int, str]]

# Beside each other and below each other, in turns; a sheet that needs more is a drawing.
_MOST_CUTS = 20


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of one table by their numbers, from its first to its last column."""

    rows: Mapping[int, Sequence[str]]
    left: int
    right: int


def find_tables(cells: Cells) -> list[Table]:
    """Cut at empty rows first, then each part at its empty columns, and so on; in reading order."""
    return [_table(part) for part in _cut(cells, _MOST_CUTS)]


def _cut(cells: Cells, cuts: int) -> Iterator[Cells]:
    bands = list(_bands(cells)) if cuts else [cells]
    if len(bands) > 1:
        for band in bands:
            yield from _cut(band, cuts - 1)
        return
    stripes = list(_joined(_stripes(cells))) if cuts else [cells]
    if len(stripes) > 1:
        for stripe in stripes:
            yield from _cut(stripe, cuts - 1)
    elif cells:
        yield cells


def _bands(cells: Cells) -> Iterator[Cells]:
    for first, last in _runs(sorted(cells)):
        yield {number: cells[number] for number in range(first, last + 1)}


def _stripes(cells: Cells) -> Iterator[Cells]:
    for first, last in _runs(sorted({column for row in cells.values() for column in row})):
        inside = {
            number: {column: text for column, text in row.items() if first <= column <= last}
            for number, row in cells.items()
        }
        yield {number: row for number, row in inside.items() if row}


def _joined(stripes: Iterable[Cells]) -> Iterator[Cells]:
    """A single column beside a table whose rows it shares is one of its columns, set apart for looks."""
    last: Cells = {}
    for stripe in stripes:
        narrow, wide = (stripe, last) if _is_narrow(stripe) else (last, stripe)
        if last and _is_narrow(narrow) and set(narrow) <= set(wide) and max(narrow) == max(wide):
            last = {number: last.get(number, {}) | stripe.get(number, {}) for number in wide}
            continue
        if last:
            yield last
        last = stripe
    if last:
        yield last


def _is_narrow(cells: Cells) -> bool:
    return len(cells) > 1 and len({column for row in cells.values() for column in row}) == 1


def _runs(numbers: Sequence[int]) -> Iterable[tuple[int, int]]:
    """First and last of each stretch without gaps."""
    if not numbers:
        return []
    breaks = [(left, right) for left, right in pairwise(numbers) if right > left + 1]
    firsts = [numbers[0], *(right for _, right in breaks)]
    lasts = [*(left for left, _ in breaks), numbers[-1]]
    return zip(firsts, lasts, strict=True)


def _table(cells: Cells) -> Table:
    columns = sorted({column for row in cells.values() for column in row})
    rows = {
        number: [row.get(column, "") for column in columns if column <= max(row)]
        for number, row in cells.items()
    }
    return Table(rows, columns[0], columns[-1])
