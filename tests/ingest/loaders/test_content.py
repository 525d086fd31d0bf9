import pytest

from ingest.loaders.content import Content, detect_content

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(64)


@pytest.mark.parametrize(
    ("data", "content"),
    [
        (b"%PDF-1.7\n", Content.PDF),
        (b"junk\n%PDF-1.4\n1 0 obj", Content.PDF),
        (b"A PDF begins with %PDF-1.4.", Content.TEXT),
        (b"PK\x03\x04....", Content.ZIP),
        (OLE, Content.OLD_OFFICE),
        (OLE + "WordDocument".encode("utf-16-le"), Content.OLD_WORD),
        (OLE + "Workbook".encode("utf-16-le"), Content.OLD_EXCEL),
        (OLE + "PowerPoint Document".encode("utf-16-le"), Content.OLD_POWERPOINT),
        (OLE + "__properties_version1.0".encode("utf-16-le"), Content.OUTLOOK),
        (OLE + "EncryptedPackage".encode("utf-16-le"), Content.ENCRYPTED_OFFICE),
        (b"{\\rtf1 x}", Content.RTF),
        (b"\x89PNG\r\n\x1a\n", Content.IMAGE),
        (b"\x1f\x8b\x08", Content.ARCHIVE),
        (b"\x7fELF\x02", Content.PROGRAM),
        (b"# Hello", Content.TEXT),
        (b"", Content.TEXT),
    ],
)
def test_content_is_recognised_by_its_first_bytes(data: bytes, content: Content) -> None:
    assert detect_content(data) is content
