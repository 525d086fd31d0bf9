"""Puts together the job desk of a data folder: store, place for uploads, limits, and the sync of its jobs."""

from answer.bootstrap import Parts
from api.sections import ApiSettings
from api.settings import Settings
from ingest.indexing import Indexer
from ingest.job_desk import JobDesk
from ingest.job_runner import JobRunner, Note, ShouldStop
from ingest.job_store import JobStore
from ingest.report import SyncReport
from ingest.sync import Synchroniser, SyncRequest
from ingest.uploads import UploadArea, UploadLimits


class RecoveringSync:
    """Finishes or undoes what a failed job left behind before it runs the next."""

    def __init__(self, indexer: Indexer, synchroniser: Synchroniser) -> None:
        self._indexer = indexer
        self._synchroniser = synchroniser

    def run(self, request: SyncRequest, *, on_outcome: Note, should_stop: ShouldStop) -> SyncReport:
        self._indexer.recover()
        return self._synchroniser.run(request, on_outcome=on_outcome, should_stop=should_stop)


def open_job_desk(settings: Settings, parts: Parts, indexer: Indexer) -> JobDesk:
    store, area = JobStore.open(parts.folder.jobs), UploadArea(parts.folder.uploads)
    sync = RecoveringSync(indexer, Synchroniser(indexer, parts.embedder, settings.ingest))
    return JobDesk(
        store,
        area,
        JobRunner(store, area, sync),
        limits=upload_limits(settings.api),
        max_waiting=settings.api.max_waiting_jobs,
    )


def upload_limits(settings: ApiSettings) -> UploadLimits:
    return UploadLimits(
        max_file_bytes=settings.max_upload_file_bytes,
        max_bytes=settings.max_upload_bytes,
        max_files=settings.max_upload_files,
    )
