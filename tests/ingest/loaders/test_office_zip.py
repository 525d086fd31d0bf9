import io
import zipfile

import pytest

from ingest.errors import UnreadableDocumentError
from ingest.loaders.office_zip import check_office_zip
from tests.ingest.docx_files import zip_bytes


def test_the_names_of_the_parts_are_returned() -> None:
    assert check_office_zip(zip_bytes({"a.xml": b"<a/>", "b/c.png": b"x"})) == {"a.xml", "b/c.png"}


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 broken", zip_bytes({"a": b"x" * 99})[:-30]])
def test_a_damaged_archive_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableDocumentError, match="cannot be opened"):
        check_office_zip(data)


def test_a_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    with pytest.raises(UnreadableDocumentError, match="unpacks to too much \\(20 MB\\)"):
        check_office_zip(zip_bytes({"word/document.xml": bytes(20_000_000)}))


def test_too_many_parts_are_refused() -> None:
    with pytest.raises(UnreadableDocumentError, match="too much"):
        check_office_zip(zip_bytes({str(number): b"" for number in range(10_001)}))


def test_an_encrypted_archive_is_refused() -> None:
    data = bytearray(zip_bytes({"a": b"x"}))
    data[data.index(b"PK\x01\x02") + 8] |= 1
    assert zipfile.ZipFile(io.BytesIO(data)).infolist()[0].flag_bits & 1
    with pytest.raises(UnreadableDocumentError, match="encrypted"):
        check_office_zip(bytes(data))
