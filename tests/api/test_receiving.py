import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import Request
from starlette.types import Message

from api.receiving import receive_job
from ingest.errors import UploadInterruptedError
from ingest.jobs import IngestJob
from ingest.uploads import FileSink, Upload, UploadArea, UploadLimits
from retrieval.errors import DataFolderFullError
from tests.ingest.job_folders import FakeSync, Office, open_office

HEAD = b'--x\r\nContent-Disposition: form-data; name="files"; filename="%b"\r\n\r\n'
END = b"\r\n--x--\r\n"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with open_office(tmp_path, FakeSync()) as opened:
        yield opened


def _receive(office: Office, *parts: bytes | None) -> IngestJob:
    """Receive the parts; None is a sender that is gone."""
    waiting = iter(parts)

    async def receive() -> Message:
        part = next(waiting, b"")
        if part is None:
            return {"type": "http.disconnect"}
        return {"type": "http.request", "body": part, "more_body": part != b""}

    scope = {"type": "http", "headers": [(b"content-type", b"multipart/form-data; boundary=x")]}
    request = Request(scope, receive)
    return asyncio.run(receive_job(request, office.desk, collection="kb", key=None))


def test_what_comes_in_pieces_becomes_a_job(office: Office) -> None:
    job = _receive(office, HEAD % b"a.md", b"one ", b"two", END)

    assert (job.collection, job.counts.files) == ("kb", 1)
    assert (office.area.folder_of(job.id) / "a.md").read_bytes() == b"one two"


def test_a_sender_that_is_gone_leaves_nothing(office: Office) -> None:
    with pytest.raises(UploadInterruptedError):
        _receive(office, HEAD % b"a.md", b"one ", None)
    assert (office.left(), office.store.page(limit=1).total) == ([], 0)


def test_the_rest_is_read_after_a_problem_so_that_the_sender_sees_it(office: Office) -> None:
    taken: list[int] = []

    class _Counting(bytes):
        def __len__(self) -> int:
            taken.append(1)
            return super().__len__()

    with pytest.raises(Exception, match="hidden"):
        _receive(office, HEAD % b".env", _Counting(b"one"), _Counting(b"two"))
    assert len(taken) >= 2
    assert office.left() == []


class _FullSink(FileSink):
    def write(self, data: bytes) -> None:
        raise DataFolderFullError("no room left")


class _FullUpload(Upload):
    def create(self, name: str) -> FileSink:
        return _FullSink(self, name, max_bytes=1000)


class _FullArea(UploadArea):
    def begin(self, limits: UploadLimits) -> Upload:
        upload = super().begin(limits)
        return _FullUpload(upload.id, upload.folder, limits)


def test_a_disk_that_fills_up_meanwhile_leaves_nothing(tmp_path: Path) -> None:
    with open_office(tmp_path, FakeSync(), area=_FullArea(tmp_path / "uploads")) as office:
        with pytest.raises(DataFolderFullError, match="no room left"):
            _receive(office, HEAD % b"a.md", b"one", END)
        assert office.left() == []
