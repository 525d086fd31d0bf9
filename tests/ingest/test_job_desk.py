from pathlib import Path

import pytest

from ingest.errors import IdempotencyConflictError, InvalidUploadError, JobQueueFullError
from ingest.jobs import JobOrder
from retrieval.errors import InvalidCollectionError
from tests.ingest.job_folders import FakeSync, open_office

PAGE = {"a.md": "# A\n\nText."}


def test_an_upload_without_files_is_refused(tmp_path: Path) -> None:
    with open_office(tmp_path, FakeSync()) as office, pytest.raises(InvalidUploadError, match="no file"):
        office.send({})


def test_a_bad_collection_name_is_refused_before_there_is_a_job(tmp_path: Path) -> None:
    with open_office(tmp_path, FakeSync()) as office:
        with pytest.raises(InvalidCollectionError):
            office.send(PAGE, order=JobOrder("No!"))
        assert office.desk.page(limit=1).total == 0


def test_an_upload_sent_twice_with_one_key_is_kept_once(tmp_path: Path) -> None:
    with open_office(tmp_path, FakeSync()) as office:
        first, second = office.send(PAGE, key="k"), office.send(PAGE, key="k")

        assert first == second
        assert office.left() == [first.id]


def test_a_key_used_for_something_else_is_a_conflict_and_can_be_discarded(tmp_path: Path) -> None:
    with open_office(tmp_path, FakeSync()) as office:
        first = office.send(PAGE, key="k")
        upload = office.desk.begin()
        sink = upload.create("other.md")
        sink.close()
        with pytest.raises(IdempotencyConflictError):
            office.desk.submit(upload, JobOrder("kb"), key="k")
        office.desk.discard(upload)

        assert office.left() == [first.id]


def test_a_full_queue_refuses_before_anything_is_received(tmp_path: Path) -> None:
    with open_office(tmp_path, FakeSync(), max_waiting=1) as office:
        office.send(PAGE)
        with pytest.raises(JobQueueFullError):
            office.desk.begin()


def test_a_job_tells_its_files(tmp_path: Path) -> None:
    with open_office(tmp_path, FakeSync()) as office:
        sent = office.send({"b.md": "1", "a.md": "2"})

        assert office.desk.get(sent.id) == sent
        assert [file.path for file in office.desk.files(sent.id, limit=10)] == ["a.md", "b.md"]
