"""Tells from a file's bytes what it is, whatever its name says."""

from enum import StrEnum


class Content(StrEnum):
    """The values complete the sentence "its content is …"."""

    TEXT = "text"
    PDF = "a PDF"
    ZIP = "a ZIP archive or an office file"
    ENCRYPTED_OFFICE = "an encrypted office file"
    OLD_WORD = "an old Word file: save it as .docx"
    OLD_EXCEL = "an old Excel file: save it as .xlsx"
    OLD_POWERPOINT = "an old PowerPoint file: save it as .pptx"
    OUTLOOK = "an Outlook message: save it as .eml"
    OLD_OFFICE = "an old office file (.doc, .xls, .ppt, .msg)"
    RTF = "RTF"
    IMAGE = "a picture"
    ARCHIVE = "a compressed archive"
    PROGRAM = "a program"


_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_STARTS = (
    (b"PK\x03\x04", Content.ZIP),
    (b"PK\x05\x06", Content.ZIP),
    (b"{\\rtf", Content.RTF),
    (b"\x89PNG\r\n", Content.IMAGE),
    (b"\xff\xd8\xff", Content.IMAGE),
    (b"GIF8", Content.IMAGE),
    (b"\x1f\x8b", Content.ARCHIVE),
    (b"7z\xbc\xaf", Content.ARCHIVE),
    (b"Rar!\x1a", Content.ARCHIVE),
    (b"\x7fELF", Content.PROGRAM),
    (b"MZ\x90\0", Content.PROGRAM),
)
# Readers accept junk before the header: the PDF reference allows 1,024 bytes.
_PDF_HEADER_WITHIN = 1024
# Names of streams in the directory of an old office file, the surest first.
_STREAMS = (
    ("EncryptedPackage", Content.ENCRYPTED_OFFICE),
    ("WordDocument", Content.OLD_WORD),
    ("PowerPoint Document", Content.OLD_POWERPOINT),
    ("__properties_version1.0", Content.OUTLOOK),
    ("Workbook", Content.OLD_EXCEL),
    ("Book", Content.OLD_EXCEL),
)


def detect_content(data: bytes) -> Content:
    """Recognise by signature; everything else counts as text, and decoding it decides."""
    if data.startswith(_OLE):
        found = (content for name, content in _STREAMS if name.encode("utf-16-le") in data)
        return next(found, Content.OLD_OFFICE)
    for start, content in _STARTS:
        if data.startswith(start):
            return content
    return Content.PDF if _is_pdf(data[:_PDF_HEADER_WITHIN]) else Content.TEXT


def _is_pdf(head: bytes) -> bool:
    """Text may speak about `%PDF-`; in a PDF it begins the file or follows bytes that are no text."""
    return head.lstrip().startswith(b"%PDF-") or (b"%PDF-" in head and b" obj" in head)
