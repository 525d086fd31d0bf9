"""Writes minimal valid PDF files by hand, so that tests need no library that makes PDF."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

PAGE_HEIGHT = 792


@dataclass(frozen=True, slots=True)
class Text:
    """One piece of a line; `x` and `y` in points from the left and the bottom of the page."""

    text: str
    x: int = 72
    y: int = 700
    size: int = 11
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    """A grey rectangle that is an image, from the lower left corner of the page."""

    width: int = 612
    height: int = PAGE_HEIGHT


def lines(*texts: str, top: int = 700, pitch: int = 14) -> list[Text]:
    return [Text(text, y=top - pitch * at) for at, text in enumerate(texts)]


def pdf_bytes(
    *pages: Sequence[Text | Picture], info: Mapping[str, str] | None = None, language: str = ""
) -> bytes:
    first = 6
    kids = " ".join(f"{first + 2 * at} 0 R" for at in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R %s >>" % (f"/Lang ({language})".encode() if language else b""),
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>",
    ]
    objects.append(_GREY)
    for at, page in enumerate(pages):
        objects += [_page(first + 2 * at + 1), _stream(page)]
    described = " ".join(f"/{key} ({value})" for key, value in (info or {}).items())
    return _file([*objects, f"<< {described} >>".encode()])


_GREY = (
    b"<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 "
    b"/Length 1 >>\nstream\n\x80\nendstream"
)


def _page(content: int) -> bytes:
    fonts = "<< /Font << /F1 3 0 R /F2 4 0 R >> /XObject << /Im1 5 0 R >> >>"
    box = f"[0 0 612 {PAGE_HEIGHT}]"
    place = f"/Parent 2 0 R /MediaBox {box} /Contents {content} 0 R"
    return f"<< /Type /Page {place} /Resources {fonts} >>".encode()


def _stream(page: Sequence[Text | Picture]) -> bytes:
    content = b"\n".join(_show(text) for text in page)
    return b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content)


def _show(text: Text | Picture) -> bytes:
    if isinstance(text, Picture):
        return b"q %d 0 0 %d 0 0 cm /Im1 Do Q" % (text.width, text.height)
    escaped = text.text.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
    font = b"F2" if text.bold else b"F1"
    return b"BT /%s %d Tf %d %d Td (%s) Tj ET" % (font, text.size, text.x, text.y, escaped)


def _file(objects: Sequence[bytes]) -> bytes:
    data = bytearray(b"%PDF-1.4\n")
    offsets = []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(data)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(objects) + 1
    data += b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table)
    data += b"trailer\n<< /Size %d /Root 1 0 R /Info %d 0 R >>\n" % (size, size - 1)
    data += b"startxref\n%d\n%%%%EOF\n" % start
    return bytes(data)
