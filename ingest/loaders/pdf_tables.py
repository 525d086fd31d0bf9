"""Recognises table rows among the lines of a PDF page: cells that stand above each other."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from ingest.loaders.pdf_lines import Cell, Line
from ingest.loaders.tables import looks_like_header, table_text

# Between baselines, in heights of a line: rows further apart belong to different tables.
_FURTHEST_ROW = 3.5
# Lines of one cell stand closer than rows do, where rows have any padding.
_WRAP_SHARE = 0.85


def find_table(lines: Sequence[Line]) -> tuple[str, int]:
    """Return the text of the table that begins with the first line and its number of lines, or ("", 0)."""
    if len(lines) < 2 or len(lines[0].cells) < 2:
        return "", 0
    table = _Table.begin(lines[0])
    count = 1
    for line in lines[1:]:
        if not table.take(line):
            break
        count += 1
    if len(table.rows) < 2 or (len(table.rows) == 2 and not _is_spacious(lines[0])):
        return "", 0
    is_header = looks_like_header(table.rows[0]) or (lines[0].is_bold and not lines[1].is_bold)
    return table_text(table.rows, has_header=is_header), count


def _is_spacious(line: Line) -> bool:
    """Two lines of code or justified text can be aligned by chance, but not with wide gaps."""
    return all(right.left - left.right > 2 * line.height for left, right in pairwise(line.cells))


@dataclass(slots=True)
class _Table:
    columns: list[tuple[float, float]]
    rows: list[list[str]]
    last: Line
    pitch: float = field(default=0.0)

    @classmethod
    def begin(cls, line: Line) -> "_Table":
        return cls(
            [(cell.left, cell.right) for cell in line.cells], [[cell.text for cell in line.cells]], line
        )

    def take(self, line: Line) -> bool:
        """Add the line as a row, or to the cells of the last row; False when it is neither."""
        gap = self.last.bottom - line.first_bottom
        if not 0 < gap <= _FURTHEST_ROW * line.height:
            return False
        placed = self._place(line)
        if placed is None:
            return False
        wraps = len(self.rows) > 1 and (gap < _WRAP_SHARE * self.pitch or 0 not in placed)
        if not wraps and len(placed) < 2:
            return False
        if wraps:
            self._continue_row(placed)
        else:
            self.pitch = self.pitch or gap
            self.rows.append([placed[at].text if at in placed else "" for at in range(len(self.columns))])
        for at, cell in placed.items():
            left, right = self.columns[at]
            self.columns[at] = (min(left, cell.left), max(right, cell.right))
        self.last = line
        return True

    def _place(self, line: Line) -> dict[int, Cell] | None:
        """Column of each cell, or None where a cell stands under no column, under two, or shares one."""
        placed: dict[int, Cell] = {}
        for cell in line.cells:
            under = [
                at for at, (left, right) in enumerate(self.columns) if cell.left < right and cell.right > left
            ]
            if len(under) != 1 or under[0] in placed:
                return None
            placed[under[0]] = cell
        return placed

    def _continue_row(self, placed: dict[int, Cell]) -> None:
        for at, cell in placed.items():
            self.rows[-1][at] = f"{self.rows[-1][at]} {cell.text}".strip()
