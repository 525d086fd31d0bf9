"""Walks the body of a Word document and collects its blocks of text in document order."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from docx.document import Document as DocxDocument
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement as Element

from ingest.loaders.builder import Block, clean_line
from ingest.loaders.docx_styles import Styles
from ingest.loaders.tables import looks_like_header, table_text

# Deleted text has tags of its own; moved and fallback text would appear twice.
_TWICE = {qn("w:moveFrom"), "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"}
_BREAKS = {qn("w:tab"): " ", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}
_CONTAINERS = {qn("w:sdt"), qn("w:sdtContent"), qn("w:customXml"), qn("w:ins"), qn("w:smartTag")}
_PARAGRAPH, _TABLE, _TEXT, _PROPERTIES = qn("w:p"), qn("w:tbl"), qn("w:t"), qn("w:pPr")
_CONTENTS_STYLE = re.compile(r"toc( \d| ?heading)?", re.IGNORECASE)


def collect_blocks(document: DocxDocument) -> list[Block]:
    collector = _Collector(Styles(document))
    for element in _content(document.element.body):
        collector.add(element)
    collector.end_list()
    return collector.blocks


def _content(parent: Element) -> Iterator[Element]:
    """Paragraphs and tables, also those in content controls and tracked insertions."""
    for child in parent:
        if child.tag in (_PARAGRAPH, _TABLE):
            yield child
        elif child.tag in _CONTAINERS:
            yield from _content(child)


@dataclass(slots=True)
class _Collector:
    styles: Styles
    blocks: list[Block] = field(default_factory=list)
    _items: list[str] = field(default_factory=list)

    def add(self, element: Element) -> None:
        if element.tag == _TABLE:
            self.end_list()
            self.blocks.append(Block(_table_text(element)))
            return
        text = _paragraph_text(element)
        style = self.styles.name_of(element)
        if not text.strip() or _CONTENTS_STYLE.fullmatch(style):
            return
        level = self.styles.heading_level(element)
        if level:
            self.end_list()
            self.blocks.append(Block(text, level=level))
        elif marker := self.styles.list_marker(element):
            self._items.append(f"{marker} {clean_line(text)}")
        else:
            self.end_list()
            self.blocks.append(Block(text))

    def end_list(self) -> None:
        if self._items:
            self.blocks.append(Block("\n".join(self._items), preformatted=True))
            self._items = []
        self.styles.restart_numbers()


def _paragraph_text(paragraph: Element) -> str:
    return "".join(_runs(paragraph))


def _runs(parent: Element) -> Iterator[str]:
    for child in parent:
        if child.tag == _TEXT:
            yield child.text or ""
        elif child.tag in _BREAKS:
            yield _BREAKS[child.tag]
        elif child.tag not in _TWICE and child.tag != _PROPERTIES:
            # A paragraph inside a paragraph is a text box.
            yield "\n" if child.tag == _PARAGRAPH else ""
            yield from _runs(child)


def _table_text(table: Element) -> str:
    rows = [_row_cells(row) for row in table.iter(qn("w:tr")) if _nearest_table(row) is table]
    marked = table.find(f"{qn('w:tr')}/{qn('w:trPr')}/{qn('w:tblHeader')}") is not None
    has_header = len(rows) > 1 and (marked or _has_header_look(table, rows))
    return table_text(rows, has_header=has_header)


def _has_header_look(table: Element, rows: list[list[str]]) -> bool:
    """Three columns named by short words, or any first row that is bold while the second is not."""
    first, second = list(table.iter(qn("w:tr")))[:2]
    return looks_like_header(rows[0]) or (_is_bold(first) and not _is_bold(second))


def _is_bold(row: Element) -> bool:
    runs = [run for run in row.iter(qn("w:r")) if any((text.text or "").strip() for text in run.iter(_TEXT))]
    return bool(runs) and all(run.find(f"{qn('w:rPr')}/{qn('w:b')}") is not None for run in runs)


def _row_cells(row: Element) -> list[str]:
    cells: list[str] = []
    for cell in row.iter(qn("w:tc")):
        if _nearest_table(cell) is _nearest_table(row):
            text = clean_line(" ".join(_paragraph_text(paragraph) for paragraph in cell.iter(_PARAGRAPH)))
            cells += [text] * _columns(cell)
    return cells


def _columns(cell: Element) -> int:
    span = cell.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}")
    value = span.get(qn("w:val"), "1") if span is not None else "1"
    return min(int(value), 100) if value.isdecimal() and len(value) < 6 else 1


def _nearest_table(element: Element) -> Element | None:
    return next(element.iterancestors(_TABLE), None)
