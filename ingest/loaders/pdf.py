"""Reads PDF: running titles removed, lines joined into paragraphs, pages and headings kept."""

from ingest.document import Document
from ingest.errors import UnreadableDocumentError
from ingest.loaders.builder import Block, build_document, clean_line
from ingest.loaders.pdf_layout import layout_blocks
from ingest.loaders.pdf_lines import read_pages
from ingest.loaders.pdf_margins import drop_running_lines
from ingest.loaders.text import stem

_LONGEST_TITLE = 200


def load_pdf(data: bytes, *, name: str) -> Document:
    pages = read_pages(data)
    if not any(page.lines for page in pages):
        raise UnreadableDocumentError("the PDF has no text: its pages are scanned pictures or empty")
    blocks = layout_blocks(drop_running_lines(pages))
    return build_document(blocks, title=_find_title(blocks) or stem(name))


def _find_title(blocks: list[Block]) -> str:
    """The first heading of the largest type; what PDF files declare as title is mostly a file name."""
    headings = [block for block in blocks if block.level and block.page == 1]
    largest = min((block.level for block in headings), default=0)
    return next((clean_line(block.text)[:_LONGEST_TITLE] for block in headings if block.level == largest), "")
