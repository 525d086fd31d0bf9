"""Reads HTML tables: tells data from page layout, finds the header rows, unfolds spanned cells."""

from collections.abc import Callable

from bs4 import Tag

from ingest.errors import UnreadableDocumentError
from ingest.loaders.builder import Block, clean_line
from ingest.loaders.limits import MAX_CELL_SPAN, MAX_TABLE_CELLS
from ingest.loaders.tables import looks_like_header, table_text

# Spanned cells name a group of rows; longer text is content and must not be multiplied.
_LONGEST_REPEATED = 300


def is_data_table(table: Tag) -> bool:
    if table.find(["table", "h1", "h2", "h3", "h4", "h5", "h6", "pre"]) is not None:
        return False
    return any(len(row.find_all(["td", "th"], limit=2)) > 1 for row in table.find_all("tr"))


def table_block(table: Tag, *, cell_text: Callable[[Tag], str]) -> list[Block]:
    caption = table.find("caption")
    blocks = [Block(cell_text(caption))] if caption else []
    rows = table.find_all("tr")
    grid = _fill_grid(rows, cell_text=cell_text)
    headers = _count_header_rows(rows)
    if headers > 1:
        grid[:headers] = [_join_headers(grid[:headers])]
    has_header = headers > 0 or bool(len(grid) > 1 and looks_like_header(grid[0]))
    return [*blocks, Block(table_text(grid, has_header=has_header))]


def _count_header_rows(rows: list[Tag]) -> int:
    """Rows at the top that stand in <thead> or hold header cells only."""
    count = 0
    for row in rows[:-1]:
        if row.find_parent("thead") is None and (row.find("td") is not None or row.find("th") is None):
            break
        count += 1
    return count


def _join_headers(rows: list[list[str]]) -> list[str]:
    columns = max(map(len, rows))
    names: list[dict[str, None]] = [{} for _ in range(columns)]
    for row in rows:
        for column, cell in enumerate(row):
            names[column][cell] = None
    return [clean_line(" ".join(name)) for name in names]


def _fill_grid(rows: list[Tag], *, cell_text: Callable[[Tag], str]) -> list[list[str]]:
    """Repeat a spanned cell in every row and column it covers."""
    grid: list[list[str]] = []
    filled = 0
    hanging: dict[int, tuple[int, str]] = {}
    for row in rows:
        cells: list[str] = []
        for cell in row.find_all(["td", "th"]):
            _take_hanging(cells, hanging)
            text = cell_text(cell)
            for _ in range(_span(cell, "colspan")):
                if (height := _span(cell, "rowspan")) > 1 and len(text) <= _LONGEST_REPEATED:
                    hanging[len(cells)] = (height - 1, text)
                cells.append(text)
        _take_hanging(cells, hanging)
        grid.append(cells)
        filled += len(cells)
        if filled > MAX_TABLE_CELLS:
            raise UnreadableDocumentError(f"a table has more than {MAX_TABLE_CELLS:,} cells")
    return grid


def _take_hanging(cells: list[str], hanging: dict[int, tuple[int, str]]) -> None:
    while (column := len(cells)) in hanging:
        height, text = hanging.pop(column)
        cells.append(text)
        if height > 1:
            # Keyed past the row's end until the next row asks for it.
            hanging[column] = (height - 1, text)


def _span(cell: Tag, attribute: str) -> int:
    value = str(cell.get(attribute, "1")).strip()
    return min(int(value), MAX_CELL_SPAN) or 1 if value.isdecimal() and len(value) < 10 else 1
