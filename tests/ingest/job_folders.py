"""A job desk over a temporary folder, with a sync that does what a test says."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from ingest.errors import SyncCancelledError
from ingest.job_desk import JobDesk
from ingest.job_runner import JobRunner, Note, ShouldStop, Sync
from ingest.job_store import JobStore
from ingest.jobs import IngestJob, JobOrder
from ingest.outcome import FileOutcome, FileState
from ingest.report import SyncReport
from ingest.sync import SyncRequest
from ingest.uploads import UploadArea
from tests.ingest.uploading import LIMITS, uploaded

PATIENCE_SECONDS = 20


@dataclass
class FakeSync:
    """Calls every file indexed, and remembers the requests; `step` runs before each file and may raise."""

    step: Callable[[], None] = lambda: None
    requests: list[SyncRequest] = field(default_factory=list)

    def run(self, request: SyncRequest, *, on_outcome: Note, should_stop: ShouldStop) -> SyncReport:
        self.requests.append(request)
        (folder,) = request.paths
        names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
        for name in names:
            self.step()
            if should_stop():
                raise SyncCancelledError("stopped")
            on_outcome(FileOutcome(request.source or "", name, FileState.INDEXED))
        return SyncReport(files=len(names), added=len(names))


@dataclass
class Office:
    """A desk with what stands behind it."""

    folder: Path
    store: JobStore
    area: UploadArea
    desk: JobDesk

    def send(
        self, files: dict[str, str], *, order: JobOrder | None = None, key: str | None = None
    ) -> IngestJob:
        return self.desk.submit(uploaded(self.area, files), order or JobOrder("kb"), key=key)

    def left(self) -> list[str]:
        """Return what lies in the folder of uploads."""
        return sorted(path.name for path in self.area.folder_of("x").parent.glob("*"))

    def wait(self, job_id: str) -> IngestJob:
        """Return the job once it is finished and its files are gone."""
        pause = threading.Event()
        for _ in range(PATIENCE_SECONDS * 100):
            job = self.store.get(job_id)
            if job.state.finished and job_id not in self.left():
                return job
            pause.wait(0.01)
        raise AssertionError(f"the job is still {job.state}")


@contextmanager
def open_office(
    folder: Path, sync: Sync, *, area: UploadArea | None = None, max_waiting: int = 10
) -> Iterator[Office]:
    store, area = JobStore.open(folder / "jobs.db"), area or UploadArea(folder / "uploads")
    desk = JobDesk(store, area, JobRunner(store, area, sync), limits=LIMITS, max_waiting=max_waiting)
    try:
        yield Office(folder, store, area, desk)
    finally:
        store.close()
