"""Where uploads become jobs: takes files in, hands jobs to the runner, tells how they stand."""

from collections.abc import Iterator
from contextlib import contextmanager

from ingest.errors import InvalidUploadError
from ingest.job_runner import JobRunner
from ingest.job_store import JobStore
from ingest.jobs import IngestJob, JobFile, JobOrder, JobPage, JobState, NewJob
from ingest.uploads import Upload, UploadArea, UploadLimits
from retrieval.search import check_collection_name


class JobDesk:
    def __init__(
        self, store: JobStore, area: UploadArea, runner: JobRunner, *, limits: UploadLimits, max_waiting: int
    ) -> None:
        self.limits = limits
        self._store = store
        self._area = area
        self._runner = runner
        self._max_waiting = max_waiting

    @contextmanager
    def working(self) -> Iterator[None]:
        """Run jobs until the end of the block."""
        self._runner.start()
        try:
            yield
        finally:
            self._runner.stop()

    @property
    def is_working(self) -> bool:
        """Say whether jobs are being run: between start and stop always, unless the runner broke."""
        return self._runner.working

    def count_unfinished(self) -> int:
        return len(self._store.unfinished())

    def close(self) -> None:
        self._store.close()

    def begin(self) -> Upload:
        """Make room for files that come in; `submit` or `discard` ends it.

        Raises:
            JobQueueFullError: too many jobs are waiting to take one more.
        """
        self._store.check_room(self._max_waiting)
        return self._area.begin(self.limits)

    def discard(self, upload: Upload) -> None:
        self._area.remove(upload.id)

    def submit(self, upload: Upload, order: JobOrder, *, key: str | None = None) -> IngestJob:
        """Queue a complete upload; one sent again with its key is dropped, and the first one's job returned.

        Raises:
            InvalidUploadError: there is no file in it.
            IdempotencyConflictError: the key was used for other content.
        """
        check_collection_name(order.collection)
        if not upload.files:
            raise InvalidUploadError("the upload holds no file")
        new = NewJob(upload.id, order, tuple(upload.files), key)
        job = self._store.add(new, max_waiting=self._max_waiting)
        if job.id != upload.id:
            self.discard(upload)
        self._runner.wake()
        return job

    def get(self, job_id: str) -> IngestJob:
        return self._store.get(job_id)

    def files(self, job_id: str, *, limit: int, offset: int = 0) -> list[JobFile]:
        return self._store.files(job_id, limit=limit, offset=offset)

    def page(self, *, limit: int, offset: int = 0, state: JobState | None = None) -> JobPage:
        return self._store.page(limit=limit, offset=offset, state=state)

    def cancel(self, job_id: str) -> IngestJob:
        """Stop a job: at once if it waits, after the files in hand if it runs; what is written stays."""
        return self._runner.cancel(job_id)
