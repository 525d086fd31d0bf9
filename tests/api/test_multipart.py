from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.multipart import MAX_FIELD_BYTES, MultipartReader
from ingest.errors import InvalidUploadError
from ingest.uploads import UploadArea
from tests.ingest.uploading import LIMITS

KIND = "multipart/form-data; boundary=bar"
BODY = (
    b'--bar\r\nContent-Disposition: form-data; name="audiences[]"\r\n\r\nstaff\r\n'
    b'--bar\r\nContent-Disposition: form-data; name="files"; filename="a/\xc3\xa9%22.md"\r\n'
    b"Content-Type: text/markdown\r\n\r\none\r\n--ba\r\ntwo\r\n"
    b'--bar\r\ncontent-disposition: form-data; name="audiences"\r\n\r\n\r\n'
    b"--bar\r\nContent-Disposition: form-data; name=files; filename=empty.md\r\n\r\n\r\n--bar--\r\n"
)


def _read(folder: Path, *parts: bytes, kind: str = KIND) -> MultipartReader:
    reader = MultipartReader(kind, UploadArea(folder / "uploads").begin(LIMITS))
    try:
        for part in parts:
            reader.feed(part)
        reader.finish()
    finally:
        reader.abandon()
    return reader


def _part(disposition: bytes, content: bytes = b"x") -> bytes:
    return b"--bar\r\nContent-Disposition: " + disposition + b"\r\n\r\n" + content + b"\r\n--bar--\r\n"


@given(cuts=st.lists(st.integers(0, len(BODY)), max_size=20).map(sorted))
def test_wherever_the_body_is_cut_it_reads_the_same(
    cuts: list[int], tmp_path_factory: pytest.TempPathFactory
) -> None:
    ends = [0, *cuts, len(BODY)]
    parts = [BODY[begin:end] for begin, end in pairwise(ends)]
    reader = _read(tmp_path_factory.mktemp("body"), *parts)

    assert reader.fields == {"audiences": ["staff", ""]}
    assert [(file.path, file.size) for file in reader._upload.files] == [('a/é".md', 14), ("empty.md", 0)]
    assert (reader._upload.folder / 'a/é".md').read_bytes() == b"one\r\n--ba\r\ntwo"


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (BODY[:-10], "its end is missing"),
        (b"", "its end is missing"),
        (b"hello", "no valid multipart form"),
        (_part(b'form-data; name="files"; filename="\xe9.md"'), "not valid UTF-8"),
        (_part(b'form-data; name="note"', b"\xe9"), "not valid UTF-8"),
        (_part(b'form-data; name="note"', b"x" * (MAX_FIELD_BYTES + 1)), "more than 100000 bytes"),
        (_part(b'form-data; name="files"; filename="%00.md"'), "control character"),
        (_part(b'form-data; name="files"; filename=""'), "empty"),
        (_part(b'form-data; name="files"; filename="a%5C..%5Cb.md"', b"") + b"x", "complete"),
    ],
)
def test_a_body_that_cannot_be_used_says_why(body: bytes, said: str, tmp_path: Path) -> None:
    if said == "complete":
        assert _read(tmp_path, body)._upload.files[0].path == "a%5C..%5Cb.md"
        return
    with pytest.raises(InvalidUploadError, match=said):
        _read(tmp_path, body)


def test_endless_empty_fields_are_stopped(tmp_path: Path) -> None:
    part = b'--bar\r\nContent-Disposition: form-data; name="note"\r\n\r\nx\r\n'
    with pytest.raises(InvalidUploadError, match="the fields hold more"):
        _read(tmp_path, *[part] * 2000)


@pytest.mark.parametrize("kind", ["", "multipart/form-data", f"multipart/form-data; boundary={'x' * 300}"])
def test_a_form_needs_a_boundary_it_can_be_cut_at(kind: str, tmp_path: Path) -> None:
    with pytest.raises(InvalidUploadError):
        _read(tmp_path, BODY, kind=kind)
