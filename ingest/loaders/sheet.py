"""Makes blocks of one table of a spreadsheet, whose rows have numbers: captions above, then the rows."""

import re
from collections.abc import Mapping, Sequence
from itertools import takewhile

from ingest.loaders.builder import Block, clean_line
from ingest.loaders.tables import numbered_table

# By the number that each row has in its sheet.
Rows = Mapping[int, Sequence[str]]

_YEAR = re.compile(r"(?:19|20)\d\d")


def table_blocks(rows: Rows, *, header: Sequence[str] = ()) -> list[Block]:
    """Rows of one cell above the others are the table's caption; each other row carries the header.

    `header` names the columns of a table that has no header of its own.
    """
    captions, body = split_captions(rows)
    has_header = bool(find_header(body))
    if header and not has_header:
        # Row 0 is no row of any sheet, and of a header there is no line.
        body, has_header = {0: header, **body}, True
    above = [Block(row[0], rows=(number,)) for number, row in captions.items()]
    return [*above, numbered_table(body, has_header=has_header)]


def split_captions(rows: Rows) -> tuple[Rows, Rows]:
    widest = max(map(len, rows.values()), default=0)
    captions = dict(takewhile(lambda numbered: len(numbered[1]) == 1 < widest, rows.items()))
    return captions, {number: row for number, row in rows.items() if number not in captions}


def find_header(body: Rows) -> Sequence[str]:
    """The first row if it names the columns: each another name, none of them a figure.

    The first may be empty, over the names of the rows, and of many one more, where a name stands over two
    columns. Over a single column a name says nothing of each row.
    """
    first, second = [[clean_line(cell) for cell in row] for row in [*body.values(), [], []][:2]]
    names = [name for name in first[1:] if name]
    if len(first) < 2 or not second or len({*names, first[0]}) <= len(names):
        return ()
    if len(names) < len(first) - 1 and len(names) < 2 * (len(first) - 1 - len(names)):
        return ()
    below = [*second, *[""] * len(first)]
    named = all(_is_name(cell, below=below[column]) for column, cell in enumerate(first))
    return first if named and not _is_figure(first[0]) else ()


def _is_name(cell: str, *, below: str) -> bool:
    """Years may stand over figures; a year over a year is a row like the others."""
    return not _is_figure(cell) or bool(_YEAR.fullmatch(cell) and not _YEAR.fullmatch(below))


def without_empty_end(row: Sequence[str]) -> list[str]:
    end = next((place for place in range(len(row), 0, -1) if clean_line(row[place - 1])), 0)
    return list(row[:end])


def _is_figure(cell: str) -> bool:
    return cell[:1].isdigit()
