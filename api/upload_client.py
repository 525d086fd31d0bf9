"""Uploads files to a running service and follows the jobs they become."""

import time
from collections.abc import Callable, Sequence
from typing import IO, cast

import httpx

from api.errors import InvalidInputError, ServiceError
from api.service_calls import call
from api.upload_rows import UploadRow
from ingest.errors import UnreadableDocumentError
from ingest.jobs import IngestJob, JobState
from ingest.listing import SourceFile
from ingest.report import SyncReport

POLL_SECONDS = 0.3
Follow = Callable[[IngestJob], None]


class UploadClient:
    def __init__(self, http: httpx.Client, *, pause: Callable[[float], None] = time.sleep) -> None:
        self._http = http
        self._pause = pause

    def send(self, files: Sequence[SourceFile], row: UploadRow) -> IngestJob:
        """Upload the files, each opened only when its turn comes.

        Raises:
            InvalidInputError: a file is gone or cannot be read.
        """
        parts = [("files", (file.path, cast("IO[bytes]", _LazyFile(file)))) for file in files]
        fields = row.model_dump(mode="json", exclude_none=True)
        fields["sync"] = "true" if row.sync else "false"
        try:
            return call(self._http, "POST", "/v1/documents", IngestJob, data=fields, files=parts)
        except OSError as exc:
            raise InvalidInputError(f"cannot read {exc.filename}: {exc.strerror}") from exc
        except UnreadableDocumentError as exc:
            raise InvalidInputError(f"cannot send what was listed: {exc}") from exc

    def follow(self, job_id: str, *, on_progress: Follow) -> SyncReport:
        """Wait until the job is finished and return what it did.

        Raises:
            ServiceError: it failed, or somebody cancelled it.
        """
        while True:
            job = call(self._http, "GET", f"/v1/jobs/{job_id}", IngestJob, params={"limit": 0})
            on_progress(job)
            if job.state.finished:
                return _report_of(job)
            self._pause(POLL_SECONDS)


class _LazyFile:
    """Opens the file when it is read and closes it at its end: more files may be sent than may be open."""

    def __init__(self, source_file: SourceFile) -> None:
        self._source_file = source_file
        self._file: IO[bytes] | None = None

    def read(self, size: int) -> bytes:
        if self._file is None:
            self._file = self._source_file.open()
        data = self._file.read(size)
        if not data:
            self._file.close()
        return data


def _report_of(job: IngestJob) -> SyncReport:
    if job.state is not JobState.SUCCEEDED or job.report is None:
        raise ServiceError(f"job {job.id} has {job.state}: {job.reason}", status=500, code=f"job_{job.state}")
    return job.report
