"""Rows of the job tables to domain types and back."""

import json
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import Row

from ingest.jobs import IngestJob, JobCounts, JobFile, JobState, NewJob
from ingest.outcome import FileState
from ingest.report import SyncReport


def to_job(row: Row[tuple[object, ...]], counts: JobCounts) -> IngestJob:
    return IngestJob(
        id=row.id,
        state=JobState(row.state),
        collection=row.collection,
        source=row.source,
        audiences=tuple(json.loads(row.audiences)),
        sync=row.sync,
        counts=counts,
        created_at=datetime.fromisoformat(row.created_at),
        started_at=_time(row.started_at),
        finished_at=_time(row.finished_at),
        cancel_requested=row.cancel_requested,
        reason=row.reason,
        report=SyncReport(**json.loads(row.report)) if row.report else None,
    )


def to_counts(files_by_state: dict[str, int]) -> JobCounts:
    return JobCounts(files=sum(files_by_state.values()), **files_by_state)


def to_file(row: Row[tuple[object, ...]]) -> JobFile:
    return JobFile(row.path, row.size, FileState(row.state), row.reason)


def job_row(job: NewJob, *, created_at: str) -> dict[str, object]:
    return {
        "id": job.id,
        "key": job.key,
        "fingerprint": job.fingerprint,
        "state": JobState.QUEUED,
        "collection": job.order.collection,
        "source": job.order.source,
        "audiences": json.dumps(job.order.audiences),
        "sync": job.order.sync,
        "created_at": created_at,
        "cancel_requested": False,
    }


def file_rows(job: NewJob) -> list[dict[str, object]]:
    return [
        {"job": job.id, "path": file.path, "size": file.size, "state": FileState.WAITING}
        for file in job.files
    ]


def report_text(report: SyncReport | None) -> str | None:
    return None if report is None else json.dumps(asdict(report))


def _time(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)
