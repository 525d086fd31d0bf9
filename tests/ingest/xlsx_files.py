"""Writes small Excel workbooks for tests."""

import io
from collections.abc import Mapping, Sequence

from openpyxl import Workbook  # type: ignore[import-untyped]  # its types lag behind it

Rows = Sequence[Sequence[object]]


def xlsx_bytes(sheets: Mapping[str, Rows], *, formats: Mapping[str, str] | None = None) -> bytes:
    """`formats` gives cells of the first sheet, as B2, their number formats."""
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    for place, number_format in (formats or {}).items():
        book.worksheets[0][place].number_format = number_format
    return workbook_bytes(book)


def workbook_bytes(book: Workbook) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()
