"""Reads PDF: running titles removed, lines joined into paragraphs, pages and headings kept."""

from collections.abc import Sequence

from ingest.document import Document
from ingest.errors import UnreadableDocumentError
from ingest.loaders.builder import Block, build_document, clean_line
from ingest.loaders.metadata import standard_metadata
from ingest.loaders.pdf_layout import layout_blocks
from ingest.loaders.pdf_lines import Page, read_pages, read_properties
from ingest.loaders.pdf_margins import drop_running_lines
from ingest.loaders.text import stem

_LONGEST_TITLE = 200
_NAMED_PAGES = 20
# What programs fill in.
_NO_AUTHOR = {"anonymous", "unknown", "user", "admin"}


def load_pdf(data: bytes, *, name: str) -> Document:
    """Read the text of all pages; those that are pictures are noted.

    Raises:
        UnreadableDocumentError: it is encrypted, damaged, scanned, or without text.
    """
    pages = read_pages(data)
    _check_text(pages)
    blocks = layout_blocks(drop_running_lines(pages))
    properties = read_properties(data)
    author = properties.get("Author", "")
    return build_document(
        blocks,
        title=_find_title(blocks) or stem(name),
        metadata=standard_metadata(
            language=properties.get("Lang"),
            modified=properties.get("ModDate") or properties.get("CreationDate"),
            author="" if author.casefold() in _NO_AUTHOR else author,
        ),
        notes=_notes([page.number for page in pages if page.is_picture]),
    )


def _check_text(pages: Sequence[Page]) -> None:
    if all(page.is_picture or not page.lines for page in pages) and any(page.is_picture for page in pages):
        raise UnreadableDocumentError(
            "the PDF looks scanned: its pages are pictures without text; run text recognition (OCR) first"
        )
    if not any(page.lines for page in pages):
        raise UnreadableDocumentError("the PDF has no text: its pages are empty or drawn without letters")


def _notes(pictures: Sequence[int]) -> list[str]:
    if len(pictures) < 2:
        return [f"page {page} holds no text, only pictures" for page in pictures]
    named = [str(page) for page in pictures[:_NAMED_PAGES]]
    more = len(pictures) - len(named)
    *first, last = [*named, f"{more} more"] if more else named
    return [f"pages {', '.join(first)} and {last} hold no text, only pictures"]


def _find_title(blocks: list[Block]) -> str:
    """The first heading of the largest type; what PDF files declare as title is mostly a file name."""
    headings = [block for block in blocks if block.level and block.page == 1]
    largest = min((block.level for block in headings), default=0)
    return next((clean_line(block.text)[:_LONGEST_TITLE] for block in headings if block.level == largest), "")
