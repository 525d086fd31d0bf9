"""Reads XLSX: each visible sheet under its name, each of its tables apart, values as the user sees them."""

import io
import struct
import zlib
from collections.abc import Iterator
from typing import TYPE_CHECKING
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile

from lxml.etree import LxmlError  # type: ignore[import-untyped]  # it ships no types

from ingest.document import Document
from ingest.errors import UnreadableDocumentError
from ingest.loaders.builder import Block, build_document, clean_line
from ingest.loaders.limits import MAX_PADDED_CELLS, MAX_SHEET_ROWS, MAX_TABLE_CELLS
from ingest.loaders.office_properties import core_properties
from ingest.loaders.office_zip import check_office_zip
from ingest.loaders.quiet import without_warnings
from ingest.loaders.sheet import find_header, split_captions, table_blocks
from ingest.loaders.sheet_tables import Cells, Table, find_tables
from ingest.loaders.text import stem
from ingest.loaders.xlsx_values import shown_value

if TYPE_CHECKING:
    # openpyxl's types are a package of their own that lags behind it.
    from openpyxl.worksheet._read_only import ReadOnlyWorksheet  # type: ignore[import-untyped]

# openpyxl looks into the XML as it goes and does not translate what it trips over in a broken file.
_BROKEN = (
    LxmlError, ParseError, BadZipFile, zlib.error, struct.error, LookupError, ValueError, TypeError,
    AttributeError, ArithmeticError, AssertionError, EOFError, OSError, RuntimeError,
)  # fmt: skip


def load_xlsx(data: bytes, *, name: str) -> Document:
    """Read the values that the file stores, those of formulas too; nothing is calculated.

    Raises:
        UnreadableDocumentError: it is damaged, no workbook, or has no text or too many cells.
    """
    if "[Content_Types].xml" not in check_office_zip(data):
        raise UnreadableDocumentError("the file is a ZIP archive, not an Excel workbook")
    try:
        with without_warnings():
            return _read(data, name=name)
    except _BROKEN as exc:
        raise UnreadableDocumentError("the Excel workbook is damaged or of another kind") from exc


def _read(data: bytes, *, name: str) -> Document:
    import openpyxl  # type: ignore[import-untyped]  # noqa: PLC0415  # slow, and many have no workbooks

    workbook = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    blocks = [block for sheet in workbook.worksheets for block in _sheet_blocks(sheet)]
    title, metadata = core_properties(data)
    return build_document(blocks, title=title or stem(name), metadata=metadata)


def _sheet_blocks(sheet: "ReadOnlyWorksheet") -> list[Block]:
    if sheet.sheet_state != "visible":
        return []
    found = [block for block in _tables_blocks(find_tables(_read_cells(sheet))) if block.text]
    return [Block(sheet.title, level=1), *found] if found else []


def _read_cells(sheet: "ReadOnlyWorksheet") -> Cells:
    """The cells that show anything, by row and column.

    The size that a sheet declares is not believed: some claim all 17 billion cells.
    """
    sheet.reset_dimensions()
    cells: Cells = {}
    filled = padded = 0
    for number, row in enumerate(sheet.iter_rows(), start=1):
        shown = {
            column: text
            for column, cell in enumerate(row)
            if cell.value is not None and (text := clean_line(shown_value(cell.value, cell.number_format)))
        }
        filled, padded = filled + len(shown), padded + len(row)
        if filled > MAX_TABLE_CELLS or padded > MAX_PADDED_CELLS or number > MAX_SHEET_ROWS:
            raise UnreadableDocumentError(f"the sheet {sheet.title} has more than {MAX_TABLE_CELLS:,} cells")
        if shown:
            cells[number] = shown
    return cells


def _tables_blocks(tables: list[Table]) -> Iterator[Block]:
    """A table that stands below another in the same columns and has no header carries that one's."""
    above: dict[tuple[int, int], list[str]] = {}
    for table in tables:
        columns = (table.left, table.right)
        _, body = split_captions(table.rows)
        yield from table_blocks(table.rows, header=above.get(columns, ()))
        if header := find_header(body):
            above[columns] = list(header)
