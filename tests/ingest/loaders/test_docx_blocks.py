from collections.abc import Callable

import docx
import pytest
from docx.document import Document as DocxDocument
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from ingest.loaders.docx_blocks import collect_blocks


def texts(write: Callable[[DocxDocument], object]) -> list[str]:
    document = docx.Document()
    write(document)
    return [block.text for block in collect_blocks(document)]


def add_table(document: DocxDocument, rows: list[list[str]], *, bold: bool = False) -> None:
    table = document.add_table(len(rows), len(rows[0]))
    for at, row in enumerate(rows):
        for cell, text in zip(table.rows[at].cells, row, strict=True):
            cell.paragraphs[0].add_run(text).bold = True if bold and at == 0 else None


def add_body_xml(document: DocxDocument, xml: str) -> None:
    marked = xml.replace(">", f" {nsdecls('w')}>", 1)
    document.element.body.insert(0, parse_xml(marked))


def test_paragraphs_lists_and_tables_come_in_document_order() -> None:
    def write(document: DocxDocument) -> None:
        document.add_paragraph("Before")
        document.add_paragraph("a", style="List Bullet")
        document.add_paragraph("b", style="List Bullet")
        add_table(document, [["Plan", "Price", "Seats"], ["Team", "$4", "9"]])
        document.add_paragraph("After")

    assert texts(write) == ["Before", "- a\n- b", "Plan: Team; Price: $4; Seats: 9.", "After"]


@pytest.mark.parametrize(
    ("rows", "bold", "text"),
    [
        ([["Power", "9 W"], ["Noise", "none"]], False, "Power: 9 W.\nNoise: none."),
        ([["Plan", "Price"], ["Team", "$4"]], True, "Plan: Team; Price: $4."),
    ],
)
def test_a_bold_first_row_is_a_header(rows: list[list[str]], bold: bool, text: str) -> None:
    assert texts(lambda document: add_table(document, rows, bold=bold)) == [text]


def test_a_merged_cell_is_said_once() -> None:
    def write(document: DocxDocument) -> None:
        table = document.add_table(1, 3)
        table.cell(0, 0).merge(table.cell(0, 1)).text = "wide"
        table.cell(0, 2).text = "x"

    assert texts(write) == ["wide; wide; x."]


@pytest.mark.parametrize(
    ("xml", "found"),
    [
        ("<w:p><w:ins><w:r><w:t>new</w:t></w:r></w:ins></w:p>", ["new"]),
        ("<w:p><w:del><w:r><w:delText>old</w:delText></w:r></w:del></w:p>", []),
        ("<w:p><w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t></w:r></w:p>", ["a b\nc"]),
        ("<w:p><w:hyperlink><w:r><w:t>link</w:t></w:r></w:hyperlink></w:p>", ["link"]),
        ("<w:sdt><w:sdtContent><w:p><w:r><w:t>control</w:t></w:r></w:p></w:sdtContent></w:sdt>", ["control"]),
        (
            '<w:p><w:pPr><w:pStyle w:val="TOC1"/></w:pPr><w:r><w:t>Contents 3</w:t></w:r></w:p>',
            ["Contents 3"],
        ),
        ('<w:p><w:pPr><w:pStyle w:val="toc 1"/></w:pPr><w:r><w:t>Contents 3</w:t></w:r></w:p>', []),
    ],
)
def test_tracked_changes_links_controls_and_contents(xml: str, found: list[str]) -> None:
    assert texts(lambda document: add_body_xml(document, xml)) == found
