"""Reads DOCX: paragraphs, lists and tables of the main text in document order."""

import io
import struct
import zlib
from zipfile import BadZipFile

from lxml.etree import LxmlError  # type: ignore[import-untyped]  # it ships no types

from ingest.document import Document
from ingest.errors import UnreadableDocumentError
from ingest.loaders.builder import build_document, clean_line
from ingest.loaders.office_properties import core_properties
from ingest.loaders.office_zip import check_office_zip
from ingest.loaders.text import stem

# python-docx looks into the XML as it goes and does not translate what it trips over in a broken file.
_BROKEN = (
    LxmlError, BadZipFile, zlib.error, struct.error, LookupError, ValueError, TypeError, AttributeError,
    ArithmeticError, AssertionError, EOFError, OSError, RuntimeError,
)  # fmt: skip


def load_docx(data: bytes, *, name: str) -> Document:
    if "[Content_Types].xml" not in check_office_zip(data):
        raise UnreadableDocumentError("the file is a ZIP archive, not a Word document")
    try:
        return _read(data, name=name)
    except _BROKEN as exc:
        raise UnreadableDocumentError("the Word document is damaged or of another kind") from exc


def _read(data: bytes, *, name: str) -> Document:
    import docx  # noqa: PLC0415  # slow to load, and many installations index no Word files

    from ingest.loaders.docx_blocks import collect_blocks  # noqa: PLC0415  # imports docx too

    document = docx.Document(io.BytesIO(data))
    blocks = collect_blocks(document)
    first = next((block for block in blocks if block.text.strip()), None)
    headline = clean_line(first.text) if first and first.level == 1 else ""
    title, metadata = core_properties(data)
    return build_document(blocks, title=title or headline or stem(name), metadata=metadata)
