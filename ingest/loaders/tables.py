"""Writes table rows as sentences that carry their header, so that a row stands alone when it is quoted."""

from collections.abc import Mapping, Sequence

from ingest.loaders.builder import Block, clean_line

_LONGEST_HEADER_CELL = 60
# Over two columns of properties and their values, such a header says nothing.
_SAYS_NOTHING = {"value", "values", "detail", "details"}


def table_text(rows: Sequence[Sequence[str]], *, has_header: bool) -> str:
    """One line for each row: `Plan: Team; Price: $4.50.`; two columns without header: `First: second.`"""
    return numbered_table(dict(enumerate(rows, start=1)), has_header=has_header).text


def numbered_table(rows: Mapping[int, Sequence[str]], *, has_header: bool) -> Block:
    """The same for rows that have numbers; the block says which row each of its lines is."""
    cleaned = {number: [clean_line(cell) for cell in row] for number, row in rows.items()}
    filled = {number: row for number, row in cleaned.items() if any(row)}
    header = next(iter(cleaned.values())) if has_header and cleaned else []
    if any(header) and len(filled) > 1:
        del filled[next(iter(filled))]
    elif any(header):
        header = []
    return Block("\n".join(_row_text(header, row) for row in filled.values()), rows=tuple(filled))


def looks_like_header(row: Sequence[str]) -> bool:
    """Whether a first row that nothing marks as header names columns: short, complete, without figures."""
    cells = [clean_line(cell) for cell in row]
    if len(cells) < 3 or len(set(cells)) < len(cells):
        return False
    return all(
        cell and len(cell) <= _LONGEST_HEADER_CELL and not any(map(str.isdigit, cell)) for cell in cells
    )


def _row_text(header: Sequence[str], row: Sequence[str]) -> str:
    if not any(header) or (len(header) == 2 and header[1].casefold() in _SAYS_NOTHING):
        return _unlabelled_text(row)
    parts: dict[str, None] = {}
    for column, cell in enumerate(row):
        name = header[column].rstrip(": ") if column < len(header) else ""
        if cell:
            # A dict, because a spanned cell stands in every column it covers.
            parts[f"{name}: {cell}" if name else cell] = None
    return _sentence(list(parts))


def _unlabelled_text(row: Sequence[str]) -> str:
    cells = [cell for cell in row if cell]
    if len(row) == 2 and len(cells) == 2:
        return _sentence([f"{cells[0].rstrip(': ')}: {cells[1]}"])
    return _sentence(cells)


def _sentence(parts: Sequence[str]) -> str:
    text = "; ".join([*(part.removesuffix(".") for part in parts[:-1]), *parts[-1:]])
    return text if text.endswith((".", "!", "?", ":", "…")) or not text else f"{text}."
