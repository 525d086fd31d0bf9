import errno
import hashlib
from pathlib import Path

import pytest

from ingest.errors import InvalidUploadError, UploadTooLargeError
from ingest.uploads import UploadArea, UploadedFile, _translated
from retrieval.errors import DataFolderFullError, DataFolderUnusableError
from tests.ingest.uploading import LIMITS, put, uploaded
from tests.unprivileged import unprivileged_folder


@pytest.fixture
def area(tmp_path: Path) -> UploadArea:
    return UploadArea(tmp_path / "uploads")


def test_what_comes_in_parts_lies_on_disk_whole(area: UploadArea) -> None:
    upload = area.begin(LIMITS)
    put(upload, "policies/refunds.md", b"Refunds ", b"take 14 days.")

    assert (upload.folder / "policies/refunds.md").read_bytes() == b"Refunds take 14 days."
    digest = hashlib.sha256(b"Refunds take 14 days.").hexdigest()
    assert upload.files == [UploadedFile("policies/refunds.md", 21, digest)]


def test_an_empty_file_is_a_file(area: UploadArea) -> None:
    upload = area.begin(LIMITS)
    put(upload, "empty.md")

    assert upload.files[0].size == 0


@pytest.mark.parametrize(
    ("first", "second"), [("a.md", "a.md"), ("a", "a/b.md"), ("a/b.md", "a"), ("a", "a/b/c")]
)
def test_one_name_cannot_stand_for_two_things(first: str, second: str, area: UploadArea) -> None:
    upload = area.begin(LIMITS)
    put(upload, first, b"x")
    with pytest.raises(InvalidUploadError, match="stands for two files"):
        upload.create(second)


def test_a_file_over_the_limit_is_stopped_where_it_passes_it(area: UploadArea) -> None:
    upload = area.begin(LIMITS)
    sink = upload.create("big.md")
    sink.write(b"x" * 1000)
    with pytest.raises(UploadTooLargeError, match="larger than 1000 bytes"):
        sink.write(b"x")
    sink.abandon()
    assert (upload.folder / "big.md").stat().st_size <= 1000


def test_one_file_too_many_is_refused(area: UploadArea) -> None:
    upload = uploaded(area, {"a": "1", "b": "2", "c": "3"})
    with pytest.raises(InvalidUploadError, match="more than 3 files"):
        upload.create("d")


def test_only_folders_of_unfinished_jobs_survive_a_start(area: UploadArea) -> None:
    kept, left = uploaded(area, {"a.md": "1"}), uploaded(area, {"a/b.md": "2"})
    area.clean(keep={kept.id})

    assert kept.folder.is_dir()
    assert not left.folder.exists()


def test_there_may_be_nothing_to_clean(area: UploadArea) -> None:
    area.clean(keep=())
    area.remove("no such")


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_a_full_disk_is_told_apart(number: int) -> None:
    with pytest.raises(DataFolderFullError, match="no room left"), _translated():
        raise OSError(number, "full")


def test_a_folder_that_takes_no_files_says_so() -> None:
    with unprivileged_folder() as folder:
        folder.chmod(0o500)
        with pytest.raises(DataFolderUnusableError, match="takes no files: Permission denied"):
            UploadArea(folder / "uploads").begin(LIMITS)
        folder.chmod(0o700)
