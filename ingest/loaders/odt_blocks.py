"""Walks the text of an OpenDocument file and collects its blocks in document order."""

from collections.abc import Iterator

from ingest.errors import UnreadableDocumentError
from ingest.loaders.builder import Block, clean_line
from ingest.loaders.limits import MAX_CELL_SPAN, MAX_ODT_DEPTH, MAX_TABLE_CELLS
from ingest.loaders.safe_xml import XmlElement, local_name
from ingest.loaders.tables import looks_like_header, table_text

_NAMESPACE = "urn:oasis:names:tc:opendocument:xmlns"
_TEXT, _TABLE = f"{{{_NAMESPACE}:text:1.0}}", f"{{{_NAMESPACE}:table:1.0}}"
# Deleted text and the words of changes; what stands in the index stands in the text too.
_NOT_SHOWN = {
    "tracked-changes", "table-of-content", "alphabetical-index", "illustration-index", "table-index",
    "object-index", "user-index", "bibliography-source", "annotation", "annotation-end", "forms",
    "sequence-decls", "variable-decls", "user-field-decls", "ruby-text", "script",
}  # fmt: skip
_BREAKS = {"tab": " ", "line-break": "\n"}


def collect_blocks(text: XmlElement) -> list[Block]:
    return list(_blocks(text, depth=0))


def _blocks(parent: XmlElement, *, depth: int) -> Iterator[Block]:
    if depth > MAX_ODT_DEPTH:
        raise UnreadableDocumentError("the text is nested too deeply")
    for child in parent:
        name = local_name(child)
        if name in _NOT_SHOWN:
            continue
        if name == "h":
            yield Block(_inline(child), level=_heading_level(child))
        elif name == "p":
            yield Block(_inline(child))
            yield from _framed(child, depth=depth)
        elif name == "list":
            yield Block("\n".join(_list_lines(child, depth=depth)), preformatted=True)
        elif name == "table":
            yield Block(_table_text(child, depth=depth))
        else:
            # Sections, frames, numbered paragraphs, the body of an index of another kind.
            yield from _blocks(child, depth=depth + 1)


def _framed(paragraph: XmlElement, *, depth: int) -> Iterator[Block]:
    """Text boxes are anchored in a paragraph, and read after it."""
    for box in paragraph.iter():
        if local_name(box) == "text-box":
            yield from _blocks(box, depth=depth + 1)


def _heading_level(heading: XmlElement) -> int:
    level = heading.get(f"{_TEXT}outline-level", "1")
    return min(int(level), 6) or 1 if level.isdecimal() and len(level) < 4 else 1


def _inline(element: XmlElement, *, depth: int = 0) -> str:
    return "".join(_runs(element, depth=depth))


def _runs(element: XmlElement, *, depth: int) -> Iterator[str]:
    if depth > MAX_ODT_DEPTH:
        raise UnreadableDocumentError("the text is nested too deeply")
    yield element.text or ""
    for child in element:
        name = local_name(child)
        if name in _BREAKS:
            yield _BREAKS[name]
        elif name == "s":
            yield " "
        elif name == "note":
            yield _note(child, depth=depth)
        elif name not in _NOT_SHOWN and name != "text-box":
            yield from _runs(child, depth=depth + 1)
        yield child.tail or ""


def _note(note: XmlElement, *, depth: int) -> str:
    """A footnote, in brackets where its number stands."""
    bodies = (one for one in note if local_name(one) == "note-body")
    text = clean_line(" ".join(_inline(body, depth=depth + 1) for body in bodies))
    return f" ({text})" if text else ""


def _list_lines(parent: XmlElement, *, depth: int) -> Iterator[str]:
    """The marker is a matter of styles that a list may take from anywhere: every item gets a dash."""
    if depth > MAX_ODT_DEPTH:
        raise UnreadableDocumentError("the text is nested too deeply")
    for item in parent:
        texts = []
        below: list[str] = []
        for part in item:
            if local_name(part) == "list":
                below += [f"  {line}" for line in _list_lines(part, depth=depth + 1)]
            elif local_name(part) in {"p", "h"}:
                texts.append(clean_line(_inline(part)))
        if text := " ".join(filter(None, texts)):
            yield f"- {text}"
        yield from below


def _table_text(table: XmlElement, *, depth: int) -> str:
    rows = list(_rows(table))
    cells = [_row_cells(row, depth=depth) for row in rows]
    if sum(map(len, cells)) > MAX_TABLE_CELLS:
        raise UnreadableDocumentError(f"a table has more than {MAX_TABLE_CELLS:,} cells")
    marked = any(local_name(one) == "table-header-rows" for one in table)
    has_header = len(cells) > 1 and (marked or looks_like_header(cells[0]))
    return table_text(cells, has_header=has_header)


def _rows(parent: XmlElement) -> Iterator[XmlElement]:
    for child in parent:
        if local_name(child) == "table-row":
            yield child
        elif local_name(child) in {"table-rows", "table-header-rows", "table-row-group"}:
            yield from _rows(child)


def _row_cells(row: XmlElement, *, depth: int) -> list[str]:
    cells: list[str] = []
    for cell in row:
        if local_name(cell) not in {"table-cell", "covered-table-cell"}:
            continue
        text = clean_line(" ".join(block.text for block in _blocks(cell, depth=depth + 1)))
        cells += [text] * _repeats(cell)
    return cells


def _repeats(cell: XmlElement) -> int:
    count = cell.get(f"{_TABLE}number-columns-repeated", "1")
    return min(int(count), MAX_CELL_SPAN) or 1 if count.isdecimal() and len(count) < 10 else 1
