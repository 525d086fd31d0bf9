"""Reads the lines of a PDF's pages with their place and type size; the one file that touches pdfium."""

import ctypes
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING

from ingest.errors import UnreadableDocumentError
from ingest.loaders.limits import MAX_PDF_PAGES

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfPage, PdfTextPage  # type: ignore[import-untyped]  # it ships no types

# pdfium keeps global state: two threads in it at once crash the process, whichever documents they read.
_PDFIUM = Lock()

# Stands far from its item, but is no cell.
_LIST_MARKER = re.compile(r"[•◦▪‣●○■–·*-]|\(?\d{1,2}[.)]")
_WORD = re.compile(r"\S+")
_BOLD_FONT = re.compile(r"bold|black|heavy|cmbx|-medi\b", re.IGNORECASE)
_BOLD_WEIGHT = 650
_FONT_NAME_BYTES = 128
# Wider than the spaces of justified text, in heights of the line.
_CELL_GAP = 1.0
# A scanned page may carry the scanner's name, or a number.
_FEW_LETTERS, _MOST_OF_PAGE = 40, 0.5
_PICTURE_DEPTH = 3
_LANGUAGE_BYTES = 128


@dataclass(frozen=True, slots=True)
class Cell:
    """Words of a line that stand together; a line of prose is one cell, a table row several."""

    text: str
    left: float
    right: float


@dataclass(frozen=True, slots=True)
class Line:
    """Lengths are in points, counted from the left and the bottom of the page.

    Where pdfium undid a hyphenation, a line spans two of the page: it begins at `first_bottom`.
    """

    cells: tuple[Cell, ...]
    first_bottom: float
    bottom: float
    height: float
    is_bold: bool = False

    @property
    def text(self) -> str:
        return " ".join(cell.text for cell in self.cells)

    @property
    def left(self) -> float:
        return self.cells[0].left

    @property
    def right(self) -> float:
        return self.cells[-1].right


@dataclass(frozen=True, slots=True)
class Page:
    """`is_picture` tells a page that shows a picture and (nearly) no text, as scans do."""

    number: int
    height: float
    lines: tuple[Line, ...]
    is_picture: bool = False


def read_pages(data: bytes) -> list[Page]:
    """Return the lines of each page in the order of the text.

    Raises:
        UnreadableDocumentError: the PDF is encrypted, damaged or too long.
    """
    with _opened(data) as document:
        return _read_document(document)


def read_properties(data: bytes) -> dict[str, str]:
    """What the file says of itself: `Title`, `Author`, `ModDate` and `Lang`, as far as they are there."""
    from pypdfium2 import raw  # noqa: PLC0415  # see _opened

    with _opened(data) as document:
        found: dict[str, str] = document.get_metadata_dict(skip_empty=True)
        language = ctypes.create_string_buffer(_LANGUAGE_BYTES)
        raw.FPDFCatalog_GetLanguage(
            document, ctypes.cast(language, ctypes.POINTER(ctypes.c_ushort)), _LANGUAGE_BYTES
        )
        text = language.raw.decode("utf-16-le", errors="replace").partition("\0")[0]
        return {**found, "Lang": text} if text else found


@contextmanager
def _opened(data: bytes) -> Iterator["PdfDocument"]:
    """Raises:
    UnreadableDocumentError: the PDF is encrypted or damaged.
    """
    import pypdfium2  # noqa: PLC0415  # loads a native library, needed for PDF alone

    with _PDFIUM:
        try:
            document = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as exc:
            encrypted = exc.err_code == pypdfium2.raw.FPDF_ERR_PASSWORD
            reason = "the PDF is encrypted" if encrypted else "the PDF is damaged and cannot be opened"
            raise UnreadableDocumentError(reason) from exc
        try:
            yield document
        except (pypdfium2.PdfiumError, ctypes.ArgumentError) as exc:
            raise UnreadableDocumentError("the PDF is damaged: a page cannot be read") from exc
        finally:
            document.close()


def _read_document(document: "PdfDocument") -> list[Page]:
    if len(document) > MAX_PDF_PAGES:
        raise UnreadableDocumentError(f"the PDF has {len(document)} pages, more than {MAX_PDF_PAGES}")
    pages = []
    for index in range(len(document)):
        page = document[index]
        textpage = page.get_textpage()
        lines = tuple(_read_lines(textpage))
        textpage.close()
        pages.append(Page(index + 1, page.get_height(), lines, is_picture=_is_picture(page, lines)))
        page.close()
    return pages


def _is_picture(page: "PdfPage", lines: tuple[Line, ...]) -> bool:
    """Without any text every picture counts; beside a few words it must cover most of the page."""
    from pypdfium2 import raw  # noqa: PLC0415  # see _opened

    letters = sum(len(line.text) for line in lines)
    if letters > _FEW_LETTERS:
        return False
    smallest = _MOST_OF_PAGE * page.get_width() * page.get_height() if letters else 0.0
    for picture in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=_PICTURE_DEPTH):
        left, bottom, right, top = picture.get_bounds()
        if (right - left) * (top - bottom) >= smallest:
            return True
    return False


def _read_lines(textpage: "PdfTextPage") -> Iterator[Line]:
    offset = 0
    for text in textpage.get_text_range().split("\r\n"):
        if text.strip() and (line := _read_line(textpage, text, offset=offset)):
            yield line
        offset += len(text) + 2


def _read_line(textpage: "PdfTextPage", text: str, *, offset: int) -> Line | None:
    from pypdfium2 import PdfiumError, raw  # noqa: PLC0415  # see _opened

    words = [
        (word[0], raw.FPDFText_GetCharIndexFromTextIndex(textpage, offset + word.start()),
         raw.FPDFText_GetCharIndexFromTextIndex(textpage, offset + word.end() - 1))
        for word in _WORD.finditer(text)
    ]  # fmt: skip
    try:
        boxes = [
            (textpage.get_charbox(first, loose=True), textpage.get_charbox(last, loose=True))
            for _, first, last in words
        ]
    except PdfiumError:
        return Line((Cell(text.strip(), 0, 0),), first_bottom=0, bottom=0, height=0)
    begin, end = boxes[0][0], boxes[-1][1]
    height = max(begin[3] - begin[1], 0.1)
    placed = [Cell(word[0], left[0], right[2]) for word, (left, right) in zip(words, boxes, strict=True)]
    cells = tuple(_join_words(placed, gap=_CELL_GAP * height))
    is_bold = _is_bold(textpage, words[0][1])
    return Line(cells, first_bottom=begin[1], bottom=end[1], height=height, is_bold=is_bold)


def _join_words(words: list[Cell], *, gap: float) -> Iterator[Cell]:
    cell = words[0]
    for word in words[1:]:
        if word.left - cell.right > gap and not _LIST_MARKER.fullmatch(cell.text):
            yield cell
            cell = word
        else:
            cell = Cell(f"{cell.text} {word.text}", cell.left, word.right)
    yield cell


def _is_bold(textpage: "PdfTextPage", index: int) -> bool:
    from pypdfium2 import raw  # noqa: PLC0415  # see _opened

    if raw.FPDFText_GetFontWeight(textpage, index) >= _BOLD_WEIGHT:
        return True
    name = ctypes.create_string_buffer(_FONT_NAME_BYTES)
    raw.FPDFText_GetFontInfo(textpage, index, name, _FONT_NAME_BYTES, None)
    return bool(_BOLD_FONT.search(name.value.decode("utf-8", errors="replace")))
