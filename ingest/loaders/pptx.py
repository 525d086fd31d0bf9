"""Reads PPTX: the visible slides in order, each with its number as page and its title as heading."""

import io
import struct
import zlib
from zipfile import BadZipFile

from lxml.etree import LxmlError  # type: ignore[import-untyped]  # it ships no types

from ingest.document import Document
from ingest.errors import UnreadableDocumentError
from ingest.loaders.builder import build_document
from ingest.loaders.office_properties import core_properties
from ingest.loaders.office_zip import check_office_zip
from ingest.loaders.text import stem

# python-pptx looks into the XML as it goes and does not translate what it trips over in a broken file.
_BROKEN = (
    LxmlError, BadZipFile, zlib.error, struct.error, LookupError, ValueError, TypeError, AttributeError,
    ArithmeticError, AssertionError, EOFError, OSError, RuntimeError,
)  # fmt: skip


def load_pptx(data: bytes, *, name: str) -> Document:
    if "[Content_Types].xml" not in check_office_zip(data):
        raise UnreadableDocumentError("the file is a ZIP archive, not a PowerPoint presentation")
    try:
        return _read(data, name=name)
    except _BROKEN as exc:
        raise UnreadableDocumentError("the PowerPoint presentation is damaged or of another kind") from exc


def _read(data: bytes, *, name: str) -> Document:
    import pptx  # noqa: PLC0415  # slow to load, and many installations index no presentations
    from pptx.exc import PythonPptxError  # noqa: PLC0415  # as above

    from ingest.loaders.pptx_slides import slide_blocks, slide_title  # noqa: PLC0415  # imports pptx too

    try:
        slides = list(pptx.Presentation(io.BytesIO(data)).slides)
        numbered = enumerate(slides, start=1)
        blocks = [block for number, slide in numbered for block in slide_blocks(slide, number=number)]
        first = slide_title(slides[0]) if slides else ""
    except PythonPptxError as exc:
        raise UnreadableDocumentError("the PowerPoint presentation is damaged or of another kind") from exc
    title, metadata = core_properties(data)
    return build_document(blocks, title=title or first or stem(name), metadata=metadata)
