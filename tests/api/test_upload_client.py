from collections.abc import Iterator
from pathlib import Path

import pytest

from api.errors import InvalidInputError, ServiceError
from api.upload_client import UploadClient
from api.upload_rows import UploadRow
from ingest.jobs import IngestJob, JobState
from ingest.listing import SourceFile
from tests.api.app_transport import open_app
from tests.api.fakes import FakeBackend
from tests.ingest.job_folders import FakeSync, Office, open_office

ROW = UploadRow(collection="kb", source="docs", audiences=["a", "b"], sync=True)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with open_office(tmp_path, FakeSync()) as opened:
        yield opened


@pytest.fixture
def client(office: Office) -> Iterator[UploadClient]:
    def work(_: float) -> None:
        office.desk._runner.work_once()

    with open_app(FakeBackend(jobs=office.desk)) as http:
        yield UploadClient(http, pause=work)


def _files(folder: Path, **texts: str) -> list[SourceFile]:
    for name, text in texts.items():
        (folder / name).write_text(text)
    return [SourceFile("docs", f"sub/{name}.md", folder / name) for name in texts]


def test_files_and_fields_arrive_as_they_were_sent(
    client: UploadClient, office: Office, tmp_path: Path
) -> None:
    job = client.send(_files(tmp_path, one="1" * 900, two=""), ROW)

    assert (job.collection, job.source, job.audiences, job.sync) == ("kb", "docs", ("a", "b"), True)
    assert (office.area.folder_of(job.id) / "sub/one.md").read_text() == "1" * 900
    assert (office.area.folder_of(job.id) / "sub/two.md").read_text() == ""


def test_a_job_is_followed_to_its_end(client: UploadClient, tmp_path: Path) -> None:
    seen: list[IngestJob] = []
    report = client.follow(client.send(_files(tmp_path, one="1"), ROW).id, on_progress=seen.append)

    assert (report.files, report.added) == (1, 1)
    assert [(job.state, job.counts.waiting) for job in seen] == [
        (JobState.QUEUED, 1),
        (JobState.SUCCEEDED, 0),
    ]


@pytest.mark.parametrize("state", [JobState.FAILED, JobState.CANCELLED])
def test_a_job_that_did_not_succeed_says_why(
    state: JobState, client: UploadClient, office: Office, tmp_path: Path
) -> None:
    job = client.send(_files(tmp_path, one="1"), ROW)
    office.store.finish(job.id, state, reason="the disk is full")
    with pytest.raises(ServiceError, match=f"has {state}: the disk is full"):
        client.follow(job.id, on_progress=lambda _: None)


def test_a_file_that_is_gone_when_its_turn_comes_is_named(client: UploadClient, tmp_path: Path) -> None:
    with pytest.raises(InvalidInputError, match=r"cannot read .*gone"):
        client.send([SourceFile("docs", "gone.md", tmp_path / "gone")], ROW)
