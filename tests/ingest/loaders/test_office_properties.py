import pytest

from ingest.loaders.office_properties import core_properties
from tests.ingest.docx_files import docx_bytes, zip_bytes
from tests.ingest.office_files import BOMB, replaced

CORE = (
    b'<p:coreProperties xmlns:p="p" xmlns:dc="dc" xmlns:t="t"><dc:title>%s</dc:title>'
    b"<dc:creator>Ada</dc:creator>"
    b"<t:created>2026-01-02T00:00:00Z</t:created><dc:language>en-GB</dc:language></p:coreProperties>"
)


def test_title_and_metadata_are_read() -> None:
    title, metadata = core_properties(zip_bytes({"docProps/core.xml": CORE % b"Refunds"}))
    assert title == "Refunds"
    assert metadata == {"author": "Ada", "modified": "2026-01-02T00:00:00+00:00", "language": "en-GB"}


@pytest.mark.parametrize("filler", [b"Word Document", b"PowerPoint Presentation", b" "])
def test_what_programs_fill_in_is_no_title(filler: bytes) -> None:
    assert core_properties(zip_bytes({"docProps/core.xml": CORE % filler}))[0] == ""


def test_the_name_of_a_library_is_no_author() -> None:
    data = docx_bytes(lambda document: document.add_paragraph("x"))
    assert "author" not in core_properties(data)[1]


@pytest.mark.parametrize("part", [b"", b"<broken", BOMB + CORE % b"&i;"])
def test_broken_properties_are_none(part: bytes) -> None:
    title, metadata = core_properties(replaced(zip_bytes({"a": b""}), "docProps/core.xml", part))
    assert "ha ha" not in title
    assert metadata.get("author", "Ada") == "Ada"


def test_a_file_without_properties_has_none() -> None:
    assert core_properties(zip_bytes({"a": b""})) == ("", {})
