import pytest

from ingest.loaders.old_formats import old_format_reason
from tests.ingest.docx_files import zip_bytes


def old(stream: str) -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(64) + stream.encode("utf-16-le")


@pytest.mark.parametrize(
    ("data", "suffix", "reason"),
    [
        (old("WordDocument"), ".doc", "the file is an old Word file: save it as .docx"),
        (old("Workbook"), ".xls", "the file is an old Excel file: save it as .xlsx"),
        (old("PowerPoint Document"), ".ppt", "the file is an old PowerPoint file: save it as .pptx"),
        (old("__properties_version1.0"), ".msg", "the file is an Outlook message: save it as .eml"),
        (old("unknown"), ".doc", "the file is an old Word file: save it as .docx"),
        (old("EncryptedPackage"), ".xls", "the Excel file is encrypted"),
        (old("Workbook"), ".doc", "named like an old Word file (.doc), but its content is an old Excel file"),
        (b"{\\rtf1 x}", ".doc", "named like an old Word file (.doc), but its content is RTF"),
        (b"plain", ".ppt", "but its content is text"),
        (zip_bytes({"word/document.xml": b"<a/>"}), ".doc", "its content is that of a .docx file: rename it"),
        (zip_bytes({"a.txt": b"x"}), ".doc", "its content is a ZIP archive or an office file"),
    ],
)
def test_the_reason_says_what_to_do(data: bytes, suffix: str, reason: str) -> None:
    assert reason in old_format_reason(data, suffix)


def test_other_suffixes_have_no_such_reason() -> None:
    assert old_format_reason(old("WordDocument"), ".docx") == ""
