"""Runs the jobs one after the other in a thread of their own; a restart goes on where it was."""

import logging
import threading
import time
from typing import Protocol

from ingest.errors import IngestError, SyncCancelledError
from ingest.job_store import JobStore
from ingest.jobs import UPLOADS, IngestJob, JobState
from ingest.outcome import FileOutcome
from ingest.report import SyncReport
from ingest.sync import SyncRequest
from ingest.uploads import UploadArea
from retrieval.errors import DataFolderFullError, RetrievalError
from verify.errors import VerifyError

LOG = logging.getLogger(__name__)
# Each write waits for the disk: outcomes are recorded together, but never later than this.
NOTE_FILES, NOTE_SECONDS = 50, 0.5
RETRY_SECONDS = 5.0
STOP_SECONDS = 60.0


class Sync(Protocol):
    """`Synchroniser.run`, as far as jobs need it."""

    def run(self, request: SyncRequest, *, on_outcome: "Note", should_stop: "ShouldStop") -> SyncReport: ...


class Note(Protocol):
    def __call__(self, outcome: FileOutcome, /) -> None: ...


class ShouldStop(Protocol):
    def __call__(self) -> bool: ...


class JobRunner:
    def __init__(self, store: JobStore, area: UploadArea, sync: Sync) -> None:
        self._store = store
        self._area = area
        self._sync = sync
        self._wake = threading.Event()
        self._stopping = threading.Event()
        self._cancelled: set[str] = set()
        self._interrupted = False
        self._thread = threading.Thread(target=self._work, name="ingest jobs", daemon=True)

    def start(self) -> None:
        """Take up what an earlier process left, remove what it half received, and wait for jobs."""
        self._store.requeue_interrupted()
        self._store.forget_old()
        self._area.clean(keep=self._store.unfinished())
        self._thread.start()

    @property
    def working(self) -> bool:
        return self._thread.is_alive()

    def stop(self) -> None:
        """Stop after the files in hand; its job goes on at the next start."""
        self._stopping.set()
        self._wake.set()
        if self._thread.is_alive():
            self._thread.join(STOP_SECONDS)

    def wake(self) -> None:
        self._wake.set()

    def cancel(self, job_id: str) -> IngestJob:
        job = self._store.request_cancel(job_id)
        if job.state is JobState.CANCELLED:
            self._area.remove(job_id)
        else:
            self._cancelled.add(job_id)
        return job

    def _work(self) -> None:
        while not self._stopping.is_set():
            self._wake.clear()
            worked = self.work_once()
            if not worked:
                self._wake.wait(RETRY_SECONDS)

    def work_once(self) -> bool:
        """Run the next job, if there is one; return whether there was."""
        try:
            if self._interrupted:
                self._store.requeue_interrupted()
            self._interrupted = False
            job = self._store.start_next()
            if job is not None:
                self._run(job)
                self._store.forget_old()
        except Exception:
            # The disk is full or gone, say: there is nowhere to record it, and later it may be back.
            LOG.exception("the job database cannot be used")
            self._interrupted = True
            return False
        return job is not None

    def _run(self, job: IngestJob) -> None:
        notes = _Notes(self._store, job.id)

        def should_stop() -> bool:
            notes.write_due()
            return self._stopping.is_set() or job.id in self._cancelled

        try:
            report = self._sync.run(self._request(job), on_outcome=notes.add, should_stop=should_stop)
        except SyncCancelledError as exc:
            notes.write()
            # Stopped with the service, not by a person: it stays as it is, for the next start.
            if job.id in self._cancelled:
                self._finish(job, JobState.CANCELLED, reason=str(exc))
        except Exception as exc:  # noqa: BLE001  # one broken job must not stop the others
            notes.write()
            self._finish(job, JobState.FAILED, reason=_describe(exc))
        else:
            notes.write()
            self._finish(job, JobState.SUCCEEDED, report=report)

    def _request(self, job: IngestJob) -> SyncRequest:
        return SyncRequest(
            paths=(self._area.folder_of(job.id),),
            collection=job.collection,
            source=job.source,
            audiences=job.audiences,
            delete_missing=job.sync,
            origin=UPLOADS,
        )

    def _finish(
        self, job: IngestJob, state: JobState, *, reason: str | None = None, report: SyncReport | None = None
    ) -> None:
        try:
            self._store.finish(job.id, state, reason=reason, report=report)
        except DataFolderFullError:
            # Without its files there is room to say that there was none.
            self._area.remove(job.id)
            self._store.finish(job.id, state, reason=reason, report=report)
        self._cancelled.discard(job.id)
        self._area.remove(job.id)


class _Notes:
    """Collects outcomes and records them a few at a time."""

    def __init__(self, store: JobStore, job_id: str) -> None:
        self._store = store
        self._job_id = job_id
        self._waiting: list[FileOutcome] = []
        self._written = time.monotonic()

    def add(self, outcome: FileOutcome, /) -> None:
        self._waiting.append(outcome)
        self.write_due()

    def write_due(self) -> None:
        if len(self._waiting) >= NOTE_FILES or time.monotonic() - self._written > NOTE_SECONDS:
            self.write()

    def write(self) -> None:
        if self._waiting:
            self._store.note(self._job_id, self._waiting)
            self._waiting.clear()
        self._written = time.monotonic()


def _describe(error: Exception) -> str:
    if isinstance(error, IngestError | RetrievalError | VerifyError):
        return str(error)
    LOG.error("a job failed", exc_info=error)
    return "something went wrong here; the log says what"
