import io
import os
from pathlib import Path

import pytest

from ingest.contents import FileContent, GivenContent, RefusedContent, read_unchanged
from ingest.errors import UnreadableDocumentError


class _Disturbed(io.FileIO):
    """A file that somebody writes to in the moment between looking at it and reading it."""

    def __init__(self, location: Path, change: bytes) -> None:
        super().__init__(location)
        self._location, self._change = location, change

    def read(self, size: int | None = -1, /) -> bytes:
        self._location.write_bytes(self._change)
        os.utime(self._location, (2, 2))
        return super().read(size) or b""


@pytest.mark.parametrize("change", [b"one two", b"one", b"ONE TWO THREE", b"one two three and more"])
def test_a_file_that_is_written_to_while_it_is_read_is_refused(tmp_path: Path, change: bytes) -> None:
    (tmp_path / "a.md").write_bytes(b"one two three")
    os.utime(tmp_path / "a.md", (1, 1))

    with (
        _Disturbed(tmp_path / "a.md", change) as stream,
        pytest.raises(UnreadableDocumentError, match="changed while it was read"),
    ):
        read_unchanged(stream, max_bytes=100)


def test_a_file_at_rest_is_read_whole_and_one_beyond_the_limit_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(b"x" * 10)
    with (tmp_path / "huge.md").open("wb") as huge:
        huge.truncate(2 * 10**12)

    assert FileContent(tmp_path / "a.md").read(max_bytes=10) == b"x" * 10
    for name in ("a.md", "huge.md"):
        with pytest.raises(UnreadableDocumentError, match="larger than 9 bytes"):
            FileContent(tmp_path / name).read(max_bytes=9)


def test_a_pipe_put_in_the_place_of_a_file_does_not_block(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.md")

    with pytest.raises(UnreadableDocumentError, match="not a regular file"):
        FileContent(tmp_path / "a.md").read(max_bytes=9)


def test_bytes_at_hand_keep_to_the_limit_too() -> None:
    assert GivenContent(b"text").read(max_bytes=4) == b"text"
    with pytest.raises(UnreadableDocumentError, match="larger than 3 bytes"):
        GivenContent(b"text").read(max_bytes=3)


def test_what_was_refused_says_why() -> None:
    with pytest.raises(UnreadableDocumentError, match="the reason"):
        RefusedContent("the reason").read(max_bytes=9)
