"""Where uploaded files lie until their job is done: one folder per job, gone with it.

A folder without an unfinished job is what a broken upload or a crash left; the next start removes it.
"""

import errno
import hashlib
import os
import shutil
import uuid
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from ingest.errors import InvalidUploadError, UploadTooLargeError
from ingest.upload_names import check_upload_name
from retrieval.errors import DataFolderFullError, DataFolderUnusableError

NO_ROOM = (errno.ENOSPC, errno.EDQUOT)


@dataclass(frozen=True, slots=True)
class UploadLimits:
    """`max_bytes` counts the whole request, names and all."""

    max_file_bytes: int
    max_bytes: int
    max_files: int


@dataclass(frozen=True, slots=True)
class UploadedFile:
    path: str
    size: int
    content_hash: str


class Upload:
    """Files on their way in. Bytes go to disk as they come; nothing is kept in memory."""

    def __init__(self, id_: str, folder: Path, limits: UploadLimits) -> None:
        self.id = id_
        self.folder = folder
        self.files: list[UploadedFile] = []
        self._limits = limits

    def create(self, name: str) -> "FileSink":
        """Open the next file.

        Raises:
            InvalidUploadError: the name cannot be used, was used before, or there are too many files.
        """
        path = check_upload_name(name)
        if len(self.files) >= self._limits.max_files:
            raise InvalidUploadError(f"more than {self._limits.max_files} files at once")
        return FileSink(self, path, max_bytes=self._limits.max_file_bytes)


class FileSink:
    """One file being written; `close` says that it is whole."""

    def __init__(self, upload: Upload, path: str, *, max_bytes: int) -> None:
        self._upload = upload
        self._path = path
        self._max_bytes = max_bytes
        self._hash = hashlib.sha256()
        self._size = 0
        location = upload.folder / path
        with _translated():
            try:
                location.parent.mkdir(parents=True, exist_ok=True)
                # "x": a second file of one name would replace the first unseen.
                self._file = location.open("xb")
            except (FileExistsError, NotADirectoryError) as exc:
                raise InvalidUploadError(
                    f"{path!r} stands for two files, or for a file and a folder"
                ) from exc

    def write(self, data: bytes) -> None:
        self._size += len(data)
        if self._size > self._max_bytes:
            raise UploadTooLargeError(f"{self._path!r} is larger than {self._max_bytes} bytes")
        self._hash.update(data)
        with _translated():
            self._file.write(data)

    def close(self) -> None:
        with _translated():
            self._file.flush()
            # A job that was accepted must find its files after a power cut too.
            os.fsync(self._file.fileno())
            self._file.close()
        self._upload.files.append(UploadedFile(self._path, self._size, self._hash.hexdigest()))

    def abandon(self) -> None:
        with _translated():
            self._file.close()


class UploadArea:
    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def begin(self, limits: UploadLimits) -> Upload:
        name = uuid.uuid4().hex
        with _translated():
            self.folder_of(name).mkdir(parents=True)
        return Upload(name, self.folder_of(name), limits)

    def folder_of(self, job_id: str) -> Path:
        return self._folder / job_id

    def remove(self, job_id: str) -> None:
        shutil.rmtree(self.folder_of(job_id), ignore_errors=True)

    def clean(self, *, keep: Collection[str]) -> None:
        """Remove what belongs to no unfinished job."""
        with _translated():
            left = [path.name for path in self._folder.iterdir()] if self._folder.is_dir() else []
        for name in left:
            if name not in keep:
                self.remove(name)


@contextmanager
def _translated() -> Iterator[None]:
    """Say what a disk that does not take the file means to the caller."""
    try:
        yield
    except OSError as exc:
        if exc.errno in NO_ROOM:
            raise DataFolderFullError("no room left on the disk of the data folder") from exc
        raise DataFolderUnusableError(f"the data folder takes no files: {exc.strerror}") from exc
