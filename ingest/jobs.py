"""Ingest jobs: an upload that was accepted, and how far it has come."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from ingest.outcome import FileState
from ingest.report import SyncReport
from ingest.uploads import UploadedFile

# The source of uploads that name none, and what the catalog keeps as the place they came from.
UPLOADS = "uploads"


class JobState(StrEnum):
    """`succeeded`: the job ran to its end; the counts say how many files were indexed."""

    QUEUED = "queued"
    RUNNING = "running"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def finished(self) -> bool:
        return self in (JobState.SUCCEEDED, JobState.FAILED, JobState.CANCELLED)


@dataclass(frozen=True, slots=True)
class JobOrder:
    """What is to be done with the uploaded files; `sync` also removes the source's other documents."""

    collection: str
    source: str = UPLOADS
    audiences: tuple[str, ...] = ()
    sync: bool = False


@dataclass(frozen=True, slots=True)
class NewJob:
    id: str
    order: JobOrder
    files: tuple[UploadedFile, ...]
    key: str | None = None

    @property
    def fingerprint(self) -> str:
        """Tell apart what was asked: the same files and order, in whatever sequence, are the same."""
        order = [self.order.collection, self.order.source, sorted(set(self.order.audiences)), self.order.sync]
        files = sorted((file.path, file.content_hash) for file in self.files)
        return hashlib.sha256(json.dumps([order, files]).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class JobCounts:
    """Files by what became of them so far; `files` is the sum of the others."""

    files: int = 0
    waiting: int = 0
    indexed: int = 0
    unchanged: int = 0
    quarantined: int = 0


@dataclass(frozen=True, slots=True)
class IngestJob:
    """`reason` says why it failed or where it was cancelled; `report` is there once it succeeded."""

    id: str
    state: JobState
    collection: str
    source: str
    audiences: tuple[str, ...]
    sync: bool
    counts: JobCounts
    created_at: datetime
    started_at: datetime | None = None
    finished_at: datetime | None = None
    cancel_requested: bool = False
    reason: str | None = None
    report: SyncReport | None = None


@dataclass(frozen=True, slots=True)
class JobFile:
    path: str
    size: int
    state: FileState
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class JobPage:
    jobs: Sequence[IngestJob]
    total: int
