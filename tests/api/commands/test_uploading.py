from collections.abc import Iterator
from pathlib import Path

import pytest

from api.commands import uploading
from api.commands.uploading import upload
from api.errors import InvalidInputError
from api.upload_client import UploadClient
from ingest.sync import SyncRequest
from tests.api.app_transport import open_app
from tests.api.fakes import FakeBackend
from tests.ingest.job_folders import FakeSync, Office, open_office


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with open_office(tmp_path, FakeSync()) as opened:
        yield opened


@pytest.fixture
def client(office: Office) -> Iterator[UploadClient]:
    with (
        open_app(FakeBackend(jobs=office.desk)) as http,
        office.desk.working(),
    ):
        yield UploadClient(http, pause=lambda _: None)


def _folder(root: Path, *names: str) -> Path:
    for name in names:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text("x")
    return root


def _jobs(office: Office) -> list[tuple[str, int, bool]]:
    return [(job.source, job.counts.files, job.sync) for job in office.desk.page(limit=100).jobs]


def test_a_folder_is_sent_under_its_own_name(client: UploadClient, office: Office, tmp_path: Path) -> None:
    docs = _folder(tmp_path / "docs", "a.md", "sub/b.md")
    report = upload(client, SyncRequest((docs,), "kb", audiences=("staff",)))

    assert (report.files, report.added, report.quarantined) == (2, 2, {})
    assert _jobs(office) == [("docs", 2, False)]
    assert office.desk.page(limit=1).jobs[0].audiences == ("staff",)


def test_each_source_is_a_job_and_what_cannot_be_sent_is_quarantined(
    client: UploadClient, office: Office, tmp_path: Path
) -> None:
    one, two = _folder(tmp_path / "one", "a.md", "nul.md"), _folder(tmp_path / "two", "a.md")
    (two / "gone.md").symlink_to(two / "nowhere")
    report = upload(client, SyncRequest((one, two), "kb"))

    assert (report.files, report.added) == (4, 2)
    assert list(report.quarantined) == ["one/nul.md", "two/gone.md"]
    assert "reserved" in report.quarantined["one/nul.md"]
    assert _jobs(office) == [("two", 1, False), ("one", 1, False)]


def test_many_files_go_in_several_uploads(
    client: UploadClient, office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploading, "BATCH_FILES", 2)
    docs = _folder(tmp_path / "docs", *(f"{number}.md" for number in range(5)))

    assert upload(client, SyncRequest((docs,), "kb")).added == 5
    assert [files for _, files, _ in _jobs(office)] == [1, 2, 2]


def test_large_files_go_in_uploads_of_their_own(
    client: UploadClient, office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploading, "BATCH_BYTES", 3)
    docs = _folder(tmp_path / "docs", "a.md", "b.md", "c.md")
    (docs / "b.md").write_text("xxx")

    assert upload(client, SyncRequest((docs,), "kb")).added == 3
    assert [files for _, files, _ in _jobs(office)] == [1, 1, 1]


@pytest.mark.parametrize("source", ["a\nb", "x" * 201])
def test_a_source_name_that_cannot_be_used_is_bad_use(
    source: str, client: UploadClient, tmp_path: Path
) -> None:
    docs = _folder(tmp_path / "docs", "a.md")
    with pytest.raises(InvalidInputError, match="source"):
        upload(client, SyncRequest((docs,), "kb", source=source))


class TestSync:
    def test_a_whole_source_is_one_job(
        self, client: UploadClient, office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(uploading, "BATCH_FILES", 1)
        docs = _folder(tmp_path / "docs", "a.md", "b.md")
        upload(client, SyncRequest((docs,), "kb", source="hr", delete_missing=True))

        assert _jobs(office) == [("hr", 2, True)]

    def test_a_source_that_was_not_named_is_refused(
        self, client: UploadClient, office: Office, tmp_path: Path
    ) -> None:
        docs = _folder(tmp_path / "docs", "a.md")
        with pytest.raises(InvalidInputError, match="needs --source"):
            upload(client, SyncRequest((docs,), "kb", delete_missing=True))
        assert _jobs(office) == []

    def test_single_files_are_refused(self, client: UploadClient, tmp_path: Path) -> None:
        docs = _folder(tmp_path / "docs", "a.md")
        with pytest.raises(InvalidInputError, match="whole folders"):
            upload(client, SyncRequest((docs / "a.md",), "kb", source="hr", delete_missing=True))

    def test_a_file_that_cannot_be_sent_must_not_look_deleted(
        self, client: UploadClient, office: Office, tmp_path: Path
    ) -> None:
        docs = _folder(tmp_path / "docs", "a.md", "aux.md")
        with pytest.raises(InvalidInputError, match=r"would delete .* aux\.md"):
            upload(client, SyncRequest((docs,), "kb", source="hr", delete_missing=True))
        assert _jobs(office) == []
